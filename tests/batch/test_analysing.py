"""What a batch makes of documents."""

import pytest

from geomap.batch import Document
from geomap.batch.analysing import Analyser
from geomap.errors import ArticleError
from geomap.pipeline import Stage

TEXTS = ("The train left Lyon for Paris.", "Le train a quitté Lyon pour Paris.", "It stopped in Dijon on Monday.")


@pytest.fixture(scope="module")
def analyser(gazetteer, recogniser):
    return Analyser(gazetteer, recogniser)


def documents():
    return [Document(id=str(at), text=text, lang="fr" if "quitté" in text else "en") for at, text in enumerate(TEXTS)]


def test_what_is_told_ahead_changes_no_answer(analyser):
    alone = [analyser(document) for document in documents()]
    analyser.ahead(documents())
    assert [analyser(document) for document in documents()] == alone
    assert [[m["text"] for m in each["mentions"]] for each in alone] == [["Lyon", "Paris"]] * 2 + [["Dijon"]]


def test_a_document_that_cannot_be_read_fails_alone(analyser):
    empty = Document(id="empty", text="  ")
    analyser.ahead([*documents(), empty])
    with pytest.raises(ArticleError):
        analyser(empty)
    assert analyser(documents()[0])["mentions"]


def test_another_document_with_the_same_id_is_another(analyser):
    analyser.ahead(documents())
    other = Document(id="0", text="The train left Rome.", lang="en")
    assert [m["text"] for m in analyser(other)["mentions"]] == ["Rome"]


def test_places_alone(gazetteer, recogniser):
    found = Analyser(gazetteer, recogniser, stages=(Stage.PLACES,))(documents()[0])
    assert (bool(found["mentions"]), found["claims"], found["legs"]) == (True, [], [])
