"""Outlines: their area on the ellipsoid, a point inside, and rings that do not jump over the antimeridian."""

from collections.abc import Iterable
from dataclasses import dataclass

from geographiclib.geodesic import Geodesic
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A point of an outline, in degrees, and its area."""

    lat: float
    lon: float
    area_km2: float


def shape_of(outline: BaseGeometry) -> Shape:
    """The centroid of the largest piece, or a point inside where that is not; the area of all pieces."""
    pieces = [piece for piece in polygons_of(outline) if not piece.is_empty]
    largest = max(pieces, key=area_of)
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    lon = (point.x + 180) % 360 - 180
    return Shape(lat=round(point.y, 3), lon=round(lon, 3), area_km2=sum(map(area_of, pieces)))


def polygons_of(outline: BaseGeometry) -> list[Polygon]:
    """The pieces of an outline; lines and points are none."""
    if isinstance(outline, Polygon):
        return [outline]
    if isinstance(outline, MultiPolygon):
        return list(outline.geoms)
    return [polygon for piece in getattr(outline, "geoms", ()) for polygon in polygons_of(piece)]


def unwrapped(outline: BaseGeometry) -> BaseGeometry:
    """The outline with every ring continuous: east of the antimeridian longitudes go on beyond 180.

    The rings of Russia and Fiji jump from 180 to -180 there, which would count the world between.
    A ring around a pole (Antarctica) cannot be continuous and stays as it is.
    """
    return MultiPolygon(
        [
            Polygon(_continuous(polygon.exterior.coords), [_continuous(ring.coords) for ring in polygon.interiors])
            for polygon in polygons_of(outline)
        ]
    ).buffer(0)


def _continuous(ring: Iterable[tuple[float, ...]]) -> list[tuple[float, float]]:
    points = [(lon, lat) for lon, lat, *_ in ring]
    turned = [points[0]]
    for lon, lat in points[1:]:
        turned.append((lon + 360 * round((turned[-1][0] - lon) / 360), lat))
    return turned if turned[0] == turned[-1] else points


def area_of(polygon: Polygon) -> float:
    """Area on the ellipsoid, holes taken away."""
    rings = [polygon.exterior, *polygon.interiors]
    areas = []
    for ring in rings:
        traced = Geodesic.WGS84.Polygon()
        for lon, lat in list(ring.coords)[:-1]:
            traced.AddPoint(lat, lon)
        areas.append(abs(traced.Compute()[2]) / 1e6)
    return float(areas[0] - sum(areas[1:]))
