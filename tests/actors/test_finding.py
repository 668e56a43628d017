from itertools import pairwise

import pytest

from geomap.actors import ActorKind, find_actors


@pytest.fixture
def actors(article, entities_in, gazetteer):
    def run(text, lang="fr"):
        made = article(text, lang=lang)
        return find_actors(made, entities_in(made), gazetteer)

    return run


def test_a_title_introduces_a_person(actors):
    found = actors("Le ministre russe de la Défense, Sergueï Choïgou, est parti.")
    assert [(a.text, a.kind) for a in found] == [("Sergueï Choïgou", ActorKind.PERSON)]


def test_part_of_a_name_is_the_same_person(actors):
    found = actors("Kim Jong Un est parti. M. Kim est arrivé. Kim mange.")
    assert {a.name for a in found} == {"Kim Jong Un"}
    assert [a.text for a in found] == ["Kim Jong Un", "Kim", "Kim"]


def test_an_agency_is_known_with_the_state_that_owns_it(actors):
    (agency,) = actors("L’Agence centrale de presse coréenne l’a dit.")
    assert (agency.kind, agency.name, agency.country) == (ActorKind.ORGANISATION, "KCNA", "KP")


def test_a_curated_place_is_nobody(actors):
    assert actors("La Corée du Nord et les Émirats arabes unis négocient.") == ()


def test_a_name_after_a_preposition_of_place_is_no_person(actors):
    assert actors("Il est allé à Villeneuve Loubet.") == ()


@pytest.mark.parametrize("text", ["Un An-148 a décollé.", "Un F-16 vole."])
def test_a_designation_is_a_vehicle(actors, text):
    assert [a.kind for a in actors(text)] == [ActorKind.VEHICLE]


def test_a_name_after_an_organisation_noun_is_an_organisation_everywhere(actors):
    found = actors("Le groupe Wagner se bat. On parle de Wagner partout.")
    assert [(a.text, a.kind) for a in found] == [("Wagner", ActorKind.ORGANISATION)] * 2


def test_actors_never_overlap(actors):
    spans = [a.span for a in actors("Le président Vladimir Poutine, M. Poutine et l’agence RIA Novosti.")]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_english_titles_and_possessives(actors):
    found = actors("Russia’s Defense Minister Sergei Shoigu visited. Kim’s train left; Kim Jong Un smiled.", "en")
    assert {a.name for a in found} == {"Sergei Shoigu", "Kim Jong Un"}


def test_a_weekday_after_a_name_is_no_part_of_it(actors):
    assert actors("Smith left Boston Tuesday.", "en") == ()
    assert [a.text for a in actors("Jane Brown Monday denied it.", "en")] == ["Jane Brown"]
