from dataclasses import replace
from itertools import combinations

import pytest
import shapely
from long import long_report

from geomap.errors import RenderError
from geomap.geodesy import Compass, distance_km
from geomap.journey.leg import Certainty
from geomap.position import Position
from geomap.render.compose import compose
from geomap.render.notes import picture_notes
from geomap.render.tags import as_position
from geomap.render.typeset import size_of


@pytest.fixture(scope="module")
def scene(report):
    return compose(report)


def test_stops_are_numbered_along_the_journey(scene):
    assert [s.label for s in scene.story.stops] == [
        "Pyongyang",
        "Khassan",
        "Oussouriisk",
        "Cosmodrome de Vostotchny",
        "Komsomolsk-sur-l’Amour",
        "Usine aéronautique",
    ]
    assert [s.number for s in scene.story.stops] == [1, 2, 3, 4, 5, 6]


def test_river_passed_is_no_stop_and_country_is_nothing(scene):
    marks = {m.label: m.certainty for m in scene.story.landmarks}
    assert marks == {"Razdolnaïa": Certainty.REPORTED, "Vladivostok": None}


def test_denied_leg_is_never_drawn(scene, story):
    assert len(scene.story.lines) == 6
    assert all(line.certainty is not Certainty.DENIED for line in scene.story.lines)
    assert all(story.VLADIVOSTOK.id not in (line.start, line.end) for line in scene.story.lines)


@pytest.mark.parametrize("name", ["wide", "portrait"])
def test_everything_is_named_once_and_nothing_collides(scene, name):
    picture = getattr(scene, name)
    assert picture.unlabelled == ()
    named = [s.label for p in picture.panels for m in p.markers if m.label for s in m.stops]
    assert sorted(named) == sorted(s.label for s in scene.story.stops)
    for panel in picture.panels:
        strokes = [shapely.LineString(s.points) for s in panel.strokes]
        boxes = [_box(label, picture.sheet) for label in (*panel.labels, *panel.tags)]
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        assert not any(box.intersects(stroke) for box in boxes for stroke in strokes)


def _box(label, sheet):
    width, height = size_of(label.rows, sheet)
    left = label.x - {"start": 0, "end": width, "middle": width / 2}[label.anchor]
    top = label.baselines[0] - sheet.type[label.rows[0].style] * 0.95
    return shapely.box(left + 0.5, top + 0.5, left + width - 0.5, top + height - 0.5)


@pytest.mark.parametrize("name", ["wide", "portrait"])
def test_the_journey_fills_the_frame_and_stays_inside(scene, name):
    panel = getattr(scene, name).panels[0]
    xs, ys = [m.x for m in panel.markers], [m.y for m in panel.markers]
    assert min(xs) > 10
    assert max(xs) < panel.paper.width - 10
    assert min(ys) > 10
    assert max(ys) < panel.paper.height - 10
    assert max(max(xs) - min(xs), max(ys) - min(ys)) > min(panel.paper.width, panel.paper.height) / 2


def test_scale_bar_is_true(scene):
    for picture in (scene.wide, scene.portrait):
        for panel in picture.panels:
            bar, y = panel.bar, panel.paper.height / 2
            x = panel.paper.width / 2 - bar.length / 2
            ends = [as_position(*panel.paper.lonlat(x + dx, y)) for dx in (0, bar.length)]
            assert distance_km(*ends) == pytest.approx(bar.km, rel=0.005)


def test_report_of_nothing_is_refused(report):
    bare = replace(report, legs=(), checks=(), mentions=())
    with pytest.raises(RenderError, match="names no place that can be drawn"):
        compose(bare)


def test_only_countries_cannot_be_drawn(report, story):
    leg = replace(report.legs[0], origin=None, destination=story.RUSSIA, via=())
    with pytest.raises(RenderError):
        compose(replace(report, legs=(leg,), checks=(), mentions=()))


def test_one_place_makes_a_map(report, story):
    leg = replace(report.legs[0], origin=None, via=())
    scene = compose(replace(report, legs=(leg,), checks=(), mentions=()))
    assert [s.label for s in scene.story.stops] == ["Khassan"]
    assert scene.story.lines == ()


def test_distances_alone_make_a_map(report):
    scene = compose(replace(report, legs=()))
    assert scene.story.stops == ()
    assert any(p.rules for p in scene.wide.panels)
    assert {m.label for m in scene.story.landmarks} >= {"Oussouriisk", "Vladivostok"}


def test_unsaid_origin_is_the_last_known_place(report, story):
    legs = (report.legs[0], replace(report.legs[4], origin=None))
    scene = compose(replace(report, legs=legs, checks=()))
    assert [(line.start, line.end) for line in scene.story.lines][1] == (story.KHASAN.id, story.KOMSOMOLSK.id)


def test_direction_alone_is_a_short_arrow(report):
    legs = (report.legs[0], replace(report.legs[1], destination=None, direction=Compass.N, passed=False))
    scene = compose(replace(report, legs=legs, checks=()))
    stub = scene.wide.panels[0].strokes[1]
    (x0, y0), (x1, y1) = stub.points[0], stub.points[-1]
    assert x1 == pytest.approx(x0, abs=0.5)
    assert y1 < y0 - 40


@pytest.mark.parametrize(
    "ends",
    [
        ((-18.1, 178.4), (-13.8, -171.8)),
        ((64.7, 177.5), (64.5, -165.4)),
        ((78.2, 15.6), (89.9, 0.0)),
        ((-77.8, 166.7), (-90.0, 0.0)),
        ((48.86, 2.35), (48.85, 2.36)),
        ((48.86, 2.35), (-33.87, 151.2)),
        ((35.7, 139.7), (37.8, -122.4)),
    ],
)
def test_any_corner_of_the_earth_can_be_drawn(report, story, ends):
    a, b = (Position(lat=lat, lon=lon) for lat, lon in ends)
    here = replace(story.PYONGYANG, position=a)
    there = replace(story.KHASAN, position=b)
    leg = replace(report.legs[0], origin=here, destination=there, via=())
    scene = compose(replace(report, legs=(leg,), checks=(), mentions=()))
    for picture in (scene.wide, scene.portrait):
        for panel in picture.panels:
            for marker in panel.markers:
                assert 0 < marker.x < panel.paper.width
                assert 0 < marker.y < panel.paper.height
            for stroke in panel.strokes:
                for (ax, ay), (bx, by) in zip(stroke.points[:-1], stroke.points[1:], strict=True):
                    assert abs(bx - ax) < panel.paper.width * 0.9 or panel.kind == "inset", (ax, ay, bx, by)


def test_the_note_on_names_without_room_stays_short():
    scene = compose(long_report())
    notes = picture_notes(scene, scene.wide)
    assert notes
    assert all(note.count(",") <= 16 for note in notes)
