from dataclasses import replace

from geomap.checks import Explanation, Verdict
from geomap.checks.judging import End, Stated, judge
from geomap.claims.lengths import bounds_km
from geomap.gazetteer import Place
from geomap.geodesy import Compass
from geomap.position import Position
from geomap.quantity import Hedge, Quantity, Unit
from geomap.span import Span


def place(name, lat, lon, *, code="PPL", klass="P"):
    return Place(
        id=f"x:{name}", name=name, position=Position(lat=lat, lon=lon), radius_km=2.0, country="FR",
        feature_class=klass, feature_code=code, source="test",
    )  # fmt: skip


def stated(km, direction=None):
    low, high = bounds_km(km, Unit.KM, Hedge.EXACT)
    return Stated(
        quantity=Quantity(
            span=Span(start=0, end=0), text="", value=km, unit=Unit.KM, low_km=low, high_km=high, hedge=Hedge.EXACT
        ),
        direction=direction,
    )


def end(found, confidence=0.9, *others):
    return End(place=found, confidence=confidence, namesakes=lambda: others)


HERE, NORTH = place("here", 45, 5), place("north", 46, 5)  # 111 km apart
FAR, AWAY = place("far", 48, 5), place("away", 10, 5)  # 333 km and 3,870 km from here


def test_a_contradiction_of_a_surely_chosen_place_stands_and_names_its_suspect():
    found = judge(stated(110, Compass.N), end(FAR, 0.9, NORTH), end(HERE))
    assert (found.verdict, found.namesake) == (Verdict.CONTRADICTED, NORTH)
    assert Explanation.HOMONYM in found.explained_by


def test_a_contradiction_of_a_doubtful_place_that_a_namesake_would_mend_is_taken_back():
    found = judge(stated(110, Compass.N), end(FAR, 0.3, NORTH), end(HERE))
    assert (found.verdict, found.distance_verdict, found.namesake) == (
        Verdict.UNVERIFIABLE,
        Verdict.UNVERIFIABLE,
        NORTH,
    )


def test_a_namesake_in_another_direction_is_no_suspect():
    found = judge(stated(110, Compass.S), end(FAR, 0.3, NORTH), end(HERE))
    assert (found.verdict, found.namesake) == (Verdict.CONTRADICTED, None)


def test_an_absurd_figure_doubts_a_place_hardly_chosen():
    doubted = judge(stated(400), end(AWAY, 0.3), end(HERE))
    assert (doubted.verdict, doubted.explained_by) == (Verdict.UNVERIFIABLE, (Explanation.HOMONYM,))
    assert judge(stated(400), end(AWAY, 0.9), end(HERE)).verdict is Verdict.CONTRADICTED


def test_an_incredible_figure_doubts_every_reading_and_no_point():
    assert judge(stated(110), end(AWAY, 0.99), end(HERE)).verdict is Verdict.UNVERIFIABLE
    assert judge(stated(110), end(AWAY, 1.0), end(HERE, 1.0)).verdict is Verdict.CONTRADICTED


def test_what_is_not_contradicted_asks_for_no_namesakes():
    def never():
        raise AssertionError

    assert judge(stated(110), End(place=NORTH, confidence=0.1, namesakes=never), end(HERE)).verdict == "consistent"


def test_an_area_and_a_place_itself_are_unverifiable():
    assert judge(stated(110), end(place("land", 46, 5, code="ADM1", klass="A")), end(HERE)).measurement is None
    assert judge(stated(110), end(HERE), end(HERE)).verdict is Verdict.UNVERIFIABLE


def test_a_hamlet_is_not_suspected_behind_a_metropolis():
    city, hamlet = replace(FAR, population=2_000_000), replace(NORTH, population=900)
    assert judge(stated(110, Compass.N), end(city, 0.9, hamlet), end(HERE)).namesake is None
    town = replace(NORTH, population=25_000)
    assert judge(stated(110, Compass.N), end(city, 0.9, hamlet, town), end(HERE)).namesake == town
