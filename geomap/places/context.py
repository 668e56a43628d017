"""What the other names of a document say about where each candidate lies: its country, its region, near it.

A name has one vote, which falls to its candidates by their shares so far; so the names that nobody doubts
speak first, and all names speak, resolved or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.places.contest import Contest, Floats, Ints

REACH_KM = 60.0
"""At this distance a place lends another a third of its weight: neighbouring towns, not neighbouring regions."""

FEWEST = 2.0
"""Other names that a document has at least, when shares are counted: one other name is no majority."""

_VOTERS = 160
"""Candidates, the likeliest, whose nearness is reckoned with."""

_LIKELY = 0.05
"""Share below which a candidate's nearness says nothing."""

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """For each candidate: the share of the other names' votes for its country and region, and the strongest one.

    `near` is the strongest weight that a likely place of another name lends it, `near_share` their sum as a
    share of the other names.
    """

    country: Floats
    country_best: Floats
    region: Floats
    region_best: Floats
    near: Floats
    near_share: Floats


def count_votes(contest: Contest, shares: Floats, extra: Mapping[int, float]) -> Votes:
    """The votes, from each candidate's share in its name; `extra` are those of demonyms, by country."""
    country, country_best = _grouped(contest, contest.codes(Column.COUNTRY), shares, extra)
    region, region_best = _grouped(contest, contest.codes(Column.REGION), shares, {})
    near, near_share = _near(contest, shares)
    return Votes(
        country=country,
        country_best=country_best,
        region=region,
        region_best=region_best,
        near=near,
        near_share=near_share,
    )


def _grouped(contest: Contest, group: Ints, shares: Floats, extra: Mapping[int, float]) -> tuple[Floats, Floats]:
    """For each candidate, the share of the others' votes that fall to its group, and the best single one."""
    names = len(contest.starts)
    groups, inverse = np.unique(group, return_inverse=True)
    votes = np.zeros((names, len(groups)))
    np.add.at(votes, (contest.owner, inverse), shares)
    more = np.array([extra.get(int(each), 0.0) for each in groups]) if extra else np.zeros(len(groups))
    total = votes.sum(axis=0) + more
    count = names + sum(extra.values())
    known = group >= 0
    own = votes[contest.owner, inverse]
    share = np.where(known, (total[inverse] - own) / max(count - 1.0, FEWEST), 0.0)
    first = votes.argmax(axis=0)
    highest = votes[first, np.arange(len(groups))]
    votes[first, np.arange(len(groups))] = 0.0
    second = votes.max(axis=0)
    best = np.where(first[inverse] == contest.owner, second[inverse], highest[inverse])
    best = np.maximum(best, np.minimum(more[inverse], 1.0))
    return share, np.where(known, best, 0.0)


def _near(contest: Contest, shares: Floats) -> tuple[Floats, Floats]:
    nothing = np.zeros(len(shares))
    names = len(contest.starts)
    narrow = ~contest.has(Kind.AREA) | (contest.column(Column.RADIUS_KM) <= REACH_KM)
    voters = np.flatnonzero((shares >= _LIKELY) & narrow)
    if names < 2 or not len(voters):
        return nothing, nothing
    if len(voters) > _VOTERS:
        voters = voters[np.argsort(-shares[voters], kind="stable")[:_VOTERS]]
    points = _vectors(contest)
    away = np.arccos(np.clip(points @ points[voters].T, -1.0, 1.0)) * _EARTH_KM
    lent = np.exp(-away / REACH_KM) * shares[voters]
    place = contest.codes(Column.PLACE)
    lent[(contest.owner[:, None] == contest.owner[voters]) | (place[:, None] == place[voters])] = 0.0
    lent[contest.has(Kind.AREA)] = 0.0
    return lent.max(axis=1), lent.sum(axis=1) / max(names - 1.0, FEWEST)


def _vectors(contest: Contest) -> Floats:
    lat, lon = np.radians(contest.column(Column.LAT)), np.radians(contest.column(Column.LON))
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
