"""A desk's table of claims: who lies how far from whom, one row each, read from .csv or .jsonl.

A row names both ends (`subject`, `anchor`) or gives their points (`subject_xy`, `anchor_xy` as [lat, lon],
which win over names), the stated `value_km` and, if it likes, `hedge` and `direction`. `unit`, `mode`, `low_km`
and `high_km` of a range, and `lang` are read where they say something that geomap knows. Every other column is
the desk's own.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from geomap.article.decoding import decode_table
from geomap.checks.judging import Stated
from geomap.claims.claim import Mode
from geomap.claims.lengths import FURTHEST_KM, bounds_km
from geomap.errors import GeomapError, PairsError, PositionError
from geomap.geodesy import Compass
from geomap.lang.pack import languages, load_pack
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEnd:
    """One end as the row gives it: a name, a point, or both."""

    name: str
    position: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row's claim: `lang` is the language to answer in, None where the row does not say."""

    subject: PairEnd
    anchor: PairEnd
    stated: Stated
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it stands in the file, its number there, and its claim or what it lacks."""

    number: int
    cells: Mapping[str, Any]
    pair: Pair | None
    problem: str = ""


def read_pairs(path: Path) -> tuple[Row, ...]:
    """Every row of a table, the bad ones too, in order, numbered as a spreadsheet or an editor numbers them.

    Raises `PairsError` when the file is missing, is no table, or lacks the columns that a claim needs.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".jsonl"}:
        msg = f"a table of claims is a .csv or .jsonl file, got {path.name!r}"
        raise PairsError(msg)
    text = decode_table(path, what="table of claims", error=PairsError)
    return tuple(_csv_rows(path, text) if kind == ".csv" else _json_rows(text))


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(path, columns)
        for number, values in enumerate(reader, start=2):
            if not any(value.strip() for value in values):
                continue
            cells = dict(zip(columns, [*values, *[""] * (len(columns) - len(values))], strict=False))
            if len(values) > len(columns):
                problem = f"has {len(values)} cells, but the header names {len(columns)} columns"
                yield Row(number=number, cells=cells, pair=None, problem=problem)
                continue
            yield _row(number, cells)
    except csv.Error as error:
        msg = f"{path.name!r} is damaged at line {reader.line_num}: {error}"
        raise PairsError(msg) from error


def _check_columns(path: Path, columns: list[str]) -> None:
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        msg = f"{path.name!r} has two columns named {twice[0]!r}: rename one"
        raise PairsError(msg)
    if "value_km" not in columns or not all({f"{end}", f"{end}_xy"} & {*columns} for end in ("subject", "anchor")):
        msg = (
            f"{path.name!r} needs the columns value_km, subject or subject_xy, and anchor or anchor_xy; "
            f"it has {', '.join(columns) or 'none'}"
        )
        raise PairsError(msg)


def _json_rows(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip("\ufeff \t\r"):
            continue
        try:
            cells = json.loads(line.strip("\ufeff \t\r"), parse_constant=_no_number)
            line.encode()
            json.dumps(cells, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            yield Row(number=number, cells={}, pair=None, problem=f"is no JSON: {error}")
            continue
        if isinstance(cells, dict):
            yield _row(number, cells)
        else:
            yield Row(number=number, cells={}, pair=None, problem="is no JSON object")


def _no_number(name: str) -> NoReturn:
    msg = f"{name} is no number"
    raise ValueError(msg)


def _row(number: int, cells: Mapping[str, Any]) -> Row:
    try:
        return Row(number=number, cells=cells, pair=read_pair(cells))
    except GeomapError as error:
        return Row(number=number, cells=cells, pair=None, problem=str(error))


def read_pair(cells: Mapping[str, Any]) -> Pair:
    """The claim of one row; raises `PairsError` or `PositionError`, saying which cell is wrong."""
    lang = _text(cells.get("lang")).lower()
    return Pair(
        subject=_end(cells, "subject"),
        anchor=_end(cells, "anchor"),
        stated=Stated(
            quantity=_quantity(cells),
            direction=_direction(_text(cells.get("direction"))),
            mode=_one_of(Mode, cells.get("mode"), Mode.UNSPECIFIED),
        ),
        lang=lang if lang in languages() else None,
    )


def _end(cells: Mapping[str, Any], key: str) -> PairEnd:
    point, name = cells.get(f"{key}_xy"), _text(cells.get(key))
    if point is None or (isinstance(point, str) and not point.strip()):
        if not name:
            msg = f"{key} is missing: give a name, or {key}_xy as [lat, lon]"
            raise PairsError(msg)
        return PairEnd(name=name, position=None)
    numbers = _two_numbers(point)
    if numbers is None:
        msg = f"{key}_xy must be [lat, lon], got {point!r}"
        raise PairsError(msg)
    try:
        return PairEnd(name=name, position=Position(lat=numbers[0], lon=numbers[1]))
    except PositionError as error:
        msg = f"{key}_xy: {error}"
        raise PairsError(msg) from error


def _two_numbers(point: object) -> tuple[float, float] | None:
    """Latitude and longitude of a JSON list, or of a cell as "43.8, 131.9" or "[43.8, 131.9]"."""
    parts = re.split(r"[\s,;]+", point.strip("[]() \t")) if isinstance(point, str) else point
    if not isinstance(parts, list) or len(parts) != 2 or any(isinstance(part, bool) for part in parts):
        return None
    try:
        return float(parts[0]), float(parts[1])
    except (TypeError, ValueError, OverflowError):
        return None


def _quantity(cells: Mapping[str, Any]) -> Quantity:
    value = _number(cells.get("value_km"), "value_km")
    unit = _one_of(Unit, cells.get("unit"), Unit.KM)
    hedge = _hedge(cells.get("hedge"))
    ends = (cells.get("low_km"), cells.get("high_km"))
    if hedge is Hedge.RANGE and all(_text(end) for end in ends):
        low, high = (_number(end, name) for end, name in zip(ends, ("low_km", "high_km"), strict=True))
        if not low <= value <= high:
            msg = f"low_km, value_km and high_km must rise, got {low:g}, {value:g}, {high:g}"
            raise PairsError(msg)
    else:
        # A range whose ends nobody gives is its middle, more or less.
        hedge = Hedge.APPROX if hedge is Hedge.RANGE else hedge
        low, high = bounds_km(value / unit.km, unit, hedge)
    return Quantity(
        span=Span(start=0, end=0), text=_text(cells.get("value_km")), value=value / unit.km, unit=unit,
        low_km=low, high_km=high, hedge=hedge,
    )  # fmt: skip


def _number(value: object, name: str) -> float:
    """Kilometres; in a .csv also as a French spreadsheet writes them: "1 200,5"."""
    found = math.nan
    if isinstance(value, str):
        bare = re.sub(r"[\s\u00a0\u2009\u202f]", "", value)
        if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", bare):
            bare = bare.replace(",", "")
        bare = bare.replace(",", ".")
        found = float(bare) if re.fullmatch(r"\d+(\.\d*)?|\.\d+", bare, re.ASCII) else math.nan
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value) if abs(value) < 1e9 else math.inf
    if not 0 < found <= FURTHEST_KM:
        got = "nothing" if value is None or value == "" else repr(value)
        msg = f"{name} must be kilometres between 0 and {FURTHEST_KM:,.0f}, got {got}"
        raise PairsError(msg)
    return found


def _hedge(value: object) -> Hedge:
    word = _text(value).lower() or Hedge.EXACT
    if word not in {*Hedge}:
        msg = f"hedge must be one of {', '.join(Hedge)}, or empty, got {value!r}"
        raise PairsError(msg)
    return Hedge(word)


def _direction(word: str) -> Compass | None:
    if not word:
        return None
    point = _points().get(word.casefold())
    if point is None:
        msg = f"direction must be one of 16 points, from N and NNE to NNW, got {word!r}"
        raise PairsError(msg)
    return point


@lru_cache
def _points() -> Mapping[str, Compass]:
    """The points by their letters, and by their words in every language."""
    words = {
        word.casefold(): point
        for lang in languages()
        for point in Compass
        for word in load_pack(lang).words("claims", "directions", point)
    }
    return words | {point.casefold(): point for point in Compass}


def _one_of(kind: Any, value: object, default: Any) -> Any:  # noqa: ANN401 (any StrEnum)
    """The member that a cell names; a column that means something else to the desk means nothing here."""
    word = _text(value).lower()
    return kind(word) if word in {*kind} else default


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
