"""Names a French desk writes: each means what a reader takes it for, at first rank and without a text."""

import csv
from pathlib import Path

import pytest

from geomap.places.lookup import look_up

TABLE = Path(__file__).parent / "desk_names.fr.tsv"


def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_there_are_enough_names():
    assert len({row["name"] for row in rows()}) >= 80


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["name"])
def test_a_desk_name_resolves_right_at_first_rank(gazetteer, row):
    first = look_up(row["name"], gazetteer, guess=False).found[0].candidate.place
    assert {first.id, f"{first.country} {first.feature_code}"} & set(row["expected"].split("|")), row["comment"]
