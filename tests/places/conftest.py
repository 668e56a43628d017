"""Made-up candidates, to rank by nothing but what a test is about."""

import numpy as np
import pytest

from geomap.gazetteer.bearers import Bearers, Column, Kind
from geomap.places.contest import Contest
from geomap.places.features import Told
from geomap.places.ranking import rank

TOWN = Kind.TOWN | Kind.EXACT | Kind.OWN_NAME


@pytest.fixture
def place():
    def make(number, *, lat=0.0, lon=0.0, people=20_000, country=1, region=10, kind=TOWN, radius=2.0, names=2):
        row = np.zeros(len(Column), np.float32)
        for column, value in {
            Column.LAT: lat,
            Column.LON: lon,
            Column.POPULATION: people,
            Column.RADIUS_KM: radius,
            Column.COUNTRY: country,
            Column.REGION: region,
            Column.KIND: int(kind),
            Column.NAMES: names,
            Column.PLACE: number,
            Column.LANG: -1,
        }.items():
            row[column] = value
        return row

    return make


@pytest.fixture
def contest():
    def make(*names):
        return Contest.of([Bearers(table=np.stack(rows), make=_nobody) for rows in names])

    return make


def _nobody(number):
    raise AssertionError(number)


@pytest.fixture
def told():
    def make(**said):
        return Told(**{"nouns": {}, "containers": {}, "siblings": {}, "lang": 0, "home": ()} | said)

    return make


@pytest.fixture
def ranked(told):
    def run(made, *, ties=(), demonyms=None, **said):
        return rank(made, told(**said), ties, demonyms or {})

    return run
