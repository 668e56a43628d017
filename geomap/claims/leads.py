"""What the words before a length lead back to: a name, a pronoun, nothing, or that the length opens the sentence.

The walk goes back over verbs of lying somewhere, adverbs, brackets, appositions ("Kufra, an oasis 950 km …") and
insertions (", of Edmonton, was"), to what stands there. Reading order: `lead_before`, `_what_stands`.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from geomap.claims.sentence import Sentence
from geomap.mentions.mention import Mention, MentionKind

_OPENING = 20
"""Tokens that may stand before a length that opens its sentence."""

_WALKED = 120
"""Tokens that the walk goes back over at most: further back stands another thing's name."""

_APPOSED = 9
"""Tokens of an apposition: "a Gold Rush-era town of 1,000 people"."""

_INSERTED = 14
"""Tokens that an insertion between commas may have."""

_BESIDE = {",", "(", "–", "—", ":"}
"""Marks that set an apposition beside a name."""

_PASSED = {",", "(", "–", "—", "-", ":", "“", "”", "«", "»", '"', "*", "_"}
"""Marks that the walk goes over."""


class LeadKind(Enum):
    """What was met; NONE is a word that says nothing of a place."""

    NONE = auto()
    OPENS = auto()
    NAMED = auto()
    PRONOUN = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What stands before some words: a mention, a pronoun, nothing they tell of, or that they open the sentence.

    NOTHING is sure: a road, or what a clause is about without naming it; NONE leaves it to the words after.
    """

    kind: LeadKind
    mention: Mention | None = None
    stated: bool = False
    index: int = -1


def lead_before(sentence: Sentence, start: int, *, stated: bool = False) -> Lead:
    """What the words right before `start` lead back to, over verbs of lying somewhere, adverbs and brackets."""
    words = sentence.words
    at = sentence.token_before(start)
    last = max(at - _WALKED, 0)
    generic = False
    while at >= last:
        token, mention = sentence.tokens[at], sentence.mention_over(at)
        if mention is not None:
            before = _passed_over(sentence, mention, stated=stated)
            if before < 0:
                break
            at = before
            continue
        if token.low in words.locatives:
            stated = True
        elif token.text in {")", "]"}:
            at = _opening(sentence, at)
        elif token.low in words.fillers or token.low in words.dates or token.text in _PASSED:
            generic = generic or token.low in words.phrases.kinds
        elif token.low in words.phrases.kinds | words.appositions and sentence.mention_over(at - 1) is not None:
            pass  # "Nangarhar province"
        elif token.low in words.phrases.demonyms | words.phrases.kinds and (
            sentence.low(at - 1) in words.phrases.kinds or sentence.low(at - 1) == ","
        ):
            generic = True  # "Lampedusa, île italienne située à"
        elif token.low in words.pronouns and sentence.low(at - 1) in words.relatives:
            stated = False  # "localité qu’elle situe à 60 km": the noun before is meant
        elif not (token.low in words.joints and not stated):
            apposed = _apposed(sentence, at)
            if apposed < 0:
                break
            at = apposed
        at -= 1
    if at < last:
        return Lead(kind=LeadKind.NONE if last else LeadKind.OPENS)
    return _what_stands(sentence, at, stated=stated, generic=generic)


def _passed_over(sentence: Sentence, mention: Mention, *, stated: bool) -> int:
    """The token before what a name belongs to that only tells more of the place; -1 where it is the place."""
    inserted = _inserted(sentence, mention) if stated else -1
    return max(inserted, _between(sentence, mention), _neared(sentence, mention))


def _inserted(sentence: Sentence, mention: Mention) -> int:
    """The token before an insertion that only tells where somebody or something is from: ", of Edmonton, was"."""
    words = sentence.words
    first, after = sentence.token_from(mention.span.start), sentence.token_from(mention.span.end)
    if sentence.low(after) != ",":
        return -1
    opening = _comma_before(sentence, first)
    participle = sentence.tokens[opening + 1] if opening > 0 else None
    if participle and participle.low.endswith(words.insertion_endings) and not participle.is_capitalised:
        return opening - 1
    known = words.appositions | words.phrases.kinds | words.prepositions
    start = first
    while start > 0 and first - start < 5 and sentence.low(start - 1) in known:
        start -= 1
    led = start < first and sentence.low(start) in words.prepositions | words.phrases.linkers
    return start - 2 if led and sentence.low(start - 1) == "," else -1


def _comma_before(sentence: Sentence, at: int) -> int:
    """The comma that opened an insertion which goes on to the token `at`; -1 where none is near."""
    return next((i for i in range(at - 1, max(at - _INSERTED, 0), -1) if sentence.low(i) == ","), -1)


def _between(sentence: Sentence, mention: Mention) -> int:
    """The token before "entre X et Y" where `mention` is Y, for what lies between two places is neither; or -1."""
    words = sentence.words
    at = sentence.token_from(mention.span.start) - 1
    other = sentence.mention_over(at - 1)
    if other is None or sentence.low(at) not in words.joints:
        return -1
    opener = sentence.token_from(other.span.start) - 1
    return opener - 1 if sentence.low(opener) in words.betweens else -1


def _neared(sentence: Sentence, mention: Mention) -> int:
    """The token before "non loin de X" or "à deux heures de X", where "and" a length follows; or -1."""
    words = sentence.words
    if sentence.low(sentence.token_from(mention.span.end)) not in words.joints:
        return -1
    at = sentence.governor(mention)
    led = sentence.low(at) in words.phrases.linkers | words.towards_of
    near = sentence.low(at - 1) in words.beside | words.journeys
    return _comma_before(sentence, at) if led and near else -1


def _apposed(sentence: Sentence, at: int) -> int:
    """What begins an apposition ending at `at`, set beside a name: "Kufra, an oasis 950 km …"; or -1.

    An article does, or a noun right after the comma: "Sake, verrou stratégique distant de".
    """
    words = sentence.words
    for first in range(at - 1, max(at - _APPOSED, 0), -1):
        if sentence.low(first) in words.phrases.indefinite | words.phrases.definite:
            return first if sentence.low(first - 1) in _BESIDE | words.locatives else -1
        if sentence.low(first - 1) in _BESIDE and _is_noun(sentence, first):
            named = sentence.mention_over(first - 2) is not None or (first == 2 and sentence.tokens[0].is_capitalised)
            return first if named else -1
        if sentence.low(first) in words.phrases.stops or not sentence.tokens[first].is_word:
            return -1
    return -1


def _is_noun(sentence: Sentence, at: int) -> bool:
    """Whether a word in small letters may be a noun or its adjective: it ends no phrase and leads to none."""
    words, token = sentence.words, sentence.tokens[at]
    other = words.phrases.stops | words.phrases.linkers | words.prepositions | words.joints | words.pronouns
    return token.is_word and not token.is_capitalised and not token.text[0].isdigit() and token.low not in other


def _opening(sentence: Sentence, at: int) -> int:
    """The token that opens a bracket closed at `at`; `at` itself where none does."""
    return next((i for i in range(at - 1, max(at - 12, -1), -1) if sentence.tokens[i].text in {"(", "["}), at)


def _what_stands(sentence: Sentence, at: int, *, stated: bool, generic: bool) -> Lead:
    """What the walk backwards ended at: a mention, a pronoun, a name nobody knows, or a word that is none."""
    words = sentence.words
    token, mention = sentence.tokens[at], sentence.mention_over(at)
    if token.text == ";":
        return Lead(kind=LeadKind.OPENS)
    if mention is not None:
        if is_road(sentence, mention):
            return Lead(kind=LeadKind.NOTHING)
        first = _named_first(sentence, mention)
        if first == mention and not stated and _is_apart(sentence, mention):
            return Lead(kind=LeadKind.NOTHING)
        if stated and first.kind is MentionKind.NOMINAL and first.head in words.phrases.kinds:
            return Lead(kind=LeadKind.PRONOUN, mention=first, stated=True)
        return Lead(kind=LeadKind.NAMED, mention=first, stated=stated)
    if token.low in words.pronouns:
        return Lead(kind=LeadKind.PRONOUN, stated=True)
    if (
        stated
        and generic
        and token.low in words.phrases.definite
        and (token.is_capitalised or sentence.in_small_letters)
    ):
        # "Le village est à"
        return Lead(kind=LeadKind.PRONOUN, stated=True)
    if token.is_capitalised and not (token.low in words.starters and at == 0):
        return _unknown_name(sentence, at, at, stated=stated)
    if sentence.in_small_letters and stated and token.is_word:
        first_token = _run(sentence, at, most=3)
        return Lead(kind=LeadKind.NAMED, mention=sentence.own(first_token, at, MentionKind.NAME), stated=True)
    if words.opener_optional and token.low in words.phrases.parts:  # "the Barakah nuclear plant"
        head = _run(sentence, at, most=4) - 1
        if head >= 0 and sentence.tokens[head].is_capitalised and sentence.low(head) not in words.starters:
            return _unknown_name(sentence, head, at, stated=stated)
    passed = words.starters | words.dates | words.fillers
    opens = at < _OPENING and all(t.low in passed or not t.is_word for t in sentence.tokens[: at + 1])
    return Lead(kind=LeadKind.OPENS if opens else LeadKind.NONE)


def _is_apart(sentence: Sentence, mention: Mention) -> bool:
    """Whether only a part or a surrounding of the place is told of: "l’est de la Turquie", "au large de Brest"."""
    words = sentence.words
    at = sentence.governor(mention)
    at -= sentence.low(at) in words.phrases.linkers | words.phrases.contracted
    if sentence.low(at) not in words.apart:
        return False
    beside = sentence.low(at - 2) in words.towards_of or sentence.low(at - 1) in words.phrases.contracted
    return sentence.low(at) not in words.directions or not beside  # "à l’est de", "au nord de": beside it


def _run(sentence: Sentence, at: int, *, most: int) -> int:
    """The first of the words in small letters that end at `at`, articles and joining words left out."""
    words = sentence.words
    first = at
    while first > 0 and at - first < most:
        before = sentence.tokens[first - 1]
        if not before.is_word or before.is_capitalised or before.low in words.joints | words.phrases.definite:
            break
        first -= 1
    return first


_NUMBERED = re.compile(r"[A-Z]{1,3}-? ?\d+[A-Za-z]?")
"""A road's number: A6, I-80, RN 7."""


def is_road(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name is a road's: "White Street", "rue de Rivoli", "Highway 282"."""
    said = mention.text.lower().replace("-", " ").split()
    first = sentence.token_from(mention.span.start)
    around = {said[0], said[-1], sentence.low(first - 1), sentence.low(sentence.token_from(mention.span.end))}
    return bool(_NUMBERED.fullmatch(mention.text)) or not sentence.words.roads.isdisjoint(around)


def _unknown_name(sentence: Sentence, at: int, last: int, *, stated: bool) -> Lead:
    """A capitalised word that no mention covers: a place if it opens the sentence or follows a preposition of place.

    Elsewhere it is more often a person's, whom the recogniser knew to be none. `last` is where its phrase ends.
    """
    words = sentence.words
    inside = words.phrases.inside_names
    first = at
    while first > 0 and (sentence.tokens[first - 1].is_capitalised or sentence.low(first - 1) in inside):
        first -= 1
    while first < at and sentence.low(first) in inside and not sentence.tokens[first].is_capitalised:
        first += 1
    adjective = sentence.low(at + 1) in words.phrases.kinds and sentence.low(first) in words.phrases.definite
    if len(sentence.tokens[at].text) + sentence.tokens[at].start - sentence.tokens[first].start < 3 or adjective:
        return Lead(kind=LeadKind.NONE)  # "C’est à", "The Kurdish-held town is"
    said = {sentence.low(i) for i in range(first - 1, at + 1)}
    if not words.roads.isdisjoint(said) or _NUMBERED.fullmatch(sentence.tokens[at].text):
        return Lead(kind=LeadKind.NOTHING)
    bracketed = sentence.low(last + 1) == "("  # "trips to Bled (55 km northwest)"
    led = bracketed or sentence.low(first - 1) in words.prepositions | words.phrases.kinds
    at_river = _located(sentence, first)
    if at_river is not None:
        return Lead(kind=LeadKind.NAMED, mention=at_river, stated=stated)
    opens = first == 0 or (first == 1 and sentence.low(0) in words.phrases.definite)
    opens = opens or sentence.tokens[first - 1].text == ";"
    if led or (opens and (at - first < 2 or stated) and sentence.low(at) not in words.starters):
        return Lead(kind=LeadKind.NAMED, mention=sentence.own(first, last, MentionKind.NAME), stated=stated)
    return Lead(kind=LeadKind.NONE)


def _located(sentence: Sentence, first: int) -> Mention | None:
    """The name before an unknown one that only says where it lies: Autun in "Autun, sur l’Arroux, à 22 lieues"."""
    words = sentence.words
    at = first - 1 - (sentence.low(first - 1) in words.phrases.definite)
    if sentence.low(at) not in words.appositions & words.prepositions or sentence.low(at - 1) != ",":
        return None
    return sentence.mention_over(at - 2)


def _named_first(sentence: Sentence, mention: Mention) -> Mention:
    """The mention that others behind it only locate: Perry in "Perry, in Taylor County, Florida, 50 miles …"."""
    words = sentence.words
    here = sentence.mentions
    last = at = sentence.mention_from(mention.span.start)
    while at > max(last - _HOPS, 0):
        between = sentence.tokens[sentence.token_from(here[at - 1].span.end) : sentence.token_from(here[at].span.start)]
        said = [token.low for token in between if token.is_word or token.low == "’s"]
        if not between or between[0].text not in {",", "("} or not (said or words.bare_apposition):
            break
        if not said and here[at - 1].kind is MentionKind.NOMINAL:  # "The capital, Juba, is"
            break
        after = sentence.token_from(here[at].span.end)
        while sentence.low(after) in words.appositions | words.phrases.kinds:  # "in Anbar province,"
            after += 1
        if after < len(sentence.tokens) and sentence.low(after) not in _CLOSING:
            break
        if not (words.appositions | words.phrases.kinds).issuperset(said):
            break
        at -= 1
    return here[at]


_HOPS = 6
"""Names that one after the other say where the first lies."""

_CLOSING = {",", ")", "(", "–", "—", "-"}
