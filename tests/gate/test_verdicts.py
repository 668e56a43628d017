"""How many true claims are accepted and corrupted ones rejected only rises."""

import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.verdicts import measure
from geomap.article import read_article
from geomap.pipeline import analyse

pytestmark = pytest.mark.bench

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["verdicts"]


@pytest.fixture(scope="module")
def printed(bench):
    return "\n".join(measure(bench))


@pytest.mark.parametrize("figure", ["accept", "reject", "mean"])
def test_no_figure_falls(figure, printed):
    told = re.search(rf"^geomap .*{figure} (\d\.\d+)", printed, re.MULTILINE)
    assert float(told[1]) >= FLOORS[figure]


def test_no_bound_is_better_moved(printed):
    means = {
        line.split(" accept")[0].strip(): float(line.split("mean ")[1][:5])
        for line in printed.splitlines()
        if " [" in line
    }
    assert means["as it is"] == max(means.values())


def test_the_two_distances_of_the_founding_articles(bench, gazetteer):
    (path,) = (bench.parent / "seeds").glob("002_*.txt")
    sixty, nine_hundred = analyse(read_article(path, lang="fr"), gazetteer).checks
    assert (sixty.distance_verdict, sixty.direction_verdict) == ("plausible", "consistent")
    assert sixty.explained_by == ("edge", "miles")
    assert (nine_hundred.distance_verdict, nine_hundred.direction_verdict) == ("consistent", "plausible")
    assert nine_hundred.off_deg == pytest.approx(29.5, abs=0.1)
