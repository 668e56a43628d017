"""Seas, rivers, islands, bases and vague regions; old spellings; edges of cities."""

import csv
import re
import tomllib

import pytest

from geomap.datadir import data_folder
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import NameKind
from geomap.geodesy import Compass, distance_km

# Old and other spellings beside the current one: all must find one place.
SPELLINGS = (
    ("Kyiv", "Kiev", "Kiew", "Kyïv"),
    ("Kharkiv", "Kharkov"),
    ("Dnipro", "Dnepropetrovsk", "Dniepropetrovsk"),
    ("Odesa", "Odessa"),
    ("Lviv", "Lvov"),
    ("Zaporizhzhia", "Zaporijjia", "Zaporojie"),
    ("Mykolaiv", "Mykolaïv", "Nikolaïev"),
    ("Bakhmut", "Artemivsk"),
    ("Myanmar", "Birmanie", "Burma"),
    ("Eswatini", "Swaziland"),
    ("Türkiye", "Turquie", "Turkey"),
    ("North Macedonia", "Macédoine du Nord"),
    ("Czechia", "Tchéquie", "République tchèque"),
    ("Cape Verde", "Cabo Verde", "Cap-Vert"),
    ("Timor-Leste", "East Timor", "Timor oriental"),
    ("Ivory Coast", "Côte d’Ivoire"),
    ("Astana", "Nur-Sultan", "Noursoultan"),
    ("Mumbai", "Bombay"),
    ("Kolkata", "Calcutta"),
    ("Chennai", "Madras"),
    ("Bengaluru", "Bangalore"),
    ("Beijing", "Pékin", "Peking"),
    ("Yangon", "Rangoun", "Rangoon"),
    ("Saint Petersburg", "Leningrad", "Petrograd"),
    ("Volgograd", "Stalingrad"),
    ("Ho Chi Minh City", "Saigon", "Hô-Chi-Minh-Ville"),
    ("Gqeberha", "Port Elizabeth"),
    ("Denali", "Mount McKinley"),
    ("Uluru", "Ayers Rock"),
    ("Nagorno-Karabakh", "Artsakh", "Haut-Karabakh"),
    ("Kaveri", "Cauvery"),
    ("Senkaku Islands", "Diaoyu"),
)

# Words that begin sentences or stand in names of firms: alone they name no place for certain.
COMMON_WORDS = frozenset(
    {
        *("union", "central", "save", "nord", "sud", "est", "ouest", "orange", "main", "inn", "lot", "cher"),
        *("marne", "oise", "somme", "var", "red", "snake", "hudson", "han", "xi", "negro", "the", "base", "port"),
    }
)

HAND = ("airportsdata", "geonames", "geonuclear", "memory", "naturalearth", "osm", "wikipedia", "wri")
GENERATED = ("airportsdata-airports", "naturalearth-features")


def places_of(source):
    with (data_folder("gazetteer") / f"places.{source}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_old_and_new_spellings_find_one_place(gazetteer, spellings):
    bearers = [{candidate.place.id for candidate in gazetteer.curated_candidates(text)} for text in spellings]
    assert set.intersection(*bearers)


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Kharkov", "geonames:706483"),
        ("Lvov", "geonames:702550"),
        ("Leningrad", "geonames:498817"),
        ("Nur-Sultan", "geonames:1526273"),
        ("Port Elizabeth", "geonames:964420"),
        ("Artsakh", "geomap:nagorno-karabakh"),
        ("Ayers Rock", "naturalearth:uluru"),
        ("Swaziland", "geonames:934841"),
    ],
)
def test_a_name_of_the_past_is_marked_so(gazetteer, text, place_id):
    kinds = {name.kind for name in gazetteer.place(place_id).names if name.text == text}
    assert kinds == {NameKind.HISTORICAL}


def test_chernobyl_lies_beside_its_plant(gazetteer):
    town, plant = gazetteer.place("geonames:710403"), gazetteer.place("geomap:chernobyl-nuclear-plant")
    assert 10 < distance_km(town.position, plant.position) < 20


@pytest.mark.parametrize("word", sorted(COMMON_WORDS))
def test_common_words_are_no_curated_names(gazetteer, word):
    assert gazetteer.curated_candidates(word) == ()


def test_the_distance_from_the_northern_edge_of_vladivostok(gazetteer):
    vladivostok, ussuriysk = gazetteer.place("geonames:2013348"), gazetteer.place("geonames:2014006")
    edge = vladivostok.edge(Compass.N)
    assert edge is not None
    from_edge_km = distance_km(edge.position, ussuriysk.position)
    assert from_edge_km == pytest.approx(56.6, abs=0.1)
    assert from_edge_km - ussuriysk.radius_km == pytest.approx(49, abs=0.5)


def test_edge_points_lie_near_their_city_on_their_side(gazetteer):
    with_edges = [gazetteer.place(f"geonames:{number}") for number in (1871859, 2013348, 2021851, 2022890)]
    for place in with_edges:
        assert place.extent
        for edge in place.extent:
            assert 0.5 * place.radius_km < distance_km(place.position, edge.position) < 3 * place.radius_km
            north = edge.position.lat - place.position.lat
            east = edge.position.lon - place.position.lon
            assert north > 0 if "N" in edge.side else north < 0 if "S" in edge.side else True
            assert east > 0 if "E" in edge.side else east < 0 if "W" in edge.side else True


@pytest.mark.parametrize("source", [*HAND, *GENERATED])
def test_identifiers_are_plain_and_points_have_a_page(source):
    for row in places_of(source):
        assert re.fullmatch(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*", row["id"])
        assert row["url"].startswith("https://")
        assert float(row["radius_km"]) >= 0.1


def test_generated_features_are_listed_not_curated(gazetteer):
    shelves = {
        entry["id"]: entry.get("shelf", "curated")
        for entry in tomllib.loads((data_folder("gazetteer") / "sources.toml").read_text("utf-8"))["sources"]
    }
    assert {shelves[source] for source in GENERATED} == {"listed"}
    assert {shelves[source] for source in HAND} == {"curated"}
    assert not gazetteer.is_curated("naturalearth:yellowstone-lake")


def test_a_listed_feature_repeats_no_curated_one(gazetteer):
    for row in places_of("naturalearth-features"):
        place = gazetteer.place(row["id"])
        for candidate in gazetteer.curated_candidates(row["name"]):
            other = candidate.place
            if other.feature_class == place.feature_class and fold(other.name) == fold(place.name):
                assert distance_km(place.position, other.position) > place.radius_km + other.radius_km


def test_airports_are_found_by_code_and_by_name(gazetteer):
    for text in ("ICN", "Incheon International Airport", "aéroport Incheon"):
        assert "airportsdata:rksi" in {candidate.place.id for candidate in gazetteer.candidates(text)}


def test_codes_that_are_words_are_left_out(gazetteer):
    for word in ("THE", "AND", "SEA", "BEN", "PAT"):
        assert not any(candidate.place.feature_code == "AIRP" for candidate in gazetteer.candidates(word))
