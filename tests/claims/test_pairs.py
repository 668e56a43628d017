import pytest

from geomap.claims import Mode


@pytest.mark.parametrize(
    ("text", "lang", "pair"),
    [
        ("La distance entre Lyon et Grenoble est de 110 km.", "fr", ("Lyon", "Grenoble")),
        ("Quelque 110 km séparent Lyon de Grenoble.", "fr", ("Lyon", "Grenoble")),
        ("Lyon et Grenoble, distantes de 110 km, coopèrent.", "fr", ("Lyon", "Grenoble")),
        ("Il y a 110 km entre Lyon et Grenoble.", "fr", ("Lyon", "Grenoble")),
        ("De Lyon à Grenoble, comptez 110 km.", "fr", ("Lyon", "Grenoble")),
        ("The distance from Leeds to York is 25 miles.", "en", ("Leeds", "York")),
        ("Leeds and York are 25 miles apart.", "en", ("Leeds", "York")),
        ("It is 25 miles from Leeds to York.", "en", ("Leeds", "York")),
        ("Only 25 miles separate Leeds and York.", "en", ("Leeds", "York")),
    ],
)
def test_two_places_may_be_told_together(ends, text, lang, pair):
    assert ends(text, lang) == [pair]


def test_the_way_between_them_is_the_mode(claims):
    (road,) = claims("La piste de 180 km entre Lyon et Grenoble est coupée.")
    (rail,) = claims("The 180-km railway between Leeds and York is cut.", "en")
    assert (road.mode, rail.mode) == (Mode.ROAD, Mode.RAIL)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("L’étape de 198 km entre Lyon et Grenoble est pour un Danois.", "fr"),
        ("La frontière de 1 300 km entre la Finlande et la Russie est fermée.", "fr"),
        ("L’autoroute est coupée sur 60 km entre Lyon et Grenoble.", "fr"),
        ("The 120-mile stage from Leeds to York was won by a Dane.", "en"),
        ("The distance between the two cars was 5 meters.", "en"),
    ],
)
def test_stages_borders_and_cars_are_no_pairs(ends, text, lang):
    assert ends(text, lang) == []
