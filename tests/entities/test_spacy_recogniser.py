import json
import re

import pytest
import spacy

from geomap.entities import EntityKind, open_recogniser
from geomap.errors import ModelError
from geomap.pipeline import analyse

PATTERNS = {
    "Vladivostok": "GPE",
    "Amur": "LOC",
    "Heathrow": "FAC",
    "Kim Jong Un": "PERSON",
    "Durand": "PER",
    "Tass": "ORG",
    "Russian": "NORP",
    "Monday": "DATE",
    "Le Monde": "WORK_OF_ART",
}
"""What the pipeline finds, each with a label of OntoNotes or WikiNER."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A pipeline for English as spaCy writes it."""
    pipeline = spacy.blank("en", meta={"name": "toy", "version": "1.2.3"})
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in PATTERNS.items()])
    path = tmp_path_factory.mktemp("pipelines") / "toy"
    pipeline.to_disk(path)
    return path


@pytest.fixture(scope="module")
def toy(folder, gazetteer):
    return open_recogniser(f"spacy:{folder}", gazetteer)


def test_a_pipeline_is_opened_by_its_folder_and_named_with_its_version(toy):
    assert toy.name_for("en") == "spacy:en_toy-1.2.3"


def test_what_reads_another_language_is_named_for_it(toy, recogniser):
    assert toy.name_for("fr") == recogniser.name_for("fr")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Vladivostok", EntityKind.PLACE),
        ("Amur", EntityKind.PLACE),
        ("Heathrow", EntityKind.PLACE),
        ("Kim Jong Un", EntityKind.PERSON),
        ("Durand", EntityKind.PERSON),
        ("Tass", EntityKind.ORGANISATION),
        ("Russian", EntityKind.DEMONYM),
    ],
)
def test_the_labels_of_its_entities_are_our_kinds(toy, name, kind):
    text = f"They spoke of {name} there."
    ((entity,),) = toy.recognise([text], "en")
    assert (entity.span.of(text), entity.kind) == (name, kind)
    assert 0.5 < entity.confidence < 1
    assert not entity.within


def test_entities_of_other_labels_are_left_out(toy):
    assert toy.recognise(["On Monday they read Le Monde."], "en") == ((),)


def test_each_text_has_its_entities_in_order(toy):
    texts = ["Tass says Kim Jong Un left Vladivostok.", "", "🚂 é Amur"]
    found = toy.recognise(texts, "en")
    assert [[e.span.of(text) for e in each] for text, each in zip(texts, found, strict=True)] == [
        ["Tass", "Kim Jong Un", "Vladivostok"],
        [],
        ["Amur"],
    ]


def test_another_language_goes_to_the_recogniser_that_geomap_carries(toy, recogniser):
    texts = ["Le train a quitté Vladivostok lundi.", "Il est arrivé à Khabarovsk."]
    assert toy.recognise(texts, "fr") == recogniser.recognise(texts, "fr")
    assert [len(each) for each in toy.recognise(texts, "fr")] == [1, 1]


def test_a_report_is_made_with_it(toy, article, gazetteer, recogniser):
    text = "Kim Jong Un’s train left Vladivostok on Monday. It crossed the Amur near Pereyaslavka."
    made = article(text, lang="en")
    report = analyse(made, gazetteer, recogniser=toy)
    assert report.provenance.model == "spacy:en_toy-1.2.3"
    found = [each.resolution.mention.text for each in report.mentions]
    assert found == ["Vladivostok", "Amur"]
    # Only geomap’s own recogniser finds the town that the toy was not told of.
    own = [each.resolution.mention.text for each in analyse(made, gazetteer, recogniser=recogniser).mentions]
    assert own == [*found, "Pereyaslavka"]


@pytest.mark.parametrize("model", ["en_nobody_made_this", "/nowhere/at/all", "with space"])
def test_a_model_that_is_not_there_is_refused_in_one_line(gazetteer, model):
    with pytest.raises(ModelError, match=f"^spaCy has no pipeline {re.escape(repr(model))} ") as refused:
        open_recogniser(f"spacy:{model}", gazetteer)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith("install it, or name the folder that holds one")


def test_a_folder_without_a_pipeline_is_refused_in_one_line(gazetteer, tmp_path):
    with pytest.raises(ModelError, match=r"Could not read meta\.json") as refused:
        open_recogniser(f"spacy:{tmp_path}", gazetteer)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("file", "content"), [("config.cfg", "garbage"), ("meta.json", "{"), ("config.cfg", '[nlp]\nlang = "en"\n')]
)
def test_a_damaged_pipeline_is_refused_in_one_line(gazetteer, folder, tmp_path, file, content):
    for name in ("config.cfg", "meta.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"^spaCy has no pipeline ") as refused:
        open_recogniser(f"spacy:{tmp_path}", gazetteer)
    assert "\n" not in str(refused.value)


def test_the_toy_is_a_pipeline_for_english_alone(folder):
    assert json.loads((folder / "meta.json").read_text(encoding="utf-8"))["lang"] == "en"
