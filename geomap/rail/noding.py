"""Making one graph of loose lines: pieces that meet at nodes, and a report of what is amiss.

Lines meet where they share a point, as OpenStreetMap has it, and where a loose end lies within a
tolerance of another line. A mere crossing is a bridge: no train turns off there.

Reading order: `make_track` is the whole; `_joined` closes gaps, `_pieces` cuts lines at nodes,
`_components` finds islands.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import shapely

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.rail.importing import LonLat

NEAR_MISS_M = 500.0
"""A loose end this near to another loose end, or to track it does not hang together with, is a gap worth telling."""

_M_PER_DEG = 111_320.0
_SHORT_DEG = 0.1
_A_KM, _E2 = 6378.137, 0.00669437999014  # WGS84


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A loose end and the metres to the next line."""

    position: Position
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Island:
    """Track that no rails join to the largest part: where, and how long."""

    position: Position
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was amiss with the lines, none of it fatal.

    `joined` gaps were closed within the tolerance, `gaps` are a little wider and were not. `loops` are
    independent ways round, closed lines and double track among them.
    """

    duplicates: int
    joined: tuple[Gap, ...]
    gaps: tuple[Gap, ...]
    loops: int
    islands: tuple[Island, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Track between two nodes, which are numbers."""

    start: int
    end: int
    points: tuple[LonLat, ...]
    km: float


def make_track(lines: Sequence[tuple[LonLat, ...]], tolerance_m: float) -> tuple[tuple[Piece, ...], Findings]:
    """Pieces of track that meet at nodes, and what was found on the way."""
    once = _without_twins(lines)
    meetings = _joined(once, _shared(once), tolerance_m)
    once, links = _linked(once, meetings, tolerance_m)
    numbers = _numbered(_shared(once) | {point for link in links for point in link}, links)
    pieces, twins = _pieces(once, numbers)
    parts = sorted(_components(pieces), key=lambda part: -math.fsum(piece.km for piece in part))
    part_of = {node: i for i, part in enumerate(parts) for piece in part for node in (piece.start, piece.end)}
    findings = Findings(
        duplicates=len(lines) - len(_without_twins(lines)) + twins,
        joined=tuple(Gap(position=_position(end), metres=round(_metres(end, point), 1)) for end, point in links),
        gaps=tuple(
            Gap(position=_position(meeting.end), metres=round(meeting.metres, 1))
            for meeting in _worth_telling(meetings)
            if meeting.metres > tolerance_m
            and (meeting.mutual or part_of[numbers[meeting.end]] != part_of[numbers[once[meeting.other][0]]])
        ),
        loops=len(pieces) - len(part_of) + len(parts),
        islands=tuple(
            Island(position=_position(part[0].points[0]), km=round(math.fsum(piece.km for piece in part), 3))
            for part in parts[1:]
        ),
    )
    return pieces, findings


def _without_twins(lines: Iterable[tuple[LonLat, ...]]) -> list[tuple[LonLat, ...]]:
    """Each line once, whichever way it was drawn."""
    return list({min(line, line[::-1]): line for line in lines}.values())


def _shared(lines: Iterable[tuple[LonLat, ...]]) -> set[LonLat]:
    """The ends of lines, and points where lines meet or one meets itself."""
    seen: Counter[LonLat] = Counter()
    ends: set[LonLat] = set()
    for line in lines:
        seen.update(line)
        ends |= {line[0], line[-1]}
    return ends | {point for point, times in seen.items() if times > 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meeting:
    """A loose end, and the nearest point of another line; `mutual` if that is a loose end nearest to this one."""

    end: LonLat
    other: int
    point: LonLat
    metres: float
    mutual: bool = False


def _joined(lines: Sequence[tuple[LonLat, ...]], nodes: set[LonLat], tolerance_m: float) -> list[_Meeting]:
    """What each loose end nearly meets."""
    times = Counter(point for line in lines for point in line)
    tree = shapely.STRtree([shapely.LineString(line) for line in lines])
    meetings = []
    for own, line in enumerate(lines):
        for end in dict.fromkeys((line[0], line[-1])):
            if times[end] > 1 or line[0] == line[-1]:
                continue
            found = _nearest(tree, lines, own, end, max(NEAR_MISS_M, tolerance_m), nodes)
            if found is not None:
                meetings.append(_Meeting(end=end, metres=found[0], other=found[1], point=found[2]))
    return meetings


def _worth_telling(meetings: Sequence[_Meeting]) -> list[_Meeting]:
    """Each pair of loose ends that face each other once, and all others."""
    pairs = {(meeting.end, meeting.point) for meeting in meetings}
    return [
        replace(meeting, mutual=(meeting.point, meeting.end) in pairs)
        for meeting in meetings
        if (meeting.point, meeting.end) not in pairs or meeting.end < meeting.point
    ]


def _linked(
    lines: Sequence[tuple[LonLat, ...]], meetings: Iterable[_Meeting], tolerance_m: float
) -> tuple[list[tuple[LonLat, ...]], list[tuple[LonLat, LonLat]]]:
    """The lines with a point where a loose end within the tolerance meets them, and the links to close."""
    linked = list(lines)
    links: list[tuple[LonLat, LonLat]] = []
    inserted: dict[int, list[LonLat]] = defaultdict(list)
    for meeting in meetings:
        if meeting.metres > tolerance_m:
            continue
        if (meeting.point, meeting.end) not in links:
            links.append((meeting.end, meeting.point))
        if meeting.point not in linked[meeting.other]:
            inserted[meeting.other].append(meeting.point)
    for number, points in inserted.items():
        linked[number] = _with_points(linked[number], points)
    return linked, links


def _nearest(  # noqa: PLR0913
    tree: shapely.STRtree,
    lines: Sequence[tuple[LonLat, ...]],
    own: int,
    end: LonLat,
    within_m: float,
    nodes: set[LonLat],
) -> tuple[float, int, LonLat] | None:
    """The nearest point of another line: an end or shared point if it is about as near, else on the line."""
    around = within_m / _M_PER_DEG / max(0.05, math.cos(math.radians(end[1])))
    best: tuple[float, int, LonLat] | None = None
    for other in sorted(int(i) for i in tree.query(shapely.Point(end).buffer(around))):
        if other == own:
            continue
        line = lines[other]
        near = min((_metres(end, point), point) for point in (line[0], line[-1]))
        within = [(_metres(end, point), point) for point in line if point in nodes]
        near = min([near, *within])
        foot = _foot(line, end)
        metres = _metres(end, foot)
        found = (near[0], other, near[1]) if near[0] <= metres + 1.0 else (metres, other, foot)
        if found[0] <= within_m and (best is None or found < best):
            best = found
    return best


def _foot(line: tuple[LonLat, ...], end: LonLat) -> LonLat:
    """The point of a line nearest to another point, on a plain map narrowed by the latitude."""
    narrow = math.cos(math.radians(end[1]))
    drawn = shapely.LineString([(lon * narrow, lat) for lon, lat in line])
    foot = drawn.interpolate(drawn.project(shapely.Point(end[0] * narrow, end[1])))
    return (round(foot.x / narrow, 7), round(foot.y, 7))


def _with_points(line: tuple[LonLat, ...], points: list[LonLat]) -> tuple[LonLat, ...]:
    """A line with more points on it, in order along it."""
    narrow = math.cos(math.radians(line[0][1]))
    flat = [(lon * narrow, lat) for lon, lat in line]
    drawn = shapely.LineString(flat)
    at = [math.fsum(math.dist(a, b) for a, b in pairwise(flat[: i + 1])) for i in range(len(line))]
    extra = [(drawn.project(shapely.Point(lon * narrow, lat)), (lon, lat)) for lon, lat in points]
    return tuple(point for _, point in sorted([*zip(at, line, strict=True), *extra], key=lambda pair: pair[0]))


def _numbered(nodes: set[LonLat], links: Iterable[tuple[LonLat, LonLat]]) -> dict[LonLat, int]:
    """A number for each node; linked ones share it."""
    parent = {node: node for node in nodes}

    def root(node: LonLat) -> LonLat:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in links:
        parent[root(a)] = root(b)
    roots = {node: number for number, node in enumerate(sorted({root(node) for node in nodes}))}
    return {node: roots[root(node)] for node in nodes}


def _pieces(lines: Iterable[tuple[LonLat, ...]], numbers: dict[LonLat, int]) -> tuple[tuple[Piece, ...], int]:
    """The lines cut at nodes, and how many pieces lay twice in the same place."""
    pieces: dict[tuple[LonLat, ...], Piece] = {}
    twins = 0
    for line in lines:
        cuts = [i for i, point in enumerate(line) if point in numbers]
        for a, b in pairwise(cuts):
            points = line[a : b + 1]
            key = min(points, points[::-1])
            if key in pieces:
                twins += 1
                continue
            pieces[key] = Piece(start=numbers[points[0]], end=numbers[points[-1]], points=points, km=_length_km(points))
    return tuple(pieces.values()), twins


def _components(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that hang together."""
    at: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        at[piece.start].append(number)
        at[piece.end].append(number)
    left = dict.fromkeys(range(len(pieces)))
    parts = []
    while left:
        found = [next(iter(left))]
        del left[found[0]]
        for number in found:
            for node in (pieces[number].start, pieces[number].end):
                near = [other for other in dict.fromkeys(at[node]) if other in left]
                found += near
                for other in near:
                    del left[other]
        parts.append([pieces[number] for number in found])
    return parts


def _position(point: LonLat) -> Position:
    return Position(lat=point[1], lon=point[0])


def _metres(a: LonLat, b: LonLat) -> float:
    """On a plain map, good to a metre or so below a few kilometres."""
    narrow = math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot((a[0] - b[0]) * narrow, a[1] - b[1]) * _M_PER_DEG


def _length_km(points: Sequence[LonLat]) -> float:
    return math.fsum(_short_km(a, b) for a, b in pairwise(points))


def _short_km(a: LonLat, b: LonLat) -> float:
    """The geodesic, by the ellipsoid's two radii where it is short enough: good to 1 m in 10 km, and fast."""
    if abs(a[0] - b[0]) > _SHORT_DEG or abs(a[1] - b[1]) > _SHORT_DEG:
        return distance_km(_position(a), _position(b))
    lat = math.radians((a[1] + b[1]) / 2)
    bulge = 1.0 - _E2 * math.sin(lat) ** 2
    north = math.radians(a[1] - b[1]) * _A_KM * (1.0 - _E2) / bulge**1.5
    east = math.radians(a[0] - b[0]) * _A_KM * math.cos(lat) / math.sqrt(bulge)
    return math.hypot(north, east)
