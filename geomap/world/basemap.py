"""Outlines of the world, cut to a frame.

A frame is a `Bbox`: west, south, east, north in degrees (WGS84), with west < east. East may run past
180, or west before -180, for a frame that holds the antimeridian; shapes come back in the frame's
own longitudes, so that a map never has to stitch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.provenance import Source
from geomap.world.archive import (
    OUTSIDE,
    SEAM,
    Archive,
    Floats,
    Ints,
    Scale,
    Seen,
    Worldview,
    check_choice,
    load_archive,
)
from geomap.world.disputed import DisputedArea, load_disputed
from geomap.world.shaping import Shapes, Shaping

Bbox = tuple[float, float, float, float]


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

    Outlines are good to about 2 km at 1:50 million and 1 km at 1:10 million. Countries are ISO 3166-1
    alpha-2. A shape is built when a frame first shows it.
    """

    source: Source
    scale: Scale
    worldview: Worldview
    shaping: Shaping
    land_rows: Ints
    country_rows: Mapping[str, Ints]
    area_rows: Mapping[DisputedArea, Ints]
    kinds: npt.NDArray[np.uint8]

    def land(self, bbox: Bbox, *, least_deg2: float = 0.0) -> BaseGeometry:
        """Land inside the frame, as one (multi)polygon, possibly empty.

        What lies in a box of less than `least_deg2` square degrees is left out.
        """
        rows = self.land_rows
        west, south, east, north = self.shaping.polygon_boxes[rows].T
        return _gather(_whole(self._polygons(rows[(east - west) * (north - south) >= least_deg2], bbox), bbox))

    def borders(self, bbox: Bbox, *, disputed: bool = False) -> BaseGeometry:
        """Borders between countries inside the frame: the agreed ones, or the disputed."""
        return self._lines(Kind.DISPUTED if disputed else Kind.BORDER, bbox)

    def coast(self, bbox: Bbox) -> BaseGeometry:
        """Coastlines inside the frame, lakes' shores left out."""
        return self._lines(Kind.COAST, bbox)

    def countries(self, bbox: Bbox) -> dict[str, BaseGeometry]:
        """What the frame shows of each country, by code, in the codes' order; not land given to nobody."""
        near = _near(self.shaping.polygon_boxes, bbox)
        shown = {code: self._polygons(rows, bbox) for code, rows in self.country_rows.items() if near[rows].any()}
        return {code: _gather(_whole(pieces, bbox)) for code, pieces in shown.items() if pieces}

    def disputed(self, bbox: Bbox) -> dict[DisputedArea, BaseGeometry]:
        """The disputed areas that the frame shows, for a note: those that `.differs` hang on the world view."""
        shown = {area: self._polygons(rows, bbox) for area, rows in self.area_rows.items()}
        return {area: _gather(_whole(pieces, bbox)) for area, pieces in shown.items() if pieces}

    def _polygons(self, rows: Ints, bbox: Bbox) -> list[BaseGeometry]:
        return _cut(rows, self.shaping.polygon_boxes, self.shaping.polygons, bbox)

    def _lines(self, kind: Kind, bbox: Bbox) -> BaseGeometry:
        rows = np.flatnonzero(self.kinds == kind)
        return _gather(_cut(rows, self.shaping.arc_boxes, self.shaping.arcs, bbox))


@cache
def _load(scale: Scale, worldview: Worldview) -> Basemap:
    return draw(load_archive(scale), worldview, load_disputed())


def load_basemap(*, scale: Scale = "50m", worldview: Worldview = Worldview.UN) -> Basemap:
    """The committed outlines, read once for each scale and view.

    Raises `WorldError` if they are missing or damaged, and for a scale or view there is not.
    """
    return _load(*check_choice(scale, worldview))


def draw(archive: Archive, worldview: Worldview, disputed: Sequence[DisputedArea]) -> Basemap:
    """What an archive shows in a world view."""
    codes = archive.area_codes(worldview)
    seen = archive.polygon_seen & (Seen.UN if worldview is Worldview.UN else Seen.DEFACTO) != 0
    as_area = archive.polygon_seen & Seen.AREA != 0
    names, number = np.unique(np.array([*codes, ""]), return_inverse=True)
    of = np.where(seen, number[archive.polygon_area], -1)  # land is the last, and named nothing
    rows = {area: np.flatnonzero(as_area & (archive.polygon_area == i)) for i, area in enumerate(archive.areas)}
    return Basemap(
        source=archive.source,
        scale=archive.scale,
        worldview=worldview,
        shaping=Shaping(archive),
        land_rows=np.flatnonzero(archive.polygon_area == OUTSIDE),
        country_rows={name: np.flatnonzero(of == i) for i, name in enumerate(names.tolist()) if name},
        area_rows={area: rows[area.id] for area in disputed if area.id in rows},
        kinds=_kinds(archive, codes),
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
    # but an area that both views claim is never left without any mark, as the United Nations' would leave Crimea
    marked = {int(area) for area in archive.sides[kinds == Kind.DISPUTED].ravel()}
    for i in np.flatnonzero((left >= 0) & (kinds == Kind.INNER)):
        a, b = int(left[i]), int(right[i])
        if (a, b) in archive.disputed_lines and not {n for n in (a, b) if moved[n]} & marked:
            kinds[i] = Kind.DISPUTED
    return kinds


_TURNS = (-360.0, 0.0, 360.0)


def _near(boxes: Floats, bbox: Bbox) -> npt.NDArray[np.bool_]:
    """Which boxes the frame meets, one whole turn away or none."""
    west, south, east, north = bbox
    left, low, right, high = boxes.T
    across = np.any([(left + turn <= east) & (right + turn >= west) for turn in _TURNS], axis=0)
    near: npt.NDArray[np.bool_] = across & (low <= north) & (high >= south)
    return near


def _cut(rows: Ints, boxes: Floats, shapes: Callable[[Ints], Shapes], bbox: Bbox) -> list[BaseGeometry]:
    """What the frame shows of shapes, in the frame's longitudes."""
    west, south, east, north = bbox
    left, low, right, high = boxes[rows].T
    level = (low <= north) & (high >= south)
    pieces: list[BaseGeometry] = []
    for turn in _TURNS:
        chosen = rows[level & (left + turn <= east) & (right + turn >= west)]
        if not len(chosen):
            continue
        cut = shapely.clip_by_rect(shapes(chosen), west - turn, south, east - turn, north)
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
