import csv
import importlib.util
import json
import re
import struct
import sys
from dataclasses import replace

import pytest

from geomap.errors import GazetteerError, OutputError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.imported.export import COLUMNS, export_places
from geomap.gazetteer.imported.importing import import_files
from geomap.gazetteer.imported.store import Store


@pytest.fixture(scope="module")
def curated():
    return Gazetteer.open(towns=False)


@pytest.fixture(scope="module")
def places(curated):
    return list(curated.every_place(country="RU"))


def test_each_row_of_a_table_has_source_and_licence(curated, places, tmp_path):
    target = tmp_path / "ru.csv"
    assert export_places(iter(places), curated.sources, target) == len(places) > 10
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [place.id for place in places]
    licences = {row["source"]: (row["licence"], row["attribution"]) for row in rows}
    assert licences["geonames"] == ("CC-BY-4.0", curated.sources["geonames"].attribution)
    assert {row["country"] for row in rows} == {"RU"}


def test_a_collection_follows_rfc_7946(curated, places, tmp_path):
    target = tmp_path / "ru.geojson"
    export_places(iter(places), curated.sources, target)
    value = json.loads(target.read_text(encoding="utf-8"))
    assert value["type"] == "FeatureCollection"
    assert len(value["features"]) == len(places)
    first = value["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": list(places[0].position.lonlat)}
    assert (first["id"], first["properties"]["licence"]) == (places[0].id, curated.sources[places[0].source].licence)


def test_nothing_to_export_is_a_whole_file(curated, tmp_path):
    export_places(iter(()), curated.sources, tmp_path / "none.geojson")
    assert json.loads((tmp_path / "none.geojson").read_text())["features"] == []


def test_no_exported_cell_begins_a_formula_and_the_names_come_back(curated, tmp_path):
    names = [
        "=1+1",
        '=HYPERLINK("https://evil.example","x")',
        "-2+3",
        "@SUM(1+1)",
        "+33",
        "'s-Gravenmoer",
        "Qal'-i Naw",
        "Gex ;=1+1",
    ]
    rows = [["name", "lat", "lon", "country"], *([name, 46 + n, 6, "FR"] for n, name in enumerate(names))]
    with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    places = list(Store(import_files([tmp_path / "own.csv"]).path).places())
    assert {place.name for place in places} == set(names)
    sources = {"own": replace(curated.sources["geonames"], id="own", attribution="=1+1")}
    export_places(iter(places), sources, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        told = [value for row in csv.DictReader(file) for value in row.values()]
    assert [value for value in told if re.search(r"(?:^|;)\s*[=+@]|(?:^|;)\s*-(?![\d.]+$)", value)] == []
    again = Store(import_files([tmp_path / "out.csv"], replace=True).path).places()
    assert {place.name for place in again} == set(names)


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_what_was_exported_can_be_imported_again(curated, places, tmp_path, suffix):
    target = tmp_path / f"again{suffix}"
    export_places(iter(places), curated.sources, target)
    made = import_files([target])
    store = Store(made.path)
    assert made.skipped == ()
    assert {p.id: (p.name, p.position, p.population, p.feature_code, p.radius_km) for p in store.places()} == {
        p.id: (p.name, p.position, p.population, p.feature_code, p.radius_km) for p in places
    }
    before = {p.id: {name.text for name in p.names} | {p.name} for p in places}
    assert {p.id: {name.text for name in p.names} for p in store.places()} == before
    store.close()


def test_a_file_that_cannot_be_written_is_one_line_and_the_old_one_stays(curated, places, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another place with -o"):
        export_places(iter(places), curated.sources, tmp_path / "file" / "a.csv")
    with pytest.raises(GazetteerError, match=r"exported as .geojson, .csv, .parquet, got 'a.xlsx'; give -o a name"):
        export_places(iter(places), curated.sources, tmp_path / "a.xlsx")
    target = tmp_path / "a.csv"
    target.write_text("before")

    def failing():
        yield places[0]
        raise GazetteerError("no more")

    with pytest.raises(GazetteerError, match="no more"):
        export_places(failing(), curated.sources, target)
    assert target.read_text() == "before"
    assert sorted(path.name for path in tmp_path.glob("*a.csv*")) == ["a.csv"]


def test_without_pyarrow_a_table_of_parquet_is_refused_with_a_way_on(curated, places, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(GazetteerError, match=r"pip install pyarrow, or export .geojson or .csv"):
        export_places(iter(places), curated.sources, tmp_path / "ru.parquet")
    assert not list(tmp_path.glob("*.parquet*"))


if importlib.util.find_spec("pyarrow"):

    def test_geoparquet_says_where_its_points_are(curated, places, tmp_path):
        from pyarrow import parquet  # noqa: PLC0415

        target = tmp_path / "ru.parquet"
        assert export_places(iter(places), curated.sources, target) == len(places)
        table = parquet.read_table(target)
        geo = json.loads(table.schema.metadata[b"geo"])
        assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
        assert geo["columns"]["geometry"]["encoding"] == "WKB"
        first = table.slice(0, 1).to_pylist()[0]
        assert struct.unpack("<BIdd", first["geometry"]) == (1, 1, first["lon"], first["lat"])
        assert (first["lat"], first["lon"]) == places[0].position.latlon
        assert first["licence"] == curated.sources[places[0].source].licence

    def test_geopandas_reads_the_geoparquet(curated, places, tmp_path):
        import geopandas  # noqa: PLC0415

        target = tmp_path / "ru.parquet"
        export_places(iter(places), curated.sources, target)
        frame = geopandas.read_parquet(target)
        assert list(frame["id"]) == [place.id for place in places]
        assert (frame.geometry.x == frame["lon"]).all()
        assert frame.crs.to_string() == "OGC:CRS84"
