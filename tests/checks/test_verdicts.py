"""The table of verdicts, row by row, and what must hold whatever the numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.checks import Explanation, Measurement, Verdict
from geomap.checks.verdicts import direction_verdict, distance_verdict, explanations, worse
from geomap.claims.lengths import bounds_km
from geomap.gazetteer import Place
from geomap.geodesy import Compass, compass
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

ORDER = [Verdict.CONSISTENT, Verdict.PLAUSIBLE, Verdict.CONTRADICTED]


def place(radius_km=1.0):
    return Place(
        id="x", name="X", position=Position(lat=0, lon=0), radius_km=radius_km, country="XX", feature_class="P",
        feature_code="PPL", source="test",
    )  # fmt: skip


def quantity(value, hedge=Hedge.EXACT, unit=Unit.KM):
    low, high = bounds_km(value, unit, hedge)
    return Quantity(span=Span(start=0, end=1), text="x", value=value, unit=unit, low_km=low, high_km=high, hedge=hedge)


def measured(km, bearing=0.0, radii=(1.0, 1.0)):
    return Measurement(
        anchor=place(radii[0]), subject=place(radii[1]), geodesic_km=km, uncertainty_km=math.hypot(*radii),
        bearing_deg=bearing, compass=compass(bearing),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "km", "expected"),
    [
        (100, 100, "consistent"), (100, 109, "consistent"), (100, 91, "consistent"),
        (1000, 1100, "consistent"), (1000, 1103, "plausible"), (1000, 900, "consistent"), (1000, 1350, "plausible"),
        (1000, 1360, "contradicted"), (1000, 650, "plausible"), (1000, 640, "contradicted"),
        (60, 78, "plausible"), (900, 938, "consistent"), (3, 5, "consistent"), (30, 60, "contradicted"),
    ],
)  # fmt: skip
def test_the_distance_table(stated, km, expected):
    assert distance_verdict(quantity(stated), measured(km)) == expected


@pytest.mark.parametrize(
    ("hedge", "stated", "km", "expected"),
    [
        (Hedge.AT_LEAST, 200, 900, "consistent"),
        (Hedge.AT_LEAST, 200, 80, "contradicted"),
        (Hedge.AT_MOST, 20, 5, "consistent"),
        (Hedge.AT_MOST, 20, 60, "contradicted"),
    ],
)
def test_an_open_hedge_opens_one_side(hedge, stated, km, expected):
    assert distance_verdict(quantity(stated, hedge), measured(km)) == expected


def test_large_places_reach_further():
    assert distance_verdict(quantity(30), measured(60)) is Verdict.CONTRADICTED
    assert distance_verdict(quantity(30), measured(60, radii=(20, 20))) is Verdict.PLAUSIBLE


@pytest.mark.parametrize(
    ("direction", "bearing", "expected"),
    [
        (Compass.N, 5, "consistent"), (Compass.N, 22.5, "consistent"), (Compass.N, 340, "consistent"),
        (Compass.NW, 344.5, "plausible"), (Compass.N, 60, "plausible"), (Compass.N, 61, "contradicted"),
        (Compass.S, 0, "contradicted"),
    ],
)  # fmt: skip
def test_the_direction_table(direction, bearing, expected):
    assert direction_verdict(direction, measured(100, bearing)) == expected


def test_no_direction_between_places_that_nearly_overlap():
    assert direction_verdict(Compass.N, measured(5, radii=(10, 10))) is Verdict.UNVERIFIABLE


def test_the_worse_part_decides_and_the_unverifiable_does_not():
    assert worse(Verdict.CONSISTENT, Verdict.PLAUSIBLE) is Verdict.PLAUSIBLE
    assert worse(Verdict.CONTRADICTED, Verdict.CONSISTENT) is Verdict.CONTRADICTED
    assert worse(Verdict.PLAUSIBLE, Verdict.UNVERIFIABLE) is Verdict.PLAUSIBLE


def test_edge_to_edge_explains_a_short_figure_between_large_towns():
    found = explanations(quantity(60), measured(78, radii=(10.3, 7.4)), Verdict.PLAUSIBLE)
    assert found == (Explanation.EDGE,)
    assert explanations(quantity(60), measured(78), Verdict.PLAUSIBLE) == ()
    assert explanations(quantity(60), measured(61, radii=(10, 10)), Verdict.CONSISTENT) == ()


@given(st.integers(1, 5000), st.floats(0, 10000), st.floats(0.1, 50))
def test_approximating_never_worsens_a_verdict(stated, km, radius):
    exact = distance_verdict(quantity(stated), measured(km, radii=(radius, radius)))
    approx = distance_verdict(quantity(stated, Hedge.APPROX), measured(km, radii=(radius, radius)))
    assert ORDER.index(approx) <= ORDER.index(exact)


@given(st.floats(1, 5000), st.floats(0, 10000))
def test_the_same_interval_in_another_unit_gets_the_same_verdict(stated, km):
    in_km = Quantity(
        span=Span(start=0, end=1), text="x", value=stated, unit=Unit.KM, low_km=stated * 0.9, high_km=stated * 1.1,
        hedge=Hedge.APPROX,
    )  # fmt: skip
    in_miles = Quantity(
        span=Span(start=0, end=1), text="x", value=stated / Unit.MILE.km, unit=Unit.MILE, low_km=stated * 0.9,
        high_km=stated * 1.1, hedge=Hedge.APPROX,
    )  # fmt: skip
    ratio = km / stated
    if any(abs(ratio - bound) < 1e-9 for bound in (0.65, 0.9, 1.1, 1.35)):
        return
    assert distance_verdict(in_km, measured(km)) == distance_verdict(in_miles, measured(km))
