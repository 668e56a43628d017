"""What the rest of a story says about a name."""

import pytest

from geomap.article import article_from_text
from geomap.pipeline import analyse


@pytest.fixture
def placed(read):
    def run(text, lang="en"):
        report = read(text, lang=lang)
        return {m.resolution.mention.text: m.resolution for m in report.mentions}

    return run


def test_the_storys_other_names_tell_the_region(placed):
    found = placed(
        "Fire crews came from Moscow, Pullman and Genesee. A barn in Juliaetta burned, and one near Troy, Idaho."
    )
    assert found["Moscow"].place.country == "US"
    assert found["Moscow"].place.region == found["Juliaetta"].place.region


def test_a_small_place_that_nothing_points_to_is_named_but_not_placed(placed):
    found = placed("Le préfet a quitté Rennes pour Brest, Quimper, Vannes, puis Lanark.", lang="fr")
    assert found["Quimper"].place.country == "FR"
    assert found["Lanark"].place is None
    assert found["Lanark"].candidates > 0
    assert "nothing else in the story points there" in found["Lanark"].because[0]


def test_a_name_of_many_towns_that_nothing_tells_apart_is_left_open(placed):
    found = placed("Le préfet a quitté Rennes pour Brest, Quimper, Vannes, puis Ashland.", lang="fr")["Ashland"]
    assert (found.status, found.place, found.candidates > 9) == ("ambiguous", None, True)
    assert "nothing in the story tells which is meant" in found.because[0]


@pytest.mark.parametrize(
    ("text", "lang", "name", "region"),
    [
        ("Il vit à Moscou, dans l’Idaho, depuis un an.", "fr", "Moscou", "ID"),
        ("She was born in Paris in Texas, she said.", "en", "Paris", "TX"),
        ("A truck overturned near Cornwall, Ontario, on Monday.", "en", "Ontario", "08"),
    ],
)
def test_a_place_and_the_area_that_it_is_told_to_lie_in_go_together(placed, text, lang, name, region):
    assert placed(text, lang=lang)[name].place.region == region


@pytest.mark.parametrize(("name", "country"), [("Manchester", "GB"), ("Philadelphia", "US"), ("Gaza", "PS")])
def test_a_parish_or_an_alias_does_not_beat_a_city(placed, name, country):
    assert placed(f"Two men were arrested in {name} on Monday.")[name].place.country == country


def test_an_abbreviation_is_written_as_one(placed):
    assert placed("She flew from Brandon, Man., to Toronto.")["Man."].place.country == "CA"
    found = placed("Man, 45, charged in Leeds.")
    assert "Man" not in found or found["Man"].place.country != "CA"


def test_a_place_in_an_organisations_name_is_a_link(placed):
    found = placed("Researchers at the University of Iowa met in Chicago.")
    assert (found["Iowa"].reading, found["Chicago"].reading) == ("associative", "literal")


def test_a_declined_name_is_placed(gazetteer, recogniser):
    text = "Поезд прибыл во Владивосток из Хабаровска и стоял в Уссурийске."
    report = analyse(article_from_text(text, id="story", lang="ru", others=["ru"]), gazetteer, recogniser=recogniser)
    placed = {m.resolution.place.name for m in report.mentions if m.resolution.place}
    assert placed == {"Vladivostok", "Khabarovsk", "Ussuriysk"}
