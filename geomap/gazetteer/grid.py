"""A grid of one-degree cells over the Earth, to find rows near a position without looking at all."""

import math
from collections.abc import Iterator

from geomap.position import Position

DEGREE = 10_000_000
"""Steps a degree of stored coordinates: as many decimals as any source gives, and they come back exactly."""

COLUMNS = 360
CELLS = 180 * COLUMNS

_SHORTEST_KM = 6335.4
"""The ellipsoid's smallest radius of curvature: over a sphere of it no distance is longer than the geodesic."""


def cell_of(lat: float, lon: float) -> int:
    """The number of the cell that holds a position.

    >>> cell_of(-90, -180), cell_of(90, 180) == CELLS - COLUMNS
    (0, True)
    """
    return min(179, int(lat + 90)) * COLUMNS + int(lon + 180) % COLUMNS


def cells_within(position: Position, radius_km: float) -> Iterator[tuple[int, int]]:
    """Ranges [first, end) of cells that hold every point within a radius of a position; some hold none."""
    angle = radius_km / _SHORTEST_KM
    south, north = position.lat - math.degrees(angle), position.lat + math.degrees(angle)
    rows = range(max(0, math.floor(south + 90)), min(179, math.floor(north + 90)) + 1)
    if south <= -90 or north >= 90 or angle >= math.pi / 2:
        yield from ((row * COLUMNS, (row + 1) * COLUMNS) for row in rows)
        return
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(position.lat)))))
    west, east = math.floor(position.lon - width + 180), math.floor(position.lon + width + 180)
    for row in rows:
        start = row * COLUMNS
        if east - west + 1 >= COLUMNS:
            yield start, start + COLUMNS
        elif west < 0:
            yield start + west % COLUMNS, start + COLUMNS
            yield start, start + east + 1
        elif east >= COLUMNS:
            yield start + west, start + COLUMNS
            yield start, start + east % COLUMNS + 1
        else:
            yield start + west, start + east + 1


def at_least_km(a: Position, lat: float, lon: float) -> float:
    """Kilometres that the geodesic to a point is never shorter than, nor 1.1 % longer: to leave out what is too far."""
    phi, psi = math.radians(a.lat), math.radians(lat)
    half = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(math.radians(lon - a.lon) / 2) ** 2
    return 2 * _SHORTEST_KM * math.asin(min(1.0, math.sqrt(half)))
