import pytest

from geomap.checks import Explanation, Verdict
from geomap.checks.pairing import POINT_RADIUS_KM, check_pair
from geomap.checks.pairs import read_pair
from geomap.rail import RailNetwork

TOWN = [43.8047, 131.9573]
CITY = [43.1056, 131.8735]


@pytest.fixture(scope="module")
def check(gazetteer):
    railways = RailNetwork.open()

    def run(lang="en", **cells):
        return check_pair(read_pair(cells), gazetteer, railways, lang)

    return run


def test_points_win_over_names(check):
    found = check(subject="Lyon", anchor="Marseille", subject_xy=TOWN, anchor_xy=CITY, value_km=60, direction="N")
    assert found.judgement.measurement.geodesic_km == pytest.approx(77.96, abs=0.05)
    assert (found.judgement.distance_verdict, found.judgement.direction_verdict) == ("plausible", "consistent")
    assert found.judgement.measurement.uncertainty_km == pytest.approx(2**0.5 * POINT_RADIUS_KM)
    assert found.summary.startswith("Lyon to Marseille: 78\u00a0km in a straight line, not 60")


def test_a_name_near_its_point_lends_its_radius_and_its_station(check):
    found = check(subject="Ussuriysk", anchor="Vladivostok", subject_xy=TOWN, anchor_xy=CITY, value_km=60)
    assert found.judgement.measurement.rail_km == pytest.approx(111, abs=0.5)
    assert found.judgement.measurement.uncertainty_km == pytest.approx(12.7, abs=0.1)
    assert found.judgement.explained_by == (Explanation.EDGE, Explanation.MILES)


def test_points_without_names_are_named_by_their_coordinates(check):
    found = check(subject_xy=TOWN, anchor_xy=CITY, value_km=78)
    assert found.judgement.verdict is Verdict.CONSISTENT
    assert found.subject.name == "43.8047, 131.9573"


def test_one_point_for_both_ends_says_nothing(check):
    assert check(subject_xy=TOWN, anchor_xy=TOWN, value_km=78).judgement.verdict is Verdict.UNVERIFIABLE


def test_of_two_names_the_common_one_is_looked_for_near_the_other(check):
    found = check(subject="Springfield", anchor="Chicago", value_km=300, direction="SW")
    assert found.subject.region == "IL"
    assert found.judgement.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("name", ["Paris, Texas", "Paris (Texas)"])
def test_a_name_with_its_region(check, name):
    found = check(subject=name, anchor="Dallas", value_km=160)
    assert (found.subject.country, found.judgement.verdict) == ("US", Verdict.CONSISTENT)


def test_a_name_that_is_nobodys_is_unverifiable_and_said(check):
    found = check(subject="Xyzzyx", anchor="Dallas", value_km=160)
    assert (found.judgement.verdict, found.subject) == (Verdict.UNVERIFIABLE, None)
    assert found.problem == "no place is called 'Xyzzyx'"
    assert (
        found.summary
        == "Xyzzyx to Dallas: what was reported (160\u00a0km) could not be verified (unknown place: Xyzzyx)."
    )


def test_the_rows_language_comes_before_the_one_asked_for(gazetteer):
    cells = {"subject": "Lyon", "anchor": "Marseille", "value_km": 280}
    told = {
        (asked, own): check_pair(read_pair({**cells, "lang": own}), gazetteer, None, asked).summary
        for asked in ("en", "fr")
        for own in ("", "fr")
    }
    assert "in a straight line" in told["en", ""]
    assert all("à vol d’oiseau" in told[key] for key in (("fr", ""), ("en", "fr"), ("fr", "fr")))


def test_a_false_claim_about_bare_names_is_contradicted(check):
    found = check(subject="Lyon", anchor="Marseille", value_km=1200)
    assert found.judgement.verdict is Verdict.CONTRADICTED
