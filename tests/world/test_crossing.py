import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.geodesy import length_km
from geomap.position import Position
from geomap.world import Worldview, crosses

USSURIYSK = Position(lat=43.8047, lon=131.9573)
VOSTOCHNY = Position(lat=51.8844, lon=128.3334)
KOMSOMOLSK = Position(lat=50.5503, lon=137.01)

positions = st.builds(
    Position,
    lat=st.floats(-90, 90, allow_nan=False).map(lambda x: round(x, 3)),
    lon=st.floats(-180, 180, allow_nan=False).map(lambda x: round(x, 3)),
)


def test_the_straight_line_to_vostochny_lies_half_in_china():
    crossing = crosses([USSURIYSK, VOSTOCHNY])
    assert [stretch.country for stretch in crossing.stretches] == ["RU", "CN", "RU"]
    assert crossing.countries_km["CN"] == pytest.approx(495, abs=15)
    assert crossing.sea_km == 0
    assert crosses([USSURIYSK, KOMSOMOLSK]).countries_km["CN"] == pytest.approx(256, abs=15)


def test_a_line_over_the_sea():
    crossing = crosses([Position(lat=43.1056, lon=131.8735), Position(lat=37.9161, lon=139.0364)])
    assert crossing.sea_km > 700
    assert set(crossing.countries_km) == {"RU", "JP"}


def test_there_and_back_is_twice_as_long():
    there, back = crosses([USSURIYSK, VOSTOCHNY]), crosses([VOSTOCHNY, USSURIYSK])
    both = crosses([USSURIYSK, VOSTOCHNY, USSURIYSK])
    assert there.countries_km == pytest.approx(back.countries_km, abs=0.1)
    assert both.countries_km["CN"] == pytest.approx(2 * there.countries_km["CN"], abs=0.1)
    assert [stretch.country for stretch in both.stretches] == ["RU", "CN", "RU", "CN", "RU"]


def test_over_the_antimeridian_and_the_poles():
    chukotka = crosses([Position(lat=67.5, lon=178.0), Position(lat=67.5, lon=-178.0)])
    assert [stretch.country for stretch in chukotka.stretches] == ["RU"]
    arctic = crosses([Position(lat=80.0, lon=20.0), Position(lat=80.0, lon=-160.0)])
    assert arctic.sea_km > 2000
    assert set(arctic.countries_km) <= {"SJ"}
    antarctic = crosses([Position(lat=-80.0, lon=40.0), Position(lat=-80.0, lon=-140.0)])
    assert antarctic.countries_km["AQ"] == pytest.approx(antarctic.length_km)


def test_the_world_view_is_kept():
    line = [Position(lat=45.3, lon=33.5), Position(lat=45.0, lon=34.6)]
    assert set(crosses(line).countries_km) == {"UA"}
    assert set(crosses(line, worldview=Worldview.DEFACTO).countries_km) == {"RU"}


@pytest.mark.parametrize("line", [[], [USSURIYSK], [USSURIYSK, USSURIYSK]])
def test_a_line_without_length_crosses_nothing(line):
    assert crosses(line).stretches == ()
    assert crosses(line).length_km == 0


def test_a_line_along_a_parallel_border_has_its_whole_length():
    line = [Position(lat=49.0, lon=-110.0 + i / 10) for i in range(20)]
    crossing = crosses(line)
    assert set(crossing.countries_km) <= {"US", "CA"}
    assert crossing.length_km == pytest.approx(length_km(line))


@settings(deadline=None, max_examples=40)
@given(st.lists(positions, min_size=2, max_size=4))
def test_kilometres_add_up_to_the_lines_length(line):
    crossing = crosses(line)
    assert crossing.length_km == pytest.approx(length_km(line), rel=1e-9, abs=1e-6)
    assert crossing.sea_km + sum(crossing.countries_km.values()) <= crossing.length_km + 1e-6
    assert all(a.country != b.country for a, b in zip(crossing.stretches, crossing.stretches[1:], strict=False))
