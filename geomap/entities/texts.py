"""The texts that may train weights that ship: which they are, whose, and how each is read.

`SOURCES` is that list. Our own sentences lie in the project; the others in a folder that is given, with the
labels of the French ones in `tests/corpus/labels`. Every text becomes a `MarkedText`; what its corpus does
not mark, training must not take for unmarked, so each source says what it marks.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from geomap.entities.corpus import Mark, MarkedText, read_corpus, read_labels
from geomap.entities.entity import EntityKind
from geomap.entities.templates import fill_templates
from geomap.errors import CorpusError
from geomap.gazetteer.gazetteer import Gazetteer
from geomap.span import Span

_KINDS = {"LOC": EntityKind.PLACE, "PER": EntityKind.PERSON, "ORG": EntityKind.ORGANISATION}

_SENTENCES = 8
"""Sentences put together to one text where the source does not say which belong together."""


class Marks(StrEnum):
    """What a source marks."""

    ALL = "all"
    """Every name of our kinds, places within organisations as well."""
    FLAT = "flat"
    """Places, people, organisations; nothing within another, no demonyms."""
    PLACES = "places"
    """Places and demonyms: other words may be people, organisations or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A corpus: a file of the texts' folder, and for French that of its labels."""

    id: str
    path: str
    title: str
    licence: str
    url: str
    marks: Marks
    labels: str = ""


SOURCES = (
    Source(
        id="en_pud",
        path="training/en_pud.jsonl",
        title="Universal NER, English PUD",
        licence="CC-BY-SA-4.0",
        url="https://www.universalner.org/",
        marks=Marks.FLAT,
    ),
    Source(
        id="en_ewt",
        path="training/en_ewt.jsonl",
        title="Universal NER, English EWT",
        licence="CC-BY-SA-4.0",
        url="https://www.universalner.org/",
        marks=Marks.FLAT,
    ),
    Source(
        id="en_wikigold",
        path="training/en_wikigold.jsonl",
        title="WikiGold",
        licence="CC-BY-4.0",
        url="https://aclanthology.org/W09-3302/",
        marks=Marks.FLAT,
    ),
    Source(
        id="trnews",
        path="places/trnews.jsonl",
        title="TR-News",
        licence="MIT",
        url="https://github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation",
        marks=Marks.PLACES,
    ),
    Source(
        id="de_pud",
        path="training/de_pud.jsonl",
        title="Universal NER, German PUD",
        licence="CC-BY-SA-4.0",
        url="https://www.universalner.org/",
        marks=Marks.FLAT,
    ),
    Source(
        id="ru_pud",
        path="training/ru_pud.jsonl",
        title="Universal NER, Russian PUD",
        licence="CC-BY-SA-4.0",
        url="https://www.universalner.org/",
        marks=Marks.FLAT,
    ),
    Source(
        id="fr_pud",
        path="training/fr_pud_unlabelled.jsonl",
        title="Universal Dependencies, French PUD, with labels of our own",
        licence="CC-BY-SA-3.0",
        url="https://github.com/UniversalDependencies/UD_French-PUD",
        marks=Marks.ALL,
        labels="fr_pud.tsv",
    ),
    Source(
        id="fr_sequoia",
        path="training/fr_sequoia_unlabelled.jsonl",
        title="Universal Dependencies, French Sequoia, with labels of our own",
        licence="LGPL-LR",
        url="https://github.com/UniversalDependencies/UD_French-Sequoia",
        marks=Marks.ALL,
        labels="fr_sequoia.tsv",
    ),
)

OWN, TEMPLATES = "own", "templates"
"""The identifiers of our own sentences, and of those made of our templates; they are CC0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """A text, the source it is from, and the spans of names of no kind of ours."""

    marked: MarkedText
    source: str
    marks: Marks
    others: tuple[Span, ...] = ()


def own_texts(corpus: Path) -> tuple[TrainingText, ...]:
    """Our own sentences, those kept aside included."""
    return tuple(TrainingText(marked=text, source=OWN, marks=Marks.ALL) for text in read_corpus(corpus))


def template_texts(corpus: Path, gazetteer: Gazetteer) -> tuple[TrainingText, ...]:
    """Sentences made of our own templates."""
    texts = fill_templates(corpus / "templates", gazetteer)
    return tuple(TrainingText(marked=text, source=TEMPLATES, marks=Marks.ALL) for text in texts)


def read_source(source: Source, texts: Path, corpus: Path) -> tuple[TrainingText, ...]:
    """The texts of one source. Raises `CorpusError` where its file is missing or its labels do not fit."""
    path = texts / source.path
    if not path.is_file():
        msg = f"{source.title}: {path} is missing; --texts names the folder that holds {source.path}"
        raise CorpusError(msg)
    rows = list(_rows(path))
    if source.marks is Marks.PLACES:
        return tuple(_document(row, source) for row in rows)
    labels = read_labels(corpus / "labels" / source.labels) if source.labels else None
    sentences = [_sentence(row, labels) for row in rows]
    return tuple(_joined(group, source) for group in _stories(sentences))


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            msg = f"{path}:{number}: must be a JSON object: {error}"
            raise CorpusError(msg) from error


def digest_of(source: Source, texts: Path) -> str:
    """SHA-256 of a source's file, in hexadecimal."""
    return hashlib.sha256((texts / source.path).read_bytes()).hexdigest()


def _document(row: dict[str, object], source: Source) -> TrainingText:
    toponyms = row["toponyms"]
    assert isinstance(toponyms, list)  # noqa: S101 (the format of the file)
    marks = tuple(
        Mark(
            span=Span(start=each["start"], end=each["end"]),
            kind=EntityKind.DEMONYM if each.get("kind") == "demonym" else EntityKind.PLACE,
        )
        for each in toponyms
    )
    marked = MarkedText(id=str(row["doc_id"]), lang=str(row["lang"]), text=str(row["text"]), marks=marks)
    return TrainingText(marked=marked, source=source.id, marks=source.marks)


@dataclass(frozen=True, slots=True)
class _Sentence:
    id: str
    lang: str
    text: str
    marks: tuple[Mark, ...]
    others: tuple[Span, ...]


def _sentence(row: dict[str, object], labels: dict[str, tuple[Mark, ...]] | None) -> _Sentence:
    given, text, lang = str(row["id"]), str(row["text"]), str(row["lang"])
    if labels is not None:
        marks = labels.get(given, ())
        if any(mark.span.end > len(text) for mark in marks):
            msg = f"the labels of {given} reach beyond its text: they belong to another edition"
            raise CorpusError(msg)
        return _Sentence(given, lang, text, marks, ())
    entities = row["entities"]
    assert isinstance(entities, list)  # noqa: S101 (the format of the file)
    spans = [(Span(start=each["start"], end=each["end"]), str(each["type"])) for each in entities]
    return _Sentence(
        given,
        lang,
        text,
        tuple(Mark(span=span, kind=_KINDS[kind]) for span, kind in spans if kind in _KINDS),
        tuple(span for span, kind in spans if kind not in _KINDS),
    )


def _stories(sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences of one document, as their identifiers tell, at most `_SENTENCES` together."""
    for _, group in groupby(sentences, key=_document_of):
        story = list(group)
        for start in range(0, len(story), _SENTENCES):
            yield story[start : start + _SENTENCES]


def _document_of(sentence: _Sentence) -> str:
    """The part of an identifier that its document's sentences share.

    PUD: n01001 of "n01001011"; EWT: what stands before "-0001"; Sequoia: "annodis.er"; WikiGold tells nothing.
    """
    corpus, _, name = sentence.id.partition(":")
    if corpus == "UD_French-PUD":
        return name[:6]
    if "-" in name:
        return name.rsplit("-", 1)[0]
    return name.rsplit("_", 1)[0] if "_" in name else corpus


def _joined(story: list[_Sentence], source: Source) -> TrainingText:
    """One text of several sentences, a blank line between them."""
    parts: list[str] = []
    marks: list[Mark] = []
    others: list[Span] = []
    at = 0
    for sentence in story:
        marks += [replace(mark, span=mark.span.moved(at)) for mark in sentence.marks]
        others += [span.moved(at) for span in sentence.others]
        parts.append(sentence.text)
        at += len(sentence.text) + 2
    marked = MarkedText(
        id=story[0].id, lang=story[0].lang, text="\n\n".join(parts), marks=tuple(marks), sentences=len(story)
    )
    return TrainingText(marked=marked, source=source.id, marks=source.marks, others=tuple(others))
