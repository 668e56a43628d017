"""Words around a length, or "halfway", that name both places: "La distance entre X et Y est de 60 km"."""

from dataclasses import dataclass

from geomap.claims.anchors import Tie, lead_in, mode_at
from geomap.claims.claim import Mode
from geomap.claims.phrases import anchor_phrase, slot_phrase
from geomap.claims.sentence import Sentence
from geomap.claims.words import Pair
from geomap.mentions.mention import Mention, MentionKind
from geomap.quantity import Quantity
from geomap.span import Span

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
        ends = fit(sentence, quantity.span, form)
        if ends is None:
            continue
        mode, _ = mode_at(sentence, quantity.span.end)
        return Tie(
            rule=form.rule,
            quantity=quantity,
            anchor=ends.two,
            subject=ends.one,
            start=ends.start,
            end=ends.end,
            mode=mode if mode is not Mode.UNSPECIFIED else form.mode,
        )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The two places that a form names; `start` and `end` bound all its words."""

    one: Mention
    two: Mention
    start: int
    end: int


def fit(sentence: Sentence, said: Span, form: Pair) -> Ends | None:
    """The two places that a form names around the words it is built on; None where it does not fit them.

    None too where no end has a name: "between the two cars".
    """
    start, end = said.start, said.end
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
    if not any(mention.kind is MentionKind.NAME or mention.text != mention.text.lower() for mention in (one, two)):
        return None
    return Ends(one=one, two=two, start=min(start, one.span.start), end=end)


def _clause_start(sentence: Sentence, end: int) -> int:
    """Where the clause that ends at `end` begins."""
    first = sentence.reach(end)
    return max(*(sentence.text.rfind(mark, first, end) for mark in _MARKS), first - 1) + 1


def _contracted(sentence: Sentence, at: int) -> bool:
    before = sentence.text[max(sentence.span.start, at - 6) : at].lower().split()
    return bool(before) and before[-1] in sentence.words.phrases.contracted
