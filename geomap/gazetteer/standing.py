"""What the gazetteer knows of a name at a glance: one number a folded key, for text read by the megabyte.

`Gazetteer.candidates` makes objects, which takes microseconds a name. Here everything the index holds is
summed up once, in some tens of milliseconds, so that a name costs one look into the trie.
"""

from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.names import ARTICLES, fold_once
from geomap.gazetteer.place import NameKind


class Standing(IntFlag):
    """What bears a name: kinds of places, whether somebody chose one of them, and that it is listed at all."""

    COUNTRY = 1
    REGION = 2
    DISTRICT = 4
    NATURE = 8
    SPOT = 16
    CAPITAL = 32
    CURATED = 64
    ABBREVIATION = 128
    LISTED = 1 << 14


TOWN_SHIFT, TOWN_MASK = 8, 15
"""Where in a standing the largest town's size stands: 0 for none, else its place among `TOWN_STEPS`."""

BEARERS_SHIFT, BEARERS_MASK = 12, 3
"""Where it stands how many listings the name has: 0 for one, else the place among `BEARERS_STEPS`."""

BEARERS_STEPS = (2, 4, 10)

TOWN_STEPS = (0, 1_000, 5_000, 20_000, 100_000, 500_000, 2_000_000)
"""Populations from which a town counts as the next larger kind."""

_Rows = NDArray[np.unsignedinteger[Any]]

_KINDS = {
    "ADM1": Standing.REGION,
    "ADM1H": Standing.REGION,
    "ADM2": Standing.DISTRICT,
    "ADM2H": Standing.DISTRICT,
    "PPLC": Standing.CAPITAL,
    "TERR": Standing.COUNTRY,
}
_CLASSES = {**dict.fromkeys("HTLU", Standing.NATURE), **dict.fromkeys("SRV", Standing.SPOT)}


class Standings:
    """The standing of every folded key of an index. Reads it once; changes nothing."""

    def __init__(self, index: NameIndex) -> None:
        self._keys = index.folded_keys
        self._names = index.name_keys
        self._standings = _summed_up(index)

    def of(self, name: str) -> int:
        """The standing of a name as written: 0 where no place bears it.

        A leading article counts only where a listed name has it: "La Haye", not "La Corée du Nord".
        """
        number = self._keys.number(fold_once(name))
        if number < 0:
            return 0
        first, _, rest = name.lower().replace("’", "' ").replace("'", "' ").partition(" ")
        if rest and first.rstrip("' ") in ARTICLES and self._names.number(name) < 0:
            return 0
        return int(self._standings[number])

    def is_written(self, name: str) -> bool:
        """Whether a name is listed letter for letter."""
        return self._names.number(name) >= 0


def _summed_up(index: NameIndex) -> NDArray[np.int32]:
    """By folded key: what its names' bearers are, taken together."""
    start, row, nth = (np.asarray(index.column(f"bearers.{part}")) for part in ("start", "row", "nth"))
    own = _own_names(index, row, nth)
    short = _abbreviations(index, row, nth, own)
    kinds, sizes = (column[row] for column in _rows(index))
    kinds[own & (row < index.curated) & ~short] |= np.uint16(Standing.CURATED)
    kinds[short], sizes[short] = np.uint16(Standing.ABBREVIATION), 0
    first, name = np.asarray(index.column("folded.start"))[:-1], np.asarray(index.column("folded.name"))
    kind = np.bitwise_or.reduceat(np.bitwise_or.reduceat(kinds, start[:-1])[name], first).astype(np.int32)
    size = np.maximum.reduceat(np.maximum.reduceat(sizes, start[:-1])[name], first).astype(np.int32)
    many = np.digitize(np.add.reduceat(np.diff(start)[name], first), BEARERS_STEPS).astype(np.int32)
    summed: NDArray[np.int32] = kind | size << TOWN_SHIFT | many << BEARERS_SHIFT | np.int32(Standing.LISTED)
    return summed


def _rows(index: NameIndex) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """By row: what kind of place it is, and how large a town (1 and up; 0 for what is none)."""
    feature = np.asarray(index.column("place.feature"))
    kinds = [
        Standing.COUNTRY if code.startswith("PCL") else _KINDS.get(code, _CLASSES.get(letter, 0))
        for letter, code in index.features
    ]
    town = np.array([letter == "P" for letter, _ in index.features])[feature]
    population = np.asarray(index.column("place.population")).astype(np.int64)
    sizes = np.where(town, np.digitize(population, TOWN_STEPS), 0).astype(np.uint8)
    return np.array([int(kind) for kind in kinds], np.uint16)[feature], sizes


def _own_names(index: NameIndex, row: _Rows, nth: _Rows) -> NDArray[np.bool_]:
    """By bearer: whether the name is one that a file gives the place, not only GeoNames' list."""
    own = np.zeros(len(row), bool)
    tabled = row < index.tabled
    own[tabled] = nth[tabled] < np.asarray(index.column("tabled.own"))[row[tabled]]
    return own


def _abbreviations(index: NameIndex, row: _Rows, nth: _Rows, own: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """By bearer: whether the name is an abbreviation ("Man." is Manitoba)."""
    short = np.zeros(len(row), bool)
    at = np.flatnonzero(own)
    name = np.asarray(index.column("own.start"))[row[at]] + nth[at]
    short[at] = np.asarray(index.column("own.kind"))[name] == list(NameKind).index(NameKind.ABBREVIATION)
    return short
