"""The five founding articles: places, readings, roles, and the journey.

    python -m benchmarks.founding --bench DIR

DIR is the folder of benchmarks; the articles and their gold lie in `seeds` beside it.
"""

import csv
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.folder import bench_folder, score, write_lines
from geomap.article import article_from_text
from geomap.gazetteer import Gazetteer
from geomap.pipeline import analyse
from geomap.report.objects import document_object


def measure(bench: Path) -> str:
    """What the scorer of the founding articles prints for geomap's answers."""
    seeds = bench.parent / "seeds"
    gazetteer = Gazetteer.open()
    rows = []
    with (seeds / "articles.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            text = (seeds / row["file"]).read_text(encoding="utf-8")
            published = date.fromisoformat(row["published"])
            article = article_from_text(text, id=row["file"], lang=row["language"], published=published)
            rows.append(document_object(analyse(article, gazetteer)))
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        write_lines(answers, rows)
        return score(bench / "score_seeds.py", seeds, answers)


if __name__ == "__main__":
    found = bench_folder("founding articles")
    if found is not None:
        print(measure(found), end="")
