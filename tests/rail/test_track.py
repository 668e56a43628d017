import pytest

from geomap.geodesy import length_km
from geomap.position import Position
from geomap.provenance import Source
from geomap.rail import leg_route
from geomap.rail.importing import read_lines
from geomap.rail.noding import make_track
from geomap.rail.track import TrackNetwork

OWN = Source(id="own", publisher="test", url="", licence="", attribution="© test")


def network_of(lines, tolerance_m=5.0):
    pieces, findings = make_track(lines, tolerance_m)
    return TrackNetwork(pieces, source=OWN, findings=findings)


def here(lon, lat):
    return Position(lat=lat, lon=lon)


@pytest.fixture
def track(branch):
    return network_of(read_lines(branch).lines)


def test_a_route_has_the_length_of_its_geometry(track):
    leg = track.leg(here(5.0, 47.0), here(5.06, 47.0), within_km=1)
    assert leg.rail_km == pytest.approx(length_km(leg.geometry))
    assert leg.rail_km == pytest.approx(4.56, abs=0.01)  # the main line, not the siding
    assert [(round(p.lon, 3), round(p.lat, 3)) for p in leg.geometry] == [
        (5.0, 47.0),
        (5.02, 47.0),
        (5.04, 47.0),
        (5.06, 47.0),
    ]
    assert leg.attributions == ("© test",)
    assert (leg.warnings, leg.quality, leg.route) == ((), None, None)


def test_the_way_back_is_as_long(track):
    a, b = here(5.004, 47.0002), here(5.09, 47.016)
    there, back = track.leg(a, b, within_km=1), track.leg(b, a, within_km=1)
    assert there.rail_km == pytest.approx(back.rail_km)
    assert there.geometry == pytest.approx(back.geometry[::-1])


def test_a_route_may_begin_and_end_between_points(track):
    leg = track.leg(here(5.005, 47.0), here(5.015, 47.0), within_km=1)
    assert leg.rail_km == pytest.approx(0.76, abs=0.01)
    assert len(leg.geometry) == 2


def test_a_gap_within_the_tolerance_is_crossed(track):
    leg = track.leg(here(5.05, 47.0), here(5.1, 47.02), within_km=0.01)
    assert leg.rail_km == pytest.approx(4.53, abs=0.01)


def test_no_track_joins_an_island(track):
    assert track.leg(here(5.0, 47.0), here(5.01, 47.1), within_km=0.1) is None


def test_beyond_the_reach_there_is_no_leg(track):
    assert track.leg(here(5.0, 47.0), here(6.0, 47.0), within_km=30) is None


def test_a_train_does_not_turn_back_at_a_switch(track):
    """Way 8 leaves the main line towards where the train came from: it has to reverse, and that is said."""
    leg = track.leg(here(5.0, 47.0), here(5.0, 47.01), within_km=0.1)
    assert leg.warnings == ("the track gives no way without reversing or a turn no train makes",)
    from_the_other_side = track.leg(here(5.06, 47.0), here(5.0, 47.01), within_km=0.1)
    assert from_the_other_side.warnings == ()


def test_a_way_round_is_taken_before_an_impossible_turn():
    """A triangle of tracks: west to north straight over the switch would be short and impossible."""
    west, switch, east, north = (5.0, 47.0), (5.02, 47.0), (5.04, 47.0), (5.0, 47.004)
    curve = ((5.04, 47.0), (5.05, 47.001), (5.05, 47.003), (5.04, 47.004), (5.02, 47.004), north)
    lines = [(west, switch), (switch, east), (switch, (5.015, 47.0005), north), curve]
    leg = network_of(lines).leg(here(*west), here(*north), within_km=0.1)
    assert leg.warnings == ()
    assert leg.rail_km > 5


def test_a_bend_where_only_two_pieces_meet_is_no_switch():
    lines = [((5.0, 47.0), (5.02, 47.0)), ((5.02, 47.0), (5.001, 47.001))]
    assert network_of(lines).leg(here(5.0, 47.0), here(5.001, 47.001), within_km=0.01).warnings == ()


def test_legs_ask_it_where_the_carried_lines_do_not_reach(track, network):
    a, b = here(5.0, 47.0), here(5.06, 47.0)
    assert leg_route(a, b, network) is None
    leg = leg_route(a, b, network, track=track)
    assert leg.rail_km == pytest.approx(4.56, abs=0.01)
    assert leg.lines() == ("own lines: test",)
    assert leg.access[0].station is None


def test_the_carried_lines_go_first(track, network):
    ussuriysk, vladivostok = here(131.9573, 43.8047), here(131.8735, 43.1056)
    assert leg_route(ussuriysk, vladivostok, network, track=track).rail_km == 111
