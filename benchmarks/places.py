"""Places in text nobody here wrote: found, and put where they are.

    python -m benchmarks.places --bench DIR [--corpus NAME ...] [--documents N]

For each corpus: precision, recall and F1 of exact spans, the accuracy within 161 km of what is found and
has a point in the gold, and both together. One conversion from mentions to predictions for all of them:
every name that has a place. The texts are for measuring only: no rule of geomap was made from them.
"""

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.folder import bench_option, folder_of, read_lines, score, write_lines
from geomap.article import article_from_text
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer
from geomap.lang import languages
from geomap.mentions import MentionKind
from geomap.pipeline import analyse
from geomap.report.report import Report

CORPORA = ("lgl", "trnews", "geovirus", "gwn", "tud", "wikineural_fr", "hipe_fr")


def predictions(report: Report) -> list[dict[str, object]]:
    """What geomap says a document names: its names of places, each with its point."""
    return [
        {
            "start": m.span.start,
            "end": m.span.end,
            "lat": place.position.lat if (place := mapped.resolution.place) is not None else None,
            "lon": place.position.lon if place is not None else None,
        }
        for mapped in report.mentions
        if (m := mapped.resolution.mention).kind is MentionKind.NAME
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Exact spans, the share within 161 km of what is found, and both as an F1; None where gold has no points."""

    documents: int
    precision: float
    recall: float
    f1: float
    right: float | None
    both: float | None
    mb_per_s: float

    def __str__(self) -> str:
        spans = "".join(f"{figure:>8.3f}" for figure in (self.precision, self.recall, self.f1))
        right = f"{'–':>11}{'–':>8}" if self.right is None else f"{self.right:>11.3f}{self.both:>8.3f}"
        return f"{self.documents:>5}{spans}{right}{self.mb_per_s:>8.2f}"


def measure(bench: Path, corpus: str, gazetteer: Gazetteer, *, documents: int | None = None) -> Figures:
    """What geomap makes of a corpus, or of its first documents."""
    gold = read_lines(bench / "places" / f"{corpus}.jsonl")[:documents]
    known = languages()
    recogniser = StatisticalRecogniser.open(gazetteer)
    started = time.perf_counter()
    rows = []
    for document in gold:
        lang = str(document["lang"]) if document["lang"] in known else None
        article = article_from_text(str(document["text"]), id=str(document["doc_id"]), lang=lang, known=known)
        rows.append(
            {"doc_id": document["doc_id"], "toponyms": predictions(analyse(article, gazetteer, recogniser=recogniser))}
        )
    took = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        truth, answers = Path(folder) / "gold.jsonl", Path(folder) / "answers.jsonl"
        write_lines(truth, gold)
        write_lines(answers, rows)
        found = json.loads(score(bench / "score_places.py", truth, answers, "--json"))
    exact, placed = found["exact"], found["res_matched"]
    size = sum(len(str(document["text"]).encode()) for document in gold)
    return Figures(
        documents=len(gold),
        precision=exact["p"],
        recall=exact["r"],
        f1=exact["f1"],
        right=placed["acc161"] if placed.get("n") else None,
        both=found["e2e161"]["f1"] if placed.get("n") else None,
        mb_per_s=size / took / 1e6,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="places found and placed")
    bench_option(parser)
    parser.add_argument("--corpus", action="append", choices=CORPORA, help="only this corpus; may be given again")
    parser.add_argument("--documents", type=int, default=None, help="only the first so many of each")
    options = parser.parse_args()
    where = folder_of("places", options)
    if where is not None:
        opened = Gazetteer.open()
        print(f"{'corpus':<15}{'docs':>5}{'P':>8}{'R':>8}{'F1':>8}{'right@161':>11}{'both':>8}{'MB/s':>8}")
        for name in options.corpus or CORPORA:
            print(f"{name:<15}{measure(where, name, opened, documents=options.documents)}", flush=True)
