"""Why a place was chosen, in words."""

import numpy as np
import pytest

from geomap.gazetteer.bearers import Column, Kind
from geomap.places.reasons import reasons_of


def test_neighbours_and_the_others_of_a_region_and_country_are_told(place, contest, ranked):
    made = contest(
        [place(1)], [place(2, lat=0.7)], [place(3, lat=5.0, region=11)], [place(4, country=2, region=20, lat=50)]
    )
    told = reasons_of(ranked(made), ["Ada", "Bo", "Cy", "Dee"], [""] * 4)
    assert told[0] == ["same region as 1 other", "same country as 2 others", "about 78 km from Bo"]
    assert told[2] == ["same country as 2 others"]
    assert told[3] == []


def test_a_country_and_a_capital_are_told_and_have_no_neighbour(place, contest, ranked):
    country = place(1, kind=Kind.COUNTRY | Kind.AREA | Kind.EXACT | Kind.OWN_NAME, region=-1, radius=300.0)
    capital = place(2, kind=Kind.TOWN | Kind.CAPITAL | Kind.EXACT | Kind.OWN_NAME)
    told = reasons_of(ranked(contest([country], [capital])), ["Land", "Town"], ["", ""])
    assert told == [["a country", "same country as 1 other"], ["a capital", "same country as 1 other"]]


def test_the_noun_and_the_area_after_it_are_told(place, contest, ranked):
    harbour = place(1, kind=Kind.EXACT | Kind.OWN_NAME)
    harbour[Column.FEATURE] = 7
    state = place(2, kind=Kind.REGION | Kind.AREA | Kind.EXACT | Kind.OWN_NAME, people=5_000_000)
    ranking = ranked(contest([harbour], [state]), nouns={0: [7]}, containers={0: [1]})
    assert reasons_of(ranking, ["Port", "State"], ["port", ""])[0][:2] == [
        "the text says “port”",
        "in the area that the text names after it",
    ]


@pytest.mark.parametrize(("degrees", "km"), [(0.002, 1), (0.09, 10), (1.0, 110), (2.6, 290)])
def test_kilometres_are_told_in_two_figures(degrees, km, place, contest, ranked):
    reasons = reasons_of(ranked(contest([place(1)], [place(2, lat=degrees)])), ["Ada", "Bo"], ["", ""])
    assert reasons[0][-1] == f"about {km} km from Bo"


def test_what_lies_further_than_a_days_journey_is_not_near(place, contest, ranked):
    assert np.deg2rad(3.0) * 6371 > 300
    reasons = reasons_of(ranked(contest([place(1)], [place(2, lat=3.0)])), ["Ada", "Bo"], ["", ""])
    assert not any("km" in reason for reason in reasons[0])
