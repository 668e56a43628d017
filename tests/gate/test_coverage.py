"""The share of gold toponyms whose place is a candidate for their name only rises."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.coverage import CORPORA, cover, gold

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["coverage"]


def test_every_corpus_has_its_floor():
    assert set(FLOORS) == set(CORPORA)


@pytest.mark.bench
@pytest.mark.parametrize("corpus", CORPORA)
def test_coverage_does_not_fall(corpus, bench, gazetteer):
    found = cover(list(gold(bench / "places" / f"{corpus}.jsonl")), gazetteer)
    near, inside = FLOORS[corpus]
    assert found.near / found.names >= near
    assert found.inside / found.names >= inside
