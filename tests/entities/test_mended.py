"""What once went wrong in the recogniser and around it, by module."""

import json
import zlib
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import spacy

from geomap.entities import EntityKind, open_recogniser
from geomap.entities.choosing import KINDS, choose, spans_of
from geomap.entities.corpus import read_labels, read_marked
from geomap.entities.features import features_of
from geomap.entities.model import Model, read_model, write_model
from geomap.entities.reading import find_candidates, read_texts
from geomap.entities.templates import fill_templates
from geomap.entities.training import main
from geomap.entities.traits import Trait, word_lists
from geomap.entities.words import Words
from geomap.errors import CorpusError, ModelError


@pytest.mark.parametrize("texts", [[""], ["", "Paris"], ["", ""]])
def test_an_empty_text_has_no_entities(recogniser, texts):
    assert [bool(each) for each in recogniser.recognise(texts, "fr")] == [text != "" for text in texts]


def test_recognising_texts_together_gives_what_one_by_one_does(recogniser):
    texts = ["MOSCOU", "le train est parti hier soir de la gare", "PARIS ET LYON", "Kim"]
    assert recogniser.recognise(texts, "fr") == tuple(recogniser.recognise([text], "fr")[0] for text in texts)


def test_an_abbreviated_place_does_not_reach_out_of_its_organisation(gazetteer):
    text = "The University of Ariz. Wildcats won."
    words = Words(word_lists("en"), gazetteer.standings(), frozenset())
    reading = read_texts([text], words)
    candidates = find_candidates(reading, words)
    names = [text[start:end] for _, start, end in spans_of(reading, candidates)]
    logits = np.full((len(names), 5), -9, np.float32)
    logits[:, 0] = 0
    logits[names.index("University of Ariz"), 1 + KINDS.index(EntityKind.ORGANISATION)] = 2
    logits[names.index("Ariz"), 1 + KINDS.index(EntityKind.PLACE)] = 3
    (found,) = choose(logits, reading, candidates, words)
    for one, two in combinations(found, 2):
        assert not one.span.overlaps(two.span) or (one.span.contains(two.span) and two.within)


def test_no_feature_looks_into_the_next_text(gazetteer):
    words = Words(word_lists("fr"), gazetteer.standings(), frozenset())

    def rows(texts):
        reading = read_texts(texts, words)
        candidates = find_candidates(reading, words)
        return features_of(reading, candidates, words)[reading.text[candidates.first] == 0]

    assert (rows(["MOSCOU"]) == rows(["MOSCOU", "le train est parti"])).all()


@pytest.mark.parametrize(
    "header", [{"rows": 0}, {"rows": 0, "format": "geomap recogniser 1"}, {"rows": 10**30}, {"rows": float("inf")}]
)
def test_a_foreign_header_is_refused(tmp_path, header):
    path = tmp_path / "fr.weights"
    path.write_bytes(json.dumps(header).encode() + b"\n" + zlib.compress(b""))
    with pytest.raises(ModelError):
        read_model(path)


def test_a_model_without_common_words_is_read_back_as_it_was_written(tmp_path):
    model = Model({}, np.array([3], np.int32), np.ones((1, 5), np.int8), frozenset())
    write_model(model, tmp_path / "fr.weights")
    assert read_model(tmp_path / "fr.weights").common == model.common


@pytest.mark.parametrize("name", ["Ng'ang'a", "Ng’ang’a"])
def test_a_listed_name_is_known_with_either_apostrophe(name):
    assert word_lists("en").traits(name) & (Trait.GIVEN | Trait.FAMILY)


def test_names_with_either_apostrophe_are_one(gazetteer):
    words = Words(word_lists("fr"), gazetteer.standings(), frozenset())
    one, two = words.name_numbers(["Val d'Isère", "Val d’Isère"])
    assert words.names["same"][one] == words.names["same"][two]
    assert words.names["low"][one] == words.names["low"][two]


@pytest.mark.parametrize(
    "line",
    [
        '<place readng="metonymic">Moscou</place>',
        '<place reading="metonimic">Moscou</place>',
        "<org>A <org>B</org></org>",
        "<org>Fondation <person>Abbé Pierre</person></org>",
    ],
)
def test_a_misspelt_attribute_or_wrong_nesting_is_refused(tmp_path, line):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.txt").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError):
        list(read_marked(tmp_path / "fr" / "a.txt"))


@pytest.mark.parametrize("file", ["fr_pud.tsv", "fr_sequoia.tsv"])
def test_committed_labels_overlap_only_where_a_place_stands_within_an_organisation(file):
    bad = []
    for sentence, marks in read_labels(Path(__file__).parents[1] / "corpus" / "labels" / file).items():
        for one, two in combinations(sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)), 2):
            if one.span.overlaps(two.span) and not (
                (one.kind, two.kind) == (EntityKind.ORGANISATION, EntityKind.PLACE)
                and one.span.contains(two.span)
                and one.span != two.span
            ):
                bad.append(sentence)
    assert bad == []


@pytest.mark.parametrize("template", ["{City} dort", "{town=12} dort", "{town-1} dort", "{ town} dort"])
def test_a_misspelt_slot_is_refused(tmp_path, gazetteer, template):
    (tmp_path / "fr.txt").write_text(template, encoding="utf-8")
    with pytest.raises(CorpusError):
        list(fill_templates(tmp_path, gazetteer))


def test_templates_not_in_utf_8_are_refused(tmp_path, gazetteer):
    (tmp_path / "fr.txt").write_bytes(b"\xff")
    with pytest.raises(CorpusError):
        list(fill_templates(tmp_path, gazetteer))


def test_a_slot_that_nothing_fills_is_refused(tmp_path, gazetteer):
    (tmp_path / "de.txt").write_text("die {demonym} Regierung", encoding="utf-8")
    with pytest.raises(CorpusError):
        list(fill_templates(tmp_path, gazetteer))


def test_a_pipeline_whose_language_is_not_installed_is_refused(gazetteer, tmp_path):
    spacy.blank("en").to_disk(tmp_path)
    for name in ("config.cfg", "meta.json"):
        text = (tmp_path / name).read_text().replace('lang = "en"', 'lang = "qq"').replace('"lang":"en"', '"lang":"qq"')
        (tmp_path / name).write_text(text)
    with pytest.raises(ModelError):
        open_recogniser(f"spacy:{tmp_path}", gazetteer)


@pytest.mark.parametrize("name", ["numpy", "spacy"])
def test_a_package_that_is_no_pipeline_is_refused(gazetteer, name):
    with pytest.raises(ModelError):
        open_recogniser(f"spacy:{name}", gazetteer)


def test_a_multilingual_pipeline_is_asked_about_every_language(gazetteer, tmp_path):
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "zorblax"}])
    pipeline.to_disk(tmp_path)
    assert len(open_recogniser(f"spacy:{tmp_path}", gazetteer).recognise(["in zorblax"], "en")[0]) == 1


def test_a_text_longer_than_spacy_takes_is_no_crash(gazetteer, tmp_path):
    spacy.blank("en").to_disk(tmp_path)
    with suppress(ModelError):
        open_recogniser(f"spacy:{tmp_path}", gazetteer).recognise(["Paris " * 170_000], "en")


def test_a_corpus_that_trains_nothing_of_a_language_is_one_line(tmp_path, capsys):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.txt").write_text("À <place>Gap</place>, il neige.\n", encoding="utf-8")
    assert main(["--corpus", str(tmp_path), "-o", str(tmp_path / "o"), "--only", "en"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "en: nothing trains it, and it is left out"


def test_broken_texts_are_one_line(tmp_path, capsys):
    (tmp_path / "fr").mkdir()
    (tmp_path / "training").mkdir()
    (tmp_path / "fr" / "a.txt").write_text("À <place>Gap</place>, il neige.\n", encoding="utf-8")
    (tmp_path / "training" / "en_pud.jsonl").write_text("{broken\n", encoding="utf-8")
    assert main(["--corpus", str(tmp_path), "--texts", str(tmp_path), "-o", str(tmp_path / "o")]) == 1
    assert "en_pud.jsonl:1: must be a JSON object" in capsys.readouterr().err.splitlines()[-1]
