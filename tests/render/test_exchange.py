"""KML and GPX: their schemas' order of elements, hostile text, the antimeridian, certainty, credits."""

import html
from dataclasses import replace

import pytest
from lxml import etree

from geomap.errors import RenderError
from geomap.geodesy import along
from geomap.position import Position
from geomap.render import render_map
from geomap.render.exchange import exchange
from geomap.render.gpx import render_gpx
from geomap.render.kml import render_kml

KML = "{http://www.opengis.net/kml/2.2}"
GPX = "{http://www.topografix.com/GPX/1/1}"

# The sequences of the standards' schemas, as far as geomap writes their elements.
KML_ORDER = {
    "Document": ("name", "open", "description", "Style", "ExtendedData", "Folder"),
    "Folder": ("name", "Placemark"),
    "Placemark": ("name", "description", "styleUrl", "ExtendedData", "Point|LineString|MultiGeometry"),
    "Style": ("IconStyle", "LineStyle"),
    "LineStyle": ("color", "width"),
    "LineString": ("tessellate", "coordinates"),
}
GPX_ORDER = {
    "gpx": ("metadata", "wpt", "trk"),
    "metadata": ("name", "desc", "copyright", "link", "bounds"),
    "wpt": ("name", "cmt", "desc", "type"),
    "trk": ("name", "cmt", "desc", "type", "trkseg"),
    "trkseg": ("trkpt",),
}
HOSTILE = "<script>alert(1)</script>]]>&amp;\x00\x1b\ufffe\u202e'\"<![CDATA[x"


def parsed(text):
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def in_order(root, space, order):
    for element in root.iter():
        names = order.get(element.tag.removeprefix(space))
        if names is None:
            continue
        ranks = {name: rank for rank, group in enumerate(names) for name in group.split("|")}
        found = [ranks[child.tag.removeprefix(space)] for child in element]
        assert found == sorted(found), element.tag
    return True


def hostile(report, story):
    bad = replace(story.USSURIYSK, id=f"own:{HOSTILE}", name=HOSTILE, names=(), source="own", url="javascript:alert(1)")
    legs = tuple(replace(leg, traveller=HOSTILE, sources=(HOSTILE,), mode=HOSTILE) for leg in report.legs)
    return replace(story.with_place(replace(report, legs=legs), story.USSURIYSK, bad), mentions=())


@pytest.mark.parametrize("journey", [False, True])
def test_elements_stand_in_the_order_of_their_schemas(report, story, journey):
    for given in (report, hostile(report, story)):
        assert in_order(parsed(render_kml(given, journey=journey)), KML, KML_ORDER)
        assert in_order(parsed(render_gpx(given, journey=journey)), GPX, GPX_ORDER)


@pytest.mark.parametrize("kind", ["kml", "gpx", "geojson"])
def test_same_report_same_bytes(report, kind):
    assert render_map(report, format=kind) == render_map(report, format=kind)


def test_coordinates_are_longitude_first(report, story):
    root = parsed(render_kml(report))
    first = root.find(f".//{KML}Placemark/{KML}Point/{KML}coordinates").text
    assert first == "125.754300,39.033900"
    point = parsed(render_gpx(report)).find(f"{GPX}wpt")
    assert (point.get("lat"), point.get("lon")) == ("39.033900", "125.754300")


def test_certainty_date_and_evidence_are_kept(report):
    root = parsed(render_kml(report))
    legs = [m for m in root.iter(f"{KML}Placemark") if _data(m)["kind"] == "leg"]
    assert [_data(leg)["certainty"] for leg in legs] == ["confirmed", "reported", "reported", "speculated"] + [
        "expected"
    ] * 2
    assert _data(legs[0])["departed"] == "2023-09-10"
    assert "a quitté Pyongyang dimanche" in legs[0].find(f"{KML}description").text
    assert legs[0].find(f"{KML}styleUrl").text == "#confirmed"
    track = parsed(render_gpx(report)).find(f"{GPX}trk")
    assert "certainty=confirmed; departed=2023-09-10; arrived=2023-09-12" in track.find(f"{GPX}cmt").text
    assert "KCNA" in track.find(f"{GPX}desc").text


def _data(mark):
    return {d.get("name"): d[0].text for d in mark.iter(f"{KML}Data")}


def test_credits_are_inside(report):
    assert "GeoNames (CC-BY-4.0)" in render_kml(report)
    metadata = parsed(render_gpx(report)).find(f"{GPX}metadata")
    assert "GeoNames" in metadata.find(f"{GPX}copyright").get("author")
    assert [link.get("href") for link in metadata.iter(f"{GPX}link")] == [
        "https://www.geonames.org/",
        "https://www.wikidata.org/",
    ]


def test_a_journey_leaves_landmarks_and_distances_out(report):
    assert {f.kind for f in exchange(report).features} == {"stop", "passed", "landmark", "leg", "distance"}
    assert {f.kind for f in exchange(report, journey=True).features} == {"stop", "passed", "leg"}
    with pytest.raises(RenderError, match="tells no journey"):
        exchange(replace(report, legs=()), journey=True)


def test_hostile_text_stays_text(report, story):
    text = render_kml(hostile(report, story))
    root = parsed(text)
    for shown in root.iter(f"{KML}description"):
        assert "<script" not in shown.text
        assert "alert(1)" not in shown.text or "&lt;script&gt;" in shown.text
    assert not [e for e in root.iter() if e.tag is etree.Entity or str(e.tag).endswith("}script")]
    assert "javascript:" not in text
    assert html.unescape(root.find(f".//{KML}Document/{KML}name").text).startswith("<script>alert(1)</script>]]>")
    assert "javascript:" not in render_gpx(hostile(report, story))


@pytest.fixture
def pacific(report, story):
    suva = story.place("s", "Suva", -18.14, 178.44, "P.PPLC", "FJ")
    apia = story.place("a", "Apia", -13.83, -171.76, "P.PPLC", "WS")
    return replace(
        report, legs=(story.leg(suva, apia, story.Certainty.CONFIRMED, 0, mode="plane"),), checks=(), mentions=()
    )


def test_a_line_over_the_antimeridian_is_cut(pacific):
    lines = list(parsed(render_kml(pacific)).iter(f"{KML}LineString"))
    assert len(lines) == 2
    for line in lines:
        lons = [float(point.split(",")[0]) for point in line.find(f"{KML}coordinates").text.split()]
        assert max(lons) - min(lons) < 20
    segments = list(parsed(render_gpx(pacific)).iter(f"{GPX}trkseg"))
    lons = [[float(p.get("lon")) for p in segment] for segment in segments]
    assert len(lons) == 2
    assert all(-180 <= lon < 180 for segment in lons for lon in segment)


@pytest.mark.parametrize("ends", [((10.0, 179.0), (10.0, 180.0)), ((10.0, -180.0), (12.0, 170.0)), ((0, 0), (1, 1))])
def test_lines_that_touch_the_antimeridian_stay_lines(report, story, ends):
    a, b = (story.place(str(i), f"P{i}", lat, lon, "P.PPL") for i, (lat, lon) in enumerate(ends))
    made = replace(report, legs=(story.leg(a, b, story.Certainty.CONFIRMED, 0),), checks=(), mentions=())
    for line in parsed(render_kml(made)).iter(f"{KML}LineString"):
        assert len(line.find(f"{KML}coordinates").text.split()) >= 2
    assert along(Position(lat=0, lon=0), Position(lat=1, lon=1))
