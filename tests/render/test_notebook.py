"""A report in a notebook: a frame that runs nothing, bounded, and a table of geopandas."""

import html
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from geomap.actors import find_actors
from geomap.errors import RenderError
from geomap.journey import Journey, follow_rails, trace_journey
from geomap.mentions import find_mentions
from geomap.places import resolve_places
from geomap.rail import RailNetwork
from geomap.render import notebook
from geomap.stops import follow_stops
from geomap.stops.reading import stops_from_text


def page_in(shown):
    return html.unescape(
        re.fullmatch(r'<iframe sandbox="" srcdoc="([^"]*)" title="[^"]*" style="[^"]*"></iframe>', shown)[1]
    )


def test_a_report_shows_its_map_in_a_frame_without_rights(report):
    shown = report._repr_html_()
    page = page_in(shown)
    assert page.startswith("<!DOCTYPE html>")
    assert "Oussouriisk" in page
    assert len(shown) < 60_000
    assert shown == report._repr_html_()


def test_hostile_text_stays_in_the_frame(report, story):
    bad = replace(story.PYONGYANG, name='"></iframe><script>alert(1)</script>', names=())
    legs = tuple(replace(leg, traveller='"><img src=x onerror=alert(1)>') for leg in report.legs)
    shown = replace(story.with_place(replace(report, legs=legs), story.PYONGYANG, bad), mentions=())._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<script>alert" not in page_in(shown)


def test_a_report_without_places_says_so(report):
    shown = replace(report, legs=(), checks=(), mentions=())._repr_html_()
    assert shown == ("<p>nothing to draw for &#x27;train&#x27;: this article names no place that can be drawn</p>")


def test_a_map_too_large_for_a_notebook_gives_way(report, monkeypatch):
    monkeypatch.setattr(notebook, "LARGEST", 30_000)
    assert page_in(report._repr_html_()).count("<h2") == 0
    monkeypatch.setattr(notebook, "LARGEST", 1_000)
    assert re.fullmatch(r"<p>this map has [\d,]+ bytes: .*</p>", report._repr_html_())


def test_the_features_as_a_table(report):
    table = report.to_geodataframe()
    assert table.crs.to_epsg() == 4326
    assert set(table.kind) == {"stop", "passed", "landmark", "leg", "distance"}
    legs = table[table.kind == "leg"]
    assert list(legs.certainty) == ["confirmed", "reported", "reported", "speculated", "expected", "expected"]
    assert set(legs.geom_type) == {"LineString"}
    first = table[table.kind == "stop"].iloc[0]
    assert (first["name"], round(first.geometry.x, 2)) == ("Pyongyang", 125.75)
    with pytest.raises(RenderError):
        replace(report, legs=(), checks=(), mentions=()).to_geodataframe()


@pytest.fixture
def journey(article, gazetteer, entities_in):
    """What the stages give by themselves, before there is a report."""
    story = article("Le train de Jean Dupont a quitté Khabarovsk. Il est arrivé à Vladivostok.")
    entities = entities_in(story)
    actors = find_actors(story, entities, gazetteer)
    mentions = find_mentions(story, entities, actors, gazetteer)
    resolutions = resolve_places(story, mentions, (), gazetteer)
    return follow_rails(story, trace_journey(story, actors, resolutions), RailNetwork.open())


def test_a_journey_shows_its_map_in_its_own_language(journey):
    page = page_in(journey._repr_html_())
    for told in ("Jean Dupont : le trajet", "Les trajets en train suivent la voie ferrée.", "GeoNames"):
        assert told in page
    assert "article" not in page
    assert journey._repr_html_() == journey._repr_html_()


def test_the_journey_of_a_table_shows_its_map(gazetteer):
    report = follow_stops(stops_from_text("place\nRome\nVienna\n", name="s.csv"), gazetteer)
    page = page_in(Journey(legs=report.legs)._repr_html_())
    assert "The journey" in page
    assert page.count(">Vienna<") == 1


def test_a_journey_as_a_table(journey):
    table = journey.to_geodataframe()
    assert table.crs.to_epsg() == 4326
    assert list(table.kind) == ["stop", "stop", "leg"]
    assert list(table.name)[:2] == ["Khabarovsk", "Vladivostok"]
    assert table.rail_km.iloc[2] > 700


def test_a_journey_that_leads_nowhere_says_so():
    assert Journey(legs=())._repr_html_() == (
        "<p>nothing to draw here: this journey has no place that can be drawn</p>"
    )
    with pytest.raises(RenderError):
        Journey(legs=()).to_geodataframe()


def test_a_hostile_name_stays_in_a_journeys_frame(story):
    bad = replace(story.PYONGYANG, name='"></iframe><script>alert(1)</script>', names=())
    shown = Journey(legs=(replace(story.LEGS[0], origin=bad),), lang="fr")._repr_html_()
    assert "<script" not in shown
    assert "<script>alert" not in page_in(shown)


def test_a_report_imports_nothing_to_draw_with_until_it_is_shown():
    code = "import sys, geomap.report.report; sys.exit(any(m in sys.modules for m in ('geomap.render', 'geopandas')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.browser
@pytest.mark.enable_socket
def test_the_map_is_seen_in_a_page(visit, report):
    page = visit(f'<!DOCTYPE html><html lang="fr"><title>n</title><body>{report._repr_html_()}</body></html>')
    frame = page.frames[1]
    box = frame.locator("svg.picture.wide").bounding_box()
    assert box["width"] > 600
    assert box["y"] + box["height"] < page.locator("iframe").bounding_box()["height"] <= 900
    assert [url for url in page.asked if not url.startswith(("file:", "about:"))] == []
