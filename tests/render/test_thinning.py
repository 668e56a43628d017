from dataclasses import replace

import pytest

from benchmarks.legibility import faults
from geomap.position import Position
from geomap.render import render_map
from geomap.render.compose import compose
from geomap.render.notes import describe
from geomap.render.svg import svg_of
from geomap.render.thinning import DRAWN


@pytest.fixture(scope="module")
def crowded(report, story):
    """The founding story with a hundred distances more."""

    def there(i):
        spot = Position(lat=43.0 + i % 10, lon=120.0 + i / 7)
        return replace(story.VOSTOCHNY, id=f"x{i}", position=spot, names=(), name=f"Lieu {i}")

    def moved(check, place):
        measured = replace(check.measurement, subject=place)
        return replace(check, subject=place, judgement=replace(check.judgement, measurement=measured))

    more = tuple(moved(report.checks[0], there(i)) for i in range(100))
    return replace(report, checks=(*report.checks, *more))


def test_a_hundred_distances_leave_a_map_that_can_be_read(crowded):
    scene = compose(crowded)
    assert len(scene.story.dimensions) == DRAWN
    assert faults(scene) == []
    assert f"{102 - DRAWN} autres distances vérifiées ne sont pas tracées." in svg_of(scene)


def test_distances_between_stops_come_first(crowded, report):
    drawn = {d.check.summary for d in compose(crowded).story.dimensions}
    assert {check.summary for check in report.checks} <= drawn


def test_places_that_are_left_out_are_not_named(crowded):
    said = describe(compose(replace(crowded, legs=(), mentions=())).story)
    assert said.startswith("Carte des lieux cités. Lieux\u00a0: ")
    assert said.count("Lieu ") == DRAWN - 2


def test_data_keep_every_distance(crowded):
    assert render_map(crowded, format="geojson").count('"kind":"distance"') == 102
