from datetime import date

import pytest

from geomap.journey.dates import find_dates
from geomap.span import Span

WEDNESDAY = date(2023, 9, 13)


def dates(text, lang="fr", published=WEDNESDAY):
    return [(d.date.text, d.date.iso) for d in find_dates(text, Span(start=0, end=len(text)), published, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("parti dimanche", "fr", ("dimanche", "2023-09-10")),
        ("tôt mardi", "fr", ("tôt mardi", "2023-09-12")),
        ("mercredi matin", "fr", ("mercredi matin", "2023-09-13")),
        ("mercredi dernier", "fr", ("mercredi dernier", "2023-09-06")),
        ("vendredi prochain", "fr", ("vendredi prochain", "2023-09-15")),
        ("mardi 12 septembre", "fr", ("mardi 12 septembre", "2023-09-12")),
        ("le 1er octobre", "fr", ("1er octobre", "2023-10-01")),
        ("en juillet", "fr", ("en juillet", "2023-07")),
        ("en décembre", "fr", ("en décembre", "2022-12")),
        ("avril 2019", "fr", ("avril 2019", "2019-04")),
        ("en 2019", "fr", ("en 2019", "2019")),
        ("l’an dernier", "fr", ("l’an dernier", "2022")),
        ("last year", "en", ("last year", "2022")),
        ("hier", "fr", ("hier", "2023-09-12")),
        ("on Sunday", "en", ("Sunday", "2023-09-10")),
        ("early on Tuesday", "en", ("early on Tuesday", "2023-09-12")),
        ("Sept. 10, 2023", "en", ("Sept. 10, 2023", "2023-09-10")),
        ("10 September", "en", ("10 September", "2023-09-10")),
        ("in July", "en", ("in July", "2023-07")),
        ("next Friday", "en", ("next Friday", "2023-09-15")),
    ],
)
def test_a_date_is_as_precise_as_its_words(text, lang, expected):
    assert dates(text, lang) == [expected]


def test_a_year_boundary_is_crossed_the_near_way():
    assert dates("le 30 décembre", published=date(2024, 1, 2)) == [("30 décembre", "2023-12-30")]


@pytest.mark.parametrize("text", ["le 31 février", "mardi", "demain", "en juillet"])
def test_what_cannot_be_known_is_left_out(text):
    assert dates(text, published=None) == []


def test_the_end_of_a_period_is_no_date_of_a_movement():
    assert dates("du 10 au 13 septembre") == []


def test_numbers_near_a_weekday_are_not_years():
    assert dates("mardi, à environ 60 kilomètres") == [("mardi", "2023-09-12")]


def test_a_weekday_still_to_come_is_the_next_one():
    (found,) = find_dates("il part vendredi", Span(start=0, end=16), WEDNESDAY, "fr")
    assert (found.date.iso, found.ahead.iso) == ("2023-09-08", "2023-09-15")
