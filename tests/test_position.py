import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GeomapError, PositionError
from geomap.position import Position


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_both_orders_hold_the_same_point(lat, lon):
    position = Position(lat=lat, lon=lon)
    assert position.latlon == (lat, lon)
    assert position.lonlat == (lon, lat)


@pytest.mark.parametrize("lat", [90.0001, -91, math.nan, math.inf])
def test_latitude_beyond_a_pole_is_refused(lat):
    with pytest.raises(PositionError, match="latitude must lie in"):
        Position(lat=lat, lon=0)


@pytest.mark.parametrize("lon", [180.0001, -181, 360, math.nan, -math.inf])
def test_longitude_beyond_the_antimeridian_is_refused(lon):
    with pytest.raises(PositionError, match="longitude must lie in"):
        Position(lat=0, lon=lon)


def test_swapped_pair_is_suspected():
    with pytest.raises(PositionError, match="are lat and lon swapped"):
        Position(lat=131.87, lon=43.1)


def test_position_cannot_be_unpacked():
    with pytest.raises(TypeError):
        _lat, _lon = Position(lat=43.1, lon=131.87)


def test_error_is_both_ours_and_a_value_error():
    assert issubclass(PositionError, GeomapError)
    assert issubclass(PositionError, ValueError)
