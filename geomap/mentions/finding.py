"""Finding the words that name or point to a place.

Reading order: `find_mentions`, then `names`, and here `_demonyms` and `_nominals`: one kind after the other.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from geomap.actors.actor import Actor, ActorKind
from geomap.article.article import Article
from geomap.article.tokens import tokens_of
from geomap.entities.entity import SURE, Entity, EntityKind
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.lang.pack import plain
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.mentions.names import Seen, is_seat, overlooked_names, recognised_names
from geomap.mentions.sentence import Sentence
from geomap.mentions.words import Kind, Words, words_of
from geomap.span import Cover, Span


def find_mentions(
    article: Article, entities: Sequence[Entity], actors: Sequence[Actor], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Every mention of a place, in text order; a nominal mention may hold the name that locates it.

    `entities` are the names that a recogniser found in the article's text.
    """
    words = words_of(article.lang)
    taken = Cover(actor.span for actor in actors)
    nobody = frozenset(a.text for a in actors if a.kind is not ActorKind.VEHICLE)
    known = Cover(
        entity.span
        for entity in entities
        if entity.confidence >= SURE and not entity.within and not is_seat(entity, article.text, gazetteer)
    )
    seen = Seen.of(
        entity.span.of(article.text)
        for entity in entities
        if entity.kind is EntityKind.PLACE and entity.confidence >= SURE and not entity.within
    )
    starts = [entity.span.start for entity in entities]
    found: list[Mention] = []
    for index, (span, tokens) in enumerate(zip(article.sentences, tokens_of(article), strict=True)):
        sentence = Sentence(
            article=article,
            span=span,
            tokens=tokens,
            words=words,
            gazetteer=gazetteer,
            taken=taken,
            nobody=nobody,
            slot=_slot(article, span, words),
            kinds=[words.kinds[token.text] for token in tokens],
            ends=[token.end for token in tokens],
        )
        first = bisect_left(starts, span.start)
        here = entities[first : bisect_left(starts, span.end, first)]
        names = list(recognised_names(sentence, here)) if here else []
        overlooked = list(overlooked_names(sentence, known, seen))
        if overlooked:
            met = Cover(mention.span for mention in names)
            names += [mention for mention in overlooked if not met.meets(mention.span)]
            names.sort(key=_in_order)
        if index < 3:
            names = _mark_dateline(article, span, names)
        found += names
        found += _demonyms(sentence, names)
        found += _nominals(sentence, names)
    return tuple(sorted(found, key=_in_order))


_DEMONYM, _NOUN_PHRASE = int(Kind.DEMONYM), int(Kind.NOUN_PHRASE)


def _in_order(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _slot(article: Article, sentence: Span, words: Words) -> Slot:
    """Whether a sentence credits reporters: such lines name where they sat, not where things happened."""
    text = article.text
    opening = plain(text[sentence.start : min(sentence.end, sentence.start + _BYLINE)])
    closing = opening if len(sentence) <= _BYLINE else plain(text[sentence.end - _BYLINE : sentence.end])
    if words.opens_byline.match(opening) or words.byline.search(closing, max(0, len(closing) - 80)):
        return Slot.BYLINE
    return Slot.STORY


_BYLINE = 120
"""Characters at either end of a sentence in which a byline's words stand."""

_DASH = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?(?:[-–—]+)\s")


def _mark_dateline(article: Article, sentence: Span, names: list[Mention]) -> list[Mention]:
    """`SEOUL, Corée du Sud – ...`: names that open the sentence in front of a dash are a dateline."""
    marked: list[Mention] = []
    end = sentence.start
    for mention in names:
        between = article.text[end : mention.span.start]
        if re.fullmatch(r"[\s(,]*", between):
            marked.append(mention)
            end = mention.span.end
    if marked and marked[0].text.split("-")[0].isupper() and _DASH.match(article.text, end):
        dateline = {m.span for m in marked}
        return [replace(m, slot=Slot.DATELINE) if m.span in dateline else m for m in names]
    return names


def _demonyms(sentence: Sentence, names: Sequence[Mention]) -> Iterator[Mention]:
    tokens, words = sentence.tokens, sentence.words
    named: Cover | None = None
    done = 0
    for i in sentence.starting(_DEMONYM):
        for size in range(min(words.longest_demonym, len(tokens) - i), 0, -1) if i >= done else ():
            low = " ".join(t.low for t in tokens[i : i + size])
            code = words.demonyms.get(low) or (_compound(low, words) if size == 1 else "")
            if not code:
                continue
            named = named or Cover(mention.span for mention in names)
            start, end = tokens[i].start, tokens[i + size - 1].end
            if not sentence.taken.meets_range(start, end) and not named.meets_range(start, end):
                yield sentence.mention(i, i + size, MentionKind.DEMONYM, country=code)
                done = i + size
                break


def _compound(low: str, words: Words) -> str:
    """The first country of "russo-ukrainien", or nothing."""
    prefix, dash, rest = low.partition("-")
    return words.prefixes.get(prefix, "") if dash and rest in words.demonyms else ""


def _nominals(sentence: Sentence, names: Sequence[Mention]) -> Iterator[Mention]:
    """Find “la base de lancement”, “cette ville”, “une usine de cette ville” (which holds its locator)."""
    tokens, words = sentence.tokens, sentence.words
    all_phrases = list(_noun_phrases(sentence))
    if not all_phrases:
        return
    named, begun = Cover(m.span for m in names), frozenset(m.span.start for m in names)
    definite: dict[int, Mention] = {}
    phrases = [
        (start, end, noun)
        for start, end, noun in all_phrases
        if not any(_introduces(sentence, end, end + gap, begun) for gap in range(4))
        and not named.meets(Span(start=tokens[start].start, end=tokens[end - 1].end))
    ]
    for start, end, noun in phrases:
        located = end < len(tokens) and tokens[end].low in words.inside
        if tokens[start].low in words.indefinite or (located and tokens[start].low not in words.demonstrative):
            continue
        mention = sentence.mention(start, end, MentionKind.NOMINAL, head=" ".join(noun), features=words.features[noun])
        definite[start] = mention
        yield mention
    for start, end, noun in phrases:
        anchor = definite.get(end + 1)
        if anchor is None or tokens[start].low not in words.indefinite or tokens[end].low not in words.inside:
            continue
        stop = next(i for i in range(end, len(tokens)) if tokens[i].end == anchor.span.end) + 1
        yield sentence.mention(
            start, stop, MentionKind.NOMINAL, head=" ".join(noun), features=words.features[noun], anchor=anchor.span
        )


def _noun_phrases(sentence: Sentence) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A determiner and the longest noun of a feature after it: first token, end, the noun's words."""
    tokens, words = sentence.tokens, sentence.words
    for i in sentence.starting(_NOUN_PHRASE):
        if i + 1 < len(tokens) and tokens[i + 1].low not in words.feature_firsts:
            continue
        for size in range(min(words.longest_feature, len(tokens) - i - 1), 0, -1):
            noun = tuple(t.low for t in tokens[i + 1 : i + 1 + size])
            if noun in words.features:
                yield i, i + 1 + size, noun
                break


def _introduces(sentence: Sentence, start: int, stop: int, begun: Collection[int]) -> bool:
    """Whether a feature noun ending at `start` leads to a name at `stop`: then the name is the mention.

    `begun` are the offsets at which names begin.
    """
    if stop >= len(sentence.tokens) or sentence.tokens[stop].start not in begun:
        return False
    return sentence.is_joiner(start, stop)
