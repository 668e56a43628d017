"""What a candidate looks like, what stands around it, and what the rest of its text says of it.

Each feature is a tuple of whole numbers under a template, mixed into one of `SLOTS` slots: its row of
weights. Everything is computed by columns, for all candidates of a batch at once.

Reading order: `features_of` lists the templates; `_facts` gives what they are made of, in three parts:
the name itself, its neighbours, its document.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.entities.reading import FURTHEST, Candidates, Flags, Reading
from geomap.entities.traits import Trait
from geomap.entities.words import Ints, Words
from geomap.gazetteer.standing import BEARERS_MASK, BEARERS_SHIFT, TOWN_MASK, TOWN_SHIFT, Standing

SLOT_BITS = 20
SLOTS = 1 << SLOT_BITS
"""Rows of weights: enough that few features share one."""

TEMPLATES = 50
"""How many features a candidate has."""

_LOOK_LEFT = 4
"""Tokens looked at for the word that governs a name: "hospital in the city of"."""

_LINE = FURTHEST
"""Tokens on either side that tell a line in capitals from one name in capitals."""

_SEED, _FIRST, _SECOND = np.uint64(0x27D4EB2F165667C5), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

_NEIGHBOUR_TRAITS = (
    Trait.CUE
    | Trait.TITLE
    | Trait.COMMA
    | Trait.QUOTE
    | Trait.BRACKET
    | Trait.CAPITAL
    | Trait.ARTICLE
    | Trait.HYPHEN
    | Trait.HANDLE
    | Trait.DATE
    | Trait.LINKER
    | Trait.DEMONYM
    | Trait.DIGIT
    | Trait.APOSTROPHE
    | Trait.ORGANISATION
    | Trait.FEATURE
    | Trait.FINAL
    | Trait.BREAK
    | Trait.EDGE
)
_OPENS_SENTENCE = Trait.FINAL | Trait.EDGE | Trait.BREAK | Trait.QUOTE

_REGION_RANK = 11
"""From this rank on, a name that follows after a comma may contain the one before it."""


def features_of(reading: Reading, candidates: Candidates, words: Words) -> NDArray[np.int32]:
    """One row a candidate, one column a template: slots below `SLOTS`."""
    if not len(candidates.first):
        return np.zeros((0, TEMPLATES), np.int32)
    name, near, text = _facts(reading, candidates, words)
    rank, capitals, known = name.rank, name.capitals, name.known
    before, after = near.before, near.after
    always = np.ones(len(rank), np.int64)
    in_line = name.line_in_capitals
    return _slots(
        (always,),
        (name.standing, name.exact),
        (rank, capitals),
        (rank, name.shape, in_line),
        (before.low,),
        (after.low,),
        (before.low, rank),
        (after.low, rank),
        (before.kind, rank),
        (after.kind, rank),
        (before.low, near.second_before.low),
        (after.low, near.second_after.low),
        (name.first_low, capitals > 1),
        (name.last_low, capitals > 1),
        (name.low,),
        (name.first_people, name.last_people, capitals, rank),
        (name.has_organisation, capitals, rank),
        (name.last_tail, capitals),
        (name.first_feature, name.last_feature, rank, capitals),
        (near.opens, name.first_common, name.last_common, rank, capitals),
        (near.capital_before, near.glued_before, near.capital_after, near.glued_after, rank, near.longer_listed),
        (near.longer_listed, capitals, known),
        (near.rank_after_comma, rank),
        (near.rank_before_comma, rank),
        (near.rank_after_comma, near.rank_before_comma, capitals),
        (near.governor, rank > 0),
        (near.governor,),
        (text.elsewhere, rank),
        (text.elsewhere, rank > 0, capitals),
        (text.alone, rank),
        (text.in_small_letters, name.first_common, rank, capitals),
        (text.in_small_letters, near.opens, capitals),
        (name.demonym, rank),
        (name.first_rank, name.last_rank, capitals, name.linkers),
        (name.bearers, rank, name.town),
        (name.linkers, name.hyphens, rank, capitals),
        (in_line, rank, capitals),
        (near.title, name.first_people, capitals),
        (near.second_before.low, before.is_cue),
        (near.second_after.low, after.is_comma),
        (name.second_low, name.first_low),
        (before.is_linker, near.second_before.low, before.is_capital),
        (before.kind, after.kind, known),
        (text.written_in_full_case, in_line, rank, capitals),
        (name.breaks, known, capitals),
        (near.second_before.low, rank > 0),
        (name.first_tail, capitals),
        (name.town, name.standing & 255, capitals),
        (near.dateline, after.low, rank > 0),
        (before.kind, after.kind, rank),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    """A token beside each candidate."""

    low: Ints
    kind: Ints
    traits: Ints

    @property
    def is_cue(self) -> Flags:
        return _any(self.traits, Trait.CUE)

    @property
    def is_comma(self) -> Flags:
        return _any(self.traits, Trait.COMMA)

    @property
    def is_linker(self) -> Flags:
        return _any(self.traits, Trait.LINKER)

    @property
    def is_capital(self) -> Flags:
        return _any(self.traits, Trait.CAPITAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """The candidate by itself. `rank` orders its bearers: nothing (0) to a country (13); an abbreviation is 14."""

    standing: Ints
    exact: Ints
    demonym: Ints
    rank: Ints
    known: Flags
    town: Ints
    bearers: Ints
    capitals: Ints
    shape: Ints
    line_in_capitals: Ints
    low: Ints
    first_low: Ints
    second_low: Ints
    last_low: Ints
    first_tail: Ints
    last_tail: Ints
    first_people: Ints
    last_people: Ints
    first_common: Ints
    last_common: Ints
    first_feature: Flags
    last_feature: Flags
    first_rank: Ints
    last_rank: Ints
    has_organisation: Ints
    linkers: Ints
    hyphens: Ints
    breaks: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """What stands around it. `longer_listed`: a listed name goes on after it (1), or begins before it (2)."""

    before: _Token
    after: _Token
    second_before: _Token
    second_after: _Token
    opens: Flags
    capital_before: Flags
    capital_after: Flags
    glued_before: Flags
    glued_after: Flags
    longer_listed: Ints
    rank_after_comma: Ints
    rank_before_comma: Ints
    governor: Ints
    title: Ints
    dateline: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What the name's other occurrences in its text say: one after a title, one in a longer run, and so on."""

    elsewhere: Ints
    alone: Ints
    in_small_letters: Flags
    written_in_full_case: Ints


def _slots(*templates: tuple[Ints | Flags, ...]) -> NDArray[np.int32]:
    """Each template's numbers mixed into a slot (multiply and fold; the constants are large odd ones)."""
    columns = np.empty((len(templates[0][0]), len(templates)), np.int32)
    for number, values in enumerate(templates):
        with np.errstate(over="ignore"):
            mixed = np.full(len(values[0]), np.uint64(number + 1) * _SEED, np.uint64)
            for value in values:
                mixed ^= value.astype(np.uint64) * _FIRST
                mixed *= _SECOND
                mixed ^= mixed >> np.uint64(31)
        columns[:, number] = (mixed >> np.uint64(64 - SLOT_BITS)).astype(np.int32)
    return columns


def _facts(reading: Reading, candidates: Candidates, words: Words) -> tuple[_Name, _Near, _Text]:
    low = words.columns["low"][reading.word]
    name = _name(reading, candidates, words, low)
    near = _near(reading, candidates, name, low)
    return name, near, _text(reading, candidates, words, name, near)


def _name(reading: Reading, candidates: Candidates, words: Words, low: Ints) -> _Name:
    first, last, number = candidates.first, candidates.last, candidates.name
    names, count = words.names, len(reading.word)
    standing = names["standing"][number]
    traits_first, traits_last = reading.traits[first], reading.traits[last]
    tail = words.columns["tail"][reading.word]
    single = words.columns["name"][reading.word]
    ranks = np.where(single >= 0, _rough_rank(names["standing"][np.maximum(single, 0)]), 0)
    linkers = np.minimum(_within(reading.has(Trait.LINKER), first, last), 2)
    second = low[np.minimum(first + 1, count - 1)]
    return _Name(
        standing=standing,
        exact=names["exact"][number],
        demonym=names["demonym"][number],
        rank=_rank(standing),
        known=standing != 0,
        town=standing >> TOWN_SHIFT & TOWN_MASK,
        bearers=standing >> BEARERS_SHIFT & BEARERS_MASK,
        capitals=np.minimum(_within(reading.has(Trait.CAPITAL), first, last), 5),
        shape=_shape(traits_first, traits_last),
        line_in_capitals=_line_in_capitals(reading, first, last),
        low=names["low"][number],
        first_low=low[first],
        second_low=np.where(linkers > 0, second, 0),
        last_low=low[last],
        first_tail=tail[first],
        last_tail=tail[last],
        first_people=_bits(traits_first, Trait.GIVEN, Trait.FAMILY),
        last_people=_bits(traits_last, Trait.GIVEN, Trait.FAMILY),
        first_common=_bits(traits_first, Trait.COMMON, Trait.STARTER),
        last_common=_bits(traits_last, Trait.COMMON, Trait.STARTER),
        first_feature=_any(traits_first, Trait.FEATURE),
        last_feature=_any(traits_last, Trait.FEATURE),
        first_rank=ranks[first],
        last_rank=ranks[last],
        has_organisation=np.minimum(_within(reading.has(Trait.ORGANISATION), first, last), 1),
        linkers=linkers,
        hyphens=np.minimum(_within(reading.has(Trait.HYPHEN), first, last), 1),
        breaks=_within(reading.soft, first, last),
    )


def _near(reading: Reading, candidates: Candidates, name: _Name, low: Ints) -> _Near:
    first, last = candidates.first, candidates.last
    end = len(reading.word) - 1
    # A line's end is looked through where it was wrapped.
    left, right = first - 1, np.minimum(last + 1, end)
    left = np.where(reading.soft[left], left - 1, left)
    right = np.minimum(np.where(reading.soft[right], right + 1, right), end)
    left2, right2 = left - 1, np.minimum(right + 1, end)
    before, after, second_before, second_after = (_token(reading, low, at) for at in (left, right, left2, right2))
    listed = name.known
    longest, earliest = np.full(end + 1, -1), np.full(end + 1, end + 1)
    np.maximum.at(longest, first[listed], last[listed])
    np.minimum.at(earliest, last[listed], first[listed])
    from_here, to_here = np.zeros(end + 1, np.int64), np.zeros(end + 1, np.int64)
    np.maximum.at(from_here, first[listed], name.rank[listed])
    np.maximum.at(to_here, last[listed], name.rank[listed])
    apart = Trait.COMMA | Trait.BRACKET
    dotted = _any(second_before.traits, Trait.TITLE) & _any(before.traits, Trait.STOP)
    return _Near(
        before=before,
        after=after,
        second_before=second_before,
        second_after=second_after,
        opens=_any(before.traits, _OPENS_SENTENCE),
        capital_before=before.is_capital,
        capital_after=after.is_capital,
        glued_before=reading.glued[first],
        glued_after=np.concatenate((reading.glued[1:], [False]))[last],
        longer_listed=(longest[first] > last) + 2 * (earliest[last] < first),
        rank_after_comma=np.where(_any(after.traits, apart), from_here[right2], 0),
        rank_before_comma=np.where(_any(before.traits, apart), to_here[left2], 0),
        governor=_governor(reading, low, left),
        title=_any(before.traits, Trait.TITLE) + 2 * dotted,
        dateline=_any(before.traits, Trait.BREAK | Trait.EDGE) & _any(reading.traits[first], Trait.UPPER),
    )


def _text(reading: Reading, candidates: Candidates, words: Words, name: _Name, near: _Near) -> _Text:
    text, spellings = reading.text[candidates.first], words.spellings
    same = text * spellings + words.names["same"][candidates.name]
    _, which = np.unique(same, return_inverse=True)
    times = np.bincount(which)

    def elsewhere(flag: Flags) -> Flags:
        """Whether another occurrence in the text has it."""
        found: Flags = np.bincount(which, flag)[which] - flag > 0
        return found

    after_given = _any(near.before.traits, Trait.GIVEN) & near.before.is_capital
    free = ~near.capital_before & ~near.capital_after & ~near.opens
    small = _any(reading.traits, Trait.WORD) & ~_any(reading.traits, Trait.CAPITAL)
    word = reading.text * spellings + words.columns["same"][reading.word]
    return _Text(
        elsewhere=_packed(
            elsewhere(near.title > 0),
            elsewhere(after_given),
            elsewhere(near.capital_before & ~near.glued_before),
            elsewhere(near.before.is_cue & ~near.capital_after),
            elsewhere(near.rank_after_comma >= _REGION_RANK),
        ),
        alone=_packed(elsewhere(near.capital_after), elsewhere(free), times[which] > 1),
        in_small_letters=np.isin(word[candidates.first], np.unique(word[small])),
        written_in_full_case=_packed(elsewhere((name.line_in_capitals == 0) & ~near.opens)),
    )


def _governor(reading: Reading, low: Ints, left: Ints) -> Ints:
    """The nearest word to the left in small letters that is more than an article or preposition."""
    found, here, done = np.zeros(len(left), np.int64), left.copy(), np.zeros(len(left), bool)
    small = Trait.LINKER | Trait.ARTICLE | Trait.CAPITAL
    for _ in range(_LOOK_LEFT):
        traits = reading.traits[here]
        governs = _any(traits, Trait.WORD) & ~_any(traits, small) & ~done
        found[governs] = low[here[governs]]
        done |= governs | _any(traits, Trait.FINAL | Trait.BREAK | Trait.EDGE)
        here = np.maximum(here - 1, 0)
    return found


def _line_in_capitals(reading: Reading, first: Ints, last: Ints) -> Ints:
    """Whether the words around are without small letters (1), and whether several are all capitals (2)."""
    small = reading.has(Trait.WORD) & ~reading.has(Trait.CAPITAL | Trait.DIGIT)
    start, end = np.maximum(first - _LINE, 0), np.minimum(last + _LINE, len(small) - 1)
    return _packed(_within(small, start, end) == 0, _within(reading.has(Trait.UPPER), start, end) >= 4)


def _shape(first: Ints, last: Ints) -> Ints:
    return _packed(
        _any(first, Trait.UPPER),
        _any(last, Trait.UPPER),
        ~_any(first, Trait.CAPITAL),
        _any(first, Trait.INITIAL),
        _any(last, Trait.INITIAL),
        _any(last, Trait.DIGIT),
    )


def _rank(standing: Ints) -> Ints:
    """What a name is best known as, roughly by how sure a bare mention of it is."""
    town = standing >> TOWN_SHIFT & TOWN_MASK
    ranks = [
        (standing & Standing.COUNTRY > 0, 13),
        (standing & Standing.REGION > 0, 12),
        (standing & Standing.CAPITAL > 0, 11),
        (standing & Standing.CURATED > 0, 10),
        (town >= 6, 9),
        (town >= 5, 8),
        (town >= 4, 7),
        (standing & Standing.NATURE > 0, 6),
        (standing & Standing.DISTRICT > 0, 5),
        (town >= 3, 4),
        (town >= 2, 3),
        (standing & Standing.SPOT > 0, 2),
        (town >= 1, 1),
        (standing & Standing.ABBREVIATION > 0, 14),
    ]
    chosen: Ints = np.select([condition for condition, _ in ranks], [rank for _, rank in ranks], 0)
    return chosen


def _rough_rank(standing: Ints) -> Ints:
    """The same in fewer steps, for the words inside a name."""
    rough: Ints = np.array([0, 1, 1, 2, 3, 3, 4, 3, 5, 5, 6, 7, 8, 9, 1])[_rank(standing)]
    return rough


def _token(reading: Reading, low: Ints, at: Ints) -> _Token:
    traits = reading.traits[at]
    return _Token(low[at], traits & int(_NEIGHBOUR_TRAITS), traits)


def _within(flags: Flags, first: Ints, last: Ints) -> Ints:
    """How many tokens from first to last have a flag."""
    counted = np.concatenate(([0], np.cumsum(flags)))
    between: Ints = counted[last + 1] - counted[first]
    return between


def _any(traits: Ints, wanted: Trait) -> Flags:
    flags: Flags = np.not_equal(traits & int(wanted), 0)
    return flags


def _bits(traits: Ints, *wanted: Trait) -> Ints:
    return _packed(*(_any(traits, trait) for trait in wanted))


def _packed(*flags: Flags) -> Ints:
    packed = np.zeros(len(flags[0]), np.int64)
    for place, flag in enumerate(flags):
        packed |= flag.astype(np.int64) << place
    return packed
