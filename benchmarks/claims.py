"""Distance claims: what is found in single sentences, how fast, and how fair the verdicts are.

    python -m benchmarks.claims [--bench DIR]

Prints, for French and English, what is right of the claims found in our own marked sentences and in those of
DIR, each figure with a 95 % interval; the MB of text a second in which claims are looked for, names given; then
accept and reject of the verdict on true claims and corrupted twins, whose coordinates are given.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.claim_scores import FIGURES, Row, Share, measure
from benchmarks.folder import bench_option, folder_of, read_lines, score, write_lines
from benchmarks.marked_claims import read_marked_claims
from geomap.actors import find_actors
from geomap.article import Article, article_from_text
from geomap.checks.measuring import measure as measure_places
from geomap.checks.verdicts import direction_verdict, distance_verdict, worse
from geomap.claims import Claim, find_claims
from geomap.claims.lengths import bounds_km
from geomap.entities import StatisticalRecogniser
from geomap.entities.corpus import read_corpus
from geomap.gazetteer import Gazetteer, Place
from geomap.geodesy import Compass
from geomap.mentions import Mention, find_mentions
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span

LANGUAGES = ("fr", "en")
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"

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


def gold_of(bench: Path | None, lang: str) -> Sequence[Row]:
    """The marked sentences of a language: our own ones where no folder is given."""
    return read_marked_claims(lang) if bench is None else read_lines(bench / "claims" / f"claims_{lang}.jsonl")


def extraction(bench: Path | None, lang: str, gazetteer: Gazetteer) -> dict[str, Share]:
    """What is right of the claims found in the marked sentences of a language."""
    gold = gold_of(bench, lang)
    return measure(gold, answers(gold, lang, gazetteer))


def answers(gold: Sequence[Row], lang: str, gazetteer: Gazetteer) -> dict[str, list[dict[str, object]]]:
    """The claims found in each text, as the scorer reads them."""
    recogniser = StatisticalRecogniser.open(gazetteer)
    found = {}
    for row in gold:
        article, mentions = _read(str(row["text"]), lang, gazetteer, recogniser)
        found[str(row["id"])] = [_prediction(claim) for claim in find_claims(article, mentions)]
    return found


def _read(
    text: str, lang: str, gazetteer: Gazetteer, recogniser: StatisticalRecogniser
) -> tuple[Article, tuple[Mention, ...]]:
    article = article_from_text(text, id="text", lang=lang)
    entities = recogniser.recognise([article.text], lang)[0]
    return article, find_mentions(article, entities, find_actors(article, entities, gazetteer), gazetteer)


def speed_mb_s(texts: Sequence[str], lang: str, gazetteer: Gazetteer, *, rounds: int = 5) -> float:
    """Megabytes a second in which claims are looked for, mentions given: the best of some rounds."""
    recogniser = StatisticalRecogniser.open(gazetteer)
    read = [_read(text, lang, gazetteer, recogniser) for text in texts]
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        for article, mentions in read:
            find_claims(article, mentions)
        best = min(best, time.perf_counter() - started)
    return sum(len(text.encode()) for text in texts) / best / 1e6


def news_of(lang: str) -> list[str]:
    """Our own news texts of a language, in which distances are as rare as in any news."""
    return [text.text for text in read_corpus(CORPUS) if text.lang == lang]


def verdicts(bench: Path) -> str:
    """The scorer's lines for the verdict."""
    gold = bench / "claims" / "verify.jsonl"
    rows = [{"pair": r["pair"], "label": r["label"], "verdict": _verdict(r)} for r in read_lines(gold)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.jsonl"
        write_lines(path, rows)
        return score(bench / "score_verify.py", gold, path)


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


def _print_extraction(where: str, bench: Path | None, gazetteer: Gazetteer) -> None:
    found = {lang: extraction(bench, lang, gazetteer) for lang in LANGUAGES}
    sizes = ", ".join(f"{lang} {len(gold_of(bench, lang))}" for lang in LANGUAGES)
    print(f"{where} ({sizes} texts)")
    for key, (name, _) in FIGURES.items():
        print(f"  {name:<37}" + "".join(f"  {lang} {found[lang][key]!s:<22}" for lang in LANGUAGES).rstrip())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="distance claims")
    bench_option(parser)
    bench = folder_of("distance claims of other makers' text", parser.parse_args())
    gazetteer = Gazetteer.open()
    _print_extraction("our own sentences", None, gazetteer)
    if bench is not None:
        _print_extraction("sentences of others", bench, gazetteer)
    for lang in LANGUAGES:
        news = speed_mb_s(news_of(lang), lang, gazetteer)
        dense = speed_mb_s([str(row["text"]) for row in gold_of(None, lang)], lang, gazetteer)
        print(f"{lang}: {news:.1f} MB/s of news, {dense:.2f} MB/s where nearly every sentence states a length")
    if bench is not None:
        print(verdicts(bench), end="")


if __name__ == "__main__":
    main()
