"""What a figure may be, that is not the straight line between the two reference points.

An explanation is a lead for the person who checks, not an excuse: only the railway, whose length is known,
keeps a figure from being contradicted.
"""

from geomap.checks.check import Explanation, Measurement, Verdict
from geomap.checks.verdicts import CLOSE, allowed_km, figure_km, is_by_rail
from geomap.claims.claim import Mode
from geomap.quantity import Quantity, Unit


def explanations(
    quantity: Quantity, measurement: Measurement, verdict: Verdict, *, mode: Mode = Mode.UNSPECIFIED
) -> tuple[Explanation, ...]:
    """All that would make the figure true, surest first; none where it is consistent as it stands."""
    if verdict is Verdict.CONSISTENT or quantity.value_km <= 0:
        return ()
    found = {
        Explanation.RAIL: is_by_rail(quantity, measurement, mode),
        Explanation.ROAD: _is_by_road(quantity, measurement, mode),
        Explanation.EDGE: _is_from_edge(quantity, measurement),
        Explanation.MILES: _is_in_other_unit(quantity, measurement, mode),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _is_by_road(quantity: Quantity, measurement: Measurement, mode: Mode) -> bool:
    low, high = figure_km(quantity)
    least, most = measurement.road_km
    return mode in {Mode.UNSPECIFIED, Mode.ROAD} and low <= most and high >= least


def _is_from_edge(quantity: Quantity, measurement: Measurement) -> bool:
    """Whether two points of the two places lie as far apart as stated; where they touch, that says nothing."""
    low, high = allowed_km(quantity)
    return low < measurement.geodesic_km and 0 < measurement.edge_km <= high


def other_unit(unit: Unit) -> Unit | None:
    """The unit that a length may have been taken for: miles for kilometres, kilometres for miles."""
    return {Unit.KM: Unit.MILE, Unit.MILE: Unit.KM}.get(unit)


def _is_in_other_unit(quantity: Quantity, measurement: Measurement, mode: Mode) -> bool:
    """Whether the same number in the other unit is straight, or a road as long as roads are."""
    unit = other_unit(quantity.unit)
    if unit is None:
        return False
    straight = measurement.geodesic_km
    most = CLOSE[1] * straight if mode in {Mode.STRAIGHT, Mode.AIR} else measurement.road_km[1]
    return CLOSE[0] * straight <= quantity.value * unit.km <= most
