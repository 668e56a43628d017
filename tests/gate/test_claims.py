"""Distance claims found in our own marked sentences and in those of others: the figures only rise."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from benchmarks.claim_scores import FIGURES, measure
from benchmarks.claims import answers, extraction, gold_of, news_of, speed_mb_s
from benchmarks.folder import write_lines
from benchmarks.marked_claims import LATER, read_marked_claims

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["claims"]
HELD = ("f1", "subject", "direction", "hedge", "clean")
LEAST = {"fr": 120, "en": 80}

SLOWEST_MB_S = 1.0
"""Far below what is measured on an idle machine (see `python -m benchmarks.claims`), for one that is not."""


def _hold(figures, floors):
    reached = {key: round(figures[key].value, 4) for key in HELD}
    assert [reached[key] >= floor for key, floor in zip(HELD, floors, strict=True)] == [True] * len(HELD), reached


def test_every_set_has_its_floor():
    assert set(FLOORS) == {f"{where}_{lang}" for where in ("own", "later", "others") for lang in LEAST}


@pytest.mark.parametrize("lang", LEAST)
def test_our_sentences_are_many_and_a_third_claim_nothing(lang):
    rows = read_marked_claims(lang)
    assert len(rows) >= LEAST[lang]
    assert 0.25 <= sum(not row["claims"] for row in rows) / len(rows) <= 0.45


@pytest.mark.parametrize("lang", LEAST)
def test_claims_in_our_own_sentences_do_not_fall(lang, gazetteer):
    _hold(extraction(gold_of(None, lang), lang, gazetteer), FLOORS[f"own_{lang}"])


@pytest.mark.parametrize("lang", LEAST)
def test_claims_in_sentences_written_afterwards_do_not_fall(lang, gazetteer):
    _hold(extraction(gold_of(LATER, lang), lang, gazetteer), FLOORS[f"later_{lang}"])


@pytest.mark.bench
@pytest.mark.parametrize("lang", LEAST)
def test_claims_in_sentences_of_others_do_not_fall(lang, bench, gazetteer):
    _hold(extraction(gold_of(bench, lang), lang, gazetteer), FLOORS[f"others_{lang}"])


@pytest.mark.bench
@pytest.mark.parametrize("lang", LEAST)
def test_our_figures_are_those_of_the_benchmarks_own_scorer(lang, bench, gazetteer, tmp_path):
    gold = gold_of(bench, lang)
    found = answers(gold, lang, gazetteer)
    write_lines(tmp_path / "answers.jsonl", [{"id": key, "claims": claims} for key, claims in found.items()])
    path = bench / "claims" / f"claims_{lang}.jsonl"
    command = [sys.executable, str(bench / "score_claims.py"), str(path), str(tmp_path / "answers.jsonl"), "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["ALL"]
    ours = measure(gold, found)
    names = {"f1": "f1", "precision": "precision", "recall": "recall", "subject": "subject_acc", "hedge": "hedge_acc"}
    names |= {"direction": "direction_given_acc", "mode": "mode_acc", "clean": "negatives_clean"}
    assert set(names) == set(FIGURES)
    for key, name in names.items():
        assert ours[key].value == pytest.approx(said[name], abs=1e-4), key


@pytest.mark.parametrize("lang", LEAST)
def test_claims_are_looked_for_fast(lang, gazetteer):
    assert speed_mb_s(news_of(lang), lang, gazetteer, rounds=3) >= SLOWEST_MB_S
