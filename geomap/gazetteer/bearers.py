"""What bears a name, as numbers: for ranking by columns, without making a `Place` of each namesake.

A row of a table is a candidate, a column what `Column` says. The numbers of countries, regions and features
hold within one gazetteer only.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from functools import cache
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.grid import DEGREE
from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, Name, NameKind, Place
from geomap.position import Position

Table = NDArray[np.float32]

_Key = TypeVar("_Key", str, tuple[str, str])


class Kind(IntFlag):
    """What a place is and, from `EXACT` on, how the name that matched stands to it."""

    COUNTRY = 1
    VAST = 2
    """An ocean, a sea or a continent."""
    CAPITAL = 4
    REGION = 8
    DISTRICT = 16
    TOWN = 32
    NATURAL = 64
    """Land, water or mountains, whose size tells what a town's population tells."""
    SEAT = 128
    """A building that stands for a government."""
    AREA = 256
    CURATED = 512
    EXACT = 1024
    OWN_NAME = 2048
    ALIAS = 4096
    """A name of old, or one of which nobody says in which language it is used."""
    ABBREVIATION = 8192


class Column(IntEnum):
    """The columns of a table."""

    LAT = 0
    LON = 1
    POPULATION = 2
    RADIUS_KM = 3
    COUNTRY = 4
    """The number of the country; -1 for none."""
    REGION = 5
    """That of the first-level region in its country; -1 for none."""
    FEATURE = 6
    KIND = 7
    NAMES = 8
    """How many names it has in all languages: what the world speaks of has many."""
    PLACE = 9
    """The number of the place itself."""
    LANG = 10
    """That of the only language in which the name that matched is used for it; -1 for none."""


_REGIONS = 1 << 14
"""More than there are codes of regions; times the countries it is still exact in a column."""

_VAST = frozenset({"OCN", "SEA", "CONT"})
_SEATS = frozenset({"GOVL", "PAL", "BLDG"})
"""Buildings that stand for a government are what news means by their names, not a town called White House."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearers:
    """The places that one name may mean: a row of `table` each, the surest match first, then the most populous.

    `make` gives one of them, by its row, as an object.
    """

    table: Table
    make: Callable[[int], Candidate]

    def __len__(self) -> int:
        return len(self.table)


@dataclass(slots=True)
class Catalogue:
    """The table of all rows of an index, made when first asked for, and the rows of places that it lacks."""

    index: NameIndex
    _countries: dict[str, int] = field(init=False)
    _regions: dict[str, int] = field(init=False)
    _features: dict[tuple[str, str], int] = field(init=False)
    _places: dict[str, int] = field(init=False, default_factory=dict)
    _langs: dict[str, int] = field(init=False, default_factory=dict)
    _table: Table | None = field(init=False, default=None)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self._countries = {code: number for number, code in enumerate(self.index.country_codes)}
        self._regions = {code: number for number, code in enumerate(self.index.region_codes)}
        self._features = {feature: number for number, feature in enumerate(self.index.features)}

    def features(self, codes: Collection[str]) -> list[int]:
        """The numbers of the features with some GeoNames codes ("RSTN", "PPL")."""
        return [number for (_, code), number in list(self._features.items()) if code in codes]

    def country(self, code: str) -> int:
        """The number of a country, by its ISO 3166-1 alpha-2 code; -1 for none."""
        return self._number(self._countries, code) if code else -1

    def of_rows(self, found: Sequence[tuple[int, Match, int]], key: str) -> Table:
        """A table of rows of the index: each with how it matched the folded name `key`, and by which of its names."""
        table = self._all()[[row for row, _, _ in found]]
        for number, (row, match, nth) in enumerate(found):
            name = self.index.name(row, nth)
            own = row >= self.index.tabled and nth == 0 and match is not Match.FUZZY
            own = own or fold(self.index.plain_name(row)) == key
            table[number, Column.KIND] += int(_match_kind(match, name, own=own))
            if name.lang and not own:
                names = [self.index.name(row, other) for other in range(self.index.own(row))]
                table[number, Column.LANG] = self._lang_of(name, names)
        return table

    def lang(self, code: str) -> int:
        """The number of a language, by its ISO 639-1 code; -1 for none."""
        return self._number(self._langs, code) if code else -1

    def _number(self, known: dict[_Key, int], key: _Key) -> int:
        """The number of a key; the next one where it is new."""
        number = known.get(key)
        if number is None:
            with self._lock:
                number = known.setdefault(key, len(known))
        return number

    def _lang_of(self, name: Name, names: Iterable[Name]) -> int:
        """The language of a name, where only one of a place's names is written so."""
        return self.lang(name.lang) if {each.lang for each in names if each.text == name.text} == {name.lang} else -1

    def of_candidates(self, candidates: Iterable[Candidate], curated: Callable[[str], bool], key: str) -> Table:
        """The same of candidates made elsewhere; `curated` tells by identifier whether somebody chose a place."""
        rows = [self._row(c, curated=curated(c.place.id), key=key) for c in candidates]
        return np.array(rows, np.float32).reshape(-1, len(Column))

    def _row(self, candidate: Candidate, *, curated: bool, key: str) -> list[float]:
        place = candidate.place
        feature = (place.feature_class, place.feature_code)
        country = self.country(place.country)
        region = self._number(self._regions, place.region)
        kind = kind_of(*feature) | (Kind.CURATED if curated else 0)
        own = fold(place.name) == key
        kind |= _match_kind(candidate.match, candidate.name, own=own)
        known = self.index.row(place.id)
        number = self._number(self._places, place.id) + self.index.rows if known is None else known
        return [
            *place.position.latlon,
            place.population,
            place.radius_km,
            country,
            country * _REGIONS + region if place.region else -1,
            self._number(self._features, feature),
            kind,
            len(place.names) if known is None else self._all()[known, Column.NAMES],
            number,
            -1 if own or not candidate.name.lang else self._lang_of(candidate.name, place.names),
        ]

    def _all(self) -> Table:
        """The table of all rows; two threads may make it, the same."""
        if self._table is not None:
            return self._table
        index = self.index
        table = np.empty((index.rows, len(Column)), np.float32)

        def column(name: str) -> NDArray[np.float64]:
            return np.asarray(index.column(name)).astype(np.float64)

        country, region, feature = (
            column(f"place.{name}").astype(np.int64) for name in ("country", "region", "feature")
        )
        nowhere = np.array([not code for code in index.country_codes])[country]
        apart = nowhere | np.array([not code for code in index.region_codes])[region]
        division = np.where(apart, -1, country * _REGIONS + region)
        kinds = np.array([int(kind_of(*each)) for each in index.features])[feature]
        kinds[: index.curated] |= int(Kind.CURATED)
        table[:, Column.LAT] = column("place.lat") / DEGREE
        table[:, Column.LON] = column("place.lon") / DEGREE
        table[:, Column.POPULATION] = _people(column("place.population"), kinds, division)
        table[:, Column.RADIUS_KM] = column("place.radius")
        table[:, Column.COUNTRY] = np.where(nowhere, -1, country)
        table[:, Column.REGION] = division
        table[:, Column.FEATURE] = feature
        table[:, Column.KIND] = kinds
        table[:, Column.NAMES] = np.diff(column("place.first"))
        table[:, Column.PLACE] = np.arange(index.rows)
        table[:, Column.LANG] = -1
        self._table = table
        return table


def _people(known: NDArray[np.float64], kinds: NDArray[np.int64], region: NDArray[np.int64]) -> NDArray[np.float64]:
    """The populations, that of a region which no source tells being at least what its towns have together."""
    towns = (kinds & int(Kind.TOWN) != 0) & (region >= 0)
    groups, inverse = np.unique(region, return_inverse=True)
    inside = np.bincount(inverse[towns], weights=known[towns], minlength=len(groups))[inverse]
    untold = (kinds & int(Kind.REGION) != 0) & (known == 0) & (region >= 0)
    return np.where(untold, inside, known)


@cache
def kind_of(feature_class: str, code: str) -> Kind:
    """What a place of GeoNames' class and code is."""
    place = Place(
        id="",
        name="",
        position=Position(lat=0, lon=0),
        radius_km=0,
        country="",
        feature_class=feature_class,
        feature_code=code,
        source="",
    )
    found = Kind(0)
    for flag, holds in (
        (Kind.COUNTRY, place.is_country),
        (Kind.VAST, code in _VAST),
        (Kind.CAPITAL, place.is_capital),
        (Kind.REGION, place.is_region),
        (Kind.DISTRICT, code == "ADM2"),
        (Kind.TOWN, feature_class == "P"),
        (Kind.NATURAL, feature_class in {"H", "L", "T"}),
        (Kind.SEAT, code in _SEATS),
        (Kind.AREA, place.is_area),
    ):
        found |= flag if holds else Kind(0)
    return found


def _match_kind(match: Match, name: Name, *, own: bool) -> Kind:
    found = Kind.EXACT if match is Match.EXACT else Kind(0)
    if own:
        found |= Kind.OWN_NAME
    if name.kind is NameKind.HISTORICAL or (name.kind is NameKind.EXONYM and not name.lang):
        found |= Kind.ALIAS
    if name.kind is NameKind.ABBREVIATION:
        found |= Kind.ABBREVIATION
    return found
