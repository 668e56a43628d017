"""The notes under a map say what it cannot show, and nothing that it does not."""

from dataclasses import replace

import pytest

from geomap.render import render_map
from geomap.render.compose import compose
from geomap.render.notes import describe, notes, too_short
from geomap.stops import follow_stops
from geomap.stops.reading import stops_from_text

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
    note = "".join(too_short(scene, picture))
    assert "Paris – Versailles, 60\u00a0km annoncés, 17\u00a0km mesurés (distance contredite) · Paris" in note


def test_the_picture_and_the_page_bear_the_note(read):
    report = read("The president visited Paris. Versailles lies 60 kilometres from Paris. He flew to Tokyo.", "en")
    said = "1 distance too short to draw at this scale: Paris – Versailles, 60\u00a0km reported, 17\u00a0km measured"
    assert said in render_map(report, format="svg")
    page = render_map(report, engine="svg").replace("&#160;", "\u00a0").replace("&#8211;", "–")
    assert page.count(said) == 2  # of the wide picture and of the one for phones


def test_nothing_is_said_of_distances_that_are_drawn(read):
    scene = compose(read("Le président a visité Paris. Versailles se trouve à 60 kilomètres de Paris."))
    assert [note for p in (scene.wide, scene.portrait) for note in too_short(scene, p)] == []


def test_of_very_many_short_distances_the_first_are_named(read):
    scene = compose(read(FAR))
    short = next(d for d in scene.story.dimensions if d.tone)
    many = tuple(replace(short, names=("Paris", f"Lieu {i}")) for i in range(9))
    bare = replace(scene, story=replace(scene.story, dimensions=many))
    (note,) = too_short(bare, bare.wide)
    assert note.startswith("9 distances trop courtes pour être tracées à cette échelle, dont")
    assert note.count("mesurés") == 6


STATIONS = {
    "Moscou": (55.7763, 37.6550),
    "Omsk": (54.9394, 73.3856),
    "Khabarovsk": (48.4973, 135.0747),
    "Vladivostok": (43.1113, 131.8814),
}


@pytest.fixture
def by_train(gazetteer):
    def run(*names, mode="train", lang="fr"):
        rows = [f"{name},{STATIONS[name][0]},{STATIONS[name][1]},{mode}" for name in names]
        return follow_stops(
            stops_from_text("\n".join(["place,lat,lon,mode", *rows]), name="train.csv"), gazetteer, lang=lang
        )

    return run


@pytest.mark.parametrize(
    ("names", "mode", "lang", "told"),
    [
        (("Khabarovsk", "Vladivostok"), "train", "fr", ["Les trajets en train suivent la voie ferrée."]),
        (
            ("Moscou", "Omsk", "Khabarovsk", "Vladivostok"),
            "train",
            "fr",
            [
                "1 trajet en train sur 3 suit la voie ferrée.",
                "Autres trajets, en train ou non\u00a0: étapes reliées à vol d’oiseau.",
            ],
        ),
        (
            ("Moscou", "Vladivostok", "Khabarovsk", "Vladivostok"),
            "train",
            "en",
            [
                "2 of 3 train legs follow the railway.",
                "Other legs, by train or not: stops joined as the crow flies.",
            ],
        ),
        (("Moscou", "Omsk"), "train", "fr", ["Tracé schématique\u00a0: étapes reliées à vol d’oiseau."]),
        (("Khabarovsk", "Vladivostok"), "plane", "en", ["Schematic: stops are joined as the crow flies."]),
    ],
)
def test_only_legs_on_rails_are_said_to_follow_them(by_train, names, mode, lang, told):
    scene = compose(by_train(*names, mode=mode, lang=lang))
    assert notes(scene, [scene.wide])[: len(told)] == told
    assert all(sentence in describe(scene.story) for sentence in told)


def test_a_map_without_a_journey_has_places_and_no_stops(read):
    story = compose(read("Le président a visité Paris. Versailles se trouve à 60 kilomètres de Paris.")).story
    assert describe(story) == "Carte des lieux cités. Lieux\u00a0: Paris, Versailles."


def test_a_single_stop_is_joined_to_nothing(by_train):
    scene = compose(by_train("Omsk"))
    assert describe(scene.story) == "Carte du trajet. Étapes\u00a0: 1. Omsk."
    assert notes(scene, [scene.wide]) == []


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("engine", ["leaflet", "svg"])
@pytest.mark.parametrize("width", [360, 1100])
def test_a_reader_sees_the_note_once_whatever_moves(visit, read, engine, width):
    page = visit(render_map(read(FAR), engine=engine), width=width)
    assert page.get_by_text("trop courtes pour être tracées").locator("visible=true").count() == 1
