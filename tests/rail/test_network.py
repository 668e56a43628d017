from itertools import pairwise

import pytest

from geomap.geodesy import length_km
from geomap.position import Position
from geomap.rail import Quality, RailError, RailNetwork
from geomap.world import crosses

OFFICIAL = [
    ("khasan", "ussuriysk", 261),
    ("ussuriysk", "vladivostok", 111),
    ("ussuriysk", "khabarovsk-1", 656),
    ("ussuriysk", "ledyanaya", 1405),
    ("khasan", "ledyanaya", 1666),
    ("pyongyang", "khasan", 850),
]


@pytest.mark.parametrize(("a", "b", "published_km"), OFFICIAL)
def test_routes_are_as_long_as_published_both_ways(network, a, b, published_km):
    there, back = network.route(a, b), network.route(b, a)
    assert there.length_km == pytest.approx(published_km, rel=0.01)
    assert back.length_km == pytest.approx(there.length_km, rel=1e-12)
    assert back.geometry == there.geometry[::-1]
    assert [line.id for line in back.lines] == [line.id for line in there.lines][::-1]


def test_pyongyang_to_khasan_is_the_sum_of_what_its_sections_publish(network):
    """857 against a round 850: 19.1 + 781.1 to Rajin, 52.1 to Tumangang, 5 over the bridge. No estimate enters."""
    route = network.route("pyongyang", "khasan")
    assert route.length_km == pytest.approx(19.1 + 781.1 + 42.6 + 9.5 + 5.0)
    assert route.quality is Quality.B
    estimated = [post for section in route.sections for post in section.posts if post.quality is Quality.D]
    assert len(estimated) >= 13
    ends = {post.station.id for section in route.sections for post in (section.start, section.end)}
    assert not ends & {post.station.id for post in estimated}


def test_an_estimated_end_makes_the_length_an_estimate(network):
    assert network.route("pyongyang", "chongjin").quality is Quality.D
    assert network.route("artyom", "khasan").quality is Quality.D
    assert network.route("ussuriysk", "ledyanaya").quality is Quality.A


def test_the_way_to_khasan_tells_border_and_gauge(network):
    route = network.route("pyongyang", "ussuriysk")
    assert route.borders == (("KP", "RU"),)
    assert sorted(note.kind for note in route.notes) == ["border", "gauge"]
    gauge = next(note for note in route.notes if note.kind == "gauge")
    assert "1,435" in gauge.text("en")
    assert "1 520 mm" in gauge.text("fr")
    assert gauge.text("de") == gauge.text("en")


def test_a_way_within_russia_tells_neither(network):
    route = network.route("ussuriysk", "ledyanaya")
    assert (route.borders, route.notes) == ((), ())


def test_lines_change_only_where_they_share_a_station(network):
    route = network.route("artyom", "komsomolsk-on-amur")
    assert [line.id for line in route.lines] == ["artyom", "transsib", "volochaevka"]
    for before, after in pairwise(route.sections):
        assert before.end.station == after.start.station


def test_stations_passed_begin_and_end_with_the_ends_and_none_comes_twice(network):
    route = network.route("khasan", "vladivostok")
    names = [station.name for station in route.stations]
    assert (names[0], names[-1]) == ("Khasan", "Vladivostok")
    assert "Razdolnoye" in names
    assert "Ussuriysk" not in names
    assert len(set(names)) == len(names)


def test_no_drawing_is_longer_than_its_posts_allow(network):
    for a, b, _ in OFFICIAL:
        route = network.route(a, b)
        assert length_km(route.geometry) < route.length_km * 1.01


def test_the_train_goes_round_china_where_the_straight_line_goes_through(network):
    route = network.route("ussuriysk", "ledyanaya")
    ends = [route.origin.position, route.destination.position]
    assert crosses(ends).countries_km["CN"] > 450
    assert set(crosses(route.geometry).countries_km) == {"RU"}


def test_credits_name_what_the_drawing_and_the_length_rest_on(network):
    assert {source.id for source in network.route("pyongyang", "khasan").sources} >= {
        "osm",
        "geonames",
        "wikipedia",
        "coastline",
    }
    assert "coastline" not in {source.id for source in network.route("ussuriysk", "vladivostok").sources}


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (51.8844, 128.3334, "Ledyanaya"),  # the cosmodrome
        (43.8047, 131.9573, "Ussuriysk"),
        (42.4281, 130.6453, "Khasan"),
        (43.399, 132.148, "Artyom"),  # Knevichi airport
    ],
)
def test_the_nearest_station_is_named(network, lat, lon, name):
    assert network.nearest_station(Position(lat=lat, lon=lon))[0].name == name


def test_no_station_is_near_beyond_30_km_or_in_the_open(network):
    assert network.nearest_station(Position(lat=48.8534, lon=2.3488)) is None
    assert network.nearest_station(Position(lat=42.7301, lon=133.0838)) is None  # Vostochny port
    bridge = network.stations["friendship-bridge"]
    assert network.nearest_station(bridge.position)[0].name == "Khasan"


def test_a_city_has_its_own_station_and_not_its_suburbs(network):
    pyongyang = Position(lat=39.0339, lon=125.7543)
    assert network.nearest_station(pyongyang)[0].name == "West Pyongyang"
    assert network.station_of("geonames:1871859").name == "Pyongyang"
    assert network.station_of("geonames:2988507") is None


def test_what_is_no_station_is_refused(network):
    with pytest.raises(RailError, match="no station 'paris' on the network"):
        network.route("paris", "khasan")
    with pytest.raises(RailError, match="got 'khasan' twice"):
        network.route("khasan", "khasan")


def _write(folder, scales):
    """Two lines that share a station, each in a scale of its own."""
    folder.mkdir()
    (folder / "sources.toml").write_text(
        '[[sources]]\nid = "memory"\npublisher = "p"\nurl = "https://x.org"\nlicence = "CC0-1.0"\n'
        'attribution = "a"\ndate = 2026-01-01\nnote = "n"\n',
        encoding="utf-8",
    )
    lines = "".join(
        f'[[lines]]\nid = "{name}"\nname_en = "{name}"\nname_fr = "{name}"\ncountries = ["RU"]\n'
        f'gauge_mm = [1520]\nscale = "{scale}"\nzero = "z"\n'
        for name, scale in scales.items()
    )
    transfer = '[[transfers]]\nstation = "b"\nlines = ["one", "two"]\n' if len(scales) == 2 else ""
    (folder / "lines.toml").write_text(lines + transfer, encoding="utf-8")
    points = "".join(
        f"{name}\t{name}\tstation\tRU\t50\t{lon}\tD\t\thttps://x.org\t\n"
        for name, lon in (("a", 1), ("b", 2), ("c", 3), ("d", 4))
    )
    header = "id\tname\tkind\tcountry\tlat\tlon\tquality\tplace\turl\tnote\n"
    (folder / "stations.memory.tsv").write_text(header + points, encoding="utf-8")
    one, two = scales.values()
    posts = [
        ("one", 0, one, "a"),
        ("one", 80, one, "b"),
        ("two", 0, two, "b"),
        ("two", 80, two, "c"),
        ("two", 160, two, "d"),
    ]
    rows = "".join(f"{line}\t{km}\t{scale}\t{station}\tD\thttps://x.org\t\n" for line, km, scale, station in posts)
    (folder / "posts.memory.tsv").write_text("line\tkm\tscale\tstation\tquality\turl\tnote\n" + rows, encoding="utf-8")
    return folder


def test_kilometres_of_two_scales_are_never_added(tmp_path):
    mixed = RailNetwork.open(_write(tmp_path / "mixed", {"one": "posts", "two": "timetable"}))
    assert mixed.route("b", "d").length_km == 160
    with pytest.raises(RailError, match="two scales, and a route must not add them"):
        mixed.route("a", "d")
    same = RailNetwork.open(_write(tmp_path / "same", {"one": "timetable", "two": "timetable"}))
    assert same.route("a", "d").length_km == 240
