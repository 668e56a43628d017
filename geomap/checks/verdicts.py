"""From a claim and a measurement to verdicts: one table for the distance, one for the direction.

Distance, by the ratio of the measured geodesic to the reported value:

| the ratio lies in            | or the geodesic lies          | verdict      |
|------------------------------|-------------------------------|--------------|
| [0.90, 1.10]                 | within 2 km of what is stated | consistent   |
| [0.65, 1.35]                 | within both places' radii     | plausible    |
| anything else                |                               | contradicted |

Direction, by the angle between the stated point and the initial bearing: up to 22.5° consistent, up to
60° plausible, more contradicted; unverifiable where the two places nearly overlap.

The bounds were read off 161 real claims with known coordinates: half lie within 10 % and reported
distances run long, because many are road distances, so [0.65, 1.35] accepts 94 % of true claims and
rejects 94 % of doubled or halved ones, with 60° for the direction (median error 11°, 95th percentile
40°). Short claims need 2 km for where a town's reference point lies. Hedges do not enter: "environ"
was found to make no difference to accuracy.

A figure within 10 % of the way by rail, where we know it and the words do not say another way, is never
contradicted: it is plausible, and the explanation says why.
"""

from geomap.checks.check import Explanation, Measurement, Verdict
from geomap.checks.measuring import edge_to_edge_km
from geomap.claims.claim import Mode
from geomap.geodesy import Compass, angle_between_deg
from geomap.quantity import Hedge, Quantity

CLOSE = (0.90, 1.10)
POSSIBLE = (0.65, 1.35)
SLACK_KM = 2.0
DIRECTION_CLOSE_DEG = 22.5
DIRECTION_POSSIBLE_DEG = 60.0

_WORST_LAST = (Verdict.CONSISTENT, Verdict.UNVERIFIABLE, Verdict.PLAUSIBLE, Verdict.CONTRADICTED)


def distance_verdict(quantity: Quantity, measurement: Measurement, *, mode: Mode = Mode.UNSPECIFIED) -> Verdict:
    """The verdict on the number alone."""
    measured, stated = measurement.geodesic_km, quantity.value_km
    if quantity.low_km - SLACK_KM <= measured <= quantity.high_km + SLACK_KM:
        return Verdict.CONSISTENT
    if stated <= 0:
        return Verdict.UNVERIFIABLE
    ratio = measured / stated
    if quantity.hedge in {Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.RANGE}:
        # The nearest value that the words allow is the fair one to compare with.
        nearest = min(max(measured, quantity.low_km), quantity.high_km)
        ratio = measured / nearest if nearest > 0 else ratio
    if CLOSE[0] <= ratio <= CLOSE[1]:
        return Verdict.CONSISTENT
    if _is_by_rail(quantity, measurement, mode):
        return Verdict.PLAUSIBLE
    reach = measurement.uncertainty_km
    if POSSIBLE[0] <= ratio <= POSSIBLE[1] or (
        quantity.low_km <= measured + reach and measured - reach <= quantity.high_km
    ):
        return Verdict.PLAUSIBLE
    return Verdict.CONTRADICTED


def _is_by_rail(quantity: Quantity, measurement: Measurement, mode: Mode) -> bool:
    """Whether the figure is that of the railway, and the words do not say that it is another."""
    rail = measurement.rail_km
    if rail is None or mode not in {Mode.UNSPECIFIED, Mode.RAIL} or quantity.hedge in {Hedge.AT_LEAST, Hedge.AT_MOST}:
        return False
    return CLOSE[0] * quantity.value_km <= rail <= CLOSE[1] * quantity.value_km


def direction_verdict(direction: Compass | None, measurement: Measurement) -> Verdict:
    """The verdict on the compass point alone; consistent where none is stated, since nothing can be wrong."""
    if direction is None:
        return Verdict.CONSISTENT
    if measurement.geodesic_km <= measurement.uncertainty_km:
        return Verdict.UNVERIFIABLE
    off = angle_between_deg(direction.bearing_deg, measurement.bearing_deg)
    if off <= DIRECTION_CLOSE_DEG:
        return Verdict.CONSISTENT
    return Verdict.PLAUSIBLE if off <= DIRECTION_POSSIBLE_DEG else Verdict.CONTRADICTED


def worse(a: Verdict, b: Verdict) -> Verdict:
    """The worse of two parts; what cannot be verified does not outweigh a verdict."""
    return max(a, b, key=_WORST_LAST.index)


def explanations(
    quantity: Quantity, measurement: Measurement, verdict: Verdict, *, mode: Mode = Mode.UNSPECIFIED
) -> tuple[Explanation, ...]:
    """What would make the figure true although the geodesic between the reference points is another."""
    if verdict is Verdict.CONSISTENT:
        return ()
    if _is_by_rail(quantity, measurement, mode):
        return (Explanation.RAIL,)
    shorter = quantity.value_km < measurement.geodesic_km
    return (Explanation.EDGE,) if shorter and edge_to_edge_km(measurement) <= quantity.high_km else ()
