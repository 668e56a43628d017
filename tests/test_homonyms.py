"""The documents of homonyms with gold points, and how they are counted."""

from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.homonyms import (
    EVERY_ASIDE,
    RIGHT_KM,
    Answer,
    answer,
    away_km,
    count,
    faults,
    read_homonyms,
    unsupported,
)
from geomap.entities.corpus import read_corpus
from geomap.errors import CorpusError

CORPUS = Path(__file__).parent / "corpus"
TEN = (
    "Springfield",
    "Georgia",
    "Tripoli",
    "Valence",
    "Saint-Denis",
    "Santiago",
    "Hyderabad",
    "Victoria",
    "London",
    "Vostochny",
)


@pytest.fixture(scope="module")
def documents():
    return read_homonyms()


@pytest.fixture
def written(tmp_path):
    def read(text, lang="fr"):
        path = tmp_path / lang / "towns.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_homonyms(tmp_path)

    return read


@pytest.fixture
def answers(written, gazetteer, recogniser):
    def run(text):
        return [each for document in written(text) for each in answer(document, gazetteer, recogniser)]

    return run


def about(document):
    return [mark for mark in document.places if document.is_about(mark)]


def test_there_are_documents_of_both_languages_and_both_halves(documents):
    assert len(documents) >= 160
    for lang in ("en", "fr"):
        mine = [document for document in documents if document.marked.lang == lang]
        assert len(mine) >= 40
        assert 0.25 < sum(document.aside for document in mine) / len(mine) < 0.4
    assert len({document.marked.id for document in documents}) == len(documents)
    assert len({document.marked.text for document in documents}) == len(documents)


def test_every_document_is_of_the_length_of_a_short_piece_of_news(documents):
    for document in documents:
        assert 80 <= len(document.marked.text.split()) <= 250, document.marked.id
        assert 2 <= document.marked.sentences <= 6, document.marked.id


def test_marks_slice_back_to_names_on_one_line_and_carry_points(documents):
    lines = {
        line for path in (CORPUS / "homonyms").glob("*/*.txt") for line in path.read_text(encoding="utf-8").splitlines()
    }
    for document in documents:
        for mark in document.places:
            name = mark.span.of(document.marked.text)
            assert name == name.strip(), document.marked.id
            points = " ".join(f"{point.lat:.2f},{point.lon:.2f}" for point in mark.points)
            assert any(f'at="{points}"' in line and f">{name}</place>" in line for line in lines), (name, points)
            assert all(abs(point.lat) < 75 for point in mark.points), name


def test_one_name_has_one_place_in_a_document(documents):
    for document in documents:
        places = {}
        for mark in document.places:
            name = mark.span.of(document.marked.text).casefold()
            assert places.setdefault(name, mark.points) == mark.points, (document.marked.id, name)


@pytest.mark.parametrize("name", TEN)
def test_two_documents_mean_places_of_the_same_name_far_apart(documents, name):
    points = [about(d)[0].points for d in documents if d.name == name and about(d)[0].sure]
    assert any(away_km(one[0], two) > RIGHT_KM for one, two in combinations(points, 2))


def test_some_documents_leave_their_name_undecided_in_each_half(documents):
    left = [document for document in documents if not all(mark.sure for mark in document.places)]
    assert len({document.name for document in left} & set(TEN)) >= 5
    assert {document.aside for document in left} == {True, False}
    assert all(document.is_about(mark) for document in left for mark in document.places if not mark.sure)


def test_most_points_are_those_of_a_place_of_that_name(documents, gazetteer):
    points = sum(len(mark.points) for document in documents for mark in document.places)
    assert len(list(unsupported(documents, gazetteer))) / points < 0.1


def test_they_train_no_recogniser(documents):
    assert {document.marked.text for document in documents}.isdisjoint(text.text for text in read_corpus(CORPUS))


def test_every_third_document_of_a_file_is_kept_aside(written):
    one = '# Gap: rien\nÀ <place at="44.56,6.08">Gap</place>, il neige.\n\n'
    assert EVERY_ASIDE == 3
    assert [document.aside for document in written(one * 7)] == [False, False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('À <place at="44.56,6.08">Gap</place>.\n', "must have one line “# NAME: what decides”, got 0 for 1"),
        ('# Gap\nÀ <place at="44.56,6.08">Gap</place>.\n', "must open with “# NAME: what decides”"),
        ('# Nice: rien\nÀ <place at="44.56,6.08">Gap</place>.\n', "NAME marked in it, got 'Nice: rien'"),
        (
            '# Gap: rien\nÀ <place at="44.56,6.08">Gap</place> ou à <place>Nice</place>.\n',
            "fr/towns-1 has a place without",
        ),
    ],
)
def test_a_document_that_breaks_the_form_is_refused(written, text, complaint):
    with pytest.raises(CorpusError, match=complaint) as refused:
        written(text)
    assert "towns.txt: " in str(refused.value)


def test_a_folder_without_documents_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="no documents are here"):
        read_homonyms(tmp_path)


def test_a_name_put_far_from_every_gold_point_is_a_fault(answers):
    found = answers(
        '# Lyon: rien\nIl vit à <place at="45.75,4.85">Lyon</place>.\n\n'
        '# Lyon: rien\nIl vit à <place at="10.00,10.00">Lyon</place>.\n\n'
        '# Lyon: rien\nIl vit à <place at="10.00,10.00 45.75,4.85">Lyon</place>.\n'
    )
    assert [each.right for each in found] == [True, False, True]
    (fault,) = faults(found)
    assert fault.startswith("Lyon: Lyon, FR 84 PPL, ")
    figures = count(found)
    assert (figures.names, figures.found, figures.right, figures.undecided) == (3, 3, 2, 0)


def test_an_undecided_name_is_left_open_without_a_place_or_without_confidence(written):
    (document,) = written(
        '# Gap: rien\n<place at="44.56,6.08" sure="no">Gap</place> dort.\n'
        '<place at="44.56,6.08" sure="no">Gap</place> rit.\n'
    )
    lost = [Answer(document=document, mark=mark, resolution=None) for mark in document.places]
    assert all(each.left_open for each in lost)
    assert count(lost).undecided == 0


def test_an_undecided_name_counts_once_a_document(answers):
    found = answers(
        '# Lyon: rien\nIl vit à <place at="45.75,4.85" sure="no">Lyon</place>.\n'
        'Il aime <place at="45.75,4.85" sure="no">Lyon</place>.\n'
    )
    assert count(found).undecided == 1
    assert count(found).left_open == int(not any(each.sure for each in found))
