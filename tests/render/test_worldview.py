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
    assert "Frontières selon les Nations unies\u00a0: Crimée." in drawn("un")
    assert "Frontières selon le contrôle de fait\u00a0: Crimée." in drawn("defacto")


def test_the_border_moves_with_the_view(drawn):
    assert drawn("un") != drawn("defacto")


def test_nothing_is_said_where_no_border_is_disputed(drawn):
    text = "Le train de Jean Dupont a quitté Lyon. Il s’est arrêté à Marseille."
    assert "Frontières selon" not in drawn("un", text)


def test_an_unknown_view_is_refused(article, gazetteer):
    with pytest.raises(ValueError, match="mars"):
        analyse(article(STORY), gazetteer, worldview="mars")
