"""The words by which a language shows places: nouns of features, small words of names, demonyms, bylines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from functools import lru_cache

from geomap.article.tokens import ByWord, lower
from geomap.lang.pack import demonyms, forms_of, load_some, months, weekdays


class Kind(IntFlag):
    """What a word may be the first of; most words are nothing."""

    NAME = 1
    DEMONYM = 2
    NOUN_PHRASE = 4
    UNIT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language that mentions are found by, from its TOML files."""

    starters: frozenset[str]
    linkers: frozenset[str]
    prepositions: frozenset[str]
    measures: frozenset[str]
    units: frozenset[str]
    features: Mapping[tuple[str, ...], frozenset[str]]
    feature_firsts: frozenset[str]
    feature_lasts: frozenset[str]
    longest_feature: int
    joiners: frozenset[str]
    definite: frozenset[str]
    demonstrative: frozenset[str]
    feature_follows: bool
    indefinite: frozenset[str]
    inside: frozenset[str]
    demonyms: Mapping[str, str]
    longest_demonym: int
    demonym_firsts: frozenset[str]
    prefixes: Mapping[str, str]
    opens_byline: re.Pattern[str]
    byline: re.Pattern[str]
    short_titles: frozenset[str]
    dates: frozenset[str]
    kinds: ByWord[int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", ByWord(self.kind_of))

    def kind_of(self, text: str) -> int:
        """The `Kind` of a word as written."""
        kind, low = Kind(0), lower(text)
        if text[0].isupper() or low in self.feature_firsts:
            kind |= Kind.NAME
        if low in self.demonym_firsts or "-" in low:
            kind |= Kind.DEMONYM
        if low in self.definite or low in self.indefinite:
            kind |= Kind.NOUN_PHRASE
        if low in self.units:
            kind |= Kind.UNIT
        return int(kind)


@lru_cache
def words_of(lang: str) -> Words:
    """The words of a language."""
    pack = load_some(lang)
    features = {
        tuple(noun.split()): frozenset(map(str, codes))
        for noun, codes in pack.table("features", "features").items()
        if isinstance(codes, list)
    }
    people = demonyms(lang)
    units = _forms(pack.table("lengths", "units"))
    bylines = "|".join(map(re.escape, pack.words("readings", "bylines")))
    return Words(
        starters=frozenset(pack.words("tokens", "starters")),
        linkers=frozenset(pack.words("tokens", "linkers")),
        prepositions=frozenset(pack.words("tokens", "town_prepositions")),
        measures=_forms(pack.table("claims", "directions")) | units,
        units=units,
        features=features,
        feature_firsts=frozenset(noun[0] for noun in features),
        feature_lasts=frozenset(noun[-1] for noun in features),
        longest_feature=max(map(len, features), default=0),
        joiners=frozenset(pack.words("features", "joiners")),
        definite=frozenset(pack.words("features", "determiners", "definite")),
        demonstrative=frozenset(pack.words("features", "determiners", "demonstrative")),
        feature_follows=pack.flag("features", "feature_follows"),
        indefinite=frozenset(pack.words("features", "determiners", "indefinite")),
        inside=frozenset(pack.words("features", "determiners", "inside")),
        demonyms=people,
        longest_demonym=max((len(form.split()) for form in people), default=0),
        demonym_firsts=frozenset(form.split()[0] for form in people),
        prefixes={prefix: str(code) for prefix, code in pack.table("demonyms", "prefixes").items()},
        opens_byline=re.compile(rf"[(_ ]*(?:{bylines})" if bylines else "(?!)"),
        byline=re.compile(bylines or "(?!)"),
        short_titles=frozenset(pack.words("actors", "short_titles")),
        dates=weekdays(lang) | months(lang) if pack.tables else frozenset(),
    )


def _forms(table: Mapping[str, object]) -> frozenset[str]:
    """All forms of a table's lists, in small letters."""
    return frozenset(form.lower() for forms in table.values() for form in forms_of(forms))
