"""Chainage: lengths by kilometre posts, and positions between posts along the drawing.

Posts give lengths and nothing else does: a drawing through stations is 10 to 30 % shorter than the
track. Between two points of known kilometre the position moves evenly along the straight line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.rail.line import Line, Quality, RailError


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A kilometre of a line whose position is known: a post's station, or a point of the drawing."""

    km: float
    position: Position
    quality: Quality
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Two neighbouring posts between which the straight line is longer than they say."""

    line: str
    station: str
    next: str
    geodesic_km: float
    posts_km: float


def anchors(line: Line) -> tuple[Anchor, ...]:
    """Everything the drawing of a line runs through, in order of kilometres."""
    known = [
        Anchor(km=post.km, position=post.station.position, quality=post.station.quality, source=post.station.source)
        for post in line.posts
    ] + [
        Anchor(km=point.km, position=point.position, quality=point.quality, source=point.source) for point in line.shape
    ]
    return tuple(sorted(known, key=lambda anchor: anchor.km))


def position_at(line: Line, km: float) -> Position:
    """Where a kilometre of a line lies. Raises `RailError` outside its posts.

    Good to the quality of the two points around it: half a kilometre at best.
    """
    known = anchors(line)
    if not known[0].km <= km <= known[-1].km:
        msg = f"{line.name()} runs from post {known[0].km:g} to {known[-1].km:g}, got kilometre {km:g}"
        raise RailError(msg)
    before = max((anchor for anchor in known if anchor.km <= km), key=lambda anchor: anchor.km)
    after = min((anchor for anchor in known if anchor.km >= km), key=lambda anchor: anchor.km)
    if before.km == after.km:
        return before.position
    return between(before.position, after.position, (km - before.km) / (after.km - before.km))


def stretch(line: Line, start_km: float, end_km: float) -> tuple[Anchor, ...]:
    """What the drawing runs through from one post to another, in that direction."""
    low, high = min(start_km, end_km), max(start_km, end_km)
    inside = tuple(anchor for anchor in anchors(line) if low <= anchor.km <= high)
    return inside if start_km <= end_km else inside[::-1]


def impossible_pairs(line: Line) -> tuple[Excess, ...]:
    """Neighbouring posts closer together than the straight line allows, beyond their tolerance.

    The tolerance is that of the worst of the two posts and two points. One of them is wrong then, and
    `exceptions.tsv` says which is thought to be; the post stays as it was published.
    """
    found = []
    for a, b in pairwise(line.posts):
        straight = distance_km(a.station.position, b.station.position)
        worst = max(a.quality, b.quality, a.station.quality, b.station.quality)
        if straight > b.km - a.km + worst.tolerance_km:
            found.append(
                Excess(
                    line=line.id,
                    station=a.station.id,
                    next=b.station.id,
                    geodesic_km=straight,
                    posts_km=b.km - a.km,
                )
            )
    return tuple(found)


def between(a: Position, b: Position, share: float) -> Position:
    """The point a share of the way from `a` to `b`, on the plain map: within metres below 50 km."""
    return Position(lat=a.lat + share * (b.lat - a.lat), lon=a.lon + share * (b.lon - a.lon))


def drawn_km(points: Sequence[Anchor]) -> float:
    """Length of a drawing, which is shorter than the track."""
    return sum(distance_km(a.position, b.position) for a, b in pairwise(points))
