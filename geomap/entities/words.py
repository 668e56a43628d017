"""The words and names met so far, as numbers: what is worked out for one is kept for the next text.

Text is read by columns rather than word by word. A word's number leads to what is known of it in
`Words.columns`, a name's to what is known of that in `Words.names`; both grow as texts are read.
"""

import re
import unicodedata
from collections.abc import Callable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geomap.article.tokens import ATTACHED, UNSEEN
from geomap.entities.traits import Trait, WordLists
from geomap.gazetteer.standing import Standings
from geomap.lang.pack import undeclined

Ints = NDArray[np.int64]

_LETTER = rf"[^\W_\u02bc]{ATTACHED}"
_APOSTROPHE = "['’\u02bc]"
TOKEN = re.compile(
    r" |[^\W\d_\u02bc]{2,}(?=[ ,\n])"  # what most of a text is, first
    rf"|(?:[^\W\d_]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)(?={_APOSTROPHE}\w)"  # an elided word: l’, qu’
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|(?:S[Tt]|S[Tt][Ee]|M[Tt]|F[Tt])\.(?=\s?\w)"
    rf"|(?:{_LETTER})+(?:{_APOSTROPHE}(?!s\b)(?:{_LETTER})+)*"  # a word; an English possessive is one of its own
    r"|(?:\r\n?|\n)\s*|[^\S\r\n]+|[^\w\s]|[_\u02bc]"
)
"""Cuts all of a text into words, marks, line ends and spaces; hyphens part words, unlike in `article.tokens`."""

_LONGEST_ABBREVIATION = 6

_INVISIBLE = re.compile(f"[{UNSEEN}]")

_WORD, _COMMON = int(Trait.WORD), int(Trait.COMMON)


class Table:
    """Rows of whole numbers under named columns; rows added one by one are put into the columns when asked for."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._column = {name: number for number, name in enumerate(columns)}
        self._rows = np.zeros((len(columns), 0), np.int64)
        self._new: list[tuple[int, ...]] = []
        self.count = 0

    def add(self, row: tuple[int, ...]) -> int:
        """One more row; its number."""
        self._new.append(row)
        self.count += 1
        return self.count - 1

    def __getitem__(self, column: str) -> Ints:
        if self._new:
            self._rows = np.concatenate([self._rows, np.array(self._new, np.int64).T], axis=1)
            self._new = []
        values: Ints = self._rows[self._column[column]]
        return values


def _numbers(texts: list[str], known: dict[str, int], add: Callable[[str], int]) -> NDArray[np.int32]:
    """The number of each text; those not known are added, in the order in which they are met."""
    new = set(texts).difference(known)
    if new:
        for text in dict.fromkeys(texts):
            if text in new:
                add(text)
    return np.fromiter(map(known.__getitem__, texts), np.int32, len(texts))


class Words:
    """The words and names of one language, met in texts, and what gazetteer and lists know of them.

    Of words: `traits`; `low` and `tail`, digests of the word and of its last three letters in small
    letters; `same`, one number for all its spellings; `name`, its number among names, or -1.
    Of names: `standing` in the gazetteer; `low`, `same` as above; `exact`, whether it is listed letter for
    letter; `demonym`; `dotted`, its standing with a full stop after it.
    """

    def __init__(self, lists: WordLists, standings: Standings, common: frozenset[str]) -> None:
        self._lists, self._standings, self._common = lists, standings, common
        self.columns = Table(("traits", "low", "tail", "same", "name"))
        self.names = Table(("standing", "low", "same", "exact", "demonym", "dotted"))
        self._word: dict[str, int] = {}
        self._name: dict[str, int] = {}
        self._same_word: dict[str, int] = {}
        self._same_name: dict[str, int] = {}
        self.edge = self._add_word("")

    @property
    def spellings(self) -> int:
        """One more than the largest `same` of words or names."""
        return max(len(self._same_word), len(self._same_name)) + 1

    @property
    def count(self) -> int:
        """How many words and names are kept."""
        return self.columns.count + self.names.count

    def numbers(self, tokens: list[str]) -> NDArray[np.int32]:
        """The number of each token."""
        return _numbers(tokens, self._word, self._add_word)

    def name_numbers(self, names: list[str]) -> NDArray[np.int32]:
        """The number of each name of several words."""
        return _numbers(names, self._name, self._add_name)

    def _add_word(self, written: str) -> int:
        token = written
        if not token.isascii():
            token = _seen(token)
        traits = self._lists.traits(token)
        low = token.lower().replace("'", "’")
        if low in self._common:
            traits |= _COMMON
        name = -1
        if traits & _WORD:
            known = self._name.get(token)
            name = self._add_name(token) if known is None else known
        told = f"#{min(len(low), 5)}" if low.isdigit() else low
        same = self._same_word.setdefault(low, len(self._same_word))
        number = self._word[written] = self.columns.add((traits, _digest(told), _digest(low[-3:]), same, name))
        return number

    def _add_name(self, name: str) -> int:
        plain = " ".join((name if name.isascii() else _seen(name)).split())
        standing = self._standing(plain)
        dotted = self._standings.of(f"{plain}.") if self._is_short(plain) else 0
        low = plain.lower().replace("'", "’")
        same = self._same_name.setdefault(low, len(self._same_name))
        exact = standing != 0 and self._standings.is_written(plain)
        number = self._name[name] = self.names.add(
            (standing, _digest(low), same, exact, low in self._lists.demonyms, dotted)
        )
        return number

    def _standing(self, plain: str) -> int:
        """The standing of a name as written, or else of the first that it may be declined from."""
        standing = self._standings.of(plain)
        if standing or not self._lists.declined:
            return standing
        forms = undeclined(plain, self._lists.lang)
        return next((found for form in forms if (found := self._standings.of(form))), 0)

    def _is_short(self, plain: str) -> bool:
        return len(plain) <= _LONGEST_ABBREVIATION and self._standings.is_written(f"{plain}.")


def _seen(text: str) -> str:
    """A word as a reader sees it: accents composed, invisible characters gone."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _digest(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
