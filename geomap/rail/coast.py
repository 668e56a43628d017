"""Bending a drawing onto land where no point of the track is known.

The shortest way over land is looked for on a grid, then pulled tight: of its points only those stay
where it has to turn. It shows that the line keeps to the shore, not where the track lies.
"""

import heapq
import math
from collections.abc import Iterator
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.rail.line import RailError
from geomap.world import load_basemap

_CELL_DEG = 0.01  # about 1 km: the outline at 1:10 million is no better
_MARGIN_DEG = 0.25  # how far beyond its ends the way may swing out
_OFFSHORE_DEG = 0.006  # kept from the water, so that rounding does not put a point into it
_LOOSE_DEG = 0.03  # around either end, which may be a harbour, any land will do

Cell = tuple[int, int]


def bend(a: Position, b: Position, countries: tuple[str, ...]) -> tuple[Position, ...]:
    """The turning points of the shortest way from `a` to `b` over the land of some countries, ends left out.

    Raises `RailError` where there is none within some 25 km of the straight line.
    """
    ends = shapely.LineString([a.lonlat, b.lonlat])
    ground = _ground(ends, countries)
    west, south, east, north = ends.buffer(_MARGIN_DEG).bounds
    columns, rows = math.ceil((east - west) / _CELL_DEG), math.ceil((north - south) / _CELL_DEG)
    cells = [(column, row) for column in range(columns + 1) for row in range(rows + 1)]
    lonlat = {cell: (round(west + cell[0] * _CELL_DEG, 4), round(south + cell[1] * _CELL_DEG, 4)) for cell in cells}
    inside = shapely.contains_xy(ground, [lonlat[cell] for cell in cells])
    land = {cell for cell, dry in zip(cells, inside, strict=True) if dry}
    if not land:
        raise _no_way(a, b)
    start, end = (min(land, key=lambda cell: math.dist(lonlat[cell], p.lonlat)) for p in (a, b))
    way = _shortest(land, start, end, math.cos(math.radians(a.lat)))
    if not way:
        raise _no_way(a, b)
    tight = _tight([a.lonlat, *(lonlat[cell] for cell in way), b.lonlat], ground)
    return tuple(Position(lat=lat, lon=lon) for lon, lat in tight[1:-1])


def placed(a: Position, b: Position, points: tuple[Position, ...], start_km: float, end_km: float) -> tuple[float, ...]:
    """The kilometre of each point: its share of the drawn way, so that the posts stay what they are."""
    way = [a, *points, b]
    lengths = [distance_km(p, q) for p, q in pairwise(way)]
    whole = math.fsum(lengths)
    return tuple(
        round(start_km + (end_km - start_km) * math.fsum(lengths[: i + 1]) / whole, 1) for i in range(len(points))
    )


def _ground(ends: shapely.LineString, countries: tuple[str, ...]) -> BaseGeometry:
    frame = ends.buffer(2 * _MARGIN_DEG).bounds
    shapes = load_basemap(scale="10m").countries(frame)
    own = shapely.union_all([shapes[code] for code in countries if code in shapes])
    loose = shapely.union_all([shapely.Point(end).buffer(_LOOSE_DEG) for end in ends.coords])
    return shapely.union_all([own.buffer(-_OFFSHORE_DEG), own.intersection(loose), loose.buffer(-_LOOSE_DEG * 0.7)])


def _shortest(land: set[Cell], start: Cell, end: Cell, narrow: float) -> list[Cell]:
    """Dijkstra over the grid; `narrow` is how much shorter a degree of longitude is."""
    best: dict[Cell, float] = {start: 0.0}
    came: dict[Cell, Cell] = {}
    queue = [(0.0, start)]
    while queue:
        length, cell = heapq.heappop(queue)
        if cell == end:
            way = [cell]
            while way[-1] != start:
                way.append(came[way[-1]])
            return way[::-1]
        if length > best[cell]:
            continue
        for near, step in _steps(cell, narrow):
            if near in land and length + step < best.get(near, math.inf):
                best[near] = length + step
                came[near] = cell
                heapq.heappush(queue, (length + step, near))
    return []


def _steps(cell: Cell, narrow: float) -> Iterator[tuple[Cell, float]]:
    for dx in (-2, -1, 0, 1, 2):
        for dy in (-2, -1, 0, 1, 2):
            if math.gcd(dx, dy) == 1:
                yield (cell[0] + dx, cell[1] + dy), math.hypot(dx * narrow, dy)


def _tight(way: list[tuple[float, float]], ground: BaseGeometry) -> list[tuple[float, float]]:
    """Only the points where the way must turn: each is followed by the last that it sees over dry ground."""
    kept, at = [way[0]], 0
    while at < len(way) - 1:
        seen = range(len(way) - 1, at + 1, -1)
        at = next((i for i in seen if ground.covers(shapely.LineString([way[at], way[i]]))), at + 1)
        kept.append(way[at])
    return kept


def _no_way(a: Position, b: Position) -> RailError:
    msg = f"no way over land from {a.latlon} to {b.latlon} was found; give a point of the track between them"
    return RailError(msg)
