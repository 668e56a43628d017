import pytest

from geomap.checks import Explanation, Verdict
from geomap.checks.judging import UNVERIFIABLE, End
from geomap.checks.middle import judge_middle
from geomap.claims import Relation
from geomap.gazetteer import Place
from geomap.position import Position

HALFWAY, EQUIDISTANT = Relation.HALFWAY, Relation.EQUIDISTANT


def end(lat, lon, *, confidence=0.95, radius_km=0.5, code="PPL", namesakes=()):
    place = Place(
        id=f"test:{lat},{lon}",
        name="Somewhere",
        position=Position(lat=lat, lon=lon),
        radius_km=radius_km,
        country="FR",
        feature_class="A" if code.startswith(("PCL", "ADM")) else "P",
        feature_code=code,
        population=1000,
        source="test",
    )
    return End(place=place, confidence=confidence, namesakes=lambda: [n.place for n in namesakes])


ONE, TWO = end(0, 0), end(0, 10)


@pytest.mark.parametrize(
    ("lon", "verdict"),
    [
        (5.0, Verdict.CONSISTENT),
        (4.1, Verdict.CONSISTENT),
        (5.9, Verdict.CONSISTENT),
        (3.5, Verdict.PLAUSIBLE),
        (6.5, Verdict.PLAUSIBLE),
        (3.0, Verdict.CONTRADICTED),
        (9.0, Verdict.CONTRADICTED),
    ],
)
def test_halfway_is_two_to_three_fifths_of_the_way(lon, verdict):
    judged = judge_middle(HALFWAY, end(0, lon), (ONE, TWO))
    assert (judged.verdict, judged.distance_verdict) == (verdict, verdict)
    assert judged.share == pytest.approx(lon / 10, abs=1e-6)
    assert (judged.error_pct, judged.direction_verdict) == (None, Verdict.CONSISTENT)


@pytest.mark.parametrize(
    ("lat", "halfway"), [(2.0, Verdict.CONSISTENT), (5.0, Verdict.PLAUSIBLE), (7.0, Verdict.CONTRADICTED)]
)
def test_what_lies_aside_is_not_halfway_but_may_be_as_far_from_both(lat, halfway):
    subject = end(lat, 5.0)
    assert judge_middle(HALFWAY, subject, (ONE, TWO)).verdict is halfway
    assert judge_middle(EQUIDISTANT, subject, (ONE, TWO)).verdict is Verdict.CONSISTENT


def test_a_kilometre_is_no_lean_but_no_more_than_the_places_are_unsure():
    near = (end(0, 0), end(0, 0.02))  # 2.2 km apart
    assert judge_middle(HALFWAY, end(0, 0.014), near).verdict is Verdict.CONSISTENT
    exact = (end(0, 0, radius_km=0.0), end(0, 0.02, radius_km=0.0))
    assert judge_middle(HALFWAY, end(0, 0.014, radius_km=0.0), exact).verdict is Verdict.CONTRADICTED


def test_the_order_of_the_ends_does_not_matter():
    for lon in (1.0, 3.5, 4.5, 8.0):
        subject = end(1.0, lon)
        assert judge_middle(HALFWAY, subject, (ONE, TWO)).verdict is judge_middle(HALFWAY, subject, (TWO, ONE)).verdict


def test_an_area_has_no_point_to_measure_from_and_a_place_is_not_its_own_middle():
    assert judge_middle(HALFWAY, end(0, 5), (ONE, end(0, 10, code="PCLI"))) == UNVERIFIABLE
    assert judge_middle(HALFWAY, ONE, (ONE, TWO)) == UNVERIFIABLE


def test_a_contradiction_names_the_namesake_that_would_fit():
    namesake = end(0, 5)
    judged = judge_middle(HALFWAY, end(0, 9, namesakes=[namesake]), (ONE, TWO))
    assert (judged.verdict, judged.explained_by) == (Verdict.CONTRADICTED, (Explanation.HOMONYM,))
    assert judged.namesake == namesake.place
    assert judge_middle(HALFWAY, end(0, 9, namesakes=[end(0, 8)]), (ONE, TWO)).namesake is None


def test_a_contradiction_is_taken_back_where_a_place_was_hardly_chosen():
    judged = judge_middle(HALFWAY, end(0, 9, confidence=0.4), (ONE, TWO))
    assert (judged.verdict, judged.explained_by) == (Verdict.UNVERIFIABLE, (Explanation.HOMONYM,))
    assert judged.share == pytest.approx(0.9, abs=1e-6)
