"""A sentence with everything the journey stage needs to know of it, looked up by token."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from geomap.actors.actor import Actor, ActorKind
from geomap.article.article import Article
from geomap.article.tokens import Token, tokens_of
from geomap.gazetteer.place import Place
from geomap.journey.dates import DatedSpan, find_dates
from geomap.journey.words import MotionWords, Phrases, motion_words
from geomap.mentions.mention import MentionKind, Slot
from geomap.places.resolution import Resolution
from geomap.span import Span

T = TypeVar("T")

STOPS = frozenset({".", ";", ":", "!", "?", "–", "—"})
"""Marks that end a clause for certain; a comma may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence's tokens with the places, actors and dates that start at each."""

    article: Article
    index: int
    span: Span
    tokens: tuple[Token, ...]
    words: MotionWords
    places: Mapping[int, Resolution]
    actors: Mapping[int, Actor]
    dates: tuple[DatedSpan, ...]
    breaks: tuple[int, ...]
    """The tokens that end a clause: strong marks and turns, in order."""

    def low(self, i: int) -> str:
        """The lower-case form of a token without the apostrophe of an elision, or nothing outside."""
        return self.tokens[i].low.rstrip("’") if 0 <= i < len(self.tokens) else ""

    def has(self, phrases: Phrases, i: int) -> int:
        """How many tokens, from the longest form that stands at token `i`; 0 when none does."""
        if self.tokens[i].low not in phrases.firsts:
            return 0
        for size in range(min(phrases.longest, len(self.tokens) - i), 0, -1):
            if tuple(t.low for t in self.tokens[i : i + size]) in phrases.forms:
                return size
        return 0

    def person_at(self, i: int) -> Actor | None:
        """The person named at a token, if one is."""
        actor = self.actors.get(i)
        return actor if actor is not None and actor.kind is ActorKind.PERSON else None

    def clause_end(self, i: int) -> int:
        """Where the clause that token `i` stands in ends at the latest: a strong mark or a turn."""
        at = bisect_right(self.breaks, i)
        return self.breaks[at] if at < len(self.breaks) else len(self.tokens)

    def clause_start(self, i: int) -> int:
        """Where that clause begins."""
        at = bisect_left(self.breaks, i)
        return self.breaks[at - 1] + 1 if at else 0


def read_sentences(
    article: Article, actors: Sequence[Actor], resolutions: Sequence[Resolution]
) -> tuple[Sentence, ...]:
    """The article's sentences that can carry a movement: those with a place or an actor in them."""
    words, cut = motion_words(article.lang), tokens_of(article)
    usable = [
        r
        for r in resolutions
        if r.place is not None and r.mention.kind is not MentionKind.DEMONYM and r.mention.slot is Slot.STORY
    ]
    sentences: list[Sentence] = []
    next_place = next_actor = 0
    for index, span in enumerate(article.sentences):
        places, next_place = _within(usable, next_place, span, lambda r: r.mention.span)
        people, next_actor = _within(actors, next_actor, span, lambda a: a.span)
        if not places and not people:
            continue
        tokens = cut[index]
        starts = {t.start: i for i, t in enumerate(tokens)}
        by_token: dict[int, Resolution] = {}
        for resolution in places:
            i = starts.get(resolution.mention.span.start)
            if i is not None and (i not in by_token or len(resolution.mention.span) > len(by_token[i].mention.span)):
                by_token[i] = resolution
        sentences.append(
            Sentence(
                article=article,
                index=index,
                span=span,
                tokens=tokens,
                words=words,
                places=by_token,
                actors={starts[a.span.start]: a for a in people if a.span.start in starts},
                dates=find_dates(article.text, span, article.published, article.lang),
                breaks=tuple(i for i, t in enumerate(tokens) if t.text in STOPS or t.low.rstrip("’") in words.turns),
            )
        )
    return tuple(sentences)


def _within(items: Sequence[T], start: int, span: Span, span_of: Callable[[T], Span]) -> tuple[Sequence[T], int]:
    """The items of a sorted sequence inside a span, and where to look next."""
    i = start
    while i < len(items) and span_of(items[i]).start < span.start:
        i += 1
    j = i
    while j < len(items) and span_of(items[j]).start < span.end:
        j += 1
    return items[i:j], j


def place_of(resolution: Resolution) -> Place:
    """The place of a resolution that has one."""
    if resolution.place is None:
        raise ValueError(resolution)
    return resolution.place
