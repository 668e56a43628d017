"""Lengths whose own words name both places: "La distance entre X et Y est de 60 km", "X and Y are 9 miles apart"."""

from geomap.claims.anchors import Tie, lead_in, mode_at
from geomap.claims.claim import Mode
from geomap.claims.phrases import anchor_phrase, slot_phrase
from geomap.claims.sentence import Sentence
from geomap.claims.words import Pair
from geomap.mentions.mention import Mention, MentionKind
from geomap.quantity import Quantity

_MARKS = ",;:("


def pair(sentence: Sentence, quantity: Quantity) -> Tie | None:
    """The two places that the words around a length name, if one of the forms of pairs fits.

    None in a sentence about a race, where such a length is a stage, and where no end has a name.
    """
    if sentence.tells_race:
        return None
    led = lead_in(sentence, quantity)
    for form in sentence.words.pairs:
        if led is None and form.before is None:
            continue
        found = _fits(sentence, quantity, form)
        if found is not None:
            return found
    return None


def _fits(sentence: Sentence, quantity: Quantity, form: Pair) -> Tie | None:
    start, end = quantity.span.start, quantity.span.end
    ends: dict[str, Mention | None] = {}
    if form.before is not None:
        before = form.before.search(sentence.text, sentence.reach(start), start)
        if before is None:
            return None
        for name, words in before.groupdict().items():
            if words is not None:
                ends[name] = slot_phrase(sentence, before.start(name), before.end(name))
        start = before.start()
        if form.first:
            ends[form.first] = slot_phrase(sentence, _clause_start(sentence, start), start, last=True)
    if form.after is not None:
        after = form.after.match(sentence.text, end, sentence.span.end)
        if after is None:
            return None
        for name, words in after.groupdict().items():
            if words is not None:
                ends[name] = slot_phrase(sentence, after.start(name), after.end(name))
        end = after.end()
    if form.last:
        phrase = anchor_phrase(sentence, end, contracted=_contracted(sentence, end))
        ends[form.last] = phrase.mention if phrase is not None else None
        end = phrase.end if phrase is not None else end
    one, two = ends.get("one"), ends.get("two")
    if one is None or two is None or one.span.overlaps(two.span):
        return None
    if not any(end.kind is MentionKind.NAME or end.text != end.text.lower() for end in (one, two)):
        return None
    mode, _ = mode_at(sentence, quantity.span.end)
    return Tie(
        rule=form.rule,
        quantity=quantity,
        anchor=two,
        subject=one,
        start=min(start, one.span.start),
        end=end,
        mode=mode if mode is not Mode.UNSPECIFIED else form.mode,
    )


def _clause_start(sentence: Sentence, end: int) -> int:
    """Where the clause that ends at `end` begins."""
    first = sentence.reach(end)
    return max(*(sentence.text.rfind(mark, first, end) for mark in _MARKS), first - 1) + 1


def _contracted(sentence: Sentence, at: int) -> bool:
    before = sentence.text[max(sentence.span.start, at - 6) : at].lower().split()
    return bool(before) and before[-1] in sentence.words.phrases.contracted
