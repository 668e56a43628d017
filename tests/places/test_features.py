"""What speaks for each candidate, from made-up places whose only differences are those a test is about."""

import numpy as np

from geomap.gazetteer.bearers import Column, Kind
from geomap.places.features import Feature, features_of, lies_in


def test_what_lies_in_the_area_named_after_it_is_meant(place, contest, ranked):
    state = place(3, kind=Kind.REGION | Kind.AREA | Kind.EXACT | Kind.OWN_NAME, people=5_000_000, region=10)
    made = contest([place(1, people=2_000_000, country=2, region=30), place(2)], [state])
    assert lies_in(made.table[:2], made.table[2]).tolist() == [False, True]
    ranking = ranked(made, containers={0: [2]})
    assert ranking.features[:, Feature.CONTAINED].tolist() == [0.0, 1.0, 0.0]
    assert ranking.features[2, Feature.CONTAINS] == 1.0
    assert ranking.shares[1] > 0.9


def test_a_noun_chooses_its_kind(place, contest, ranked):
    made = contest([place(1, people=800_000), place(2, people=0, kind=Kind.EXACT | Kind.OWN_NAME)])
    made.table[1, Column.FEATURE] = 7
    assert ranked(made).shares[0] > 0.9
    assert ranked(made, nouns={0: [7]}).features[1, Feature.NOUN] == 1.0


def test_an_alias_or_a_foreign_name_brings_no_renown(place, contest, told):
    kind = Kind.COUNTRY | Kind.AREA | Kind.CURATED | Kind.EXACT
    plain, alias, foreign = place(1, kind=kind), place(2, kind=kind | Kind.ALIAS), place(3, kind=kind)
    foreign[Column.LANG] = 4
    found = features_of(contest([plain, alias, foreign]), told(lang=5))
    assert found[:, Feature.COUNTRY].tolist() == found[:, Feature.CURATED].tolist() == [1.0, 0.0, 0.0]
    assert found[:, Feature.FOREIGN].tolist() == [0.0, 0.0, 1.0]


def test_one_area_after_two_names_holds_the_bearer_of_either(place, contest, told):
    state = place(3, kind=Kind.REGION | Kind.AREA | Kind.EXACT | Kind.OWN_NAME, region=10)
    made = contest([place(1)], [place(2, country=2, region=30)], [state])
    for containers in ({0: [2], 1: [2]}, {1: [2], 0: [2]}):
        assert features_of(made, told(containers=containers))[2, Feature.CONTAINS] == 1.0


def test_a_district_holds_what_lies_near_its_point(place):
    district = place(1, kind=Kind.DISTRICT | Kind.AREA, radius=40.0)
    near, far = place(2, lat=0.4), place(3, lat=0.8)
    assert lies_in(np.stack((near, far)), district).tolist() == [True, False]
