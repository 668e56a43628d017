"""The pattern by which a language's lengths are found, made from its words.

A length is read as [hedge] [from] [hedge] number [to number] unit [hedge] [the same in another unit].
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geomap.claims.numbers import FIGURE, SPACE
from geomap.lang.pack import Pack, forms_of, load_pack, plain
from geomap.quantity import Hedge, Unit

_ENDS_A_NUMBER = r"(?<=[\d\s\u00a0\u2009\u202f‐‑½¼¾⅓⅔'’-])"
"""What a unit stands behind: a figure, a space, a hyphen, an elided "d’"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthWords:
    """A language's words for lengths.

    `quantity` finds a whole length; `bare` a number whose unit was said before ("60 km from X and 80 from Y");
    `unit` any unit at all, to pass over the sentences that have none; `never` what follows a length that is no
    distance between places, `magnitude` what stands before a number that begins no range ("M 4.6 - 12 km"). The
    tables give the meaning of each form, in small letters.
    """

    quantity: re.Pattern[str]
    bare: re.Pattern[str]
    unit: re.Pattern[str]
    hedge: re.Pattern[str]
    never: re.Pattern[str]
    units: Mapping[str, Unit]
    hedges: Mapping[str, Hedge]
    numbers: Mapping[str, float]
    collectives: Mapping[str, float]
    fractions: Mapping[str, float]
    halves: Mapping[str, float]
    vague: Mapping[str, tuple[float, ...]]
    multiples: Mapping[str, float]
    sea_units: frozenset[str]
    at_sea: re.Pattern[str]
    magnitude: re.Pattern[str]


def any_form(forms: Iterable[str]) -> str:
    """A regex of forms, longest first, any apostrophe and any space; a last "de" may be elided.

    >>> bool(re.fullmatch(any_form(["plus de"]), "plus d’"))
    True
    """
    made = []
    for form in sorted({plain(form) for form in forms}, key=len, reverse=True):
        escaped = re.escape(form).replace("’", "['’]").replace(r"\ ", f"{SPACE}+").replace(r"\-", "[-‐‑]")
        made.append(re.sub(r"(?<=\+)de$", "(?:de|d['’])", escaped))
    return "|".join(made) or "(?!)"


@lru_cache
def length_words(lang: str) -> LengthWords:
    """The words of a language for lengths."""
    pack = load_pack(lang)
    units, short, hedges, after = (_by_form(pack, table) for table in ("units", "short", "hedges", "after"))
    hedge = rf"(?<!\w)(?:{any_form([*hedges, *pack.words('lengths', 'neutral', 'words')])})"
    unit = rf"(?:{any_form(units)}|(?<=\d)(?-i:{any_form(short)})|(?<=\d[{SPACE[1:]})(?-i:{any_form(short)}))"
    number = _number(pack)
    leading = _leading(pack, hedge, number, any_form(units))
    said_after = rf"(?:{SPACE}+(?P<after>{any_form(after)})(?!\w))"
    half_after = rf"(?:{SPACE}+(?P<half_after>{any_form(pack.table('lengths', 'halves'))})(?!\w))"
    stop = _stop([*units, *short])
    whole = (
        rf"{leading}{SPACE}*[-‐‑]?{SPACE}*{_ENDS_A_NUMBER}(?P<unit>{unit})(?![\w²³€$]|-h|/h)\)?{stop}?"
        rf"{half_after}?{said_after}?{_again(pack, hedge, any_form([*units, *short]))}?"
    )
    never = any_form(pack.words("lengths", "never_before", "words"))
    return LengthWords(
        quantity=re.compile(whole, re.IGNORECASE),
        bare=re.compile(leading, re.IGNORECASE),
        unit=re.compile(rf"{_ENDS_A_NUMBER}{unit}(?!\w)", re.IGNORECASE),
        hedge=re.compile(hedge, re.IGNORECASE),
        never=re.compile(rf"(?:{SPACE}+|[-‐‑])(?:{never})(?!\w)", re.IGNORECASE),
        units={form: Unit(unit) for form, unit in (units | short).items()},
        hedges={form: Hedge(hedge) for form, hedge in (hedges | after).items()},
        numbers=_values(pack, "numbers"),
        collectives=_values(pack, "collectives"),
        fractions=_values(pack, "fractions"),
        halves=_values(pack, "halves"),
        vague={
            plain(form).lower(): tuple(map(float, bounds)) if isinstance(bounds, list) else (float(str(bounds)),)
            for form, bounds in pack.table("lengths", "vague").items()
        },
        multiples=_values(pack, "multiples"),
        sea_units=frozenset(pack.words("lengths", "at_sea", "units")),
        magnitude=re.compile(
            rf"(?<![\w'’])(?:{any_form(pack.words('lengths', 'ranges', 'never_after'))}){SPACE}*$", re.IGNORECASE
        ),
        at_sea=re.compile(rf"(?<!\w)(?:{any_form(pack.words('lengths', 'at_sea', 'words'))})(?!\w)", re.IGNORECASE),
    )


def _stop(units: Iterable[str]) -> str:
    """The full stop of an abbreviated unit, where the sentence plainly goes on: "12 km. south of"."""
    abbreviated = "|".join(rf"(?<={re.escape(unit)})" for unit in units if len(unit) == _ABBREVIATED)
    return rf"(?:(?:{abbreviated})\.(?={SPACE}+(?-i:[a-zà-öø-ÿ])))"


_ABBREVIATED = 2
"""Letters of the abbreviated units that some write with a full stop."""


def _by_form(pack: Pack, table: str) -> dict[str, str]:
    """A table of lists turned round: each form, in small letters, with its key."""
    return {plain(f).lower(): key for key, forms in pack.table("lengths", table).items() for f in forms_of(forms)}


def _values(pack: Pack, table: str) -> dict[str, float]:
    return {plain(form).lower(): float(str(value)) for form, value in pack.table("lengths", table).items()}


def _worded(pack: Pack) -> str:
    """A number in words: "deux cent cinquante", "two hundred and fifty"."""
    word = rf"(?:{any_form(pack.table('lengths', 'numbers'))})(?!\w)"
    joint = any_form(pack.words("lengths", "joints", "words"))
    return rf"(?<!\w){word}(?:(?:{SPACE}+(?:(?:{joint}){SPACE}+)?|[-‐‑]){word})*"


def _number(pack: Pack) -> str:
    """Any kind of number, each in a group named after its kind."""
    before, after = (any_form(pack.words("lengths", "around_collectives", key)) for key in ("before", "after"))
    vague, multiples = (any_form(pack.table("lengths", table)) for table in ("vague", "multiples"))
    collectives, fractions = (any_form(pack.table("lengths", table)) for table in ("collectives", "fractions"))
    worded = _worded(pack)
    return (
        rf"(?:(?P<vague>(?:{vague})(?:{SPACE}+(?:{multiples}))?(?!\w))"
        rf"|(?P<collective>(?:{worded}{SPACE}+)?(?:(?:{before}){SPACE}+)*(?:{collectives})(?!\w)(?:{SPACE}+(?:{after}))?)"
        rf"|(?P<fraction>{fractions})(?!\w)|(?P<figure>{FIGURE})|(?P<words>{worded}))"
    )


def _leading(pack: Pack, hedge: str, number: str, units: str) -> str:
    """All that stands before the unit."""
    between, paired, openers = (
        any_form(pack.words("lengths", "ranges", key)) for key in ("between", "paired", "openers")
    )
    one = rf"(?:{hedge}(?:{SPACE}+|(?<=['’])))"
    to = rf"(?:{SPACE}*[-–‐‑]{SPACE}*|{SPACE}+(?:{between}|(?(paired)(?:{paired})|(?!))){SPACE}+)"
    upper = rf"(?:(?:{SPACE}*(?:{units}))?{to}(?P<upper>{FIGURE}|{_worded(pack)}))?"
    trailing = any_form(form for form in _by_form(pack, "after") if " " in form)
    odd = rf"(?:{SPACE}*-?(?P<odd>odd(?!\w))|{SPACE}+(?P<said>{trailing})(?!\w))?"
    half = rf"(?:{SPACE}+(?P<half>{any_form(pack.table('lengths', 'halves'))})(?!\w))?"
    start = rf"(?P<paired>(?<!\w)(?:{openers}){SPACE}+)?"
    return rf"(?<![\w.,/])(?P<hedge>(?:{one}+\(?)?){start}(?P<inner>{one}*){number}{upper}{odd}{half}"


def _again(pack: Pack, hedge: str, units: str) -> str:
    """The same length in another unit: "(48 km)", "/48 km", "(three kilometers)", ", soit 48 km,"."""
    equivalents = any_form(pack.words("lengths", "equivalents", "words"))
    fractions, halves = (any_form(pack.table("lengths", table)) for table in ("fractions", "halves"))
    number = rf"(?:{FIGURE}|{fractions}|{_worded(pack)})(?:{SPACE}+(?:{halves}))?"
    other = rf"(?:{hedge}{SPACE}+)*{number}{SPACE}*-?(?:{units})(?!\w)"
    return (
        rf"(?:{SPACE}*\({SPACE}*(?:(?:{equivalents}){SPACE}+)?{other}{SPACE}*\)"
        rf"|{SPACE}*/{SPACE}*{other}|,{SPACE}+(?:{equivalents}){SPACE}+{other}(?:,(?!{SPACE}+\w+{SPACE}+\d))?)"
    )
