"""Literal or metonymic: whether a name means the place or those who govern it.

Half of the capitals and states in a diplomatic story are governments. Only words beside the name
decide, from lists per language; countries and capitals are asked, other names are literal.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.article.tokens import Token
from geomap.gazetteer.place import Place
from geomap.lang.pack import load_some
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.places.resolution import Reading

LOOK_BACK = 40
"""How many tokens before a name are read; no rule looks further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    literal_before: frozenset[str]
    metonymic_before: frozenset[str]
    giving: frozenset[str]
    auxiliaries: frozenset[str]
    institutions: frozenset[str]
    articles: frozenset[str]
    dative: frozenset[str]
    coordinators: frozenset[str]
    border: frozenset[str]
    leaving: frozenset[str]
    bound: frozenset[str]
    longest: int


@lru_cache
def _words(lang: str) -> _Words:
    pack = load_some(lang)
    literal = frozenset(pack.words("readings", "literal_before"))
    metonymic = frozenset(pack.words("readings", "metonymic_before"))
    return _Words(
        literal_before=literal,
        metonymic_before=metonymic,
        giving=frozenset(pack.words("readings", "giving")),
        auxiliaries=frozenset(pack.words("readings", "auxiliaries")),
        institutions=frozenset(pack.words("readings", "institutions")),
        articles=frozenset(pack.words("readings", "articles")),
        dative=frozenset(pack.words("readings", "dative")),
        coordinators=frozenset(pack.words("readings", "coordinators")),
        leaving=frozenset(pack.words("readings", "leaving")),
        bound=frozenset(pack.words("readings", "bound")),
        border=frozenset(pack.words("readings", "border")),
        longest=max((len(form.split()) for form in literal | metonymic), default=0) + 2,
    )


def read_mention(mention: Mention, place: Place, tokens: Sequence[Token], lang: str) -> tuple[Reading, str]:
    """The reading of a mention of `place` in a sentence's tokens, and why, in a few English words."""
    words = _words(lang)
    if mention.kind is MentionKind.DEMONYM:
        return Reading.ASSOCIATIVE, "a demonym"
    if mention.slot is Slot.ORGANISATION:
        return Reading.ASSOCIATIVE, "part of an organisation’s name"
    if mention.slot is not Slot.STORY:
        return Reading.LITERAL, f"in the {mention.slot}"
    if mention.kind is MentionKind.NOMINAL:
        return Reading.LITERAL, "a place spoken of before"
    if not words.literal_before:
        return Reading.LITERAL, "nothing tells a government from its seat in this language"
    institution = place.feature_code in words.institutions
    if not (place.is_country or place.is_capital or institution):
        return Reading.LITERAL, "names a place that no government goes by"
    first = bisect_right(tokens, mention.span.start, key=lambda t: t.end)
    last = bisect_left(tokens, mention.span.end, key=lambda t: t.end)
    follower = tokens[last + 1].low.rstrip("’") if last + 1 < len(tokens) else ""
    return _decide(_before(tokens[max(0, first - LOOK_BACK) : first]), follower, words)


def _before(tokens: Sequence[Token]) -> list[str]:
    """The words before the name, lower case, last first, as far as the last full stop or semicolon."""
    low: list[str] = []
    for token in reversed(tokens):
        if token.text in {".", ";", ":", "!", "?"}:
            break
        low.append(token.low)
    return low


def _decide(before: list[str], follower: str, words: _Words) -> tuple[Reading, str]:
    """The first rule that speaks, from the words before a name (last first) and the one after it.

    A state or capital that none of them places somewhere is taken for its government.
    """
    bare = before[next((i for i, w in enumerate(before) if w not in words.articles), len(before)) :]
    governor = bare[0] if bare else ""
    if governor in words.dative and any(w in words.giving for w in before[:8]):
        return Reading.METONYMIC, "something is given or said to it"
    if any(w in words.border for w in before[:9]):
        return Reading.LITERAL, "a border is spoken of"
    found = _longest(before, words) or _longest(bare, words)
    if found is not None:
        return found
    if governor in words.leaving and follower in words.bound:
        return Reading.LITERAL, f"“{governor} … {follower}”"
    if follower in words.auxiliaries:
        return Reading.METONYMIC, f"it acts: “{follower}”"
    if governor in words.coordinators:
        return Reading.METONYMIC, "named beside another actor"
    if governor in words.dative and bare == before:
        return Reading.LITERAL, f"after “{governor}”"
    return Reading.METONYMIC, "a state acting"


def _longest(before: list[str], words: _Words) -> tuple[Reading, str] | None:
    for size in range(min(words.longest, len(before)), 0, -1):
        phrase = " ".join(reversed(before[:size])).replace("’ ", "’")
        bare = " ".join(w for w in phrase.split() if w not in words.articles)
        for form in (phrase, bare):
            if form in words.literal_before:
                return Reading.LITERAL, f"after “{form}”"
            if form in words.metonymic_before:
                return Reading.METONYMIC, f"after “{form}”"
    return None
