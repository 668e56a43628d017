"""Finding listed names in running text, without asking whether they are meant as places.

A name starts at a capital and goes on word by word for as long as some key does: each word is folded
once and remembered, with whether what has been read so far is a key and whether a key goes on.
"""

import re
from collections.abc import Iterator

from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.names import ARTICLES, fold_once

MOST_WORDS = 9

_REMEMBERED = 1 << 16
"""Words and beginnings kept; a news article has some hundreds."""

_UPPER = "".join(chr(code) for code in range(0x530) if chr(code).isupper())
_INITIALS = rf"(?:[{_UPPER}]\.){{2,}}"
# A possessive 's is not part of a name; what stands after the apostrophe of Xi’an or N’Djamena is.
_WORD = r"[^\W_]+(?:['’ʼ‘]\w{2,})*"
_START = re.compile(rf"[{_UPPER}](?<!\w.)(?:\.(?:[{_UPPER}]\.)+|[^\W_]*(?:['’ʼ‘]\w{{2,}})*)", re.DOTALL)
_NEXT = re.compile(rf"(?:\.?[ \u00a0\u202f\n]|['’\-‐‑])({_INITIALS}|{_WORD})")
_WHOLE = re.compile(rf"{_INITIALS}|{_WORD}")

_State = tuple[bool, bool]


class Scanner:
    """Names in texts. What it remembers changes no answer, so threads may share it."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._folded: dict[str, str] = {}
        self._states: dict[str, _State] = {}

    def names_at(self, text: str, offset: int) -> list[int]:
        """Where the names end that start at an offset of a text, longest first.

        Articles count where a listed name has them: "La Haye", not "La Corée du Nord".
        """
        met = _WHOLE.match(text, offset)
        return self._ends(text, offset, met.end(), met[0])[::-1] if met else []

    def names_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of the longest names that start with a capital, from left to right, not overlapping."""
        done = 0
        states, folded = self._states, self._folded
        for met in _START.finditer(text):
            start, end = met.span()
            if start < done:
                continue
            word = met[0]
            plain = folded.get(word)
            if plain is None:
                plain = self._fold(word)
            is_name, goes_on = states.get(plain) or self._state(plain)
            if goes_on or plain in ARTICLES:
                ends = self._ends(text, start, end, word)
                if ends:
                    done = ends[-1]
                    yield start, done
            elif is_name:
                done = end
                yield start, end

    def _ends(self, text: str, start: int, end: int, word: str) -> list[int]:
        """Ends of the names starting with a word, shortest first."""
        plain = self._fold(word)
        with_article = plain in ARTICLES
        is_name, goes_on = self._state(plain)
        ends = [end] if is_name and not with_article else []
        key = "" if with_article else plain
        for _ in range(MOST_WORDS - 1):
            if not (goes_on or not key):
                break
            met = _NEXT.match(text, end)
            if met is None:
                break
            end = met.end()
            key = f"{key} {self._fold(met[1])}" if key else self._fold(met[1])
            is_name, goes_on = self._state(key)
            if is_name and (not with_article or self._index.is_written(text[start:end])):
                ends.append(end)
        return ends

    def _fold(self, word: str) -> str:
        found = self._folded.get(word)
        if found is None:
            if len(self._folded) >= _REMEMBERED:
                self._folded.clear()
            found = self._folded[word] = fold_once(word)
        return found

    def _state(self, key: str) -> _State:
        """Whether a folded key is a name, and whether some name goes on after it."""
        found = self._states.get(key)
        if found is None:
            if len(self._states) >= _REMEMBERED:
                self._states.clear()
            keys = self._index.folded_keys
            goes_on = bool(key) and next(iter(keys.starting(f"{key} ")), None) is not None
            found = self._states[key] = (keys.number(key) >= 0, goes_on)
        return found
