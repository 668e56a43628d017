"""Distance claims: what is found in single sentences. How fair the verdicts are is in `benchmarks.verdicts`.

    python -m benchmarks.claims --bench DIR

Prints the scorer's line for French and English.
"""

import tempfile
from pathlib import Path

from benchmarks.folder import bench_folder, read_lines, score, write_lines
from geomap.actors import find_actors
from geomap.article import article_from_text
from geomap.claims import Claim, find_claims
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer
from geomap.mentions import find_mentions
from geomap.quantity import Hedge


def _prediction(claim: Claim) -> dict[str, object]:
    def span(mention: object) -> list[int] | None:
        at = getattr(mention, "span", None)
        return [at.start, at.end] if at else None

    quantity = claim.quantity
    value = (
        {"value_km_low": quantity.low_km, "value_km_high": quantity.high_km}
        if quantity.hedge is Hedge.RANGE
        else {"value_km": quantity.value_km}
    )
    return {
        "subject": span(claim.subject),
        "anchor": span(claim.anchor),
        "hedge": quantity.hedge,
        "direction": claim.direction,
        "mode": claim.mode,
        **value,
    }


def extraction(bench: Path, lang: str, gazetteer: Gazetteer) -> str:
    """The scorer's line for one language."""
    gold = bench / "claims" / f"claims_{lang}.jsonl"
    recogniser = StatisticalRecogniser.open(gazetteer)
    answers = []
    for row in read_lines(gold):
        article = article_from_text(str(row["text"]), id=str(row["id"]), lang=lang)
        entities = recogniser.recognise([article.text], lang)[0]
        mentions = find_mentions(article, entities, find_actors(article, entities, gazetteer), gazetteer)
        answers.append({"id": row["id"], "claims": [_prediction(c) for c in find_claims(article, mentions)]})
    return _scored(bench / "score_claims.py", gold, answers)


def _scored(scorer: Path, gold: Path, answers: list[dict[str, object]]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        write_lines(path, answers)
        return score(scorer, gold, path)


if __name__ == "__main__":
    found = bench_folder("distance claims")
    if found is not None:
        names = Gazetteer.open()
        for language in ("fr", "en"):
            print(language, extraction(found, language, names), end="")
