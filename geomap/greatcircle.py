"""Distances and bearings of many points at once, on a sphere: half a percent off, for choosing and never for printing.

What is told to a reader passes through `geodesy`, on the ellipsoid.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Degrees: TypeAlias = NDArray[np.float64]

RADIUS_KM = 6371.0
"""The Earth's mean radius."""


def great_circle_km(lat: Degrees, lon: Degrees, other_lat: Degrees, other_lon: Degrees) -> NDArray[np.float64]:
    """Kilometres between points in degrees; shapes are broadcast.

    >>> [round(float(km)) for km in great_circle_km(*(np.array([x]) for x in (43.1056, 131.8735, 43.8047, 131.9573)))]
    [78]
    """
    phi, other = np.radians(lat), np.radians(other_lat)
    half = np.sin((other - phi) / 2) ** 2
    half = half + np.cos(phi) * np.cos(other) * np.sin(np.radians(other_lon - lon) / 2) ** 2
    km: NDArray[np.float64] = 2 * RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return km


def bearing_deg(lat: Degrees, lon: Degrees, other_lat: Degrees, other_lon: Degrees) -> NDArray[np.float64]:
    """Initial bearings from the first points towards the others, clockwise from north; shapes are broadcast."""
    phi, other, by = np.radians(lat), np.radians(other_lat), np.radians(other_lon - lon)
    east = np.sin(by) * np.cos(other)
    north = np.cos(phi) * np.sin(other) - np.sin(phi) * np.cos(other) * np.cos(by)
    bearing: NDArray[np.float64] = np.degrees(np.arctan2(east, north)) % 360.0
    return bearing


def unit_vectors(lat: Degrees, lon: Degrees) -> NDArray[np.float64]:
    """Points on the unit sphere, a row each; the dot product of two is the cosine of the angle between them."""
    phi, theta = np.radians(lat), np.radians(lon)
    around = np.cos(phi)
    return np.stack((around * np.cos(theta), around * np.sin(theta), np.sin(phi)), axis=1)


def between_km(points: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres from each of some unit vectors (rows) to each of others (columns)."""
    km: NDArray[np.float64] = np.arccos(np.clip(points @ others.T, -1.0, 1.0)) * RADIUS_KM
    return km
