"""Choosing which of the places that bear a name is meant.

A sum of a few signals, each in points; the highest total wins, the margin makes the confidence. The
weights were set by hand on the founding articles; a ranker fitted on gold will replace them.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from geomap.claims.claim import Claim
from geomap.gazetteer.grid import at_least_km
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, NameKind, Place
from geomap.geodesy import angle_between_deg, bearing_deg, distance_km
from geomap.mentions.mention import Mention

POPULATION = 0.8
"""Points for each power of ten of people: a village near by does not beat a metropolis."""
EXACT = 1.0
OWN_NAME = 1.0
FEATURE = 4.0
COUNTRY = 2.0
CAPITAL = 1.5
CURATED = 2.0
STATE = 4.0
REGION = 2.0
"""For a region with at least as many people as the largest town of its name: New York, not Manchester Parish."""
ALIAS = 1.0
"""Off what is known by a name of old, or in no language that is told: Amman is not meant by Philadelphia."""
DISTRICT = -2.0
"""A bare name seldom means a district, whose own word ("County", "département de") would be there."""
CONTAINED = 9.0
"""What lies in the area named right after it: "Paris, Texas"."""
INHABITED = 1.5
"""For a region, each town of the story whose best-known bearer lies in it, up to `MOST_INHABITED`."""
MOST_INHABITED = 2
REGIONAL = 1.0
"""For what lies in a region that the story names."""
SUPPORT = 8.0
"""For what lies in the region that all other names of the story point to. Of 0, 4, 6, 8 and 12, chosen where
accuracy on local news (LGL: .77, .84, .85, .86, .86) stops rising; world news hardly cares."""
TOLD_SUPPORT = 0.2
"""Share of the names from which a reader is told of it."""
LEAST_SUPPORT = 0.05
"""Share below which the others do not tie a place to the story."""
MINOR = 100_000
"""People below which a place is not meant far from everything else that a story names (20,000 and 0 tried too)."""
TELLING = 4
"""Names that a story has at least when its silence about a place's country tells something."""
HOME = 0.7
"""Less than a factor of ten in people: Orléans on the Loire before a suburb of Ottawa."""
NEAR = 1.5
CLAIMED = 3.0
SHARPNESS = 1.5
"""How fast confidence grows with the margin."""
SEAT = 3.0
SEATS = frozenset({"GOVL", "PAL", "BLDG"})
"""Buildings that stand for a government are what news means by their names, not a town called White House."""
NATURAL = frozenset("HLT")
"""Classes whose area in square kilometres says what a population says of a town: the Sahel before a district."""
VAST = frozenset({"OCN", "SEA", "CONT"})
NEAR_KM = 300.0
"""Within this of another place of the story counts as near: a long day by train."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the rest of the article says: the weight of each country and the places settled already.

    `countries` leaves out what the name itself says. `containers` are the areas that may be meant by
    the name right after it. `regions` are those named in the story, by country and code, and
    `inhabited` counts, by the same key, the towns of the story whose best-known bearer lies there.
    `support` is the share of the story's other names that point to a region, by the same key.
    `names` counts the story's different names.
    `is_curated` tells whether somebody chose to put a place into the gazetteer's own files. `home` are
    the countries whose towns a reader of the article's language means, all else being equal.
    """

    countries: Mapping[str, float]
    settled: Sequence[Place]
    is_curated: Callable[[str], bool]
    home: Collection[str] = frozenset()
    containers: Sequence[Place] = ()
    regions: Collection[tuple[str, str]] = frozenset()
    inhabited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    support: Mapping[tuple[str, str], float] = field(default_factory=dict)
    names: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A candidate with its points and the reasons that gave them."""

    candidate: Candidate
    points: float
    because: tuple[str, ...]
    stray: bool = False
    """A little-known place that nothing in the story points to."""


def rank(mention: Mention, candidates: Sequence[Candidate], context: Context) -> tuple[Scored, ...]:
    """The candidates for a mention, best first; ties go to the larger population, then the id."""
    towns = max((c.place.population for c in candidates if c.place.feature_class == "P"), default=0)
    scored = [_score(mention, candidate, context, towns) for candidate in candidates]
    return tuple(sorted(scored, key=lambda s: (-s.points, -s.candidate.place.population, s.candidate.place.id)))


def _score(mention: Mention, candidate: Candidate, context: Context, towns: int) -> Scored:
    """The points of one candidate; `towns` is how many live in the largest town of its name."""
    place = candidate.place
    points, because = 0.0, []
    if candidate.match is Match.EXACT:
        points += EXACT
    if fold(place.name) == fold(mention.text):
        points += OWN_NAME
    if place.population:
        points += POPULATION * math.log10(place.population)
    if mention.features and place.feature_code in mention.features:
        points += FEATURE
        because.append(f"the text says “{mention.head}”")
    points += _renown(candidate, context, because)
    points += _standing(place, context, because, towns)
    support = context.support.get((place.country, place.region), 0.0)
    points += SUPPORT * support
    if support >= TOLD_SUPPORT:
        because.append(f"{support:.0%} of the story’s other names point to its region")
    if place.country in context.home and place.feature_class == "P":
        points += HOME
    share = context.countries.get(place.country, 0.0)
    if share and place.country:
        points += COUNTRY * share + 0.5
        because.append(f"{share:.0%} of the story’s countries")
    near = None if place.is_area else _nearest(place, context.settled)
    if near is not None:
        points += NEAR
        because.append(f"{near[0]:.0f} km from {near[1].name}")
    tied = share or support >= LEAST_SUPPORT or near is not None or because
    small = place.population < MINOR and not context.is_curated(place.id)
    stray = small and not tied and context.names >= TELLING
    return Scored(candidate=candidate, points=points, because=tuple(because), stray=stray)


def _renown(candidate: Candidate, context: Context, because: list[str]) -> float:
    """Points for what a place is in the world; none for one that only an old or odd name leads to."""
    place = candidate.place
    if _is_alias(candidate):
        return -ALIAS
    points = 0.0
    if place.is_country or place.feature_code in VAST:
        points += STATE
        because.append("a country" if place.is_country else "an ocean, sea or continent")
    if place.is_capital:
        points += CAPITAL
        because.append("a capital")
    if context.is_curated(place.id):
        points += CURATED + (SEAT if place.feature_code in SEATS else 0.0)
        if place.feature_class in NATURAL:
            points += POPULATION * math.log10(max(1.0, math.pi * place.radius_km**2))
    return points


def _nearest(place: Place, settled: Sequence[Place]) -> tuple[float, Place] | None:
    """The place of the story nearest to another, and the kilometres there; None where none lies near.

    A geodesic takes 0.3 ms: those that a cheap bound rules out are not measured.
    """
    others = [p for p in settled if p.id != place.id and not p.is_area]
    bounds = sorted((at_least_km(place.position, *p.position.latlon), number) for number, p in enumerate(others))
    best, best_km = None, NEAR_KM
    for bound, number in bounds:
        if bound > best_km:
            break
        away = distance_km(others[number].position, place.position)
        if away < best_km or (best is None and away == best_km):
            best, best_km = others[number], away
    return None if best is None else (best_km, best)


def _is_alias(candidate: Candidate) -> bool:
    """Whether the name that matched is an old one, or one of which nobody says in which language it is used."""
    name = candidate.name
    return name.kind is NameKind.HISTORICAL or (name.kind is NameKind.EXONYM and not name.lang)


def _standing(place: Place, context: Context, because: list[str], towns: int) -> float:
    """Points for what a place is among regions: one itself, a district, or within one that the text names."""
    points, region = 0.0, (place.country, place.region)
    container = next((area for area in context.containers if contains(area, place)), None)
    if container is not None:
        points += CONTAINED
        because.append(f"in {container.name}, which the text names after it")
    if place.is_region:
        points += REGION if place.population >= towns else 0.0
        inhabited = min(MOST_INHABITED, context.inhabited.get(region, 0))
        if inhabited:
            points += INHABITED * inhabited
            because.append(
                f"{inhabited} towns of the story lie in it" if inhabited > 1 else "a town of the story lies in it"
            )
    elif place.feature_code == "ADM2":
        points += DISTRICT
    elif region in context.regions and container is None:
        points += REGIONAL
        because.append("in a region that the story names")
    return points


def contains(area: Place, place: Place) -> bool:
    """Whether a country or region holds a place, itself left out."""
    if area.id == place.id or area.country != place.country:
        return False
    return area.is_country or (area.is_region and bool(area.region) and area.region == place.region)


def confidence(ranked: Sequence[Scored]) -> float:
    """A share in [0, 1] from the points: a soft maximum over the candidates, never quite sure.

    Not calibrated yet: read it as an order, not as a probability.
    """
    if not ranked:
        return 0.0
    best = ranked[0].points
    total = sum(math.exp(SHARPNESS * (s.points - best)) for s in ranked)
    return round(min(0.99, 1.0 / total), 3)


def fits(claim: Claim, subject: Place, anchor: Place) -> bool:
    """Whether two places could be the ends of a claim: within a third of the distance, direction within 60°."""
    if not (subject.is_point and anchor.is_point):
        return False
    measured = distance_km(anchor.position, subject.position)
    stated = claim.quantity.value_km
    if stated <= 0 or not 0.65 <= measured / stated <= 1.35:
        return False
    if claim.direction is None:
        return True
    return angle_between_deg(bearing_deg(anchor.position, subject.position), claim.direction.bearing_deg) <= 60
