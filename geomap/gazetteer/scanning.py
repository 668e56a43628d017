"""Finding listed names in running text, without asking whether they are meant as places.

A name starts at a capital and goes on word by word for as long as some key does: each word is folded
once and remembered, with whether what has been read so far is a key and whether a key goes on.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.names import ARTICLES, fold_once

_REMEMBERED = 1 << 16
"""Words and beginnings kept; a news article has some hundreds."""

_UPPER = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
_REST = r"[\w\u00ad]*(?:['’ʼ‘][\w\u00ad]+)*"
_INITIALS = rf"(?:[{_UPPER}]\.){{2,}}"
_WORD = rf"{_INITIALS}|\w{_REST}"
_START = re.compile(rf"[{_UPPER}](?<!\w.)(?:\.(?:[{_UPPER}]\.)+|{_REST})", re.DOTALL)
_WHOLE = re.compile(_WORD)
_NEXT = re.compile(rf"(?:\.?[ \u00a0\u202f\n]?[-‐‑–—]?[ \u00a0\u202f]?|'|’)(?<=[ \u00a0\u202f\n.'’\-‐‑–—])({_WORD})")
_POSSESSIVES = ("'s", "’s")


class _Step(NamedTuple):
    """What reading one more word leads to: the folded key so far, and what is known of it."""

    key: str
    is_name: bool
    goes_on: bool
    cut: int
    """Letters at the end that are no part of the name: a possessive's."""
    is_short: bool
    """Whether a full stop after it would be its own: EE. UU."""


class Scanner:
    """Names in texts. What it remembers changes no answer, so threads may share it."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._first: dict[str, _Step] = {}
        self._next: dict[tuple[str, str], _Step] = {}

    def names_at(self, text: str, offset: int) -> list[int]:
        """Where the names end that start at an offset of a text, longest first.

        Articles count where a listed name has them: "La Haye", not "La Corée du Nord".
        """
        met = _WHOLE.match(text, offset)
        if met is None:
            return []
        return sorted(self._ends(text, offset, met.end(), self._first_step(met[0])), reverse=True)

    def names_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of the longest names that start with a capital, from left to right, not overlapping."""
        done, known = 0, self._first
        for met in _START.finditer(text):
            start = met.start()
            if start < done:
                continue
            word = met[0]
            step = known.get(word) or self._first_step(word)
            if step.goes_on:
                ends = self._ends(text, start, met.end(), step)
                if ends:
                    done = ends[-1]
                    yield start, done
            elif step.is_name:
                done = met.end() - step.cut
                yield start, done

    def _ends(self, text: str, start: int, end: int, step: _Step) -> list[int]:
        """Ends of the names starting with a word, shortest first."""
        ends: list[int] = []
        known, with_article = self._next, not step.key
        while True:
            key, is_name, goes_on, cut, is_short = step
            if is_name and (not with_article or self._index.is_written(text[start : end - cut])):
                ends.append(end + 1 if is_short and text.startswith(".", end) else end - cut)
            met = _NEXT.match(text, end) if goes_on else None
            if met is None:
                return ends
            word, end = met[1], met.end()
            step = known.get((key, word)) or self._next_step(key, word)

    def _first_step(self, word: str) -> _Step:
        if len(self._first) >= _REMEMBERED:
            self._first.clear()
        step = self._first.get(word)
        if step is None:
            plain = fold_once(word)
            # An article opens names, but is none, and no key has it.
            step = _Step("", False, True, 0, False) if plain in ARTICLES else self._step("", word, plain)  # noqa: FBT003
            self._first[word] = step
        return step

    def _next_step(self, key: str, word: str) -> _Step:
        if len(self._next) >= _REMEMBERED:
            self._next.clear()
        step = self._next[key, word] = self._step(key, word, _inner(word) if key else fold_once(word))
        return step

    def _step(self, before: str, word: str, plain: str) -> _Step:
        keys = self._index.folded_keys
        key = f"{before} {plain}" if before else plain
        goes_on = bool(key) and next(iter(keys.starting(f"{key} ")), None) is not None
        is_name, cut = keys.number(key) >= 0, 0
        if not is_name and word.endswith(_POSSESSIVES):
            owner = _inner(word[:-2]) if before else fold_once(word[:-2])
            is_name, cut = keys.number(f"{before} {owner}".strip()) >= 0, 2
        return _Step(key, is_name, goes_on, cut, bool(before) and len(word) <= 2 and word.isupper())


def _inner(word: str) -> str:
    """A word folded as it is inside a name, where "l’Est" keeps its article."""
    return fold_once(f"x {word}")[2:]
