"""How far the reference points of countries lie from the middle of their outlines, by how wide they are.

    python -m benchmarks.points

A country's point is GeoNames'; the middle is the centroid of its largest land in Natural Earth. For areas beyond
some width one point is a convention, and `geomap.places.senses` is never sure of it.
"""

import math
from itertools import pairwise

from benchmarks.places import RIGHT_KM
from geomap.errors import UnknownPlaceError
from geomap.gazetteer import Gazetteer
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.world import load_basemap

WIDTHS = (0, 100, 200, 300, 400, 600, 1000, 10_000)
"""Radii in kilometres between which countries are taken together."""


def apart(gazetteer: Gazetteer) -> list[tuple[float, float]]:
    """For each country its radius, and how far its point is from its middle, in kilometres."""
    found = []
    for code, shape in load_basemap().countries((-180, -90, 180, 90)).items():
        try:
            country = gazetteer.country(code)
        except UnknownPlaceError:
            continue
        parts = getattr(shape, "geoms", [shape])
        middle = max(parts, key=lambda part: part.area * math.cos(math.radians(part.centroid.y))).centroid
        away = distance_km(country.position, Position(lat=middle.y, lon=middle.x))
        found.append((country.radius_km, away))
    return found


def main() -> None:
    """Print the table."""
    found = apart(Gazetteer.open())
    print(f"{'radius, km':<14}{'countries':>10}{'within 161 km':>15}")
    for low, high in pairwise(WIDTHS):
        inside = [away for radius, away in found if low <= radius < high]
        print(f"{f'{low}–{high}':<14}{len(inside):>10}{sum(away <= RIGHT_KM for away in inside):>15}")


if __name__ == "__main__":
    main()
