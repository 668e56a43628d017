"""The notes under a map say what it cannot show, and nothing that it does not."""

from dataclasses import replace

import pytest

from geomap.render import render_map
from geomap.render.compose import compose
from geomap.render.notes import picture_notes

FAR = (
    "Le président a visité Paris. Versailles se trouve à 60 kilomètres de Paris. "
    "Vladivostok est à environ 9 300 kilomètres de Moscou, et Saint-Denis à 9 kilomètres de Paris."
)


@pytest.mark.parametrize("name", ["wide", "portrait"])
def test_a_distance_too_short_to_draw_is_written(read, name):
    scene = compose(read(FAR))
    picture = getattr(scene, name)
    drawn = [{rule.dimension.start.name, rule.dimension.end.name} for p in picture.panels for rule in p.rules]
    assert {"Paris", "Versailles"} not in drawn
    note = next(n for n in picture_notes(scene, picture) if "trop courtes" in n)
    assert "Paris – Versailles, 60\u00a0km annoncés, 17\u00a0km mesurés (distance contredite) · Paris" in note


def test_the_picture_and_the_page_bear_the_note(read):
    report = read("The president visited Paris. Versailles lies 60 kilometres from Paris. He flew to Tokyo.", "en")
    said = "1 distance too short to draw: Paris – Versailles, 60\u00a0km reported, 17\u00a0km measured"
    assert said in render_map(report, format="svg")
    page = render_map(report, engine="svg").replace("&#160;", "\u00a0").replace("&#8211;", "–")
    assert page.count(said) == 2  # of the wide picture and of the one for phones


def test_nothing_is_said_of_distances_that_are_drawn(read):
    scene = compose(read("Le président a visité Paris. Versailles se trouve à 60 kilomètres de Paris."))
    assert not any("trop courte" in n for p in (scene.wide, scene.portrait) for n in picture_notes(scene, p))


def test_of_very_many_short_distances_the_first_are_named(read):
    scene = compose(read(FAR))
    short = next(d for d in scene.story.dimensions if d.tone)
    many = tuple(replace(short, names=("Paris", f"Lieu {i}")) for i in range(9))
    bare = replace(scene, story=replace(scene.story, dimensions=many))
    (note,) = [n for n in picture_notes(bare, bare.wide) if "trop courtes" in n]
    assert note.startswith("9 distances trop courtes pour être tracées, dont")
    assert note.count("mesurés") == 6
