"""What can be told of a word by itself: its shape, and the lists of its language that hold it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag, auto
from functools import lru_cache

from geomap.datadir import data_folder
from geomap.gazetteer.names import ARTICLES
from geomap.lang.pack import dates, demonyms, load_some


class Trait(IntFlag):
    """A trait of a word or mark."""

    CAPITAL = auto()
    UPPER = auto()
    """All letters are capitals, and there are several."""
    WORD = auto()
    DIGIT = auto()
    INITIAL = auto()
    LINKER = auto()
    COORDINATOR = auto()
    OPENER = auto()
    CLOSER = auto()
    TITLE = auto()
    CUE = auto()
    ORGANISATION = auto()
    FEATURE = auto()
    STARTER = auto()
    ARTICLE = auto()
    DEMONYM = auto()
    DATE = auto()
    GIVEN = auto()
    FAMILY = auto()
    COMMON = auto()
    """The texts that taught the recogniser have it in small letters."""
    FINAL = auto()
    QUOTE = auto()
    HYPHEN = auto()
    APOSTROPHE = auto()
    STOP = auto()
    COMMA = auto()
    BRACKET = auto()
    HANDLE = auto()
    """The mark before a handle or hashtag."""
    BREAK = auto()
    """The end of a line or more."""
    SPACE = auto()
    EDGE = auto()
    """No word: the text has not begun or is over."""


_MARKS: Mapping[str, int] = {
    mark: int(trait)
    for marks, trait in (
        ("!?…", Trait.FINAL),
        ('"“”„«»', Trait.QUOTE),
        ("-‐‑", Trait.HYPHEN),
        ("'’\u02bc", Trait.APOSTROPHE),
        ("()[]", Trait.BRACKET),
        ("@#", Trait.HANDLE),
        (",", Trait.COMMA),
        (".", Trait.FINAL | Trait.STOP),
        ("&", Trait.LINKER),
    )
    for mark in marks
}

# As whole numbers: to combine members of an enumeration takes longer than all the rest.
_EDGE, _BREAK, _SPACE = int(Trait.EDGE), int(Trait.BREAK), int(Trait.SPACE)
_WORD, _CAPITAL, _DIGIT = int(Trait.WORD), int(Trait.CAPITAL), int(Trait.DIGIT)
_INITIAL, _UPPER = int(Trait.INITIAL), int(Trait.UPPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """The words of one language that have traits by being listed, in small letters.

    Those of `small` have theirs in small letters only, those of `any_case` in any. `demonyms` may be of
    several words.
    """

    lang: str
    declined: bool
    """Whether the language declines its names."""
    small: Mapping[str, int]
    any_case: Mapping[str, int]
    demonyms: frozenset[str]

    def traits(self, token: str) -> int:
        """The traits of a word, a mark, white space, or of nothing: members of `Trait` taken together."""
        if not token:
            return _EDGE
        letter = token[0]
        if letter.isalnum() and token not in _MARKS:
            low = token.lower().replace("'", "’").rstrip(".")
            found = _WORD | self.any_case.get(low, 0)
            if letter.isupper():
                found |= _CAPITAL
                if token.replace(".", "").isupper():
                    found |= _INITIAL if len(token) == 1 else _UPPER
            else:
                found |= self.small.get(low, 0)
                if letter.isdigit():
                    found |= _DIGIT
            return found
        if letter in "\r\n":
            return _BREAK
        return _SPACE if letter.isspace() else _MARKS.get(token, 0)


@lru_cache
def word_lists(lang: str) -> WordLists:
    """The lists of a language; those of people's names are the same for all, and alone for an unknown one."""
    pack = load_some(lang)
    people_of = frozenset(demonyms(lang))
    small = _by_word(
        {
            Trait.LINKER: pack.words("entities", "linkers"),
            Trait.COORDINATOR: pack.words("entities", "coordinators"),
            Trait.OPENER: pack.words("entities", "openers"),
            Trait.CLOSER: pack.words("entities", "closers"),
        }
    )
    any_case = _by_word(
        {
            Trait.TITLE: pack.words("actors" if pack.whole else "entities", "titles"),
            Trait.CUE: (*pack.words("tokens", "town_prepositions"), *pack.words("entities", "cues")),
            Trait.ORGANISATION: (
                *pack.words("actors", "organisation_words"),
                *pack.words("actors", "organisation_nouns"),
            ),
            Trait.FEATURE: tuple(noun.split()[-1] for noun in pack.table("features", "features")),
            Trait.STARTER: pack.words("tokens", "starters"),
            Trait.ARTICLE: ARTICLES,
            Trait.DEMONYM: people_of,
            Trait.DATE: dates(lang) if pack.tables else (),
            Trait.GIVEN: people("given"),
            Trait.FAMILY: people("family"),
        }
    )
    declined = not pack.whole and bool(pack.table("entities", "endings"))
    return WordLists(lang=lang, declined=declined, small=small, any_case=any_case, demonyms=people_of)


def _by_word(lists: Mapping[Trait, Iterable[str]]) -> Mapping[str, int]:
    """The traits of each single word, elided forms without their apostrophe."""
    found: dict[str, int] = {}
    for trait, words in lists.items():
        bit = int(trait)
        for word in words:
            low = word.lower().replace("'", "’").rstrip("’")
            if " " not in low:
                found[low] = found.get(low, 0) | bit
    return found


@lru_cache
def people(which: str) -> tuple[str, ...]:
    """Given or family names, in small letters: a word in either list may still be none."""
    text = (data_folder("recogniser") / f"{which}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))
