"""Finding claims of distance: a length, what it is measured from, and what lies that far away.

Two kinds: a length, and a place told to lie in the middle of two (`middles`). A length becomes a claim only when
words tie it to a place ("à 60 km au nord de X") or two ("60 km between X and Y"); anything else (a river's length, a
missile's range) is left alone. Only sentences with a unit of length or a word such as "halfway" are read. Layers:
`words` and `length_words` compile a language's data, `lengths` reads quantities, `anchors` and `pairs` tie them to
places, `phrases` names what no mention covers, `subjects` says what lies there, by what the words before it lead back
to (`leads`). Reading order: `find_claims`, `_telling`, `_claims_in`, `_ties`.

Measured with `python -m benchmarks.claims`: F1 .98 in French and in English on the benchmark's development half.
New text is harder: 109 French and 108 English texts, written by somebody who had not seen the rules and to be hard,
gave .915 and .886 before anybody looked at them, and the subject right of .81 and .91 of the claims found.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge

from geomap.article.article import Article
from geomap.claims.anchors import Tie, bare_tie, other_anchors, tie
from geomap.claims.claim import Claim, Mode
from geomap.claims.length_words import length_words
from geomap.claims.lengths import bounds_km, find_lengths
from geomap.claims.middles import Between, find_middles
from geomap.claims.pairs import pair
from geomap.claims.sentence import Sentence, read_sentence
from geomap.claims.subjects import Subject, find_subject, opening_name
from geomap.claims.words import claim_words
from geomap.evidence import Evidence
from geomap.mentions.mention import Mention, MentionKind, Slot
from geomap.quantity import Hedge, Quantity
from geomap.span import Span

_BACK = 3
"""Sentences before, in which a pronoun's noun is looked for."""

_ENTRY = re.compile(r"\W{0,4}(?P<name>[^\W\d_][\w’'-]+)(?: \w+ [\w’'-]+)?(?:, [\w’' -]{1,24})?, ?\((?![A-Z]{2,}\b)")
"""How an entry of an encyclopedia opens: its name, a comma, a bracket that names no agency."""

_CUT = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s+\S|\d+\.\s+[^\W\d_]\.)")
"""What no sentence ends with: an initial, or a number that initials follow ("12. N. O. de")."""


def find_claims(article: Article, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Every claim of distance between two places, in text order, before anyone knows which places."""
    usable = _usable(mentions)
    claims: list[Claim] = []
    middle = claim_words(article.lang).middle
    for first, span in _telling(article):
        lengths = tuple(find_lengths(article.text, span, article.lang))
        if lengths or middle.search(article.text, span.start, span.end):
            sentence = read_sentence(article, span, usable)
            told = tuple(_claims_in(sentence, lengths, usable, first))
            middles = _middles_in(sentence, usable, first, told)
            claims += sorted((*told, *middles), key=lambda claim: claim.said.start)
    return tuple(claims)


def _telling(article: Article) -> Iterator[tuple[int, Span]]:
    """The sentences with a unit of length or a word of the middle: the index of each, and its span.

    Those that a full stop cuts apart which ends none are one.
    """
    patterns = (length_words(article.lang).unit, claim_words(article.lang).middle)
    at = 0
    for start in merge(*((found.start() for found in pattern.finditer(article.text)) for pattern in patterns)):
        while at < len(article.sentences) and article.sentences[at].end <= start:
            at += 1
        if at == len(article.sentences):
            break
        if article.sentences[at].start > start:
            continue
        first, span = at, article.sentences[at]
        while at + 1 < len(article.sentences) and _is_cut(article.text, span.end):
            at += 1
            span = Span(start=span.start, end=article.sentences[at].end)
        at += 1
        yield first, span


def _is_cut(text: str, end: int) -> bool:
    """Whether the full stop before `end` ends no sentence."""
    word = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1
    return _CUT.match(text, word) is not None


def _usable(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that a distance may be told of, none overlapping the one before."""
    kept: list[Mention] = []
    for mention in mentions:
        if mention.kind is MentionKind.DEMONYM or mention.slot is not Slot.STORY:
            continue
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def _claims_in(
    sentence: Sentence, lengths: Sequence[Quantity], usable: Sequence[Mention], index: int
) -> Iterator[Claim]:
    last: Tie | None = None
    about = False
    subject = Subject(mention=None)
    for found in _ties(sentence, lengths):
        goes_on = last is not None and _goes_on(sentence, last.end, found.start)
        if found.subject is not None:
            subject = Subject(mention=found.subject, certain=True)
        elif not goes_on:
            within = Span(start=found.head, end=max(found.end, found.head))
            floor = last.end if last is not None else 0
            subject = _subject(sentence, within, usable, index, floor=floor, anchored=found.anchor is not None)
        if found.mode is Mode.RIVER and not subject.certain and _is_water(sentence, subject):
            subject = Subject(mention=None)
        if found.anchor is None and not _placed(sentence, subject, found):
            continue
        about = _is_about(found, last, goes_on=goes_on, about=about)
        yield _claim(sentence, found, subject, approximate=about)
        last = found


def _subject(  # noqa: PLR0913
    sentence: Sentence,
    within: Span,
    usable: Sequence[Mention],
    index: int,
    *,
    floor: int = 0,
    anchored: bool = True,
) -> Subject:
    """What the words `within` are said of, in the sentence of this `index` or those before."""
    return find_subject(
        sentence,
        within,
        antecedent=lambda: _antecedent(sentence.article, usable, index),
        topic=_topic(sentence),
        floor=floor,
        anchored=anchored,
    )


def _middle_of(found: Between, subject: Mention | None, lengths: Sequence[Claim]) -> Mention | None:
    """The subject, if it is none of the ends; else that of the length before: "20 km from Leeds, halfway between"."""
    ends = {found.ends.one.text, found.ends.two.text}
    before = [c.subject for c in lengths if c.subject is not None and c.said.end <= found.said.start]
    return next((m for m in (subject, *reversed(before)) if m is not None and m.text not in ends), None)


def _middles_in(sentence: Sentence, usable: Sequence[Mention], index: int, lengths: Sequence[Claim]) -> Iterator[Claim]:
    """The places told to lie in the middle of two others; `lengths` are the sentence's other claims."""
    for found in find_middles(sentence):
        within = Span(start=found.said.start, end=found.ends.end)
        subject = _subject(sentence, within, usable, index)
        yield Claim(
            article=sentence.article.id,
            subject=_middle_of(found, subject.mention, lengths),
            anchor=found.ends.one,
            other=found.ends.two,
            relation=found.relation,
            quantity=None,
            direction=None,
            direction_text="",
            mode=found.mode,
            evidence=Evidence(article=sentence.article.id, sentence=sentence.span, cue=found.said, rule=found.rule),
        )


def _is_about(found: Tie, last: Tie | None, *, goes_on: bool, about: bool) -> bool:
    """Whether a length is "about" so much, by its own words or those of the one that it follows on."""
    own = found.quantity.hedge is Hedge.APPROX
    return own or (last is not None and goes_on and about and (not found.opened or found.quantity == last.quantity))


def _ties(sentence: Sentence, lengths: Sequence[Quantity]) -> Iterator[Tie]:
    """Each length of a sentence with what it is tied to, those that leave their unit out included."""
    last: Tie | None = None
    for quantity in lengths:
        if last is not None and quantity.span.start < last.end:
            continue
        goes_on = last is not None and _goes_on(sentence, last.end, quantity.span.start)
        found = pair(sentence, quantity) or tie(sentence, quantity, goes_on=goes_on)
        while found is not None:
            last = found
            yield found
            if found.anchor is None:
                break
            for other in other_anchors(sentence, found):
                last = other
                yield other
            found = bare_tie(sentence, last)


def _goes_on(sentence: Sentence, end: int, start: int) -> bool:
    """Whether nothing but a comma, "and" and the like stands between two lengths: they have one subject."""
    between = sentence.tokens[sentence.token_from(end) : sentence.token_from(start)]
    return all(token.low in sentence.words.joints or not token.is_word for token in between)


def _is_water(sentence: Sentence, subject: Subject) -> bool:
    """Whether a name has its article, as rivers have: "dans la Seine, à 2 km en aval de Mantes" places no Seine."""
    if subject.mention is None:
        return False
    before = sentence.low(sentence.token_from(subject.mention.span.start) - 1)
    return before in sentence.words.phrases.definite


def _placed(sentence: Sentence, subject: Subject, found: Tie) -> bool:
    """Whether a length with an understood anchor says where something lies that has a name."""
    if subject.mention is None:
        return False
    words = sentence.words
    before = sentence.low(sentence.token_from(subject.mention.span.start) - 1)
    led = before in words.inside | words.beside
    return subject.certain or found.there or found.direction is not None or led


def _claim(sentence: Sentence, found: Tie, subject: Subject, *, approximate: bool) -> Claim:
    quantity = found.quantity
    if approximate and quantity.hedge is Hedge.EXACT:
        quantity = _approximate(quantity)
    return Claim(
        article=sentence.article.id,
        subject=subject.mention if subject.mention != found.anchor else None,
        anchor=found.anchor,
        quantity=quantity,
        direction=found.direction,
        direction_text=found.direction_text,
        mode=found.mode,
        anchor_side=found.side,
        evidence=Evidence(
            article=sentence.article.id,
            sentence=sentence.span,
            cue=Span(start=quantity.span.start, end=max(found.end, quantity.span.end)),
            rule=found.rule,
        ),
    )


def _approximate(quantity: Quantity) -> Quantity:
    """A length that shares the "about" of the one before: "about 20 km from X, 39 km from Y"."""
    low_km, high_km = bounds_km(quantity.value, quantity.unit, Hedge.APPROX)
    return replace(quantity, hedge=Hedge.APPROX, low_km=low_km, high_km=high_km)


def _topic(sentence: Sentence) -> Mention | None:
    """What the entry of an encyclopedia is about, in its first paragraph: the name that it opens with."""
    text = sentence.text
    entry = _ENTRY.match(text)
    if entry is None or "\n\n" in text[: sentence.span.start]:
        return None
    span = Span(start=entry.start("name"), end=entry.end("name"))
    return Mention(article=sentence.article.id, span=span, text=span.of(text), kind=MentionKind.NAME)


def _antecedent(article: Article, usable: Sequence[Mention], index: int) -> Mention | None:
    """What "it" or "la ville" goes back to: the name that one of the sentences before begins with."""
    for before in range(index - 1, max(index - 1 - _BACK, -1), -1):
        name = opening_name(read_sentence(article, article.sentences[before], usable))
        if name is not None:
            return name
    return None
