import pytest

from geomap.claims import Mode
from geomap.geodesy import Compass


@pytest.mark.parametrize(
    ("text", "lang", "direction"),
    [
        ("Le bourg est à 8 km à l’est-sud-est de Lyon.", "fr", Compass.ESE),
        ("Le bourg est à 8 km N.-O. de Lyon.", "fr", Compass.NW),
        ("Le bourg est à 8 km plus au sud.", "fr", None),
        ("The farm is 8 miles north-north-west of Leeds.", "en", Compass.NNW),
        ("The quake was 8 km SSW of Leeds.", "en", Compass.SSW),
        ("The farm is 8 miles to the south east of Leeds.", "en", Compass.SE),
    ],
)
def test_any_of_the_sixteen_points_is_read(claims, text, lang, direction):
    assert [c.direction for c in claims(text, lang)] == ([direction] if direction else [])


@pytest.mark.parametrize(
    ("text", "anchor", "direction"),
    [
        ("La frégate croisait au sud de Chypre, à 80 km.", "Chypre", Compass.S),
        ("Au nord-est, à dix kilomètres, se trouve Grenoble.", None, Compass.NE),
    ],
)
def test_direction_and_anchor_may_stand_before_the_length(claims, text, anchor, direction):
    (claim,) = claims(text)
    assert (claim.anchor and claim.anchor.text, claim.direction) == (anchor, direction)


@pytest.mark.parametrize(
    ("text", "lang", "mode"),
    [
        ("Lyon est à 470 km par la route de Paris.", "fr", Mode.ROAD),
        ("Lyon est à 470 km de Paris par la route.", "fr", Mode.ROAD),
        ("À vol d’oiseau, Lyon est à 390 km de Paris.", "fr", Mode.STRAIGHT),
        ("Le bac a coulé à 3 km en amont de Lyon.", "fr", Mode.RIVER),
        ("Un cargo dérive à 70 km au large de Brest.", "fr", Mode.SEA),
        ("Leeds is 190 miles by rail from London.", "en", Mode.RAIL),
        ("The yacht sank 12 miles off the coast of Cuba.", "en", Mode.SEA),
    ],
)
def test_the_mode_is_read_wherever_it_stands(claims, text, lang, mode):
    (claim,) = claims(text, lang)
    assert claim.mode is mode


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("La route est coupée sur 60 km au nord de Lyon.", "fr"),
        ("Le tir a été ressenti jusqu’à 60 km de Lyon.", "fr"),
        ("Les troupes ont reculé de 5 km au nord de Lyon.", "fr"),
        ("Traffic was backed up for six miles north of Leeds.", "en"),
        ("He drove 40 miles from Leeds to York.", "en"),
        ("Everyone within 10 miles of Leeds was told to leave.", "en"),
        ("Any pupil who lives 2 miles from a school may ride.", "en"),
        ("Il attaque à 8 km de l’arrivée à Lyon.", "fr"),
        ("The missile can strike targets 900 km away, Leeds says.", "en"),
    ],
)
def test_extents_ways_zones_and_finishes_are_no_anchors(claims, text, lang):
    assert claims(text, lang) == ()


def test_within_a_distance_of_is_at_most(claims):
    (claim,) = claims("The fire came within three miles of Leeds.", "en")
    assert (claim.quantity.low_km, claim.anchor.text) == (0.0, "Leeds")
