import csv
from collections import defaultdict

import pycountry
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from geomap.datadir import data_folder
from geomap.gazetteer.build.geonames import Division
from geomap.gazetteer.build.knowledge import area_of_outline
from geomap.gazetteer.build.naming import load_patterns
from geomap.gazetteer.build.regions import DISTRICTS, NATURAL_EARTH, REGIONS
from geomap.gazetteer.build.territories import shared_out
from geomap.geodesy import distance_km
from geomap.position import Position


def rows(name):
    with (data_folder("gazetteer") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def iso():
    return {row["iso"]: row["place_id"] for row in rows("iso_codes.tsv")}


# First-level subdivisions of ISO 3166-2 that are no region of ours.
ELSEWHERE = {
    # countries and territories of their own, in ISO 3166-1 too
    "CN": "HK MO TW",
    "FI": "01",
    "FR": "971 972 973 974 976 BL CP MF NC PF PM TF WF",
    "NL": "AW BQ1 BQ2 BQ3 CW SX",
    "US": "AS GU MP PR UM VI",
    "RS": "KM",
    # groups of the regions that GeoNames lists
    "CV": "B S",
    "DO": "33 34 35 36 37 38 39 40 41 42",
    "GQ": "C I",
    "GW": "L N S",
    "ID": "JW KA ML NU PP SL SM",
    "IQ": "KR",
    "KN": "K N",
    "MG": "D M U",
    "MH": "L T",
    # dissolved since; GeoNames has those that came after
    "NO": "21 22 30 38 54",
    "VN": "24 32",
    # towns or quarters, found as such
    "AZ": "LA",
    "CG": "16",
    "HU": "BC DE DU EG ER GY HV KM KV MI NK NY PS SD SF SH SK SN SS ST TB VM ZE",
    "KG": "GO",
    "MC": "CL CO FO GA JE LA MA MC MG MO MU PH SD SO SP SR VR",
    "MK": "808 814",
    "MV": "MLE",
    "SC": "19 26 27",
    "TH": "S",
    "TJ": "DU",
    # without a town of GeoNames' or an outline that would give a point, or unknown to GeoNames
    "BI": "MU",
    "BS": "GC HT",
    "KE": "21 32",
    "KI": "P",
    "LC": "12",
    "PA": "NT",
    "TV": "NKL NMA",
    "UM": "89",
}


def test_every_first_level_region_of_iso_3166_2_is_there_but_those_listed(iso):
    missing = defaultdict(set)
    for subdivision in pycountry.subdivisions:
        if subdivision.parent_code is None and subdivision.code not in iso:
            missing[subdivision.country_code].add(subdivision.code[3:])
    assert missing == {country: set(codes.split()) for country, codes in ELSEWHERE.items()}


def test_france_has_thirteen_regions_in_europe_and_remembers_the_sixteen_that_went():
    current = [row for row in rows(f"places.{REGIONS}.tsv") if row["country"] == "FR"]
    former = [row for row in rows(f"places.{NATURAL_EARTH}.tsv") if row["country"] == "FR"]
    assert len(current) == 13
    assert len(former) == 16
    assert {row["feature_code"] for row in former} == {"ADM1H"}


def test_the_five_overseas_regions_of_france_are_found_as_territories(gazetteer):
    for name in ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"):
        assert any(candidate.place.is_country for candidate in gazetteer.candidates(name)), name


def test_a_region_carries_the_code_that_its_towns_carry(gazetteer):
    florida = next(c.place for c in gazetteer.candidates("Florida") if c.place.feature_code == "ADM1")
    naples = [c.place for c in gazetteer.candidates("Naples") if c.place.region == florida.region]
    assert [(place.country, place.feature_class) for place in naples if place.population > 10_000] == [("US", "P")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("oblast de Kherson", "Kherson Oblast"),
        ("région de Kherson", "Kherson Oblast"),
        ("Kherson region", "Kherson Oblast"),
        ("kraï de Primorié", "Primorsky Krai"),
        ("Bavière", "Bavaria"),
        ("Land de Bavière", "Bavaria"),
        ("Rhénanie-du-Nord-Westphalie", "North Rhine-Westphalia"),
        ("préfecture de Fukushima", "Fukushima Prefecture"),
        ("État de Géorgie", "Georgia"),
        ("Calif.", "California"),
        ("W.Va.", "West Virginia"),
        ("Ont.", "Ontario"),
        ("B.C.", "British Columbia"),
        ("N.S.W.", "New South Wales"),
        ("Cuyahoga County", "Cuyahoga County"),
        ("comté de Cuyahoga", "Cuyahoga County"),
        ("County Durham", "County Durham"),
        ("County Cork", "County Cork"),
        ("Nord-Pas-de-Calais", "Nord-Pas-de-Calais"),
        ("Haute-Garonne", "Haute-Garonne"),
        ("Lombardie", "Lombardy"),
        ("Andalucía", "Andalusia"),
        ("Тоскана", "Tuscany"),
    ],
)
def test_forms_that_news_writes_find_their_region_first(gazetteer, text, name):
    assert gazetteer.candidates(text)[0].place.name == name


@pytest.mark.parametrize("town", ["Paris", "Berlin", "Voronezh", "Kharkiv", "Luhansk", "Homs", "Naples", "Barcelona"])
def test_the_bare_name_of_a_region_called_after_its_town_is_left_to_the_town(gazetteer, town):
    assert gazetteer.candidates(town)[0].place.feature_class == "P"


def test_a_two_letter_code_of_a_state_is_an_abbreviation(gazetteer):
    states = [c for c in gazetteer.candidates("IN") if c.place.feature_code == "ADM1"]
    assert [(c.place.name, c.name.kind.value) for c in states] == [("Indiana", "abbreviation")]


def test_what_is_curated_is_not_listed_again_and_gets_the_generated_names(gazetteer, iso):
    scotland = gazetteer.place(iso["GB-SCT"])
    assert scotland.id == "geomap:scotland"
    assert "Alba" in {name.text for name in scotland.names}
    british = [c.place for c in gazetteer.candidates("Scotland") if c.place.is_area and c.place.country == "GB"]
    assert british == [scotland]


def test_large_regions_have_extreme_points(gazetteer, iso):
    texas = gazetteer.place(iso["US-TX"])
    assert [edge.side.value for edge in texas.extent] == ["E", "N", "S", "W"]
    assert distance_km(texas.extent[2].position, Position(lat=25.837, lon=-97.394)) < 5


def test_every_county_of_the_united_states_is_there():
    counties = [row for row in rows(f"places.{DISTRICTS}.tsv") if row["country"] == "US"]
    assert len(counties) > 3_100


def test_a_county_lies_where_its_towns_lie(gazetteer):
    county = gazetteer.candidates("Cuyahoga County")[0].place
    cleveland = next(c.place for c in gazetteer.candidates("Cleveland") if c.place.region == "OH")
    assert distance_km(county.position, cleveland.position) < county.radius_km


def test_an_outline_is_shared_out_to_the_nearest_town():
    parts = shared_out(box(0, 0, 4, 2), [(1, 1, "west"), (3, 1, "east"), (3.5, 1.5, "east")])
    assert parts["west"].bounds == pytest.approx((0, 0, 2, 2), abs=0.2)
    assert sum(part.area for part in parts.values()) == pytest.approx(8)


def test_the_only_town_gets_all():
    assert shared_out(box(0, 0, 1, 1), [(0.5, 0.5, "all")]) == {"all": box(0, 0, 1, 1)}


def test_the_point_of_a_region_in_two_far_pieces_is_in_the_larger():
    far = MultiPolygon([box(0, 0, 1, 1), box(20, 0, 22, 2)])
    assert (area_of_outline(far).lat, area_of_outline(far).lon) == (1, 21)


def test_the_radius_is_that_of_a_circle_of_the_area():
    degree = area_of_outline(Polygon([(0, 0), (1, 0), (1, 1), (0, 1)]))
    assert degree.radius_km == pytest.approx(62.7, abs=0.3)


@pytest.mark.parametrize(
    ("text", "lang", "core"),
    [
        ("Kharkiv Oblast", "en", "Kharkiv"),
        ("voïvodie d'Opole", "fr", "Opole"),
        ("du Primorié", "fr", "Primorié"),
        ("De Aar", "fr", "De Aar"),
        ("Nagakute-shi", "local", "Nagakute"),
        ("Rapides Parish", "local", "Rapides"),
        ("Province", "en", "Province"),
    ],
)
def test_the_word_for_what_it_is_comes_off_a_name(text, lang, core):
    assert load_patterns().core(text, lang) == core


def test_french_elides_before_a_vowel():
    oblast = Division(code="RU.56", number="1", iso="RU-ORL", kind="Administrative region", name="", aliases=())
    assert list(load_patterns().forms("Orel", "fr", oblast)) == ["oblast d'Orel", "région d'Orel"]
