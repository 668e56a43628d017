"""The ground of a place that no one point can stand for: a country by its outline, any other area by a circle."""

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.place import Place
from geomap.position import Position
from geomap.render.projection import unwrap
from geomap.world import Worldview
from geomap.world.basemap import load_basemap

WIDEST_KM = 700.0
"""Radius beyond which an area is no stop: "in Russia" or "in Canada" says too little to be shown as one."""

_CORNERS = 72
_KM_PER_DEGREE = 111.2


def halts(place: Place) -> bool:
    """Whether a journey that ends in this area, and names no place in it, can be drawn as ending there."""
    return place.is_area and 0 < place.radius_km <= WIDEST_KM and bool(place.name)


def extent_of(place: Place, worldview: str) -> BaseGeometry:
    """The area in degrees, longitudes about that of its reference point.

    A country's outline (its largest part and what lies near it), or the circle of the area's radius, as far
    as it lies in the area's country.
    """
    lon, lat = place.position.lonlat
    basemap = load_basemap(scale="50m" if place.is_country else "10m", worldview=Worldview(worldview))
    reach = 2.5 * place.radius_km / _KM_PER_DEGREE
    aside = min(reach / max(math.cos(math.radians(lat)), 0.1), 170.0)
    box = (lon - aside, max(lat - reach, -90.0), lon + aside, min(lat + reach, 90.0))
    outline = basemap.countries(box).get(place.country, shapely.Polygon())
    if place.is_country and not outline.is_empty:
        return outline
    circle = _circle(place)
    inside = shapely.make_valid(outline).intersection(circle)
    return inside if place.feature_class == "A" and inside.area > 0 else circle


def _circle(place: Place) -> shapely.Polygon:
    """Points of the place's circle on a sphere: good to a hundredth of its radius, which is an estimate itself."""
    lat, reach = math.radians(place.position.lat), place.radius_km / 6371.0
    turn = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
    lats = np.arcsin(np.sin(lat) * math.cos(reach) + np.cos(lat) * math.sin(reach) * np.cos(turn))
    lons = np.arctan2(np.sin(turn) * math.sin(reach) * np.cos(lat), math.cos(reach) - np.sin(lat) * np.sin(lats))
    ring = np.column_stack([place.position.lon + np.degrees(lons), np.degrees(lats)])
    return shapely.Polygon(ring)


def corners(shape: BaseGeometry) -> tuple[Position, ...]:
    """Points that a frame must hold to show a shape whole: those of the hull of its larger parts."""
    parts = [part for part in shapely.get_parts(shape).tolist() if part.area > 0]
    large = max(part.area for part in parts)
    hull = shapely.MultiPolygon([p for p in parts if p.area >= large / 4]).convex_hull
    rim = shapely.get_coordinates(shapely.simplify(hull, 0.05))[:-1]
    return tuple(Position(lat=float(lat), lon=(float(lon) + 180.0) % 360.0 - 180.0) for lon, lat in rim)


def up_to(points: list[Position], shape: BaseGeometry) -> list[Position]:
    """The line as far as the first of its points inside a shape; all of it where it begins there."""
    middle = float(shape.centroid.x)
    inside = shapely.contains_xy(shape, unwrap(np.array([p.lonlat for p in points]), middle))
    first = int(np.argmax(inside)) if inside.any() else len(points) - 1
    return points[: first + 1] if first else points


def holds(shape: BaseGeometry, position: Position) -> bool:
    """Whether a point lies in a shape."""
    return bool(shapely.contains_xy(shape, unwrap(np.array([position.lonlat]), float(shape.centroid.x)))[0])
