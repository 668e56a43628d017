"""From a stated distance and a measurement to verdicts: one table for the number, one for the direction.

The number, by the ratio of the measured geodesic to the stated value; the first line that holds decides:

| told to be travelled       | the ratio lies within                            | verdict      |
|----------------------------|--------------------------------------------------|--------------|
| by rail, on a line we know | (the way by rail stands for the geodesic below)  |              |
| any way                    | [0.90, 1.10]                                     | consistent   |
| no way in particular       | [0.90, 1.10] for the way by rail                 | plausible    |
| straight, or by air        | [0.74, 1.35]                                     | plausible    |
| any other way              | [0.65, 1.35]                                     | plausible    |
| by river, or by sea        | less than 0.65: a channel winds as it likes      | unverifiable |
| any way                    | none of these                                    | contradicted |

What is plausible is consistent where both differ by no more than a kilometre, or than the places' own uncertainty
if that is less: nobody agrees better on where a town's point lies.

"Stated" is the value; of a range, "at least" and "at most", the nearest value that the words allow. "More than
200 km" allows 1.35 times as much, and is plausible beyond: true, but nobody would put it so. "Less than" allows
0.65 times as much, and is plausible below.

The direction, by the angle between the stated point and the initial bearing: up to 22.5° consistent (the point
itself or the next of sixteen), up to 60° plausible, more contradicted, or unverifiable where the two places overlap.

Where the bounds come from: `python -m benchmarks.verdicts` holds them against 58 real claims with known
coordinates and 60 corrupted twins. True ratios lie from 0.71 to 1.32, three outliers apart (1.69, 1.79, 2.24);
doubled and halved ones lie outside 0.63 and 1.42, but for one that was halved into truth. The bounds stand in the
middle of both gaps. Below 1 there is more room, for roads, up to half as long again as the straight line; what is
told to be straight gets the same room on both sides (0.74 = 1 / 1.35). True directions are up to 38° off, and one
58°; those turned by 90° or 180° begin at 61°.

What does not enter, because it did not help: hedging ("about" is right as often as a bare figure); how far a figure
is rounded (a tenth at most, which is consistent anyway); and the radii of towns, since to excuse a figure that holds
from edge to edge lets four false claims pass for one true claim that it saves. That stands among the explanations
instead, with miles for kilometres.
"""

import math

from geomap.checks.check import Measurement, Verdict
from geomap.claims.claim import PLAUSIBLE_DEG, PLAUSIBLE_RATIO, Mode
from geomap.geodesy import Compass, angle_between_deg
from geomap.quantity import Hedge, Quantity

CLOSE = (0.90, 1.10)
POSSIBLE, DIRECTION_POSSIBLE_DEG = PLAUSIBLE_RATIO, PLAUSIBLE_DEG
STRAIGHT = (1 / POSSIBLE[1], POSSIBLE[1])
SLACK_KM = 1.0
DIRECTION_CLOSE_DEG = 22.5

_WORST_LAST = (Verdict.CONSISTENT, Verdict.UNVERIFIABLE, Verdict.PLAUSIBLE, Verdict.CONTRADICTED)


def distance_verdict(quantity: Quantity, measurement: Measurement, *, mode: Mode = Mode.UNSPECIFIED) -> Verdict:
    """The verdict on the number alone."""
    by_rail = measurement.rail_km if mode is Mode.RAIL else None
    measured = measurement.geodesic_km if by_rail is None else by_rail
    ratio = _ratio(quantity, measured)
    if ratio is None:
        return Verdict.UNVERIFIABLE
    if CLOSE[0] <= ratio <= CLOSE[1]:
        return Verdict.CONSISTENT
    least, most = STRAIGHT if mode in {Mode.STRAIGHT, Mode.AIR} else POSSIBLE
    if least <= ratio <= most:
        return Verdict.CONSISTENT if _is_next_to(quantity, measured, measurement.uncertainty_km) else Verdict.PLAUSIBLE
    if is_by_rail(quantity, measurement, mode) or quantity.low_km <= measured <= quantity.high_km:
        return Verdict.PLAUSIBLE
    if ratio < least and mode in {Mode.RIVER, Mode.SEA}:
        return Verdict.UNVERIFIABLE
    return Verdict.CONTRADICTED


def _is_next_to(quantity: Quantity, measured_km: float, uncertainty_km: float) -> bool:
    """Whether what is measured lies within the slack of the stated figure as it is rounded and hedged."""
    slack = min(SLACK_KM, uncertainty_km)
    low, high = allowed_km(quantity)
    return min(low, quantity.low_km) - slack <= measured_km <= max(high, min(quantity.high_km, high)) + slack


def allowed_km(quantity: Quantity) -> tuple[float, float]:
    """What the words allow; an open side goes on only as far as a fair speaker would still put it so."""
    stated = quantity.value_km
    if quantity.hedge is Hedge.AT_LEAST:
        return stated, POSSIBLE[1] * stated
    if quantity.hedge is Hedge.AT_MOST:
        return POSSIBLE[0] * stated, stated
    return quantity.low_km, quantity.high_km


def _ratio(quantity: Quantity, measured_km: float) -> float | None:
    """Measured to stated; for a range and open sides, to the nearest value that the words allow."""
    stated = quantity.value_km
    if quantity.hedge in {Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.RANGE}:
        low, high = allowed_km(quantity)
        stated = min(max(measured_km, low), high)
    return measured_km / stated if stated > 0 and math.isfinite(stated) else None


def is_by_rail(quantity: Quantity, measurement: Measurement, mode: Mode) -> bool:
    """Whether the figure is that of the railway, and the words do not say that it is another."""
    if measurement.rail_km is None or mode not in {Mode.UNSPECIFIED, Mode.RAIL}:
        return False
    low, high = figure_km(quantity)
    return CLOSE[0] * low <= measurement.rail_km <= CLOSE[1] * high


def figure_km(quantity: Quantity) -> tuple[float, float]:
    """The bare figure, whatever stands before it; both ends of a range."""
    is_range = quantity.hedge is Hedge.RANGE
    return (quantity.low_km, quantity.high_km) if is_range else (quantity.value_km, quantity.value_km)


def direction_verdict(direction: Compass | None, measurement: Measurement) -> Verdict:
    """The verdict on the compass point alone; consistent where none is stated, since nothing can be wrong."""
    if direction is None:
        return Verdict.CONSISTENT
    off = angle_between_deg(direction.bearing_deg, measurement.bearing_deg)
    if off <= DIRECTION_CLOSE_DEG:
        return Verdict.CONSISTENT
    if off <= DIRECTION_POSSIBLE_DEG:
        return Verdict.PLAUSIBLE
    overlap = measurement.geodesic_km <= measurement.uncertainty_km
    return Verdict.UNVERIFIABLE if overlap else Verdict.CONTRADICTED


def worse(a: Verdict, b: Verdict) -> Verdict:
    """The worse of two parts; what cannot be verified does not outweigh a verdict."""
    return max(a, b, key=_WORST_LAST.index)
