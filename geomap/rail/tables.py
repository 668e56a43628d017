"""Reading the committed railways, and refusing what breaks a rule.

Reading order: `read_tables` is the whole. Every refusal names file, line, column, value and rule.

The files: `sources.toml`; `lines.toml`, lines, transfers and notes; `stations.<source>.tsv`,
`posts.<source>.tsv` and `shape.<source>.tsv`, whose rows all come from that source; `exceptions.tsv`,
neighbouring posts that are closer than the straight line between them, and why.
"""

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from geomap.position import Position
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

STATION_COLUMNS = ("id", "name", "kind", "country", "lat", "lon", "quality", "place", "url", "note")
POST_COLUMNS = ("line", "km", "scale", "station", "quality", "url", "note")
SHAPE_COLUMNS = ("line", "km", "lat", "lon", "quality", "url", "note")
EXCEPTION_COLUMNS = ("line", "station", "next", "reason")

_SOURCE_KEYS = ("id", "publisher", "url", "licence", "attribution", "date", "note")
_LINE_KEYS = ("id", "name_en", "name_fr", "countries", "gauge_mm", "scale", "zero")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACE = re.compile(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_URL = re.compile(r"https?://\S+")

Choice = TypeVar("Choice", Quality, Scale, StationKind)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a table, and the rules about a single value."""

    path: Path
    line: int
    values: Mapping[str, str]

    @property
    def source(self) -> str:
        return self.path.name.split(".")[1]

    def refuse(self, column: str, rule: str) -> NoReturn:
        msg = f"{shown(self.path)}:{self.line}: {column} {rule}, got {self.values[column]!r}"
        raise RailError(msg)

    def text(self, column: str, *, empty: bool = False) -> str:
        value = self.values[column]
        if value != value.strip():
            self.refuse(column, "must have no space at either end")
        if not value and not empty:
            self.refuse(column, "must not be empty")
        return value

    def matching(self, column: str, pattern: re.Pattern[str], rule: str, *, empty: bool = False) -> str:
        value = self.text(column, empty=empty)
        if value and not pattern.fullmatch(value):
            self.refuse(column, rule)
        return value

    def number(self, column: str, accept: Callable[[float], bool], rule: str) -> float:
        try:
            value = float(self.text(column))
        except ValueError:
            self.refuse(column, "must be a number")
        if not (math.isfinite(value) and accept(value)):
            self.refuse(column, rule)
        return value

    def choice(self, column: str, kinds: type[Choice]) -> Choice:
        value = self.text(column)
        if value not in set(kinds):
            self.refuse(column, f"must be one of {', '.join(kinds)}")
        return kinds(value)

    def position(self) -> Position:
        return Position(
            lat=self.number("lat", lambda value: -90 <= value <= 90, "must lie in [-90, 90]"),
            lon=self.number("lon", lambda value: -180 <= value <= 180, "must lie in [-180, 180]"),
        )

    def km(self) -> float:
        return self.number("km", lambda value: value >= 0, "must be 0 or more")

    def url(self) -> str:
        return self.matching("url", _URL, "must begin with http:// or https://")


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
    told = _toml(folder / "lines.toml")
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


def _files(folder: Path, kind: str, columns: tuple[str, ...], sources: Mapping[str, Source]) -> Iterator[_Row]:
    for path in sorted(folder.glob(f"{kind}.*.tsv")):
        source = path.name.split(".")[1]
        if source not in sources:
            msg = f"{shown(path)}: {source!r} must be a source listed in sources.toml; known: {', '.join(sources)}"
            raise RailError(msg)
        yield from _rows(path, columns)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    text = _text(path)
    if "\r" in text:
        msg = f"{shown(path)}: lines must end in LF alone, found a carriage return"
        raise RailError(msg)
    header, *lines = text.removesuffix("\n").split("\n")
    if tuple(header.split("\t")) != columns:
        msg = f"{shown(path)}:1: columns must be {' '.join(columns)!r}, got {header!r}"
        raise RailError(msg)
    for number, line in enumerate(lines, start=2):
        values = line.split("\t")
        if len(values) != len(columns):
            msg = f"{shown(path)}:{number}: a line must have {len(columns)} columns, got {len(values)}: {line!r}"
            raise RailError(msg)
        yield _Row(path, number, dict(zip(columns, values, strict=True)))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"{shown(path)}: must be UTF-8, byte {error.start} is not"
        raise RailError(msg) from error
    except OSError as error:
        msg = f"{shown(path)}: cannot be read: {error.strerror or error}; install geomap again"
        raise RailError(msg) from error


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        msg = f"{shown(path)}: not valid TOML: {error}"
        raise RailError(msg) from error


def _read_sources(path: Path) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for number, entry in enumerate(_toml(path).get("sources", []), start=1):
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


def _read_station(row: _Row, stations: dict[str, Station]) -> None:
    station = row.matching("id", _ID, "must be small letters, digits and hyphens")
    if station in stations:
        row.refuse("id", "must be used once")
    kind = row.choice("kind", StationKind)
    stations[station] = Station(
        id=station,
        name=row.text("name"),
        kind=kind,
        country=row.matching("country", _COUNTRY, "must be two capital letters", empty=kind is StationKind.BORDER),
        position=row.position(),
        quality=row.choice("quality", Quality),
        place=row.matching("place", _PLACE, "must look like 'geonames:2014006' or be empty", empty=True),
        source=row.source,
        url=row.url(),
        note=row.text("note", empty=True),
    )


def _read_post(row: _Row, drafts: Mapping[str, _Drafted], stations: Mapping[str, Station]) -> None:
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
            km=row.km(),
            station=station,
            quality=row.choice("quality", Quality),
            source=row.source,
            url=row.url(),
            note=row.text("note", empty=True),
        )
    )


def _read_shape(row: _Row, drafts: Mapping[str, _Drafted]) -> None:
    draft = _line_of(row, drafts)
    point = ShapePoint(km=row.km(), position=row.position(), quality=row.choice("quality", Quality), source=row.source)
    row.url()
    kms = [post.km for post in draft.posts]
    if not kms or not min(kms) < point.km < max(kms):
        row.refuse("km", "must lie between the first and last post of its line")
    if row.source == "coastline" and point.quality is not Quality.D:
        row.refuse("quality", "must be D for a point derived from the coastline")
    draft.shape.append(point)


def _line_of(row: _Row, drafts: Mapping[str, _Drafted]) -> _Drafted:
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
    for row in _rows(path, EXCEPTION_COLUMNS):
        pair = (row.text("line"), row.text("station"), row.text("next"))
        if pair not in neighbours:
            row.refuse("next", "must be the station after the one before it on the line")
        yield pair, row.text("reason")


def shown(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
