"""How likely each candidate is the place that its name means.

A sum of weighted features makes points, a soft maximum over a name's candidates, and over none of them being
meant, makes shares. Names vote for where the story is by their shares, votes change the shares, and so once
more: what nobody doubts (countries, capitals) speaks first, the rest follows.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.gazetteer.place import WIDE_KM
from geomap.places.contest import Contest, Flags, Floats
from geomap.places.context import Electorate
from geomap.places.features import Feature, Told, add_votes, features_of

PASSES = 2
"""Times the names vote. One is .03 worse on local news (LGL); a third moves no corpus by more than .005."""

MANY = 3.0
"""The power of two of names from which on more of them tell nothing more."""

FIT_RATIO, FIT_DEG = (0.65, 1.35), 60.0
"""Within these of a reported distance and direction lie 94 of 100 true claims, and 6 of 100 corrupted ones."""

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A reported distance between two names, by their numbers; `bearing_deg` as seen from the anchor, or None."""

    subject: int
    anchor: int
    km: float
    bearing_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The points of a unit of each feature, and those of no candidate being meant.

    These are `nothing`, and `nothing_of_many` for each power of two of the names in the document, `MANY` at
    most: a story that names many places ties each to another, and so its silence tells something.
    """

    points: Floats
    nothing: float
    nothing_of_many: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The share of each candidate in its name, its features and points."""

    contest: Contest
    shares: Floats
    features: Floats
    points: Floats


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that geomap carries."""
    return read_weights(Path(__file__).with_name("weights.toml"))


def read_weights(path: Path) -> Weights:
    """The weights of a file: a number for each feature by its name in small letters, and for `nothing`."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))["points"]
    points = np.array([float(table[feature.name.lower()]) for feature in Feature])
    return Weights(points=points, nothing=float(table["nothing"]), nothing_of_many=float(table["nothing_of_many"]))


def rank(
    contest: Contest, told: Told, ties: Sequence[Tie], demonyms: Mapping[int, float], use: Weights | None = None
) -> Ranking:
    """Rank all candidates of a document; `demonyms` are the votes of adjectives, by country."""
    use = use or weights()
    features = features_of(contest, told)
    nothing = use.nothing + use.nothing_of_many * min(MANY, math.log2(len(contest.starts)))
    points = features @ use.points
    shares = contest.shares(points, nothing=nothing)
    electorate = Electorate.of(contest, demonyms)
    for _ in range(PASSES):
        add_votes(features, electorate.count(shares))
        if ties:
            features[:, Feature.CLAIMED] = _claimed(contest, shares, ties)
        points = features @ use.points
        shares = contest.shares(points, nothing=nothing)
    return Ranking(contest=contest, shares=shares, features=features, points=points)


def _claimed(contest: Contest, shares: Floats, ties: Sequence[Tie]) -> Floats:
    """For each candidate, how surely a place lies as far from it as the text says."""
    found = np.zeros(len(shares))
    for tie in ties:
        subjects, anchors = contest.rows(tie.subject), contest.rows(tie.anchor)
        fits = fitting(contest, tie)
        found[subjects] = np.maximum(found[subjects], (fits * shares[anchors][None, :]).max(axis=1))
        found[anchors] = np.maximum(found[anchors], (fits * shares[subjects][:, None]).max(axis=0))
    return found


def fitting(contest: Contest, tie: Tie) -> Flags:
    """Which subjects (rows) and anchors (columns) lie as a tie says: distance and direction on a sphere."""
    subjects, anchors = contest.rows(tie.subject), contest.rows(tie.anchor)
    lat, lon = np.radians(contest.column(Column.LAT)), np.radians(contest.column(Column.LON))
    to_lat, from_lat = lat[subjects][:, None], lat[anchors][None, :]
    by = lon[subjects][:, None] - lon[anchors][None, :]
    half = np.sin((to_lat - from_lat) / 2) ** 2 + np.cos(from_lat) * np.cos(to_lat) * np.sin(by / 2) ** 2
    away = 2 * _EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    fits = (away >= FIT_RATIO[0] * tie.km) & (away <= FIT_RATIO[1] * tie.km) & (tie.km > 0)
    wide = contest.has(Kind.AREA) | (contest.has(Kind.NATURAL) & (contest.column(Column.RADIUS_KM) > WIDE_KM))
    fits &= ~wide[subjects][:, None] & ~wide[anchors][None, :]
    if tie.bearing_deg is not None:
        east = np.sin(by) * np.cos(to_lat)
        north = np.cos(from_lat) * np.sin(to_lat) - np.sin(from_lat) * np.cos(to_lat) * np.cos(by)
        bearing = np.degrees(np.arctan2(east, north))
        off = np.abs((bearing - tie.bearing_deg + 180.0) % 360.0 - 180.0)
        fits &= off <= FIT_DEG
    fitting: Flags = fits
    return fitting
