"""Keys a slip of the pen away: the last resort, for a person who types a name."""

from itertools import pairwise

from geomap.gazetteer.mapped import Keys

SHORTEST = 5
"""Letters a name needs: nearly every shorter word is a letter or two from some town."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщыэюя"


def near_keys(keys: Keys, folded: str, *, slips: int, limit: int) -> list[str]:
    """The keys at most so many slips from a folded name, nearest first; never itself.

    A slip is a letter more, less or other, or two swapped. In the first letter only one slip is
    looked for: people begin words well. Empty for names under five letters. Takes 20 to 100 ms.
    """
    from rapidfuzz import process  # noqa: PLC0415  (only `geomap resolve` comes here)
    from rapidfuzz.distance import OSA, JaroWinkler  # noqa: PLC0415

    if len(folded) < SHORTEST:
        return []
    pool = {key for key in keys.starting(folded[0]) if abs(len(key) - len(folded)) <= slips}
    pool |= {key for key in _first_slips(folded) if keys.number(key) >= 0}
    pool.discard(folded)
    found = process.extract(folded, sorted(pool), scorer=OSA.distance, score_cutoff=slips, limit=None)
    ranked = sorted((slips_apart, -JaroWinkler.similarity(folded, key), key) for key, slips_apart, _ in found)
    return [key for _, _, key in ranked[:limit]]


def _first_slips(folded: str) -> set[str]:
    rest = folded[1:]
    swapped = {b + a + folded[2:] for a, b in [next(pairwise(folded))]}
    return {letter + tail for letter in _ALPHABET for tail in (rest, folded)} | {rest} | swapped
