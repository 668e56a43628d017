"""Distance claims: what is found in single sentences, and how fair the verdicts are.

    python -m benchmarks.claims --bench DIR

Prints the scorer's line for French and English extraction, then accept and reject of the verdict on
true claims and corrupted twins, whose coordinates are given.
"""

import tempfile
from pathlib import Path

from benchmarks.folder import bench_folder, read_lines, score, write_lines
from geomap.actors import find_actors
from geomap.article import article_from_text
from geomap.checks.measuring import measure as measure_places
from geomap.checks.verdicts import direction_verdict, distance_verdict, worse
from geomap.claims import Claim, find_claims
from geomap.claims.lengths import bounds_km
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer, Place
from geomap.geodesy import Compass
from geomap.mentions import find_mentions
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

SETTLEMENT_RADIUS_KM = 2.0
"""The rows name no place, only points; this is the slack a short claim was found to need."""


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


def verdicts(bench: Path) -> str:
    """The scorer's lines for the verdict."""
    gold = bench / "claims" / "verify.jsonl"
    answers = [{"pair": r["pair"], "label": r["label"], "verdict": _verdict(r)} for r in read_lines(gold)]
    return _scored(bench / "score_verify.py", gold, answers)


def _scored(scorer: Path, gold: Path, answers: list[dict[str, object]]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        write_lines(path, answers)
        return score(scorer, gold, path)


def _verdict(row: dict[str, object]) -> str:
    def place(key: str) -> Place:
        lat, lon = row[key]  # type: ignore[misc]
        return Place(
            id=key, name=key, position=Position(lat=lat, lon=lon), radius_km=SETTLEMENT_RADIUS_KM, country="",
            feature_class="P", feature_code="PPL", source="bench",
        )  # fmt: skip

    value, hedge = float(str(row["value_km"])), Hedge(str(row["hedge"]))
    hedge = Hedge.EXACT if hedge is Hedge.RANGE else hedge
    low, high = bounds_km(value, Unit.KM, hedge)
    quantity = Quantity(
        span=Span(start=0, end=0), text="", value=value, unit=Unit.KM, low_km=low, high_km=high, hedge=hedge
    )
    measurement = measure_places(place("subject_xy"), place("anchor_xy"))
    direction = Compass(str(row["direction"])) if row["direction"] else None
    return str(worse(distance_verdict(quantity, measurement), direction_verdict(direction, measurement)))


if __name__ == "__main__":
    found = bench_folder("distance claims")
    if found is not None:
        names = Gazetteer.open()
        for language in ("fr", "en"):
            print(language, extraction(found, language, names), end="")
        print(verdicts(found), end="")
