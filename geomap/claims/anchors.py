"""How a length is tied to what it is measured from: "à 60 km au nord de X", "and 80 from Y", "22 miles away".

Reading order: `tie`, `_linked`, `_ended`; then `other_anchors` and `bare_tie` for what a sentence leaves out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from geomap.claims.claim import Mode
from geomap.claims.lengths import bare_length
from geomap.claims.phrases import anchor_phrase
from geomap.claims.sentence import Sentence
from geomap.geodesy import Compass
from geomap.lang.pack import plain
from geomap.mentions.mention import Mention, MentionKind
from geomap.quantity import Hedge, Quantity

_LEAD = 60
"""How many characters before a length its opener may take, spaces and a denial included."""

_SPACES = " \t\n\u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A length with its anchor; `start` and `end` bound its words, opener and anchor included.

    `subject` is set where the same words name it. `anchor` is None where it is understood. The subject stands
    before `head`. `opened` says that a word of its own brings the length in, `there` that words say that the anchor
    was told before ("de là").
    """

    rule: str
    quantity: Quantity
    anchor: Mention | None
    start: int
    end: int
    direction: Compass | None = None
    direction_text: str = ""
    side: Compass | None = None
    mode: Mode = Mode.UNSPECIFIED
    subject: Mention | None = None
    opened: bool = False
    head: int = 0
    there: bool = False


def lead_in(sentence: Sentence, quantity: Quantity) -> tuple[int, bool] | None:
    """Where a length begins with the word that brings it in, and whether there is one; None where it is no distance."""
    words, text = sentence.words, sentence.text
    begin = quantity.span.start
    first = max(sentence.span.start, begin - _LEAD)
    opener = words.openers.search(text, first, begin)
    start = opener.start() if opener else begin
    if says_within(sentence, quantity):
        return None if _is_zone(sentence, start) else (start, opener is not None)
    if words.blockers.search(text, first, start) or words.denials.search(text, first, start):
        return None
    return start, opener is not None


def _is_zone(sentence: Sentence, start: int) -> bool:
    """Whether "within" bounds a zone: who lives in it stands before, or what is forbidden there."""
    before = sentence.token_before(start)
    if sentence.low(before) in sentence.words.zones:
        return True
    for at in range(before, max(before - _CLAUSE, -1), -1):
        if sentence.low(at) in sentence.words.forbidding:
            return True
        if not sentence.tokens[at].is_word:
            break
    return False


_CLAUSE = 10
"""Tokens before "within" in which a clause says what is forbidden there."""


def says_within(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a length says "within", which a zone does and a place that lies there."""
    return not sentence.words.within.isdisjoint(plain(quantity.text).lower().split()[:3])


def tie(sentence: Sentence, quantity: Quantity, *, goes_on: bool) -> Tie | None:
    """What a length is measured from, by the words after it; `goes_on` says that a length before led up to it."""
    led = lead_in(sentence, quantity)
    if led is None:
        return None
    start, opened = led
    mode, at = mode_at(sentence, quantity.span.end)
    if mode is Mode.UNSPECIFIED:  # "À vol d’oiseau, Chamonix n’est qu’à 15 km de Courmayeur"
        mode, _ = mode_at(sentence, sentence.span.start)
    bracketed = sentence.text[max(0, start - 2) : start].rstrip().endswith("(")
    free = opened or sentence.words.opener_optional or goes_on or bracketed or _is_opened_range(sentence, quantity)
    base = Tie(
        rule="", quantity=quantity, anchor=None, start=start, end=at, mode=mode, opened=opened, head=quantity.span.start
    )
    linked = _linked(sentence, base, free=free)
    if linked is None and mode is not Mode.UNSPECIFIED:  # "12 km au large de Brest", where the way is the link
        linked = _linked(sentence, replace(base, end=quantity.span.end), free=free)
    if linked is not None:
        return linked
    apposed = sentence.text[max(0, start - 2) : start].rstrip().endswith(",")
    return _ended(sentence, base) if free or apposed else None


def _is_opened_range(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether "between 60 and 80 km" follows a verb of lying somewhere: its "between" brings it in."""
    before = sentence.low(sentence.token_before(quantity.span.start))
    return quantity.hedge is Hedge.RANGE and before in sentence.words.fillers


def mode_at(sentence: Sentence, at: int) -> tuple[Mode, int]:
    """The way of travelling told at an offset, and where its words end."""
    for pattern, mode in sentence.words.modes:
        match = pattern.match(sentence.text, at, sentence.span.end)
        if match:
            return mode, match.end()
    return Mode.UNSPECIFIED, at


def _linked(sentence: Sentence, base: Tie, *, free: bool) -> Tie | None:
    """The anchor that one of the links leads to."""
    words, text = sentence.words, sentence.text
    said = plain(base.quantity.text).lower().split()
    for link in words.links:
        match = link.pattern.match(text, base.end, sentence.span.end)
        if match is None or match.end() == base.end:
            continue
        direction_text = match.groupdict().get("direction") or ""
        if not (free or link.free or direction_text) or (link.after and link.after.isdisjoint(said)):
            continue
        before = match.group().split()[-1:] or [""]
        phrase = anchor_phrase(sentence, match.end(), contracted=before[0].lower() in words.phrases.contracted)
        if phrase is None:
            continue
        if not direction_text and _leads_on(sentence, phrase.end):
            return None
        ended = _ended(sentence, base) if phrase.mention is None else None
        if ended is not None and ended.direction is not None:  # "à 12 km de là, vers l’ouest"
            return replace(ended, there=True)
        mode, end = mode_at(sentence, phrase.end)
        modes = (base.mode, link.mode, mode)
        return replace(
            base,
            rule=link.rule,
            anchor=phrase.mention,
            there=phrase.mention is None,
            end=end if mode is not Mode.UNSPECIFIED else phrase.end,
            direction=_point(words.directions, direction_text),
            direction_text=direction_text,
            side=_point(words.sides, match.groupdict().get("side") or ""),
            mode=next((m for m in modes if m is not Mode.UNSPECIFIED), Mode.UNSPECIFIED),
        )
    return None


def _leads_on(sentence: Sentence, at: int) -> bool:
    """Whether a way goes on after an anchor: "40 miles from Leeds to York" is how far somebody went."""
    index = sentence.token_from(at)
    if sentence.low(index) not in sentence.words.onward or index + 1 >= len(sentence.tokens):
        return False
    after = sentence.tokens[index + 1]
    return (
        after.is_capitalised
        or sentence.mention_over(index + 1) is not None
        or after.low in sentence.words.phrases.definite
    )


def _point(points: Mapping[str, Compass], said: str) -> Compass | None:
    return points.get(plain(said).lower()) if said else None


def _ended(sentence: Sentence, base: Tie) -> Tie | None:
    """A length whose anchor is understood, or stands before it: "au sud de Chypre, à 80 km"."""
    words, text = sentence.words, sentence.text
    for ending in words.endings:
        match = ending.pattern.match(text, base.end, sentence.span.end)
        if match is None or not _closes(sentence, match.end(), bare=match.end() == base.end):
            continue
        direction_text = match.groupdict().get("direction") or ""
        found = replace(
            base,
            rule=ending.rule,
            end=match.end(),
            direction=_point(words.directions, direction_text),
            direction_text=direction_text,
        )
        return found if direction_text else _led(sentence, found)
    return None


def _closes(sentence: Sentence, at: int, *, bare: bool) -> bool:
    """Whether the words of an ending end there: no preposition follows, and after no words at all a mark does."""
    following = sentence.text[at : sentence.span.end].lstrip(_SPACES)
    if bare:
        return not following or following[0] in ',.;:)!?»”"'
    if following[:1].isalnum() and not sentence.text[at : at + 1].isspace():
        return False
    return not sentence.words.of.match(following)


def _led(sentence: Sentence, found: Tie) -> Tie:
    """The direction and anchor that stand right before a length: "Au nord-est, à dix kilomètres, …"."""
    words, text = sentence.words, sentence.text
    for match in reversed(list(words.towards.finditer(text, sentence.reach(found.start), found.start))):
        end = match.end()
        mention: Mention | None = None
        if match["of"]:
            phrase = anchor_phrase(sentence, match.end(), contracted=match["of"].lower() in words.phrases.contracted)
            if phrase is None:
                return found
            mention, end = phrase.mention, phrase.end
        if text[end : found.start].strip(_SPACES) not in {",", ""}:
            return found
        direction_text = match["direction"]
        direction = _point(words.directions, direction_text)
        return replace(
            found, anchor=mention, direction=direction, direction_text=direction_text, head=match.start(), end=found.end
        )
    return found


def other_anchors(sentence: Sentence, found: Tie) -> Iterator[Tie]:
    """The same length from more places: "à 30 km de Gap et d’Embrun"."""
    words = sentence.words
    while True:
        index = sentence.token_from(found.end)
        if sentence.low(index) not in words.conjunctions or index + 1 >= len(sentence.tokens):
            return
        at = sentence.tokens[index + 1].start
        of = words.of.match(sentence.text, at, sentence.span.end)
        if not of and not words.opener_optional:
            return
        phrase = anchor_phrase(
            sentence,
            of.end() if of else at,
            contracted=bool(of) and of.group().lower() in words.phrases.contracted,  # type: ignore[union-attr]
        )
        if phrase is None or phrase.mention is None or phrase.mention.kind is not MentionKind.NAME:
            return
        after = sentence.token_from(phrase.end)
        if not of and after < len(sentence.tokens) and sentence.tokens[after].is_word:
            return
        found = replace(found, anchor=phrase.mention, end=phrase.end)
        yield found


def bare_tie(sentence: Sentence, last: Tie) -> Tie | None:
    """A number without its unit, tied to a name, after a length that said it: "à 60 km de X et 80 de Y"."""
    match = sentence.words.again.match(sentence.text, last.end, sentence.span.end)
    if match is None:
        return None
    quantity = bare_length(sentence.text, match.end(), sentence.span.end, last.quantity.unit, sentence.article.lang)
    if quantity is None or quantity.vague or not any(c.isalnum() for c in quantity.text):
        return None
    end = quantity.span.end
    stop = end + (sentence.text[end : end + 1] == ".")
    base = Tie(
        rule="",
        quantity=quantity,
        anchor=None,
        start=match.end(),
        end=stop,
        opened=bool(match["opener"]),
        head=match.end(),
    )
    found = _linked(sentence, base, free=True)
    if found is None or found.anchor is None or found.anchor.kind is not MentionKind.NAME:
        return None
    return replace(found, rule=f"{found.rule}, without its unit")
