"""Places in text: found, and put where they are, beside two peers.

    python -m benchmarks.places [--bench DIR] [--corpus NAME ...] [--documents N]

For each corpus: precision, recall and F1 of exact spans, the accuracy within 161 km of what is found and
has a point in the gold, and both together; of all gold names with a point, the share found and right; of those
found and placed, the share with a confidence of .9 or more, and of these the share within 161 km; then the F1
of geotext and flashgeotext on the same text in the same run, where they are installed. One conversion from
mentions to predictions for all corpora: every name.

The texts of DIR are for measuring: no word list or rule was made from them, but the weights that choose among
namesakes were set with the English ones in view. One of them, trnews, also
trains the English weights, so it is read by weights that never saw the document, five times over. Our own
sentences (`own_*`) are those kept aside from training, and need no DIR. `wiktor`, measured where it is asked for,
marks only each page's own name, so that its precision means nothing.
"""

import argparse
import importlib.util
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from benchmarks.folder import bench_option, folder_of, read_lines, score, write_lines
from geomap.article import article_from_text
from geomap.article.language import NAMED
from geomap.datadir import data_folder
from geomap.entities import EntityKind, Recogniser, StatisticalRecogniser
from geomap.entities.corpus import read_corpus
from geomap.entities.model import write_model
from geomap.entities.training import read_parts, train_parts
from geomap.gazetteer import Gazetteer
from geomap.geodesy import distance_km
from geomap.lang import languages
from geomap.mentions import MentionKind
from geomap.pipeline import analyse
from geomap.position import Position
from geomap.report.report import Report

RIGHT_KM = 161.0
"""A hundred miles, as all publish it."""
SURE = 0.9
"""The confidence from which on a reader is told that a place is certain."""

CORPORA = ("lgl", "trnews", "geovirus", "gwn", "tud", "wikineural_fr", "hipe_fr")
TRAINED_ON = {"trnews": "en"}
"""Corpora that train weights, and which."""
FOLDS = 5
ASKED = ("wiktor",)
"""Corpora measured only where they are named."""
OWN = ("own_en", "own_fr", "own_de", "own_es", "own_ru")
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
PEERS = ("geotext", "flashgeotext")

COLUMNS = ("P", "R", "F1", "right", "both", "of gold", "≥ .9", "right", "MB/s")

Document = dict[str, object]
Finder = Callable[[str], Iterable[tuple[int, int]]]


def predictions(report: Report) -> list[dict[str, object]]:
    """What geomap says a document names: its names of places, each with its point where it has one."""
    names = [m.resolution for m in report.mentions if m.resolution.mention.kind is MentionKind.NAME]
    return [
        {
            "start": name.mention.span.start,
            "end": name.mention.span.end,
            "lat": None if name.place is None else name.place.position.lat,
            "lon": None if name.place is None else name.place.position.lon,
            "confidence": name.confidence,
        }
        for name in names
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Exact spans, the share within 161 km of what is found, and both as an F1; None where gold has no points.

    `of_gold` is the share of all gold names with a point that are found and right; `sure` that of the found and
    placed with a confidence of `SURE` or more, and `sure_right` the share of these within 161 km.
    """

    documents: int
    precision: float
    recall: float
    f1: float
    right: float | None
    both: float | None
    of_gold: float | None
    sure: float | None
    sure_right: float | None
    mb_per_s: float

    def __str__(self) -> str:
        spans = "".join(f"{figure:>8.3f}" for figure in (self.precision, self.recall, self.f1))
        placed = (self.right, self.both, self.of_gold, self.sure, self.sure_right)
        told = "".join(f"{'–':>8}" if figure is None else f"{figure:>8.3f}" for figure in placed)
        return f"{self.documents:>5}{spans}{told}{self.mb_per_s:>8.2f}"


def gold_of(bench: Path, corpus: str, documents: int | None = None) -> list[Document]:
    """The gold documents of a corpus; our own ones are made from the marked sentences kept aside."""
    if corpus not in OWN:
        return read_lines(bench / "places" / f"{corpus}.jsonl")[:documents]
    lang = corpus.removeprefix("own_")
    return [
        {
            "doc_id": text.id,
            "lang": lang,
            "text": text.text,
            "toponyms": [
                {
                    "start": mark.span.start,
                    "end": mark.span.end,
                    "lat": None,
                    "lon": None,
                    "kind": "demonym" if mark.kind is EntityKind.DEMONYM else "toponym",
                }
                for mark in text.marks
                if mark.kind in {EntityKind.PLACE, EntityKind.DEMONYM}
            ],
        }
        for text in read_corpus(CORPUS)
        if text.aside and text.lang == lang
    ][:documents]


def measure(bench: Path, corpus: str, gazetteer: Gazetteer, *, documents: int | None = None) -> Figures:
    """What geomap makes of a corpus, or of its first documents."""
    gold = gold_of(bench, corpus, documents)
    took = 0.0
    rows: list[Mapping[str, object]] = []
    for chosen, recogniser in _readers(bench, corpus, gold, gazetteer):
        started = time.perf_counter()
        rows += [_answer(document, gazetteer, recogniser) for document in chosen]
        took += time.perf_counter() - started
    found = _scored(bench, gold, rows)
    exact, placed = found["exact"], found["res_matched"]
    size = sum(len(str(document["text"]).encode()) for document in gold)
    of_gold, sure, sure_right = _placed(gold, rows)
    return Figures(
        documents=len(gold),
        precision=exact["p"],
        recall=exact["r"],
        f1=exact["f1"],
        right=placed["acc161"] if placed.get("n") else None,
        both=found["e2e161"]["f1"] if placed.get("n") else None,
        of_gold=of_gold,
        sure=sure,
        sure_right=sure_right,
        mb_per_s=size / took / 1e6,
    )


def _answer(document: Document, gazetteer: Gazetteer, recogniser: Recogniser) -> dict[str, object]:
    lang = str(document["lang"]) if document["lang"] in (*languages(), *NAMED) else None
    article = article_from_text(
        str(document["text"]), id=str(document["doc_id"]), lang=lang, known=languages(), others=NAMED
    )
    return {
        "doc_id": document["doc_id"],
        "toponyms": predictions(analyse(article, gazetteer, recogniser=recogniser)),
    }


def _readers(
    bench: Path, corpus: str, gold: Sequence[Document], gazetteer: Gazetteer
) -> Iterable[tuple[Sequence[Document], Recogniser]]:
    """The documents with the recogniser that reads them: one that was not trained on them."""
    if corpus not in TRAINED_ON:
        yield gold, StatisticalRecogniser.open(gazetteer)
        return
    lang = TRAINED_ON[corpus]
    parts = read_parts(bench, CORPUS, gazetteer)
    for fold in range(FOLDS):
        aside = {str(document["doc_id"]) for document in gold[fold::FOLDS]}
        kept = {
            name: tuple(text for text in texts if name != corpus or text.marked.id not in aside)
            for name, texts in parts.items()
        }
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for weights in data_folder("recogniser").glob("*.weights"):
                copyfile(weights, folder / weights.name)
            write_model(train_parts(lang, kept, gazetteer, digests={}), folder / f"{lang}.weights")
            yield gold[fold::FOLDS], StatisticalRecogniser.open(gazetteer, folder)


def _scored(bench: Path, gold: Sequence[Document], rows: Sequence[Mapping[str, object]]) -> dict[str, dict[str, float]]:
    """What the scorer says; for our own sentences, where it may be absent, the same of exact spans."""
    scorer = bench / "score_places.py"
    if not scorer.is_file():
        return _exact(gold, rows)
    with tempfile.TemporaryDirectory() as folder:
        truth, answers = Path(folder) / "gold.jsonl", Path(folder) / "answers.jsonl"
        write_lines(truth, gold)
        write_lines(answers, rows)
        found: dict[str, dict[str, float]] = json.loads(score(scorer, truth, answers, "--json"))
    return found


def _placed(
    gold: Sequence[Document], rows: Sequence[Mapping[str, object]]
) -> tuple[float | None, float | None, float | None]:
    """`of_gold`, `sure` and `sure_right` of `Figures`."""
    answers = {str(row["doc_id"]): row["toponyms"] for row in rows}
    names = right = placed = sure = sure_right = 0
    for document in gold:
        found = {(t["start"], t["end"]): t for t in answers[str(document["doc_id"])]}  # type: ignore[attr-defined]
        for toponym in document["toponyms"]:  # type: ignore[attr-defined]
            if toponym["lat"] is None or toponym["kind"] == "demonym":
                continue
            names += 1
            answer = found.get((toponym["start"], toponym["end"]))
            if answer is None or answer["lat"] is None:
                continue
            near = _away_km((toponym["lat"], toponym["lon"]), (answer["lat"], answer["lon"])) <= RIGHT_KM
            placed, right = placed + 1, right + near
            if answer["confidence"] >= SURE:
                sure, sure_right = sure + 1, sure_right + near
    if not names:
        return None, None, None
    return right / names, sure / max(placed, 1), sure_right / max(sure, 1)


def _away_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return distance_km(Position(lat=a[0], lon=a[1]), Position(lat=b[0], lon=b[1]))


def _exact(gold: Sequence[Document], rows: Sequence[Mapping[str, object]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of exact spans; a prediction that meets only a demonym counts for nothing."""
    hits = said = there = 0
    answers = {str(row["doc_id"]): row["toponyms"] for row in rows}
    for document in gold:
        marks = [(t["start"], t["end"], t["kind"]) for t in document["toponyms"]]  # type: ignore[attr-defined]
        places = {(start, end) for start, end, kind in marks if kind != "demonym"}
        demonyms = [(start, end) for start, end, kind in marks if kind == "demonym"]
        found = {(t["start"], t["end"]) for t in answers[str(document["doc_id"])]}  # type: ignore[attr-defined]
        found = {f for f in found if _meets(f, places) or not _meets(f, demonyms)}
        hits, said, there = hits + len(places & found), said + len(found), there + len(places)
    precision, recall = hits / max(said, 1), hits / max(there, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"exact": {"p": precision, "r": recall, "f1": f1}, "res_matched": {}, "e2e161": {}}


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def peer(name: str) -> Finder | None:
    """What a peer finds in a text, as spans; None where it is not installed."""
    if importlib.util.find_spec(name) is None:
        return None
    return _geotext() if name == "geotext" else _flashgeotext()


def _geotext() -> Finder:
    from geotext import GeoText  # noqa: PLC0415

    def find(text: str) -> Iterable[tuple[int, int]]:
        # It gives names without their places: each is looked for again, the longest first.
        found = GeoText(text)
        names = sorted({*found.cities, *found.countries}, key=lambda word: (-len(word), word))
        if not names:
            return []
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
        return [met.span() for met in pattern.finditer(text)]

    return find


def _flashgeotext() -> Finder:
    from flashgeotext.geotext import GeoText  # noqa: PLC0415

    with suppress(ImportError):
        from loguru import logger  # noqa: PLC0415

        logger.remove()
    geotext = GeoText()

    def find(text: str) -> Iterable[tuple[int, int]]:
        found = geotext.extract(text, span_info=True)
        return [tuple(span) for kind in found.values() for each in kind.values() for span in each["span_info"]]

    return find


def measure_peer(bench: Path, corpus: str, find: Finder, *, documents: int | None = None) -> float:
    """The F1 of exact spans of a peer on a corpus."""
    gold = gold_of(bench, corpus, documents)
    rows = [
        {
            "doc_id": document["doc_id"],
            "toponyms": [{"start": s, "end": e, "lat": None, "lon": None} for s, e in find(str(document["text"]))],
        }
        for document in gold
    ]
    return _scored(bench, gold, rows)["exact"]["f1"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="places found and placed")
    bench_option(parser)
    parser.add_argument(
        "--corpus", action="append", choices=(*CORPORA, *ASKED, *OWN), help="only this one; may be given again"
    )
    parser.add_argument("--documents", type=int, default=None, help="only the first so many of each")
    options = parser.parse_args()
    bench = folder_of("places in text of other makers", options)
    gazetteer = Gazetteer.open()
    peers = {name: found for name in PEERS if (found := peer(name)) is not None}
    for name in PEERS:
        if name not in peers:
            print(f"{name}: not measured (not installed)")
    columns = "".join(f"{name:>14}" for name in peers)
    head = "".join(f"{name:>8}" for name in COLUMNS)
    print(f"{'corpus':<15}{'docs':>5}{head}{columns}")
    for corpus in options.corpus or (*CORPORA, *OWN):
        if bench is None and corpus not in OWN:
            continue
        folder = bench or Path()
        figures = measure(folder, corpus, gazetteer, documents=options.documents)
        theirs = (measure_peer(folder, corpus, find, documents=options.documents) for find in peers.values())
        print(f"{corpus:<15}{figures}" + "".join(f"{f1:>14.3f}" for f1 in theirs), flush=True)


if __name__ == "__main__":
    main()
