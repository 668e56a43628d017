"""What speaks for each candidate: a column a feature, whose weights `weights.toml` has.

Reading order: `Feature`, `features_of` for what a candidate is by itself, `add_votes` for what the rest of the
document adds once the names have voted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.bearers import Column, Kind, Table
from geomap.greatcircle import great_circle_km
from geomap.places.contest import Contest, Flags, Floats
from geomap.places.context import Votes


class Feature(IntEnum):
    """The columns. An alias (of old, or of no told language) and a foreign name bring no renown."""

    EXACT = 0
    OWN_NAME = auto()
    ALIAS = auto()
    FOREIGN = auto()
    """So called only in another language than the article's: Grenada by "Granada", which is Spanish."""
    PEOPLE = auto()
    """The power of ten of its population."""
    UNCOUNTED = auto()
    """A town whose population nobody gives."""
    NAMES = auto()
    """The power of two of its names in all languages."""
    COUNTRY = auto()
    VAST = auto()
    CAPITAL = auto()
    REGION = auto()
    """A region with at least as many people as the largest town of its name: New York, not Manchester Parish."""
    SMALL_REGION = auto()
    DISTRICT = auto()
    """A bare name seldom means a district, whose own word ("County", "département de") would be there."""
    CURATED = auto()
    SIZE = auto()
    """Of chosen land, water and mountains, the power of ten of their square kilometres."""
    SEAT = auto()
    NOUN = auto()
    """The text says what it is: "port spatial de", "the Vostochny cosmodrome"."""
    CONTAINED = auto()
    """It lies in the area named right after it: "Paris, Texas"."""
    CONTAINS = auto()
    """It holds a bearer of the name right before it: the Ontario of "Cornwall, Ontario" is no county."""
    HOME = auto()
    """A town of the countries whose towns a reader of the article's language means, all else being equal."""
    CLAIMED = auto()
    """It fits a distance that the text reports from another place, by that one's share."""
    SIBLING = auto()
    """The same name joined to an area means it elsewhere in the document, by that one's share."""
    IN_COUNTRY = auto()
    """The share of the other names that lie in its country, demonyms included."""
    COUNTRY_TOLD = auto()
    """How surely any other name lies there."""
    IN_REGION = auto()
    REGION_TOLD = auto()
    NEAR = auto()
    """How surely, and how near, any other name lies beside it."""
    SURROUNDED = auto()
    """The share of the other names that lie beside it."""


ALIAS_SHARE = 0.9
"""How much of that counts for a place by an alias: Reisterstown in Maryland once was a Washington as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the text says beside the names.

    By a name's number: the features that its noun allows, the rows of the areas named right after it, and the
    numbers of the same name where one is.
    `lang` is the article's language, `home` the countries of its readers.
    """

    nouns: Mapping[int, Collection[int]]
    containers: Mapping[int, Sequence[int]]
    siblings: Mapping[int, Sequence[int]]
    lang: int
    home: Collection[int]


def features_of(contest: Contest, told: Told) -> Floats:
    """What speaks for each candidate without the rest of the document: candidates x `Feature`."""
    found = np.zeros((len(contest.owner), len(Feature)))
    lang = contest.codes(Column.LANG)
    foreign = (lang >= 0) & (lang != told.lang)
    town, region, plain = contest.has(Kind.TOWN), contest.has(Kind.REGION), ~contest.has(Kind.ALIAS) & ~foreign
    curated = contest.has(Kind.CURATED) & plain
    people, radius = contest.column(Column.POPULATION), contest.column(Column.RADIUS_KM)
    large = people >= contest.most(np.where(town, people, 0.0))
    columns: dict[Feature, Floats | Flags] = {
        Feature.EXACT: contest.has(Kind.EXACT),
        Feature.OWN_NAME: contest.has(Kind.OWN_NAME),
        Feature.ALIAS: contest.has(Kind.ALIAS),
        Feature.FOREIGN: foreign,
        Feature.PEOPLE: np.log10(np.maximum(people, 1.0)),
        Feature.UNCOUNTED: town & (people == 0),
        Feature.NAMES: np.log2(contest.column(Column.NAMES) + 1.0),
        Feature.COUNTRY: contest.has(Kind.COUNTRY) & plain,
        Feature.VAST: contest.has(Kind.VAST) & plain,
        Feature.CAPITAL: contest.has(Kind.CAPITAL) & plain,
        Feature.REGION: region & large,
        Feature.SMALL_REGION: region & ~large,
        Feature.DISTRICT: contest.has(Kind.DISTRICT),
        Feature.CURATED: curated,
        Feature.SIZE: (curated & contest.has(Kind.NATURAL)) * np.log10(np.maximum(1.0, np.pi * radius**2)),
        Feature.SEAT: curated & contest.has(Kind.SEAT),
        Feature.HOME: town & np.isin(contest.codes(Column.COUNTRY), list(told.home)),
    }
    for feature, values in columns.items():
        found[:, feature] = values
    for name, allowed in told.nouns.items():
        mine = contest.rows(name)
        found[mine, Feature.NOUN] = np.isin(contest.table[mine, Column.FEATURE].astype(np.int64), list(allowed))
    for name, areas in told.containers.items():
        for area in areas:
            inside = lies_in(contest.table[contest.rows(name)], contest.table[area])
            found[contest.rows(name), Feature.CONTAINED] += inside
            found[area, Feature.CONTAINS] = max(found[area, Feature.CONTAINS], inside.any())
    found[:, Feature.CONTAINED] = np.minimum(found[:, Feature.CONTAINED], 1.0)
    return found


def lies_in(table: Table, area: NDArray[np.float32]) -> Flags:
    """Which rows of a table lie in a country, region or district: that of another row, itself left out.

    A district's are the places of its region within `DISTRICT_REACH` times its radius of its point.
    """
    kind = int(area[Column.KIND])
    inside = (table[:, Column.COUNTRY] == area[Column.COUNTRY]) & (table[:, Column.PLACE] != area[Column.PLACE])
    if not kind & Kind.COUNTRY:
        inside &= (table[:, Column.REGION] == area[Column.REGION]) & (area[Column.REGION] >= 0)
    if kind & Kind.DISTRICT:
        inside &= great_circle_km(*_point(table), *_point(area[None, :])) <= DISTRICT_REACH * area[Column.RADIUS_KM]
    found: Flags = inside
    return found


def _point(table: Table) -> tuple[Floats, Floats]:
    return table[:, Column.LAT].astype(np.float64), table[:, Column.LON].astype(np.float64)


DISTRICT_REACH = 1.5
"""Times its radius, which is that of a circle of its area, that the far corner of a district lies from its point."""


def add_votes(found: Floats, votes: Votes) -> None:
    """Put what the rest of the document says into the features."""
    for feature, values in (
        (Feature.IN_COUNTRY, votes.country),
        (Feature.COUNTRY_TOLD, votes.country_best),
        (Feature.IN_REGION, votes.region),
        (Feature.REGION_TOLD, votes.region_best),
        (Feature.NEAR, votes.near),
        (Feature.SURROUNDED, votes.near_share),
    ):
        found[:, feature] = values
    alias = np.flatnonzero(found[:, Feature.ALIAS])
    found[alias, Feature.IN_COUNTRY :] *= ALIAS_SHARE
