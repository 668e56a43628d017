import pytest

from geomap.errors import RenderError, WordsError
from geomap.geodesy import Compass
from geomap.journey.leg import Certainty, StatedDate
from geomap.render import words as module
from geomap.render.words import languages, load_words


@pytest.mark.parametrize("lang", languages())
def test_every_language_says_everything(lang):
    words = load_words(lang)
    assert all(words.certainty(c) for c in Certainty)
    assert all(words.direction(c) for c in Compass)


def test_numbers_and_dates_follow_the_language():
    french, english = load_words("fr"), load_words("en")
    assert french.km(1405.2) == "1\u202f405\u00a0km"
    assert english.km(1405.2) == "1,405\u00a0km"
    assert french.km(7.93) == "7,9\u00a0km"
    day = StatedDate(iso="2023-09-12", text="mardi")
    assert french.stated(day) == "12\u00a0septembre\u00a02023"
    assert french.stated(day, short=True) == "12\u00a0sept."
    assert french.stated(StatedDate(iso="2023-09", text="")) == "septembre 2023"
    assert french.stated(StatedDate(iso="2023", text="")) == "2023"


def test_country_names_come_from_cldr():
    assert load_words("fr").country("KP") == "Corée du Nord"
    assert load_words("fr").country("??") == "??"


def test_unknown_language_is_refused():
    with pytest.raises(RenderError, match="'xx'"):
        load_words("xx")


def test_missing_key_and_wrong_braces_are_refused():
    reference = {"a": {"x": "{n} km", "y": "oui"}}
    with pytest.raises(WordsError, match=r"a\.y is missing"):
        module._compare("en", {"a": {"x": "{n} km"}}, reference)
    with pytest.raises(WordsError, match=r"a\.x must have these braces: n"):
        module._compare("en", {"a": {"x": "km", "y": "yes"}}, reference)
