"""Every journey of the gallery is drawn without a fault, and as the committed pictures show it."""

import json

import pytest

from benchmarks.gallery import FOUNDING, TABLES, contents, drawings, founding_report, read_gallery, report_of, scene_of
from benchmarks.legibility import faults
from geomap.render import render_map
from geomap.render.compose import compose
from geomap.render.svg import svg_of
from geomap.stops import follow_stops
from geomap.stops.reading import stops_from_text

FOLDER = TABLES
JOURNEYS = {journey.name: journey for journey in read_gallery()}


@pytest.fixture(scope="module")
def scenes():
    return {}


@pytest.fixture
def scene(scenes):
    def draw(name):
        if name not in scenes:
            scenes[name] = scene_of(JOURNEYS[name])
        return scenes[name]

    return draw


def test_the_gallery_shows_what_is_hard():
    assert len(JOURNEYS) >= 14
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_graphics_desk_would_sign(scene, name):
    assert faults(scene(name)) == []


@pytest.mark.parametrize("name", FOUNDING)
def test_the_founding_journey_is_held_to_the_same(name):
    assert faults(compose(founding_report(name))) == []


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_table_is_named_as_such(scene, name):
    story = scene(name).story
    assert f"{name}.csv" in story.subtitle
    assert not {"article", "publié", "published"} & {*story.subtitle.split()}


@pytest.mark.current
@pytest.mark.parametrize("name", JOURNEYS)
def test_a_committed_picture_is_up_to_date(scene, name):
    for file, text in drawings(name, scene(name)).items():
        if (FOLDER / file).read_text(encoding="utf-8") != text:
            pytest.fail(f"{file} is out of date: run python -m benchmarks.gallery", pytrace=False)


def test_the_page_lists_every_picture():
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == contents(JOURNEYS.values())


@pytest.mark.parametrize("name", ["transsiberian", "tour", "danube", "world", "hemispheres", "storm"])
def test_nothing_is_left_without_a_name(scene, name):
    for picture in (scene(name).wide, scene(name).portrait):
        assert picture.unlabelled == ()


def test_what_is_too_much_is_said(scene):
    note = svg_of(scene("forty"), portrait=True)
    assert "étapes ne sont que des points" in note
    assert "étapes ne sont que des points" not in svg_of(scene("tour"))


def test_there_and_back_lie_side_by_side(scene):
    panel = scene("out-and-back").wide.panels[0]
    out, back = panel.strokes[0], panel.strokes[-1]
    assert (out.line.start, out.line.end) == (back.line.end, back.line.start)
    middle = len(out.points) // 2
    gap = min(abs(x - out.points[middle][0]) for x, y in back.points)
    assert gap > 3
    assert [s.date for s in scene("out-and-back").story.stops] == [
        "3\xa0févr. · 7\xa0févr.",
        "4\xa0févr. · 6\xa0févr.",
        "5\xa0févr.",
    ]


def test_a_region_is_shaded_and_its_line_ends_at_its_edge(scene):
    for name, place in (("region", "Normandie"), ("country", "Ukraine")):
        drawn = scene(name)
        assert [e.place.name_in(drawn.story.words.lang) for e in drawn.story.extents] == [place]
        assert 'class="extent expected"' in svg_of(drawn)
        panel = drawn.wide.panels[0]
        stop, end = panel.markers[-1], panel.strokes[-1].points[-1]
        assert abs(stop.x - end[0]) + abs(stop.y - end[1]) > 30


def test_data_say_that_a_region_is_no_point():
    features = json.loads(render_map(report_of(JOURNEYS["region"]), format="geojson"))["features"]
    assert [f["properties"].get("radius_km", 0) > 50 for f in features[:3]] == [False, False, True]


def test_a_country_that_is_the_stop_is_named_once(scene):
    assert svg_of(scene("country")).count(">UKRAINE<") == 0


def test_travellers_are_told_apart(scene):
    text = svg_of(scene("two-travellers"))
    assert 'class="leg confirmed w1"' in text
    assert 'class="leg confirmed w2"' in text
    assert text.count(">Boris<") == 2  # on the map and in the key
    assert " w2" not in svg_of(scene("tour"))


def test_a_line_over_the_edge_of_the_world_is_cut(scene):
    for picture in (scene("hemispheres").wide, scene("hemispheres").portrait):
        for stroke in picture.panels[0].strokes:
            steps = zip(stroke.points[:-1], stroke.points[1:], strict=True)
            assert all(abs(b[0] - a[0]) < picture.width / 2 for a, b in steps)


def test_stops_without_a_name_bear_their_date(scene):
    labels = [m.label for m in scene("storm").wide.panels[0].markers]
    assert [row.text for row in labels[0].rows] == ["Sep\xa08"]
    page = render_map(report_of(JOURNEYS["storm"]), engine="svg").replace("&#176;", "°")
    assert "21.9° N, 36.4° W" in page  # the list has the point


def test_a_thousand_stops_are_drawn(gazetteer):
    rows = [f"X,Stop {i},{40 + i % 37 * 0.5:.2f},{i % 41 * 0.8:.2f}" for i in range(1000)]
    table = stops_from_text("\n".join(["traveller,place,lat,lon", *rows]), name="many.csv")
    drawn = compose(follow_stops(table, gazetteer))
    assert faults(drawn) == []
    assert "mere dots, for lack of room" in svg_of(drawn)
    numbered = [m for m in drawn.wide.panels[0].markers if m.text]
    assert 10 < len(numbered) < 100
