"""Reading a stated length: number, unit, hedge, and what the words allow.

Reading order: `find_lengths`, `_quantity`, `_number`; the patterns are made in `length_words`.
"""

import math
import re
from collections.abc import Iterator

from geomap.claims.length_words import LengthWords, length_words
from geomap.claims.numbers import read_figure, read_words
from geomap.lang.pack import plain
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

APPROX_SHARE = 0.0625
"""How far "about 480" reaches either side when its rounding says less: a sixteenth, so [450, 510].
A convention for the interval that is printed; verdicts do not lean on it, because hedging was found
to make no difference to how accurate reported distances are."""

FURTHEST_KM = 20_038
"""Half the Earth's girth: no two places lie further apart."""


_BEFORE = 20
"""Characters before a number in which what it counts is told."""


def find_lengths(text: str, within: Span, lang: str) -> Iterator[Quantity]:
    """The lengths stated in a span of `text`, in order; areas, speeds and heights are left out.

    The span of each covers all its words, hedges and the same length in another unit included; offsets are
    into the whole text.
    """
    words = length_words(lang)
    for match in words.quantity.finditer(text, within.start, within.end):
        if words.never.match(text, match.end("unit"), within.end):
            continue
        form = plain(match["unit"]).lower()
        unit = words.units[form]
        if form in words.sea_units and words.at_sea.search(text, within.start, within.end):
            unit = Unit.NAUTICAL_MILE
        quantity = _quantity(match, words, unit)
        if quantity is not None:
            yield quantity


def bare_length(text: str, start: int, end: int, unit: Unit, lang: str) -> Quantity | None:
    """A number at `start` that leaves its unit out, because a length before it said it; None where there is none."""
    words = length_words(lang)
    match = words.bare.match(text, start, end)
    if match is None or match["collective"] or match["vague"]:
        return None
    return _quantity(match, words, unit)


def _quantity(match: re.Match[str], words: LengthWords, unit: Unit) -> Quantity | None:
    value, bounds, counted = _number(match, words)
    if not math.isfinite(value) or value * unit.km > FURTHEST_KM:
        return None
    hedge = _hedge(match, words, counted=counted)
    high = _upper(match, words)
    start = match.end("paired") if match["paired"] and high is None else match.start()
    ranged = high is not None and high > value and high * unit.km <= FURTHEST_KM
    ranged = ranged and not words.magnitude.search(match.string, max(0, match.start() - _BEFORE), match.start())
    if high is not None and not ranged:  # "D 1091 à trois kilomètres", "M 4.6 - 12 km": the first is another thing's
        start, value, bounds, high = match.start("upper"), high, None, None
        hedge = _hedge(match, words, counted=True, before="")
    if high is not None and ranged:
        low_km, high_km, value, hedge = value * unit.km, high * unit.km, (value + high) / 2, Hedge.RANGE
    elif bounds is not None and hedge is Hedge.APPROX:
        low_km, high_km = bounds[0] * unit.km, bounds[1] * unit.km
    else:
        low_km, high_km = bounds_km(value, unit, hedge)
    span = Span(start=start, end=match.end())
    return Quantity(
        span=span,
        text=match.string[span.start : span.end],
        value=value,
        unit=unit,
        low_km=low_km,
        high_km=high_km,
        hedge=hedge,
        vague=bounds is not None,
    )


def _number(match: re.Match[str], words: LengthWords) -> tuple[float, tuple[float, float] | None, bool]:
    """The value, its bounds where nobody counted, and whether the number is an exact one."""
    found = match.groupdict()
    if found["figure"]:
        value, counted = read_figure(found["figure"]), True
    elif found["fraction"]:
        value, counted = words.fractions[plain(found["fraction"]).lower()], True
    elif found["words"]:
        value, counted = read_words(found["words"], words.numbers), True
    elif found["collective"]:
        said = plain(found["collective"]).lower()
        name = max((form for form in words.collectives if form in said), key=len)
        times = read_words(said[: said.index(name)].strip(), words.numbers)
        value, counted = max(times, 1.0) * words.collectives[name], False
    else:
        return _vague(plain(found["vague"]).lower(), words)
    value += sum(words.halves[plain(half).lower()] for half in (found["half"], found.get("half_after")) if half)
    return value, None, counted


def _vague(said: str, words: LengthWords) -> tuple[float, tuple[float, float] | None, bool]:
    multiple = next((m for m in words.multiples if said.endswith(f" {m}")), "")
    bounds = words.vague[said.removesuffix(f" {multiple}") if multiple else said]
    times = words.multiples.get(multiple, 1.0)
    low, high = bounds[0] * times, bounds[-1] * times
    return (low + high) / 2, (low, high) if high > low else None, False


def _upper(match: re.Match[str], words: LengthWords) -> float | None:
    said = match["upper"]
    if not said:
        return None
    return read_figure(said) if said[0].isdigit() else read_words(said, words.numbers)


def _hedge(match: re.Match[str], words: LengthWords, *, counted: bool, before: str | None = None) -> Hedge:
    """What all the words around the number come to: a bound says more than "about"."""
    before = f"{match['hedge']} {match['inner']}" if before is None else before
    said = [plain(found.group()).lower() for found in words.hedge.finditer(before)]
    found = match.groupdict()
    said += [plain(found[name]).lower() for name in ("said", "after") if found.get(name)]
    hedges = [words.hedges[_spelt_out(form, words)] for form in said if _spelt_out(form, words) in words.hedges]
    if found["odd"]:
        hedges.append(Hedge.APPROX)
    bound = next((h for h in hedges if h not in {Hedge.APPROX, Hedge.EXACT}), None)
    return bound or (Hedge.APPROX if Hedge.APPROX in hedges or not counted else Hedge.EXACT)


def _spelt_out(form: str, words: LengthWords) -> str:
    """A hedge with its last "d’" made "de" again."""
    return form if form in words.hedges or not form.endswith("d’") else f"{form[:-2]}de"


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
