"""Places found and put where they are, in text nobody here wrote: the figures only rise."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.places import CORPORA, measure

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["places"]


def test_floors_are_of_known_corpora():
    assert set(FLOORS) <= set(CORPORA)


@pytest.mark.bench
@pytest.mark.parametrize("corpus", FLOORS)
def test_places_do_not_fall(corpus, bench, gazetteer):
    found = measure(bench, corpus, gazetteer)
    f1, right, both = FLOORS[corpus]
    assert found.f1 >= f1
    assert found.right >= right
    assert found.both >= both
