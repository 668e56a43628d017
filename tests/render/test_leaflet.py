import json
import re

import pytest
import shapely

from benchmarks.gallery import read_gallery, report_of
from geomap.article import article_from_text
from geomap.gazetteer import Gazetteer
from geomap.pipeline import analyse
from geomap.render.compose import compose
from geomap.render.leaflet import animate


@pytest.fixture(scope="module")
def live(report):
    return animate(report, compose(report))


def data_of(live):
    return json.loads(re.search(r"\(map_geomap, (\{.*\})\);", live.scripts[1])[1])


@pytest.fixture(scope="module")
def travelled(request):
    journeys = read_gallery()
    report = report_of(next(j for j in journeys if j.name == "two-travellers"))
    scene = compose(report)
    return scene.story, data_of(animate(report, scene))


def test_leaflet_keeps_its_notice_and_loses_what_no_map_of_ours_uses(live):
    script = live.scripts[0]
    assert script.startswith("/* @preserve\n * Leaflet 1.9")
    assert len(script) < 125_000
    for gone in ("tileSize:256", "subdomains", "defaultWmsParams", "zoomInTitle"):
        assert gone not in script
    for kept in ("riseOnHover", "smoothFactor", "closeButton"):
        assert kept in script


def test_every_stop_takes_its_turn_once_and_the_ends_come_first(live):
    data = data_of(live)
    last = len(data["stops"]) - 1
    assert sorted(data["order"]) == [*range(last + 1)]
    assert set(data["order"][: data["ends"]]) == {0, last}


def test_each_traveller_has_a_first_and_a_last_stop(travelled):
    story, data = travelled
    first = {story.stops[n].label for n in data["order"][: data["ends"]]}
    assert first >= {"Rome", "Belgrade", "Zurich"}


def test_between_the_ends_the_stop_furthest_from_all_before_comes_next(travelled):
    _, data = travelled
    spots = [shapely.Point(xy) for xy in data["views"][0]["points"]]
    order = data["order"]
    gaps = [min(spots[n].distance(spots[m]) for m in order[:i]) for i, n in enumerate(order) if i >= data["ends"]]
    assert gaps == sorted(gaps, reverse=True)


def test_a_country_has_spots_of_its_own_to_be_named_at(report, live):
    scene = compose(report)
    for picture, view in zip((scene.wide, scene.portrait), data_of(live)["views"], strict=True):
        shapes = {
            scene.story.words.country(code).upper(): shape for code, shape in picture.panels[0].outlines.countries
        }
        named = [ground for ground in view["grounds"] if ground[0] == "country"]
        spots = [(name, xy) for _, name, _, *others in named for xy in others]
        assert len(spots) > 2
        assert all(shapes[name].contains(shapely.Point(xy)) for name, xy in spots)


def test_a_water_is_named_where_the_picture_names_it():
    report = analyse(article_from_text("Le cargo a quitté Nakhodka pour Sapporo.", id="a", lang="fr"), Gazetteer.open())
    live = data_of(animate(report, compose(report)))
    waters = [ground for view in live["views"] for ground in view["grounds"] if ground[0] == "water"]
    assert {name.replace("\n", " ") for _, name, _ in waters} >= {"Mer du Japon"}
