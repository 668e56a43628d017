"""The basemap on the paper: outlines cut to a panel and written as short SVG paths.

Paths count in quarters of a pixel, as whole-number steps, so that the same file comes out of every
machine and stays small; draw them under `transform="scale(.25)"`.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.position import Position
from geomap.provenance import Source
from geomap.render.projection import (
    KM_PER_DEGREE,
    EqualEarth,
    Floats,
    Lambert,
    Mercator,
    Projection,
    unit_vectors,
    unwrap,
)
from geomap.world.archive import Scale, Worldview
from geomap.world.basemap import Basemap, Bbox, load_basemap
from geomap.world.disputed import DisputedArea

UNITS = 4  # path units in a pixel
_SMOOTH_PX = 1.0  # detail finer than a pixel is dropped
_ISLET_PX2 = 1.6  # smaller islands are dropped
_SEEN_PX2 = 4.0  # a disputed area smaller than this on the paper is not seen
_CLOSE_KM_PER_PX = 1.5  # below this, outlines at 1:50 million look coarse
_STAMP_PX, _STAMP_PX2 = 0.9, 6.0  # detail and islands dropped on a locator
_STAMP_DEG, _STAMP_STEP_DEG = 0.4, 6.0  # its outlines: how coarse, and how long a side may be before it must bend
_GRID = (30.0, 20.0)  # degrees between meridians, between parallels
_BEHIND = math.cos(math.radians(135.0))
_TILE = 30.0  # degrees
_OVERLAP_PX = 0.1  # tiles overlap by this, so that no seam shows
_BLEED_PX = 4.0  # outlines run this far past the edge, so that their ends never show


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
        return [(x, y) for x, y in self.row(positions).tolist()]

    def row(self, positions: tuple[Position, ...]) -> Floats:
        """Pixels of positions, as rows of x and y."""
        return self.pixels(_flat(self.projection, positions))

    def trace(self, positions: Sequence[Position]) -> list[Floats]:
        """A line in pixels, rows of x and y, in as many pieces as the edge of the world cuts it into."""
        return [self.pixels(piece) for piece in _pieces(self.projection, tuple(positions))]

    @property
    def tiles(self) -> tuple[Bbox, ...]:
        """Frames in degrees that hold the paper together: one, or many where no one rectangle of degrees would."""
        return _tiles(self)

    def together(self, cut: Callable[[Bbox], BaseGeometry]) -> BaseGeometry:
        """What `cut` gives of each tile, on the paper, joined."""
        shapes = [self.shape(cut(tile)) for tile in self.tiles]
        if len(shapes) == 1:
            return shapes[0]
        kept = [shape for shape in shapes if not shape.is_empty]
        if kept and kept[0].area > 0:
            kept = [shape.buffer(_OVERLAP_PX, join_style="bevel") for shape in kept]
        return shapely.union_all(kept)

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude under a pixel, longitude unwrapped."""
        lon, lat = self.lonlats(np.array([[x, y]]))[0]
        return float(lon), float(lat)

    def lonlats(self, pixels: Floats) -> Floats:
        """As `lonlat`, of rows of pixels."""
        return self.projection.inverse(self._plane(pixels))

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


@lru_cache(maxsize=16)
def _tiles(paper: Paper) -> tuple[Bbox, ...]:
    if isinstance(paper.projection, Mercator | Lambert | EqualEarth):
        return (paper.bbox,)
    xs, ys = np.meshgrid(np.linspace(0, paper.width, 9), np.linspace(0, paper.height, 9))
    seen = paper.lonlats(np.column_stack([xs.ravel(), ys.ravel()]))
    middle = paper.lonlats(np.array([[paper.width / 2, paper.height / 2]]))
    reach = float(np.degrees(np.arccos(np.clip(unit_vectors(seen) @ unit_vectors(middle)[0], -1, 1))).max())
    wests, souths = np.meshgrid(np.arange(-180.0, 180.0, _TILE), np.arange(-90.0, 90.0, _TILE))
    corners = np.column_stack([wests.ravel(), souths.ravel()])
    away = unit_vectors(corners + _TILE / 2) @ unit_vectors(middle)[0]
    near = np.degrees(np.arccos(np.clip(away, -1, 1))) < reach + 0.72 * _TILE
    return tuple((w, s, w + _TILE, s + _TILE) for w, s in corners[near].tolist())


@lru_cache(maxsize=512)
def _flat(projection: Projection, positions: tuple[Position, ...]) -> Floats:
    """Kilometres on the plane of positions: the same for every paper that a layout tries."""
    plane = projection.forward(unwrap(np.array([p.lonlat for p in positions], dtype=np.float64), projection.lon0))
    plane.flags.writeable = False
    return plane


@lru_cache(maxsize=512)
def _pieces(projection: Projection, positions: tuple[Position, ...]) -> list[Floats]:
    """A line on the plane, cut where it leaves the world on one side and comes back on the other."""
    points = _flat(projection, positions)
    if not isinstance(projection, Mercator | Lambert | EqualEarth):
        return [points]
    lon0 = projection.lon0
    turned = [(p.lon - lon0 + 180.0) % 360.0 - 180.0 for p in positions]
    pieces: list[Floats] = []
    rest: list[Floats] = []
    first = 0
    for i in range(1, len(points)):
        if abs(turned[i] - turned[i - 1]) > 180.0:
            side = math.copysign(180.0, turned[i - 1])
            ahead = turned[i] + 2 * side
            share = (side - turned[i - 1]) / ((ahead - turned[i - 1]) or 1.0)
            lat = positions[i - 1].lat + share * (positions[i].lat - positions[i - 1].lat)
            edge = projection.forward(np.array([[lon0 + side, lat], [lon0 - side, lat]]))
            pieces.append(np.concatenate([*rest, points[first:i], edge[:1]]))
            rest, first = [edge[1:]], i
    return [*pieces, np.concatenate([*rest, points[first:]])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Path data of a panel's ground, the shape in pixels of each country in view, and who drew it all.

    `contested` are the areas in view whose belonging is disputed; `extents` the class and the
    path of each area that is a stop itself. `grid` are meridians and parallels, where they are not straight.
    """

    land: str
    borders: str
    disputed: str
    countries: tuple[tuple[str, BaseGeometry], ...]
    source: Source | None
    contested: tuple[DisputedArea, ...] = ()
    extents: tuple[tuple[str, str], ...] = ()
    grid: str = ""


NO_OUTLINES = Outlines(land="", borders="", disputed="", countries=(), source=None)


def basemap_for(paper: Paper, worldview: str) -> Basemap:
    """The basemap that suits this paper: finer outlines for a close view."""
    scale: Scale = "10m" if paper.km_per_px < _CLOSE_KM_PER_PX else "50m"
    return load_basemap(scale=scale, worldview=Worldview(worldview))


@lru_cache(maxsize=8)
def land_on(paper: Paper, worldview: str) -> BaseGeometry:
    """The land on this paper, in pixels."""
    return paper.together(basemap_for(paper, worldview).land)


def draw_outlines(paper: Paper, worldview: str, extents: Sequence[tuple[str, BaseGeometry]] = ()) -> Outlines:
    """What the world shows on this paper; `extents` are shapes in degrees to be shaded, with their class."""
    basemap = basemap_for(paper, worldview)
    land = [p for p in _parts(land_on(paper, worldview), "Polygon") if p.area >= _ISLET_PX2]
    tiles = paper.tiles
    seen = {tile: basemap.countries(tile) for tile in tiles}
    codes = sorted({code for shown in seen.values() for code in shown})
    nothing = shapely.MultiPolygon()

    def country(code: str) -> BaseGeometry:
        return paper.together(lambda tile: seen[tile].get(code, nothing))

    countries = ((code, country(code)) for code in codes)
    frame = shapely.box(0, 0, paper.width, paper.height)
    contested = {area: paper.shape(shape) for tile in tiles for area, shape in basemap.disputed(tile).items()}
    return Outlines(
        land=_path(ring for shape in land for ring in _rings(shape)),
        borders=_path(_lines(paper.together(basemap.borders))),
        disputed=_path(_lines(paper.together(partial(basemap.borders, disputed=True)))),
        countries=tuple((code, shape) for code, shape in countries if shape.area > 0),
        source=basemap.source,
        grid=_path(_lines(_grid(paper))),
        extents=tuple((style, _path(_shaded(paper, shape))) for style, shape in extents),
        contested=tuple(area for area, shape in contested.items() if shape.intersection(frame).area > _SEEN_PX2),
    )


def _grid(paper: Paper) -> BaseGeometry:
    """Meridians and parallels, for a reader to find the north on a map of the poles or of half the world."""
    if isinstance(paper.projection, Mercator | Lambert):
        return shapely.MultiLineString()
    lon0, every = paper.projection.lon0, np.linspace(-180.0, 180.0, 121)
    west = _GRID[0] * math.ceil((lon0 - 180.0) / _GRID[0])
    lines = [
        np.column_stack([np.full(81, lon), np.linspace(-80.0, 80.0, 81)])
        for lon in np.arange(west, lon0 + 180.0, _GRID[0])
    ]
    lines += [np.column_stack([lon0 + every, np.full(121, lat)]) for lat in np.arange(-80.0, 81.0, _GRID[1])]
    return shapely.union_all([paper.shape(shapely.LineString(line)) for line in _this_side(paper, lines)])


def _this_side(paper: Paper, lines: list[Floats]) -> Iterable[Floats]:
    """The parts of lines within a right angle and a half of the middle, beyond which a plane has no good place."""
    middle = unit_vectors(np.array([paper.lonlat(paper.width / 2, paper.height / 2)]))[0]
    for line in lines:
        near = unit_vectors(line) @ middle > _BEHIND
        for run in np.split(np.arange(len(line)), np.flatnonzero(np.diff(near)) + 1):
            if len(run) > 1 and near[run[0]]:
                yield line[run]


def _shaded(paper: Paper, shape: BaseGeometry) -> list[Floats]:
    about = float(shape.centroid.x)
    turn = 360.0 * round((paper.projection.lon0 - about) / 360.0)
    moved = shapely.transform(shape, lambda lonlat: lonlat + np.array([turn, 0.0]))
    return [ring for part in _parts(paper.shape(moved), "Polygon") for ring in _rings(part)]


@lru_cache(maxsize=16)
def coarse_land(paper: Paper, worldview: str) -> str:
    """Path data of the land on a paper as small as a stamp."""
    basemap = load_basemap(scale="50m", worldview=Worldview(worldview))
    # A degree is at most this many pixels: what is too small to be kept is neither cut nor simplified.
    least = _STAMP_PX2 / 2 * (paper.km_per_px / KM_PER_DEGREE) ** 2
    seen = shapely.get_parts([basemap.land(tile, least_deg2=least) for tile in paper.tiles])
    left, low, right, high = shapely.bounds(seen).T
    seen = seen[(right - left) * (high - low) > least]
    # Coarse before it is flattened, and never repaired: at this size a ring that crosses itself shows nothing.
    rough = shapely.segmentize(shapely.simplify(shapely.get_exterior_ring(seen), _STAMP_DEG), _STAMP_STEP_DEG)
    flat = shapely.transform(rough, lambda lonlat: paper.pixels(paper.projection.forward(lonlat)))
    kept = [line for line in shapely.simplify(flat, _STAMP_PX) if shapely.Polygon(line).area >= _STAMP_PX2]
    return _path(shapely.get_coordinates(line) for line in kept)


def _parts(shape: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """The single shapes of a kind, however deep a repair has nested them."""
    if not hasattr(shape, "geoms"):
        return [shape] if shape.geom_type == kind and not shape.is_empty else []
    return [part for inner in shape.geoms for part in _parts(inner, kind)]


def _rings(polygon: BaseGeometry) -> list[Floats]:
    simple = shapely.simplify(polygon, _SMOOTH_PX, preserve_topology=True)
    rings = shapely.get_rings(simple)
    return [shapely.get_coordinates(ring) for ring in rings if shapely.Polygon(ring).area >= _ISLET_PX2]


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
        out += ["M", _numbers(points[0]), "l", _numbers(steps.ravel()), "z" if closed else ""]
    return "".join(out)


def _numbers(values: npt.NDArray[np.int64]) -> str:
    """Whole numbers, a space between them unless a sign already separates them."""
    return " ".join(map(str, values.tolist())).replace(" -", "-")


def scale_length(km_across: float) -> float:
    """A round number of kilometres (1, 2 or 5 times a power of ten) that fits in `km_across`.

    >>> scale_length(340)
    200.0
    """
    power = 10.0 ** math.floor(math.log10(km_across))
    return float(next(n * power for n in (5, 2, 1) if n * power <= km_across))
