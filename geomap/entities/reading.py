"""Texts as columns of tokens, and the spans of them that could be names.

A candidate starts at a word with a capital (or at a noun such as "rue" that opens names) and ends at one,
with at most `MOST_CAPITALS` of them; between them stand small words of names, hyphens, apostrophes. So every
part of "Jean-Pierre de La Tour du Pin" is one, and the features tell which part is the name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.entities.traits import Trait
from geomap.entities.words import TOKEN, Ints, Words

MOST_CAPITALS = 5
"""Capitalised words in a candidate; longer names are found by their parts."""

_REACH = 6
"""How far the next capitalised word of a name may be, in tokens: "Komsomolsk-sur-l’Amour" needs six."""

FURTHEST = 6
"""Tokens that a feature looks away from a name at most."""

_PAD = FURTHEST + 1
"""Edge tokens between two texts, so that no feature looks from one into the other."""

_WRAPPED = (45, 130)
"""Columns at which a line may have been wrapped: then its end does not part a name."""

_LINE_END = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*+(?![\r\n])")

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Several texts, one token an entry, edges between them.

    `word` is its number among `Words`, `text` that of its text, `start` and `end` its offsets there.
    `glued`: it follows the token before without a space. `soft`: a line end within running text.
    """

    texts: Sequence[str]
    word: NDArray[np.int32]
    traits: Ints
    text: Ints
    start: Ints
    end: Ints
    glued: Flags
    soft: Flags

    def has(self, trait: Trait) -> Flags:
        """Which tokens have any of some traits."""
        flags: Flags = (self.traits & int(trait)) != 0
        return flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Spans of tokens that could be names: first and last token, and the number among `Words.names`."""

    first: Ints
    last: Ints
    name: Ints


def read_texts(texts: Sequence[str], words: Words) -> Reading:
    """The tokens of texts, with what is known of each."""
    pieces = [TOKEN.findall(text) for text in texts]
    edges = np.full(_PAD, words.edge, np.int32)
    word, start, end, number = [edges], [np.zeros(_PAD, np.int64)], [np.zeros(_PAD, np.int64)], [np.full(_PAD, -1)]
    numbered = [words.numbers(tokens) for tokens in pieces]
    traits = words.columns["traits"]
    for at, (text, tokens, numbers) in enumerate(zip(texts, pieces, numbered, strict=True)):
        lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
        ends = np.cumsum(lengths)
        starts = ends - lengths
        kept = (traits[numbers] & int(Trait.SPACE)) == 0
        word += [numbers[kept], edges]
        start += [starts[kept], np.full(_PAD, len(text))]
        end += [ends[kept], np.full(_PAD, len(text))]
        number += [np.full(int(kept.sum()) + _PAD, at)]
    columns = [np.concatenate(column) for column in (word, number, start, end)]
    glued = np.concatenate(([False], (columns[2][1:] == columns[3][:-1]) & (columns[1][1:] == columns[1][:-1])))
    reading = Reading(
        texts=texts,
        word=columns[0],
        traits=traits[columns[0]],
        text=columns[1],
        start=columns[2],
        end=columns[3],
        glued=glued,
        soft=np.zeros(len(glued), bool),
    )
    _mark_soft(reading)
    return reading


def _mark_soft(reading: Reading) -> None:
    """Mark the line ends that only a width made."""
    at = np.flatnonzero(reading.has(Trait.BREAK))
    if not len(at):
        return
    before = np.concatenate(([0], at[:-1]))
    begun = np.where(reading.text[before] == reading.text[at], reading.end[before], 0)
    length = reading.start[at] - begun
    spans = zip(reading.text[at].tolist(), reading.start[at].tolist(), reading.end[at].tolist(), strict=True)
    single = np.fromiter((_LINE_END.match(reading.texts[t], s, e) is not None for t, s, e in spans), bool, len(at))
    goes_on = (reading.traits[at - 1] & int(Trait.FINAL | Trait.QUOTE)) == 0
    narrow, wide = _WRAPPED
    reading.soft[at] = single & goes_on & (narrow <= length) & (length <= wide)


def find_candidates(reading: Reading, words: Words) -> Candidates:
    """Every candidate, by first and then last token."""
    count = len(reading.word)
    capital, opener = reading.has(Trait.CAPITAL), reading.has(Trait.OPENER)
    first, last = _runs(reading, capital, opener)
    closer = reading.has(Trait.CLOSER)
    closed = closer[np.minimum(last + 1, count - 1)]
    described = np.flatnonzero(opener[:-1] & closer[1:])
    first = np.concatenate((first, first[closed], described))
    last = np.concatenate((last, last[closed] + 1, described + 1))
    listed_only = np.arange(len(first)) >= len(closed)
    joined = np.concatenate(([0], np.cumsum(reading.has(Trait.COORDINATOR))))
    listed_only |= joined[last + 1] > joined[first]
    name = np.where(first == last, words.columns["name"][reading.word[first]], -1)
    several = np.flatnonzero(first != last)
    name[several] = words.name_numbers(_texts(reading, first[several], last[several]))
    kept = ~listed_only | (words.names["standing"][name] != 0)
    first, last, name = first[kept], last[kept], name[kept]
    order = np.lexsort((last, first))
    return Candidates(first=first[order], last=last[order], name=name[order])


def _runs(reading: Reading, capital: Flags, opener: Flags) -> tuple[Ints, Ints]:
    """First and last tokens of the candidates that end at a capital."""
    count = len(reading.word)
    at = np.arange(count)
    starts, inside = capital | opener, _inside(reading)
    following = np.full(count, -1)
    reachable = np.ones(count, bool)
    for step in range(1, _REACH + 1):
        ahead = np.minimum(at + step, count - 1)
        met = starts & reachable & capital[ahead] & (following < 0) & (at + step < count)
        following[met] = ahead[met]
        reachable &= inside[ahead]
    begun = np.flatnonzero(starts)
    alone = begun[capital[begun]]
    first, last = [alone], [alone]
    here = begun
    for _ in range(MOST_CAPITALS - 1):
        ahead = following[here]
        begun, here = begun[ahead >= 0], ahead[ahead >= 0]
        first.append(begun)
        last.append(here)
    return np.concatenate(first), np.concatenate(last)


def _inside(reading: Reading) -> Flags:
    """Which tokens may stand between the capitalised words of a name."""
    glued_after = np.concatenate((reading.glued[1:], [False]))
    tight = reading.has(Trait.HYPHEN | Trait.APOSTROPHE) & reading.glued & glued_after
    after_initial = np.concatenate(([False], reading.has(Trait.INITIAL)[:-1]))
    return reading.has(Trait.LINKER) | tight | (reading.has(Trait.STOP) & after_initial) | reading.soft


def _texts(reading: Reading, first: Ints, last: Ints) -> list[str]:
    columns = (reading.text[first].tolist(), reading.start[first].tolist(), reading.end[last].tolist())
    return [reading.texts[text][start:end] for text, start, end in zip(*columns, strict=True)]
