import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities.features import SLOTS, features_of
from geomap.entities.reading import find_candidates, read_texts
from geomap.entities.traits import word_lists
from geomap.entities.words import Words

FAR = " puis il pleut, il neige et il vente."
"""Words enough that a text’s names do not stand near its ends."""


def made(gazetteer, lang="fr"):
    return Words(word_lists(lang), gazetteer.standings(), frozenset({"orange"}))


def rows_by_name(words, text):
    reading = read_texts([text], words)
    candidates = find_candidates(reading, words)
    starts, ends = reading.start[candidates.first], reading.end[candidates.last]
    names = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return list(zip(names, features_of(reading, candidates, words), strict=True))


@pytest.fixture
def row(gazetteer):
    words = made(gazetteer)

    def find(text, name):
        return next(row for found, row in rows_by_name(words, text) if found == name)

    return find


def different(one, two):
    return int((one != two).sum())


def test_each_candidate_has_a_row_of_slots(gazetteer):
    words = made(gazetteer)
    reading = read_texts(["Kim Jong Un a quitté Pyongyang.", "Il pleut."], words)
    candidates = find_candidates(reading, words)
    slots = features_of(reading, candidates, words)
    assert len(slots) == len(candidates.first) > 0
    assert slots.dtype == np.int32
    assert slots.min() >= 0
    assert slots.max() < SLOTS
    assert slots.max() - slots.min() > SLOTS // 4


def test_texts_without_candidates_have_no_rows(gazetteer):
    words = made(gazetteer)
    reading = read_texts(["il pleut", ""], words)
    assert len(features_of(reading, find_candidates(reading, words), words)) == 0


def test_no_two_features_of_a_name_share_a_slot(row):
    slots = row("Le train a quitté Vladivostok lundi.", "Vladivostok")
    assert len(set(slots.tolist())) > len(slots) - 2


def test_the_same_name_in_the_same_place_looks_the_same(row):
    text = f"Il vit à Gap.{FAR}"
    assert different(row(text, "Gap"), row(text, "Gap")) == 0


def test_how_far_on_in_a_text_a_name_stands_changes_nothing(row):
    once, later = (f"{FAR * times} Hier, on a aimé Gap beaucoup.{FAR}" for times in (1, 4))
    assert different(row(once, "Gap"), row(later, "Gap")) == 0


def test_what_was_read_before_changes_nothing(gazetteer):
    text = "M. Orange a quitté La Rochelle pour le golfe de Gascogne."
    fresh, used = made(gazetteer), made(gazetteer)
    rows_by_name(used, "Kim Jong Un vit à Orange, près de La Rochelle; M. Gascogne aussi. " * 3)
    for (name, one), (same, two) in zip(rows_by_name(fresh, text), rows_by_name(used, text), strict=True):
        assert name == same
        assert different(one, two) == 0


def test_a_no_break_space_looks_like_a_space(gazetteer):
    words = made(gazetteer)
    text = "M. Kim a quitté La Rochelle, en France, pour New York."
    spaced, bound = rows_by_name(words, text), rows_by_name(words, text.replace(" ", "\u00a0"))
    assert [name.replace("\u00a0", " ") for name, _ in bound] == [name for name, _ in spaced]
    assert all(different(one, two) == 0 for (_, one), (_, two) in zip(spaced, bound, strict=True))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Il vit à Gap puis", "Il vit chez Gap puis"),
        ("Il vit à Gap puis", "Il vit à Gap et"),
        ("le ministre Gap parle", "le village Gap parle"),
        ("Il vit à Gap, France, puis", "Il vit à Gap, Marie, puis"),
        ("Il vit à Gap puis", "IL VIT À Gap PUIS"),
        ("on aime Gap beaucoup", "on aime.\nGap beaucoup"),
        ("une mairie de la Gap puis", "une caserne de la Gap puis"),
    ],
    ids=["before", "after", "a title", "what contains it", "a line in capitals", "a line end", "what governs it"],
)
def test_what_stands_around_a_name_changes_how_it_looks(row, one, two):
    changed = different(row(f"Hier, {one}{FAR}", "Gap"), row(f"Hier, {two}{FAR}", "Gap"))
    assert 0 < changed < len(row(one, "Gap"))


@pytest.mark.parametrize("later", ["M. Gap est né en 1917.", "On vit à Gap.", "Le gap est là.", "Marie Gap part."])
def test_another_mention_in_the_text_changes_how_a_name_looks(row, later):
    text = f"On aime Gap beaucoup.{FAR}"
    assert different(row(text + " " + later, "Gap"), row(text, "Gap")) > 0


def test_what_stands_far_off_and_names_other_things_changes_nothing(row):
    text = f"On aime Gap beaucoup.{FAR}"
    assert different(row(text + " M. Kim part pour Nice.", "Gap"), row(text, "Gap")) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [("Lyon", "Lyonne"), ("Marie", "Kévin"), ("Orange", "Azalée"), ("NICE", "Nice"), ("Russe", "Russie")],
)
def test_the_name_itself_changes_how_it_looks(row, one, two):
    assert different(row(f"On aime {one} beaucoup.{FAR}", one), row(f"On aime {two} beaucoup.{FAR}", two)) > 0


def test_a_name_that_the_gazetteer_lacks_looks_like_another_but_for_its_letters(row):
    one = row(f"On aime Zorblax beaucoup.{FAR}", "Zorblax")
    two = row(f"On aime Vrumplax beaucoup.{FAR}", "Vrumplax")
    assert 0 < different(one, two) < len(one) // 3


PIECES = [
    "Paris",
    "Kim",
    "Jong Un",
    "M.",
    "de",
    "rue",
    "Noire",
    "et",
    ",",
    ".",
    "\n",
    "MOSCOU",
    "train",
    "«",
    "U.S.",
    "’",
]


@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join), min_size=1, max_size=3))
def test_any_order_of_telling_words_has_its_slots(gazetteer, texts):
    words = made(gazetteer)
    reading = read_texts(texts, words)
    candidates = find_candidates(reading, words)
    slots = features_of(reading, candidates, words)
    assert len(slots) == len(candidates.first)
    assert ((slots >= 0) & (slots < SLOTS)).all()
