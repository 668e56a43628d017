"""Which words of a sentence name a place.

The recogniser says so first (`recognised_names`). What it overlooks is taken when somebody chose the name
for the gazetteer, or when a length leads to it: "à 12 km de Zarubino" (`overlooked_names`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from geomap.article.tokens import Token, most_words
from geomap.entities.entity import Entity, EntityKind
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.names import ARTICLES
from geomap.gazetteer.place import Candidate
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.mentions.sentence import Sentence
from geomap.mentions.words import Kind
from geomap.span import Cover, Span

MOST_WORDS = 7
"""Longest place name tried, in tokens: "République démocratique du Congo" has four, some have more."""

_MEASURED_WITHIN = 7
"""Tokens after a name in which its distance is told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Names that the recogniser is sure of somewhere in an article, and the letters up to the first mark of each."""

    names: frozenset[str]
    openings: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Seen":
        """Some names."""
        kept = frozenset(names)
        return cls(kept, frozenset(map(_opening, kept)))

    def may_start(self, word: str) -> bool:
        """Whether any of them may start with a word."""
        return _opening(word) in self.openings


@lru_cache(maxsize=1 << 14)
def _opening(name: str) -> str:
    """The letters up to the first that is none."""
    return _LETTERS.match(name)[0]  # type: ignore[index]  # matches anything


_LETTERS = re.compile(r"\w*")


def recognised_names(sentence: Sentence, entities: Sequence[Entity]) -> Iterator[Mention]:
    """The recogniser's places in a sentence, but for those that an actor is meant by.

    Those within an organisation's name have a slot of their own. A chosen name that holds one and goes on
    is taken whole: "République démocratique du Congo".
    """
    done = sentence.span.start
    for entity in entities:
        if entity.kind is not EntityKind.PLACE or entity.span.start < done:
            continue
        # An institute called Sejong is no town; a university of Iowa is in Iowa.
        named = entity.span.of(sentence.article.text) in sentence.nobody
        if sentence.taken.meets(entity.span) and (named or not entity.within):
            continue
        span = _without_opening(sentence, entity.span)
        start, end = _tokens_of(sentence, span)
        if start and sentence.tokens[start - 1].text in sentence.words.short_titles:
            continue  # "Mr. Elbe"
        whole = None if entity.within else _curated_around(sentence, start, end)
        if whole is not None and sentence.tokens[whole[0]].start >= done:
            start, end = whole
            span = Span(start=sentence.tokens[start].start, end=sentence.tokens[end - 1].end)
        head, codes = sentence.head(start, end)
        done = span.end
        yield Mention(
            article=sentence.article.id,
            span=span,
            text=span.of(sentence.article.text),
            kind=MentionKind.NAME,
            slot=Slot.ORGANISATION if entity.within else sentence.slot,
            head=head,
            features=codes,
        )


def _tokens_of(sentence: Sentence, span: Span) -> tuple[int, int]:
    """The first token of a span, and the one after its last."""
    ends = sentence.ends
    start = bisect_right(ends, span.start)
    start = start if start < len(ends) else 0
    end = bisect_left(ends, span.end, lo=start)
    return start, min(end, len(ends) - 1) + 1


def _without_opening(sentence: Sentence, span: Span) -> Span:
    """Leave out what only opens a sentence or tells the kind of place, where the rest is a name by itself.

    "La Maison Blanche" without its article, but "La Haye" keeps it; of "la rivière Razdolnaya" the last word,
    but "gare de Lyon" whole, whose last word is another place.
    """
    start, end = _tokens_of(sentence, span)
    first, text = sentence.tokens[start], span.of(sentence.article.text)
    if first.start != span.start or end - start < 2:
        return span
    candidates = sentence.gazetteer.curated_candidates(text)
    if _is_article(first):
        bearers = candidates or sentence.gazetteer.candidates(text)
        kept = any(c.name.text.lower().startswith(first.low) and not c.place.is_country for c in bearers)
        return span if kept else Span(start=sentence.tokens[start + 1].start, end=span.end)
    if first.is_capitalised or first.low not in sentence.words.feature_firsts:
        return span
    for at in range(start + 1, end):
        if sentence.tokens[at].is_capitalised:
            head, codes = sentence.head(at, end)
            rest = sentence.gazetteer.curated_candidates(sentence.text(at, end))
            if head and any(c.place.feature_code in codes for c in rest):
                return Span(start=sentence.tokens[at].start, end=span.end)
            return span
    return span


def _is_article(token: Token) -> bool:
    return token.low.rstrip("’") in ARTICLES


def is_seat(entity: Entity, text: str, gazetteer: Gazetteer) -> bool:
    """Whether an organisation goes by the name of the building it sits in: the White House, the Kremlin."""
    if entity.kind is not EntityKind.ORGANISATION:
        return False
    candidates = gazetteer.curated_candidates(entity.span.of(text))
    return bool(candidates) and all(c.place.feature_class == "S" for c in candidates)


def overlooked_names(sentence: Sentence, known: Cover, seen: Seen) -> Iterator[Mention]:
    """Names of places where the recogniser saw nothing sure: `known` is where it did.

    `seen` are the names that it is sure of elsewhere in the article: what is a place there is one here.
    """
    done = 0
    for i in sentence.starting(_NAME):
        end = _name_end(sentence, i, known, seen) if i >= done else 0
        if end:
            stop = sentence.full_stop_follows(end) and bool(sentence.gazetteer.place_ids(f"{sentence.text(i, end)}."))
            head, codes = sentence.head(i, end)
            yield sentence.mention(i, end, MentionKind.NAME, stop=stop, head=head, features=codes)
            done = end


def _name_end(sentence: Sentence, start: int, known: Cover, seen: Seen) -> int:
    """Where the longest acceptable place name that starts at a token, a likely one, ends, or 0."""
    tokens, first = sentence.tokens, sentence.tokens[start]
    most = most_words(tokens, start, sentence.gazetteer.opens_curated)
    measured = again = False
    if not known.meets_range(first.start, first.end):
        measured, again = _may_be_measured(sentence, start), seen.may_start(first.text)
    elif most < _SEVERAL:
        return 0  # only a longer, chosen name may outgrow what is there
    if not (most or measured or again) or sentence.taken.meets_range(first.start, first.end):
        return 0
    if start and tokens[start - 1].text in sentence.words.short_titles:
        return 0
    counts, words = [], 0
    for token in tokens[start : start + MOST_WORDS]:
        words += token.is_word
        counts.append(words if token.is_word else 0)
    for size in range(len(counts), 0, -1):
        end = start + size
        curated = 0 < counts[size - 1] <= most
        if not counts[size - 1] or not (curated or measured or again) or not _one_name(sentence, start, end):
            continue
        span = Span(start=first.start, end=tokens[end - 1].end)
        text = sentence.text(start, end)
        if sentence.taken.meets(span) or not known.outgrown_by(span) or text in sentence.nobody:
            continue
        if curated and _is_curated(sentence, start, end):
            return end
        if not (measured or again) or known.meets(span):
            continue
        if text in seen.names or (measured and _is_measured_town(sentence, start, end)):
            return end
    return 0


_SEVERAL = 2

_NAME, _UNIT = int(Kind.NAME), int(Kind.UNIT)


def _may_be_measured(sentence: Sentence, start: int) -> bool:
    """Whether `_is_measured_town` may hold of a name that starts at a token."""
    if start == 0:
        return sentence.has(_UNIT)
    return sentence.tokens[start - 1].low in sentence.words.prepositions


def _curated_around(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The longest chosen name, with a capital, that holds the tokens from `start` to `end` and more, or None."""
    tokens = sentence.tokens
    opening = max(0, end - MOST_WORDS)
    most = [
        0
        if not tokens[at].is_capitalised or _is_article(tokens[at])
        else most_words(tokens, at, sentence.gazetteer.opens_curated)
        for at in range(opening, start + 1)
    ]
    if not any(most):
        return None
    counts = list(accumulate((token.is_word for token in tokens[opening : start + MOST_WORDS]), initial=0))
    for size in range(MOST_WORDS, end - start, -1):
        for first in range(max(0, end - size), start + 1):
            last = first + size
            if last > len(tokens) or counts[last - opening] - counts[first - opening] > most[first - opening]:
                continue
            if _is_curated_phrase(sentence, first, last):
                return first, last
    return None


def _is_curated_phrase(sentence: Sentence, start: int, end: int) -> bool:
    tokens = sentence.tokens
    return tokens[end - 1].is_word and _one_name(sentence, start, end) and _is_curated(sentence, start, end)


def _one_name(sentence: Sentence, start: int, end: int) -> bool:
    """Whether tokens could be one name: some word is capitalised, the others are small words of names."""
    tokens = sentence.tokens[start:end]
    words = [t for t in tokens if t.is_word]
    if any(t.text in {",", ".", ";", ":", "(", ")", "«", "»", "–"} for t in tokens):
        return False
    if end - start == 1 and words[0].low in sentence.words.starters and (start == 0 or not words[0].text.isupper()):
        return False
    return words[0].is_capitalised or words[0].low not in sentence.words.definite | sentence.words.indefinite


def _is_curated(sentence: Sentence, start: int, end: int) -> bool:
    """Whether somebody chose the name for the gazetteer; a river's, beside another name, is a person's or a firm's."""
    text = sentence.text(start, end)
    candidates = sentence.gazetteer.curated_candidates(text)
    if not candidates or not _starts_well(sentence, start, end, candidates):
        return False
    if end - start == 1 and all(c.place.feature_class in {"H", "T"} for c in candidates):
        return bool(sentence.head(start, end)[0]) or not _touches_a_name(sentence, start, end)
    return True


def _starts_well(sentence: Sentence, start: int, end: int, candidates: Sequence[Candidate]) -> bool:
    """A name starts with a capital, or with the noun of its feature when nothing inside is a name of its own.

    So "péninsule coréenne" is a name, and of "la rivière Razdolnaya" only the last word is.
    """
    first = sentence.tokens[start]
    if first.is_capitalised:
        # "La Haye" has an article in its name; "La Corée du Nord" only begins a sentence with one.
        return not _is_article(first) or any(c.name.text.lower().startswith(first.low) for c in candidates)
    rest = tuple(t.low for t in sentence.tokens[start + 1 : end])
    if not rest or not any((first.low, *more) in sentence.words.features for more in ((), rest)):
        return False
    return not any(
        sentence.tokens[i].is_capitalised and sentence.gazetteer.curated_candidates(sentence.text(i, end))
        for i in range(start + 1, end)
    )


def _is_measured_town(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a length or compass point leads to a name that some place bears, or a length follows one.

    "à 12 km de Zarubino", "au nord de Zarubino", "Lyon se trouve à 390 km".
    """
    words, inner = sentence.words, sentence.tokens[start:end]
    before = [t.low for t in sentence.tokens[max(0, start - 3) : start]]
    linked = bool(before) and before[-1] in words.prepositions and any(low in words.measures for low in before[:-1])
    if not linked and not (start == 0 and _is_measured(sentence, end)):
        return False
    if not (inner[0].is_capitalised and inner[-1].is_capitalised) or inner[0].low in words.dates:
        return False
    if any(t.is_word and not t.is_capitalised and t.low not in words.linkers for t in inner):
        return False
    return bool(sentence.gazetteer.candidates(sentence.text(start, end)))


def _is_measured(sentence: Sentence, end: int) -> bool:
    """Whether the words after a name say how far it lies: "Lille est à 225 km"."""
    near = sentence.tokens[end : end + _MEASURED_WITHIN]
    return any(n.text[0].isdigit() and unit.low in sentence.words.units for n, unit in pairwise(near))


def _touches_a_name(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a capitalised word stands right beside: "Thames Water", "Don Trump", "Mr. Elbe"."""
    last, after = sentence.tokens[end - 1], sentence.tokens[end : end + 1]
    if (
        after
        and after[0].is_capitalised
        and after[0].is_word
        and after[0].start - last.end == 1
        and after[0].low not in sentence.words.dates
    ):
        return True
    if not start:
        return False
    before = sentence.tokens[start - 1]
    titled = len(before.text) <= 3 and sentence.full_stop_follows(start)
    return before.is_capitalised and before.is_word and (start > 1 or titled)
