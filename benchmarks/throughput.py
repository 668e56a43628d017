"""From text to resolved places: MB of UTF-8 a second in one process, as a batch does it, and where the time goes.

    python -m benchmarks.throughput [--bench DIR]

English news of DIR, or our own sentences, in groups of 64 documents: cold (every word met for the first time) and
warm. Beside it a peer that only finds names, where it is installed, in the same run: the ratio is what counts.
"""

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.folder import bench_option, folder_of
from benchmarks.places import PEERS, gold_of, peer
from geomap.actors import find_actors
from geomap.article import article_from_text
from geomap.claims import find_claims
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer
from geomap.mentions import find_mentions
from geomap.pipeline import recognise_all
from geomap.places import resolve_places

ENGLISH = ("lgl", "trnews", "geovirus", "gwn", "tud")
GROUP = 64
RUNS = 3

_Result = TypeVar("_Result")


class Watch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, call: Callable[..., _Result], *arguments: object) -> _Result:
        """What a call gives."""
        started = time.perf_counter()
        result = call(*arguments)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started
        return result


def resolve(texts: Sequence[str], gazetteer: Gazetteer, recogniser: StatisticalRecogniser, watch: Watch) -> int:
    """Resolve the places of all texts; gives how many mentions there are."""
    count = 0
    for start in range(0, len(texts), GROUP):
        group = texts[start : start + GROUP]
        articles = [
            watch.time("sentences", lambda text=text: article_from_text(text, id="text", lang="en")) for text in group
        ]
        entities = watch.time("names", recognise_all, articles, recogniser)
        for article, found in zip(articles, entities, strict=True):
            actors = watch.time("actors", find_actors, article, found, gazetteer)
            mentions = watch.time("mentions", find_mentions, article, found, actors, gazetteer)
            claims = watch.time("claims", find_claims, article, mentions)
            count += len(watch.time("places", resolve_places, article, mentions, claims, gazetteer))
    return count


def texts_of(bench: Path | None) -> list[str]:
    """The texts that are read."""
    corpora = ("own_en",) if bench is None else ENGLISH
    return [str(document["text"]) for corpus in corpora for document in gold_of(bench or Path(), corpus)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="text to resolved places")
    bench_option(parser)
    bench = folder_of("the speed on news", parser.parse_args())
    texts = texts_of(bench)
    size = sum(len(text.encode()) for text in texts) / 1e6
    gazetteer = Gazetteer.open()
    recogniser = StatisticalRecogniser.open(gazetteer)
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # as a batch sets it
    best: dict[str, float] = {}
    for run in range(1 + RUNS):
        watch = Watch()
        count = resolve(texts, gazetteer, recogniser, watch)
        total = sum(watch.seconds.values())
        if not run:
            print(f"{size:.2f} MB, {len(texts)} documents, {count} mentions\ncold{size / total:>10.2f} MB/s")
        elif not best or total < sum(best.values()):
            best = watch.seconds
    print(f"warm{size / sum(best.values()):>10.2f} MB/s")
    for stage, seconds in best.items():
        print(f"  {stage:<12}{seconds / size:>6.3f} s a MB")
    for name in PEERS:
        find = peer(name)
        if find is None:
            print(f"{name}: not measured (not installed)")
            continue
        started = time.perf_counter()
        for text in texts:
            list(find(text))
        print(f"{name}, names alone{size / (time.perf_counter() - started):>8.2f} MB/s")


if __name__ == "__main__":
    main()
