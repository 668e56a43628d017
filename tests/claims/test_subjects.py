import pytest


@pytest.mark.parametrize(
    ("text", "lang", "subject"),
    [
        # Right before the length, over verbs, adverbs, brackets and appositions.
        ("Oyonnax (40 km à l’ouest de Genève) mise sur la plasturgie.", "fr", "Oyonnax"),
        ("Kharkiv, la deuxième ville du pays, à 40 km de la frontière, dort.", "fr", "Kharkiv"),
        ("Une photo le montre à Grenoble, ville qu’il situe à 110 km de Lyon.", "fr", "Grenoble"),
        ("The group met in Grenoble, a town 70 miles southeast of Lyon.", "en", "Grenoble"),
        ("Haditha, in Anbar province, 150 miles from Baghdad, is quiet.", "en", "Haditha"),
        # What the clause is about.
        ("Manosque est une ville des Alpes-de-Haute-Provence, à 80 km de Marseille.", "fr", "Manosque"),
        ("Dunbar is a town in East Lothian, 30 miles from Edinburgh.", "en", "Dunbar"),
        # After a length that opens the sentence.
        ("Twelve miles south of Leeds, the town of Wakefield sleeps.", "en", "Wakefield"),
        ("À 60 km de là, à Tombouctou, l’aide arrive.", "fr", "Tombouctou"),
        # The sentence before.
        ("Gao s’éveille. La ville se trouve à 1 000 km de Bamako.", "fr", "Gao"),
        ("Trucville-le-Haut dort. Il est situé à 30 km de Lyon.", "fr", "Trucville-le-Haut"),
        ("Hawick woke to floods. It lies 50 miles from Edinburgh.", "en", "Hawick"),
    ],
)
def test_the_subject_is_what_the_words_lead_back_to(ends, text, lang, subject):
    assert [found for found, _ in ends(text, lang)] == [subject]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Le séisme, ressenti à Nice, s’est produit à 30 km de Gap.", "fr"),
        ("C’est une commune du Gard, située à 12 km de Nîmes.", "fr"),
        ("Un car s’est couché sur l’A6, à 10 km d’Auxerre.", "fr"),
        ("L’attaque a eu lieu à 150 km de Maiduguri, la capitale de l’État de Borno.", "fr"),
        ("Une bombe a éclaté à 15 km de Maradi, dans le sud du Niger.", "fr"),
        ("John Smith, of Leeds, was found half a mile off the road.", "en"),
        ("A man drowned on White Street, a mile east of Leeds.", "en"),
        ("A quake hit 11 km from Ferndale, California.", "en"),
        ("Il est situé à 30 km de Lyon.", "fr"),
    ],
)
def test_where_no_words_say_it_the_subject_is_unknown(ends, text, lang):
    assert [found for found, _ in ends(text, lang)] == [None]


def test_each_clause_has_its_own_subject(ends):
    found = ends("San Diego is 45 miles south of the base, and Los Angeles is 60 miles north of the base.", "en")
    assert found == [("San Diego", "the base"), ("Los Angeles", "the base")]
