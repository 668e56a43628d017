"""A point on the Earth."""

import math
from dataclasses import dataclass

from geomap.errors import PositionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Latitude and longitude in degrees, WGS84 (EPSG:4326).

    Cannot be unpacked, because half of all mapping bugs are a swapped pair: say `.latlon` (geopy,
    Leaflet) or `.lonlat` (GeoJSON). Raises `PositionError` outside [-90, 90] x [-180, 180].

    >>> Position(lat=43.1056, lon=131.8735).lonlat
    (131.8735, 43.1056)
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            swapped = " (are lat and lon swapped?)" if 90 < abs(self.lat) <= 180 else ""
            msg = f"latitude must lie in [-90, 90], got {self.lat!r}{swapped}"
            raise PositionError(msg)
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            msg = f"longitude must lie in [-180, 180], got {self.lon!r}"
            raise PositionError(msg)

    @property
    def latlon(self) -> tuple[float, float]:
        """(latitude, longitude), as geopy and Leaflet want it."""
        return (self.lat, self.lon)

    @property
    def lonlat(self) -> tuple[float, float]:
        """(longitude, latitude), as GeoJSON and shapely want it."""
        return (self.lon, self.lat)
