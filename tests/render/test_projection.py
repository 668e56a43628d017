import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.render.projection import (
    EqualEarth,
    Globe,
    Lambert,
    Mercator,
    Polar,
    Stereographic,
    central_longitude,
    choose_projection,
)

PROJECTIONS = [Mercator(131.0, 45.0), Lambert(131.0, (41.0, 49.0)), Lambert(-60.0, (-45.0, -30.0)), Polar(0.0, 75.0)]
PROJECTIONS += [Stereographic(100.0, 45.0), EqualEarth(-150.0)]


@pytest.mark.parametrize("projection", PROJECTIONS)
@given(dlon=st.floats(-60, 60), lat=st.floats(-55, 80))
def test_inverse_undoes_forward(projection, dlon, lat):
    if isinstance(projection, Lambert):
        lat = math.copysign(abs(lat) + 3, projection.parallels[0])
    if isinstance(projection, Polar):
        lat = abs(lat)
    start = np.array([[projection.lon0 + dlon, lat]])
    assert projection.inverse(projection.forward(start)) == pytest.approx(start, abs=1e-6)


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_north_is_up_on_the_central_meridian(projection):
    south = -1 if isinstance(projection, Lambert) and projection.parallels[0] < 0 else 1
    low, high = sorted((40.0 * south, 50.0 * south))
    plane = projection.forward(np.array([[projection.lon0, low], [projection.lon0, high]]))
    assert plane[0, 0] == pytest.approx(plane[1, 0], abs=1e-6)
    assert plane[1, 1] > plane[0, 1]


def test_founding_frame_keeps_its_scale():
    points = [Position(lat=39.03, lon=125.75), Position(lat=51.88, lon=128.33), Position(lat=50.6, lon=137.08)]
    projection = choose_projection(points)
    assert isinstance(projection, Lambert)
    for a in points:
        for b in points:
            if a is not b:
                flat = projection.forward(np.array([a.lonlat, b.lonlat]))
                assert math.dist(*flat) == pytest.approx(distance_km(a, b), rel=0.01)


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ([(5.0, -10.0), (-5.0, 20.0)], Mercator),
        ([(48.9, 2.3), (70.0, 80.0), (35.7, 139.7)], Stereographic),
        ([(51.5, 0.0), (28.6, 77.1), (35.5, 139.8), (37.6, -122.4)], Polar),
        ([(51.5, 0.0), (-33.9, 18.4), (-33.9, 151.2), (-33.4, -70.8)], EqualEarth),
        ([(-37.0, 174.8), (33.9, -118.4)], Mercator),
        ([(-42.9, 147.3), (-90.0, 0.0)], Polar),
        ([(-34.0, -58.0), (-33.0, -70.0)], Lambert),
        ([(70.0, 10.0), (89.0, -170.0)], Polar),
        ([(43.1, 131.9)], Lambert),
    ],
)
def test_projection_suits_the_place(points, kind):
    assert isinstance(choose_projection([Position(lat=lat, lon=lon) for lat, lon in points]), kind)


def test_antimeridian_is_no_gap():
    assert central_longitude([170.0, -170.0]) == (180.0, 20.0)
    assert central_longitude([10.0]) == (10.0, 0.0)


@pytest.mark.parametrize("projection", [*PROJECTIONS[:5], Globe(10.0, 40.0)])
def test_a_small_square_stays_square(projection):
    lat = -40.0 if isinstance(projection, Lambert) and projection.parallels[0] < 0 else 40.0
    middle = (projection.lon0 + (0.0 if isinstance(projection, Globe) else 8.0), lat)
    step = 1e-4
    east = (middle[0] + step / math.cos(math.radians(lat)), lat)
    here, up, aside = projection.forward(np.array([middle, (middle[0], lat + step), east]))
    assert math.dist(here, up) == pytest.approx(math.dist(here, aside), rel=1e-3)
    assert np.dot(up - here, aside - here) == pytest.approx(0.0, abs=1e-3 * math.dist(here, up) ** 2)


def test_a_world_gone_round_is_cut_between_its_stops():
    stops = [Position(lat=lat, lon=lon) for lat, lon in ((51.5, 0.0), (-33.9, 151.2), (-33.4, -70.8), (40.6, -73.8))]
    ring = [Position(lat=0.0, lon=float(lon)) for lon in range(-180, 180, 5)]
    projection = choose_projection([*stops, *ring], stops)
    assert isinstance(projection, EqualEarth)
    assert all(abs((p.lon - projection.lon0 + 180) % 360 - 180) < 170 for p in stops)
