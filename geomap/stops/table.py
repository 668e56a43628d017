"""A table of stops as it was read: one stop a row, in the order of the file."""

from dataclasses import dataclass

from geomap.journey.leg import Certainty, StatedDate
from geomap.position import Position
from geomap.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStop:
    """One row: where a traveller was, and how, when and how surely they came there.

    `number` is the row's as a spreadsheet counts (the header is row 1), `span` its place in the table's
    text. `name` or `position` is given, or both; the position then wins. `country` is ISO 3166-1
    alpha-2 or empty. `mode` is one of geomap's words ("train") or as the table has it.
    """

    number: int
    span: Span
    traveller: str
    name: str
    position: Position | None
    country: str
    date: StatedDate | None
    mode: str
    certainty: Certainty
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTable:
    """A file's name, text and stops; `problems` are lines for a person on what could not be read."""

    name: str
    text: str
    stops: tuple[TableStop, ...]
    problems: tuple[str, ...]
