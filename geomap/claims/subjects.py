"""What lies that far away: the subject of a length.

It stands right before the length or its verb ("Bakhmout, à 55 km de", "Lyon est à"), is what a whole clause
is about ("X est une ville de Y, à 15 km de"), comes after a length that opens the sentence, or is a pronoun's,
in the sentence before. Where none of this holds the subject is unknown, which is better than the nearest name:
"le séisme, ressenti à Nice, s’est produit à 30 km de Gap" places no town.
Reading order: `find_subject`, `leads`, `_of_clause`, `_after`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from geomap.claims.leads import Lead, LeadKind, is_road, lead_before
from geomap.claims.sentence import Sentence
from geomap.mentions.mention import Mention, MentionKind
from geomap.span import Span

_BACK = 80
"""Tokens before a length in which its clause is looked for."""

_AHEAD = 14
"""Tokens in which the subject follows a length that opens its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The subject, if any, and whether words name it as one: "is 22 miles away" says nothing without."""

    mention: Mention | None
    certain: bool = False


def find_subject(  # noqa: PLR0913
    sentence: Sentence,
    within: Span,
    *,
    antecedent: Callable[[], Mention | None],
    topic: Mention | None,
    floor: int,
    anchored: bool,
) -> Subject:
    """The subject of a length whose words, anchor included, are `within`.

    `antecedent` gives what a pronoun goes back to; `topic` is what an encyclopedia's entry is about. Before
    `floor` another length was told. `anchored` says that the words name what it is measured from.
    """
    found = lead_before(sentence, within.start)
    if found.kind is not LeadKind.NOTHING and not found.stated:
        clause = _of_clause(sentence, within.start, floor)
        found = clause if clause.kind is not LeadKind.NONE else found
    if found.kind is LeadKind.NOTHING and topic is None:
        return Subject(mention=None)
    if topic is not None and not (found.kind is LeadKind.NAMED and found.stated):
        return Subject(mention=topic, certain=True)
    if found.kind is LeadKind.PRONOUN:
        return Subject(mention=antecedent() or found.mention, certain=True)
    if found.kind is LeadKind.NAMED:
        return Subject(mention=found.mention, certain=found.stated)
    return _after(sentence, within.end, opens=found.kind is LeadKind.OPENS, anchored=anchored)


def opening_name(sentence: Sentence) -> Mention | None:
    """The name that a sentence begins with, known or not: what "it" in the next one goes back to.

    Of "Rebels took Sake" the only name that is known as a place, which the next sentence's "the town" then is.
    """
    opening = _opening_name(sentence)
    if opening is None or opening in sentence.mentions:
        return opening
    places = [mention for mention in sentence.mentions if mention.kind is MentionKind.NAME]
    if len(places) != 1:
        return opening
    before = sentence.low(sentence.token_from(places[0].span.start) - 1)
    return opening if before in sentence.words.prepositions | sentence.words.beside else places[0]


def _opening_name(sentence: Sentence) -> Mention | None:
    words = sentence.words
    for at, token in enumerate(sentence.tokens):
        mention = sentence.mention_over(at)
        if mention is not None:
            return mention if mention.kind is MentionKind.NAME else None
        if token.is_capitalised and token.low not in words.starters and len(token.text) > 2:
            spoken = at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].text[0].islower()
            return sentence.own(at, at, MentionKind.NAME) if spoken else None
        if token.low not in words.starters | words.phrases.kinds | words.phrases.definite:
            return None
    return None


def _of_clause(sentence: Sentence, start: int, floor: int) -> Lead:
    """What the clause is about, where a verb before says where that lies or what it is: "X est une ville de"."""
    words = sentence.words
    last = sentence.token_before(start)
    for at in range(last, max(last - _BACK, 0), -1):
        token = sentence.tokens[at]
        if token.text in {";", ":"} or token.start < floor:
            break
        if token.low not in words.locatives or sentence.low(at + 1) not in words.located:
            continue
        found = lead_before(sentence, token.start, stated=True)
        if found.kind is LeadKind.PRONOUN and token.low in words.pasts and sentence.low(at + 1) in words.prepositions:
            return Lead(kind=LeadKind.NONE)  # "By noon it was in Tucumcari, 111 miles to the west"
        if found.kind in {LeadKind.PRONOUN, LeadKind.NAMED}:
            return found
        if _has_own_subject(sentence, at):
            return Lead(kind=LeadKind.NONE)
        opening = sentence.mention_over(0) or sentence.mention_over(int(sentence.low(0) in words.phrases.definite))
        if opening is not None and opening.kind is MentionKind.NAME and opening.span.end < token.start:
            return Lead(kind=LeadKind.NAMED, mention=opening, stated=True)
        said = {sentence.low(i) for i in range(at + 2, at + 5)}
        described = sentence.low(at + 1) in words.phrases.definite | words.phrases.indefinite
        if described and not words.phrases.kinds.isdisjoint(said - words.phrases.linkers - words.phrases.definite):
            return Lead(kind=LeadKind.PRONOUN if sentence.low(at - 1) in words.presenters else LeadKind.NOTHING)
        return Lead(kind=LeadKind.NONE)
    return Lead(kind=LeadKind.NONE)


def _has_own_subject(sentence: Sentence, at: int) -> bool:
    """Whether a noun stands right before "is in X": of "the closest hospital is in X" no name before is the subject."""
    words = sentence.words
    noun = sentence.tokens[at - 1] if at else None
    if noun is None or not noun.is_word or noun.is_capitalised or sentence.mention_over(at - 1) is not None:
        return False
    after = at + 2 + (sentence.low(at + 2) in words.phrases.definite)
    return sentence.low(at + 1) in words.inside and sentence.mention_over(after) is not None


def _is_region(sentence: Sentence, mention: Mention, *, opens: bool) -> bool:
    """Whether a name right after a comma says where the anchor is, or who speaks: "SSW of Ferndale, California"."""
    after = sentence.low(sentence.token_from(mention.span.end))
    return not opens or (sentence.words.bare_apposition and after == ",")


def _is_beside(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name after the length only says where that is: "à 47 km de Tours, sur la Vienne"."""
    return sentence.low(sentence.governor(mention)) in sentence.words.astride


def _after(sentence: Sentence, end: int, *, opens: bool, anchored: bool) -> Subject:
    """The first name after a length that opens its sentence, or that a comma or a preposition sets beside it."""
    words = sentence.words
    at = sentence.token_from(end)
    comma = sentence.low(at) in {",", ")"}
    verb = sentence.low(at) in words.fillers and not comma
    at += comma
    for index in range(at, min(at + _AHEAD, len(sentence.tokens))):
        mention = sentence.mention_over(index)
        if mention is not None:
            if comma and index == at and _is_region(sentence, mention, opens=opens):
                continue
            if comma and _is_beside(sentence, mention):
                continue
            return Subject(mention=None if is_road(sentence, mention) else mention, certain=True)
        token = sentence.tokens[index]
        if token.is_capitalised and opens and (comma or verb) and token.low not in words.starters:
            if sentence.low(index - 1) in words.prepositions and not comma:
                continue
            last = index
            while last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].is_capitalised:
                last += 1
            return Subject(mention=sentence.own(index, last, MentionKind.NAME), certain=True)
        if sentence.in_small_letters and opens and comma and token.is_word:
            return Subject(mention=sentence.own(index, index, MentionKind.NAME), certain=True)
        beside = words.beside | words.phrases.kinds - words.titles | words.phrases.definite | words.phrases.contracted
        if not anchored:
            beside = beside | words.inside | words.prepositions
        if not (opens or token.low in beside):
            break
    return Subject(mention=None)
