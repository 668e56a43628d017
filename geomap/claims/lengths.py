"""Reading a stated length: number, unit, hedge, and what the words allow."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geomap.lang.pack import Pack, forms_of, load_pack, plain
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

SPACE = r"[\s\u00a0\u2009\u202f]"
"""Any space a newspaper sets: ordinary, no-break, thin, narrow no-break."""

APPROX_SHARE = 0.0625
"""How far "about 480" reaches either side when its rounding says less: a sixteenth, so [450, 510].
A convention for the interval that is printed; verdicts do not lean on it, because hedging was found
to make no difference to how accurate reported distances are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lengths:
    quantity: re.Pattern[str]
    never: re.Pattern[str]
    units: Mapping[str, Unit]
    numbers: Mapping[str, float]
    hedges: Mapping[str, Hedge]


def _alternatives(forms: list[str]) -> str:
    """A regex of forms, longest first, any apostrophe and any space."""
    escaped = (re.escape(plain(f)).replace("’", "['’]").replace(r"\ ", f"{SPACE}+") for f in forms)
    return "|".join(sorted(escaped, key=len, reverse=True))


@lru_cache
def _lengths(lang: str) -> _Lengths:
    pack: Pack = load_pack(lang)
    units = {form: Unit(unit) for unit, forms in pack.table("lengths", "units").items() for form in forms_of(forms)}
    hedges = {form: Hedge(h) for h, forms in pack.table("lengths", "hedges").items() for form in forms_of(forms)}
    numbers = {w: float(str(n)) for w, n in pack.table("lengths", "numbers").items()}
    collectives = {w: float(str(n)) for w, n in pack.table("lengths", "collectives").items()}
    figure = rf"\d{{1,3}}(?:(?:{SPACE}|[,.'’])\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    word = rf"(?:{_alternatives(list(numbers))})"
    worded = rf"{word}(?:(?:{SPACE}+(?:et{SPACE}+|and{SPACE}+)?|-){word})*"
    collective = rf"(?:une|un|a){SPACE}+(?:{_alternatives(list(collectives))}){SPACE}+(?:de{SPACE}+|d['’])?"
    number = rf"(?P<collective>{collective})|(?P<figure>{figure})|(?P<words>\b{worded}\b)"
    upper = rf"(?:{SPACE}*[-–]{SPACE}*|{SPACE}+(?:à|et|to|and|or|ou){SPACE}+)(?P<upper>{figure})"
    quantity = (
        rf"(?<![\w.,/])(?:(?P<hedge>{_alternatives(list(hedges))}){SPACE}+)?"
        rf"(?:{number})(?:{upper})?{SPACE}*-?(?:(?<=[\d\s\u00a0\u2009\u202f-])|(?<=['’]))(?P<unit>{_alternatives(list(units))})(?![\w²³/]|-h)"
    )
    return _Lengths(
        quantity=re.compile(quantity, re.IGNORECASE),
        never=re.compile(
            rf"{SPACE}*(?:{_alternatives(list(pack.words('lengths', 'never_before', 'words')))})(?!\w)", re.IGNORECASE
        ),
        units={plain(k).lower(): v for k, v in units.items()},
        numbers={k.lower(): v for k, v in (numbers | collectives).items()},
        hedges={plain(k).lower(): v for k, v in hedges.items()},
    )


def find_lengths(text: str, within: Span, lang: str) -> Iterator[Quantity]:
    """The lengths stated in a span of `text`, in order; areas, speeds and heights are left out.

    The span of each covers hedge, number and unit; offsets are into the whole text.
    """
    words = _lengths(lang)
    for match in words.quantity.finditer(text, within.start, within.end):
        if words.never.match(text, match.end(), within.end):
            continue
        quantity = _quantity(match, words)
        if quantity is not None:
            yield quantity


def _quantity(match: re.Match[str], words: _Lengths) -> Quantity | None:
    unit = words.units[plain(match["unit"]).lower()]
    hedge = words.hedges.get(plain(match["hedge"] or "").lower(), Hedge.EXACT)
    if match["figure"]:
        value = read_figure(match["figure"])
    elif match["collective"]:
        value = words.numbers[match["collective"].split()[1].lower()]
        hedge = Hedge.APPROX if hedge is Hedge.EXACT else hedge
    else:
        value = read_words(match["words"], words.numbers)
    if not math.isfinite(value) or value * unit.km > 20_038:  # half the Earth's girth: no two places lie further apart
        return None
    high = read_figure(match["upper"]) if match["upper"] else None
    if high is not None and high > value:
        low_km, high_km, value, hedge = value * unit.km, high * unit.km, (value + high) / 2, Hedge.RANGE
    else:
        low_km, high_km = bounds_km(value, unit, hedge)
    span = Span(start=match.start(), end=match.end())
    return Quantity(span=span, text=match.group(), value=value, unit=unit, low_km=low_km, high_km=high_km, hedge=hedge)


def read_figure(text: str) -> float:
    """A number as newspapers print it, French or English: "1 200", "1,200", "5,6", "5.6".

    >>> read_figure("1\u202f200"), read_figure("5,6"), read_figure("1,200")
    (1200.0, 5.6, 1200.0)
    """
    bare = re.sub(rf"{SPACE}|['’]", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        return float(re.sub(r"[.,]", "", bare))
    whole, _, fraction = bare.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{fraction}") if whole else float(fraction)


def read_words(text: str, numbers: Mapping[str, float]) -> float:
    """A number in words: hundreds and thousands multiply, the rest adds, four-twenties included.

    >>> read_words("quatre-vingt dix", {"quatre": 4, "vingt": 20, "dix": 10})
    90.0
    """
    total = current = 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        value = numbers.get(word)
        if value is None:
            continue
        if value >= 1000:
            total += max(current, 1) * value
            current = 0.0
        elif value == 100 or (value == 20 and current == 4):
            current = max(current, 1) * value
        else:
            current += value
    return float(total + current)


def bounds_km(value: float, unit: Unit, hedge: Hedge) -> tuple[float, float]:
    """What the words allow, in kilometres: the rounding of the number, widened or opened by the hedge.

    60 is rounded to ten, so it allows [55, 65]; 78 allows [77.5, 78.5].

    >>> bounds_km(60, Unit.KM, Hedge.EXACT)
    (55.0, 65.0)
    """
    half = _half_step(value)
    if hedge is Hedge.AT_LEAST:
        return max(value - half, 0) * unit.km, math.inf
    if hedge is Hedge.AT_MOST:
        return 0.0, (value + half) * unit.km
    if hedge is Hedge.APPROX:
        half = max(half, value * APPROX_SHARE)
    return max(value - half, 0) * unit.km, (value + half) * unit.km


def _half_step(value: float) -> float:
    """Half of the place the last figure that is not zero stands in, a tenth of the number at most.

    Without the bound "1000 km" would allow 500 to 1,500.
    """
    if value == 0:
        return 0.0
    step = 1.0
    if value == int(value):
        while int(value) % (step * 10) == 0:
            step *= 10
    else:
        while abs(value / step - round(value / step)) > 1e-9 and step > 1e-4:
            step /= 10
    return min(step / 2, value / 10)
