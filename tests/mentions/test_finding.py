import pytest

from geomap.actors import find_actors
from geomap.mentions import MentionKind, Slot, find_mentions


@pytest.fixture
def mentions(article, entities_in, gazetteer):
    def run(text, lang="fr"):
        made = article(text, lang=lang)
        entities = entities_in(made)
        return find_mentions(made, entities, find_actors(made, entities, gazetteer), gazetteer)

    return run


def names(found):
    return [m.text for m in found if m.kind is MentionKind.NAME]


def test_the_longest_name_wins_and_leaves_its_article_out(mentions):
    found = mentions("Il a quitté la République démocratique du Congo.")
    assert names(found) == ["République démocratique du Congo"]


def test_an_article_that_opens_a_sentence_is_no_part_of_the_name(mentions):
    assert names(mentions("La Corée du Nord se tait.")) == ["Corée du Nord"]


def test_a_feature_noun_is_kept_with_its_codes(mentions):
    (name,) = mentions("Il va vers le port spatial de Vostotchny.")
    assert (name.text, name.head) == ("Vostotchny", "port spatial")
    assert "CTRS" in name.features


def test_the_english_noun_may_follow(mentions):
    (name,) = mentions("It crossed the Elbe river.", "en")
    assert (name.text, name.head) == ("Elbe", "river")


def test_a_town_is_known_by_the_words_beside_it(mentions):
    assert names(mentions("Il est arrivé à Châteauroux.")) == ["Châteauroux"]
    assert names(mentions("Le maire, Paul Châteauroux, est arrivé.")) == []


@pytest.mark.parametrize("text", ["Le groupe Wagner attaque.", "M. Lyon a parlé.", "Un missile Hwasong-11 est tombé."])
def test_people_missiles_and_groups_are_no_places(mentions, text):
    assert names(mentions(text)) == []


def test_a_dateline_is_one(mentions):
    found = mentions("SEOUL, Corée du Sud – Le train est parti de Pyongyang.")
    assert [(m.text, m.slot) for m in found] == [
        ("SEOUL", Slot.DATELINE),
        ("Corée du Sud", Slot.DATELINE),
        ("Pyongyang", Slot.STORY),
    ]


def test_a_byline_is_one(mentions):
    found = mentions("Le train roule vers Moscou.\nAvec nos correspondants à Séoul et à Tokyo")
    assert [(m.text, m.slot) for m in found][1:] == [("Séoul", Slot.BYLINE), ("Tokyo", Slot.BYLINE)]


def test_demonyms_have_their_country(mentions):
    found = mentions("Le dirigeant nord-coréen et des députés russo-ukrainiens.")
    assert [(m.text, m.kind, m.country) for m in found] == [
        ("nord-coréen", MentionKind.DEMONYM, "KP"),
        ("russo-ukrainiens", MentionKind.DEMONYM, "RU"),
    ]


def test_a_noun_points_back_and_one_may_hold_another(mentions):
    found = mentions("À Lyon, une usine de cette ville a brûlé. La gare est intacte.")
    assert [(m.text, m.kind, m.anchor is not None) for m in found] == [
        ("Lyon", MentionKind.NAME, False),
        ("une usine de cette ville", MentionKind.NOMINAL, True),
        ("cette ville", MentionKind.NOMINAL, False),
        ("La gare", MentionKind.NOMINAL, False),
    ]


@pytest.mark.parametrize("text", ["", "Rien.", "123 !", "É", "L’", "à"])
def test_text_without_places_has_no_names(mentions, text):
    if text:
        assert names(mentions(text)) == []


def test_spans_slice_back(mentions):
    text = "Le train a quitté Pyongyang pour Khassan, puis l’Extrême-Orient russe."
    assert all(m.span.of(text) == m.text for m in mentions(text))


def test_a_place_in_one_sentence_is_one_in_all(mentions):
    assert names(mentions("Châteauroux dort. Il est arrivé à Châteauroux. Châteauroux rit.")) == ["Châteauroux"] * 3


def test_a_month_is_no_town(mentions):
    assert names(mentions("Work starts in March in Chicago.", "en")) == ["Chicago"]


def test_a_weekday_after_a_town_leaves_it_a_town(mentions):
    assert names(mentions("She left Columbus Tuesday.", "en")) == ["Columbus"]


def test_a_town_that_opens_a_sentence_is_known_by_the_distance_told_of_it(mentions):
    assert names(mentions("Grenoble est à 110 km de Lyon.")) == ["Grenoble", "Lyon"]
    assert names(mentions("Zarubino se trouve à 61 km de Vladivostok.")) == ["Zarubino", "Vladivostok"]


@pytest.mark.parametrize("text", ["Thames Water failed.", "He met Don Trump.", "Mr. Elbe left early."])
def test_a_rivers_name_beside_another_is_a_firms_or_a_persons(mentions, text):
    assert names(mentions(text, lang="en")) == []


def test_a_district_needs_its_word_and_an_abbreviation_its_full_stop(mentions):
    assert names(mentions("Fire broke out in Anderson County, Ky. on Monday.", lang="en")) == ["Anderson County", "Ky."]
    assert names(mentions("Man bites dog.", lang="en")) == []


def test_a_french_department_is_named_without_its_word(mentions):
    found = mentions("Un incendie en Seine-Saint-Denis. Un drame en Haute-Garonne. Il vit dans le Var.")
    assert names(found) == ["Seine-Saint-Denis", "Haute-Garonne", "Var"]
