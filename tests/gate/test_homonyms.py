"""Homonyms put where their documents mean them, in the documents on which no weight was set: the figures only rise."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.homonyms import measure, read_homonyms

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["homonyms"]


@pytest.fixture(scope="module")
def figures(gazetteer):
    all_names, about = measure([document for document in read_homonyms() if document.aside], gazetteer)
    return {"all": all_names, "about": about}


@pytest.mark.parametrize("names", FLOORS)
def test_homonyms_do_not_fall(names, figures):
    found = figures[names]
    placed = (found.right / found.found, found.sure / found.found, found.sure_right / found.sure)
    reached = (found.found / found.names, *placed)
    assert [figure >= floor for figure, floor in zip(reached, FLOORS[names], strict=True)] == [True] * 4, reached
