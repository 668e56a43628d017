"""Shares of candidates, from made-up places whose only differences are those a test is about."""

import numpy as np
import pytest

from geomap.gazetteer.bearers import Bearers, Column, Kind
from geomap.places.contest import Contest
from geomap.places.context import Electorate
from geomap.places.features import Feature, Told, features_of, lies_in
from geomap.places.ranking import Tie, fitting, rank, read_weights, weights

TOWN = Kind.TOWN | Kind.EXACT | Kind.OWN_NAME


def place(number, *, lat=0.0, lon=0.0, people=20_000, country=1, region=10, kind=TOWN, radius=2.0, names=2):
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


def contest(*names):
    def make(_number):
        raise AssertionError

    return Contest.of([Bearers(table=np.stack(rows), make=make) for rows in names])


def told(**said):
    return Told(**{"nouns": {}, "containers": {}, "lang": 0, "home": ()} | said)


def ranked(made, *, ties=(), demonyms=None, **said):
    return rank(made, told(**said), ties, demonyms or {})


def test_shares_of_a_name_and_of_nothing_sum_to_one():
    made = contest([place(1), place(2, people=500)], [place(3)])
    shares = made.shares(np.array([1.0, 0.0, 2.0]), nothing=0.5)
    rest = np.exp(0.5) / (np.exp(0.5) + np.array([np.exp(1.0) + 1.0, np.exp(2.0)]))
    assert np.add.reduceat(shares, made.starts) + rest == pytest.approx([1.0, 1.0])


def test_the_most_populous_is_meant_where_nothing_else_speaks():
    shares = ranked(contest([place(1, people=900), place(2, people=900_000, region=20)])).shares
    assert shares[1] > 0.8


def test_the_others_country_and_region_outvote_the_larger_namesake():
    namesakes = [place(1, people=300_000, country=2, region=30), place(2, people=9_000, region=10)]
    others = [[place(number, lat=0.1 * number)] for number in (3, 4, 5)]
    assert ranked(contest(namesakes, *others)).shares[1] > 0.9


def test_a_name_does_not_vote_for_itself():
    made = contest([place(1), place(2, country=2, region=30)])
    votes = Electorate.of(made, {}).count(np.array([1.0, 0.0]))
    assert votes.country.tolist() == votes.region.tolist() == votes.near.tolist() == [0.0, 0.0]


def test_demonyms_vote_for_their_country():
    made = contest([place(1), place(2, country=2, region=30)])
    assert ranked(made, demonyms={2: 2.0}).shares[1] > 0.7


def test_a_neighbour_lends_more_than_one_far_away():
    made = contest([place(1, lat=0.1), place(2, lat=40.0)], [place(3)])
    votes = Electorate.of(made, {}).count(np.array([0.5, 0.5, 1.0]))
    assert votes.near[0] > 0.8
    assert votes.near[1] < 0.01


def test_a_county_lends_nearness_and_a_country_does_not():
    town, far = place(1, lat=0.2), place(2, lat=30.0, country=2, region=30)
    for radius, lent in ((25.0, True), (900.0, False)):
        area = place(3, kind=Kind.AREA | Kind.EXACT, radius=radius)
        votes = Electorate.of(contest([town, far], [area]), {}).count(np.array([0.5, 0.5, 1.0]))
        assert (votes.near[0] > 0.5) == lent


def test_what_lies_in_the_area_named_after_it_is_meant():
    state = place(3, kind=Kind.REGION | Kind.AREA | Kind.EXACT | Kind.OWN_NAME, people=5_000_000, region=10)
    made = contest([place(1, people=2_000_000, country=2, region=30), place(2)], [state])
    assert lies_in(made.table[:2], made.table[2]).tolist() == [False, True]
    ranking = ranked(made, containers={0: [2]})
    assert ranking.features[:, Feature.CONTAINED].tolist() == [0.0, 1.0, 0.0]
    assert ranking.features[2, Feature.CONTAINS] == 1.0
    assert ranking.shares[1] > 0.9


def test_a_noun_chooses_its_kind():
    made = contest([place(1, people=800_000), place(2, people=0, kind=Kind.EXACT | Kind.OWN_NAME)])
    made.table[1, Column.FEATURE] = 7
    assert ranked(made).shares[0] > 0.9
    assert ranked(made, nouns={0: [7]}).features[1, Feature.NOUN] == 1.0


def test_an_alias_or_a_foreign_name_brings_no_renown():
    kind = Kind.COUNTRY | Kind.AREA | Kind.CURATED | Kind.EXACT
    plain, alias, foreign = place(1, kind=kind), place(2, kind=kind | Kind.ALIAS), place(3, kind=kind)
    foreign[Column.LANG] = 4
    found = features_of(contest([plain, alias, foreign]), told(lang=5))
    assert found[:, Feature.COUNTRY].tolist() == found[:, Feature.CURATED].tolist() == [1.0, 0.0, 0.0]
    assert found[:, Feature.FOREIGN].tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("km", "bearing", "fits"),
    [(60, 0.0, [True, False]), (60, None, [True, False]), (60, 180.0, [False, False]), (150, None, [False, True])],
)
def test_a_reported_distance_and_direction_choose(km, bearing, fits):
    made = contest([place(1, lat=0.54), place(2, lat=-1.35)], [place(3)])
    tie = Tie(subject=0, anchor=1, km=km, bearing_deg=bearing)
    assert fitting(made, tie)[:, 0].tolist() == fits


def test_a_distance_chooses_the_anchor_as_well():
    made = contest([place(1)], [place(2, lat=0.54, region=20), place(3, lat=9.0, people=60_000, region=30)])
    free, tied = ranked(made), ranked(made, ties=[Tie(subject=0, anchor=1, km=60.0, bearing_deg=None)])
    assert tied.shares[1] > free.shares[1] + 0.1


def test_silence_of_many_names_speaks_against_a_stray():
    stray = [place(1, people=900, country=2, region=30, names=1)]
    others = [[place(number, lat=0.1 * number)] for number in range(2, 10)]
    alone, among = ranked(contest(stray)).shares[0], ranked(contest(stray, *others)).shares[0]
    assert among < 0.5 < alone


def test_every_feature_has_its_weight(tmp_path):
    assert len(weights().points) == len(Feature)
    (tmp_path / "weights.toml").write_text("[points]\nexact = 1.0\n", encoding="utf-8")
    with pytest.raises(KeyError):
        read_weights(tmp_path / "weights.toml")
