"""What the other names of a document say about where each candidate lies: its country, its region, near it.

A name has one vote, which falls to its candidates by their shares so far; so the names that nobody doubts
speak first, and all names speak, resolved or not. Reading order: `Electorate`, and its `count`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.greatcircle import between_km, unit_vectors
from geomap.places.contest import Contest, Flags, Floats, Ints

REACH_KM = 60.0
"""At this distance a place lends another a third of its weight: neighbouring towns, not neighbouring regions.
With 30 and 100 as well, accuracy on local news moves by .003 at most."""

FEWEST = 2.0
"""Other names that a document has at least, when shares are counted: one other name is no majority."""

_VOTERS = 160
"""Candidates, the likeliest, whose nearness is reckoned with."""

_LIKELY = 0.05
"""Share below which a candidate's nearness says nothing."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """Candidates by group: `group` its number, `cell` that of name and group together, `of_cell` a cell's group.

    `more` are the votes of demonyms by group, `voters` how many vote, names and demonyms.
    """

    group: Ints
    cell: Ints
    of_cell: Ints
    known: Flags
    more: Floats
    voters: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Electorate:
    """What votes are counted by, worked out once for a document: countries, regions, and points on the unit sphere.

    `narrow` are the candidates, by row, whose point says where something else may lie.
    """

    contest: Contest
    country: _Groups
    region: _Groups
    points: Floats
    place: Ints
    area: Flags
    narrow: Ints

    @classmethod
    def of(cls, contest: Contest, demonyms: Mapping[int, float]) -> "Electorate":
        """That of a contest; `demonyms` vote for countries."""
        area = contest.has(Kind.AREA)
        return cls(
            contest=contest,
            country=_groups(contest, contest.codes(Column.COUNTRY), demonyms),
            region=_groups(contest, contest.codes(Column.REGION), {}),
            points=unit_vectors(contest.column(Column.LAT), contest.column(Column.LON)),
            place=contest.codes(Column.PLACE),
            area=area,
            narrow=np.flatnonzero(~area | (contest.table[:, Column.RADIUS_KM] <= REACH_KM)),
        )

    def count(self, shares: Floats) -> Votes:
        """The votes, from each candidate's share in its name."""
        country, country_best = self._grouped(self.country, shares)
        region, region_best = self._grouped(self.region, shares)
        near, near_share = self._near(shares)
        return Votes(
            country=country,
            country_best=country_best,
            region=region,
            region_best=region_best,
            near=near,
            near_share=near_share,
        )

    def _grouped(self, groups: _Groups, shares: Floats) -> tuple[Floats, Floats]:
        """For each candidate, the share of the others' votes that fall to its group, and the best single one."""
        votes = np.bincount(groups.cell, weights=shares)
        total = np.bincount(groups.of_cell, weights=votes, minlength=len(groups.more)) + groups.more
        share = (total[groups.group] - votes[groups.cell]) / max(groups.voters - 1.0, FEWEST)
        order = np.lexsort((-votes, groups.of_cell))
        first = np.searchsorted(groups.of_cell[order], np.arange(len(groups.more)))
        best_cell = order[first]
        after = np.minimum(first + 1, len(order) - 1)
        second = np.where(groups.of_cell[order[after]] == np.arange(len(first)), votes[order[after]], 0.0)
        second[after == first] = 0.0
        own = best_cell[groups.group] == groups.cell
        best = np.where(own, second[groups.group], votes[best_cell][groups.group])
        best = np.maximum(best, np.minimum(groups.more, 1.0)[groups.group])
        return share * groups.known, best * groups.known

    def _near(self, shares: Floats) -> tuple[Floats, Floats]:
        """For each candidate, the most that a likely place of another name lends it, and their sum as a share."""
        names = len(self.contest.starts)
        voters = self.narrow[shares[self.narrow] >= _LIKELY]
        if names < 2 or not len(voters):
            return np.zeros(len(shares)), np.zeros(len(shares))
        if len(voters) > _VOTERS:
            voters = voters[np.argsort(-shares[voters], kind="stable")[:_VOTERS]]
        away = between_km(self.points, self.points[voters])
        lent = np.exp(away * (-1.0 / REACH_KM)) * shares[voters]
        owner = self.contest.owner
        lent[(owner[:, None] == owner[voters]) | (self.place[:, None] == self.place[voters])] = 0.0
        lent[self.area] = 0.0
        return lent.max(axis=1), lent.sum(axis=1) / max(names - 1.0, FEWEST)


def _groups(contest: Contest, group: Ints, extra: Mapping[int, float]) -> _Groups:
    groups, inverse = np.unique(group, return_inverse=True)
    cells, cell = np.unique(contest.owner * len(groups) + inverse, return_inverse=True)
    return _Groups(
        group=inverse,
        cell=cell,
        of_cell=cells % len(groups),
        known=group >= 0,
        more=np.array([extra.get(each, 0.0) for each in groups.tolist()]) if extra else np.zeros(len(groups)),
        voters=len(contest.starts) + sum(extra.values()),
    )
