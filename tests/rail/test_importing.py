import json
import shutil
from pathlib import Path

import geopandas
import pytest
from shapely.geometry import LineString, Point, Polygon

from geomap.rail.importing import read_lines
from geomap.rail.line import RailError

EXTRACT = Path(__file__).parent / "data" / "extract.osm"


def write(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(kind, coordinates, **tags):
    return {"type": "Feature", "properties": tags, "geometry": {"type": kind, "coordinates": coordinates}}


def refusal(path, **options):
    with pytest.raises(RailError) as caught:
        read_lines(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_only_track_in_use_is_kept_and_the_rest_is_counted(branch):
    read = read_lines(branch)
    assert (read.features, len(read.lines), read.osm_shaped) == (16, 11, True)
    assert dict(read.left_out) == {
        "railway=abandoned": 1,
        "railway=proposed": 1,
        "railway=tram": 1,
        "railway=platform": 1,
        "railway=station": 1,
    }


def test_a_file_without_tags_gives_all_its_lines(tmp_path):
    path = write(tmp_path / "own.geojson", [feature("LineString", [[5, 47], [5.1, 47]], name="mine")])
    read = read_lines(path)
    assert (len(read.lines), read.osm_shaped, read.left_out) == (1, False, ())


def test_what_is_no_line_is_left_out_and_counted(tmp_path):
    features = [
        feature("LineString", [[5, 47], [5.1, 47]]),
        feature("Point", [5, 47]),
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    read = read_lines(write(tmp_path / "mixed.geojson", features))
    assert dict(read.left_out) == {"not a line (Point)": 1, "without geometry": 1}


def test_lines_of_several_parts_and_heights_are_taken_apart(tmp_path):
    parts = [[[5, 47, 120], [5.1, 47, 130]], [[5.2, 47, 0], [5.2, 47, 0], [5.3, 47, 0]]]
    read = read_lines(write(tmp_path / "parts.geojson", [feature("MultiLineString", parts)]))
    assert read.lines == (((5, 47), (5.1, 47)), ((5.2, 47), (5.3, 47)))


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson"])
def test_each_format_gives_the_same_lines(tmp_path, suffix):
    frame = geopandas.GeoDataFrame(
        {"railway": ["rail", "rail", "abandoned"]},
        geometry=[LineString([(5 + i, 47), (5.1 + i, 47)]) for i in range(3)],
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / f"lines{suffix}")
    read = read_lines(tmp_path / f"lines{suffix}")
    assert read.lines == (((5.0, 47.0), (5.1, 47.0)), ((6.0, 47.0), (6.1, 47.0)))
    assert dict(read.left_out) == {"railway=abandoned": 1}


def test_another_projection_becomes_longitude_and_latitude(tmp_path):
    frame = geopandas.GeoDataFrame(geometry=[LineString([(5, 47), (5.1, 47)])], crs="EPSG:4326").to_crs("EPSG:2154")
    frame.to_file(tmp_path / "lambert.shp")
    (line,) = read_lines(tmp_path / "lambert.shp").lines
    assert line == ((5.0, 47.0), (5.1, 47.0))


def test_an_openstreetmap_extract_is_read_by_its_tags():
    read = read_lines(EXTRACT)
    assert read.lines == (((5.0, 47.0), (5.02, 47.0)), ((5.02, 47.0), (5.04, 47.01)))
    assert dict(read.left_out) == {"railway=disused": 1, "without a railway tag": 1}


def test_a_layer_is_chosen_where_there_are_several(tmp_path):
    path = tmp_path / "two.gpkg"
    for name, lat in (("main", 47), ("branch", 48)):
        frame = geopandas.GeoDataFrame(geometry=[LineString([(5, lat), (5.1, lat)])], crs="EPSG:4326")
        frame.to_file(path, layer=name)
    assert "has 2 layers; choose one with --layer: main, branch" in refusal(path)
    assert read_lines(path, layer="branch").lines == (((5.0, 48.0), (5.1, 48.0)),)
    assert "cannot read railways from" in refusal(path, layer="none such")


def test_the_one_layer_of_lines_is_taken(tmp_path):
    path = tmp_path / "stations.gpkg"
    geopandas.GeoDataFrame(geometry=[Point(5, 47)], crs="EPSG:4326").to_file(path, layer="stations")
    geopandas.GeoDataFrame(geometry=[LineString([(5, 47), (6, 47)])], crs="EPSG:4326").to_file(path, layer="track")
    assert len(read_lines(path).lines) == 1


def test_latitude_out_of_range_names_the_feature(tmp_path):
    features = [feature("LineString", [[5, 47], [5.1, 47]]), feature("LineString", [[47, 132], [47, 133]])]
    message = refusal(write(tmp_path / "swapped.geojson", features))
    assert "feature 2: latitude must lie in [-90, 90], got 132.0 (are lat and lon swapped?)" in message


def test_no_line_at_all_is_refused_with_what_there_is(tmp_path):
    square = Polygon([(5, 47), (6, 47), (6, 48)])
    path = tmp_path / "areas.gpkg"
    geopandas.GeoDataFrame(geometry=[square, square], crs="EPSG:4326").to_file(path)
    assert "holds no railway line: 2 not a line (Polygon)" in refusal(path)


def test_only_abandoned_track_is_no_railway(tmp_path):
    path = write(tmp_path / "old.geojson", [feature("LineString", [[5, 47], [6, 47]], railway="abandoned")])
    assert "holds no railway line: 1 railway=abandoned" in refusal(path)


def test_an_empty_collection_is_refused(tmp_path):
    assert "holds no railway line: it is empty" in refusal(write(tmp_path / "empty.geojson", []))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"not a map", b'{"type": "FeatureCollection", "features": [', b"\x00\xff\xfe"]
)
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
def test_a_damaged_file_is_refused(tmp_path, suffix, content):
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(content)
    refusal(path)


def test_a_cut_short_shapefile_is_refused(tmp_path):
    frame = geopandas.GeoDataFrame(geometry=[LineString([(5, 47), (5.1, 47)])], crs="EPSG:4326")
    frame.to_file(tmp_path / "cut.shp")
    (tmp_path / "cut.shp").write_bytes((tmp_path / "cut.shp").read_bytes()[:50])
    refusal(tmp_path / "cut.shp")


def test_a_shapefile_without_projection_is_refused(tmp_path):
    frame = geopandas.GeoDataFrame(geometry=[LineString([(5, 47), (5.1, 47)])], crs="EPSG:4326")
    frame.to_file(tmp_path / "bare.shp")
    (tmp_path / "bare.prj").unlink()
    assert "does not say its projection" in refusal(tmp_path / "bare.shp")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "there is no such file" in refusal(tmp_path / "none.geojson")
    assert "cannot read railways from" in refusal(tmp_path)


def test_a_table_without_geometry_is_refused(tmp_path):
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    refusal(tmp_path / "table.csv")


def test_the_committed_example_is_read_wherever_it_lies(tmp_path, branch):
    assert read_lines(shutil.copy(branch, tmp_path / "copy.json")).lines == read_lines(branch).lines
