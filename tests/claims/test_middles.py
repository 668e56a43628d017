import pytest

from geomap.claims import Relation


@pytest.fixture
def middles(claims):
    """Relation, and the words of subject and both ends, of each claim of a text that states no length."""

    def run(text, lang):
        return [
            (c.relation, c.subject and c.subject.text, c.anchor.text, c.other.text)
            for c in claims(text, lang)
            if c.quantity is None
        ]

    return run


@pytest.mark.parametrize(
    ("lang", "text", "subject", "ends"),
    [
        ("fr", "Valence se trouve à mi-chemin entre Lyon et Avignon.", "Valence", ("Lyon", "Avignon")),
        ("fr", "Valence, à peu près à mi-distance de Lyon et d’Avignon, recrute.", "Valence", ("Lyon", "Avignon")),
        ("fr", "À mi-chemin entre Paris et Lyon, Beaune attire les touristes.", "Beaune", ("Paris", "Lyon")),
        ("fr", "Lyon grandit. Elle est située à mi-route entre Paris et Nice.", "Lyon", ("Paris", "Nice")),
        ("fr", "L’accident s’est produit à mi-chemin entre Lyon et Grenoble.", None, ("Lyon", "Grenoble")),
        ("fr", "Monaco est à mi-chemin entre Nice et la frontière.", "Monaco", ("Nice", "la frontière")),
        ("en", "Oxford lies about halfway between London and Bristol.", "Oxford", ("London", "Bristol")),
        ("en", "Midway between London and Leeds, Leicester waits.", "Leicester", ("London", "Leeds")),
        ("en", "Oxford, half way from London to Bristol, is flooded.", "Oxford", ("London", "Bristol")),
        ("en", "London lies midway between Toronto, Ontario, and Detroit, Michigan.", "London", ("Toronto", "Detroit")),
        ("en", "The plane came down halfway between Leeds and the coast.", None, ("Leeds", "the coast")),
    ],
)
def test_a_place_is_told_to_lie_halfway(middles, lang, text, subject, ends):
    assert middles(text, lang) == [(Relation.HALFWAY, subject, *ends)]


@pytest.mark.parametrize(
    ("lang", "text", "subject"),
    [
        ("fr", "Valence est à égale distance de Lyon et d’Avignon.", "Valence"),
        ("fr", "La gare, équidistante de Lyon et Avignon, ouvrira en mai.", "La gare"),
        ("en", "Oxford is equidistant from London and Bristol.", "Oxford"),
        ("en", "Oxford is equally far from both London and Bristol.", "Oxford"),
    ],
)
def test_a_place_is_told_to_be_as_far_from_both(middles, lang, text, subject):
    ((relation, found, *_),) = middles(text, lang)
    assert (relation, found) == (Relation.EQUIDISTANT, subject)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Son style est à mi-chemin entre le rock et le jazz."),
        ("fr", "À mi-chemin entre le roman et l’enquête, le livre plaît à Paris."),
        ("fr", "Valence n’est pas à mi-chemin entre Lyon et Avignon."),
        ("fr", "Les travaux sont à mi-parcours."),
        ("fr", "La hausse place Lyon à mi-chemin de ses objectifs."),
        ("en", "Talks are halfway between hope and despair."),
        ("en", "She is halfway between London and fame."),
        ("en", "Traffic backed up halfway to London."),
        ("en", "Oxford is not halfway between London and Bristol."),
        ("en", "They met midway through the match in Leeds."),
        ("en", "Newcastle lies more than halfway from London to Edinburgh."),
        ("en", "Oxford lies less than halfway from London to Bristol."),
        ("en", "Oxford is not quite halfway between London and Bristol."),
        ("en", "Sheffield is equidistant from Leeds, York and Hull."),
        ("fr", "Valence est à plus de mi-chemin entre Lyon et Avignon."),
        ("fr", "Valence n’est pas vraiment à mi-chemin entre Lyon et Avignon."),
        ("fr", "Mâcon est à égale distance de Lyon, de Dijon et de Genève."),
    ],
)
def test_what_lies_between_no_two_places_is_no_claim(middles, lang, text):
    assert middles(text, lang) == []


def test_the_hedge_belongs_to_the_words(claims):
    (claim,) = claims("Oxford lies roughly halfway between London and Bristol.", "en")
    assert claim.said.of("Oxford lies roughly halfway between London and Bristol.") == "roughly halfway"


def test_lengths_and_middles_of_a_sentence_are_told_in_text_order(claims):
    told = claims("Valence, à mi-chemin entre Lyon et Avignon, est à 90 km de Lyon et à 110 km d’Avignon.")
    assert [c.relation is not None for c in told] == [True, False, False]
    assert {c.subject.text for c in told} == {"Valence"}


def test_an_end_is_not_in_its_own_middle(claims):
    told = claims("Oxford lies 50 km from London, halfway between London and Bristol.", "en")
    assert [c.subject.text for c in told] == ["Oxford", "Oxford"]


def test_a_long_sentence_of_nothing_but_middles_takes_no_long_time(claims):
    assert len(claims("Oxford lies " + "halfway between London and Bristol, " * 300 + "and waits.", "en")) == 300
