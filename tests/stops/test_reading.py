import pytest

from geomap.errors import StopsError
from geomap.journey.leg import Certainty
from geomap.position import Position
from geomap.stops import read_stops
from geomap.stops.reading import in_order, stops_from_text


def read(text):
    return stops_from_text(text, name="stops.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_stand_in_any_order_and_with_any_separator(delimiter):
    rows = [["Date", "Certainty", "Place", "Traveller"], ["2025-03-10", "Expected", "Lyon", "Anna"]]
    (stop,) = read("\r\n".join(delimiter.join(row) for row in rows)).stops
    assert (stop.number, stop.name, stop.traveller, stop.date.iso) == (2, "Lyon", "Anna", "2025-03-10")
    assert stop.certainty is Certainty.EXPECTED


def test_french_words_are_read():
    table = read("Étape;Jour;Moyen de transport;Certitude;Voyageuse\nLyon;10.03.2025;En train;prévue;Anna\n")
    (stop,) = table.stops
    assert (stop.mode, stop.certainty, stop.date.iso) == ("train", Certainty.EXPECTED, "2025-03-10")
    assert table.problems == ()


def test_a_row_can_be_quoted_from_the_text():
    table = read('place,note\n"Lyon","two\nlines"\n\nNice,\n')
    assert [stop.span.of(table.text) for stop in table.stops] == ['"Lyon","two\nlines"', "Nice,"]
    assert [stop.number for stop in table.stops] == [2, 4]


def test_columns_of_the_desk_s_own_are_named_and_left():
    assert read("place,weather\nLyon,rain\n").problems == ("stops.csv: columns not read: 'weather'",)


@pytest.mark.parametrize(
    ("lat", "lon", "position"),
    [
        ("48,85", "2,35", Position(lat=48.85, lon=2.35)),
        ("−33.9", "151.2°", Position(lat=-33.9, lon=151.2)),
    ],
)
def test_coordinates_as_spreadsheets_write_them(lat, lon, position):
    assert read(f"place;lat;lon\n;{lat};{lon}\n").stops[0].position == position


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,,", None),
        (",48.8,,", "row 2: lon is missing"),
        ("Lyon,95,4,", "latitude must lie in [-90, 90], got 95.0"),
        ("Lyon,north,4,", "lat must be degrees such as 48.8566, got 'north'"),
        ("Lyon,,,perhaps", "certainty must be one of confirmed, reported"),
        ("Lyon,,,,,too,many", "has 7 cells, but the header names 4 columns"),
        (" ,,,denied", "names no place"),
        ("Lyon,nan,inf,", "lat must be degrees"),
    ],
)
def test_a_bad_row_is_told_by_its_number_and_the_rest_is_read(row, said):
    table = read(f"place,lat,lon,certainty\n{row}\nNice,,,\n")
    assert [stop.name for stop in table.stops] == ["Nice"]
    if said is not None:
        (problem,) = table.problems
        assert said in problem
        assert "row 2" in problem
        assert "the row is left out" in problem


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2025-03-10", "2025-03-10"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("2025-03-10 14:30", "2025-03-10"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("03/03/2025", "2025-03-03"),
        ("03/04/2025", None),
        ("2025-02-30", None),
        ("2025-13", None),
        ("0000", None),
        ("Tuesday", None),
    ],
)
def test_dates(cell, iso):
    table = read(f"place,date\nLyon,{cell}\n")
    stated = table.stops[0].date
    assert (stated and stated.iso) == iso
    assert len(table.problems) == (iso is None)


def test_stops_are_put_in_the_order_of_their_days():
    table = read("place,date\nC,2025-03-03\nD,\nA,2025-03-01\nB,2025-03\n")
    assert [stop.name for stop in in_order(table.stops)] == ["A", "B", "C", "D"]
    assert in_order(table.stops[::-1][1:2]) == table.stops[2:3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_usual_encodings(tmp_path, encoding):
    file = tmp_path / "stops.csv"
    file.write_bytes("place;note\nChâlons-en-Champagne;été à Orléans\n".encode(encoding))
    assert read_stops(file).stops[0].name == "Châlons-en-Champagne"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "needs a column place"),
        ("city,place\nLyon,Nice\n", "several columns for place: 'city' and 'place'"),
        ("lat,who\n1,2\n", "needs a column place, or lat and lon; it has lat, who"),
        ("place\n", "has no row that could be read, only its header"),
        ("place,lat,lon\n,x,1\n", "has no row that could be read: stops.csv, row 2: lat must be"),
        ('place\n"' + "x" * 200_000, "is damaged at line"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(content, said):
    with pytest.raises(StopsError) as caught:
        read(content)
    assert said in str(caught.value)


def test_files_that_are_none(tmp_path):
    with pytest.raises(StopsError, match=r"there is no table of stops at"):
        read_stops(tmp_path / "none.csv")
    with pytest.raises(StopsError, match=r"is a \.csv or \.tsv file, got 'stops.xlsx'"):
        read_stops(tmp_path / "stops.xlsx")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StopsError, match="cannot read the table of stops"):
        read_stops(tmp_path / "folder.csv")
    (tmp_path / "zip.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(StopsError, match="zip file"):
        read_stops(tmp_path / "zip.csv")
