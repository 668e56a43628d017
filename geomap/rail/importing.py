"""Reading the user's own lines: GeoJSON, shapefile, GeoPackage, OpenStreetMap extracts, through geopandas.

What is no railway in use is left out and counted. A file that cannot be read, or holds no line, is
refused in one line; a line with a flaw is only reported.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import PositionError
from geomap.position import Position
from geomap.rail.line import RailError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LonLat = tuple[float, float]

IN_USE = frozenset({"rail", "narrow_gauge"})
"""Values of OpenStreetMap's `railway` that trains run on; not abandoned, proposed, platform, tram…"""

OSM_LICENCE = "ODbL-1.0"
OSM_ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"

_OTHER_TAG = re.compile(r'"railway"=>"([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLines:
    """The lines of a file, and how many features were left out for which reason."""

    lines: tuple[tuple[LonLat, ...], ...]
    features: int
    left_out: tuple[tuple[str, int], ...]
    osm_shaped: bool


def read_lines(path: Path, *, layer: str | None = None) -> ReadLines:
    """The railways in a file, in longitude and latitude (WGS84), whatever its own projection.

    A file with OpenStreetMap's `railway` tags gives only tracks in use; any other, all its lines.
    Raises `RailError` for what is missing, damaged, without a projection, out of range, or no lines.
    """
    frame = _frame(path, layer)
    told = _railway(frame)
    left_out: Counter[str] = Counter()
    lines: list[tuple[LonLat, ...]] = []
    for number, geometry in enumerate(frame.geometry, start=1):
        kind = None if told is None else told[number - 1]
        reason = _reason(geometry, kind, osm_shaped=told is not None)
        if reason:
            left_out[reason] += 1
            continue
        lines += _parts(path, number, geometry)
    if not lines:
        why = "; ".join(f"{count} {reason}" for reason, count in left_out.most_common()) or "it is empty"
        msg = f"{str(path)!r} holds no railway line: {why}; a file of lines is needed"
        raise RailError(msg)
    return ReadLines(
        lines=tuple(lines),
        features=len(frame),
        left_out=tuple(sorted(left_out.items(), key=lambda item: (-item[1], item[0]))),
        osm_shaped=told is not None,
    )


def _frame(path: Path, layer: str | None) -> "GeoDataFrame":
    from shapely.errors import ShapelyError  # noqa: PLC0415

    if not path.exists():
        msg = f"cannot read railways from {str(path)!r}: there is no such file"
        raise RailError(msg)
    try:
        return _read(path, layer)
    except RailError:
        raise
    except (OSError, ValueError, RuntimeError, ShapelyError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        msg = f"cannot read railways from {str(path)!r}: {reason}"
        raise RailError(msg) from error


def _read(path: Path, layer: str | None) -> "GeoDataFrame":
    import geopandas  # noqa: PLC0415  (takes 0.7 s)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a line lacks is told by the report
        frame = geopandas.read_file(path, layer=layer or _layer(path))
    if not isinstance(frame, geopandas.GeoDataFrame):
        msg = f"{str(path)!r} has no geometry; a file of lines is needed"
        raise RailError(msg)
    if frame.crs is None:
        msg = f"{str(path)!r} does not say its projection; add the .prj, or save it as GeoJSON"
        raise RailError(msg)
    return frame if frame.crs.equals("EPSG:4326") else frame.to_crs("EPSG:4326")


def _layer(path: Path) -> str:
    """The one layer of a file that holds lines, or its only one."""
    import geopandas  # noqa: PLC0415

    layers = geopandas.list_layers(path)
    names = [str(name) for name in layers["name"]]
    lines = [
        name
        for name, kind in zip(names, layers["geometry_type"], strict=True)
        if kind is not None and "LineString" in str(kind)
    ]
    if len(lines) > 1 and "lines" in lines:  # as GDAL names them in an OpenStreetMap extract
        lines = ["lines"]
    found = lines or names
    if len(found) != 1:
        msg = f"{str(path)!r} has {len(found)} layers; choose one with --layer: {', '.join(found) or 'none'}"
        raise RailError(msg)
    return found[0]


def _railway(frame: "GeoDataFrame") -> list[str] | None:
    """Each feature's `railway` tag, empty where it has none; None where the file knows no such tag."""
    columns: list[list[Any]] = [list(frame[name]) for name in ("railway", "other_tags") if name in frame.columns]
    if "railway" not in frame.columns and not (columns and any(_tagged(value) for value in columns[0])):
        return None
    return [next((tag for tag in map(_tagged, values) if tag), "") for values in zip(*columns, strict=True)]


def _tagged(value: object) -> str:
    if not isinstance(value, str):
        return ""
    found = _OTHER_TAG.search(value)
    return found[1] if found else "" if "=>" in value else value


def _reason(geometry: Any, kind: str | None, *, osm_shaped: bool) -> str:  # noqa: ANN401 (shapely, or None)
    """Why a feature is left out; empty where it is kept."""
    if geometry is None or geometry.is_empty:
        return "without geometry"
    if osm_shaped and kind not in IN_USE:
        return f"railway={kind}" if kind else "without a railway tag"
    if geometry.geom_type not in {"LineString", "MultiLineString"}:
        return f"not a line ({geometry.geom_type})"
    return ""


def _parts(path: Path, number: int, geometry: Any) -> Iterator[tuple[LonLat, ...]]:  # noqa: ANN401
    for part in getattr(geometry, "geoms", [geometry]):
        points: list[LonLat] = []
        for lon, lat, *_ in part.coords:
            try:
                Position(lat=lat, lon=lon)
            except PositionError as error:
                msg = f"{str(path)!r}: feature {number}: {error}"
                raise RailError(msg) from error
            point = (round(lon, 7), round(lat, 7))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) > 1:
            yield tuple(points)
