import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from geomap.datadir import data_folder
from geomap.entities import EntityKind
from geomap.entities.corpus import read_corpus
from geomap.entities.model import read_model
from geomap.entities.texts import (
    OWN,
    SOURCES,
    TEMPLATES,
    Marks,
    Source,
    digest_of,
    own_texts,
    read_source,
    template_texts,
)
from geomap.entities.training import MODELS
from geomap.errors import CorpusError

CORPUS = Path(__file__).parents[1] / "corpus"

FLAT = Source(id="flat", path="training/flat.jsonl", title="Flat", licence="CC0", url="https://x.org", marks=Marks.FLAT)
PLACES = replace(FLAT, id="places", path="places.jsonl", title="Places", marks=Marks.PLACES)
LABELLED = replace(FLAT, id="labelled", title="Labelled", marks=Marks.ALL, labels="fr.tsv")


@pytest.fixture
def read(tmp_path):
    """The texts of a source that has some rows, and for one that needs them some labels."""

    def run(source, *rows, labels=()):
        path = tmp_path / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        folder = tmp_path / "corpus" / "labels"
        folder.mkdir(parents=True, exist_ok=True)
        table = "\n".join(["sentence\tstart\tend\tkind", *labels, ""])
        (folder / "fr.tsv").write_text(table, encoding="utf-8")
        return read_source(source, tmp_path, tmp_path / "corpus")

    return run


def sentence(given, text, *entities, lang="en"):
    spans = [{"start": text.index(name), "end": text.index(name) + len(name), "type": kind} for name, kind in entities]
    return {"id": given, "lang": lang, "text": text, "entities": spans}


def marked(text):
    return [(mark.span.of(text.marked.text), mark.kind) for mark in text.marked.marks]


def test_names_of_a_corpus_become_our_kinds(read):
    row = sentence("x:a-1", "Ann of Tass left Gap.", ("Ann", "PER"), ("Tass", "ORG"), ("Gap", "LOC"))
    (text,) = read(FLAT, row)
    assert marked(text) == [
        ("Ann", EntityKind.PERSON),
        ("Tass", EntityKind.ORGANISATION),
        ("Gap", EntityKind.PLACE),
    ]
    assert (text.source, text.marks, text.marked.lang, text.others) == ("flat", Marks.FLAT, "en", ())


def test_names_of_no_kind_of_ours_are_kept_apart(read):
    (text,) = read(FLAT, sentence("x:a-1", "The World Cup opens in Gap.", ("World Cup", "MISC"), ("Gap", "LOC")))
    assert marked(text) == [("Gap", EntityKind.PLACE)]
    assert [span.of(text.marked.text) for span in text.others] == ["World Cup"]


def test_sentences_of_one_document_are_one_text_with_their_marks_moved(read):
    first, second = read(
        FLAT,
        sentence("UNER:n01-0001", "It rains in Gap.", ("Gap", "LOC")),
        sentence("UNER:n01-0002", "The Games left Nice.", ("Games", "OTH"), ("Nice", "LOC")),
        sentence("UNER:n02-0001", "It snows in Gap.", ("Gap", "LOC")),
    )
    assert first.marked.text == "It rains in Gap.\n\nThe Games left Nice."
    assert marked(first) == [("Gap", EntityKind.PLACE), ("Nice", EntityKind.PLACE)]
    assert [span.of(first.marked.text) for span in first.others] == ["Games"]
    assert (first.marked.id, first.marked.sentences) == ("UNER:n01-0001", 2)
    assert (second.marked.text, second.marked.sentences) == ("It snows in Gap.", 1)


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        ("UD_French-PUD:n01001011", "UD_French-PUD:n01001023", True),
        ("UD_French-PUD:n01001011", "UD_French-PUD:n01002017", False),
        ("UNER_English-EWT:weblog-a-0001", "UNER_English-EWT:weblog-a-0002", True),
        ("UNER_English-EWT:weblog-a-0001", "UNER_English-EWT:weblog-b-0001", False),
        ("UD_French-Sequoia:annodis.er_00001", "UD_French-Sequoia:annodis.er_00002", True),
        ("UD_French-Sequoia:annodis.er_00001", "UD_French-Sequoia:Europar.550_00002", False),
        ("wikigold:1", "wikigold:2", True),
    ],
)
def test_identifiers_tell_which_sentences_belong_together(read, one, two, together):
    texts = read(FLAT, sentence(one, "It rains."), sentence(two, "It snows."))
    assert len(texts) == (1 if together else 2)


def test_at_most_eight_sentences_are_put_together(read):
    texts = read(FLAT, *(sentence(f"wikigold:{number}", f"Line {number}.") for number in range(19)))
    assert [text.marked.sentences for text in texts] == [8, 8, 3]
    assert "\n\n".join(text.marked.text for text in texts).split("\n\n") == [f"Line {number}." for number in range(19)]


def test_a_document_of_places_is_one_text(read):
    toponyms = [{"start": 3, "end": 6}, {"start": 11, "end": 17, "kind": "demonym"}]
    row = {"doc_id": "t-1", "lang": "en", "text": "In Gap the French ski.", "toponyms": toponyms}
    (text,) = read(PLACES, row)
    assert marked(text) == [("Gap", EntityKind.PLACE), ("French", EntityKind.DEMONYM)]
    assert (text.marked.id, text.marks, text.marked.aside) == ("t-1", Marks.PLACES, False)


def test_labels_of_ours_are_laid_over_the_sentences_they_name(read):
    rows = [{"id": f"T:n01001{number}", "lang": "fr", "text": "Il neige à Gap."} for number in (1, 2)]
    (text,) = read(LABELLED, *rows, labels=["T:n010012\t11\t14\tplace", "T:elsewhere\t0\t99\tperson"])
    assert marked(text) == [("Gap", EntityKind.PLACE)]
    assert text.marked.marks[0].span.start == len("Il neige à Gap.\n\nIl neige à ")


def test_labels_that_reach_beyond_their_text_are_refused(read):
    row = {"id": "T:n01001011", "lang": "fr", "text": "Il neige."}
    with pytest.raises(CorpusError, match="the labels of T:n01001011 reach beyond its text: they belong to another"):
        read(LABELLED, row, labels=["T:n01001011\t3\t10\tplace"])


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_missing_file_is_named_with_the_option_that_tells_its_folder(tmp_path, source):
    with pytest.raises(CorpusError) as refused:
        read_source(source, tmp_path, CORPUS)
    message = str(refused.value)
    assert message.startswith(f"{source.title}: ")
    assert message.endswith(f"{source.path} is missing; --texts names the folder that holds {source.path}")
    assert "\n" not in message


def test_a_source_is_told_by_the_digest_of_its_file(read, tmp_path):
    read(FLAT, sentence("x:a-1", "It rains."))
    assert digest_of(FLAT, tmp_path) == hashlib.sha256((tmp_path / FLAT.path).read_bytes()).hexdigest()


def test_every_source_trains_weights_and_may(tmp_path):
    assert len({source.id for source in SOURCES}) == len(SOURCES)
    ours = {f"{kind}/{lang}" for kind in (OWN, TEMPLATES) for lang in ("de", "en", "es", "fr", "ru")}
    trained = frozenset.union(*MODELS.values())
    assert {source.id for source in SOURCES} <= trained <= {source.id for source in SOURCES} | ours
    assert {source.licence for source in SOURCES} <= {"CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-4.0", "MIT", "LGPL-LR"}
    assert all(source.url.startswith("https://") for source in SOURCES)
    assert all((CORPUS / "labels" / source.labels).is_file() for source in SOURCES if source.labels)


def test_our_own_texts_are_marked_in_full_and_those_aside_are_among_them():
    texts = own_texts(CORPUS)
    assert [text.marked for text in texts] == list(read_corpus(CORPUS))
    assert {(text.source, text.marks) for text in texts} == {(OWN, Marks.ALL)}
    assert any(text.marked.aside for text in texts)


def test_sentences_of_templates_are_never_aside(gazetteer, tmp_path):
    (tmp_path / "templates").mkdir()
    lines = "".join(f"À <place>Gap</place>, il neige depuis {number} jours.\n" for number in range(6))
    (tmp_path / "templates" / "fr.txt").write_text(lines, encoding="utf-8")
    texts = template_texts(tmp_path, gazetteer)
    assert len(texts) == 6
    assert {(text.source, text.marks, text.marked.aside) for text in texts} == {(TEMPLATES, Marks.ALL, False)}


@pytest.mark.bench
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_the_texts_that_train_are_those_that_the_committed_weights_name(bench, source):
    texts = read_source(source, bench, CORPUS)
    assert len(texts) > 50
    for text in texts:
        for span in (*(mark.span for mark in text.marked.marks), *text.others):
            name = span.of(text.marked.text)
            assert len(name) == len(span), text.marked.id
            assert name == name.strip() != "", text.marked.id
    trained = [lang for lang, names in MODELS.items() if source.id in names]
    for lang in trained:
        about = read_model(data_folder("recogniser") / f"{lang}.weights").about
        assert about["sources"][source.id] == digest_of(source, bench)
