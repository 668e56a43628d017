"""The basemap on the paper: outlines cut to a panel and written as short SVG paths.

Paths count in quarters of a pixel, as whole-number steps, so that the same file comes out of every
machine and stays small; draw them under `transform="scale(.25)"`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.position import Position
from geomap.provenance import Source
from geomap.render.projection import Projection, unwrap
from geomap.world.archive import Scale, Worldview
from geomap.world.basemap import Basemap, Bbox, load_basemap
from geomap.world.disputed import DisputedArea

UNITS = 4  # path units in a pixel
_SMOOTH_PX = 0.35  # detail finer than this is dropped
_ISLET_PX2 = 1.2  # smaller islands are dropped
_CLOSE_KM_PER_PX = 1.5  # below this, outlines at 1:50 million look coarse
_BLEED_PX = 4.0  # outlines run this far past the edge, so that their ends never show

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A rectangle of pixels on the projection's plane: `centre` is in kilometres."""

    projection: Projection
    centre: tuple[float, float]
    km_per_px: float
    width: float
    height: float

    def pixels(self, plane: Floats) -> Floats:
        """Pixels from the top left corner, for kilometres on the plane."""
        x = (plane[:, 0] - self.centre[0]) / self.km_per_px + self.width / 2
        y = (self.centre[1] - plane[:, 1]) / self.km_per_px + self.height / 2
        return np.column_stack([x, y])

    def place(self, *positions: Position) -> list[tuple[float, float]]:
        """Pixels of positions."""
        lonlat = unwrap(np.array([p.lonlat for p in positions], dtype=np.float64), self.projection.lon0)
        return [(float(x), float(y)) for x, y in self.pixels(self.projection.forward(lonlat))]

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude under a pixel, longitude unwrapped."""
        plane = self._plane(np.array([[x, y]]))
        lon, lat = self.projection.inverse(plane)[0]
        return float(lon), float(lat)

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A shape in degrees, in pixels, cut at the edge."""
        if geometry.is_empty:
            return geometry
        fine = shapely.segmentize(geometry, 1.0)
        flat = shapely.transform(fine, lambda lonlat: self.pixels(self.projection.forward(lonlat)))
        if not flat.is_valid:
            flat = shapely.make_valid(flat)
        bleed = _BLEED_PX
        return shapely.clip_by_rect(flat, -bleed, -bleed, self.width + bleed, self.height + bleed)

    @property
    def bbox(self) -> Bbox:
        """Degrees that hold the paper, with some to spare."""
        xs, ys = np.meshgrid(np.linspace(-8, self.width + 8, 17), np.linspace(-8, self.height + 8, 17))
        lonlat = self.projection.inverse(self._plane(np.column_stack([xs.ravel(), ys.ravel()])))
        (west, south), (east, north) = lonlat.min(axis=0), lonlat.max(axis=0)
        for pole in (-90.0, 90.0):
            ((x, y),) = self.place(Position(lat=pole, lon=self.projection.lon0))
            if -8 <= x <= self.width + 8 and -8 <= y <= self.height + 8:
                west, east = self.projection.lon0 - 180.0, self.projection.lon0 + 180.0
                south, north = min(south, pole), max(north, pole)
        if east - west > 300:
            west, east = self.projection.lon0 - 180.0, self.projection.lon0 + 180.0
        return (float(west) - 0.2, max(float(south) - 0.2, -90.0), float(east) + 0.2, min(float(north) + 0.2, 90.0))

    def _plane(self, pixels: Floats) -> Floats:
        x = (pixels[:, 0] - self.width / 2) * self.km_per_px + self.centre[0]
        y = self.centre[1] - (pixels[:, 1] - self.height / 2) * self.km_per_px
        return np.column_stack([x, y])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Path data of a panel's ground, the shape in pixels of each country in view, and who drew it all.

    `contested` are the areas in view whose belonging hangs on the world view.
    """

    land: str
    borders: str
    disputed: str
    countries: tuple[tuple[str, BaseGeometry], ...]
    source: Source | None
    contested: tuple[DisputedArea, ...] = ()


NO_OUTLINES = Outlines(land="", borders="", disputed="", countries=(), source=None)


def basemap_for(paper: Paper, worldview: str) -> Basemap:
    """The basemap that suits this paper: finer outlines for a close view."""
    scale: Scale = "10m" if paper.km_per_px < _CLOSE_KM_PER_PX else "50m"
    return load_basemap(scale=scale, worldview=Worldview(worldview))


def draw_outlines(paper: Paper, worldview: str) -> Outlines:
    """What the world shows on this paper."""
    basemap, bbox = basemap_for(paper, worldview), paper.bbox
    land = [p for p in _parts(paper.shape(basemap.land(bbox)), "Polygon") if p.area >= _ISLET_PX2]
    countries = tuple((code, paper.shape(shape)) for code, shape in basemap.countries(bbox).items())
    return Outlines(
        land=_path(ring for shape in land for ring in _rings(shape)),
        borders=_path(_lines(paper.shape(basemap.borders(bbox)))),
        disputed=_path(_lines(paper.shape(basemap.borders(bbox, disputed=True)))),
        countries=tuple((code, shape) for code, shape in countries if shape.area > 0),
        source=basemap.source,
        contested=tuple(area for area in basemap.disputed(bbox) if area.differs),
    )


def _parts(shape: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """The single shapes of a kind, however deep a repair has nested them."""
    if not hasattr(shape, "geoms"):
        return [shape] if shape.geom_type == kind and not shape.is_empty else []
    return [part for inner in shape.geoms for part in _parts(inner, kind)]


def _rings(polygon: BaseGeometry) -> list[Floats]:
    simple = shapely.simplify(polygon, _SMOOTH_PX, preserve_topology=True)
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(simple)]


def _lines(shape: BaseGeometry) -> list[Floats]:
    joined = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    return [shapely.get_coordinates(shapely.simplify(part, _SMOOTH_PX)) for part in _parts(joined, "LineString")]


def _path(lines: Iterable[Floats]) -> str:
    """Path data: one move to each line's start, then whole-number steps; a closed line ends with z."""
    out: list[str] = []
    for line in lines:
        points = np.rint(line * UNITS).astype(int)
        closed = len(points) > 2 and (points[0] == points[-1]).all()
        steps = np.diff(points[:-1] if closed else points, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        if not len(steps):
            continue
        out.append(f"M{_number(points[0][0], first=True)}{_number(points[0][1])}l")
        numbers = [int(n) for n in steps.ravel()]
        out.append(_number(numbers[0], first=True) + "".join(_number(n) for n in numbers[1:]))
        if closed:
            out.append("z")
    return "".join(out)


def _number(value: int, *, first: bool = False) -> str:
    """A whole number, after a space unless its sign already separates it."""
    return str(value) if first or value < 0 else f" {value}"


def scale_length(km_across: float) -> float:
    """A round number of kilometres (1, 2 or 5 times a power of ten) that fits in `km_across`.

    >>> scale_length(340)
    200.0
    """
    power = 10.0 ** math.floor(math.log10(km_across))
    return float(next(n * power for n in (5, 2, 1) if n * power <= km_across))
