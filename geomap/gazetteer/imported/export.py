"""Writing places out: GeoJSON, CSV, or GeoParquet 1.1, a row each with its source and licence, piece by piece."""

import csv
import json
import os
import struct
import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError, OutputError
from geomap.gazetteer.place import Place
from geomap.output import open_output
from geomap.provenance import Source
from geomap.spreadsheet import cell

COLUMNS = (
    *("id", "name", "lat", "lon", "radius_km", "country", "region", "feature_class", "feature_code", "population"),
    *("names", "url", "source", "licence", "attribution"),
)
"""What an import reads, then whom to credit: an export can be imported again."""

_BETWEEN = "|"
_ROWS = 10_000
"""Rows written at once to a GeoParquet file."""

_POINT = struct.Struct("<BIdd")
"""A point as well-known binary: little-endian, type 1, x, y."""

_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""https://geoparquet.org/releases/v1.1.0/; without a CRS it is OGC:CRS84, longitude first."""


def export_places(places: Iterable[Place], sources: Mapping[str, Source], target: Path) -> int:
    """Write places to a .geojson, .csv or .parquet file, and tell how many.

    The file appears, or changes, once all is written. Raises `OutputError` where it cannot be written,
    `GazetteerError` for another suffix, or where pyarrow, which writes Parquet, is not installed.
    """
    write = _WRITERS.get(target.suffix.lower())
    if write is None:
        msg = f"places are exported as {', '.join(_WRITERS)}, got {target.name!r}; give -o a name with one of them"
        raise GazetteerError(msg)
    return write((_row(place, sources) for place in places), target)


def _row(place: Place, sources: Mapping[str, Source]) -> dict[str, Any]:
    source = sources[place.source]
    names = dict.fromkeys(name.text for name in place.names if name.text != place.name and _BETWEEN not in name.text)
    return {
        "id": place.id,
        "name": place.name,
        "lat": place.position.lat,
        "lon": place.position.lon,
        "radius_km": place.radius_km,
        "country": place.country,
        "region": place.region,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "population": place.population,
        "names": _BETWEEN.join(names),
        "url": place.url,
        "source": source.id,
        "licence": source.licence,
        "attribution": source.attribution,
    }


def _write_geojson(rows: Iterable[dict[str, Any]], target: Path) -> int:
    count = 0
    with open_output(target) as out:
        out.write('{"type":"FeatureCollection","features":[')
        for row in rows:
            point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
            properties = {key: value for key, value in row.items() if key not in {"id", "lat", "lon"}}
            feature = {"type": "Feature", "id": row["id"], "geometry": point, "properties": properties}
            out.write(",\n" if count else "\n")
            out.write(json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
            count += 1
        out.write("\n]}\n")
    return count


def _write_csv(rows: Iterable[dict[str, Any]], target: Path) -> int:
    count = 0
    with open_output(target) as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({column: cell(value) for column, value in row.items()})
            count += 1
    return count


def _write_parquet(rows: Iterable[dict[str, Any]], target: Path) -> int:
    try:
        import pyarrow as pa  # noqa: PLC0415  (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        msg = (
            "GeoParquet is written by pyarrow, which is not installed: pip install pyarrow, or export .geojson or .csv"
        )
        raise GazetteerError(msg) from error
    kinds = {**dict.fromkeys(COLUMNS, pa.string()), **dict.fromkeys(("lat", "lon", "radius_km"), pa.float64())}
    kinds |= {"population": pa.int64(), "geometry": pa.binary()}
    schema = pa.schema(list(kinds.items()), metadata={"geo": json.dumps(_GEO)})
    count, pending = 0, iter(rows)
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            while some := list(islice(pending, _ROWS)):
                for row in some:
                    row["geometry"] = _POINT.pack(1, 1, row["lon"], row["lat"])
                writer.write_table(pa.Table.from_pylist(some, schema=schema))
                count += len(some)
        temporary.chmod(0o644)
        temporary.replace(target)
    except OSError as error:
        msg = f"cannot write {str(target)!r}: {error.strerror or error}; choose another place with -o"
        raise OutputError(msg) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return count


_WRITERS: Mapping[str, Callable[[Iterable[dict[str, Any]], Path], int]] = {
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
