"""Outlines of the world, cut to a frame.

A frame is a `Bbox`: west, south, east, north in degrees (WGS84), with west < east. East may run past
180, or west before -180, for a frame that holds the antimeridian; shapes come back in the frame's
own longitudes, so that a map never has to stitch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.provenance import Source
from geomap.world.archive import OUTSIDE, SEAM, Archive, Floats, Ints, Scale, Seen, Worldview, load_archive
from geomap.world.disputed import DisputedArea, load_disputed

Bbox = tuple[float, float, float, float]
Shapes = npt.NDArray[np.object_]


class Kind(IntEnum):
    """What an arc of the topology is, in a world view."""

    COAST = 0
    BORDER = 1
    DISPUTED = 2
    SEAM = 3
    INNER = 4


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Basemap:
    """Land, borders and countries at one scale, in one world view.

    Outlines are good to about 2 km at 1:50 million and 1 km at 1:10 million. `owner` says which
    country of `codes` each of `polygons` belongs to, -1 for land as a whole; `codes` are ISO 3166-1
    alpha-2, empty for land that the view gives to nobody.
    """

    source: Source
    scale: Scale
    worldview: Worldview
    codes: tuple[str, ...]
    polygons: Shapes
    owner: npt.NDArray[np.int16]
    lines: Shapes
    kinds: npt.NDArray[np.uint8]
    disputed_areas: tuple[tuple[DisputedArea, BaseGeometry], ...]

    def land(self, bbox: Bbox) -> BaseGeometry:
        """Land inside the frame, as one (multi)polygon, possibly empty."""
        return _gather(_whole(_cut(self.polygons[self.owner == OUTSIDE], bbox), bbox))

    def borders(self, bbox: Bbox, *, disputed: bool = False) -> BaseGeometry:
        """Borders between countries inside the frame: the agreed ones, or the disputed."""
        kind = Kind.DISPUTED if disputed else Kind.BORDER
        return _gather(_cut(self.lines[self.kinds == kind], bbox))

    def coast(self, bbox: Bbox) -> BaseGeometry:
        """Coastlines inside the frame, lakes' shores left out."""
        return _gather(_cut(self.lines[self.kinds == Kind.COAST], bbox))

    def countries(self, bbox: Bbox) -> dict[str, BaseGeometry]:
        """What the frame shows of each country, by code, in the codes' order."""
        shown: dict[str, list[BaseGeometry]] = {}
        inside = _near(self.polygons, bbox) & (self.owner >= 0)
        for number in np.unique(self.owner[inside]):
            pieces = _cut(self.polygons[inside & (self.owner == number)], bbox)
            if pieces and self.codes[number]:
                shown.setdefault(self.codes[number], []).extend(pieces)
        return {code: _gather(_whole(pieces, bbox)) for code, pieces in sorted(shown.items())}

    def disputed(self, bbox: Bbox) -> dict[DisputedArea, BaseGeometry]:
        """The disputed areas that the frame shows, for a note: those with `.differs` hang on the world view."""
        shown: dict[DisputedArea, BaseGeometry] = {}
        for area, shape in self.disputed_areas:
            if pieces := _cut(np.array([shape], dtype=np.object_), bbox):
                shown[area] = _gather(pieces)
        return shown


@cache
def _load(scale: Scale, worldview: Worldview) -> Basemap:
    return draw(load_archive(scale), worldview, load_disputed())


def load_basemap(*, scale: Scale = "50m", worldview: Worldview = Worldview.UN) -> Basemap:
    """The committed outlines, read once for each scale and view; raises `WorldError` if missing or damaged."""
    return _load(scale, Worldview(worldview))


def draw(archive: Archive, worldview: Worldview, disputed: Sequence[DisputedArea]) -> Basemap:
    """What an archive shows in a world view."""
    polygons = _polygons(archive)
    codes = archive.area_codes(worldview)
    seen = archive.polygon_seen & (Seen.UN if worldview is Worldview.UN else Seen.DEFACTO) != 0
    line_of = np.repeat(np.arange(len(archive.count)), archive.count)
    return Basemap(
        source=archive.source,
        scale=archive.scale,
        worldview=worldview,
        codes=codes,
        polygons=polygons[seen],
        owner=archive.polygon_area[seen],
        lines=np.asarray(shapely.linestrings(archive.points, indices=line_of), dtype=np.object_),
        kinds=_kinds(archive, codes),
        disputed_areas=tuple(
            (area, shapely.multipolygons(list(polygons[mine])))
            for area in disputed
            if area.id in archive.areas
            for mine in [
                (archive.polygon_seen & Seen.AREA != 0) & (archive.polygon_area == archive.areas.index(area.id))
            ]
        ),
    )


def _kinds(archive: Archive, codes: Sequence[str]) -> npt.NDArray[np.uint8]:
    left, right = np.sort(archive.sides, axis=1).T
    names = np.array([*codes, "sea", "sea"])  # by -1 and -2 too
    kinds = np.where(names[left] == names[right], Kind.INNER, Kind.BORDER).astype(np.uint8)
    kinds[(left == OUTSIDE) & (right >= 0)] = Kind.COAST
    kinds[left == SEAM] = Kind.SEAM
    moved = archive.codes[:, 0] != archive.codes[:, 1]
    for i in np.flatnonzero(left >= 0):
        a, b = int(left[i]), int(right[i])
        # the line around an area that this view counts to the same country as its neighbour is no line
        if (a, b) in archive.disputed_lines and not (kinds[i] == Kind.INNER and (moved[a] or moved[b])):
            kinds[i] = Kind.DISPUTED
    return kinds


def _polygons(archive: Archive) -> Shapes:
    coords, ring_points = _rings(archive)
    rings = np.concatenate([[0], np.cumsum(ring_points)])
    polygons = np.concatenate([[0], np.cumsum(archive.polygon_rings)])
    return np.asarray(shapely.from_ragged_array(shapely.GeometryType.POLYGON, coords, (rings, polygons)), np.object_)


def _rings(archive: Archive) -> tuple[Floats, Ints]:
    """Coordinates of all rings in a row, and how many points each has.

    A ring is its arcs end to end (a negative number is an arc walked backwards), each but the
    first without its first point.
    """
    numbers, sizes = archive.ring_arcs, archive.ring_size
    opening = np.zeros(len(numbers), dtype=bool)
    opening[np.cumsum(sizes) - sizes] = True
    arc = np.where(numbers >= 0, numbers, ~numbers)
    skipped = np.where(opening, 0, 1)
    length = archive.count[arc] - skipped
    start = archive.first[arc] + np.where(numbers >= 0, skipped, archive.count[arc] - 1 - skipped)
    step = np.where(numbers >= 0, 1, -1)
    row = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    coords = archive.points[np.repeat(start, length) + np.repeat(step, length) * row]
    ring_of_arc = np.repeat(np.arange(len(sizes)), sizes)
    ring_points = np.bincount(ring_of_arc, weights=length, minlength=len(sizes)).astype(np.int64)
    heads = np.cumsum(ring_points) - ring_points
    jump = np.round(np.diff(coords[:, 0], prepend=coords[0, 0]) / 360.0)
    jump[heads] = 0
    total = np.cumsum(jump)
    coords[:, 0] -= 360.0 * (total - np.repeat(total[heads], ring_points))
    return coords, ring_points


_TURNS = (-360.0, 0.0, 360.0)


def _near(shapes: Shapes, bbox: Bbox) -> npt.NDArray[np.bool_]:
    west, south, east, north = bbox
    left, low, right, high = shapely.bounds(shapes).T
    level = (low <= north) & (high >= south)
    inside = np.zeros(len(shapes), dtype=bool)
    for turn in _TURNS:
        inside |= level & (left + turn <= east) & (right + turn >= west)
    return inside


def _cut(shapes: Shapes, bbox: Bbox) -> list[BaseGeometry]:
    west, south, east, north = bbox
    left, low, right, high = shapely.bounds(shapes).T
    level = (low <= north) & (high >= south)
    pieces: list[BaseGeometry] = []
    for turn in _TURNS:
        chosen = shapes[level & (left + turn <= east) & (right + turn >= west)]
        if not len(chosen):
            continue
        cut = shapely.clip_by_rect(chosen, west - turn, south, east - turn, north)
        if turn:
            shift = np.array([turn, 0.0])
            cut = shapely.transform(cut, partial(np.add, shift))
        pieces += [shape for shape in shapely.get_parts(cut) if not shape.is_empty]
    return pieces


def _whole(pieces: list[BaseGeometry], bbox: Bbox) -> list[BaseGeometry]:
    """The pieces, those joined that a source cut along the antimeridian, as it did Chukotka and Fiji."""
    if len(pieces) < 2 or -180 <= bbox[0] < bbox[2] <= 180:
        return pieces
    return list(shapely.get_parts(shapely.union_all(pieces)))


def _gather(pieces: Sequence[BaseGeometry] | Shapes) -> BaseGeometry:
    if not len(pieces):
        return shapely.MultiPolygon()
    if isinstance(pieces[0], shapely.Polygon):
        return shapely.MultiPolygon([p for p in pieces if isinstance(p, shapely.Polygon)])
    return shapely.MultiLineString([p for p in pieces if isinstance(p, shapely.LineString)])
