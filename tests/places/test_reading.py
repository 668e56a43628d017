import pytest

from geomap.places import Reading


@pytest.fixture
def reading(read):
    def run(text, name, lang="fr"):
        (found,) = {m.resolution.reading for m in read(text, lang=lang).mentions if m.resolution.mention.text == name}
        return found

    return run


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le train est entré en Russie.", "Russie"),
        ("Il vit à Moscou.", "Moscou"),
        ("Khasan est à la frontière entre la Russie et la Corée du Nord.", "Corée du Nord"),
        ("Khasan est à la frontière entre la Russie et la Corée du Nord.", "Russie"),
        ("L’avion a volé de Pyongyang à Vladivostok.", "Pyongyang"),
        ("L’invasion de l’Ukraine dure.", "Ukraine"),
        ("La rivière Razdolnaya déborde.", "Razdolnaya"),
    ],
)
def test_a_place_where_something_is_reads_literally(reading, text, name):
    assert reading(text, name) is Reading.LITERAL


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscou a annoncé des pourparlers.", "Moscou"),
        ("Il resserre ses liens avec Pyongyang.", "Pyongyang"),
        ("Il veut fournir des armes à Moscou.", "Moscou"),
        ("Des obus ont été livrés à la Russie.", "Russie"),
        ("Séoul dit suivre l’affaire.", "Séoul"),
        ("Le Kremlin a confirmé.", "Kremlin"),
        ("Un accord entre la Chine et l’Inde est signé.", "Chine"),
    ],
)
def test_a_government_reads_metonymically(reading, text, name):
    assert reading(text, name) is Reading.METONYMIC


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("He lives in Moscow.", "Moscow", Reading.LITERAL),
        ("Moscow denied it.", "Moscow", Reading.METONYMIC),
        ("It will ship shells to Moscow.", "Moscow", Reading.METONYMIC),
        ("The train crossed into Russia.", "Russia", Reading.LITERAL),
        ("Talks with Pyongyang stalled.", "Pyongyang", Reading.METONYMIC),
    ],
)
def test_english_reads_alike(reading, text, name, expected):
    assert reading(text, name, "en") is expected


def test_a_demonym_is_associative(reading):
    assert reading("Un train russe passe.", "russe") is Reading.ASSOCIATIVE
