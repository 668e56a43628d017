import pytest

from geomap.position import Position
from geomap.rail import RailError
from geomap.rail.coast import bend, placed
from geomap.world import crosses

CHONGJIN, RAJIN = Position(lat=41.7931, lon=129.7986), Position(lat=42.2497, lon=130.2892)
VLADIVOSTOK, UGOLNAYA = Position(lat=43.111, lon=131.882), Position(lat=43.332, lon=132.06)


@pytest.mark.parametrize(("a", "b", "country"), [(CHONGJIN, RAJIN, "KP"), (VLADIVOSTOK, UGOLNAYA, "RU")])
def test_a_line_over_the_sea_is_bent_onto_land(a, b, country):
    assert crosses([a, b]).sea_km > 5
    way = [a, *bend(a, b, (country,)), b]
    assert crosses(way).sea_km < 0.5
    assert set(crosses(way).countries_km) == {country}


def test_a_line_over_another_country_is_bent_back():
    north, south = Position(lat=43.2, lon=131.3), Position(lat=42.85, lon=130.95)
    assert crosses([north, south]).countries_km["CN"] > 15
    assert crosses([north, *bend(north, south, ("RU",)), south]).countries_km.get("CN", 0) < 0.5


def test_the_way_back_is_as_long():
    assert len(bend(CHONGJIN, RAJIN, ("KP",))) == pytest.approx(len(bend(RAJIN, CHONGJIN, ("KP",))), abs=2)


def test_points_share_out_the_kilometres_and_leave_the_posts_alone():
    points = bend(CHONGJIN, RAJIN, ("KP",))
    kms = placed(CHONGJIN, RAJIN, points, 715, 800.2)
    assert list(kms) == sorted(kms)
    assert kms[0] > 715
    assert kms[-1] < 800.2


def test_an_island_cannot_be_reached():
    with pytest.raises(RailError, match="no way over land"):
        bend(VLADIVOSTOK, Position(lat=42.8, lon=131.7), ("RU",))
