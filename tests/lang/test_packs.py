"""Every word list is complete, and every pattern has an example that it matches."""

import re
from datetime import date

import pytest

from geomap.actors import find_actors
from geomap.claims import find_claims
from geomap.claims.lengths import find_lengths
from geomap.errors import LanguageError, WordsError
from geomap.journey.clauses import read_sentences
from geomap.journey.dates import find_dates
from geomap.journey.events import find_events
from geomap.journey.words import motion_words
from geomap.lang import Pack, languages, load_pack
from geomap.lang.pack import forms_of
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


@pytest.mark.parametrize(("lang", "row"), _rows("claims", "pairs"))
def test_each_pair_reads_its_example(lang, row, article, entities_in, gazetteer):
    made = article(row["example"], lang=lang)
    (claim,) = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert claim.evidence.rule == f"{lang}: {row['form']}"
    assert {claim.subject.text, claim.anchor.text} in ({"Gap", "Embrun"}, {"Leeds", "York"})


@pytest.mark.parametrize(("lang", "row"), _rows("claims", "middles"))
def test_each_middle_reads_its_example(lang, row, article, entities_in, gazetteer):
    made = article(row["example"], lang=lang)
    (claim,) = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert (claim.evidence.rule, claim.relation) == (f"{lang}: {row['form']}", row["relation"])
    assert (claim.anchor.text, claim.other.text) in (("Gap", "Embrun"), ("Leeds", "York"))


def _forms(file: str, *keys: str):
    """Each form of a table of lists with the key of its list."""
    return [
        pytest.param(lang, key, form, id=f"{lang}-{key}-{form}")
        for lang in LANGUAGES
        for key, forms in load_pack(lang).table(file, *keys).items()
        for form in forms_of(forms)
    ]


def _words(file: str, *keys: str):
    return [
        pytest.param(lang, form, id=f"{lang}-{form}")
        for lang in LANGUAGES
        for form in load_pack(lang).words(file, *keys)
    ]


def _lengths(text: str, lang: str):
    return list(find_lengths(text, Span(start=0, end=len(text)), lang))


@pytest.mark.parametrize(("lang", "unit", "form"), [*_forms("lengths", "units"), *_forms("lengths", "short")])
def test_each_unit_is_read(lang, unit, form):
    (found,) = _lengths(f"60 {form}", lang)
    assert found.unit == unit


@pytest.mark.parametrize(("lang", "hedge", "form"), _forms("lengths", "hedges"))
def test_each_hedge_before_a_number_is_read(lang, hedge, form):
    (found,) = _lengths(f"{form} 60 km", lang)
    assert (found.hedge, found.text) == (hedge, f"{form} 60 km")


@pytest.mark.parametrize(("lang", "hedge", "form"), _forms("lengths", "after"))
def test_each_hedge_after_a_unit_is_read(lang, hedge, form):
    (found,) = _lengths(f"60 km {form}", lang)
    assert (found.hedge, found.text) == (hedge, f"60 km {form}")


@pytest.mark.parametrize(("lang", "form"), _words("lengths", "neutral", "words"))
def test_a_neutral_word_changes_nothing(lang, form):
    (found,) = _lengths(f"{form} 60 km", lang)
    assert (found.hedge, found.value) == ("exact", 60)


@pytest.mark.parametrize(("lang", "form"), _words("lengths", "never_before", "words"))
def test_what_follows_other_lengths_makes_them_no_distance(lang, form):
    assert _lengths(f"60 km {form}", lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", ["vague", "fractions", "collectives", "numbers"])
def test_each_word_for_a_number_is_read(lang, table):
    before = {"collectives": {"fr": "une ", "en": "a "}[lang]}.get(table, "")
    of = {"fr": " de", "en": ""}[lang] if table == "collectives" else ""
    for form in load_pack(lang).table("lengths", table):
        words = form if form.startswith(("half a d", "half-d")) else f"{before}{form}"
        (found,) = _lengths(f"{words}{of} km", lang)
        assert found.text == f"{words}{of} km", form


_ANCHORED = {"fr": "Le bourg est à 8 km {} de Lyon.", "en": "The farm is 8 miles {} of Leeds."}


@pytest.mark.parametrize(("lang", "point", "form"), [*_forms("claims", "directions"), *_forms("claims", "bearings")])
def test_each_direction_is_read(lang, point, form, article, entities_in, gazetteer):
    made = article(_ANCHORED[lang].format(form), lang=lang)
    claims = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert [c.direction for c in claims] == [point]


@pytest.mark.parametrize(("lang", "mode", "form"), _forms("claims", "modes"))
def test_each_mode_is_read(lang, mode, form, article, entities_in, gazetteer):
    text = {"fr": "Le bourg est à 8 km {} de Lyon.", "en": "The farm is 8 miles {} from Leeds."}[lang].format(form)
    made = article(text.replace(" ’", "’"), lang=lang)
    claims = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert [c.mode for c in claims] == [mode]


@pytest.mark.parametrize(("lang", "form"), _words("claims", "openers"))
def test_each_opener_brings_a_length_in(lang, form, article, entities_in, gazetteer):
    made = article(
        {"fr": f"Le bourg, {form} 8 km de Lyon.", "en": f"The farm {form} 8 miles from Leeds."}[lang], lang=lang
    )
    claims = find_claims(made, find_mentions(made, entities_in(made), (), gazetteer))
    assert [c.anchor.text for c in claims] == [{"fr": "Lyon", "en": "Leeds"}[lang]]


@pytest.mark.parametrize(("lang", "form"), [*_words("claims", "blockers"), *_words("claims", "denials")])
def test_each_blocker_makes_a_length_no_distance(lang, form, article, entities_in, gazetteer):
    text = {"fr": "Cela fait {} 8 km au nord de Lyon.", "en": "It was {} 8 miles north of Leeds."}[lang].format(form)
    made = article(text.replace("’ 8", "’à 8"), lang=lang)
    assert find_claims(made, find_mentions(made, entities_in(made), (), gazetteer)) == ()


@pytest.mark.parametrize(("lang", "row"), _rows("dates", "forms"))
def test_each_date_form_reads_its_example_whole(lang, row):
    text = row["example"]
    found = find_dates(text, Span(start=0, end=len(text)), date(2023, 9, 13), lang)
    assert [d.date.text for d in found] == [text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_conjugated_form_is_a_word(lang):
    for form in motion_words(lang).verbs:
        assert re.fullmatch(r"[a-zà-öø-ÿœ]+", form), form
