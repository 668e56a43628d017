"""A small globe that shows where on the Earth the map lies, for maps of less than a continent."""

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.geodesy import distance_km
from geomap.render.labels import Crowd, Point
from geomap.render.outline import Paper, coarse_land
from geomap.render.projection import EARTH_KM, Globe
from geomap.render.scene import Locator
from geomap.render.tags import as_position

_WIDEST_KM = 5000.0  # across the corners: a wider map says itself where it lies
_RADIUS = 38.0
_MARGIN = 10.0
_LEAST_PX = 7.0  # a frame that would be smaller on the globe is a dot


def place_locator(paper: Paper, worldview: str, hall: Crowd, grounds: BaseGeometry) -> Locator | None:
    """The globe in the first free corner off the shaded grounds, or None where there is no room or no need."""
    corners = [
        paper.lonlat(x, y) for x, y in ((0, 0), (paper.width, 0), (paper.width, paper.height), (0, paper.height))
    ]
    if distance_km(as_position(*corners[0]), as_position(*corners[2])) > _WIDEST_KM:
        return None
    size = 2 * _RADIUS + 2
    for x, y in (
        (paper.width - size - _MARGIN, _MARGIN),
        (_MARGIN, _MARGIN),
        (paper.width - size - _MARGIN, paper.height - size - _MARGIN),
        (_MARGIN, paper.height - size - _MARGIN),
    ):
        box = shapely.box(x, y, x + size, y + size)
        if hall.free(box) and not box.intersects(grounds):
            hall.block(box)
            return _globe(paper, worldview, (x + size / 2, y + size / 2), _RADIUS)
    return None


def _globe(paper: Paper, worldview: str, at: Point, radius: float) -> Locator:
    lon, lat = paper.lonlat(paper.width / 2, paper.height / 2)
    # To five degrees, so that frames of one story share a globe; leaning to the equator shows familiar shapes.
    view = Globe(5.0 * round(lon / 5), 5.0 * round(max(-70.0, min(70.0, lat * 0.8)) / 5))
    ball = Paper(projection=view, centre=(0.0, 0.0), km_per_px=EARTH_KM / radius, width=2 * radius, height=2 * radius)
    edge = [(0, 0), (0.5, 0), (1, 0), (1, 0.5), (1, 1), (0.5, 1), (0, 1), (0, 0.5)]
    frame = ball.place(*(as_position(*paper.lonlat(x * paper.width, y * paper.height)) for x, y in edge))
    xs, ys = zip(*frame, strict=True)
    if max(max(xs) - min(xs), max(ys) - min(ys)) < _LEAST_PX:
        ((x, y),) = ball.place(as_position(lon, lat))
        frame = [(x, y)]
    return Locator(
        x=round(at[0] - radius, 1),
        y=round(at[1] - radius, 1),
        radius=radius,
        land=coarse_land(ball, worldview),
        frame=tuple((round(x, 1), round(y, 1)) for x, y in frame),
    )
