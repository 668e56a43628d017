"""Names cut short: "S. Africa", "Gt. Yarmouth", "Vladivos.", "Châlons" for Châlons-en-Champagne."""

from collections.abc import Iterator
from itertools import islice, product

from geomap.gazetteer.mapped import Keys
from geomap.gazetteer.spelling import CONNECTORS

# What a short word of a folded name may stand for, in English, French, German and Spanish.
_WORDS = {
    "n": ("north", "nord", "norte", "new"),
    "s": ("south", "sud", "sur", "saint", "san"),
    "e": ("east", "est", "este"),
    "w": ("west",),
    "o": ("ouest", "ost", "oeste"),
    "ne": ("northeast",),
    "nw": ("northwest",),
    "se": ("southeast",),
    "sw": ("southwest",),
    "ft": ("fort",),
    "pt": ("port", "point", "pointe"),
    "gt": ("great",),
    "gd": ("grand",),
    "gde": ("grande",),
    "ctr": ("center", "centre"),
    "hts": ("heights",),
    "spgs": ("springs",),
    "is": ("island", "islands", "isle", "iles"),
    "rep": ("republic", "republique"),
    "dem": ("democratic", "democratique"),
    "b": ("bad",),
}

_MOST = 64
"""Readings tried of one name, and keys of one beginning."""

_SHORTEST = 4
"""Letters that a first part or a beginning needs to stand for the whole."""


def full_keys(keys: Keys, name: str, folded: str) -> Iterator[str]:
    """The keys that a name, also given folded, may be short for; each once, never itself."""
    seen = {folded}
    for key in (*_spelt_out(folded), *_with_river(keys, folded), *_finished(keys, name, folded)):
        if key not in seen and keys.number(key) >= 0:
            seen.add(key)
            yield key


def _spelt_out(folded: str) -> Iterator[str]:
    words = folded.split()
    if len(words) > 1:
        choices = [(word, *_WORDS.get(word, ())) for word in words]
        yield from islice((" ".join(chosen) for chosen in product(*choices)), _MOST)


def _with_river(keys: Keys, folded: str) -> Iterator[str]:
    if len(folded) >= _SHORTEST:
        for connector in CONNECTORS:
            yield from islice(sorted(keys.starting(f"{folded} {connector} ")), _MOST)


def _finished(keys: Keys, name: str, folded: str) -> Iterator[str]:
    """The keys that go on where a full stop breaks a name off."""
    if name.rstrip().endswith(".") and len(folded) >= _SHORTEST:
        yield from islice(sorted(keys.starting(folded)), _MOST)
