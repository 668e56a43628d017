"""Whose borders a map shows is the user's choice and is written on it."""

import pytest

from geomap.pipeline import analyse
from geomap.render import render_map

STORY = "Le train de Jean Dupont a quitté Odessa. Il s’est arrêté à Kherson. Il doit se rendre à Simferopol."


@pytest.fixture
def drawn(article, gazetteer):
    def run(worldview, text=STORY):
        return render_map(analyse(article(text), gazetteer, worldview=worldview), format="svg")

    return run


def test_the_view_is_named_where_it_matters(drawn):
    assert "Frontières selon les Nations unies. Zones contestées\u00a0: Crimée." in drawn("un")
    assert "Frontières selon le contrôle de fait. Zones contestées\u00a0: Crimée." in drawn("defacto")


@pytest.mark.parametrize("worldview", ["un", "defacto"])
def test_the_line_around_a_disputed_area_is_dashed_in_every_view(drawn, worldview):
    svg = drawn(worldview)
    assert 'class="border disputed"' in svg
    assert ">frontière contestée<" in svg


def test_the_view_is_named_where_a_dashed_border_is_the_same_in_both(drawn):
    text = "Le train de Jean Dupont a quitté Belgrade. Il s’est arrêté à Skopje."
    assert "Frontières selon les Nations unies. Zones contestées\u00a0: Kosovo." in drawn("un", text)


def test_a_dashed_line_around_no_area_has_its_note_too(drawn):
    svg = drawn("un", "Jean Dupont a quitté Tel-Aviv. Il est arrivé à Naplouse.")
    assert ">frontière contestée<" in svg
    assert ">Frontières selon les Nations unies.<" in svg


def test_the_border_moves_with_the_view(drawn):
    assert drawn("un") != drawn("defacto")


def test_nothing_is_said_where_no_border_is_disputed(drawn):
    text = "Le train de Jean Dupont a quitté Lyon. Il s’est arrêté à Marseille."
    assert "Frontières selon" not in drawn("un", text)


def test_an_unknown_view_is_refused(article, gazetteer):
    with pytest.raises(ValueError, match="mars"):
        analyse(article(STORY), gazetteer, worldview="mars")
