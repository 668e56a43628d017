"""Finding what is told to lie in the middle of two places: "à mi-chemin entre Gap et Briançon", "equidistant from".

Only between places, one of them known by its name: "halfway between rock and jazz" lies nowhere, and "between
London and fame" neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from geomap.claims.anchors import mode_at
from geomap.claims.claim import Mode, Relation
from geomap.claims.length_words import length_words
from geomap.claims.numbers import SPACE
from geomap.claims.pairs import Ends, fit
from geomap.claims.sentence import Sentence
from geomap.claims.words import Middle
from geomap.lang.pack import plain
from geomap.mentions.mention import Mention, MentionKind
from geomap.quantity import Hedge
from geomap.span import Span

_HEDGED = 40
"""Characters before "halfway" in which its hedge stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What lies in the middle of which two places; `said` are the words that say so, with their hedge."""

    rule: str
    relation: Relation
    said: Span
    ends: Ends
    mode: Mode


def find_middles(sentence: Sentence) -> Iterator[Between]:
    """Each middle of two places that a sentence tells, in text order."""
    for found in sentence.words.middle.finditer(sentence.text, sentence.span.start, sentence.span.end):
        said = Span(start=_hedged(sentence, found.start()), end=found.end())
        first = max(sentence.span.start, said.start - _HEDGED)
        if sentence.words.not_middle.search(sentence.text, first, found.start()) or _is_bound(sentence, said):
            continue
        forms = (_between(sentence, found, said, middle) for middle in sentence.words.middles)
        yield from islice(filter(None, forms), 1)


def _between(sentence: Sentence, found: re.Match[str], said: Span, middle: Middle) -> Between | None:
    if middle.said.fullmatch(found.group()) is None:
        return None
    ends = fit(sentence, said, middle.form)
    if ends is None or not all(_is_somewhere(sentence, end) for end in (ends.one, ends.two)):
        return None
    if not any(end.kind is MentionKind.NAME and end in sentence.mentions for end in (ends.one, ends.two)):
        return None
    mode, _ = mode_at(sentence, ends.end)
    return Between(rule=middle.form.rule, relation=middle.relation, said=said, ends=ends, mode=mode)


def _is_somewhere(sentence: Sentence, end: Mention) -> bool:
    """Whether words may name a place: a mention, a name, or a noun with its article ("the coast", not "fame")."""
    if end in sentence.mentions or end.text != end.text.lower():
        return True
    first = end.text.replace("’", "’ ").split()[0]
    return first in sentence.words.phrases.definite


def _hedged(sentence: Sentence, start: int) -> int:
    """Where "about" begins that stands before "halfway"; `start` where nothing does."""
    found = _hedge(sentence.article.lang).search(sentence.text, max(sentence.span.start, start - _HEDGED), start)
    return start if found is None else found.start()


def _is_bound(sentence: Sentence, said: Span) -> bool:
    """Whether "more than halfway" or "less than halfway" is said, which puts a place anywhere but in the middle."""
    words = length_words(sentence.article.lang)
    hedges = (words.hedges.get(plain(found.group()).lower()) for found in words.hedge.finditer(said.of(sentence.text)))
    return not {Hedge.AT_LEAST, Hedge.AT_MOST}.isdisjoint(hedges)


@lru_cache
def _hedge(lang: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{length_words(lang).hedge.pattern}{SPACE}+)+$", re.IGNORECASE)
