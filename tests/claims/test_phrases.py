import pytest


@pytest.mark.parametrize(
    ("text", "lang", "anchor"),
    [
        ("Les tirs ont repris à 4 km de la frontière chinoise hier.", "fr", "la frontière chinoise"),
        ("Le dépôt est à 4 km de la ligne de front.", "fr", "la ligne de front"),
        ("Le dépôt est à 4 km des côtes grecques.", "fr", "côtes grecques"),
        ("Le dépôt est à 4 km de son point de départ.", "fr", "son point de départ"),
        ("Le dépôt est à 4 km de la capitale, Nairobi.", "fr", "Nairobi"),
        ("Le dépôt est à 4 km de la capitale provinciale Goma.", "fr", "Goma"),
        ("Le dépôt est à 4 km de la petite ville de Grenoble.", "fr", "Grenoble"),
        ("The depot is 4 miles from the Ukrainian border.", "en", "the Ukrainian border"),
        ("The depot is 4 miles from the border with China, they say.", "en", "the border with China"),
        ("The depot is 4 miles from Canada's Arctic coast.", "en", "Canada's Arctic coast"),
        ("The depot is 4 miles from the capital, Nairobi.", "en", "Nairobi"),
        ("The depot is 4 miles from the village of Whatsitham.", "en", "Whatsitham"),
        ("The depot is 4 miles from shore.", "en", "shore"),
    ],
)
def test_an_anchor_may_be_a_phrase(ends, text, lang, anchor):
    assert [found for _, found in ends(text, lang)] == [anchor]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le dépôt est à 4 km de la capitale du Gabon.", "Gabon"),
        ("Le dépôt est à 4 km de l’ambassade de France.", "France"),
        ("Le dépôt est à 4 km de la frontière avec la Chine.", "Chine"),
    ],
)
def test_what_lies_at_a_place_is_not_the_place(ends, text, name):
    ((_, anchor),) = ends(text)
    assert anchor != name
    assert anchor.endswith(name)


def test_a_name_in_small_letters_is_read_where_nothing_is_capitalised(ends):
    assert ends("clinton is 12 miles north of galesville.", "en") == [("clinton", "galesville")]


@pytest.mark.parametrize("text", ["Le dépôt est à 4 km d’un village.", "Le garde était à 4 mètres du suspect."])
def test_nothing_is_measured_from_anything_or_anybody(ends, text):
    assert ends(text) == []
