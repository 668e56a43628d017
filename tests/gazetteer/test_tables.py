import hashlib
import re
import shutil

import pytest

from geomap.datadir import data_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.tables import read_tables
from geomap.geodesy import Compass
from geomap.position import Position

GEONAMES = "places.geonames.tsv"


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "gazetteer"
    shutil.copytree(data_folder("gazetteer"), copy)
    return copy


def edit(path, old, new, count=1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def line_of(path, start):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(start))


def set_cell(path, start, column, value):
    lines = path.read_text(encoding="utf-8").split("\n")
    header = lines[0].split("\t")
    number = line_of(path, start)
    cells = lines[number - 1].split("\t")
    cells[header.index(column)] = value
    lines[number - 1] = "\t".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    return number


def test_the_committed_files_follow_the_rules():
    tables = read_tables(data_folder("gazetteer"))
    assert len(tables.places) > 700
    assert {place.source for place in tables.places} <= set(tables.sources)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("id", "Ussuriysk", "id must look like 'geonames:2014006' or 'geomap:khasan-station', got 'Ussuriysk'"),
        ("name", "", "name must not be empty, got ''"),
        ("name", " Ussuriysk", "name must have no space at either end, got ' Ussuriysk'"),
        ("lat", "143.8", "lat must lie in [-90, 90], got '143.8'"),
        ("lat", "nan", "lat must lie in [-90, 90], got 'nan'"),
        ("lon", "east", "lon must be a number, got 'east'"),
        ("lon", "181", "lon must lie in [-180, 180], got '181'"),
        ("radius_km", "0", "radius_km must be more than 0, got '0'"),
        ("country", "Ru", "country must be two capital letters, got 'Ru'"),
        ("feature_class", "X", "feature_class must be one of A H L P R S T U V, got 'X'"),
        ("feature_code", "ppl", "feature_code must be 2 to 5 capitals or digits, as PPL, got 'ppl'"),
        ("population", "-1", "population must be a whole number, 0 or more, got '-1'"),
        ("url", "geonames.org", "url must begin with http:// or https://, got 'geonames.org'"),
    ],
)
def test_a_bad_value_is_refused_by_file_line_and_column(folder, column, value, rule):
    number = set_cell(folder / GEONAMES, "geonames:2014006\t", column, value)
    with pytest.raises(GazetteerError, match=re.escape(f"{GEONAMES}:{number}: {rule}")):
        read_tables(folder)


def test_a_missing_column_is_refused(folder):
    edit(folder / GEONAMES, "radius_km\t", "")
    with pytest.raises(GazetteerError, match=r"places\.geonames\.tsv:1: columns must be 'id name lat lon"):
        read_tables(folder)


def test_a_line_with_too_few_columns_is_refused(folder):
    edit(folder / GEONAMES, "\nge", "\nstray\nge")
    with pytest.raises(GazetteerError, match=r"places\.geonames\.tsv:2: a line must have 11 columns, got 1"):
        read_tables(folder)


def test_carriage_returns_are_refused(folder):
    path = folder / GEONAMES
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(GazetteerError, match="must end in LF alone"):
        read_tables(folder)


def test_another_encoding_is_refused(folder):
    path = folder / "names.tsv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(GazetteerError, match=r"names\.tsv: must be UTF-8, byte 0 is not"):
        read_tables(folder)


def test_unsorted_places_are_refused(folder):
    path = folder / GEONAMES
    header, first, second, *rest = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([header, second, first, *rest]), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r":3: id must come in order"):
        read_tables(folder)


def test_an_identifier_used_in_two_files_is_refused(folder):
    row = next(
        line for line in (folder / GEONAMES).read_text("utf-8").split("\n") if line.startswith("geonames:2014006")
    )
    header = (folder / GEONAMES).read_text("utf-8").split("\n")[0]
    (folder / "places.osm.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"places\.osm\.tsv:2: id must be used once, got 'geonames:2014006'"):
        read_tables(folder)


def test_a_file_of_an_unknown_source_is_refused(folder):
    (folder / GEONAMES).rename(folder / "places.elsewhere.tsv")
    with pytest.raises(GazetteerError, match=r"'elsewhere' must be a source listed in sources\.toml"):
        read_tables(folder)


def test_a_name_of_no_place_is_refused(folder):
    set_cell(folder / "names.tsv", "geonames:2014006\tfr\t1\t", "place_id", "geonames:1")
    with pytest.raises(GazetteerError, match=r"names\.tsv:\d+: place_id must be the id of a place"):
        read_tables(folder)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("lang", "fra", "lang must be two small letters or empty, got 'fra'"),
        ("kind", "nickname", "kind must be one of official, exonym, transliteration"),
        ("text", "", "text must not be empty, got ''"),
        ("rank", "first", "rank must be a whole number, 0 or more, got 'first'"),
    ],
)
def test_a_bad_name_is_refused(folder, column, value, rule):
    number = set_cell(folder / "names.tsv", "geonames:2014006\tfr\t1\t", column, value)
    with pytest.raises(GazetteerError, match=re.escape(f"names.tsv:{number}: {rule}")):
        read_tables(folder)


def test_a_rank_used_twice_is_refused(folder):
    number = set_cell(folder / "names.tsv", "geonames:2014006\tfr\t2\t", "rank", "1")
    with pytest.raises(GazetteerError, match=rf"names\.tsv:{number}: rank must come in order"):
        read_tables(folder)


def test_a_name_listed_twice_is_refused(folder):
    set_cell(folder / "names.tsv", "geonames:2014006\tfr\t2\t", "text", "Oussouriïsk")
    with pytest.raises(GazetteerError, match="text must be listed once for a place and language, got 'Oussouriïsk'"):
        read_tables(folder)


def test_an_alias_of_no_country_is_refused(folder):
    edit(folder / "country_names.tsv", "\nAE\t", "\nAA\t")
    with pytest.raises(GazetteerError, match=r"country_names\.tsv:2: country must be the code of a country"):
        read_tables(folder)


def test_a_source_without_a_licence_is_refused(folder):
    edit(folder / "sources.toml", 'licence = "ODbL-1.0"\n', "")
    with pytest.raises(GazetteerError, match=r"sources\.toml: source 'osm': must state licence"):
        read_tables(folder)


def test_a_generated_file_edited_by_hand_is_refused(folder):
    edit(folder / "places.geonames-capitals.tsv", "Moscow", "Moskva")
    with pytest.raises(GazetteerError, match=r"is generated, but its sha256 is not the one in sources\.toml"):
        read_tables(folder)


def test_a_folder_without_sources_is_refused(tmp_path):
    with pytest.raises(GazetteerError, match=r"a gazetteer's folder holds a sources\.toml"):
        read_tables(tmp_path)


def test_the_digest_follows_every_byte(folder):
    before = read_tables(folder).digest
    edit(folder / "names.tsv", "Oussourisk", "Oussourysk")
    assert read_tables(folder).digest != before


def test_generated_files_are_pinned():
    folder = data_folder("gazetteer")
    pinned = dict(
        re.findall(r'^"(\S+\.tsv)" = "([0-9a-f]{64})"$', (folder / "sources.toml").read_text("utf-8"), re.MULTILINE)
    )
    generated = {"places.naturalearth-countries.tsv", "places.geonames-regions.tsv", "places.naturalearth-features.tsv"}
    assert generated < set(pinned)
    # The table of Natural Earth's names is an input, and not kept here.
    for name, sha256 in pinned.items() - {("natural_earth_names.tsv", pinned["natural_earth_names.tsv"])}:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256


EXTENTS = "extents.osm.tsv"
EXTENT_HEADER = "place_id\tside\tlat\tlon\turl\n"
PAGE = "https://www.openstreetmap.org/relation/1"


def extents_of(folder, *rows):
    for path in folder.glob("extents.*.tsv"):
        path.unlink()
    lines = "".join("\t".join((*row, PAGE)) + "\n" for row in rows)
    (folder / EXTENTS).write_text(EXTENT_HEADER + lines, encoding="utf-8")


def test_edge_points_belong_to_their_place(folder):
    extents_of(folder, ("geonames:2013348", "N", "43.29", "132.0"), ("geonames:2013348", "S", "42.9", "131.7"))
    vladivostok = next(place for place in read_tables(folder).places if place.id == "geonames:2013348")
    assert [edge.side for edge in vladivostok.extent] == ["N", "S"]
    assert vladivostok.edge(Compass.N).position == Position(lat=43.29, lon=132.0)
    assert vladivostok.edge(Compass.E) is None


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([("geonames:1", "N", "43", "132")], "2: place_id must be the id of a place in a places.*.tsv, got"),
        ([("geonames:2013348", "up", "43", "132")], "2: side must be one of N NNE NE"),
        ([("geonames:2013348", "N", "91", "132")], "2: lat must lie in [-90, 90], got '91'"),
        (
            [("geonames:2013348", "S", "42", "132"), ("geonames:2013348", "N", "43", "132")],
            "3: side must come in order of place_id and side",
        ),
    ],
)
def test_a_bad_edge_point_is_refused(folder, rows, rule):
    extents_of(folder, *rows)
    with pytest.raises(GazetteerError, match=re.escape(f"{EXTENTS}:{rule}")):
        read_tables(folder)


def test_a_source_is_curated_unless_it_is_put_on_the_shelf_of_listed_places(folder):
    assert "wikipedia" in read_tables(folder).curated
    edit(folder / "sources.toml", 'id = "wikipedia"', 'id = "wikipedia"\nshelf = "listed"')
    assert "wikipedia" not in read_tables(folder).curated


def test_an_unknown_shelf_is_refused(folder):
    edit(folder / "sources.toml", 'id = "wikipedia"', 'id = "wikipedia"\nshelf = "top"')
    with pytest.raises(GazetteerError, match="'wikipedia': shelf must be one of curated, listed, got 'top'"):
        read_tables(folder)
