"""The words by which a language shows who acts: titles, nouns of organisations, known agencies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from functools import lru_cache

from geomap.article.tokens import ByWord, lower
from geomap.lang.pack import demonyms, forms_of, load_pack, plain, weekdays

_DESIGNATION = re.compile(r"[A-ZÀ-Ý]\w*-\d+\w*$")  # An-148, Hwasong-11, Covid-19, F-16


class Kind(IntFlag):
    """What a word may be; most words are nothing."""

    KNOWN = 1
    """The first word of a known agency's name."""
    DESIGNATION = 2
    NAME = 4
    """A capitalised word of a name, within a sentence."""
    OPENING = 8
    """The same as a sentence's first word."""
    CAPITAL = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language that actors are found by, from its TOML files."""

    titles: frozenset[str]
    title_gap: frozenset[str]
    organisation_nouns: frozenset[str]
    organisation_words: frozenset[str]
    starters: frozenset[str]
    known: Mapping[str, tuple[tuple[str, str, str], ...]]
    places_before: frozenset[str]
    owner_before: frozenset[str]
    linkers: frozenset[str]
    demonyms: frozenset[str]
    weekdays: frozenset[str]
    kinds: ByWord[int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", ByWord(self.kind_of))

    def kind_of(self, text: str) -> int:
        """The `Kind` of a word as written."""
        kind = Kind(0)
        if text.replace("'", "’") in self.known:
            kind |= Kind.KNOWN
        if _DESIGNATION.match(text):
            kind |= Kind.DESIGNATION
        if text[0].isupper():
            kind |= Kind.CAPITAL
        if self.is_name_word(text):
            kind |= Kind.NAME
        if self.is_name_word(text, start=True):
            kind |= Kind.OPENING
        return int(kind)

    def is_name_word(self, text: str, *, start: bool = False) -> bool:
        """Whether a word may be part of a name; `start` tells that it opens its sentence."""
        low = lower(text)
        if not (text[0].isupper() and text[0].isalpha()):
            return False
        if low in self.weekdays or low in self.demonyms or low in self.title_gap or low in self.organisation_nouns:
            return False
        return not ((start or len(text) == 1) and low in self.starters) and text not in self.titles


@lru_cache
def words_of(lang: str) -> Words:
    """The words of a language."""
    pack = load_pack(lang)
    known: dict[str, list[tuple[str, str, str]]] = {}
    for row in pack.rows("actors", "known"):
        for form in map(plain, forms_of(row["forms"])):
            first = form.replace("’", "’ ").split()[0]
            known.setdefault(first, []).append((form, str(row["name"]), str(row.get("country", ""))))
    return Words(
        titles=frozenset(pack.words("actors", "titles")),
        title_gap=frozenset(pack.words("actors", "title_gap")),
        organisation_nouns=frozenset(pack.words("actors", "organisation_nouns")),
        organisation_words=frozenset(pack.words("actors", "organisation_words")),
        starters=frozenset(pack.words("tokens", "starters")),
        known={first: tuple(sorted(forms, key=lambda f: -len(f[0]))) for first, forms in known.items()},
        places_before=frozenset(
            form for kind in ("origin", "destination", "passing") for form in pack.words("motion", "prepositions", kind)
        ),
        owner_before=frozenset(pack.words("actors", "owners", "before")),
        linkers=frozenset(pack.words("entities", "linkers")),
        demonyms=frozenset(demonyms(lang)),
        weekdays=weekdays(lang),
    )
