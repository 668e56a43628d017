"""Places found and put where they are, in our own texts kept aside and in text of others: the figures only rise."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.places import CORPORA, OWN, measure

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["places"]
OURS = [corpus for corpus in FLOORS if corpus in OWN]
OTHERS = [corpus for corpus in FLOORS if corpus not in OWN]


def _hold(found, floors):
    reached = (found.f1, found.right, found.both, found.of_gold, found.sure, found.sure_right)
    assert [figure >= floor for figure, floor in zip(reached, floors, strict=False)] == [True] * len(floors), reached


def test_every_corpus_has_its_floor():
    assert set(FLOORS) == {*CORPORA, *OWN}


@pytest.mark.parametrize("corpus", OURS)
def test_places_in_our_own_texts_do_not_fall(corpus, gazetteer):
    _hold(measure(Path("no scorer"), corpus, gazetteer), FLOORS[corpus])


@pytest.mark.bench
@pytest.mark.parametrize("corpus", OTHERS)
def test_places_do_not_fall(corpus, bench, gazetteer):
    _hold(measure(bench, corpus, gazetteer), FLOORS[corpus])
