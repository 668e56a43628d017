import pytest

from geomap.position import Position
from geomap.rail import leg_route

USSURIYSK = Position(lat=43.8047, lon=131.9573)
VOSTOCHNY = Position(lat=51.8844, lon=128.3334)
PYONGYANG = Position(lat=39.0339, lon=125.7543)
KHASAN = Position(lat=42.4281, lon=130.6453)
PARIS = Position(lat=48.8534, lon=2.3488)


def test_a_cosmodrome_is_reached_from_its_station_and_the_rest_is_not_counted(network):
    leg = leg_route(USSURIYSK, VOSTOCHNY, network)
    assert leg.rail_km == 1405
    here, there = leg.access
    assert (here.station.name, there.station.name) == ("Ussuriysk", "Ledyanaya")
    assert here.km < 3
    assert there.km == pytest.approx(23.5, abs=0.1)
    assert leg.geometry[-1] == there.position == there.station.position
    assert leg.whole == (USSURIYSK, *leg.geometry, VOSTOCHNY)
    assert leg.lines() == ("Trans-Siberian",)
    assert leg.lines("fr") == ("Transsibérien",)
    assert leg.lines("de") == leg.lines()


def test_a_leg_is_as_long_the_other_way(network):
    assert leg_route(VOSTOCHNY, USSURIYSK, network).rail_km == leg_route(USSURIYSK, VOSTOCHNY, network).rail_km


def test_the_gazetteers_id_finds_a_citys_own_station(network):
    without = leg_route(PYONGYANG, KHASAN, network)
    known = leg_route(PYONGYANG, KHASAN, network, places=("geonames:1871859", "geomap:khasan-station"))
    assert without.access[0].station.name == "West Pyongyang"
    assert known.access[0].station.name == "Pyongyang"
    assert known.rail_km == pytest.approx(857.3)


def test_a_place_far_from_its_station_is_not_served_by_it(network):
    assert leg_route(PARIS, KHASAN, network, places=("geonames:1871859", "")) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (PARIS, KHASAN),
        (USSURIYSK, USSURIYSK),
        (USSURIYSK, Position(lat=43.8016, lon=131.9812)),  # the town and its own station
    ],
)
def test_there_is_no_leg_off_the_rails_or_without_a_way(network, a, b):
    assert leg_route(a, b, network) is None


def test_nobody_takes_a_train_for_less_than_the_way_to_it(network):
    """Two places each 5 km from stations that are 9 km apart."""
    north, south = Position(lat=43.12, lon=131.65), Position(lat=43.02, lon=131.59)
    stations = [network.nearest_station(end)[0].name for end in (north, south)]
    assert stations == ["Primorskaya", "Kedrovy"]
    assert network.route("primorskaya", "kedrovy").length_km == 9
    assert leg_route(north, south, network) is None


def test_a_leg_says_what_is_drawn_without_a_source_and_whom_to_credit(network):
    leg = leg_route(PYONGYANG, KHASAN, network)
    assert 300 < leg.schematic_km < leg.rail_km
    assert "© OpenStreetMap contributors (ODbL)" in leg.attributions
    assert "Made with Natural Earth" in leg.attributions
    assert leg_route(USSURIYSK, VOSTOCHNY, network).schematic_km == 0
