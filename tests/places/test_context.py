"""What the other names of a document say of each candidate, from made-up places."""

import numpy as np

from geomap.gazetteer.bearers import Kind
from geomap.places.context import Electorate


def test_a_name_does_not_vote_for_itself(place, contest):
    made = contest([place(1), place(2, country=2, region=30)])
    votes = Electorate.of(made, {}).count(np.array([1.0, 0.0]))
    assert votes.country.tolist() == votes.region.tolist() == votes.near.tolist() == [0.0, 0.0]


def test_a_neighbour_lends_more_than_one_far_away(place, contest):
    made = contest([place(1, lat=0.1), place(2, lat=40.0)], [place(3)])
    votes = Electorate.of(made, {}).count(np.array([0.5, 0.5, 1.0]))
    assert votes.near[0] > 0.8
    assert votes.near[1] < 0.01


def test_a_county_lends_nearness_and_a_country_does_not(place, contest):
    town, far = place(1, lat=0.2), place(2, lat=30.0, country=2, region=30)
    for radius, lent in ((25.0, True), (900.0, False)):
        area = place(3, kind=Kind.AREA | Kind.EXACT, radius=radius)
        votes = Electorate.of(contest([town, far], [area]), {}).count(np.array([0.5, 0.5, 1.0]))
        assert (votes.near[0] > 0.5) == lent
