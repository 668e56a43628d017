"""Outlines of the world, cut to a frame.

A frame is a `Bbox`: west, south, east, north in degrees (WGS84), with west < east. East may run past
180, or west before -180, for a frame that holds the antimeridian; shapes come back in the frame's
own longitudes, so that a map never has to stitch.
"""

import hashlib
import io
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.datadir import data_folder
from geomap.errors import GeomapError, WorldError
from geomap.provenance import Source

ARCHIVE = "world-50m.npz"

Bbox = tuple[float, float, float, float]
Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


class Kind(IntEnum):
    """What an arc of the topology is."""

    COAST = 0
    BORDER = 1
    DISPUTED = 2
    SEAM = 3


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Basemap:
    """Land, borders and countries at 1:50 million (outlines are good to about 2 km).

    `owner` says which country of `codes` each of `polygons` belongs to, -1 for land as a whole;
    `codes` are ISO 3166-1 alpha-2 in the United Nations' view, empty where it names none.
    """

    source: Source
    codes: tuple[str, ...]
    polygons: Shapes
    owner: npt.NDArray[np.int16]
    lines: Shapes
    kinds: npt.NDArray[np.uint8]

    def land(self, bbox: Bbox) -> BaseGeometry:
        """Land inside the frame, as one (multi)polygon, possibly empty."""
        pieces = _cut(self.polygons[self.owner == -1], bbox)
        if bbox[0] < -180 or bbox[2] > 180:  # islands of Fiji come in halves that meet at the antimeridian
            return _gather(shapely.get_parts(shapely.union_all(pieces)))
        return _gather(pieces)

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
        return {code: _gather(pieces) for code, pieces in sorted(shown.items())}


@cache
def load_basemap() -> Basemap:
    """The committed basemap, checked against its digest; raises `WorldError` if missing or damaged."""
    try:
        folder = data_folder("world")
    except GeomapError as error:
        raise WorldError(str(error)) from error
    return read_basemap(folder)


def read_basemap(folder: Path) -> Basemap:
    """The basemap of a folder that holds the archive and its `sources.toml`."""
    try:
        told = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"][0]
        data = (folder / ARCHIVE).read_bytes()
        source = Source(**{key: str(told[key]) for key in ("id", "publisher", "url", "licence", "attribution")})
        expected = str(told["output_sha256"])
    except (OSError, KeyError, IndexError, TypeError, ValueError) as error:
        msg = f"cannot read the basemap in {str(folder)!r}: {error!r}; install geomap again"
        raise WorldError(msg) from error
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        msg = f"{ARCHIVE} is damaged: its sha256 is {found}, sources.toml says {expected}; install geomap again"
        raise WorldError(msg)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return _decode({name: arrays[name] for name in arrays.files}, source)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, shapely.errors.ShapelyError) as error:
        msg = f"{ARCHIVE} cannot be decoded: {error}; rebuild it with python -m geomap.world.build"
        raise WorldError(msg) from error


def _decode(arrays: dict[str, npt.NDArray[Any]], source: Source) -> Basemap:
    points, first = _points(arrays)
    degrees = points * arrays["scale"] + arrays["translate"]
    counts = arrays["arc_points"].astype(np.int64)
    line_of = np.repeat(np.arange(len(counts)), counts)
    coords, ring_points = _rings(arrays, degrees, first, counts)
    ring_offsets = np.concatenate([[0], np.cumsum(ring_points)])
    polygon_offsets = np.concatenate([[0], np.cumsum(arrays["polygon_rings"].astype(np.int64))])
    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, coords, (ring_offsets, polygon_offsets))
    return Basemap(
        source=source,
        codes=tuple(str(code) for code in arrays["code"]),
        polygons=np.asarray(polygons, dtype=np.object_),
        owner=arrays["polygon_owner"],
        lines=np.asarray(shapely.linestrings(degrees, indices=line_of), dtype=np.object_),
        kinds=arrays["arc_kind"],
    )


def _points(arrays: dict[str, npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every arc's points, one arc after the other, and the row of each arc's first point."""
    counts = arrays["arc_points"].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    steps = np.zeros((int(counts.sum()), 2), dtype=np.int64)
    rest = np.ones(len(steps), dtype=bool)
    rest[first] = False
    steps[rest] = arrays["deltas"]
    walked = np.cumsum(steps, axis=0)
    base = arrays["arc_start"].astype(np.int64) - walked[first]
    return walked + np.repeat(base, counts, axis=0), first


def _rings(
    arrays: dict[str, npt.NDArray[Any]], degrees: Floats, first: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Coordinates of all rings in a row, and how many points each has.

    A ring is its arcs end to end (a negative number is an arc walked backwards), each but the
    first without its first point.
    """
    numbers = arrays["ring_arcs"].astype(np.int64)
    sizes = arrays["ring_size"].astype(np.int64)
    opening = np.zeros(len(numbers), dtype=bool)
    opening[np.concatenate([[0], np.cumsum(sizes)[:-1]])] = True
    arc = np.where(numbers >= 0, numbers, ~numbers)
    skipped = np.where(opening, 0, 1)
    length = counts[arc] - skipped
    start = np.where(numbers >= 0, first[arc] + skipped, first[arc] + counts[arc] - 1 - skipped)
    step = np.where(numbers >= 0, 1, -1)
    before = np.cumsum(length) - length
    row = np.arange(int(length.sum())) - np.repeat(before, length)
    coords = degrees[np.repeat(start, length) + np.repeat(step, length) * row]
    ring_of_arc = np.repeat(np.arange(len(sizes)), sizes)
    ring_points = np.bincount(ring_of_arc, weights=length, minlength=len(sizes)).astype(np.int64)
    jump = np.round(np.diff(coords[:, 0], prepend=coords[0, 0]) / 360.0)
    heads = np.concatenate([[0], np.cumsum(ring_points)[:-1]])
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


def _gather(pieces: Sequence[BaseGeometry] | Shapes) -> BaseGeometry:
    if not len(pieces):
        return shapely.MultiPolygon()
    if isinstance(pieces[0], shapely.Polygon):
        return shapely.MultiPolygon([p for p in pieces if isinstance(p, shapely.Polygon)])
    return shapely.MultiLineString([p for p in pieces if isinstance(p, shapely.LineString)])
