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


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("A man was arrested in Manchester, England, on Monday.", "Manchester", "ENG"),
        ("Police in Scotland named the victim.", "Scotland", "SCT"),
        ("She was born in Newport, Wales.", "Newport", "WLS"),
    ],
)
def test_the_nations_of_the_united_kingdom_hold_their_towns(placed, text, name, region):
    found = placed(text)[name]
    assert (found.place.country, found.place.region) == ("GB", region)


@pytest.mark.parametrize(
    ("text", "lang", "name", "regions"),
    [
        ("They drove from Portland, Maine, to Portland, Oregon.", "en", "Portland", ["ME", "OR"]),
        ("De Vienne (Isère), il est parti pour Vienne, en Autriche.", "fr", "Vienne", ["84", "09"]),
        ("Montreuil (Pas-de-Calais) et Montreuil (Seine-Saint-Denis) votent.", "fr", "Montreuil", ["32", "11"]),
    ],
)
def test_namesakes_that_the_text_tells_apart_are_two(read, text, lang, name, regions):
    found = [m.resolution for m in read(text, lang=lang).mentions if m.resolution.mention.text == name]
    assert [r.place.region for r in found] == regions


def test_a_namesake_told_apart_does_not_carry_the_storys_own(read):
    text = (
        "Manchester voted on Tuesday, as did Concord, Nashua and Keene in New Hampshire. "
        "The mill town took its name from Manchester, England."
    )
    found = [m.resolution.place for m in read(text, lang="en").mentions if m.resolution.mention.text == "Manchester"]
    assert [place.region for place in found] == ["NH", "ENG"]


@pytest.mark.parametrize(
    ("text", "lang", "name", "country"),
    [
        ("Il est né à Londres, au Canada.", "fr", "Londres", "CA"),
        ("Elle vit à Moscou, aux États-Unis.", "fr", "Moscou", "US"),
        ("Un incendie a touché London (Canada) mardi.", "fr", "London", "CA"),
    ],
)
def test_a_country_told_in_words_is_believed_of_a_small_namesake(placed, text, lang, name, country):
    assert placed(text, lang=lang)[name].place.country == country


def test_a_district_holds_what_lies_near_its_point_alone(placed):
    found = placed("Un accident a eu lieu à Châteauneuf, en Haute-Savoie.", lang="fr")["Châteauneuf"]
    assert "in the area that the text names after it" not in found.because


def test_a_far_better_known_namesake_is_never_surely_ruled_out_by_neighbours(placed):
    found = placed("She left Paris for Dallas, Houston and Austin.")["Paris"]
    assert found.confidence < 0.9
    assert "not the better-known Paris, for where the others lie" in found.because


def test_a_wide_country_is_not_one_point(placed):
    found = placed("The minister flew to Canada.")["Canada"]
    assert (found.place.is_country, found.confidence < 0.9) == (True, True)
    assert "so wide that one point is a convention" in found.because


def test_a_distance_that_fits_is_told_with_its_figures(placed):
    found = placed("Le train est à Oussouriïsk, à 60 km au nord de Vladivostok.", lang="fr")
    assert "78 km from Vladivostok, text says 60" in found["Oussouriïsk"].because
    assert "78 km from Oussouriïsk, text says 60" in found["Vladivostok"].because
