import math

import pytest

from geomap.checks import Explanation, Measurement, Verdict
from geomap.checks.explaining import explanations
from geomap.claims.claim import Mode
from geomap.claims.lengths import bounds_km
from geomap.gazetteer import Place
from geomap.geodesy import Compass
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

RAIL, ROAD, EDGE, MILES = Explanation.RAIL, Explanation.ROAD, Explanation.EDGE, Explanation.MILES


def quantity(value, unit=Unit.KM, hedge=Hedge.EXACT):
    low, high = bounds_km(value, unit, hedge)
    return Quantity(span=Span(start=0, end=1), text="x", value=value, unit=unit, low_km=low, high_km=high, hedge=hedge)


def measured(km, *, radii=(1.0, 1.0), rail=None):
    ends = [
        Place(
            id=name, name=name, position=Position(lat=0, lon=0), radius_km=radius, country="XX", feature_class="P",
            feature_code="PPL", source="test",
        )
        for name, radius in zip("ab", radii, strict=True)
    ]  # fmt: skip
    return Measurement(
        anchor=ends[0], subject=ends[1], geodesic_km=km, uncertainty_km=math.hypot(*radii), bearing_deg=0,
        compass=Compass.N, edge_km=max(0.0, km - sum(radii)), road_km=(1.1 * km, 1.54 * km), rail_km=rail,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "found", "mode", "expected"),
    [
        (quantity(60), measured(78, radii=(10.3, 7.4), rail=111), Mode.UNSPECIFIED, (EDGE, MILES)),
        (quantity(60), measured(78), Mode.UNSPECIFIED, (MILES,)),
        (quantity(40), measured(78), Mode.UNSPECIFIED, ()),  # 64 km in miles: still too short
        (quantity(30), measured(40, radii=(25, 20)), Mode.STRAIGHT, ()),  # the towns touch: that says nothing
        (quantity(1200), measured(689, rail=1177), Mode.UNSPECIFIED, (RAIL,)),
        (quantity(1200), measured(689, rail=1177), Mode.STRAIGHT, ()),
        (quantity(1200), measured(689, rail=1177), Mode.ROAD, ()),
        (quantity(250), measured(163, rail=299), Mode.UNSPECIFIED, (ROAD,)),
        (quantity(100), measured(78, rail=109), Mode.UNSPECIFIED, (RAIL, ROAD)),
        (quantity(300, Unit.MILE), measured(297), Mode.UNSPECIFIED, (MILES,)),
        (quantity(200, hedge=Hedge.AT_LEAST), measured(163, rail=299), Mode.UNSPECIFIED, (ROAD,)),
        (quantity(60, Unit.LEAGUE), measured(78), Mode.UNSPECIFIED, ()),
    ],
)
def test_what_a_figure_may_be(stated, found, mode, expected):
    assert explanations(stated, found, Verdict.PLAUSIBLE, mode=mode) == expected


def test_a_consistent_figure_needs_no_explanation():
    assert explanations(quantity(61), measured(62, radii=(10, 10), rail=61), Verdict.CONSISTENT) == ()
