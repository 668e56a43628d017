from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.gazetteer.grid import CELLS, at_least_km, cell_of, cells_within
from geomap.geodesy import distance_km
from geomap.position import Position

POSITIONS = st.builds(Position, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


@given(POSITIONS)
def test_every_position_has_a_cell(position):
    assert 0 <= cell_of(*position.latlon) < CELLS


@given(POSITIONS, POSITIONS, st.floats(0.1, 21_000))
@example(Position(lat=10, lon=179.9), Position(lat=10, lon=-179.9), 50.0)
@example(Position(lat=89.5, lon=0), Position(lat=89.5, lon=180), 200.0)
@example(Position(lat=0, lon=180), Position(lat=0, lon=-180), 0.5)
def test_cells_hold_whatever_lies_within(centre, other, radius_km):
    ranges = list(cells_within(centre, radius_km))
    if distance_km(centre, other) <= radius_km:
        assert any(first <= cell_of(*other.latlon) < end for first, end in ranges)


@given(POSITIONS, POSITIONS)
def test_the_bound_is_never_longer_than_the_geodesic(a, b):
    away = distance_km(a, b)
    assert away * 0.985 - 0.001 <= at_least_km(a, *b.latlon) <= away + 0.001


@given(POSITIONS, st.floats(0.1, 21_000))
def test_no_cell_comes_twice(centre, radius_km):
    ranges = sorted(cells_within(centre, radius_km))
    assert all(end <= start for (_, end), (start, _) in pairwise(ranges))


@pytest.mark.parametrize("radius_km", [1, 100])
def test_a_small_circle_touches_few_cells(radius_km):
    cells = sum(end - first for first, end in cells_within(Position(lat=48.9, lon=2.4), radius_km))
    assert cells <= (1 if radius_km == 1 else 12)
