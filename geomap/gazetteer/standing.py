"""What the gazetteer knows of a name at a glance: one number a folded key, for text read by the megabyte.

`Gazetteer.candidates` makes objects, which takes microseconds a name. Here everything that bears a name is
summed up when the index is compiled (`summing`), so that a name costs one look into the trie.
"""

from enum import IntFlag

from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.names import ARTICLES, fold_once


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


class Standings:
    """The standing of every folded key of an index, as `summing` has put it there."""

    def __init__(self, index: NameIndex) -> None:
        self._keys = index.folded_keys
        self._names = index.name_keys
        self._standings = index.column("folded.standing")

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
        standing: int = self._standings[number]
        return standing

    def is_written(self, name: str) -> bool:
        """Whether a name is listed letter for letter."""
        return self._names.number(name) >= 0
