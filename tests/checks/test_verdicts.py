"""The table of verdicts, row by row, and what must hold whatever the numbers."""

import math

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given
from hypothesis import strategies as st

from geomap.checks import Measurement, Verdict
from geomap.checks.measuring import measure
from geomap.checks.verdicts import direction_verdict, distance_verdict, worse
from geomap.claims.claim import Mode
from geomap.claims.lengths import bounds_km
from geomap.gazetteer import Place
from geomap.geodesy import Compass, angle_between_deg, compass
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


def measured(km, bearing=0.0, radii=(1.0, 1.0), rail=None):
    return Measurement(
        anchor=place(radii[0]), subject=place(radii[1]), geodesic_km=km, uncertainty_km=math.hypot(*radii),
        bearing_deg=bearing, compass=compass(bearing), edge_km=max(0.0, km - sum(radii)), road_km=(1.1 * km, 1.54 * km),
        rail_km=rail,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "km", "expected"),
    [
        (100, 100, "consistent"), (100, 109, "consistent"), (100, 91, "consistent"),
        (1000, 1100, "consistent"), (1000, 1103, "plausible"), (1000, 900, "consistent"), (1000, 1350, "plausible"),
        (1000, 1360, "contradicted"), (1000, 650, "plausible"), (1000, 640, "contradicted"),
        (60, 78, "plausible"), (900, 938, "consistent"), (30, 60, "contradicted"),
        (3, 4, "consistent"), (3, 5, "contradicted"), (1, 1.85, "contradicted"), (2, 1, "contradicted"),
    ],
)  # fmt: skip
def test_the_distance_table(stated, km, expected):
    assert distance_verdict(quantity(stated), measured(km)) == expected


@pytest.mark.parametrize(
    ("hedge", "stated", "km", "expected"),
    [
        (Hedge.AT_LEAST, 200, 260, "consistent"),
        (Hedge.AT_LEAST, 200, 900, "plausible"),
        (Hedge.AT_LEAST, 200, 185, "consistent"),
        (Hedge.AT_LEAST, 200, 163, "plausible"),
        (Hedge.AT_LEAST, 200, 80, "contradicted"),
        (Hedge.AT_MOST, 20, 15, "consistent"),
        (Hedge.AT_MOST, 20, 5, "plausible"),
        (Hedge.AT_MOST, 20, 25, "plausible"),
        (Hedge.AT_MOST, 20, 60, "contradicted"),
    ],
)
def test_an_open_hedge_opens_one_side(hedge, stated, km, expected):
    assert distance_verdict(quantity(stated, hedge), measured(km)) == expected


def test_a_range_is_compared_at_its_nearer_end():
    fifty_to_sixty = Quantity(
        span=Span(start=0, end=1), text="x", value=55, unit=Unit.KM, low_km=50, high_km=60, hedge=Hedge.RANGE
    )
    verdicts = [distance_verdict(fifty_to_sixty, measured(km)) for km in (46, 57, 65, 78, 85)]
    assert verdicts == ["consistent", "consistent", "consistent", "plausible", "contradicted"]


def test_large_towns_are_no_excuse():
    assert distance_verdict(quantity(30), measured(60, radii=(20, 20))) is Verdict.CONTRADICTED


def test_small_places_leave_less_slack():
    assert distance_verdict(quantity(8), measured(9.4)) is Verdict.CONSISTENT
    assert distance_verdict(quantity(8), measured(9.4, radii=(0.1, 0.1))) is Verdict.PLAUSIBLE


@pytest.mark.parametrize(
    ("mode", "stated", "km", "rail", "expected"),
    [
        (Mode.UNSPECIFIED, 1200, 689, 1177, "plausible"), (Mode.UNSPECIFIED, 1200, 689, None, "contradicted"),
        (Mode.RAIL, 1200, 689, 1177, "consistent"), (Mode.RAIL, 689, 689, 1177, "contradicted"),
        (Mode.RAIL, 1200, 689, None, "contradicted"), (Mode.STRAIGHT, 1180, 689, 1177, "contradicted"),
        (Mode.ROAD, 100, 70, None, "plausible"), (Mode.STRAIGHT, 100, 70, None, "contradicted"),
        (Mode.AIR, 100, 75, None, "plausible"), (Mode.RIVER, 40, 17.7, None, "unverifiable"),
        (Mode.RIVER, 40, 80, None, "contradicted"), (Mode.SEA, 40, 30, None, "plausible"),
    ],
)  # fmt: skip
def test_the_way_that_the_words_name(mode, stated, km, rail, expected):
    assert distance_verdict(quantity(stated), measured(km, rail=rail), mode=mode) == expected


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


def test_places_that_overlap_contradict_no_direction():
    assert direction_verdict(Compass.N, measured(5, radii=(10, 10))) is Verdict.CONSISTENT
    assert direction_verdict(Compass.S, measured(5, radii=(10, 10))) is Verdict.UNVERIFIABLE


def test_the_worse_part_decides_and_the_unverifiable_does_not():
    assert worse(Verdict.CONSISTENT, Verdict.PLAUSIBLE) is Verdict.PLAUSIBLE
    assert worse(Verdict.CONTRADICTED, Verdict.CONSISTENT) is Verdict.CONTRADICTED
    assert worse(Verdict.PLAUSIBLE, Verdict.UNVERIFIABLE) is Verdict.PLAUSIBLE


def wider(value, hedge, more=1.0):
    low, high = bounds_km(value, Unit.KM, Hedge.EXACT if hedge is Hedge.RANGE else hedge)
    low, high = (low / more, high * more) if hedge is Hedge.RANGE else (low, high)
    return Quantity(
        span=Span(start=0, end=1), text="x", value=value, unit=Unit.KM, low_km=low, high_km=high, hedge=hedge
    )


@given(
    st.one_of(st.integers(1, 5000), st.floats(0.5, 5000)),
    st.floats(0, 10000),
    st.floats(0.1, 50),
    st.sampled_from([h for h in Hedge if h is not Hedge.EXACT]),
    st.floats(1, 3),
    st.one_of(st.none(), st.floats(1, 3)),
)
def test_widening_a_hedge_never_worsens_a_verdict(stated, km, radius, hedge, more, winding):
    found = measured(km, radii=(radius, radius), rail=None if winding is None else km * winding)
    exact = distance_verdict(quantity(stated), found)
    widened = distance_verdict(wider(stated, hedge, more), found)
    assert ORDER.index(widened) <= ORDER.index(exact)


@given(st.floats(1, 5000), st.floats(0, 10000), st.floats(1, 2), st.floats(1, 2))
def test_a_wider_range_never_worsens_a_verdict(stated, km, more, still_more):
    narrow = distance_verdict(wider(stated, Hedge.RANGE, more), measured(km))
    wide = distance_verdict(wider(stated, Hedge.RANGE, more * still_more), measured(km))
    assert ORDER.index(wide) <= ORDER.index(narrow)


def shifted(position, km, bearing):
    line = Geodesic.WGS84.Direct(position.lat, position.lon, bearing, km * 1000)
    return Position(lat=line["lat2"], lon=line["lon2"])


def at(position, name):
    return Place(
        id=name, name=name, position=position, radius_km=1.0, country="XX", feature_class="P", feature_code="PPL",
        source="test",
    )  # fmt: skip


OPPOSITE = dict(zip(Compass, [*list(Compass)[8:], *list(Compass)[:8]], strict=True))


@given(
    st.floats(-68, 68), st.floats(-180, 180), st.floats(1, 199), st.floats(0, 360), st.sampled_from(list(Compass)),
    st.integers(1, 400),
)  # fmt: skip
def test_north_of_and_south_of_get_the_same_verdict(lat, lon, km, bearing, direction, stated):
    a = Position(lat=lat, lon=lon)
    one, other = (
        measure(at(shifted(a, km, bearing), "b"), at(a, "a")),
        measure(at(a, "a"), at(shifted(a, km, bearing), "b")),
    )
    off = angle_between_deg(direction.bearing_deg, one.bearing_deg)
    assume(all(abs(off - bound) > 5 for bound in (22.5, 60)))
    assume(all(abs(km / stated - bound) > 1e-6 for bound in (0.65, 0.9, 1.1, 1.35)))
    assume(all(abs(abs(km - end) - 1) > 1e-6 for end in bounds_km(stated, Unit.KM, Hedge.EXACT)))
    assert direction_verdict(direction, one) == direction_verdict(OPPOSITE[direction], other)
    assert distance_verdict(quantity(stated), one) == distance_verdict(quantity(stated), other)


@given(st.floats(1, 5000), st.floats(0, 10000), st.sampled_from([u for u in Unit if u is not Unit.KM]))
def test_the_same_interval_in_another_unit_gets_the_same_verdict(stated, km, unit):
    in_km = Quantity(
        span=Span(start=0, end=1), text="x", value=stated, unit=Unit.KM, low_km=stated * 0.9, high_km=stated * 1.1,
        hedge=Hedge.APPROX,
    )  # fmt: skip
    in_other = Quantity(
        span=Span(start=0, end=1), text="x", value=stated / unit.km, unit=unit, low_km=stated * 0.9,
        high_km=stated * 1.1, hedge=Hedge.APPROX,
    )  # fmt: skip
    ratio = km / stated
    assume(all(abs(ratio - bound) > 1e-9 for bound in (0.65, 0.9, 1.1, 1.35)))
    assert distance_verdict(in_km, measured(km)) == distance_verdict(in_other, measured(km))
