import pytest

from geomap.gazetteer import Match
from geomap.geodesy import distance_km
from geomap.places.lookup import between_km, look_up


def first(answer):
    return answer.found[0].candidate.place


@pytest.fixture(scope="module")
def vladivostok(gazetteer):
    return first(look_up("Vladivostok", gazetteer))


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [
        ("Vostochny", "Vostochny Cosmodrome", "RU"),
        ("Khasan", "Khasan", "RU"),
        ("Moscow", "Moscow", "RU"),
        ("Paris", "Paris", "FR"),
        ("Chine", "China", "CN"),
        ("Littoral", "Primorsky Krai", "RU"),
        ("Saint-Denis", "Saint-Denis", "RE"),
        ("Georgia", "Georgia", "GE"),
        ("N. Korea", "North Korea", "KP"),
    ],
)
def test_a_bare_name_gives_the_likeliest_place_first(gazetteer, name, place, country):
    found = first(look_up(name, gazetteer))
    assert (found.name, found.country) == (place, country)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Khasan", "Khasan"),
        ("Razdolnaya", "Razdolnaya"),
        ("Ussuriysk", "Ussuriysk"),
        ("Littoral", "Primorsky Krai"),
        ("Vostochny", "Vostochny Port"),
    ],
)
def test_near_vladivostok_its_own_surroundings_come_first(gazetteer, vladivostok, name, place):
    answer = look_up(name, gazetteer, near=vladivostok)
    assert first(answer).name == place
    assert answer.found[0].away_km == between_km(vladivostok, first(answer))


def test_what_is_nearer_comes_first_among_equals(gazetteer):
    boston = first(look_up("Boston", gazetteer, country="US"))
    springfield = first(look_up("Springfield", gazetteer, near=boston))
    assert springfield.region == "MA"
    assert distance_km(boston.position, springfield.position) < 140


def test_a_country_keeps_only_its_own(gazetteer):
    answer = look_up("Paris", gazetteer, country="US")
    assert {found.candidate.place.country for found in answer.found} == {"US"}
    assert len(answer.found) > 5


def test_a_slip_is_forgiven_when_nothing_else_matches(gazetteer):
    answer = look_up("Vladivistok", gazetteer)
    assert [found.candidate.match for found in answer.found] == [Match.FUZZY]
    assert look_up("Vladivistok", gazetteer, guess=False).found == ()


def test_no_match_gives_the_nearest_spellings(gazetteer):
    answer = look_up("Vlodivistak", gazetteer)
    assert answer.found == ()
    assert answer.nearest_spellings[0] == "Vladivostok"
    assert look_up("Qqqqqqqqq", gazetteer).nearest_spellings == ()


def test_every_candidate_stands_in_order_of_its_points(gazetteer):
    points = [found.points for found in look_up("Springfield", gazetteer).found]
    assert len(points) > 10
    assert points == sorted(points, reverse=True)
