import json

import pytest

from geomap.checks.pairs import read_pair, read_pairs
from geomap.claims.claim import Mode
from geomap.errors import GeomapError, PairsError
from geomap.geodesy import Compass
from geomap.position import Position
from geomap.quantity import Hedge, Unit

NAMED = {"subject": "Lyon", "anchor": "Marseille", "value_km": 280}


def write(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_row_by_names():
    pair = read_pair({**NAMED, "hedge": "approx", "direction": "NNW", "note": "ours"})
    assert (pair.subject.name, pair.subject.position, pair.anchor.name) == ("Lyon", None, "Marseille")
    assert (pair.stated.quantity.value_km, pair.stated.quantity.hedge) == (280, Hedge.APPROX)
    assert (pair.stated.direction, pair.stated.mode, pair.lang) == (Compass.NNW, Mode.UNSPECIFIED, None)


@pytest.mark.parametrize("point", [[43.8, 131.9], "43.8, 131.9", "[43.8, 131.9]", "43.8;131.9", "(43.8 131.9)"])
def test_a_point_in_every_writing(point):
    assert read_pair({**NAMED, "subject_xy": point}).subject.position == Position(lat=43.8, lon=131.9)


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_point_leaves_the_name(empty):
    assert read_pair({**NAMED, "anchor_xy": empty}).anchor.position is None


@pytest.mark.parametrize(
    ("written", "km"),
    [
        ("280", 280), ("1 200", 1200), ("1\u202f200,5", 1200.5), ("1,200", 1200), ("2,5", 2.5), (".5", 0.5),
        ("1,234,567", None), ("12 km", None), ("", None), (None, None), (True, None), ("-3", None), (0, None),
        ("1e3", None), ("nan", None), (1e400, None), (10**400, None), (30000, None), ([3], None), ("٣", None),
    ],
)  # fmt: skip
def test_kilometres_as_spreadsheets_write_them(written, km):
    if km is None:
        with pytest.raises(PairsError, match="value_km must be kilometres"):
            read_pair({**NAMED, "value_km": written})
    else:
        assert read_pair({**NAMED, "value_km": written}).stated.quantity.value_km == pytest.approx(km)


@pytest.mark.parametrize("word", ["N", "n", "nord", "north"])
def test_a_direction_in_letters_or_words(word):
    assert read_pair({**NAMED, "direction": word}).stated.direction is Compass.N


def test_what_else_a_row_may_say():
    pair = read_pair({**NAMED, "unit": "mi", "mode": "rail", "lang": "fr"})
    assert (pair.stated.quantity.unit, pair.stated.mode, pair.lang) == (Unit.MILE, Mode.RAIL, "fr")
    assert pair.stated.quantity.value_km == pytest.approx(280)
    other = read_pair({**NAMED, "unit": "parasang", "mode": "fast", "lang": "xx"})
    assert (other.stated.quantity.unit, other.stated.mode, other.lang) == (Unit.KM, Mode.UNSPECIFIED, None)


def test_a_range_with_and_without_its_ends():
    ends = read_pair({**NAMED, "hedge": "range", "low_km": 250, "high_km": 310}).stated.quantity
    assert (ends.low_km, ends.high_km, ends.hedge) == (250, 310, Hedge.RANGE)
    assert read_pair({**NAMED, "hedge": "range"}).stated.quantity.hedge is Hedge.APPROX
    with pytest.raises(PairsError, match="must rise"):
        read_pair({**NAMED, "hedge": "range", "low_km": 300, "high_km": 310})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"subject": ""}, "subject is missing"),
        ({"anchor": None}, "anchor is missing: give a name, or anchor_xy"),
        ({"subject_xy": [1]}, r"subject_xy must be \[lat, lon\], got \[1\]"),
        ({"subject_xy": "here"}, "subject_xy must be"),
        ({"subject_xy": [True, 2]}, "subject_xy must be"),
        ({"subject_xy": {"lat": 1}}, "subject_xy must be"),
        ({"anchor_xy": [131.9, 43.8]}, "are lat and lon swapped"),
        ({"anchor_xy": ["nan", 43.8]}, "latitude must lie"),
        ({"hedge": "maybe"}, "hedge must be one of exact, approx"),
        ({"direction": "up"}, "direction must be one of 16 points"),
    ],
)
def test_a_bad_row_says_which_cell_is_wrong(cells, said):
    with pytest.raises(GeomapError, match=said):
        read_pair({**NAMED, **cells})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheets_csv_in_every_usual_writing(tmp_path, encoding, delimiter):
    rows = [["subject", "anchor", "value_km", "note"], ["Orléans", "Paris", "110", "a"], ["Évry", "Paris", "25", "b"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    found = read_pairs(write(tmp_path, "claims.csv", text, encoding))
    assert [row.cells["subject"] for row in found] == ["Orléans", "Évry"]
    assert all(row.pair is not None for row in found)


def test_rows_keep_their_numbers_and_blank_ones_are_none(tmp_path):
    text = 'subject,anchor,value_km\nLyon,Marseille,280\n,,\nLyon,Marseille,x\n"Saint\nDenis",Paris,9\nA,B,1,extra\n'
    found = read_pairs(write(tmp_path, "claims.csv", text))
    assert [(row.number, row.pair is not None) for row in found] == [(2, True), (4, False), (5, True), (6, False)]
    assert "has 4 cells" in found[-1].problem


def test_lines_of_json_good_and_bad(tmp_path):
    good = json.dumps(NAMED)
    lines = [good, "", "{", "[1]", '{"value_km": NaN}', '{"subject": "\\ud800"}', good]
    found = read_pairs(write(tmp_path, "claims.jsonl", "\n".join(lines)))
    assert [(row.number, row.pair is not None) for row in found] == [
        (1, True), (3, False), (4, False), (5, False), (6, False), (7, True),
    ]  # fmt: skip
    assert "is no JSON" in found[1].problem


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("claims.txt", "x", "a .csv or .jsonl file"),
        ("claims.csv", "subject,value_km\nLyon,3\n", "needs the columns"),
        ("claims.csv", "subject,anchor,value_km,subject\n", "two columns named 'subject'"),
        ("claims.csv", "subject,anchor,value_km\n" + "x" * 200_000 + ",b,3\n", "is damaged at line 2"),
        ("claims.csv", "", "needs the columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, text, said):
    with pytest.raises(PairsError, match=said):
        read_pairs(write(tmp_path, name, text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PairsError, match="there is no table of claims"):
        read_pairs(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(PairsError, match="cannot read"):
        read_pairs(tmp_path / "folder.csv")
