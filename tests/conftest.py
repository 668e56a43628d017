"""What every stage's tests share: a gazetteer, a way to read a sentence, our two articles.

The same random examples in each CI run, and no stop-watch on a shared machine.
"""

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from geomap.article import article_from_text, read_article
from geomap.entities import StatisticalRecogniser
from geomap.gazetteer import Gazetteer
from geomap.pipeline import analyse

settings.register_profile("geomap", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("geomap")

EXAMPLES = Path(__file__).parents[1] / "examples"
PUBLISHED = date(2023, 9, 13)


@pytest.fixture(scope="session")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture(scope="session")
def recogniser(gazetteer):
    return StatisticalRecogniser.open(gazetteer)


@pytest.fixture(scope="session")
def entities_in(recogniser):
    def find(article):
        return recogniser.recognise([article.text], article.lang)[0]

    return find


@pytest.fixture(scope="session")
def article():
    def make(text, lang="fr", published=PUBLISHED):
        return article_from_text(text, id="story", lang=lang, published=published)

    return make


@pytest.fixture(scope="session")
def read(article, gazetteer, recogniser):
    def run(text, lang="fr", published=PUBLISHED):
        return analyse(article(text, lang=lang, published=published), gazetteer, recogniser=recogniser)

    return run


@pytest.fixture(scope="session")
def french(gazetteer):
    return analyse(read_article(EXAMPLES / "train-kim.fr.txt", published=PUBLISHED), gazetteer)


@pytest.fixture(scope="session")
def english(gazetteer):
    return analyse(read_article(EXAMPLES / "train-kim.en.txt", published=PUBLISHED), gazetteer)


_CACHE = "GEOMAP_CACHE"
_made = []

TARBALLS = os.environ.get("GEOMAP_TARBALLS", "")
BESIDE = Path(__file__).parents[2] / "shared" / "bench"
BENCH = os.environ.get("GEOMAP_BENCH") or (str(BESIDE) if BESIDE.is_dir() else "")
AT_HAND = {"tarballs": bool(TARBALLS), "bench": bool(BENCH)}
_left_out = {}


@pytest.fixture(scope="session")
def bench():
    """The folder of the benchmarks' text, which is no part of the project."""
    return Path(BENCH)


@pytest.fixture(scope="session")
def tarballs():
    """The folder of the packages that the committed outlines are made from."""
    return Path(TARBALLS)


def pytest_collection_modifyitems(config, items):
    """Leave out what measures text or rebuilds from packages that are not here, and say so at the end."""
    for marker, there in AT_HAND.items():
        wanting = [] if there else [item for item in items if item.get_closest_marker(marker)]
        if wanting:
            _left_out[marker] = len(wanting)
            config.hook.pytest_deselected(items=wanting)
            items[:] = [item for item in items if item not in wanting]


def pytest_terminal_summary(terminalreporter):
    for marker, count in _left_out.items():
        terminalreporter.write_line(f"not measured: {count} tests need GEOMAP_{marker.upper()} to name a folder")


def pytest_configure():
    """Keep the name index in one folder for the whole run, subprocesses and doctests included.

    A folder that GEOMAP_CACHE names already is used and kept: the next run then opens what this one built.
    """
    if not os.environ.get(_CACHE):
        _made.append(tempfile.mkdtemp(prefix="geomap-tests-"))
        os.environ[_CACHE] = _made[0]


def pytest_unconfigure():
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)
