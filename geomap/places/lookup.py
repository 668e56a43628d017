"""Which places a bare name may mean, ranked without a text around it: `geomap resolve`.

A person asks, so that every candidate is kept and says why it stands where it does. Points are those
of common sense, set by hand on the founding story's names: a state before a village, a spaceport
before a hamlet, what is near before what is far.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, Place
from geomap.geodesy import distance_km

_MATCHES = {Match.EXACT: 1.0, Match.FOLDED: 0.8}
_OWN_NAME = 0.5
_BORROWED = -0.5
"""Under a name that no hand-written file gives a curated place, only GeoNames' list: "Dniepr" for the city."""
_PER_DIGIT = 0.5
"""A point for each two digits of the population: a city of a million before a village by 1.5."""
_COUNTRY = 4.0
_CAPITAL = 1.5
_CURATED = 2.0
_VAST = frozenset({"OCN", "SEA", "CONT"})
_REGION = 1.0
"""For a first-level region, whoever put it there."""

_FAMOUS = {
    "CTRS": 2.0,
    **dict.fromkeys(("AIRB", "MT", "NUC", "NVB", "VLC"), 1.5),
    **dict.fromkeys(("AIRP", "GOVL", "PSN"), 1.0),
}
"""What is known beyond its country although nobody lives there, if somebody chose it for the gazetteer."""

_NATURAL = frozenset("HLT")
"""Classes whose size says what a population says of a town: Corsica before a village called Corse."""

_NEAR = 6.0
_HALF_KM = 150.0
"""At this distance from the place that one should be near, half of the points for it are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate with its points and the reasons that gave them.

    `region` is its first-level region, if it lies in one we know; `away_km` how far it is from where
    one looked.
    """

    candidate: Candidate
    points: float
    because: tuple[str, ...]
    region: Place | None
    away_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The answer to a bare name: candidates, best first, or else names spelt nearly so."""

    name: str
    found: tuple[Found, ...]
    nearest_spellings: tuple[str, ...]


def look_up(
    name: str, gazetteer: Gazetteer, *, near: Place | None = None, country: str | None = None, guess: bool = True
) -> Lookup:
    """Every place that a bare name may mean, best first.

    `country` (ISO 3166-1 alpha-2) keeps only places there; `near` brings forward what is close to it.
    Ways of matching are tried from the surest on, until one finds anything; without `guess`, slips of
    the pen are not forgiven.
    """
    for tiers in (None, (Match.ABBREVIATED,), (Match.FUZZY,) if guess else ()):
        candidates = [
            candidate
            for candidate in gazetteer.candidates(name, tiers=tiers)
            if country is None or candidate.place.country == country
        ]
        if candidates:
            return Lookup(name=name, found=rank_bare(name, candidates, gazetteer, near=near), nearest_spellings=())
    return Lookup(name=name, found=(), nearest_spellings=gazetteer.nearest_spellings(name))


def rank_bare(
    name: str, candidates: Sequence[Candidate], gazetteer: Gazetteer, *, near: Place | None = None
) -> tuple[Found, ...]:
    """Candidates for a bare name, best first; ties go to the larger population, then the id."""
    found = [_scored(name, candidate, gazetteer, near) for candidate in candidates]
    return tuple(sorted(found, key=lambda f: (-f.points, -f.candidate.place.population, f.candidate.place.id)))


def between_km(place: Place, other: Place) -> float:
    """Kilometres from the edge of one place's circle to the edge of another's, 0 where they meet."""
    return max(0.0, distance_km(place.position, other.position) - place.radius_km - other.radius_km)


def nearness(away_km: float) -> float:
    """Points of a place so far from the one that it should be near."""
    return _NEAR / (1 + away_km / _HALF_KM)


def _scored(name: str, candidate: Candidate, gazetteer: Gazetteer, near: Place | None) -> Found:
    place = candidate.place
    points, because = _MATCHES.get(candidate.match, 0.0), []
    if fold(place.name) == fold(name):
        points += _OWN_NAME
    if place.population:
        points += _PER_DIGIT * math.log10(place.population)
    if place.is_country or place.feature_code in _VAST:
        points += _COUNTRY
        because.append("a country" if place.is_country else "an ocean, sea or continent")
    if place.is_capital:
        points += _CAPITAL
        because.append("a capital")
    if place.feature_code == "ADM1":
        points += _REGION
    if gazetteer.is_curated(place.id):
        points += _CURATED + _FAMOUS.get(place.feature_code, 0.0)
        because.append("in the curated gazetteer")
        if candidate.name.text not in {known.text for known in place.names}:
            points += _BORROWED
        if place.feature_class in _NATURAL:
            points += _PER_DIGIT * math.log10(max(1.0, math.pi * place.radius_km**2))
    away = None if near is None else between_km(near, place)
    if near is not None and away is not None:
        points += nearness(away)
        because.append(f"{away:.0f} km from {near.name}" if away else f"around {near.name}")
    return Found(
        candidate=candidate,
        points=round(points, 3),
        because=tuple(because),
        region=None if place.is_region else gazetteer.region(place.country, place.region),
        away_km=away,
    )
