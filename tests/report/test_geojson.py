"""GeoJSON as RFC 7946 wants it, from `places`, `route` and `map` alike."""

import json
from itertools import pairwise

import pytest

from geomap.render import render_map
from geomap.report.geojson import legs_geojson, mentions_geojson
from geomap.stops import follow_stops
from geomap.stops.reading import stops_from_text

ROUND = "place,lat,lon\nLondon,51.47,-0.45\nTokyo,35.55,139.78\nHonolulu,21.32,-157.92\nSuva,-18.14,178.44\nPole,90,0\n"


def positions(geometry):
    """The lines of a geometry, each a list of positions; a point is one of one."""
    kind, found = geometry["type"], geometry["coordinates"]
    return {"Point": lambda: [[found]], "LineString": lambda: [found], "MultiLineString": lambda: found}[kind]()


def check(made):
    assert made["type"] == "FeatureCollection"
    assert not {"crs", "geometry", "properties", "coordinates"} & {*made}
    for feature in made["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert feature["type"] == "Feature"
        if feature["geometry"] is None:
            continue
        for line in positions(feature["geometry"]):
            assert len(line) >= (1 if feature["geometry"]["type"] == "Point" else 2)
            assert all(len(p) == 2 and -180 <= p[0] <= 180 and -90 <= p[1] <= 90 for p in line)
            # 3.1.9: no line over the antimeridian
            assert all(abs(a[0] - b[0]) <= 180 for a, b in pairwise(line))
    return made["features"]


@pytest.fixture(scope="module")
def around(gazetteer):
    return follow_stops(stops_from_text(ROUND, name="round.csv"), gazetteer)


@pytest.mark.parametrize("example", ["french", "around"])
def test_geojson_is_rfc_7946(example, request):
    report = request.getfixturevalue(example)
    assert check(json.loads(json.dumps(mentions_geojson(report), allow_nan=False)))
    assert check(json.loads(json.dumps(legs_geojson(report), allow_nan=False)))
    assert check(json.loads(render_map(report, format="geojson")))


def test_a_leg_over_the_antimeridian_is_cut_and_follows_the_geodesic(around):
    kinds = [feature["geometry"]["type"] for feature in legs_geojson(around)["features"]]
    assert kinds == ["LineString", "MultiLineString", "MultiLineString", "LineString"]
    london_tokyo = positions(legs_geojson(around)["features"][0]["geometry"])[0]
    assert max(lat for _, lat in london_tokyo) > 65
