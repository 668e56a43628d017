"""The network: lines joined where they share a station, and the shortest route over them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from geomap.datadir import data_folder
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.provenance import Source
from geomap.rail.chainage import Anchor, stretch
from geomap.rail.line import Line, Note, Post, Quality, RailError, RailTables, Scale, Station, StationKind
from geomap.rail.paths import shortest_path
from geomap.rail.tables import read_tables

WITHIN_KM = 30.0
"""A place this far from a station is still said to be reached by rail; the rest is told apart."""

_KM_PER_DEG = 110.5
"""A degree of latitude is never shorter, so that this much away in degrees is too far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a route on one line, from one of its posts to another."""

    line: Line
    start: Post
    end: Post

    @property
    def length_km(self) -> float:
        """By posts."""
        return abs(self.end.km - self.start.km)

    @property
    def drawn(self) -> tuple[Anchor, ...]:
        """What its drawing runs through, in the direction of travel."""
        return stretch(self.line, self.start.km, self.end.km)

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts it passes, ends included, in the direction of travel."""
        low, high = sorted((self.start.km, self.end.km))
        inside = tuple(post for post in self.line.posts if low <= post.km <= high)
        return inside if self.start.km <= self.end.km else inside[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailRoute:
    """A train's way from one station to another.

    `length_km` is by kilometre posts; `geometry` is where the line is drawn, and shorter. `quality` is
    that of the length: the worst of the posts where the route begins, changes lines or ends, for no
    other post enters it. `drawing_quality` is that of the worst point of the drawing.
    """

    origin: Station
    destination: Station
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]

    @property
    def length_km(self) -> float:
        """By kilometre posts, which count the track's bends."""
        return math.fsum(section.length_km for section in self.sections)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines used, in order."""
        return tuple(section.line for section in self.sections)

    @property
    def scale(self) -> Scale:
        """What the kilometres are; a route over lines of both scales is refused."""
        return self.sections[0].line.scale

    @property
    def stations(self) -> tuple[Station, ...]:
        """Every station, junction and border passed, ends included."""
        passed = [post.station for section in self.sections for post in section.posts]
        return tuple(station for station, _ in groupby(passed))

    @property
    def geometry(self) -> tuple[Position, ...]:
        """The drawing, no point twice in a row."""
        points = [anchor.position for section in self.sections for anchor in section.drawn]
        return tuple(point for point, _ in groupby(points))

    @property
    def quality(self) -> Quality:
        """How good the length is."""
        return max(post.quality for section in self.sections for post in (section.start, section.end))

    @property
    def drawing_quality(self) -> Quality:
        """How good the drawing is where it is worst."""
        return max(anchor.quality for section in self.sections for anchor in section.drawn)

    @property
    def schematic_km(self) -> float:
        """Kilometres, by posts, drawn between points of which one at least has quality D."""
        return math.fsum(
            abs(b.km - a.km)
            for section in self.sections
            for a, b in pairwise(section.drawn)
            if Quality.D in {a.quality, b.quality}
        )

    @property
    def borders(self) -> tuple[tuple[str, str], ...]:
        """Countries left and entered, in order."""
        countries = [station.country for station in self.stations if station.country]
        return tuple((a, b) for a, b in pairwise(countries) if a != b)


class RailNetwork:
    """Lines joined at their transfers. Open one with `RailNetwork.open()`; it never changes."""

    def __init__(self, tables: RailTables) -> None:
        self.lines = tables.lines
        self.notes = tables.notes
        self.exceptions = tables.exceptions
        self.sources: Mapping[str, Source] = {source.id: source for source in tables.sources}
        self.stations: Mapping[str, Station] = {
            post.station.id: post.station for line in tables.lines for post in line.posts
        }
        self._serving = {station.place: station for station in self.stations.values() if station.place}
        self._steps: dict[str, list[tuple[str, float]]] = {}
        self._line_between: dict[tuple[str, str], Line] = {}
        for line in tables.lines:
            for a, b in pairwise(line.posts):
                self._join(line, a, b)

    @classmethod
    def open(cls, folder: Path | None = None) -> "RailNetwork":
        """The network of a folder of railways, by default the one geomap carries, which is read once.

        Raises `RailError` where a file breaks a rule.

        >>> RailNetwork.open().route("khasan", "ussuriysk").length_km
        261.0
        """
        return cls(read_tables(folder)) if folder is not None else _carried()

    def route(self, origin: str, destination: str) -> RailRoute | None:
        """The shortest route between two stations, by id; None where no rails join them.

        The same length both ways. Raises `RailError` for what is no station, or one and the same.
        """
        for station in (origin, destination):
            if station not in self.stations:
                msg = f"no station {station!r} on the network; known: {', '.join(sorted(self.stations))}"
                raise RailError(msg)
        if origin == destination:
            msg = f"a route must lead from one station to another, got {origin!r} twice"
            raise RailError(msg)
        found = shortest_path({origin: 0.0}, lambda at: self._steps[at], lambda at: at == destination)
        if found is None:
            return None
        passed = found[1]
        sections = self._sections(passed)
        pairs = {frozenset(pair) for pair in self._neighbours(passed)}
        return RailRoute(
            origin=self.stations[origin],
            destination=self.stations[destination],
            sections=sections,
            notes=tuple(note for note in self.notes if note.between in pairs),
            sources=self._sources_of(sections),
        )

    def nearest_station(self, position: Position, within_km: float = WITHIN_KM) -> tuple[Station, float] | None:
        """The station nearest to a position, and the kilometres there; None where there is none so near.

        Junctions in the open and borders do not count: nobody gets on there.

        >>> cosmodrome = Position(lat=51.8844, lon=128.3334)
        >>> RailNetwork.open().nearest_station(cosmodrome)[0].name
        'Ledyanaya'
        """
        near = [
            (distance_km(position, station.position), station.id)
            for station in self.stations.values()
            if station.kind is StationKind.STATION
            and abs(station.position.lat - position.lat) * _KM_PER_DEG <= within_km
        ]
        away, station = min(near, default=(math.inf, ""))
        return (self.stations[station], away) if away <= within_km else None

    def station_of(self, place: str) -> Station | None:
        """The station that serves a place of the gazetteer, by its id; None where none is known to.

        A big city's point may lie nearer to a suburb's station than to its own.

        >>> RailNetwork.open().station_of("geonames:1871859").name
        'Pyongyang'
        """
        return self._serving.get(place)

    def _join(self, line: Line, a: Post, b: Post) -> None:
        """Make two neighbouring posts a step each way; where two lines run side by side, the shorter."""
        for start, end in ((a.station.id, b.station.id), (b.station.id, a.station.id)):
            self._steps.setdefault(start, []).append((end, b.km - a.km))
            other = self._line_between.get((start, end))
            if other is None or _gap_km(other, start, end) > b.km - a.km:
                self._line_between[start, end] = line

    def _sections(self, passed: Sequence[str]) -> tuple[Section, ...]:
        used = [(self._line_between[pair], pair) for pair in pairwise(passed)]
        sections = []
        for line, pieces in groupby(used, key=lambda piece: piece[0]):
            ends = [pair for _, pair in pieces]
            start, end = line.post(ends[0][0]), line.post(ends[-1][1])
            if start is not None and end is not None:
                sections.append(Section(line=line, start=start, end=end))
        scales = {section.line.scale for section in sections}
        if len(scales) > 1:
            names = ", ".join(f"{section.line.name()} ({section.line.scale})" for section in sections)
            msg = f"posts and timetable kilometres are two scales, and a route must not add them: {names}"
            raise RailError(msg)
        return tuple(sections)

    def _neighbours(self, passed: Sequence[str]) -> list[tuple[str, str]]:
        """Neighbouring stations, as if junctions and borders between them were not there."""
        stations = [at for at in passed if self.stations[at].kind is StationKind.STATION]
        return list(pairwise(stations))

    def _sources_of(self, sections: Sequence[Section]) -> tuple[Source, ...]:
        used = {anchor.source for section in sections for anchor in section.drawn}
        used |= {post.source for section in sections for post in (section.start, section.end)}
        return tuple(source for key, source in self.sources.items() if key in used)


def _gap_km(line: Line, a: str, b: str) -> float:
    first, second = line.post(a), line.post(b)
    return math.inf if first is None or second is None else abs(second.km - first.km)


@cache
def _carried() -> RailNetwork:
    return RailNetwork(read_tables(data_folder("rail")))
