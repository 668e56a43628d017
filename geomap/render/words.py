"""The words a reader sees, as data: one TOML file per language, checked when it is loaded.

French is the reference: every other file must have the same tables and keys, and each phrase the
same {braces}. Numbers and dates are written by Babel.
"""

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from geomap.errors import RenderError, WordsError
from geomap.geodesy import Compass
from geomap.journey.leg import Certainty, StatedDate
from geomap.position import Position
from geomap.quantity import Quantity, Unit

REFERENCE = "fr"

Tables = Mapping[str, Mapping[str, str]]

_NO_BREAK = "\u00a0"
_SYMBOLS = {
    Unit.KM: "km",
    Unit.METRE: "m",
    Unit.MILE: "mi",
    Unit.NAUTICAL_MILE: "nmi",
    Unit.YARD: "yd",
    Unit.FOOT: "ft",
}


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language's phrases, with its numbers, dates and country names.

    `numbers` is another language to write numbers in, or empty.
    """

    lang: str
    tables: Tables
    numbers: str = ""

    def say(self, table: str, key: str, /, **parts: object) -> str:
        """The phrase, its braces filled in."""
        return self.tables[table][key].format(**parts)

    def mode(self, mode: str) -> str:
        """How a traveller goes ("en train"), or nothing where the language has no words for it."""
        return self.tables["mode"].get(mode, "")

    def certainty(self, certainty: Certainty) -> str:
        """The word for a certainty."""
        return self.tables["certainty"][certainty.value]

    def direction(self, compass: Compass) -> str:
        """A direction, with its article."""
        return self.tables["direction"][compass.value]

    def number(self, value: float) -> str:
        """A number as the language writes it: whole from ten up, else with one decimal at most."""
        rounded = round(value) if abs(value) >= 10 else round(value, 1)
        return format_decimal(rounded, locale=self.numbers or self.lang)

    def km(self, value: float) -> str:
        """A distance in kilometres, never broken over two lines."""
        return f"{self.number(value)}{_NO_BREAK}km"

    def quantity(self, quantity: Quantity) -> str:
        """A stated length in its own unit."""
        if quantity.unit is Unit.LEAGUE:
            key = "league_one" if quantity.value < 2 else "league_other"
            return self.say("map", key, n=self.number(quantity.value))
        return f"{self.number(quantity.value)}{_NO_BREAK}{_SYMBOLS[quantity.unit]}"

    def length(self, km: float, unit: Unit) -> str:
        """A measured distance, in miles where it stands beside miles."""
        if unit not in {Unit.MILE, Unit.NAUTICAL_MILE}:
            return self.km(km)
        return f"{self.number(km / unit.km)}{_NO_BREAK}{_SYMBOLS[unit]}"

    def day(self, day: date) -> str:
        """A full date, never broken over two lines: "12 septembre 2023"."""
        return self._first(day, format_date(day, format="long", locale=self.lang).replace(" ", _NO_BREAK))

    def stated(self, stated: StatedDate, *, short: bool = False) -> str:
        """A date as precise as the text is; `short` leaves the year out of a day, for labels."""
        if stated.day is not None:
            if short:
                text = format_skeleton("MMMd", stated.day, locale=self.lang).replace(" ", _NO_BREAK)
                return self._first(stated.day, text)
            return self.day(stated.day)
        try:
            if len(stated.iso) == 7:
                return format_skeleton("yMMMM", date.fromisoformat(f"{stated.iso}-01"), locale=self.lang)
        except ValueError:
            return stated.iso
        return stated.iso

    def _first(self, day: date, text: str) -> str:
        """French calls only the first of a month by its rank, which Babel's formats do not know: "1er mai"."""
        return f"1er{text[1:]}" if self.lang == "fr" and day.day == 1 and text.startswith("1\u00a0") else text

    def position(self, position: Position) -> str:
        """A point that has no name: "18,2° N, 28,5° O"."""
        letters = self.tables["letter"]
        lat = letters["north" if position.lat >= 0 else "south"]
        lon = letters["east" if position.lon >= 0 else "west"]
        figures = (format_decimal(round(abs(v), 1), locale=self.lang) for v in position.latlon)
        return ", ".join(f"{v}°{_NO_BREAK}{letter}" for v, letter in zip(figures, (lat, lon), strict=True))

    def join(self, items: Iterable[str]) -> str:
        """Items in a row, as the language writes them: "A, B et C"."""
        return format_list([*items], locale=self.lang)

    def country(self, code: str) -> str:
        """A country's name, or its code where the language has none."""
        return str(Locale.parse(self.lang).territories.get(code, code))


@cache
def load_words(lang: str) -> Words:
    """The words of a language; raises `RenderError` if geomap draws no map in it."""
    tables = _read(lang)
    if lang != REFERENCE:
        _compare(lang, tables, _read(REFERENCE))
    return Words(lang, tables)


def languages() -> tuple[str, ...]:
    """The languages maps can be drawn in."""
    folder = resources.files("geomap.render") / "words"
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")))


def _read(lang: str) -> Tables:
    if lang not in languages():
        msg = f"no map can be drawn in language {lang!r}: its words are missing (there are {', '.join(languages())})"
        raise RenderError(msg)
    text = (resources.files("geomap.render") / "words" / f"{lang}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    for table, phrases in tables.items():
        for key, phrase in phrases.items():
            if not (isinstance(phrase, str) and phrase.strip()):
                msg = f"render/words/{lang}.toml: {table}.{key} must be a phrase, got {phrase!r}"
                raise WordsError(msg)
    return tables


def braces(phrase: str) -> frozenset[str]:
    """The names in braces of a phrase."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None)


def _compare(lang: str, tables: Tables, reference: Tables) -> None:
    told = {(t, k) for t, phrases in tables.items() for k in phrases}
    expected = {(t, k) for t, phrases in reference.items() for k in phrases}
    for table, key in sorted(told ^ expected):
        problem = "is missing" if (table, key) in expected else "is unknown"
        msg = f"render/words/{lang}.toml: {table}.{key} {problem} (compared with {REFERENCE}.toml)"
        raise WordsError(msg)
    for table, key in sorted(told):
        if braces(tables[table][key]) != braces(reference[table][key]):
            wanted = ", ".join(sorted(braces(reference[table][key]))) or "none"
            msg = f"render/words/{lang}.toml: {table}.{key} must have these braces: {wanted}"
            raise WordsError(msg)
