"""Reads a table of stops: .csv or .tsv, with a comma, semicolon or tab, in any usual encoding.

Columns may be in any order and bear English or French names (`lang/*/stops.toml`). A row that cannot be
understood is told by its number and left out; a date that cannot be read costs the stop its date only.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from geomap.article.decoding import decode_table
from geomap.errors import GeomapError, StopsError
from geomap.gazetteer.names import fold
from geomap.journey.leg import Certainty, StatedDate
from geomap.lang.pack import languages, load_pack
from geomap.position import Position
from geomap.span import Span
from geomap.stops.table import StopTable, TableStop

_SUFFIXES = (".csv", ".tsv", ".txt")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_DEGREES = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def read_stops(path: Path) -> StopTable:
    """The stops of a file, and what could not be read in it.

    Raises `StopsError` where the file is missing, is no table, or has no column for places.
    """
    if path.suffix.lower() not in _SUFFIXES:
        msg = f"a table of stops is a .csv or .tsv file, got {path.name!r}"
        raise StopsError(msg)
    return stops_from_text(decode_table(path, what="table of stops", error=StopsError), name=path.name)


def stops_from_text(text: str, *, name: str) -> StopTable:
    r"""The stops of a table's text; `name` is the file's, for messages and for the map's sources.

    >>> stops_from_text("place;date\nLyon;2025-03-10\n", name="stops.csv").stops[0].date.iso
    '2025-03-10'
    """
    text = text.lstrip("\ufeff")
    lines = list(io.StringIO(text, newline=""))
    starts = [0, *accumulate(map(len, lines))]
    head = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=max(",;\t", key=head.count), skipinitialspace=True)
    stops: list[TableStop] = []
    problems: list[str] = []
    try:
        header = next(reader, [])
        columns = _columns(name, header)
        unread = [cell.strip() for cell, key in zip(header, columns, strict=True) if not key and cell.strip()]
        if unread:
            problems.append(f"{name}: columns not read: {', '.join(map(repr, unread))}")
        before = reader.line_num
        for number, values in enumerate(reader, start=2):
            span = _trimmed(text, starts[before], starts[reader.line_num])
            before = reader.line_num
            if not any(value.strip() for value in values):
                continue
            try:
                stop, remarks = _stop(number, span, columns, values)
                stops.append(stop)
                problems += [f"{name}, row {number}: {remark}" for remark in remarks]
            except GeomapError as error:
                problems.append(f"{name}, row {number}: {error}; the row is left out")
    except csv.Error as error:
        msg = f"{name!r} is damaged at line {reader.line_num}: {error}"
        raise StopsError(msg) from error
    if not stops:
        why = f": {problems[-1]}" if problems else ", only its header"
        msg = f"{name!r} has no row that could be read{why}"
        raise StopsError(msg)
    return StopTable(name=name, text=text, stops=tuple(stops), problems=tuple(problems))


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return Span(start=start, end=end)


def _columns(name: str, header: Sequence[str]) -> list[str]:
    """What each column is, empty for those that geomap does not read."""
    known = _words("columns")
    columns = [known.get(fold(cell.replace("_", " ")), "") for cell in header]
    twice = next((key for key in columns if key and columns.count(key) > 1), None)
    if twice is not None:
        named = " and ".join(repr(cell.strip()) for cell, key in zip(header, columns, strict=True) if key == twice)
        msg = f"{name!r} has several columns for {twice}: {named}; rename all but one"
        raise StopsError(msg)
    if "place" not in columns and not {"lat", "lon"} <= {*columns}:
        had = ", ".join(cell.strip() for cell in header) or "none"
        msg = f"{name!r} needs a column place, or lat and lon; it has {had[:200]}"
        raise StopsError(msg)
    return columns


@lru_cache
def _words(table: str) -> Mapping[str, str]:
    """Every language's words for something, folded; English wins where two languages differ."""
    return {
        fold(word): key
        for lang in sorted(languages(), key=lambda lang: lang == "en")
        for key in load_pack(lang).table("stops", table)
        for word in (key, *load_pack(lang).words("stops", table, key))
    }


def _stop(number: int, span: Span, columns: Sequence[str], values: Sequence[str]) -> tuple[TableStop, list[str]]:
    if len(values) > len(columns) and any(value.strip() for value in values[len(columns) :]):
        msg = f"has {len(values)} cells, but the header names {len(columns)} columns"
        raise StopsError(msg)
    cells = {key: " ".join(value.split()) for key, value in zip(columns, values, strict=False) if key}
    position = _position(cells.get("lat", ""), cells.get("lon", ""))
    name = cells.get("place", "")
    if not name and position is None:
        msg = "names no place: give place, or lat and lon"
        raise StopsError(msg)
    remarks = []
    stated = None
    if cells.get("date"):
        stated, problem = _date(cells["date"])
        remarks += [f"{problem}; the stop is drawn without a date"] if problem else []
    country = cells.get("country", "").upper()
    mode = cells.get("mode", "")
    stop = TableStop(
        number=number,
        span=span,
        traveller=cells.get("traveller", ""),
        name=name,
        position=position,
        country=country if re.fullmatch("[A-Z]{2}", country) else "",
        date=stated,
        mode=_words("modes").get(fold(mode), mode.lower()) if mode else "unspecified",
        certainty=_certainty(cells.get("certainty", "")),
        note=cells.get("note", ""),
    )
    return stop, remarks


def _position(lat: str, lon: str) -> Position | None:
    if not lat and not lon:
        return None
    numbers = []
    for name, cell in (("lat", lat), ("lon", lon)):
        bare = cell.replace("−", "-").replace(",", ".").rstrip("° ")
        if not _DEGREES.fullmatch(bare):
            msg = f"{name} must be degrees such as 48.8566, got {cell[:40]!r}" if cell else f"{name} is missing"
            raise StopsError(msg)
        numbers.append(float(bare))
    return Position(lat=numbers[0], lon=numbers[1])


def _certainty(word: str) -> Certainty:
    """What a cell says; an empty one is the table's plain word, as a narrator's is."""
    if not word:
        return Certainty.CONFIRMED
    key = _words("certainties").get(fold(word))
    if key is None:
        msg = f"certainty must be one of {', '.join(Certainty)}, or empty, got {word[:40]!r}"
        raise StopsError(msg)
    return Certainty(key)


def _date(cell: str) -> tuple[StatedDate | None, str]:
    """The date of a cell, or what is wrong with it."""
    parts = _PARTS.fullmatch(cell)
    try:
        if parts:
            first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
            days = {(first, second)} if parts[2] == "." else {(first, second), (second, first)}
            possible = [date(year, month, day) for day, month in sorted(days) if month <= 12]
            if len(possible) > 1:
                return None, f"date {cell!r} may be two different days: write year-month-day"
            return StatedDate(iso=possible[0].isoformat(), text=cell), ""
        if _ISO.fullmatch(cell):
            whole = [int(part) for part in cell.split("-")]
            date(*[*whole, 1, 1][:3])
            return StatedDate(iso=cell, text=cell), ""
        return StatedDate(iso=datetime.fromisoformat(cell).date().isoformat(), text=cell), ""
    except (ValueError, IndexError):
        return None, f"date must be written like 2025-03-10, 2025-03 or 2025, got {cell[:40]!r}"


def in_order(stops: Sequence[TableStop]) -> tuple[TableStop, ...]:
    """One traveller's stops as they were made: by their days, where the rows are not; others follow the row before."""

    def keys() -> Iterator[str]:
        last = ""
        for stop in stops:
            last = stop.date.iso if stop.date is not None and stop.date.day is not None else last
            yield last

    return tuple(stop for _, stop in sorted(zip(keys(), stops, strict=True), key=lambda item: item[0]))
