import math

import pytest

from geomap.errors import QuantityError
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span


def quantity(value=60.0, low=55.0, high=65.0, unit=Unit.KM, hedge=Hedge.APPROX):
    span = Span(start=0, end=5)
    return Quantity(span=span, text="60 km", value=value, unit=unit, low_km=low, high_km=high, hedge=hedge)


@pytest.mark.parametrize(
    ("unit", "km"),
    [
        (Unit.KM, 1),
        (Unit.METRE, 0.001),
        (Unit.MILE, 1.609344),
        (Unit.NAUTICAL_MILE, 1.852),
        (Unit.LEAGUE, 4),
        (Unit.YARD, 0.0009144),
        (Unit.FOOT, 0.0003048),
    ],
)
def test_each_unit_has_its_length_by_definition(unit, km):
    assert unit.km == km


def test_every_unit_is_defined():
    assert all(unit.km > 0 for unit in Unit)


def test_value_in_miles_is_given_in_kilometres():
    assert quantity(value=560, low=0, high=1000, unit=Unit.MILE).value_km == pytest.approx(901.23, abs=0.01)


def test_more_than_has_no_upper_bound():
    assert quantity(high=math.inf, hedge=Hedge.AT_LEAST).high_km == math.inf


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(-1, 0, 1), (math.nan, 0, 1), (math.inf, 0, 1), (1, 2, 1), (1, -1, 1), (1, math.nan, 1), (1, 0, math.nan)],
)
def test_impossible_length_is_refused(value, low, high):
    with pytest.raises(QuantityError, match="a length needs"):
        quantity(value=value, low=low, high=high)
