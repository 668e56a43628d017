"""The words that an anchor is named by: a mention, or a phrase that no gazetteer knows.

"the Ukrainian border", "la ligne de front", a village that nobody recorded: a length is measured from these too.
They become mentions of the claim's own, which no place answers to, so that a check calls them unverifiable.
Reading order: `anchor_phrase`, `_named`, `_unnamed`.
"""

from dataclasses import dataclass

from geomap.claims.sentence import Sentence
from geomap.mentions.mention import Mention, MentionKind

_MOST_WORDS = 7
"""Small words tried before the name of an anchor: "the rebel-held capital of the eastern province of" has eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a length is measured from, and where its words end; `mention` is None for "there", "de là"."""

    mention: Mention | None
    end: int


def anchor_phrase(sentence: Sentence, at: int, *, contracted: bool = False, limit: int | None = None) -> Phrase | None:
    """The noun phrase that begins at `at` and ends by `limit`; None where the words there name nothing.

    `contracted` says that the preposition before held the article ("du", "des").
    """
    words = sentence.words.phrases
    first = sentence.token_from(at)
    if first >= len(sentence.tokens) or sentence.text[at : sentence.tokens[first].start].strip(" \t\n\u00a0\u202f"):
        return None
    mention = sentence.mention_over(first)
    start = first
    low = sentence.low(first)
    determined = contracted
    if mention is None and low in words.definite | words.indefinite:
        determined, start = True, first + 1
        mention = sentence.mention_over(start)
    if start >= len(sentence.tokens) or not sentence.tokens[start].is_word:
        return None
    if low in words.here or sentence.low(start) in words.here:
        return Phrase(mention=None, end=sentence.tokens[start].end)
    if mention is not None and mention.kind is MentionKind.NOMINAL and mention.head in words.kinds:
        return _told_by_kind(sentence, mention, limit)
    if mention is not None:
        return _around(sentence, first, start, mention)
    stop = _small_words(sentence, start)
    if _is_nowhere(sentence, start, stop):
        return None
    named = _named(sentence, first, start, stop, sentence.span.end if limit is None else limit)
    if named is not None:
        return named
    if low in words.indefinite or stop == start:
        return None
    return _unnamed(sentence, first, start, stop, determined=determined)


def _is_nowhere(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the noun of a phrase is one that no map could show: the finish, the ground, somebody."""
    words = sentence.words.phrases
    said = " ".join(sentence.low(i) for i in range(start, max(stop, start + 1))).replace("’ ", "’")
    nouns = {sentence.low(start)} | (set() if words.adjective_endings else {sentence.low(max(stop, start + 1) - 1)})
    return not words.never.isdisjoint(nouns) or any(
        said.startswith(f"{form} ") or said == form for form in words.never if " " in form
    )


def _small_words(sentence: Sentence, start: int) -> int:
    """Where the words in small letters that begin at `start` end: at a name, a mark, a word that ends a phrase."""
    words = sentence.words.phrases
    at = start
    while at < len(sentence.tokens) and at - start < _MOST_WORDS:
        token = sentence.tokens[at]
        adjective = token.low in words.demonyms
        if (token.is_capitalised and not adjective) or sentence.mention_over(at) is not None:
            break
        joins = token.low in words.linkers and sentence.low(at - 1) in words.parts  # "the border with China"
        if (token.low in words.stops and not joins) or not (token.text[0].isalpha() or token.low == "’s"):
            break
        at += 1
    return at


def _told_by_kind(sentence: Sentence, nominal: Mention, limit: int | None) -> Phrase:
    """The name that a kind of place leads to ("la capitale provinciale Goma", "the capital, Nairobi"), or the kind."""
    first = sentence.token_from(nominal.span.start)
    after = sentence.token_from(nominal.span.end)
    noun = max(after - 1, first)
    stop = _small_words(sentence, after)
    named = _named(sentence, first, noun, stop, sentence.span.end if limit is None else limit)
    if named is not None and named.mention is not None:
        return named
    return Phrase(mention=nominal, end=nominal.span.end)


def _around(sentence: Sentence, first: int, start: int, mention: Mention) -> Phrase:
    """A mention, or the phrase that it only begins: "Canada’s Arctic coast", "the Texas border"."""
    words = sentence.words.phrases
    after = sentence.token_from(mention.span.end)
    own = Phrase(mention=mention, end=mention.span.end)
    if mention.kind is MentionKind.NOMINAL:
        return own
    if sentence.words.opener_optional and sentence.low(after) in words.kinds - words.linkers - words.definite:
        own = Phrase(mention=mention, end=sentence.tokens[after].end)  # "Arlington county"
    if mention.head or after >= len(sentence.tokens):
        return own
    if sentence.low(after) == "’s":
        stop = after + 1
        while stop < len(sentence.tokens) and stop - after < _MOST_WORDS and sentence.low(stop) not in words.stops:
            if not sentence.tokens[stop].is_word:
                break
            stop += 1
        return _own(sentence, first, stop - 1) if stop > after + 1 else own
    if sentence.words.opener_optional and sentence.low(after) in words.parts:
        return _own(sentence, first, _small_words(sentence, after) - 1)
    if start == first and sentence.low(after) in words.parts and sentence.tokens[after].start == mention.span.end + 1:
        return _own(sentence, first, after)
    return own


def _named(sentence: Sentence, first: int, start: int, stop: int, limit: int) -> Phrase | None:
    """A phrase that a name ends: the name alone where the words before only say what kind of place it is."""
    words = sentence.words.phrases
    before = [sentence.low(i) for i in range(start, stop)]
    kinds = all(word in words.kinds or word in words.demonyms or word in words.definite for word in before)
    # "la capitale du Gabon" is not Gabon
    titled = not sentence.words.titles.isdisjoint(before) and before[-1] in words.linkers | words.definite
    kinds = kinds and not titled
    at = stop
    if before and kinds and sentence.low(at) in {",", "("}:  # "the capital, Nairobi"
        at += 1
    mention = sentence.mention_over(at)
    if mention is not None:
        if at > stop and mention.span.start != sentence.tokens[at].start:
            return None
        head = bool(mention.head) and mention.head in " ".join(before) and not titled
        if kinds or head:
            return _around(sentence, at, at, mention)
        return None if at > stop else _own(sentence, first, sentence.token_before(mention.span.end))
    if at > stop or at >= len(sentence.tokens) or not sentence.tokens[at].is_capitalised:
        return None
    last = _name_end(sentence, at, limit)
    if sentence.low(last + 1) == "’s":
        return _own(sentence, first, max(_small_words(sentence, last + 1) - 1, last))
    if sentence.low(last + 1) in words.parts:
        return _own(sentence, first, last + 1)
    if kinds:
        return Phrase(mention=sentence.own(at, last, MentionKind.NAME), end=sentence.tokens[last].end)
    return _own(sentence, first, last)


def _name_end(sentence: Sentence, at: int, limit: int) -> int:
    """The last token of an unknown name: capitals, and small words between them, up to a known one."""
    inside = sentence.words.phrases.inside_names
    last = at
    while True:
        ahead = last + 1
        while sentence.low(ahead) in inside and ahead - last < 3:
            ahead += 1
        if ahead >= len(sentence.tokens) or sentence.tokens[ahead].end > limit or sentence.mention_over(ahead):
            return last
        token = sentence.tokens[ahead]
        spaced = token.start - sentence.tokens[ahead - 1].end <= 1
        if not (token.is_word and spaced and (token.is_capitalised or (token.text[0].isdigit() and ahead == last + 1))):
            return last
        if ahead > last + 1 and sentence.low(last + 1) in {"et", "and"}:
            return last
        last = ahead


def _unnamed(sentence: Sentence, first: int, start: int, stop: int, *, determined: bool) -> Phrase | None:
    """A phrase without a name: "la frontière chinoise", "the front line", "shore"; or a name in small letters."""
    words = sentence.words.phrases
    if not determined and sentence.in_small_letters:
        last = min(stop, start + 3) - 1
        while last > start and sentence.low(last) in words.linkers | words.definite:
            last -= 1
        return Phrase(mention=sentence.own(start, last, MentionKind.NAME), end=sentence.tokens[last].end)
    if not determined and (not sentence.words.opener_optional or sentence.low(start).endswith("ing")):
        return None
    last = _closed(sentence, start, stop) if words.adjective_endings else stop - 1
    while last > start and sentence.low(last) in words.linkers | words.definite | words.indefinite:
        last -= 1
    return _own(sentence, first, last)


def _closed(sentence: Sentence, start: int, stop: int) -> int:
    """The last word of a phrase whose adjectives follow the noun: "la base aérienne de la coalition"."""
    words = sentence.words.phrases
    last, at, joined = start, start + 1, False
    while at < stop:
        low = sentence.low(at)
        if low in words.linkers and not joined:
            joined = True
            at += 1 + (sentence.low(at + 1) in words.definite | words.indefinite)
            if at >= stop:
                break
            last = at
        elif low in words.demonyms or low.endswith(words.adjective_endings) or "-" in low:
            last = at
        else:
            break
        at += 1
    return last


def _own(sentence: Sentence, first: int, last: int) -> Phrase:
    return Phrase(mention=sentence.own(first, last, MentionKind.NOMINAL), end=sentence.tokens[last].end)


def _is_broken(sentence: Sentence, start: int, end: int, mention: Mention) -> bool:
    """Whether a stretch holds more than one phrase: a word that ends one stands beside the mention in it."""
    inside = range(sentence.token_from(start), sentence.token_from(end))
    beside = (sentence.tokens[i] for i in inside)
    return any(
        t.low in sentence.words.phrases.stops for t in beside if not mention.span.start <= t.start < mention.span.end
    )


def slot_phrase(sentence: Sentence, start: int, end: int, *, last: bool = False) -> Mention | None:
    """What a stretch of words around a length names: its first mention, or its last; else a phrase, or None."""
    inside = [m for m in sentence.mentions_from(start) if m.span.end <= end]
    if inside:
        chosen = inside[-1 if last else 0]
        return chosen if last or not _is_broken(sentence, start, end, chosen) else None
    if last:
        at = sentence.token_before(end)
        first = at
        if at < 0 or not sentence.tokens[at].is_capitalised or sentence.tokens[at].start < start:
            return None
        while first > 0 and sentence.tokens[first - 1].start >= start and sentence.tokens[first - 1].is_capitalised:
            first -= 1
        if sentence.low(first) in sentence.words.starters:
            first += 1
        return sentence.own(first, at, MentionKind.NAME) if first <= at else None
    phrase = anchor_phrase(sentence, start, limit=end)
    if phrase is None or phrase.end > end or sentence.token_from(phrase.end) < sentence.token_from(end):
        return None
    return phrase.mention
