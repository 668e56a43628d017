import math

import pytest

from geomap.gazetteer.imported.entry import RefusedError
from geomap.gazetteer.imported.own import entry_of, feature_of

NEWSROOM = {"name": "Newsroom", "lat": "48.85", "lon": "2.35"}
SQUARE = [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.1], [2.0, 48.0]]]


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "Zone", **properties}}


def test_a_row_of_name_and_point_is_enough():
    entry = entry_of(NEWSROOM, 1, "desk")
    assert (entry.id, entry.feature_class, entry.feature_code, entry.radius_km) == ("desk:newsroom", "P", "PPL", 1.0)


def test_every_column_is_read():
    more = {
        **NEWSROOM,
        "id": "n1",
        "country": "FR",
        "region": "11",
        "feature_class": "S",
        "feature_code": "BLDG",
        "url": "https://a.b/c",
        "radius_km": "0.2",
        "population": "300",
        "names": "La rédac| Salle 4 ||Newsroom",
        "lang": "fr",
    }
    entry = entry_of(more, 1, "desk")
    assert entry.id == "desk:n1"
    assert [(name.text, name.lang) for name in entry.names] == [
        ("Newsroom", "fr"),
        ("La rédac", "fr"),
        ("Salle 4", "fr"),
    ]
    assert (entry.feature_class, entry.feature_code, entry.radius_km, entry.url) == ("S", "BLDG", 0.2, "https://a.b/c")


def test_an_identifier_with_a_colon_is_kept_so_that_it_can_replace_a_place():
    assert entry_of({**NEWSROOM, "id": "geonames:2988507"}, 1, "desk").id == "geonames:2988507"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "name must not be empty"),
        ({"name": "a\x00b"}, "name must hold no control characters"),
        ({"lat": "48,85"}, r"lat must be a number of degrees, got '48,85' \(a decimal comma\? write a point\)"),
        ({"lat": ""}, "lat must be a number of degrees, got ''"),
        ({"lat": "2.35", "lon": "200"}, r"lon must lie in \[-180, 180\], got 200.0"),
        ({"lat": "inf"}, r"lat must lie in \[-90, 90\], got inf"),
        ({"country": "FRA"}, "country must be two capital letters or empty, got 'FRA'"),
        ({"radius_km": "0"}, "radius_km must be a number above 0 with a decimal point, got '0'"),
        ({"radius_km": "1,5"}, "radius_km must be a number above 0 with a decimal point, got '1,5'"),
        ({"population": "1e6"}, "population must be a whole number, 0 or more, got '1e6'"),
        ({"lang": "French"}, "lang must be two small letters or empty, got 'French'"),
        ({"feature_class": "X"}, "feature_class must be one of A H L P R S T U V, got 'X'"),
        ({"feature_class": "H"}, "feature_code must be 2 to 5 capitals or digits of GeoNames', as PPL or AIRP, got ''"),
        ({"url": "javascript:alert(1)"}, "url must begin with http:// or https://"),
        ({"id": "a b"}, "id must hold no space, got 'a b'"),
    ],
)
def test_a_row_that_breaks_a_rule_says_which(change, reason):
    with pytest.raises(RefusedError, match=reason):
        entry_of({**NEWSROOM, **change}, 1, "desk")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+33 Rue", "@SUM(A1)", "-2+3", 'O\'Brien "Bar"', "<b>x</b>"])
def test_cells_that_a_spreadsheet_would_run_are_data(name):
    assert entry_of({**NEWSROOM, "name": name}, 1, "desk").name == name


def test_a_feature_with_a_point_has_longitude_first():
    entry = feature_of(
        feature({"type": "Point", "coordinates": [2.35, 48.85, 35.0]}, names=["Zone A", "ZA"]), 1, "desk"
    )
    assert (entry.lat, entry.lon) == (488500000, 23500000)
    assert [name.text for name in entry.names] == ["Zone", "Zone A", "ZA"]


def test_an_area_has_a_point_inside_a_radius_and_its_extreme_points():
    entry = feature_of(feature({"type": "Polygon", "coordinates": SQUARE}), 1, "desk")
    assert (entry.lat, entry.lon) == (480500000, 20500000)
    # 11.12 km by 7.45 km.
    assert entry.radius_km == pytest.approx(math.sqrt(11.12 * 7.45 / math.pi), abs=0.1)
    assert {side: (lat, lon) for side, lat, lon in entry.extent} == {
        "N": (48.1, 2.1),
        "E": (48.1, 2.1),
        "S": (48.0, 2.0),
        "W": (48.0, 2.0),
    }
    assert (entry.feature_class, entry.feature_code) == ("L", "AREA")


def test_the_point_of_a_bent_area_lies_inside_it():
    bent = [[[0, 0], [3, 0], [3, 3], [2.9, 3], [2.9, 0.1], [0, 0.1], [0, 0]]]
    entry = feature_of(feature({"type": "MultiPolygon", "coordinates": [bent]}), 1, "desk")
    lat, lon = entry.lat / 1e7, entry.lon / 1e7
    assert 0 < lat < 0.1 or 2.9 < lon < 3


def test_a_hole_is_no_part_of_the_area():
    hole = [[2.02, 48.02], [2.08, 48.02], [2.08, 48.08], [2.02, 48.08], [2.02, 48.02]]
    whole = feature_of(feature({"type": "Polygon", "coordinates": SQUARE}), 1, "desk")
    ring = feature_of(feature({"type": "Polygon", "coordinates": [*SQUARE, hole]}), 1, "desk")
    assert ring.radius_km == pytest.approx(whole.radius_km * 0.8, abs=0.1)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (7, "must be an object of type 'Feature', got 7"),
        ({"type": "Point"}, "must be an object of type 'Feature'"),
        (feature(None), "geometry must be a Point, Polygon or MultiPolygon, got None"),
        (feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}), "got 'LineString'"),
        (feature({"type": "Point", "coordinates": ["2.35", "48.85"]}), r"must be \[longitude, latitude\]"),
        (feature({"type": "Point", "coordinates": [True, False]}), r"must be \[longitude, latitude\]"),
        (feature({"type": "Point", "coordinates": []}), r"must be \[longitude, latitude\], got \[\]"),
        (feature({"type": "Point", "coordinates": [0, 91]}), r"latitude must lie in \[-90, 90\], got 91"),
        (feature({"type": "Polygon", "coordinates": 5}), "coordinates of a Polygon must be rings"),
        (feature({"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [0, 1], ["a", 0]]]}), "must be rings"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0], [0, 0]]]}), "enclose none"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [200, 0], [0, 50], [0, 0]]]}), "longitude must lie in"),
        (
            {**feature({"type": "Point", "coordinates": [0, 0]}), "properties": [1]},
            r"properties must be an object, got \[1\]",
        ),
        (feature({"type": "Point", "coordinates": [0, 0]}, population={"n": 1}), "property population must be a text"),
        (feature({"type": "Point", "coordinates": [0, 0]}, name=None), "name must not be empty"),
    ],
)
def test_a_feature_of_wrong_types_says_what_is_wrong(value, reason):
    with pytest.raises(RefusedError, match=reason):
        feature_of(value, 1, "desk")
