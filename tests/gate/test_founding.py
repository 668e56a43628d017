"""The gate: what was reached on the founding articles must not be lost."""

import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.founding import measure

pytestmark = pytest.mark.bench

HERE = Path(__file__).parent

FIGURES = {
    "places_f1": r"places: .*F1 (\S+)",
    "literal_placed_right": r"literal placed right (\S+)",
    "reading_right": r"reading right (\S+)",
    "role_macro_f1": r"macro (\S+)",
    "journey_found": r"journey: found (\d+)",
    "journey_certainty": r"certainty (\d+)",
    "journey_date": r"date (\d+)",
    "journey_source": r"source (\d+)",
}
BOUNDS = {"traps": r"traps taken for places: (\d+)", "drawn_wrongly": r"drawn as fact: (\d+)"}


@pytest.fixture(scope="module")
def printed(bench):
    return measure(bench)


@pytest.fixture(scope="module")
def floors():
    return tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["founding"]


@pytest.mark.parametrize("figure", FIGURES)
def test_no_figure_falls(figure, printed, floors):
    assert float(re.search(FIGURES[figure], printed)[1]) >= floors[figure]


@pytest.mark.parametrize("figure", BOUNDS)
def test_no_fault_comes_back(figure, printed, floors):
    assert int(re.search(BOUNDS[figure], printed)[1]) <= floors[figure]
