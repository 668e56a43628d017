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

from geomap.claims.claim import PLAUSIBLE_DEG, PLAUSIBLE_RATIO
from geomap.gazetteer.bearers import Column, Kind
from geomap.gazetteer.place import WIDE_KM
from geomap.greatcircle import bearing_deg, great_circle_km
from geomap.places.contest import Contest, Flags, Floats
from geomap.places.context import Electorate
from geomap.places.features import Feature, Told, add_votes, features_of

PASSES = 2
"""Times the names vote. One is .03 worse on local news (LGL); a third moves no corpus by more than .005."""

MANY = 3.0
"""The power of two of names from which on more of them tell nothing more."""


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
    """The share of each candidate in its name, its features, and its share before any name voted (`alone`)."""

    contest: Contest
    shares: Floats
    features: Floats
    alone: Floats


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that geomap carries."""
    return read_weights(Path(__file__).with_name("weights.toml"))


def read_weights(path: Path) -> Weights:
    """The weights of a file: a number for each feature by its name in small letters, and for `nothing`."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))["points"]
    points = np.array([float(table[feature.name.lower()]) for feature in Feature])
    return Weights(points=points, nothing=float(table["nothing"]), nothing_of_many=float(table["nothing_of_many"]))


def rank(contest: Contest, told: Told, ties: Sequence[Tie], demonyms: Mapping[int, float]) -> Ranking:
    """Rank all candidates of a document; `demonyms` are the votes of adjectives, by country."""
    use = weights()
    features = features_of(contest, told)
    nothing = use.nothing + use.nothing_of_many * min(MANY, math.log2(len(contest.starts)))
    points = features @ use.points
    alone = shares = contest.shares(points, nothing=nothing)
    electorate = Electorate.of(contest, demonyms)
    held = [(tie, fitting(contest, tie)) for tie in ties]
    for _ in range(PASSES):
        add_votes(features, electorate.count(shares))
        if held:
            features[:, Feature.CLAIMED] = _claimed(contest, shares, held)
        if told.siblings:
            features[:, Feature.SIBLING] = _joined(contest, shares, told.siblings)
        points = features @ use.points
        shares = contest.shares(points, nothing=nothing)
    return Ranking(contest=contest, shares=shares, features=features, alone=alone)


def _claimed(contest: Contest, shares: Floats, held: Sequence[tuple[Tie, Flags]]) -> Floats:
    """For each candidate, how surely a place lies as far from it as the text says."""
    found = np.zeros(len(shares))
    for tie, fits in held:
        subjects, anchors = contest.rows(tie.subject), contest.rows(tie.anchor)
        found[subjects] = np.maximum(found[subjects], (fits * shares[anchors][None, :]).max(axis=1))
        found[anchors] = np.maximum(found[anchors], (fits * shares[subjects][:, None]).max(axis=0))
    return found


def _joined(contest: Contest, shares: Floats, siblings: Mapping[int, Sequence[int]]) -> Floats:
    """For each candidate, the share that its place has where the same name is joined to an area."""
    found = np.zeros(len(shares))
    place = contest.table[:, Column.PLACE]
    for name, others in siblings.items():
        mine = contest.rows(name)
        for other in others:
            theirs = contest.rows(other)
            same = place[mine][:, None] == place[theirs][None, :]
            found[mine] = np.maximum(found[mine], (same * shares[theirs][None, :]).max(axis=1))
    return found


def fitting(contest: Contest, tie: Tie) -> Flags:
    """Which subjects (rows) and anchors (columns) lie as a tie says: distance and direction on a sphere."""
    subjects, anchors = (contest.table[contest.rows(name)].astype(np.float64) for name in (tie.subject, tie.anchor))
    to = subjects[:, Column.LAT][:, None], subjects[:, Column.LON][:, None]
    start = anchors[:, Column.LAT][None, :], anchors[:, Column.LON][None, :]
    away = great_circle_km(*start, *to)
    least, most = PLAUSIBLE_RATIO
    fits: Flags = (away >= least * tie.km) & (away <= most * tie.km) & (tie.km > 0)
    fits &= ~_is_wide(subjects)[:, None] & ~_is_wide(anchors)[None, :]
    if tie.bearing_deg is not None:
        off = np.abs((bearing_deg(*start, *to) - tie.bearing_deg + 180.0) % 360.0 - 180.0)
        fits &= off <= PLAUSIBLE_DEG
    return fits


def _is_wide(rows: Floats) -> Flags:
    """Which places no one point stands for when a distance is measured."""
    kinds = rows[:, Column.KIND].astype(np.int64)
    natural = (kinds & int(Kind.NATURAL) != 0) & (rows[:, Column.RADIUS_KM] > WIDE_KM)
    wide: Flags = (kinds & int(Kind.AREA) != 0) | natural
    return wide
