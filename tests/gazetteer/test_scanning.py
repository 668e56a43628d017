import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.gazetteer import Gazetteer
from geomap.position import Position

SENTENCE = (
    "Le train a quitté La Haye, l’Aquila et N’Djamena pour Komsomolsk-sur-l’Amour,\n"
    "aux États-Unis (U.S.), à St. Petersburg, New York City's Bronx, puis THE HAGUE. La Corée du Nord et\n"
    "l’ex-URSS, Sainte-\nLucie."
)


@pytest.fixture(scope="module")
def names(gazetteer):
    return lambda text: [span.of(text) for span in gazetteer.names_in(text)]


def test_names_in_running_text_are_found_whole(names):
    assert names(SENTENCE)[:11] == [
        "La Haye",
        "Aquila",
        "N’Djamena",
        "Komsomolsk-sur-l’Amour",
        "États-Unis",
        "U.S.",
        "St. Petersburg",
        "New York City",
        "Bronx",
        "HAGUE",
        "Corée du Nord",
    ]


def test_an_article_belongs_to_the_names_that_are_listed_with_one(names):
    assert names("La Haye et la Corée du Sud") == ["La Haye", "Corée du Sud"]
    assert names("La Corée du Sud et la Haye") == ["Corée du Sud", "Haye"]


def test_a_possessive_is_not_part_of_a_name(names):
    assert names("Russia's and Vladivostok’s") == ["Russia", "Vladivostok"]


@pytest.mark.parametrize("text", ["", "rien que des mots", "… — 3,5 %", "\u2028\n"])
def test_words_without_capitals_are_no_names(names, text):
    assert names(text) == []


def test_names_go_over_a_line_end_but_not_over_a_paragraph(names):
    assert names("à New\nYork") == ["New\nYork"]
    assert "New York" not in names("New\n\nYork")


def test_the_names_at_a_place_come_longest_first(gazetteer):
    text = "à Komsomolsk-sur-l’Amour hier"
    assert [span.of(text) for span in gazetteer.names_at(text, 2)] == ["Komsomolsk-sur-l’Amour", "Komsomolsk"]
    assert gazetteer.names_at(text, 1) == ()
    assert gazetteer.names_at(text, len(text)) == ()


def test_small_letters_are_looked_up_where_one_asks(gazetteer):
    text = "la péninsule coréenne"
    assert gazetteer.names_at(text, 3)[0].of(text) == "péninsule coréenne"


@pytest.fixture(scope="module")
def curated():
    return Gazetteer.open(towns=False)


def test_every_curated_name_without_commas_or_brackets_is_found_where_it_starts(curated):
    missed = []
    places = {place.id: place for place in (*curated.countries(), *curated.within(Position(lat=0, lon=0), 20_100))}
    for place in places.values():
        for name in place.names:
            # "Engl." ends with its word, and a word does not end in an apostrophe.
            if not set(name.text) & set(",()&") and "' " not in name.text and not re.search(r"\w{2}\.$", name.text):
                ends = {span.end for span in curated.names_at(name.text, 0)}
                if len(name.text) not in ends:
                    missed.append(name.text)
    assert missed == []


@given(text=st.text(st.sampled_from("ABcé Nor-du.'’\n\ud800ѤС")))
def test_no_text_breaks_the_scan(curated, text):
    last = 0
    for span in curated.names_in(text):
        assert last <= span.start < span.end
        assert curated.candidates(span.of(text))
        last = span.end
