"""Whether a place lies in the middle of two others, as "halfway between X and Y" says.

With a and b the geodesics to the two ends, and c that between the ends; the worse of the lines decides:

| what is asked                                       | consistent | plausible  | else         |
|-----------------------------------------------------|------------|------------|--------------|
| lean, abs(a - b) / (a + b)                          | up to 0.20 | up to 1/3  | contradicted |
| detour, (a + b) / c; of "halfway", not "equidistant" | up to 1.20 | up to 1.54 | contradicted |

A lean of 0.20 is 40 to 60 % of the way, 1/3 is twice as far from one end as from the other. Where a and b differ by
no more than a kilometre, or than the places' own uncertainty if that is less, nothing leans.

Where the bounds come from: twelve towns that an encyclopedia calls halfway between two others, all those whose ends
the gazetteer knows, lie at 40 to 61 % of the way, one of them beyond 60, with detours up to 1.05. The detour may be
more, for roads turn: the upper bound is that of a road to its geodesic (`measuring.ROAD_CIRCUITY`).
"""

from collections.abc import Sequence
from dataclasses import replace

from geomap.checks.check import Explanation, Judgement, Measurement, Verdict
from geomap.checks.judging import UNSURE, UNVERIFIABLE, End, best_known, namesakes_apart, taken_back
from geomap.checks.measuring import ROAD_CIRCUITY, measure
from geomap.checks.verdicts import SLACK_KM, worse
from geomap.claims.claim import Relation
from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.rail import RailNetwork

LEAN = (0.20, 1 / 3)
DETOUR = (1.20, ROAD_CIRCUITY[1])


def judge_middle(
    relation: Relation, subject: End, ends: tuple[End, End], railways: RailNetwork | None = None
) -> Judgement:
    """The judgement on a place told to lie in the middle of `ends`; a contradiction is first put to their namesakes."""
    places = (subject.place, ends[0].place, ends[1].place)
    if not all(place.is_point for place in places) or len({place.id for place in places}) < len(places):
        return UNVERIFIABLE
    found = _held(relation, *places, railways)
    if found.verdict is not Verdict.CONTRADICTED:
        return found
    place, sure = _namesake(relation, (subject, *ends)) or (None, min(end.confidence for end in (subject, *ends)))
    if place is None and sure >= UNSURE:
        return found
    found = replace(found, namesake=place, explained_by=(Explanation.HOMONYM,))
    return taken_back(found) if sure < UNSURE else found


def _held(relation: Relation, subject: Place, one: Place, two: Place, railways: RailNetwork | None) -> Judgement:
    """The judgement if these are the three places."""
    from_one, from_two = (measure(subject, end, railways=railways) for end in (one, two))
    verdict = _lean_verdict(from_one, from_two)
    if relation is Relation.HALFWAY:
        verdict = worse(verdict, _graded(detour(from_one, from_two), DETOUR))
    return Judgement(
        measurement=from_one,
        from_other=from_two,
        error_pct=None,
        off_deg=None,
        distance_verdict=verdict,
        direction_verdict=Verdict.CONSISTENT,
        verdict=verdict,
        explained_by=(),
    )


def detour(from_one: Measurement, from_two: Measurement) -> float:
    """How many times as long the way from end to end is through the place."""
    straight = distance_km(from_one.anchor.position, from_two.anchor.position)
    return (from_one.geodesic_km + from_two.geodesic_km) / straight if straight > 0 else 1.0


def lies_aside(from_one: Measurement, from_two: Measurement) -> bool:
    """Whether the way through the place is so much longer that it hardly lies between."""
    return detour(from_one, from_two) > DETOUR[0]


def _lean_verdict(from_one: Measurement, from_two: Measurement) -> Verdict:
    a, b = from_one.geodesic_km, from_two.geodesic_km
    slack = min(SLACK_KM, from_one.uncertainty_km, from_two.uncertainty_km)
    return _graded(max(abs(a - b) - slack, 0.0) / (a + b) if a + b > 0 else 0.0, LEAN)


def _graded(value: float, bounds: tuple[float, float]) -> Verdict:
    if value <= bounds[0]:
        return Verdict.CONSISTENT
    return Verdict.PLAUSIBLE if value <= bounds[1] else Verdict.CONTRADICTED


def _namesake(relation: Relation, ends: Sequence[End]) -> tuple[Place, float] | None:
    """The best known other bearer of one of the three names for which it would be so, and how sure that end is."""
    fitting: list[tuple[Place, float]] = []
    for i, end in enumerate(ends):
        for place in namesakes_apart(end):
            places = [other.place for other in ends]
            places[i] = place
            if len({p.id for p in places}) == len(places):
                found = _held(relation, places[0], places[1], places[2], None)
                if found.verdict is Verdict.CONSISTENT:
                    fitting.append((place, end.confidence))
    return best_known(fitting)
