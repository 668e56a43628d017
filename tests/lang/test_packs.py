"""Every word list is complete, and every pattern has an example that it matches."""

import re
from datetime import date

import pytest

from geomap.actors import find_actors
from geomap.claims import find_claims
from geomap.errors import LanguageError, WordsError
from geomap.journey.clauses import read_sentences
from geomap.journey.dates import find_dates
from geomap.journey.events import find_events
from geomap.journey.words import motion_words
from geomap.lang import Pack, languages, load_pack
from geomap.mentions import find_mentions
from geomap.places import resolve_places
from geomap.span import Span

LANGUAGES = ("en", "fr")


def _rows(file: str, key: str):
    return [
        pytest.param(lang, row, id=f"{lang}-{row.get('stem', row.get('form', row.get('forms')))}-{row['example'][:40]}")
        for lang in LANGUAGES
        for row in load_pack(lang).rows(file, key)
    ]


def events_of(text, lang, article, entities_in, gazetteer):
    made = article(text, lang=lang)
    entities = entities_in(made)
    actors = find_actors(made, entities, gazetteer)
    mentions = find_mentions(made, entities, actors, gazetteer)
    resolutions = resolve_places(made, mentions, find_claims(made, mentions), gazetteer)
    return find_events(read_sentences(made, actors, resolutions))


def test_languages_are_the_folders_with_words():
    assert languages() == LANGUAGES


def test_an_unknown_language_is_named_with_those_known():
    with pytest.raises(LanguageError, match=r"'xx'.*en, fr"):
        load_pack("xx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pack_has_the_same_keys_as_the_others(lang):
    def keys(pack: Pack, file: str) -> set[str]:
        return set(pack.tables[file])

    ours, theirs = load_pack(lang), load_pack("fr")
    optional = {"away", "words"}
    for file in ours.tables:
        assert keys(ours, file) - optional == keys(theirs, file) - optional, file


def test_a_missing_key_names_file_and_key():
    with pytest.raises(WordsError, match=r"fr/tokens\.toml: nothing is missing"):
        load_pack("fr").words("tokens", "nothing")


def test_a_wrong_value_names_file_and_key():
    pack = Pack(lang="zz", tables={"tokens": {"starters": "le"}})
    with pytest.raises(WordsError, match=r"zz/tokens\.toml: starters must be a list of words, got 'le'"):
        pack.words("tokens", "starters")


@pytest.mark.parametrize(("lang", "row"), _rows("motion", "verbs"))
def test_each_verb_of_movement_reads_its_example(lang, row, article, entities_in, gazetteer):
    events = events_of(row["example"], lang, article, entities_in, gazetteer)
    assert row["act"] in {str(e.act) for e in events}


@pytest.mark.parametrize(("lang", "row"), _rows("motion", "nouns"))
def test_each_noun_of_movement_reads_its_example(lang, row, article, entities_in, gazetteer):
    assert any(
        e.evidence.rule.startswith("planned") for e in events_of(row["example"], lang, article, entities_in, gazetteer)
    )


@pytest.mark.parametrize(("lang", "row"), _rows("motion", "sightings"))
def test_each_sighting_reads_its_example(lang, row, article, entities_in, gazetteer):
    assert any(e.observed for e in events_of(row["example"], lang, article, entities_in, gazetteer))


@pytest.mark.parametrize(("lang", "row"), _rows("claims", "links"))
def test_each_link_reads_its_example(lang, row, article, entities_in, gazetteer):
    made = article(row["example"], lang=lang)
    claims = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert [c.evidence.rule for c in claims] == [f"{lang}: {row['form']}"]


@pytest.mark.parametrize(("lang", "row"), _rows("claims", "endings"))
def test_each_ending_reads_its_example(lang, row, article, entities_in, gazetteer):
    made = article(row["example"], lang=lang)
    claims = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert [(c.evidence.rule, c.anchor) for c in claims] == [(f"{lang}: {row['form']}", None)]


@pytest.mark.parametrize(("lang", "row"), _rows("dates", "forms"))
def test_each_date_form_reads_its_example_whole(lang, row):
    text = row["example"]
    found = find_dates(text, Span(start=0, end=len(text)), date(2023, 9, 13), lang)
    assert [d.date.text for d in found] == [text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_conjugated_form_is_a_word(lang):
    for form in motion_words(lang).verbs:
        assert re.fullmatch(r"[a-zà-öø-ÿœ]+", form), form
