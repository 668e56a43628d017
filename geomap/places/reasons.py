"""Why a candidate was chosen, in words that a person reads."""

from collections.abc import Sequence

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.places.contest import Contest, Flags, Floats, Ints
from geomap.places.features import Feature
from geomap.places.ranking import Ranking

LIKELY = 0.5
"""Share from which a place of the story is spoken of in another's reasons."""

NEAR_KM = 300.0
"""Within this of another place of the story counts as near: a long day by train."""

_EARTH_KM = 6371.0


def reasons_of(ranking: Ranking, texts: Sequence[str], nouns: Sequence[str]) -> list[list[str]]:
    """For each name, short phrases on why its best candidate is; `texts` and `nouns` are the names' own words."""
    contest, shares = ranking.contest, ranking.shares
    best = np.array([rows.start + int(shares[rows].argmax()) for rows in map(contest.rows, range(len(texts)))])
    likely = shares[best] >= LIKELY
    kinds = contest.codes(Column.KIND)[best]
    near, near_km = _nearest(contest, best, likely)
    countries, regions = (contest.codes(column)[best] for column in (Column.COUNTRY, Column.REGION))
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
        if features[Feature.CLAIMED] >= LIKELY:
            reasons.append("fits the distance the text reports")
        same = _others(regions, at, likely) if not kinds[at] & Kind.COUNTRY else 0
        if same:
            reasons.append(f"same region as {same} other{'s' * (same > 1)}")
        same_country = _others(countries, at, likely)
        if same_country > same:
            reasons.append(f"same country as {same_country} other{'s' * (same_country > 1)}")
        if near[at] >= 0:
            reasons.append(f"about {_round(near_km[at])} km from {texts[near[at]]}")
        found.append(reasons)
    return found


def _others(groups: Ints, name: int, likely: Flags) -> int:
    """How many other names, likely ones, belong to the same group."""
    if groups[name] < 0:
        return 0
    return int(((groups == groups[name]) & likely).sum()) - int(likely[name])


def _round(km: float) -> int:
    """Two figures: the sphere is half a percent off."""
    step = 10 ** max(len(str(int(km))) - 2, 0)
    return int(max(1, round(km / step) * step))


def _nearest(contest: Contest, best: Ints, likely: Flags) -> tuple[Ints, Floats]:
    """For each name the other, likely one whose place lies nearest within `NEAR_KM`, or -1, and the kilometres."""
    table = contest.table[best].astype(np.float64)
    lat, lon = np.radians(table[:, Column.LAT]), np.radians(table[:, Column.LON])
    points = np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
    away = np.arccos(np.clip(points @ points.T, -1.0, 1.0)) * _EARTH_KM
    area = (table[:, Column.KIND].astype(np.int64) & int(Kind.AREA)) != 0
    same = table[:, Column.PLACE][:, None] == table[:, Column.PLACE][None, :]
    away[same] = np.inf
    away[:, area | ~likely] = np.inf
    away[area] = np.inf
    near = away.argmin(axis=1)
    km = away[np.arange(len(best)), near]
    return np.where(km <= NEAR_KM, near, -1), km
