"""Shares of candidates, from made-up places whose only differences are those a test is about."""

import pytest

from geomap.places.features import Feature
from geomap.places.ranking import Tie, fitting, read_weights, weights


def test_the_most_populous_is_meant_where_nothing_else_speaks(place, contest, ranked):
    shares = ranked(contest([place(1, people=900), place(2, people=900_000, region=20)])).shares
    assert shares[1] > 0.8


def test_the_others_country_and_region_outvote_the_larger_namesake(place, contest, ranked):
    namesakes = [place(1, people=300_000, country=2, region=30), place(2, people=9_000, region=10)]
    others = [[place(number, lat=0.1 * number)] for number in (3, 4, 5)]
    assert ranked(contest(namesakes, *others)).shares[1] > 0.9


def test_demonyms_vote_for_their_country(place, contest, ranked):
    made = contest([place(1), place(2, country=2, region=30)])
    assert ranked(made, demonyms={2: 2.0}).shares[1] > 0.7


@pytest.mark.parametrize(
    ("km", "bearing", "fits"),
    [(60, 0.0, [True, False]), (60, None, [True, False]), (60, 180.0, [False, False]), (150, None, [False, True])],
)
def test_a_reported_distance_and_direction_choose(km, bearing, fits, place, contest):
    made = contest([place(1, lat=0.54), place(2, lat=-1.35)], [place(3)])
    tie = Tie(subject=0, anchor=1, km=km, bearing_deg=bearing)
    assert fitting(made, tie)[:, 0].tolist() == fits


def test_a_distance_chooses_the_anchor_as_well(place, contest, ranked):
    made = contest([place(1)], [place(2, lat=0.54, region=20), place(3, lat=9.0, people=60_000, region=30)])
    free, tied = ranked(made), ranked(made, ties=[Tie(subject=0, anchor=1, km=60.0, bearing_deg=None)])
    assert tied.shares[1] > free.shares[1] + 0.1


def test_silence_of_many_names_speaks_against_a_stray(place, contest, ranked):
    stray = [place(1, people=900, country=2, region=30, names=1)]
    others = [[place(number, lat=0.1 * number)] for number in range(2, 10)]
    alone, among = ranked(contest(stray)).shares[0], ranked(contest(stray, *others)).shares[0]
    assert among < 0.5 < alone


def test_every_feature_has_its_weight(tmp_path):
    assert len(weights().points) == len(Feature)
    (tmp_path / "weights.toml").write_text("[points]\nexact = 1.0\n", encoding="utf-8")
    with pytest.raises(KeyError):
        read_weights(tmp_path / "weights.toml")
