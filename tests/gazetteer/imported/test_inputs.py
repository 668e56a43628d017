import json
import tracemalloc
import zipfile

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.imported.entry import Entry, Further
from geomap.gazetteer.imported.inputs import InputKind, find_input, read_input


def steps(path, **state):
    return list(read_input(find_input(path), "desk", **state))


def names(found):
    return [step.made.name for step in found if isinstance(step.made, Entry)]


def reasons(found):
    return {step.number: step.made for step in found if isinstance(step.made, str)}


@pytest.mark.parametrize("name", ["FR.txt", "FR.zip"])
def test_a_dump_is_read_as_it_is_or_packed(write, lines, name):
    path = write(name, lines["good"], beside=["readme.txt"])
    assert find_input(path).kind is InputKind.PLACES
    assert names(steps(path)) == ["Toul", "Nancy", "Zwybrücken-les-Essarts", "Oulgovka", "Pic des Essarts"]


def test_the_zip_of_names_holds_a_list_of_languages_as_well(write, lines):
    path = write("alternateNamesV2.zip", [lines["name"](1, 2, "fr", "Nancy")], beside=["iso-languagecodes.txt"])
    assert find_input(path).kind is InputKind.FURTHER
    assert isinstance(steps(path)[0].made, Further)


def test_reading_goes_on_after_any_step(write, lines):
    for name in ("FR.txt", "FR.zip"):
        path = write(name, lines["good"])
        whole = steps(path)
        for step in whole:
            rest = steps(path, done=step.done, count=step.steps, number=step.last)
            assert [*whole[: step.steps], *rest] == whole


def test_lines_that_break_a_rule_are_told_by_number_and_the_others_read(write, lines):
    good = lines["good"]
    path = write("FR.txt", [good[0], good[1].rsplit("\t", 1)[0], "", good[2].replace("48.7", "948.7"), good[3]])
    found = steps(path)
    assert names(found) == ["Toul", "Oulgovka"]
    assert reasons(found) == {
        2: "a place has 19 columns, got 18",
        4: "latitude must lie in [-90, 90], got 948.7",
    }


def test_a_line_in_another_encoding_is_told(write, lines):
    good = [line.encode() for line in lines["good"]]
    good[2] = lines["good"][2].encode("latin-1")
    assert reasons(steps(write("FR.txt", b"\r\n".join(good)))) == {
        3: "not UTF-8: byte 16 of the line is 0xfc",
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("FR.txt", b"", "the file is empty"),
        ("FR.txt", b"name,lat,lon\nNancy,48,6\n", "no line of the first 200 has the 19 columns of GeoNames' places"),
        ("FR.doc", b"x", "a GeoNames dump ends in .txt or .zip, the user's own places in .csv or .geojson"),
        ("FR.csv", "name;lat;lon\nChâlons;48;4\n".encode("latin-1"), "must be UTF-8, byte 0xe2 is not"),
        ("FR.csv", "name;lat;lon\n".encode("utf-16"), "must be UTF-8, byte 0xff is not"),
        ("FR.csv", b"Name;Breite\nNancy;48\n", "the first line must name the columns name, lat, lon"),
        ("FR.csv", b"name,lat,lon,latitude\nNancy,48,6,7\n", "column 'lat' must stand there once"),
        (
            "a.geojson",
            b'{"type": "Feature"}',
            "must be a FeatureCollection with .*, got type 'Feature'",
        ),
        ("a.geojson", b'{"type": "FeatureCollection", "features": 5}', "must be a FeatureCollection with an array"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{"a": ', "is not JSON"),
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [1 2]}',
            "a comma between features, got '2'",
        ),
        ("a.geojson", b"[]", "expected a GeoJSON file is an object"),
        ("a.geojson", b'{"n": "\xe9"}', "it must be UTF-8"),
        ("a.geojson", b'{"a": ' + b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_of_no_use_is_one_line(write, name, content, message):
    with pytest.raises(GazetteerError, match=message) as error:
        steps(write(name, content))
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(GazetteerError, match="No such file or directory; check the path"):
        find_input(tmp_path / "FR.txt")
    with pytest.raises(GazetteerError, match="it is no file"):
        find_input(tmp_path)


def test_a_zip_without_a_dump_is_one_line(tmp_path):
    path = tmp_path / "FR.zip"
    for held, told in (({}, "this holds none"), ({"a.txt": "x", "b.txt": "y"}, "this holds a.txt, b.txt")):
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in {"readme.txt": "…", **held}.items():
                archive.writestr(name, text)
        with pytest.raises(GazetteerError, match=f"a zip must hold one GeoNames .txt, {told}"):
            find_input(path)
    path.write_bytes(b"PK\3\4 and no more")
    with pytest.raises(GazetteerError, match="it is no whole zip file"):
        find_input(path)


def test_a_zip_with_a_broken_middle_is_one_line(write, lines):
    path = write("FR.zip", [lines["place"](n, f"Name {n * 7919}", 1, 2) for n in range(1, 4000)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"cannot read .* to its end"):
        steps(path)


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.txt", "w") as out:
        for _ in range(60):
            out.write(bytes(1_000_000))
    with pytest.raises(GazetteerError, match=r"bomb.txt would grow \d+ times, GeoNames' files grow 4 times"):
        find_input(path)


def test_a_line_without_end_is_refused_before_it_fills_memory(write, lines):
    path = write("FR.txt", lines["good"][0].encode() + b"\n" + b"x" * 3_000_000)
    with pytest.raises(GazetteerError, match=r"FR\.txt:2: the line has more than 1,048,576 bytes"):
        steps(path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read_whatever_separates_its_columns(write, separator, mark):
    text = mark + "Name;Longitude;LAT;remark\nBureau;6.18;48.68;x\n".replace(";", separator)
    assert names(steps(write("desk.csv", text.encode()))) == ["Bureau"]


def test_a_quoted_cell_may_hold_separators_quotes_and_lines(write):
    text = 'name,lat,lon,note\n"Bureau ""A"", salle 2",48.68,6.18,"two\nlines"\nAutre,1,2,\nX,1\n\nCentre,3,4,x\n'
    found = steps(write("desk.csv", text.encode()))
    assert names(found) == ['Bureau "A", salle 2', "Autre", "Centre"]
    assert reasons(found) == {5: "a row must have 4 columns as the first line, got 2"}
    for step in found:
        rest = steps(write("desk.csv", text.encode()), done=step.done, count=step.steps, number=step.last)
        assert [*found[: step.steps], *rest] == found


def test_a_quote_that_never_ends_is_told_where_it_begins(write):
    found = steps(write("desk.csv", b'name,lat,lon\nA,1,2\n"B,3,4\nC,5,6\n'))
    assert names(found) == ["A"]
    assert reasons(found) == {3: "not CSV: unexpected end of data"}


def collection(*features, **more):
    return {"type": "FeatureCollection", **more, "features": list(features)}


def point(name, lon, lat):
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_collection_is_read_feature_by_feature(write, indent):
    value = collection(point("A", 1, 2), 5, point("B", 3, 4), name="x", crs={"features": [point("no", 0, 0)]})
    value["after"] = [1, {"a": "]"}]
    found = steps(write("desk.geojson", json.dumps(value, indent=indent).encode()))
    assert names(found) == ["A", "B"]
    assert reasons(found) == {2: "a member of features must be an object of type 'Feature', got 5"}
    assert steps(write("desk.geojson", json.dumps(value, indent=indent).encode()), count=2) == found[2:]


def test_memory_does_not_grow_with_a_collection(write):
    features = ",".join(json.dumps(point(f"Place {n}", 1, 2)) for n in range(20_000))
    path = write("desk.geojson", f'{{"type": "FeatureCollection", "features": [{features}]}}'.encode())
    source = find_input(path)
    tracemalloc.start()
    assert sum(1 for _ in read_input(source, "desk")) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_300_000 < path.stat().st_size / 1.5


def test_a_value_may_lie_across_two_readings(write, monkeypatch):
    monkeypatch.setattr("geomap.gazetteer.imported.inputs._CHUNK", 7)
    value = collection(point("Châlons-en-Champagne", -1.25e1, 48), point("Žďár", 15.939, 49.563))
    assert names(steps(write("desk.geojson", json.dumps(value, ensure_ascii=False).encode()))) == [
        *("Châlons-en-Champagne", "Žďár"),
    ]
