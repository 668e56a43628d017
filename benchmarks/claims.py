"""Distance claims: what is found in single sentences, and how fast.

    python -m benchmarks.claims [--bench DIR]

Prints, for French and English, what is right of the claims found in our own marked sentences and in those of
DIR, each figure with a 95 % interval; then the MB of text a second in which claims are looked for, names given.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.claim_scores import FIGURES, Row, Share, measure
from benchmarks.folder import bench_option, folder_of, read_lines
from benchmarks.marked_claims import FOLDER, LATER, read_marked_claims
from geomap.actors import find_actors
from geomap.article import Article, article_from_text
from geomap.claims import Claim, find_claims
from geomap.entities import StatisticalRecogniser
from geomap.entities.corpus import read_corpus
from geomap.gazetteer import Gazetteer
from geomap.mentions import Mention, find_mentions
from geomap.quantity import Hedge, Quantity

LANGUAGES = ("fr", "en")
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"


def _prediction(claim: Claim, quantity: Quantity) -> dict[str, object]:
    def span(mention: object) -> list[int] | None:
        at = getattr(mention, "span", None)
        return [at.start, at.end] if at else None

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
    """The marked sentences of a language: our own ones where no folder, or that of the later ones, is given."""
    if bench is None or bench == LATER:
        return read_marked_claims(lang, bench or FOLDER)
    return read_lines(bench / "claims" / f"claims_{lang}.jsonl")


def extraction(gold: Sequence[Row], lang: str, gazetteer: Gazetteer) -> dict[str, Share]:
    """What is right of the claims found in marked sentences of a language."""
    return measure(gold, answers(gold, lang, gazetteer))


def answers(gold: Sequence[Row], lang: str, gazetteer: Gazetteer) -> dict[str, list[dict[str, object]]]:
    """The claims found in each text, as the scorer reads them."""
    recogniser = StatisticalRecogniser.open(gazetteer)
    found = {}
    for row in gold:
        article, mentions = _read(str(row["text"]), lang, gazetteer, recogniser)
        claims = find_claims(article, mentions)
        found[str(row["id"])] = [_prediction(c, c.quantity) for c in claims if c.quantity is not None]
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


def _print_extraction(where: str, gold: Mapping[str, Sequence[Row]], gazetteer: Gazetteer) -> None:
    found = {lang: extraction(rows, lang, gazetteer) for lang, rows in gold.items()}
    sizes = ", ".join(f"{lang} {len(rows)}" for lang, rows in gold.items())
    print(f"{where} ({sizes} texts)")
    for key, (name, _) in FIGURES.items():
        print(f"  {name:<37}" + "".join(f"  {lang} {found[lang][key]!s:<22}" for lang in LANGUAGES).rstrip())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="distance claims")
    bench_option(parser)
    bench = folder_of("distance claims of other makers' text", parser.parse_args())
    gazetteer = Gazetteer.open()
    sets = {"our own sentences": None, "our own, written afterwards": LATER, "sentences of others": bench}
    for where, folder in sets.items():
        if folder is not None or where == "our own sentences":
            _print_extraction(where, {lang: gold_of(folder, lang) for lang in LANGUAGES}, gazetteer)
    for lang in LANGUAGES:
        news = speed_mb_s(news_of(lang), lang, gazetteer)
        dense = speed_mb_s([str(row["text"]) for row in gold_of(None, lang)], lang, gazetteer)
        print(f"{lang}: {news:.1f} MB/s of news, {dense:.2f} MB/s where nearly every sentence states a length")


if __name__ == "__main__":
    main()
