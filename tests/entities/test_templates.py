import re
import shutil
from pathlib import Path

import pytest

from geomap.entities import EntityKind
from geomap.entities.templates import FILLINGS, fill_templates, read_templates
from geomap.errors import CorpusError
from geomap.gazetteer import Gazetteer

TEMPLATES = Path(__file__).parents[1] / "corpus" / "templates"

TWO_PLACES = "<place>{town}</place> attend le train de <place>{country}</place>."
NOTHING_TO_FILL = "<place>Paris</place> dort."
NUMBERED = "{city=1}; {city=2}; {city=1}; {city=2}"
PERSON = "{surname=1}; {person=1}; {given=1}; {surname=2}"
IN_CAPITALS = "<place>{CITY=1}</place> – Il pleut à <place>{city=1}</place>."
MANY_TOWNS = "; ".join(["{town}"] * 30)
DE_COUNTRY = [f"{number} de <place>{{country}}</place>" for number in range(10)]
OF_PLACES = ["{city}", "{town}", "{country}", "{region}", "{river}"]
OF_WORDS = ["{weekday}", "{month}", "{number}", "{person}", "{demonym}"]

WRITTEN = {
    "fr": [TWO_PLACES, NOTHING_TO_FILL, NUMBERED, PERSON, IN_CAPITALS, MANY_TOWNS, *OF_PLACES, *OF_WORDS, TWO_PLACES],
    "en": [*DE_COUNTRY, *OF_PLACES, *OF_WORDS],
}


@pytest.fixture(scope="module")
def places():
    return Gazetteer.open(towns=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Our templates, and after them those of the corpus: to fill them together takes half as long."""
    folder = tmp_path_factory.mktemp("templates")
    for lang, templates in WRITTEN.items():
        committed = (TEMPLATES / f"{lang}.txt").read_text(encoding="utf-8")
        (folder / f"{lang}.txt").write_text("\n".join([*templates, committed]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(folder, places):
    return tuple((int(text.id.split("-")[1]), text) for text in fill_templates(folder, places))


@pytest.fixture(scope="module")
def committed(made):
    """The sentences made of the corpus' templates."""
    return [text for line, text in made if line > len(WRITTEN[text.lang])]


@pytest.fixture(scope="module")
def filled(made):
    """The sentences made of one of our templates."""

    def of(template, lang="fr"):
        lines = [line for line, written in enumerate(WRITTEN[lang], start=1) if written == template]
        return [text for line, text in made if text.lang == lang and line in lines]

    return of


@pytest.fixture
def refused(places, tmp_path):
    """What is said of templates that cannot be filled."""

    def refusal(*templates):
        (tmp_path / "fr.txt").write_text("\n".join(templates), encoding="utf-8")
        with pytest.raises(CorpusError) as raised:
            list(fill_templates(tmp_path, places))
        return str(raised.value)

    return refusal


def test_each_template_is_filled_several_times_with_other_names(filled):
    texts = filled(TWO_PLACES)[:FILLINGS]
    assert len({text.text for text in texts}) == FILLINGS
    assert all([mark.kind for mark in text.marks] == [EntityKind.PLACE] * 2 for text in texts)


def test_a_template_without_a_slot_is_one_sentence(filled):
    assert [text.text for text in filled(NOTHING_TO_FILL)] == ["Paris dort."]


def test_the_same_template_is_filled_the_same_whatever_stands_before_it(filled):
    texts = [text.text for text in filled(TWO_PLACES)]
    assert texts[:FILLINGS] == texts[FILLINGS:]


def test_templates_are_filled_the_same_each_time(made, folder, places, tmp_path):
    shutil.copy(folder / "fr.txt", tmp_path)
    assert list(fill_templates(tmp_path, places)) == [text for _, text in made if text.lang == "fr"]


def test_a_numbered_slot_repeats_its_name(filled):
    for text in filled(NUMBERED):
        first, second, *again = text.text.split("; ")
        assert again == [first, second]
        assert first != second


def test_given_name_and_surname_are_parts_of_the_person_of_their_number(filled):
    for text in filled(PERSON):
        surname, person, given, other = text.text.split("; ")
        assert person == f"{given} {surname}"
        assert other != surname


def test_a_slot_in_capitals_is_filled_in_capitals(filled):
    for text in filled(IN_CAPITALS):
        loud, soft = (mark.span.of(text.text) for mark in text.marks)
        assert loud == soft.upper()
        assert loud != soft


def test_the_names_of_a_sentence_differ(filled):
    for text in filled(MANY_TOWNS):
        assert len(set(text.text.split("; "))) == 30


def test_french_elides_de_before_a_vowel_and_only_there(committed):
    french = [text for text in committed if text.lang == "fr"]
    before = [text.text[: mark.span.start] + "|" + mark.span.of(text.text) for text in french for mark in text.marks]
    assert not [each for each in before if re.search(r"\b[Dd]e \|[AÂÀÉÈÊIÎOÔŒU]", each)]
    assert not [each for each in before if re.search(r"\b[Dd]’\|[BCDFGJKLMNPQRSTVWXZ]", each)]
    assert len([each for each in before if re.search(r"\b[Dd]’\|", each)]) > 30


def test_english_elides_nothing(filled):
    texts = [text.text for template in DE_COUNTRY for text in filled(template, "en")]
    assert all(re.fullmatch(r"\d de .+", text) for text in texts)
    assert any(re.fullmatch(r"\d de [AEIOU].+", text) for text in texts)


def test_an_unknown_slot_is_refused_with_its_file_and_line(refused):
    message = refused("# Voyages", NOTHING_TO_FILL, "<place>{VILLAGE=1}</place> – Il pleut.")
    assert re.search(r"fr\.txt:3: a slot must be one of city, .*number, got '\{village=1\}'$", message)
    assert "\n" not in message


def test_a_wrong_mark_is_refused_with_its_file_and_line(refused):
    assert "fr.txt:2: <place> is not closed" in refused("", "Il vit à <place>Lyon.")


def test_remarks_and_blank_lines_are_no_templates(tmp_path):
    (tmp_path / "en.txt").write_text("# Journeys\n\n  {city} sleeps.\n#{city} trends.\n", encoding="utf-8")
    templates = read_templates(tmp_path)["en"]
    assert [template[1:] for template in templates] == [(3, "{city} sleeps."), (4, "#{city} trends.")]
    assert all(path.endswith("en.txt") for path, _, _ in templates)


@pytest.mark.parametrize(
    ("slot", "lang", "of"),
    [
        ("{weekday}", "fr", r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"),
        ("{month}", "en", r"January|February|March|April|May|June|July|August|September|October|November|December"),
        ("{number}", "fr", r"\d{1,4}"),
        ("{person}", "en", r"\S+ \S+"),
        ("{demonym}", "fr", r"[a-zà-ÿ’ -]+"),
        ("{demonym}", "en", r"[A-Z].+"),
    ],
)
def test_a_slot_is_filled_in_the_language_of_its_template(filled, slot, lang, of):
    assert all(re.fullmatch(of, text.text) for text in filled(slot, lang))


@pytest.mark.parametrize("slot", OF_PLACES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_gazetteer_knows_what_fills_a_slot_of_places(filled, places, slot, lang):
    standings = places.standings()
    assert all(standings.of(text.text) or standings.of(f"{text.text} River") for text in filled(slot, lang))


def test_committed_templates_leave_no_slot_unfilled(committed):
    assert len(committed) > 1000
    assert {text.lang for text in committed} == {"fr", "en"}
    assert not [text.text for text in committed if set("{}\0") & set(text.text)]
