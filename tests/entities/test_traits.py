import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.entities.traits import Trait, people, word_lists

SHAPES = Trait.CAPITAL | Trait.UPPER | Trait.WORD | Trait.DIGIT | Trait.INITIAL


@pytest.fixture
def traits():
    return lambda token, lang="fr": Trait(word_lists(lang).traits(token))


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("gare", Trait.WORD),
        ("Paris", Trait.WORD | Trait.CAPITAL),
        ("PARIS", Trait.WORD | Trait.CAPITAL | Trait.UPPER),
        ("U.S.", Trait.WORD | Trait.CAPITAL | Trait.UPPER),
        ("K", Trait.WORD | Trait.CAPITAL | Trait.INITIAL),
        ("É", Trait.WORD | Trait.CAPITAL | Trait.INITIAL),
        ("iPhone", Trait.WORD),
        ("1917", Trait.WORD | Trait.DIGIT),
        ("3e", Trait.WORD | Trait.DIGIT),
        ("A7", Trait.WORD | Trait.CAPITAL | Trait.UPPER),
        ("Москва", Trait.WORD | Trait.CAPITAL),
        ("МОСКВА", Trait.WORD | Trait.CAPITAL | Trait.UPPER),
        ("北京", Trait.WORD),
    ],
)
def test_letters_give_a_word_its_shape(traits, token, shape):
    assert traits(token) & SHAPES == shape


@pytest.mark.parametrize(
    ("marks", "trait"),
    [
        ("!?…", Trait.FINAL),
        (".", Trait.FINAL | Trait.STOP),
        ('"“”„«»', Trait.QUOTE),
        ("-‐‑", Trait.HYPHEN),
        ("'’", Trait.APOSTROPHE),
        ("()[]", Trait.BRACKET),
        ("@#", Trait.HANDLE),
        (",", Trait.COMMA),
        ("&", Trait.LINKER),
        (" \t\u00a0\u202f", Trait.SPACE),
        ("\n", Trait.BREAK),
        ("—_;%€🚂", Trait(0)),
    ],
)
def test_marks_have_the_traits_of_what_they_do(traits, marks, trait):
    assert {traits(mark) for mark in marks} == {trait}


def test_white_space_from_a_line_end_on_is_a_break(traits):
    assert traits("\n \n ") == Trait.BREAK


def test_no_word_is_an_edge(traits):
    assert traits("") == Trait.EDGE


@pytest.mark.parametrize(
    ("token", "lang", "trait"),
    [
        ("de", "fr", Trait.LINKER),
        ("et", "fr", Trait.COORDINATOR),
        ("rue", "fr", Trait.OPENER),
        ("occidentale", "fr", Trait.CLOSER),
        ("peninsula", "en", Trait.CLOSER),
        ("and", "en", Trait.COORDINATOR),
        ("und", "de", Trait.COORDINATOR),
    ],
)
def test_words_of_names_have_their_trait_in_small_letters_only(traits, token, lang, trait):
    assert traits(token, lang) & trait
    assert not traits(token.capitalize(), lang) & trait


@pytest.mark.parametrize(
    ("token", "lang", "trait"),
    [
        ("président", "fr", Trait.TITLE),
        ("Mr", "en", Trait.TITLE),
        ("Herr", "de", Trait.TITLE),
        ("à", "fr", Trait.CUE),
        ("between", "en", Trait.CUE),
        ("aus", "de", Trait.CUE),
        ("groupe", "fr", Trait.ORGANISATION),
        ("fleuve", "fr", Trait.FEATURE),
        ("river", "en", Trait.FEATURE),
        ("selon", "fr", Trait.STARTER),
        ("le", "fr", Trait.ARTICLE),
        ("russe", "fr", Trait.DEMONYM),
        ("Italian", "en", Trait.DEMONYM),
        ("mardi", "fr", Trait.DATE),
        ("Tuesday", "en", Trait.DATE),
        ("Montag", "de", Trait.DATE),
        ("Marie", "fr", Trait.GIVEN),
        ("Dupont", "fr", Trait.FAMILY),
    ],
)
def test_listed_words_have_their_trait_in_any_letters(traits, token, lang, trait):
    for spelling in (token.lower(), token.capitalize(), token.upper()):
        assert traits(spelling, lang) & trait, spelling


def test_an_elided_word_is_known_without_its_apostrophe(traits):
    assert traits("d") & Trait.CUE
    assert traits("l") & Trait.LINKER


def test_a_title_is_known_with_its_full_stop_or_without(traits):
    assert traits("Mr", "en") & traits("Mr.", "en") & Trait.TITLE


def test_of_an_unknown_language_people_and_articles_are_known_alone(traits):
    known = (
        traits("Maria", "sw") | traits("Monday", "sw") | traits("la", "sw") | traits("de", "sw") | traits("Mr", "sw")
    )
    assert known & Trait.GIVEN
    assert known & Trait.ARTICLE
    assert not known & (Trait.DATE | Trait.LINKER | Trait.TITLE | Trait.CUE | Trait.DEMONYM)
    assert word_lists("sw").demonyms == frozenset()


def test_demonyms_of_several_words_are_listed_whole():
    assert "nord-coréen" in word_lists("fr").demonyms
    assert "south korean" in word_lists("en").demonyms


@pytest.mark.parametrize("which", ["given", "family"])
def test_lists_of_people_are_words_in_small_letters_each_once(which):
    names = people(which)
    assert len(names) > 15_000
    assert list(names) == sorted(set(names))
    assert all(name == name.lower() for name in names)
    # İ in small letters is two signs.
    assert all(re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’\u0307])+", name) for name in names)


@given(token=st.text(st.characters()), lang=st.sampled_from(["fr", "en", "de", "sw"]))
def test_any_token_whatever_has_traits(token, lang):
    traits = Trait(word_lists(lang).traits(token))
    assert bool(traits & Trait.WORD) == (token[:1].isalnum())
    assert not traits & Trait.COMMON
