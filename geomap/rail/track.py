"""Routes over the user's own lines: from any point near them to any other, along the track as drawn.

A train does not turn back on itself where two tracks part: at a node of three or more pieces it leaves
within `SHARPEST_DEG` of the way it came. Only where no such way exists is a sharper turn allowed, and
then it is said.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

from geomap.geodesy import distance_km, length_km
from geomap.position import Position
from geomap.provenance import Source
from geomap.rail.importing import LonLat
from geomap.rail.legs import Access, RailLeg
from geomap.rail.noding import Findings, Piece
from geomap.rail.paths import shortest_path

SHARPEST_DEG = 90.0
"""Tracks that part at a switch do so by less than 15°; a coarse drawing may show more, a reversal 165°."""

_SIGHT_DEG = 0.0005  # some 50 m from a node, where the drawing tells the direction
_END = -1

State = tuple[int, bool]
"""A piece of track and whether it is run forwards; `_END` in place of the piece at the journey's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """A place on the track: the piece, how far along it, and where."""

    piece: int
    km: float
    position: Position


class TrackNetwork:
    """Pieces of track that meet at nodes."""

    def __init__(self, pieces: Sequence[Piece], *, source: Source, findings: Findings) -> None:
        self.pieces = tuple(pieces)
        self.source = source
        self.findings = findings
        self._tree = shapely.STRtree([shapely.LineString(piece.points) for piece in pieces])
        self._leaving: dict[int, list[State]] = defaultdict(list)
        for number, piece in enumerate(pieces):
            self._leaving[piece.start].append((number, True))
            self._leaving[piece.end].append((number, False))

    @property
    def km(self) -> float:
        """All its track."""
        return math.fsum(piece.km for piece in self.pieces)

    def leg(self, a: Position, b: Position, *, within_km: float) -> RailLeg | None:
        """The way between two positions; None where either is further away, or no track joins them."""
        start, end = self._stand(a, within_km), self._stand(b, within_km)
        if start is None or end is None:
            return None
        warnings: tuple[str, ...] = ()
        path = self._path(start, end, sharp=False)
        if path is None:
            path = self._path(start, end, sharp=True)
            warnings = ("the track gives no way without reversing or a turn no train makes",)
        if path is None:
            return None
        geometry = self._geometry(start, end, path)
        if len(geometry) < 2:
            return None
        return RailLeg(
            rail_km=length_km(geometry),
            geometry=geometry,
            access=(_access(start, a), _access(end, b)),
            line_names=(
                (("en", f"own lines: {self.source.publisher}"), ("fr", f"tracé fourni : {self.source.publisher}")),
            ),
            quality=None,
            schematic_km=0.0,
            notes=(),
            attributions=(self.source.attribution,),
            route=None,
            warnings=warnings,
        )

    def _stand(self, position: Position, within_km: float) -> _Stand | None:
        """The nearest place on the track."""
        narrow = max(0.05, math.cos(math.radians(position.lat)))
        reach = within_km / 110.5
        frame = shapely.box(
            position.lon - reach / narrow, position.lat - reach, position.lon + reach / narrow, position.lat + reach
        )
        best: tuple[float, int, Position] | None = None
        for number in sorted(int(i) for i in self._tree.query(frame)):
            foot = _foot(self.pieces[number].points, position, narrow)
            away = math.hypot((foot.lon - position.lon) * narrow, foot.lat - position.lat)
            if best is None or away < best[0]:
                best = (away, number, foot)
        if best is None or distance_km(best[2], position) > within_km:
            return None
        return _Stand(piece=best[1], km=_along_km(self.pieces[best[1]].points, best[2], narrow), position=best[2])

    def _path(self, start: _Stand, end: _Stand, *, sharp: bool) -> tuple[State, ...] | None:
        """The states of the shortest way. The first piece is run from where it starts, the last to where it ends."""
        piece = self.pieces[start.piece]
        if start.piece == end.piece:
            return ((start.piece, start.km <= end.km), (_END, start.km <= end.km))
        starts: dict[State, float] = {(start.piece, True): piece.km - start.km, (start.piece, False): start.km}

        def steps(state: State) -> Iterator[tuple[State, float]]:
            for near, forwards in self._next(state, sharp=sharp):
                km = self.pieces[near].km
                if near == end.piece:
                    yield (_END, forwards), end.km if forwards else km - end.km
                yield (near, forwards), km

        found = shortest_path(starts, steps, lambda state: state[0] == _END)
        return None if found is None else found[1]

    def _next(self, state: State, *, sharp: bool) -> Iterator[State]:
        number, forwards = state
        node = self.pieces[number].end if forwards else self.pieces[number].start
        leaving = self._leaving[node]
        back = (number, not forwards)
        for other in leaving:
            if other == back and not sharp:
                continue
            if sharp or len(leaving) < 3 or self._angle_deg(back, other) >= 180.0 - SHARPEST_DEG:
                yield other

    def _angle_deg(self, a: State, b: State) -> float:
        """The angle at a node between two pieces that leave it: 180 straight on, 0 back again."""
        one, two = self._direction(a), self._direction(b)
        between = abs(one - two) % 360.0
        return min(between, 360.0 - between)

    def _direction(self, state: State) -> float:
        """Which way a piece leaves its node, in degrees on the plain map, as seen from a little way on."""
        points = self.pieces[state[0]].points
        points = points if state[1] else points[::-1]
        narrow = math.cos(math.radians(points[0][1]))
        ahead = next((p for p in points[1:] if math.dist(p, points[0]) >= _SIGHT_DEG), points[-1])
        return math.degrees(math.atan2((ahead[0] - points[0][0]) * narrow, ahead[1] - points[0][1]))

    def _geometry(self, start: _Stand, end: _Stand, path: tuple[State, ...]) -> tuple[Position, ...]:
        pieces = [self._run(state) for state in path if state[0] != _END]
        ahead = path[-1][1]
        if start.piece != end.piece:
            pieces.append(self._run((end.piece, ahead)))
        first, last = pieces[0], pieces[-1]
        if start.piece == end.piece:
            run = _between(first, start, end, forwards=path[0][1], whole=self.pieces[start.piece].km)
        else:
            run = [
                *_from(first, start.km if path[0][1] else self.pieces[start.piece].km - start.km),
                *(point for piece in pieces[1:-1] for point in piece),
                *_until(last, end.km if ahead else self.pieces[end.piece].km - end.km),
            ]
        positions = [start.position, *(Position(lat=lat, lon=lon) for lon, lat in run), end.position]
        return tuple(p for i, p in enumerate(positions) if not i or p != positions[i - 1])

    def _run(self, state: State) -> tuple[LonLat, ...]:
        points = self.pieces[state[0]].points
        return points if state[1] else points[::-1]


def _access(stand: _Stand, end: Position) -> Access:
    return Access(station=None, position=stand.position, end=end, km=distance_km(stand.position, end))


def _foot(points: Sequence[LonLat], position: Position, narrow: float) -> Position:
    drawn = shapely.LineString([(lon * narrow, lat) for lon, lat in points])
    foot = drawn.interpolate(drawn.project(shapely.Point(position.lon * narrow, position.lat)))
    return Position(lat=foot.y, lon=foot.x / narrow)


def _lengths(points: Sequence[LonLat]) -> list[float]:
    """Kilometres from the first point to each."""
    at = [0.0]
    for (lon, lat), (next_lon, next_lat) in pairwise(points):
        at.append(at[-1] + distance_km(Position(lat=lat, lon=lon), Position(lat=next_lat, lon=next_lon)))
    return at


def _along_km(points: Sequence[LonLat], foot: Position, narrow: float) -> float:
    """How far along a piece a point on it lies."""
    drawn = shapely.LineString([(lon * narrow, lat) for lon, lat in points])
    share = drawn.project(shapely.Point(foot.lon * narrow, foot.lat))
    at = 0.0
    for i, (a, b) in enumerate(pairwise(drawn.coords)):
        step = math.dist(a, b)
        if at + step >= share or i == len(points) - 2:
            ahead = Position(lat=points[i][1], lon=points[i][0])
            return _lengths(points[: i + 1])[-1] + distance_km(ahead, foot)
        at += step
    return 0.0


def _from(points: Sequence[LonLat], km: float) -> list[LonLat]:
    return [point for point, at in zip(points, _lengths(points), strict=True) if at > km]


def _until(points: Sequence[LonLat], km: float) -> list[LonLat]:
    return [point for point, at in zip(points, _lengths(points), strict=True) if at < km]


def _between(points: Sequence[LonLat], start: _Stand, end: _Stand, *, forwards: bool, whole: float) -> list[LonLat]:
    low, high = (start.km, end.km) if forwards else (whole - start.km, whole - end.km)
    return [point for point, at in zip(points, _lengths(points), strict=True) if low < at < high]
