"""Reading the committed railways, and refusing what breaks a rule.

Reading order: `read_tables` is the whole. Every refusal names file, line, column, value and rule.

The files: `sources.toml`; `lines.toml`, lines, transfers and notes; `stations.<source>.tsv`,
`posts.<source>.tsv` and `shape.<source>.tsv`, whose rows all come from that source; `exceptions.tsv`,
neighbouring posts that are closer than the straight line between them, and why.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from geomap.provenance import Source
from geomap.rail.line import (
    Line,
    Note,
    Post,
    Quality,
    RailError,
    RailTables,
    Scale,
    ShapePoint,
    Station,
    StationKind,
)
from geomap.tsv import Row, read_toml, rows, shown, source_of

STATION_COLUMNS = ("id", "name", "kind", "country", "lat", "lon", "quality", "place", "url", "note")
POST_COLUMNS = ("line", "km", "scale", "station", "quality", "url", "note")
SHAPE_COLUMNS = ("line", "km", "lat", "lon", "quality", "url", "note")
EXCEPTION_COLUMNS = ("line", "station", "next", "reason")

_SOURCE_KEYS = ("id", "publisher", "url", "licence", "attribution", "date", "note")
_LINE_KEYS = ("id", "name_en", "name_fr", "countries", "gauge_mm", "scale", "zero")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACE = re.compile(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class _Drafted:
    """A line of lines.toml while its posts and points are gathered."""

    entry: Mapping[str, Any]
    posts: list[Post] = field(default_factory=list)
    shape: list[ShapePoint] = field(default_factory=list)


def read_tables(folder: Path) -> RailTables:
    """Every file of a folder of railways, checked against the rules and against each other.

    Raises `RailError` naming file, line, column, value and rule for the first one broken.
    """
    sources = _read_sources(folder / "sources.toml")
    told = read_toml(folder / "lines.toml", RailError)
    drafts = _drafted(folder / "lines.toml", told)
    stations: dict[str, Station] = {}
    for row in _files(folder, "stations", STATION_COLUMNS, sources):
        _read_station(row, stations)
    for row in _files(folder, "posts", POST_COLUMNS, sources):
        _read_post(row, drafts, stations)
    for row in _files(folder, "shape", SHAPE_COLUMNS, sources):
        _read_shape(row, drafts)
    lines = tuple(_line(folder / "lines.toml", draft) for draft in drafts.values())
    _check_transfers(folder / "lines.toml", told, lines)
    unused = sorted(set(stations) - {post.station.id for line in lines for post in line.posts})
    if unused:
        msg = f"{shown(folder)}: a station must have a post on a line, and {unused[0]!r} has none"
        raise RailError(msg)
    return RailTables(
        lines=lines,
        notes=_read_notes(folder / "lines.toml", told, stations),
        sources=tuple(sources.values()),
        exceptions=tuple(_read_exceptions(folder / "exceptions.tsv", lines)),
    )


def _files(folder: Path, kind: str, columns: tuple[str, ...], sources: Mapping[str, Source]) -> Iterator[Row]:
    for path in sorted(folder.glob(f"{kind}.*.tsv")):
        source_of(path, sources, RailError)
        yield from rows(path, columns, RailError)


def _km(row: Row) -> float:
    return row.number("km", lambda value: value >= 0, "must be 0 or more")


def _read_sources(path: Path) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for number, entry in enumerate(read_toml(path, RailError).get("sources", []), start=1):
        _complete(path, f"source {entry.get('id', number)!r}", entry, _SOURCE_KEYS)
        sources[entry["id"]] = Source(
            **{key: entry[key] for key in ("id", "publisher", "url", "licence", "attribution")}
        )
    return sources


def _complete(path: Path, what: str, entry: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    missing = [key for key in keys if not entry.get(key)]
    if missing:
        msg = f"{shown(path)}: {what} must state {', '.join(missing)}"
        raise RailError(msg)


def _drafted(path: Path, told: Mapping[str, Any]) -> dict[str, _Drafted]:
    drafts: dict[str, _Drafted] = {}
    for number, entry in enumerate(told.get("lines", []), start=1):
        what = f"line {entry.get('id', number)!r}"
        _complete(path, what, entry, _LINE_KEYS)
        if not _ID.fullmatch(entry["id"]) or entry["id"] in drafts:
            msg = f"{shown(path)}: {what}: id must be small letters, digits and hyphens, and used once"
            raise RailError(msg)
        if entry["scale"] not in set(Scale):
            msg = f"{shown(path)}: {what}: scale must be one of {', '.join(Scale)}, got {entry['scale']!r}"
            raise RailError(msg)
        drafts[entry["id"]] = _Drafted(entry)
    return drafts


def _read_station(row: Row, stations: dict[str, Station]) -> None:
    station = row.matching("id", _ID, "must be small letters, digits and hyphens")
    if station in stations:
        row.refuse("id", "must be used once")
    kind = row.choice("kind", StationKind)
    stations[station] = Station(
        id=station,
        name=row.text("name"),
        kind=kind,
        country=row.country("country", empty=kind is StationKind.BORDER),
        position=row.position(),
        quality=row.choice("quality", Quality),
        place=row.matching("place", _PLACE, "must look like 'geonames:2014006' or be empty", empty=True),
        source=row.source,
        url=row.url(),
        note=row.text("note", empty=True),
    )


def _read_post(row: Row, drafts: Mapping[str, _Drafted], stations: Mapping[str, Station]) -> None:
    draft = _line_of(row, drafts)
    if row.choice("scale", Scale) != draft.entry["scale"]:
        row.refuse("scale", f"must be that of its line, {draft.entry['scale']!r}: posts and timetable never mix")
    station = stations.get(row.text("station"))
    if station is None:
        row.refuse("station", "must be the id of a station in a stations.*.tsv")
    if any(post.station is station for post in draft.posts):
        row.refuse("station", "must have one post on a line")
    draft.posts.append(
        Post(
            km=_km(row),
            station=station,
            quality=row.choice("quality", Quality),
            source=row.source,
            url=row.url(),
            note=row.text("note", empty=True),
        )
    )


def _read_shape(row: Row, drafts: Mapping[str, _Drafted]) -> None:
    draft = _line_of(row, drafts)
    point = ShapePoint(km=_km(row), position=row.position(), quality=row.choice("quality", Quality), source=row.source)
    row.url()
    kms = [post.km for post in draft.posts]
    if not kms or not min(kms) < point.km < max(kms):
        row.refuse("km", "must lie between the first and last post of its line")
    if row.source == "coastline" and point.quality is not Quality.D:
        row.refuse("quality", "must be D for a point derived from the coastline")
    draft.shape.append(point)


def _line_of(row: Row, drafts: Mapping[str, _Drafted]) -> _Drafted:
    draft = drafts.get(row.text("line"))
    if draft is None:
        row.refuse("line", f"must be a line of lines.toml ({', '.join(drafts)})")
    return draft


def _line(path: Path, draft: _Drafted) -> Line:
    entry = draft.entry
    posts = tuple(sorted(draft.posts, key=lambda post: post.km))
    if len(posts) < 2:
        msg = f"{shown(path)}: line {entry['id']!r} must have two posts at least, got {len(posts)}"
        raise RailError(msg)
    kms = [post.km for post in posts]
    if len(set(kms)) < len(kms):
        twice = next(km for km in kms if kms.count(km) > 1)
        msg = f"{shown(path)}: line {entry['id']!r}: two stations must not share post {twice:g}"
        raise RailError(msg)
    return Line(
        id=entry["id"],
        names=(("en", entry["name_en"]), ("fr", entry["name_fr"])),
        countries=tuple(entry["countries"]),
        gauge_mm=tuple(entry["gauge_mm"]),
        scale=Scale(entry["scale"]),
        zero=entry["zero"],
        posts=posts,
        shape=tuple(sorted(draft.shape, key=lambda point: point.km)),
    )


def _check_transfers(path: Path, told: Mapping[str, Any], lines: tuple[Line, ...]) -> None:
    """A station on two lines is declared a transfer, and a transfer is one."""
    on: dict[str, set[str]] = {}
    for line in lines:
        for post in line.posts:
            on.setdefault(post.station.id, set()).add(line.id)
    declared = {entry.get("station", ""): set(entry.get("lines", [])) for entry in told.get("transfers", [])}
    shared = {station: ids for station, ids in on.items() if len(ids) > 1}
    for station in sorted({*declared, *shared}):
        if declared.get(station) != shared.get(station):
            msg = (
                f"{shown(path)}: transfer {station!r} must name the lines with a post there, "
                f"{sorted(on.get(station, ()))}, got {sorted(declared.get(station, ()))}"
            )
            raise RailError(msg)


def _read_notes(path: Path, told: Mapping[str, Any], stations: Mapping[str, Station]) -> tuple[Note, ...]:
    notes = []
    for number, entry in enumerate(told.get("notes", []), start=1):
        _complete(path, f"note {number}", entry, ("between", "kind", "en", "fr", "url"))
        between = frozenset(entry["between"])
        if len(between) != 2 or not between <= set(stations):
            msg = f"{shown(path)}: note {number}: between must be two stations, got {entry['between']!r}"
            raise RailError(msg)
        notes.append(
            Note(
                between=between,
                kind=entry["kind"],
                texts=(("en", entry["en"]), ("fr", entry["fr"])),
                url=entry["url"],
            )
        )
    return tuple(notes)


def _read_exceptions(path: Path, lines: tuple[Line, ...]) -> Iterator[tuple[tuple[str, str, str], str]]:
    if not path.is_file():
        return
    neighbours = {(line.id, a.station.id, b.station.id) for line in lines for a, b in pairwise(line.posts)}
    for row in rows(path, EXCEPTION_COLUMNS, RailError):
        pair = (row.text("line"), row.text("station"), row.text("next"))
        if pair not in neighbours:
            row.refuse("next", "must be the station after the one before it on the line")
        yield pair, row.text("reason")
