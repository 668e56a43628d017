import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geomap.checks.measuring import ROAD_CIRCUITY, measure
from geomap.gazetteer.place import Edge, Place
from geomap.geodesy import Compass, angle_between_deg
from geomap.position import Position
from geomap.rail import RailNetwork

PAGE = "https://example.org/"
WGS84 = Geod(ellps="WGS84")


def town(name, lat, lon, radius_km, *extent):
    edges = tuple(Edge(side=side, position=Position(lat=at, lon=on), url=PAGE) for side, at, on in extent)
    return Place(
        id=f"geomap:{name}", name=name, position=Position(lat=lat, lon=lon), radius_km=radius_km, country="RU",
        feature_class="P", feature_code="PPL", source="memory", extent=edges,
    )  # fmt: skip


NORTH = (Compass.N, 43.3, 132.0)
CITY = town("city", 43.1, 131.9, 10, NORTH, (Compass.S, 42.9, 131.7))
FAR = town("far", 43.8, 132.0, 5)


def test_a_named_edge_is_where_the_line_starts():
    measured = measure(FAR, CITY, side=Compass.N)
    assert measured.anchor_edge.side is Compass.N
    assert measured.start == Position(lat=43.3, lon=132.0)
    assert 55.4 < measured.geodesic_km < 55.7
    assert measure(FAR, CITY).geodesic_km > 77


def test_an_edge_nobody_knows_leaves_the_reference_point():
    measured = measure(CITY, FAR, side=Compass.S)
    assert measured.anchor_edge is None
    assert measured.start == FAR.position


def test_from_edge_to_edge_known_edges_come_before_radii():
    bare = town("bare", 43.1, 131.9, 10)
    assert 50.4 < measure(FAR, CITY).edge_km < 50.7  # from the northern edge, less the other's radius
    assert 62.0 < measure(FAR, bare).edge_km < 63.5


def test_overlapping_places_are_no_distance_apart():
    assert measure(town("a", 43.1, 131.9, 10), town("b", 43.15, 131.9, 10)).edge_km == 0


def test_town_station_and_edge_give_different_answers(gazetteer):
    ussuriysk, vladivostok = gazetteer.place("geonames:2014006"), gazetteer.place("geonames:2013348")
    measured = measure(ussuriysk, vladivostok, railways=RailNetwork.open())
    assert measured.geodesic_km == pytest.approx(77.96, abs=0.05)
    assert measured.station_km == pytest.approx(77.1, abs=0.3)
    assert (measured.facing.side, measured.facing_km) == (Compass.N, pytest.approx(56.6, abs=0.5))
    assert measured.edge_km == pytest.approx(49, abs=0.5)
    assert measured.rail_km == pytest.approx(111, abs=0.5)
    assert measured.uncertainty_km == pytest.approx(math.hypot(10.3, 7.4))


def test_a_road_is_a_range_and_never_shorter_than_the_geodesic():
    measured = measure(FAR, CITY)
    low, high = measured.road_km
    assert measured.geodesic_km < low < high
    assert (low / measured.geodesic_km, high / measured.geodesic_km) == pytest.approx(ROAD_CIRCUITY)


positions = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@given(positions, positions)
def test_the_geodesic_and_its_bearing_are_those_of_proj(a, b):
    measured = measure(town("b", *b, 1), town("a", *a, 1))
    azimuth, _, metres = WGS84.inv(a[1], a[0], b[1], b[0])
    assert measured.geodesic_km == pytest.approx(metres / 1000, abs=1e-6)
    if 1 < metres / 1000 < 19_000:
        assert angle_between_deg(measured.bearing_deg, azimuth) < 1e-4
