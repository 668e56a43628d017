"""Why a candidate was chosen, in words that a person reads."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.greatcircle import between_km, unit_vectors
from geomap.places.contest import Contest, Flags, Floats, Ints
from geomap.places.features import Feature
from geomap.places.ranking import Ranking

LIKELY = 0.5
"""Share from which a place of the story is spoken of in another's reasons."""

NEAR_KM = 300.0
"""Within this of another place of the story counts as near: a long day by train."""

MOST_NEIGHBOURS = 1000
"""Places among which the nearest is looked for; an article has some dozens."""

_CHUNK = 1024


def reasons_of(ranking: Ranking, texts: Sequence[str], nouns: Sequence[str]) -> list[list[str]]:
    """For each name, short phrases on why its best candidate is; `texts` and `nouns` are the names' own words."""
    contest, shares = ranking.contest, ranking.shares
    best = np.array([rows.start + int(shares[rows].argmax()) for rows in map(contest.rows, range(len(texts)))])
    likely = shares[best] >= LIKELY
    kinds = contest.codes(Column.KIND)[best]
    near, near_km = _nearest(contest, best, likely)
    countries, regions = (contest.codes(column)[best] for column in (Column.COUNTRY, Column.REGION))
    by_country, by_region = (Counter(groups[likely].tolist()) for groups in (countries, regions))
    found: list[list[str]] = []
    for at, row in enumerate(best):
        features = ranking.features[row]
        reasons = []
        if features[Feature.NOUN]:
            reasons.append(f"the text says “{nouns[at]}”")
        if features[Feature.COUNTRY]:
            reasons.append("a country")
        if features[Feature.VAST]:
            reasons.append("an ocean, sea or continent")
        if features[Feature.CAPITAL]:
            reasons.append("a capital")
        if features[Feature.CONTAINED]:
            reasons.append("in the area that the text names after it")
        same = _others(by_region, int(regions[at]), own=bool(likely[at])) if not kinds[at] & Kind.COUNTRY else 0
        if same:
            reasons.append(f"same region as {same} other{'s' * (same > 1)}")
        same_country = _others(by_country, int(countries[at]), own=bool(likely[at]))
        if same_country > same:
            reasons.append(f"same country as {same_country} other{'s' * (same_country > 1)}")
        if near[at] >= 0:
            reasons.append(f"about {_round(near_km[at])} km from {texts[near[at]]}")
        found.append(reasons)
    return found


def _others(counts: Mapping[int, int], group: int, *, own: bool) -> int:
    """How many other names, likely ones, belong to a group; `own` tells that the name itself is counted."""
    return counts[group] - own if group >= 0 else 0


def _round(km: float) -> int:
    """Two figures: the sphere is half a percent off."""
    step = 10 ** max(len(str(int(km))) - 2, 0)
    return int(max(1, round(km / step) * step))


def _nearest(contest: Contest, best: Ints, likely: Flags) -> tuple[Ints, Floats]:
    """For each name the other, likely one whose place lies nearest within `NEAR_KM`, or -1, and the kilometres."""
    table = contest.table[best].astype(np.float64)
    points = unit_vectors(table[:, Column.LAT], table[:, Column.LON])
    area = (table[:, Column.KIND].astype(np.int64) & int(Kind.AREA)) != 0
    others = np.flatnonzero(likely & ~area)[:MOST_NEIGHBOURS]
    near, km = np.full(len(best), -1), np.full(len(best), np.inf)
    mine = np.flatnonzero(~area)
    if not len(others):
        return near, km
    for start in range(0, len(mine), _CHUNK):
        some = mine[start : start + _CHUNK]
        away = between_km(points[some], points[others])
        away[table[some, Column.PLACE][:, None] == table[others, Column.PLACE][None, :]] = np.inf
        first = away.argmin(axis=1)
        km[some] = away[np.arange(len(some)), first]
        near[some] = np.where(km[some] <= NEAR_KM, others[first], -1)
    return near, km
