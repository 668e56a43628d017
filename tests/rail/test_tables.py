import shutil

import pytest

from geomap.datadir import data_folder
from geomap.rail.line import Quality, RailError, Scale
from geomap.rail.tables import read_tables


@pytest.fixture
def folder(tmp_path):
    """The committed railways, to be spoilt."""
    return shutil.copytree(data_folder("rail"), tmp_path / "rail")


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder):
    with pytest.raises(RailError) as caught:
        read_tables(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_every_line_reads_in_order_of_kilometres():
    for line in read_tables(data_folder("rail")).lines:
        kms = [post.km for post in line.posts]
        assert kms == sorted(set(kms))
        shape = [point.km for point in line.shape]
        assert shape == sorted(shape)


def test_all_carried_kilometres_are_posts_and_none_of_the_timetable():
    assert {line.scale for line in read_tables(data_folder("rail")).lines} == {Scale.POSTS}


def test_what_comes_from_the_coastline_is_schematic_and_never_a_station():
    tables = read_tables(data_folder("rail"))
    assert {point.quality for line in tables.lines for point in line.shape if point.source == "coastline"} == {
        Quality.D
    }
    assert "coastline" not in {post.station.source for line in tables.lines for post in line.posts}


def test_at_most_one_station_in_ten_is_from_memory(network):
    memory = sum(station.source == "memory" for station in network.stations.values())
    assert 0 < memory <= len(network.stations) / 10


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("stations.osm.tsv", "\tRU\t50.921\t", "\tRU\t150.921\t", "stations.osm.tsv:3: lat must lie in [-90, 90]"),
        ("stations.osm.tsv", "\tRU\t", "\tRu\t", "country must be two capital letters, got 'Ru'"),
        ("stations.osm.tsv", "\tstation\t", "\thalt\t", "kind must be one of station, junction, border, got 'halt'"),
        ("stations.osm.tsv", "id\tname", "name\tid", "stations.osm.tsv:1: columns must be"),
        ("posts.wikipedia.tsv", "khasan\t12\t", "khasan\ttwelve\t", "posts.wikipedia.tsv:3: km must be a number"),
        ("posts.wikipedia.tsv", "khasan\t12\t", "khasan\t-12\t", "km must be 0 or more, got '-12'"),
        ("posts.wikipedia.tsv", "khasan\t12\tposts\tolenevod", "khasan\t12\tposts\tolenev", "station must be the id"),
        ("posts.wikipedia.tsv", "khasan\t12\tposts", "kasan\t12\tposts", "line must be a line of lines.toml"),
        ("posts.wikipedia.tsv", "khasan\t12\tposts", "khasan\t36\tposts", "two stations must not share post 36"),
        (
            "posts.published.tsv",
            "transsib\t9288\tposts",
            "transsib\t9259\ttimetable",
            "scale must be that of its line, 'posts': posts and timetable never mix, got 'timetable'",
        ),
        ("shape.coastline.tsv", "\tD\t", "\tA\t", "quality must be D for a point derived from the coastline"),
        ("shape.osm.tsv", "khasan\t55\t", "khasan\t355\t", "km must lie between the first and last post of its line"),
        ("sources.toml", 'id = "osm"', 'id = "osn"', "'osm' must be a source listed in sources.toml"),
        ("sources.toml", 'licence = "ODbL-1.0"', 'licence = ""', "source 'osm' must state licence"),
        ("lines.toml", 'scale = "posts"', 'scale = "miles"', "scale must be one of posts, timetable, got 'miles'"),
        (
            "lines.toml",
            'lines = ["pyongra", "tumangang"]',
            'lines = ["pyongra"]',
            "transfer 'rajin' must name the lines",
        ),
        ("lines.toml", 'between = ["tumangang", "khasan"]', 'between = ["tumangang"]', "between must be two stations"),
        ("lines.toml", "[[lines]]", "[lines", "lines.toml: not valid TOML"),
        ("exceptions.tsv", "bureya\tarkhara", "bureya\tsvobodny", "next must be the station after the one before it"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_value(folder, name, old, new, told):
    spoil(folder, name, old, new)
    assert told in refusal(folder)


def test_a_transfer_that_nobody_declared_is_refused(folder):
    spoil(folder, "lines.toml", 'station = "rajin"\nlines = ["pyongra", "tumangang"]', 'station = "rajin"\nlines = []')
    assert "transfer 'rajin' must name the lines with a post there, ['pyongra', 'tumangang'], got []" in refusal(folder)


def test_a_station_without_a_post_is_refused(folder):
    path = folder / "posts.wikipedia.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "\tolenevod\t" not in line), encoding="utf-8")
    assert "a station must have a post on a line, and 'olenevod' has none" in refusal(folder)


def test_a_file_that_is_not_there_or_not_text_is_refused(folder):
    (folder / "posts.osm.tsv").write_bytes(b"\xff\xfe")
    assert "posts.osm.tsv: must be UTF-8, byte 0 is not" in refusal(folder)
    (folder / "lines.toml").unlink()
    assert "lines.toml: cannot be read" in refusal(folder)


def test_carriage_returns_are_refused(folder):
    spoil(folder, "posts.osm.tsv", "\n", "\r\n")
    assert "found a carriage return" in refusal(folder)
