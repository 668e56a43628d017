"""Reading the committed tables: tab-separated files whose every value is checked by a rule.

`rows` gives a file's lines, each a `Row` where the rules about a single value live; a refusal names file,
line, column, value and rule, and is of the error class that the reader of the table asks for. A table
may come from one source, which its name tells: `places.<source>.tsv`.
"""

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from geomap.errors import GeomapError
from geomap.position import Position

_COUNTRY = re.compile(r"[A-Z]{2}")
_URL = re.compile(r"https?://\S+")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, and the rules about a single value."""

    path: Path
    line: int
    values: Mapping[str, str]
    error: type[GeomapError]

    @property
    def source(self) -> str:
        """The identifier of the source that the table's name tells."""
        return self.path.name.split(".")[1]

    def refuse(self, column: str, rule: str) -> NoReturn:
        """Raise the table's error: the value of a column breaks a rule."""
        msg = f"{shown(self.path)}:{self.line}: {column} {rule}, got {self.values[column]!r}"
        raise self.error(msg)

    def text(self, column: str, *, empty: bool = False) -> str:
        """The value, with no space at either end, and not empty unless it may be."""
        value = self.values[column]
        if value != value.strip():
            self.refuse(column, "must have no space at either end")
        if not value and not empty:
            self.refuse(column, "must not be empty")
        return value

    def matching(self, column: str, pattern: re.Pattern[str], rule: str, *, empty: bool = False) -> str:
        """The value, which matches a pattern as a whole."""
        value = self.text(column, empty=empty)
        if value and not pattern.fullmatch(value):
            self.refuse(column, rule)
        return value

    def number(self, column: str, accept: Callable[[float], bool], rule: str) -> float:
        """The value as a finite number that is accepted."""
        try:
            value = float(self.text(column))
        except ValueError:
            self.refuse(column, "must be a number")
        if not (math.isfinite(value) and accept(value)):
            self.refuse(column, rule)
        return value

    def count(self, column: str) -> int:
        """The value as a whole number, 0 or more."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            self.refuse(column, "must be a whole number, 0 or more")
        return int(value)

    def choice(self, column: str, kinds: type[Choice]) -> Choice:
        """The value as a member of an enumeration."""
        value = self.text(column)
        if value not in set(kinds):
            self.refuse(column, f"must be one of {', '.join(kinds)}")
        return kinds(value)

    def position(self) -> Position:
        """The values of `lat` and `lon`: WGS84, degrees."""
        return Position(
            lat=self.number("lat", lambda value: -90 <= value <= 90, "must lie in [-90, 90]"),
            lon=self.number("lon", lambda value: -180 <= value <= 180, "must lie in [-180, 180]"),
        )

    def country(self, column: str, *, empty: bool = False) -> str:
        """The value as an ISO 3166-1 alpha-2 code."""
        return self.matching(column, _COUNTRY, "must be two capital letters", empty=empty)

    def url(self) -> str:
        """The value of `url`."""
        return self.matching("url", _URL, "must begin with http:// or https://")


def rows(path: Path, columns: tuple[str, ...], error: type[GeomapError]) -> Iterator[Row]:
    """The lines of a table under its header. Raises `error` where file, header or a line has the wrong shape."""
    text = _text(path, error)
    if "\r" in text:
        msg = f"{shown(path)}: lines must end in LF alone, found a carriage return"
        raise error(msg)
    header, *lines = text.removesuffix("\n").split("\n")
    if tuple(header.split("\t")) != columns:
        msg = f"{shown(path)}:1: columns must be {' '.join(columns)!r}, got {header!r}"
        raise error(msg)
    for number, line in enumerate(lines, start=2):
        values = line.split("\t")
        if len(values) != len(columns):
            msg = f"{shown(path)}:{number}: a line must have {len(columns)} columns, got {len(values)}: {line!r}"
            raise error(msg)
        yield Row(path, number, dict(zip(columns, values, strict=True)), error)


def source_of(path: Path, known: Mapping[str, object], error: type[GeomapError]) -> str:
    """The identifier of the source that a table's name tells. Raises `error` where it is not a known one."""
    source = path.name.split(".")[1]
    if source not in known:
        msg = f"{shown(path)}: {source!r} must be a source listed in sources.toml; known: {', '.join(known)}"
        raise error(msg)
    return source


def read_toml(path: Path, error: type[GeomapError]) -> dict[str, Any]:
    """A TOML file. Raises `error` where it is not one."""
    try:
        return tomllib.loads(_text(path, error))
    except tomllib.TOMLDecodeError as fault:
        msg = f"{shown(path)}: not valid TOML: {fault}"
        raise error(msg) from fault


def shown(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _text(path: Path, error: type[GeomapError]) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        msg = f"{shown(path)}: must be UTF-8, byte {fault.start} is not"
        raise error(msg) from fault
    except OSError as fault:
        msg = f"{shown(path)}: cannot be read: {fault.strerror or fault}; install geomap again"
        raise error(msg) from fault
