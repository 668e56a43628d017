import pytest

from geomap.stops.placing import place_stops
from geomap.stops.reading import stops_from_text


@pytest.fixture
def placed(gazetteer):
    def run(*rows, columns="place"):
        return place_stops(stops_from_text("\n".join([columns, *rows]), name="stops.csv").stops, gazetteer)

    return run


def test_a_name_of_many_is_the_one_near_the_other_stops(placed):
    reunion, _ = placed("Saint-Denis", "Saint-Paul", "Saint-Pierre")
    assert {p.place.country for p in reunion} == {"RE"}
    texas, _ = placed("Dallas", "Paris", "Houston")
    assert (texas[1].place.country, texas[1].doubt != "") == ("FR", True)


def test_a_country_or_an_area_in_the_name_decides(placed):
    (there,), _ = placed("Paris,US", columns="place,country")
    assert there.place.country == "US"
    (texan,), _ = placed('"Paris, Texas"')
    assert texan.place.country == "US"


def test_a_namesake_far_nearer_is_told_of(placed):
    found, _ = placed("Geneva", "Marseille", "Saint-Denis")
    assert "'Saint-Denis' is taken for Saint-Denis (RE" in found[2].doubt
    assert "rather than Saint-Denis (FR" in found[2].doubt


def test_a_stop_is_a_city_sooner_than_its_country(placed):
    found, _ = placed("Luxembourg", "Metz")
    assert found[0].place.feature_code == "PPLC"
    region, _ = placed("Nantes", "Normandie")
    assert region[1].place.is_area


def test_coordinates_win_over_the_name(placed):
    (found,), _ = placed("Lyon,45.7606,4.8595", columns="place,lat,lon")
    assert (found.place.name, found.place.position.latlon) == ("Lyon", (45.7606, 4.8595))
    assert found.place.source == "table"
    assert found.place.id.startswith("geonames:")
    (other,), _ = placed("Lyon,10,20", columns="place,lat,lon")
    assert (other.place.id, other.place.name) == ("point:10.00000,20.00000", "Lyon")


def test_two_points_of_one_town_are_two_stops(placed):
    found, _ = placed("Paris,48.8443,2.3735", "Paris,48.8809,2.3553", columns="place,lat,lon")
    assert len({p.place.id for p in found}) == 2


def test_a_point_without_a_name_is_called_by_its_degrees(placed):
    (found,), _ = placed("18.2,-28.5", columns="lat,lon")
    assert (found.place.name, found.place.name_in("fr")) == ("18.2° N, 28.5° W", "18,2° N, 28,5° O")


def test_a_name_that_nobody_bears_is_lost_with_a_hint(placed):
    found, lost = placed("Marseile", "Lyon")
    assert [p.stop.name for p in found] == ["Lyon"]
    ((stop, why),) = lost
    assert stop.number == 2
    assert "no place is called 'Marseile'; nearest spellings: Marseille" in why


def test_a_name_means_one_place_throughout(placed):
    rows = ("A,Lyon,", "A,Marseille,", "B,Geneva,", "B,Marseille,", "B,Saint-Denis,FR")
    found, _ = placed(*rows, columns="who,place,country")
    assert found[1].place.id == found[3].place.id
    assert found[1].place.name == "Marseille"
