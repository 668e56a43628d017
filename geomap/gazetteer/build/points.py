"""GeoNames' own reference points of countries and regions.

The reference point of a large area is a convention, and other data use GeoNames'. The packages with its
divisions carry none; pyowm 3.5.0 does, in the list of cities that OpenWeather made of GeoNames, under
GeoNames' numbers and with areas among the towns.
"""

import bz2
import sqlite3
from functools import cache
from pathlib import Path

from geomap.gazetteer.build.packages import Package

CITIES = Package(
    file="pyowm-3.5.0-py3-none-any.whl", sha256="6f71bdec738af809b7a43c0725094756f04dbf78bf48eb0f72efbfc6f11ddd8f"
)
_DATABASE = "pyowm/commons/cityids/cities.db.bz2"

LARGE_KM = 150.0
"""Radius from which a point may be anywhere within an area: in a smaller one, its middle serves as well."""


@cache
def geonames_points(packages: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude by GeoNames' number, to a thousandth of a degree."""
    (packed,) = CITIES.read(packages, _DATABASE)
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(bz2.decompress(packed))
        rows = database.execute("SELECT city_id, lat, lon FROM city")
        return {str(number): (round(lat, 3), round(lon, 3)) for number, lat, lon in rows}
    finally:
        database.close()
