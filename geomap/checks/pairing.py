"""Checking a desk's row: the two places of bare names or points, and the judgement on what is said of them."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.checks.check import Judgement
from geomap.checks.judging import UNVERIFIABLE, End, judge
from geomap.checks.pairs import Pair, PairEnd
from geomap.checks.summary import summarise
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.places.lookup import Found, look_up
from geomap.position import Position
from geomap.rail import RailNetwork

SAME_KM = 10.0
"""A bearer of the name this near to the point is the place meant, and lends its radius and its station."""

POINT_RADIUS_KM = 1.0
"""That of a village: all one can say of a point without a place."""

SUREST = 0.99
"""A name is never quite as sure as a point."""

_QUALIFIED = re.compile(r"(?P<name>.+?)\s*[,(/]\s*(?P<area>[^,()/]+?)\s*\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCheck:
    """A row's judgement. `problem` is set where a name is nobody's: nothing can then be measured."""

    pair: Pair
    subject: Place | None
    anchor: Place | None
    judgement: Judgement
    summary: str
    problem: str = ""


def check_pair(pair: Pair, gazetteer: Gazetteer, railways: RailNetwork | None, lang: str) -> PairCheck:
    """The judgement on a row, with its sentence in the row's language or else in `lang`.

    Points are taken as they are. A name alone is looked up; of two names the one with fewer bearers is
    found first, and the other near it.
    """
    ends = (pair.subject, pair.anchor)
    found: list[End | None] = [_at_point(end, gazetteer) for end in ends]
    bearers = [() if end else bearers_of(pair_end.name, gazetteer) for end, pair_end in zip(found, ends, strict=True)]
    for i in sorted(range(2), key=lambda i: len(bearers[i])):
        if bearers[i]:
            other = found[1 - i]
            near = bearers_of(ends[i].name, gazetteer, near=other.place) if other is not None else bearers[i]
            found[i] = _named(near)
    told_in = pair.lang or lang
    names = (_name(pair.subject, found[0], told_in), _name(pair.anchor, found[1], told_in))
    judged = UNVERIFIABLE if found[0] is None or found[1] is None else judge(pair.stated, found[0], found[1], railways)
    unknown = [end.name for end, known in zip(ends, found, strict=True) if known is None]
    places = (found[0].place if found[0] else None, found[1].place if found[1] else None)
    return PairCheck(
        pair=pair,
        subject=places[0],
        anchor=places[1],
        judgement=judged,
        summary=summarise(pair.stated, names, judged, told_in, places),
        problem=f"no place is called {' or '.join(repr(name) for name in unknown)}" if unknown else "",
    )


def bearers_of(name: str, gazetteer: Gazetteer, *, near: Place | None = None) -> tuple[Found, ...]:
    """The places of a bare name, best first; "Paris, Texas" and "London (Ontario)" are those of that area."""
    found = look_up(name, gazetteer, near=near, guess=False).found
    qualified = _QUALIFIED.fullmatch(name)
    if found or qualified is None:
        return found
    found = look_up(qualified["name"], gazetteer, near=near, guess=False).found
    areas = [f.candidate.place for f in look_up(qualified["area"], gazetteer, guess=False).found]
    inside = tuple(f for f in found if any(area.contains(f.candidate.place) for area in areas))
    return inside or found


def _at_point(end: PairEnd, gazetteer: Gazetteer) -> End | None:
    if end.position is None:
        return None
    lat, lon = end.position.latlon
    known = _known(end.name, end.position, gazetteer) if end.name else None
    place = Place(
        id=known.id if known is not None else point_id(end.position),
        name=end.name or f"{lat:.4f}, {lon:.4f}",
        position=end.position,
        radius_km=known.radius_km if known is not None else POINT_RADIUS_KM,
        country=known.country if known is not None else "",
        feature_class=known.feature_class if known is not None else "P",
        feature_code=known.feature_code if known is not None else "PPL",
        source=known.source if known is not None else "",
        url=known.url if known is not None else "",
        extent=known.extent if known is not None else (),
    )
    return End(place=place, confidence=1.0, namesakes=tuple)


def _known(name: str, position: Position, gazetteer: Gazetteer) -> Place | None:
    qualified = _QUALIFIED.fullmatch(name)
    forms = dict.fromkeys((name, qualified["name"] if qualified else name))
    return next(filter(None, (bearer_at(form, position, gazetteer) for form in forms)), None)


def bearer_at(name: str, position: Position, gazetteer: Gazetteer) -> Place | None:
    """The place of the name that a point stands for: the nearest with a point of its own, within `SAME_KM`."""
    near = [(distance_km(c.place.position, position), c.place) for c in gazetteer.candidates(name) if c.place.is_point]
    away, known = min(near, key=lambda item: (item[0], item[1].id), default=(math.inf, None))
    return known if away <= SAME_KM else None


def point_id(position: Position) -> str:
    """The identifier of a point that no place of the gazetteer stands for."""
    return f"point:{position.lat:.5f},{position.lon:.5f}"


def _named(found: Sequence[Found]) -> End:
    best, *others = (f.candidate.place for f in found)
    share = 1.0 / math.fsum(math.exp(f.points - found[0].points) for f in found)
    return End(place=best, confidence=min(share, SUREST), namesakes=lambda: others)


def _name(end: PairEnd, found: End | None, lang: str) -> str:
    return end.name or (found.place.name_in(lang) if found is not None else "")
