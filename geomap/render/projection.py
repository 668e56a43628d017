"""Conformal projections of the sphere: the Earth flattened so that angles, hence directions, stay true.

Lambert's conic suits a route at middle latitudes (its scale hardly varies over the frame), Mercator
the tropics and very wide frames, the stereographic the poles. Planes are in kilometres, y northwards.
A sphere is enough to draw on: lengths that a reader is told always come from `geomap.geodesy`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from geomap.position import Position

EARTH_KM = 6371.0088  # mean radius, IUGG

Floats = npt.NDArray[np.float64]


class Projection(Protocol):
    """A plane for one map; `lon0` is the meridian that runs straight up the middle."""

    @property
    def lon0(self) -> float:
        """Central meridian in degrees."""

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane for rows of (longitude, latitude), unwrapped about `lon0`."""

    def inverse(self, plane: Floats) -> Floats:
        """Rows of (longitude, latitude) for rows of kilometres."""


@dataclass(frozen=True, slots=True)
class Mercator:
    """Mercator's cylinder, true to scale at latitude `lat_ts`."""

    lon0: float
    lat_ts: float

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane; latitudes are held within 85 degrees."""
        k = EARTH_KM * math.cos(math.radians(self.lat_ts))
        lat = np.radians(np.clip(lonlat[:, 1], -85.0, 85.0))
        return np.column_stack([k * np.radians(lonlat[:, 0] - self.lon0), k * np.arctanh(np.sin(lat))])

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude."""
        k = EARTH_KM * math.cos(math.radians(self.lat_ts))
        lat = np.degrees(np.arcsin(np.tanh(plane[:, 1] / k)))
        return np.column_stack([self.lon0 + np.degrees(plane[:, 0] / k), lat])


@dataclass(frozen=True, slots=True)
class Lambert:
    """Lambert's conformal conic, true to scale along two parallels on one side of the equator."""

    lon0: float
    parallels: tuple[float, float]

    def _constants(self) -> tuple[float, float, float]:
        a, b = (math.radians(p) for p in self.parallels)
        same = abs(a - b) < 1e-6
        n = math.sin(a) if same else math.log(math.cos(a) / math.cos(b)) / math.log(_half(b) / _half(a))
        f = math.cos(a) * _half(a) ** n / n
        return n, EARTH_KM * f, EARTH_KM * f / _half((a + b) / 2) ** n

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane."""
        n, f, rho0 = self._constants()
        lat = np.radians(np.clip(lonlat[:, 1], -89.0, 89.0))
        rho = f / np.tan(math.pi / 4 + lat / 2) ** n
        theta = n * np.radians(lonlat[:, 0] - self.lon0)
        return np.column_stack([rho * np.sin(theta), rho0 - rho * np.cos(theta)])

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude; longitudes past the cone's cut are held at 180 from `lon0`."""
        n, f, rho0 = self._constants()
        sign = math.copysign(1.0, n)
        x, y = plane[:, 0] * sign, (rho0 - plane[:, 1]) * sign
        rho = np.maximum(np.hypot(x, y), 1e-9) * sign
        lat = np.degrees(2 * np.arctan((f / rho) ** (1 / n)) - math.pi / 2)
        turn = np.clip(np.degrees(np.arctan2(x, y) / n), -180.0, 180.0)
        return np.column_stack([self.lon0 + turn, lat])


@dataclass(frozen=True, slots=True)
class Polar:
    """The polar stereographic, true to scale at latitude `lat_ts` (negative in the south)."""

    lon0: float
    lat_ts: float

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane; latitudes are held to 60 degrees from the opposite pole."""
        sign = math.copysign(1.0, self.lat_ts)
        k = EARTH_KM * (1 + abs(math.sin(math.radians(self.lat_ts))))
        lat = np.radians(np.clip(lonlat[:, 1] * sign, -30.0, 90.0))
        rho = k * np.tan(math.pi / 4 - lat / 2)
        theta = np.radians(lonlat[:, 0] - self.lon0)
        return np.column_stack([rho * np.sin(theta), -sign * rho * np.cos(theta)])

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude."""
        sign = math.copysign(1.0, self.lat_ts)
        k = EARTH_KM * (1 + abs(math.sin(math.radians(self.lat_ts))))
        rho = np.hypot(plane[:, 0], plane[:, 1])
        lat = sign * np.degrees(math.pi / 2 - 2 * np.arctan(rho / k))
        return np.column_stack([self.lon0 + np.degrees(np.arctan2(plane[:, 0], -sign * plane[:, 1])), lat])


def _half(lat: float) -> float:
    return math.tan(math.pi / 4 + lat / 2)


def central_longitude(longitudes: Sequence[float]) -> tuple[float, float]:
    """Middle and width, in degrees, of the shortest arc of the parallel that holds every longitude.

    >>> central_longitude([170.0, -170.0])
    (180.0, 20.0)
    """
    turned = sorted({lon % 360.0 for lon in longitudes})
    gaps = [(b - a, a) for a, b in zip(turned, [*turned[1:], turned[0] + 360.0], strict=True)]
    gap, before = max(gaps)
    middle = (before + gap + (360.0 - gap) / 2) % 360.0
    return (middle - 360.0 if middle > 180.0 else middle), 360.0 - gap


def choose_projection(points: Sequence[Position]) -> Projection:
    """The projection that suits a map of these points."""
    lon0, width = central_longitude([p.lon for p in points])
    south, north = min(p.lat for p in points), max(p.lat for p in points)
    middle = (south + north) / 2
    if min(abs(south), abs(north)) > 55 and south * north > 0 and (max(abs(south), abs(north)) > 75 or width > 120):
        return Polar(lon0, middle)
    if (south < 12 and north > -12) or width > 110 or north - south > 60:
        return Mercator(lon0, max(-60.0, min(60.0, middle)))
    reach = max(north - south, 4.0) / 3
    return Lambert(lon0, (middle - reach, middle + reach))


def unwrap(lonlat: Floats, lon0: float) -> Floats:
    """The same points with longitudes within 180 degrees of `lon0`."""
    out = lonlat.copy()
    out[:, 0] = lon0 + (out[:, 0] - lon0 + 180.0) % 360.0 - 180.0
    return out
