"""Summing up, when the index is compiled, what bears each folded name."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.place import NameKind
from geomap.gazetteer.standing import BEARERS_SHIFT, BEARERS_STEPS, TOWN_SHIFT, TOWN_STEPS, Standing

_KINDS = {
    "ADM1": Standing.REGION,
    "ADM1H": Standing.REGION,
    "ADM2": Standing.DISTRICT,
    "ADM2H": Standing.DISTRICT,
    "PPLC": Standing.CAPITAL,
    "TERR": Standing.COUNTRY,
}
_CLASSES = {**dict.fromkeys("HTLU", Standing.NATURE), **dict.fromkeys("SRV", Standing.SPOT)}

_ABBREVIATION = list(NameKind).index(NameKind.ABBREVIATION)


def sum_up(
    sections: Mapping[str, Any], features: Sequence[tuple[str, str]], *, curated: int, tabled: int
) -> NDArray[np.int32]:
    """By folded key: what its names' bearers are, taken together, as `standing` tells it.

    `sections` are those of `compiling`; the first `curated` rows were chosen, the first `tabled` are from files.
    """

    def column(name: str) -> NDArray[Any]:
        return np.asarray(sections[name])

    start, row, nth = (column(f"bearers.{part}") for part in ("start", "row", "nth"))
    own = np.zeros(len(row), bool)
    named = row < tabled
    own[named] = nth[named] < column("tabled.own")[row[named]]
    short = np.zeros(len(row), bool)
    at = np.flatnonzero(own)
    short[at] = column("own.kind")[column("own.start")[row[at]] + nth[at]] == _ABBREVIATION
    kinds, sizes = (each[row] for each in _rows(column("place.feature"), column("place.population"), features))
    kinds[own & (row < curated) & ~short] |= np.uint16(Standing.CURATED)
    kinds[short], sizes[short] = np.uint16(Standing.ABBREVIATION), 0
    first, name = column("folded.start")[:-1], column("folded.name")
    kind = np.bitwise_or.reduceat(np.bitwise_or.reduceat(kinds, start[:-1])[name], first).astype(np.int32)
    size = np.maximum.reduceat(np.maximum.reduceat(sizes, start[:-1])[name], first).astype(np.int32)
    many = np.digitize(np.add.reduceat(np.diff(start)[name], first), BEARERS_STEPS).astype(np.int32)
    summed: NDArray[np.int32] = kind | size << TOWN_SHIFT | many << BEARERS_SHIFT | np.int32(Standing.LISTED)
    return summed


def _rows(
    feature: NDArray[Any], population: NDArray[Any], features: Sequence[tuple[str, str]]
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """By row: what kind of place it is, and how large a town (1 and up; 0 for what is none)."""
    kinds = [
        int(Standing.COUNTRY) if code.startswith("PCL") else int(_KINDS.get(code, _CLASSES.get(letter, 0)))
        for letter, code in features
    ]
    town = np.array([letter == "P" for letter, _ in features])[feature]
    sizes = np.where(town, np.digitize(population.astype(np.int64), TOWN_STEPS), 0).astype(np.uint8)
    return np.array(kinds, np.uint16)[feature], sizes
