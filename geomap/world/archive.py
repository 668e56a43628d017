"""The committed outlines as they lie in their files: arcs, and rings, polygons and areas made of them."""

import hashlib
import io
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from geomap.datadir import data_folder
from geomap.errors import GeomapError, WorldError
from geomap.provenance import Source

Scale = Literal["50m", "10m"]
SCALES: tuple[Scale, ...] = ("50m", "10m")
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OUTSIDE = -1  # beside an arc: the sea; as a polygon's area: land as a whole
SEAM = -2  # beside an arc that only closes a ring along a pole


class Worldview(StrEnum):
    """Whose view of disputed areas: `data/world/disputed.toml` says where the two differ."""

    UN = "un"
    DEFACTO = "defacto"


class Seen(IntFlag):
    """Where a polygon is seen: in a world view, or as a disputed area by itself."""

    UN = 1
    DEFACTO = 2
    AREA = 4


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Archive:
    """Arcs in degrees, one after the other, and what is made of them.

    Arc `i` is `points[first[i] : first[i] + count[i]]`; longitudes run on past 180 rather than jump.
    `sides` tells the area left and right of each arc. `codes` are by area, then by world view, in the
    order of `Worldview`.
    """

    scale: Scale
    source: Source
    points: Floats
    first: Ints
    count: Ints
    sides: npt.NDArray[np.int16]
    areas: tuple[str, ...]
    codes: npt.NDArray[np.str_]
    disputed_lines: frozenset[tuple[int, int]]
    ring_arcs: Ints
    ring_size: Ints
    polygon_rings: Ints
    polygon_area: npt.NDArray[np.int16]
    polygon_seen: npt.NDArray[np.uint8]

    def area_codes(self, worldview: Worldview) -> tuple[str, ...]:
        """The country each area belongs to in a view: ISO 3166-1 alpha-2, empty for nobody's."""
        return tuple(str(code) for code in self.codes[:, list(Worldview).index(worldview)])


def check_choice(scale: str, worldview: str) -> tuple[Scale, Worldview]:
    """The scale and world view asked for; raises `WorldError` for others than there are."""
    if scale not in SCALES:
        msg = f"no outlines at scale {scale!r}: expected {' or '.join(SCALES)}"
        raise WorldError(msg)
    if worldview not in tuple(Worldview):
        msg = f"no world view {worldview!r}: expected {' or '.join(Worldview)}"
        raise WorldError(msg)
    return scale, Worldview(worldview)


def archive_name(scale: Scale) -> str:
    """The file of a scale."""
    return f"world-{scale}.npz"


@cache
def load_archive(scale: Scale) -> Archive:
    """The committed outlines; raises `WorldError` if missing or damaged."""
    try:
        folder = data_folder("world")
    except GeomapError as error:
        raise WorldError(str(error)) from error
    return read_archive(folder, scale)


def read_archive(folder: Path, scale: Scale) -> Archive:
    """The outlines of a folder that holds the archive and its `sources.toml`, checked against its digest."""
    name = archive_name(scale)
    try:
        told = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
        (row,) = (row for row in told["source"] if row["scale"] == scale)
        source = Source(**{key: str(row[key]) for key in ("id", "publisher", "url", "licence", "attribution")})
        expected = str(told["output_sha256"][name])
        data = (folder / name).read_bytes()
    except (OSError, KeyError, TypeError, ValueError) as error:
        msg = f"cannot read the outlines in {str(folder)!r}: {error!r}; install geomap again"
        raise WorldError(msg) from error
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        msg = f"{name} is damaged: its sha256 is {found}, sources.toml says {expected}; install geomap again"
        raise WorldError(msg)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return _decode({key: arrays[key] for key in arrays.files}, scale, source)
    except (OSError, EOFError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        msg = f"{name} cannot be decoded: {error}; rebuild it with python -m geomap.world.build"
        raise WorldError(msg) from error


def _decode(arrays: Mapping[str, npt.NDArray[Any]], scale: Scale, source: Source) -> Archive:
    count = arrays["arc_points"].astype(np.int64)
    first = np.cumsum(count) - count
    return Archive(
        scale=scale,
        source=source,
        points=_walk(arrays, first, count) * arrays["scale"] + arrays["translate"],
        first=first,
        count=count,
        sides=arrays["arc_sides"],
        areas=tuple(str(area) for area in arrays["area"]),
        codes=arrays["area_code"],
        disputed_lines=frozenset((int(a), int(b)) for a, b in np.sort(arrays["disputed_line"], axis=1)),
        ring_arcs=arrays["ring_arcs"].astype(np.int64),
        ring_size=arrays["ring_size"].astype(np.int64),
        polygon_rings=arrays["polygon_rings"].astype(np.int64),
        polygon_area=arrays["polygon_area"],
        polygon_seen=arrays["polygon_seen"],
    )


def _walk(arrays: Mapping[str, npt.NDArray[Any]], first: Ints, count: Ints) -> Ints:
    """Every arc's points in quanta: a start and steps, those that do not fit the step's type kept apart."""
    stored = arrays["steps"]
    steps = stored.astype(np.int64)
    steps[(stored == np.iinfo(stored.dtype).min).all(axis=1)] = arrays["far_steps"]
    moves = np.zeros((int(count.sum()), 2), dtype=np.int64)
    inner = np.ones(len(moves), dtype=bool)
    inner[first] = False
    moves[inner] = steps
    walked: Ints = np.cumsum(moves, axis=0)
    return walked + np.repeat(arrays["arc_start"] - walked[first], count, axis=0)
