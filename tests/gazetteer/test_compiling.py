import shutil

import pytest

from geomap.datadir import data_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.compiling import compile_index
from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.mapped import unpack
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.tables import read_tables
from geomap.gazetteer.towns import Town

KEY = "k" * 16
TOWNS = (
    Town(5, ("Hinterstadt", "Hinter-Stadt", "Zadní Město"), 48.12345, -16.5, "AT", "09", 1200),
    Town(9, ("Khasan",), -0.00001, 180.0, "RU", "59", 0),
    Town(2013348, ("Vladivostok", "Wladywostok"), 43.10562, 131.87353, "RU", "59", 604901),
)


def built(folder=None, towns=TOWNS, told=None):
    told = [] if told is None else told
    tables = read_tables(folder or data_folder("gazetteer"))
    return compile_index(KEY, tables, lambda: towns, lambda *step: told.append(step))


@pytest.fixture(scope="module")
def index():
    return NameIndex(unpack(built(), KEY))


def test_the_same_sources_give_the_same_bytes():
    assert built() == built()


def test_towns_come_back_as_their_source_has_them(index):
    place = index.place(index.row("geonames:5"))
    assert (place.name, place.position.latlon, place.country, place.region) == (
        "Hinterstadt",
        (48.12345, -16.5),
        "AT",
        "09",
    )
    assert (place.population, place.radius_km, place.feature_code, place.source) == (1200, 1.1, "PPL", "geonames")
    assert [name.text for name in place.names] == ["Hinterstadt", "Hinter-Stadt", "Zadní Město"]
    assert [name.kind for name in place.names] == [NameKind.OFFICIAL, NameKind.EXONYM, NameKind.EXONYM]
    assert index.place(index.row("geonames:9")).position.latlon == (-0.00001, 180.0)


def test_a_curated_town_is_one_row_with_the_names_of_both(index):
    row = index.row("geonames:2013348")
    assert row < index.curated
    assert set(index.folded("Wladywostok")) == {row}
    assert index.folded("Wladywostok", curated=True) == {}
    assert "Wladywostok" not in [name.text for name in index.place(row).names]


@pytest.mark.parametrize("place_id", ["geonames:6", "geonames:05", "geonames:", "geonames:x", "geonames:٥", "5", ""])
def test_other_identifiers_have_no_row(index, place_id):
    assert index.row(place_id) is None


def test_progress_goes_from_nothing_to_all():
    told = []
    built(told=told)
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_coordinates_that_would_be_rounded_are_refused():
    town = Town(5, ("Hinterstadt",), 48.123456789, 16.5, "AT", "09", 1200)
    with pytest.raises(GazetteerError, match=r"geonames:5: a coordinate must have at most seven decimals, got 48\.12"):
        built(towns=(town,))


def test_an_index_without_towns_is_whole():
    index = NameIndex(unpack(built(towns=()), KEY))
    assert index.rows == index.tabled
    assert index.row("geonames:5") is None


def test_listed_places_are_found_by_name_but_are_not_curated(tmp_path):
    folder = tmp_path / "gazetteer"
    shutil.copytree(data_folder("gazetteer"), folder)
    sources = folder / "sources.toml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace('id = "wikipedia"', 'id = "wikipedia"\nshelf = "listed"'), encoding="utf-8")
    index = NameIndex(unpack(built(folder), KEY))
    row = index.row("geomap:baranovsky-station")
    assert index.curated <= row < index.tabled
    assert row in index.folded("Baranovsky")
    assert row not in index.folded("Baranovsky", curated=True)
    assert index.row("geonames:5") >= index.tabled


def test_edge_points_come_back_as_their_file_has_them(tmp_path):
    folder = tmp_path / "gazetteer"
    shutil.copytree(data_folder("gazetteer"), folder)
    for path in folder.glob("extents.*.tsv"):
        path.unlink()
    page = "https://www.openstreetmap.org/relation/1"
    rows = [
        f"geonames:2013348\t{side}\t{lat}\t{lon}\t{page}\n"
        for side, lat, lon in (("N", 43.29, 132), ("S", 42.9, 131.7))
    ]
    (folder / "extents.osm.tsv").write_text("place_id\tside\tlat\tlon\turl\n" + "".join(rows), encoding="utf-8")
    index = NameIndex(unpack(built(folder), KEY))
    place = index.place(index.row("geonames:2013348"))
    assert [(edge.side, edge.position.latlon, edge.url) for edge in place.extent] == [
        ("N", (43.29, 132), page),
        ("S", (42.9, 131.7), page),
    ]
    assert index.place(index.row("geonames:5")).extent == ()
