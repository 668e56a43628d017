"""The words by which a language ties a length to two places, made into patterns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geomap.claims.claim import Mode, Relation
from geomap.claims.forms import BRACKET, REGION, SLOT, items_of, pattern_of
from geomap.claims.length_words import any_form
from geomap.claims.numbers import SPACE
from geomap.geodesy import Compass
from geomap.lang.pack import Pack, dates, demonyms, forms_of, load_pack, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What stands between a length and its anchor, or ends a length whose anchor is understood.

    `after` are words of the length that it needs, none if empty; a `free` one needs no opener.
    """

    rule: str
    pattern: re.Pattern[str]
    mode: Mode
    free: bool = False
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Words around a length, or around "halfway", that name both places.

    `first` and `last` name the slots that stand at the very beginning and end of the form, where no word
    bounds them; empty where the form begins or ends with words.
    """

    rule: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    first: str
    last: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """What says that a place lies in the middle of two others: `said`, and the form that names both."""

    said: re.Pattern[str]
    relation: Relation
    form: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseWords:
    """The words that make up, or end, a noun phrase; see `[phrases]` in `claims.toml`."""

    definite: frozenset[str]
    indefinite: frozenset[str]
    contracted: frozenset[str]
    kinds: frozenset[str]
    parts: frozenset[str]
    stops: frozenset[str]
    linkers: frozenset[str]
    inside_names: frozenset[str]
    never: frozenset[str]
    here: frozenset[str]
    adjective_endings: tuple[str, ...]
    demonyms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """The words of one language that claims are found by."""

    openers: re.Pattern[str]
    opener_optional: bool
    blockers: re.Pattern[str]
    denials: re.Pattern[str]
    links: tuple[Link, ...]
    endings: tuple[Link, ...]
    pairs: tuple[Pair, ...]
    middles: tuple[Middle, ...]
    middle: re.Pattern[str]
    not_middle: re.Pattern[str]
    modes: tuple[tuple[re.Pattern[str], Mode], ...]
    towards: re.Pattern[str]
    of: re.Pattern[str]
    again: re.Pattern[str]
    conjunctions: frozenset[str]
    directions: Mapping[str, Compass]
    sides: Mapping[str, Compass]
    phrases: PhraseWords
    starters: frozenset[str]
    prepositions: frozenset[str]
    dates: frozenset[str]
    appositions: frozenset[str]
    bare_apposition: bool
    subject_changes: frozenset[str]
    locatives: frozenset[str]
    located: frozenset[str]
    fillers: frozenset[str]
    joints: frozenset[str]
    pasts: frozenset[str]
    relatives: frozenset[str]
    beside: frozenset[str]
    betweens: frozenset[str]
    apart: frozenset[str]
    towards_of: frozenset[str]
    astride: frozenset[str]
    insertion_endings: tuple[str, ...]
    journeys: frozenset[str]
    inside: frozenset[str]
    titles: frozenset[str]
    presenters: frozenset[str]
    zones: frozenset[str]
    forbidding: frozenset[str]
    within: frozenset[str]
    onward: frozenset[str]
    pronouns: frozenset[str]
    races: frozenset[str]
    roads: frozenset[str]


_BEFORE = rf"{SPACE}*$"
"""Between a word that brings a length in, or forbids it, and the length."""


@lru_cache
def claim_words(lang: str) -> ClaimWords:
    """The words of a language for claims."""
    pack = load_pack(lang)
    directions = _points(pack, "directions") | _points(pack, "bearings")
    sides = _points(pack, "edge", "sides")
    slots = _slots(pack, directions, sides)
    regional = slots | {"one": rf"(?P<one>{SLOT})(?:{REGION}|{BRACKET})"}
    some_of = _of(pack.words("claims", "of", "forms"))
    conjunctions = pack.words("tokens", "conjunctions")

    def some(*keys: str) -> frozenset[str]:
        return frozenset(word.lower() for word in pack.words("claims", *keys))

    def before(*keys: str) -> re.Pattern[str]:
        forms = any_form(form for key in keys for form in pack.words("claims", key))
        return re.compile(rf"(?<!\w)(?:{forms}){_BEFORE}", re.IGNORECASE)

    return ClaimWords(
        openers=before("openers"),
        opener_optional=pack.flag("claims", "opener_optional"),
        blockers=before("blockers"),
        denials=before("denials"),
        not_middle=before("denials", "not_middle"),
        links=_links(pack, "links", slots),
        endings=_links(pack, "endings", slots),
        pairs=tuple(_pair(pack, row, slots) for row in pack.rows("claims", "pairs")),
        middles=tuple(
            Middle(
                said=_spoken(forms_of(row["said"])),
                relation=Relation(str(row["relation"])),
                form=_pair(pack, row, regional if row.get("regions") else slots),
            )
            for row in pack.rows("claims", "middles")
        ),
        middle=_spoken(said for row in pack.rows("claims", "middles") for said in forms_of(row["said"])),
        modes=tuple(
            (re.compile(rf"{SPACE}*,?{SPACE}*(?:{any_form(forms_of(forms))})(?!\w)", re.IGNORECASE), Mode(mode))
            for mode, forms in pack.table("claims", "modes").items()
        ),
        towards=re.compile(rf"(?:{slots['direction']}){SPACE}*(?P<of>{slots['of']})?", re.IGNORECASE),
        of=re.compile(some_of, re.IGNORECASE),
        again=re.compile(
            rf"(?:{SPACE}*[,;.)&])*{SPACE}*(?:(?:{any_form(conjunctions)}){SPACE}+)?"
            rf"(?P<opener>(?:{any_form(pack.words('claims', 'openers'))}){SPACE}+)?",
            re.IGNORECASE,
        ),
        conjunctions=frozenset(conjunctions),
        directions=directions,
        sides=sides,
        phrases=PhraseWords(
            **{key: some("phrases", key) for key in _PHRASE_KEYS},
            adjective_endings=pack.words("claims", "phrases", "adjective_endings"),
            demonyms=frozenset(demonyms(lang)),
        ),
        starters=frozenset(pack.words("tokens", "starters")),
        prepositions=frozenset(pack.words("tokens", "town_prepositions")),
        dates=dates(lang),
        insertion_endings=pack.words("claims", "insertion_endings"),
        bare_apposition=pack.flag("claims", "bare_apposition"),
        **{key: some(key) for key in _KEYS},
    )


_PHRASE_KEYS = (
    "definite", "indefinite", "contracted", "kinds", "parts", "stops", "linkers", "inside_names", "never", "here",
)  # fmt: skip
_KEYS = (
    "appositions", "subject_changes", "locatives", "located", "fillers", "joints", "pasts", "relatives", "beside",
    "betweens", "apart", "towards_of", "astride", "journeys", "inside", "titles", "presenters", "zones", "forbidding",
    "within", "onward", "pronouns", "races", "roads",
)  # fmt: skip


def _points(pack: Pack, *keys: str) -> dict[str, Compass]:
    return {
        plain(form).lower(): Compass(point)
        for point, forms in pack.table("claims", *keys).items()
        for form in forms_of(forms)
    }


def _of(forms: Iterable[str]) -> str:
    """A regex for prepositions: a whole word, or an elided one that the next word follows."""
    return "|".join(rf"(?<!\w){any_form([form])}(?!\w)" if form[-1].isalnum() else any_form([form]) for form in forms)


def _slots(pack: Pack, directions: Iterable[str], sides: Iterable[str]) -> dict[str, str]:
    """The patterns of the slots of forms."""
    some_of = _of(pack.words("claims", "of", "forms"))
    edge = pattern_of(
        tuple(items_of(str(pack.value("claims", "edge", "form")))),
        {
            "noun": rf"(?:{any_form(pack.words('claims', 'edge', 'nouns'))})",
            "side": rf"(?P<side>{any_form(sides)})(?!\w)",
            "of": rf"(?:{some_of})",
        },
    )
    return {
        "direction": rf"(?<!\w)(?P<direction>{any_form(directions)})(?!\w)",
        "of": rf"(?:{edge}|{some_of})",
        "from": rf"(?:{edge}|{_of(pack.words('claims', 'of', 'forms')[-1:])})",
        "one": rf"(?P<one>{SLOT}){BRACKET}",
        "two": rf"(?P<two>{SLOT}){BRACKET}",
        "any": rf"\w+(?:{SPACE}+\w+){{0,2}}",
    }


def _links(pack: Pack, key: str, slots: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(
            rule=f"{pack.lang}: {row['form']}",
            pattern=re.compile(rf"{SPACE}*{pattern_of(items_of(str(row['form'])), slots)}", re.IGNORECASE),
            mode=Mode(str(row.get("mode", Mode.UNSPECIFIED))),
            free=bool(row.get("free")),
            after=frozenset(forms_of(row.get("after"))),
        )
        for row in pack.rows("claims", key)
    )


def _spoken(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_form(forms)})(?!\w)", re.IGNORECASE)


def _pair(pack: Pack, row: Mapping[str, object], slots: Mapping[str, str]) -> Pair:
    """A form cut at its {length}, which is "halfway" in the form of a middle."""
    items = items_of(str(row["form"]))
    cut = items.index("{length}")
    before, after = items[:cut], items[cut + 1 :]
    first = before[0].strip("{}") if before and before[0] in {"{one}", "{two}"} else ""
    last = after[-1].strip("{}") if after and after[-1] in {"{one}", "{two}"} else ""
    before, after = before[bool(first) :], after[: len(after) - bool(last)]
    return Pair(
        rule=f"{pack.lang}: {row['form']}",
        before=re.compile(rf"{pattern_of(before, slots)}{SPACE}*$", re.IGNORECASE) if before else None,
        after=re.compile(rf"{SPACE}*{pattern_of(after, slots)}", re.IGNORECASE) if after else None,
        first=first,
        last=last,
        mode=Mode(str(row.get("mode", Mode.UNSPECIFIED))),
    )
