"""From two places and what is said of them to a judgement, which doubts our own reading of the names first."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from geomap.checks.check import Explanation, Judgement, Verdict
from geomap.checks.explaining import explanations
from geomap.checks.measuring import measure
from geomap.checks.verdicts import direction_verdict, distance_verdict, worse
from geomap.claims.claim import Mode
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass, angle_between_deg, distance_km
from geomap.quantity import Quantity
from geomap.rail import RailNetwork

APART_KM = 25.0
"""Bearers of one name that are nearer to each other than this are one place under two entries, or town and station."""

ABSURD = 4.0
"""How many times too long or too short a figure is when a doubtful reading of a name is the likelier mistake."""

INCREDIBLE = 20.0
"""How many times when any reading is: a slip of the pen adds a nought, and no more."""

DWARFED = 500
"""How many times as many people must live in the place taken for no smaller bearer of its name to be suspected."""

UNSURE = 0.5
"""Confidence below which a place was hardly chosen: the resolution itself lets nothing lean on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is said of two places: a length, and perhaps a direction, a way and the anchor's side."""

    quantity: Quantity
    direction: Compass | None = None
    mode: Mode = Mode.UNSPECIFIED
    side: Compass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A place at one end, how sure it is the one meant, and what else bears its name (asked for only in doubt)."""

    place: Place
    confidence: float
    namesakes: Callable[[], Sequence[Place]]


UNVERIFIABLE = Judgement(
    measurement=None,
    error_pct=None,
    off_deg=None,
    distance_verdict=Verdict.UNVERIFIABLE,
    direction_verdict=Verdict.UNVERIFIABLE,
    verdict=Verdict.UNVERIFIABLE,
    explained_by=(),
)
"""Where an end is unknown, or is an area that has no one point to measure from."""


def judge(stated: Stated, subject: End, anchor: End, railways: RailNetwork | None = None) -> Judgement:
    """The judgement on a claim. A contradiction is put to the other bearers of both names before it is told.

    One for which the claim would hold is named as a suspect. The contradiction stands where the place was
    surely chosen; else nothing is verified. So it is where a figure is absurd and a place hardly chosen, or
    incredible and the places not given as points.
    """
    if not (subject.place.is_point and anchor.place.is_point) or subject.place.id == anchor.place.id:
        return UNVERIFIABLE
    found = held(stated, subject.place, anchor.place, railways)
    if found.verdict is not Verdict.CONTRADICTED:
        return found
    place, sure = _namesake(stated, subject, anchor) or (None, min(subject.confidence, anchor.confidence))
    times = _times_off(stated, found)
    doubtful = (sure < UNSURE and (place is not None or times > ABSURD)) or (sure < 1.0 and times > INCREDIBLE)
    if place is not None or doubtful:
        found = replace(found, namesake=place, explained_by=(*found.explained_by, Explanation.HOMONYM))
    return taken_back(found) if doubtful else found


def held(stated: Stated, subject: Place, anchor: Place, railways: RailNetwork | None = None) -> Judgement:
    """The judgement if these are the two places."""
    measurement = measure(subject, anchor, side=stated.side, railways=railways)
    km = measurement.geodesic_km
    distance = distance_verdict(stated.quantity, measurement, mode=stated.mode)
    if stated.side is not None and measurement.anchor_edge is None and distance is Verdict.CONTRADICTED:
        # The edge that the text means is not known; the centre cannot speak against it.
        distance = Verdict.UNVERIFIABLE
    direction = direction_verdict(stated.direction, measurement)
    point = stated.direction
    return Judgement(
        measurement=measurement,
        error_pct=100.0 * (stated.quantity.value_km - km) / km if km > 0 else None,
        off_deg=None if point is None else angle_between_deg(point.bearing_deg, measurement.bearing_deg),
        distance_verdict=distance,
        direction_verdict=direction,
        verdict=worse(distance, direction),
        explained_by=explanations(stated.quantity, measurement, distance, mode=stated.mode),
    )


def _namesake(stated: Stated, subject: End, anchor: End) -> tuple[Place, float] | None:
    """The best known other bearer of either name for which the number is consistent and the direction plausible.

    With it, how sure the place is that it would stand in for.
    """
    fitting: list[tuple[Place, float]] = []
    for end, other in ((subject, anchor), (anchor, subject)):
        for place in namesakes_apart(end):
            ends = (place, other.place) if end is subject else (other.place, place)
            if ends[0].id == ends[1].id:
                continue
            found = held(replace(stated, side=None), *ends)
            if found.distance_verdict is Verdict.CONSISTENT and found.direction_verdict is not Verdict.CONTRADICTED:
                fitting.append((place, end.confidence))
    return best_known(fitting)


def best_known(fitting: Sequence[tuple[Place, float]]) -> tuple[Place, float] | None:
    """Of places, each with how sure the one is that it would stand in for, that with the most people."""
    return max(fitting, key=lambda item: (item[0].population, item[0].id), default=None)


def namesakes_apart(end: End) -> Iterator[Place]:
    """The other bearers of an end's name that may be suspected: points elsewhere, and not dwarfed by the one taken."""
    for place in end.namesakes():
        dwarfed = place.population * DWARFED < end.place.population
        if not dwarfed and place.is_point and distance_km(place.position, end.place.position) >= APART_KM:
            yield place


def _times_off(stated: Stated, found: Judgement) -> float:
    """How many times too long or too short a contradicted number is; 1 where only the direction is wrong."""
    if found.measurement is None or found.distance_verdict is not Verdict.CONTRADICTED:
        return 1.0
    ratio = found.measurement.geodesic_km / stated.quantity.value_km
    return max(ratio, 1 / ratio) if ratio > 0 else math.inf


def taken_back(found: Judgement) -> Judgement:
    """The same without its contradictions: they may be geomap's own mistake."""

    def doubted(verdict: Verdict) -> Verdict:
        return Verdict.UNVERIFIABLE if verdict is Verdict.CONTRADICTED else verdict

    distance, direction = doubted(found.distance_verdict), doubted(found.direction_verdict)
    return replace(found, distance_verdict=distance, direction_verdict=direction, verdict=Verdict.UNVERIFIABLE)
