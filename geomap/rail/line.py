"""Lines, their stations and kilometre posts, and how good each figure is."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.errors import GeomapError
from geomap.position import Position
from geomap.provenance import Source


class RailError(GeomapError, ValueError):
    """A file of railways breaks a rule, or cannot be read as lines."""


class Quality(StrEnum):
    """How good a post or point is. Ordered: `max` of several is the worst.

    A post: A published, B set between published ones by the length of the track or by another line's
    figures, C agreed to 3 km only, D an estimate. A point: A within 0.5 km of the track, B within 2 km,
    C within 3 km, D from memory or derived from the coastline.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def tolerance_km(self) -> float:
        """By how much a straight line between two posts may exceed them before one must be wrong."""
        return {"A": 0.5, "B": 2.0, "C": 3.0, "D": 5.0}[self]


class Scale(StrEnum):
    """What a line's kilometres are: posts beside the track, or the timetable's distances.

    Vladivostok stands at post 9288 and at 9259 in the timetable: a difference between two scales is no
    length, so a line has one.
    """

    POSTS = "posts"
    TIMETABLE = "timetable"


class StationKind(StrEnum):
    """A station, a junction in the open, or a border: only at the first does anyone get on."""

    STATION = "station"
    JUNCTION = "junction"
    BORDER = "border"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A named point of the network. `place` is the gazetteer's id of the town or station, or empty."""

    id: str
    name: str
    kind: StationKind
    country: str
    position: Position
    quality: Quality
    place: str
    source: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A station's kilometre on a line."""

    km: float
    station: Station
    quality: Quality
    source: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapePoint:
    """A point that the drawing runs through between two posts: never a station, and no length comes from it."""

    km: float
    position: Position
    quality: Quality
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a traveller meets between two neighbouring stations: a border, or a break of gauge."""

    between: frozenset[str]
    kind: str
    texts: tuple[tuple[str, str], ...]
    url: str

    def text(self, lang: str) -> str:
        """The note in a language, in English where there is none."""
        texts = dict(self.texts)
        return texts.get(lang, texts["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: posts in order of their kilometres, and the points between that its drawing runs through."""

    id: str
    names: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]
    gauge_mm: tuple[int, ...]
    scale: Scale
    zero: str
    posts: tuple[Post, ...]
    shape: tuple[ShapePoint, ...]

    def name(self, lang: str = "en") -> str:
        """The line's name in a language, in English where there is none."""
        names = dict(self.names)
        return names.get(lang, names["en"])

    @property
    def length_km(self) -> float:
        """From its first post to its last."""
        return self.posts[-1].km - self.posts[0].km

    def post(self, station: str) -> Post | None:
        """The post of a station, by id; None where the line does not pass it."""
        return next((post for post in self.posts if post.station.id == station), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailTables:
    """What a folder of railways says, checked: lines, notes, sources, and pairs known to be impossible.

    `exceptions` maps (line, station, station) to the reason why the straight line between two
    neighbouring posts is longer than they say.
    """

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    exceptions: tuple[tuple[tuple[str, str, str], str], ...]
