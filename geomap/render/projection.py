"""Projections of the sphere: the Earth flattened, for a route so that angles, hence directions, stay true.

Lambert's conic suits a route at middle latitudes (its scale hardly varies over the frame), Mercator the
tropics, the stereographic the poles and, centred on the journey, whatever is wide: a great circle is
nearly straight there. These are conformal. A journey round the world has Equal Earth, where no size
lies. Planes are in kilometres, y northwards. A sphere is enough to draw on: lengths that a reader is
told always come from `geomap.geodesy`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from geomap.position import Position

EARTH_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = math.radians(EARTH_KM)

Floats = npt.NDArray[np.float64]


class Projection(Protocol):
    """A plane for one map; `lon0` is the meridian that runs straight up the middle."""

    def __hash__(self) -> int:
        """What is worked out on a plane is kept by the plane."""

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


@dataclass(frozen=True, slots=True)
class Stereographic:
    """The stereographic seen from the antipode of (`lat0`, `lon0`), true to scale there."""

    lon0: float
    lat0: float

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane; the antipode, which has no place on it, is held far away."""
        sin0, cos0 = math.sin(math.radians(self.lat0)), math.cos(math.radians(self.lat0))
        lam, phi = np.radians(lonlat[:, 0] - self.lon0), np.radians(lonlat[:, 1])
        towards = np.cos(phi) * np.cos(lam)
        k = 2 * EARTH_KM / np.maximum(1 + sin0 * np.sin(phi) + cos0 * towards, 1e-3)
        return np.column_stack([k * np.cos(phi) * np.sin(lam), k * (cos0 * np.sin(phi) - sin0 * towards)])

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude."""
        c = 2 * np.arctan(np.hypot(plane[:, 0], plane[:, 1]) / (2 * EARTH_KM))
        return _unturned(plane, c, self.lon0, self.lat0)


@dataclass(frozen=True, slots=True)
class Globe:
    """The Earth as a ball, seen from afar above (`lat0`, `lon0`): for a locator, not for a route."""

    lon0: float
    lat0: float

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane; what is behind the ball is held on its limb."""
        sin0, cos0 = math.sin(math.radians(self.lat0)), math.cos(math.radians(self.lat0))
        lam, phi = np.radians(lonlat[:, 0] - self.lon0), np.radians(lonlat[:, 1])
        towards = np.cos(phi) * np.cos(lam)
        xy = np.column_stack([np.cos(phi) * np.sin(lam), cos0 * np.sin(phi) - sin0 * towards])
        hidden = sin0 * np.sin(phi) + cos0 * towards < 0
        xy[hidden] /= np.maximum(np.hypot(xy[hidden, 0], xy[hidden, 1]), 1e-9)[:, None]
        return EARTH_KM * xy

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude; points beside the ball are those of its limb."""
        c = np.arcsin(np.minimum(np.hypot(plane[:, 0], plane[:, 1]) / EARTH_KM, 1.0))
        return _unturned(plane, c, self.lon0, self.lat0)


_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)  # Šavrič, Patterson and Jenny, 2018
_SQUEEZE = math.sqrt(3) / 2


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection of the whole world: areas are true, shapes nearly."""

    lon0: float

    def forward(self, lonlat: Floats) -> Floats:
        """Kilometres on the plane, longitudes held within 180 degrees of `lon0`."""
        a1, a2, a3, a4 = _EQUAL_EARTH
        lam = np.radians(np.clip(lonlat[:, 0] - self.lon0, -180.0, 180.0))
        t = np.arcsin(_SQUEEZE * np.sin(np.radians(lonlat[:, 1])))
        slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
        return EARTH_KM * np.column_stack(
            [lam * np.cos(t) / (_SQUEEZE * slope), a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t]
        )

    def inverse(self, plane: Floats) -> Floats:
        """Longitude and latitude; points beside the world are those of its edge."""
        a1, a2, a3, a4 = _EQUAL_EARTH
        y = plane[:, 1] / EARTH_KM
        t = np.clip(y / a1, -math.pi / 3, math.pi / 3)
        for _ in range(8):
            slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
            t = np.clip(t - (a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t - y) / slope, -math.pi / 3, math.pi / 3)
        lat = np.degrees(np.arcsin(np.clip(np.sin(t) / _SQUEEZE, -1.0, 1.0)))
        slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
        turn = np.clip(np.degrees(plane[:, 0] / EARTH_KM * _SQUEEZE * slope / np.cos(t)), -180.0, 180.0)
        return np.column_stack([self.lon0 + turn, lat])


def _unturned(plane: Floats, c: Floats, lon0: float, lat0: float) -> Floats:
    """Longitude and latitude of points `c` radians from the middle of an azimuthal plane."""
    sin0, cos0 = math.sin(math.radians(lat0)), math.cos(math.radians(lat0))
    x, y = plane[:, 0], plane[:, 1]
    rho = np.maximum(np.hypot(x, y), 1e-9)
    lat = np.arcsin(np.clip(np.cos(c) * sin0 + y * np.sin(c) * cos0 / rho, -1.0, 1.0))
    turn = np.arctan2(x * np.sin(c), rho * cos0 * np.cos(c) - y * sin0 * np.sin(c))
    return np.column_stack([lon0 + np.degrees(turn), np.degrees(lat)])


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


_STEREOGRAPHIC_DEG = 70.0  # from its middle; lengths are 1.5 times too great there


def choose_projection(points: Sequence[Position], stops: Sequence[Position] = ()) -> Projection:
    """The projection that suits a map of these points; `stops` say where to cut a world gone all round."""
    lon0, width = central_longitude([p.lon for p in points if abs(p.lat) < 89.5] or [0.0])
    south, north = min(p.lat for p in points), max(p.lat for p in points)
    middle, low, high = (south + north) / 2, min(abs(south), abs(north)), max(abs(south), abs(north))
    if south * north > 0 and ((low > 15 and (high > 82 or width > 170)) or (low > 55 and (high > 75 or width > 120))):
        return Polar(lon0, middle)
    if south < 12 and north > -12 and width <= 150 and high <= 50:
        return Mercator(lon0, middle)
    if width <= 110 and north - south <= 60 and not (south < 12 and north > -12):
        reach = max(north - south, 4.0) / 3
        return Lambert(lon0, (middle - reach, middle + reach))
    (lat, lon), radius = enclosing_cap(points)
    if radius <= _STEREOGRAPHIC_DEG:
        return Stereographic(lon, lat)
    if width > 300 and stops:
        lon0, _ = central_longitude([p.lon for p in stops])
    return EqualEarth(round(lon0, 2))


def enclosing_cap(points: Sequence[Position]) -> tuple[tuple[float, float], float]:
    """Latitude and longitude of the middle of about the smallest cap that holds the points; its radius in degrees.

    >>> enclosing_cap([Position(lat=0, lon=0), Position(lat=0, lon=20)])
    ((0.0, 9.9), 10.1)
    """
    xyz = unit_vectors(np.array([p.lonlat for p in points], dtype=np.float64))
    middle = xyz.mean(axis=0)
    for i in range(1, 200):  # Bădoiu and Clarkson's steps towards the farthest point
        middle = middle + (xyz[np.argmin(xyz @ (middle / (np.linalg.norm(middle) or 1.0)))] - middle) / (i + 1)
    middle /= np.linalg.norm(middle) or 1.0
    radius = math.degrees(math.acos(float(np.clip((xyz @ middle).min(), -1.0, 1.0))))
    lat, lon = math.degrees(math.asin(max(-1.0, min(1.0, middle[2])))), math.degrees(math.atan2(middle[1], middle[0]))
    return (round(lat, 1) + 0.0, round(lon, 1) + 0.0), round(radius, 1)


def unit_vectors(lonlat: Floats) -> Floats:
    """Points of the unit sphere for rows of (longitude, latitude)."""
    lam, phi = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def unwrap(lonlat: Floats, lon0: float) -> Floats:
    """The same points with longitudes within 180 degrees of `lon0`."""
    out = lonlat.copy()
    out[:, 0] = lon0 + (out[:, 0] - lon0 + 180.0) % 360.0 - 180.0
    return out
