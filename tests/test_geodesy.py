import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from geomap.geodesy import (
    Compass,
    along,
    angle_between_deg,
    bearing_deg,
    compass,
    distance_km,
    length_km,
    split_at_antimeridian,
)
from geomap.position import Position

PROJ = Geod(ellps="WGS84")
HALF_MERIDIAN_KM = 20_003.931
VLADIVOSTOK = Position(lat=43.1056, lon=131.8735)
USSURIYSK = Position(lat=43.8047, lon=131.9573)
KHASAN = Position(lat=42.4283, lon=130.6456)

latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 0.0, 90.0]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 0.0, 180.0]))
positions = st.builds(Position, lat=latitudes, lon=longitudes)


@given(positions, positions)
def test_distance_agrees_with_proj(a, b):
    _, _, metres = PROJ.inv(*a.lonlat, *b.lonlat)
    assert distance_km(a, b) == pytest.approx(metres / 1000, abs=1e-6)


@given(positions, positions)
def test_bearing_agrees_with_proj(a, b):
    assume(abs(a.lat) < 89.99)
    azimuth, _, metres = PROJ.inv(*a.lonlat, *b.lonlat)
    # Nearly antipodal and nearly coincident points have a bearing on paper only.
    assume(1 < metres < 19_900_000)
    assert angle_between_deg(bearing_deg(a, b), azimuth) == pytest.approx(0, abs=1e-4)


@given(positions, positions)
def test_distance_is_symmetric(a, b):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)


@given(positions, positions, positions)
def test_a_detour_is_never_shorter(a, b, c):
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


@given(positions)
def test_a_place_is_no_distance_from_itself(a):
    assert distance_km(a, a) == 0


@given(positions, positions)
def test_nothing_is_further_than_half_a_meridian(a, b):
    assert 0 <= distance_km(a, b) <= HALF_MERIDIAN_KM + 0.001


@given(longitudes, longitudes)
def test_a_pole_is_one_point(a, b):
    assert distance_km(Position(lat=90, lon=a), Position(lat=90, lon=b)) == pytest.approx(0, abs=1e-6)


@given(latitudes)
def test_the_antimeridian_has_two_names(lat):
    assert distance_km(Position(lat=lat, lon=180), Position(lat=lat, lon=-180)) == pytest.approx(0, abs=1e-6)


def test_the_two_hemispheres_meet_at_the_antimeridian():
    west, east = Position(lat=65.6, lon=-168.1), Position(lat=66.1, lon=-169.7)
    assert distance_km(west, east) == pytest.approx(91.5, abs=1)
    assert distance_km(Position(lat=0, lon=179.5), Position(lat=0, lon=-179.5)) == pytest.approx(111.3, abs=0.1)


def test_pole_to_pole_is_half_a_meridian():
    assert distance_km(Position(lat=90, lon=0), Position(lat=-90, lon=77)) == pytest.approx(HALF_MERIDIAN_KM, abs=0.001)


def test_distances_of_the_story():
    assert distance_km(VLADIVOSTOK, USSURIYSK) == pytest.approx(78, abs=0.5)
    assert distance_km(KHASAN, VLADIVOSTOK) == pytest.approx(126, abs=2)


@pytest.mark.parametrize(
    ("bearing", "point"),
    [
        (0, "N"),
        (11.2, "N"),
        (11.3, "NNE"),
        (45, "NE"),
        (90, "E"),
        (180, "S"),
        (292.5, "WNW"),
        (348.7, "NNW"),
        (349, "N"),
    ],
)
def test_compass_names_the_nearest_point(bearing, point):
    assert compass(bearing) == point


@given(st.floats(0, 360))
def test_compass_point_is_never_further_than_half_a_step(bearing):
    assert angle_between_deg(compass(bearing).bearing_deg, bearing) <= 11.25 + 1e-9


def test_the_sixteen_points_go_clockwise():
    assert [point.bearing_deg for point in Compass] == [22.5 * step for step in range(16)]


@given(st.floats(0, 360), st.floats(0, 360))
def test_angle_between_is_symmetric_and_at_most_a_half_turn(a, b):
    assert 0 <= angle_between_deg(a, b) <= 180
    assert angle_between_deg(a, b) == pytest.approx(angle_between_deg(b, a))


@given(positions, positions)
def test_a_line_keeps_its_ends_and_its_length(a, b):
    assume(distance_km(a, b) < 19_900)
    points = along(a, b, step_km=500)
    assert (points[0], points[-1]) == (a, b)
    assert length_km(points) == pytest.approx(distance_km(a, b), abs=1e-3)
    assert all(distance_km(p, q) <= 500 + 1e-3 for p, q in pairwise(points))


def test_length_of_one_point_is_zero():
    assert length_km([VLADIVOSTOK]) == 0
    assert math.isclose(length_km([VLADIVOSTOK, USSURIYSK, VLADIVOSTOK]), 2 * distance_km(VLADIVOSTOK, USSURIYSK))


def test_a_line_is_cut_wherever_it_crosses_the_antimeridian_and_nothing_is_lost():
    line = [Position(lat=lat, lon=lon) for lat, lon in ((0, 170), (1, -175), (2, 175), (2, 175), (3, -179))]
    pieces = split_at_antimeridian(line)
    assert len(pieces) == 4
    for piece in pieces:
        assert all(abs(a.lon - b.lon) <= 180 for a, b in pairwise(piece))
    assert [p for piece in pieces for p in piece if abs(p.lon) != 180] == line


def test_a_line_that_ends_on_the_antimeridian_stays_in_one_piece():
    line = [Position(lat=0, lon=-178), Position(lat=0, lon=180)]
    assert [[p.lon for p in piece] for piece in split_at_antimeridian(line)] == [[-178, -180]]
