import pytest

from geomap.checks import Explanation, Verdict
from geomap.geodesy import Compass


@pytest.mark.parametrize("example", ["french", "english"])
def test_the_two_founding_distances(example, request):
    sixty, nine_hundred = request.getfixturevalue(example).checks
    assert sixty.claim.quantity.value_km == 60
    assert sixty.measurement.geodesic_km == pytest.approx(77.96, abs=0.05)
    assert sixty.measurement.bearing_deg == pytest.approx(5, abs=0.6)
    assert (sixty.distance_verdict, sixty.direction_verdict) == (Verdict.PLAUSIBLE, Verdict.CONSISTENT)
    assert sixty.explained_by == (Explanation.EDGE,)
    assert sixty.error_pct == pytest.approx(-23, abs=0.5)
    assert nine_hundred.claim.quantity.value_km == pytest.approx(900, abs=2)
    assert nine_hundred.measurement.geodesic_km == pytest.approx(938.1, abs=0.1)
    assert nine_hundred.measurement.compass is Compass.NNW
    assert nine_hundred.off_deg == pytest.approx(29.5, abs=0.1)
    assert (nine_hundred.distance_verdict, nine_hundred.direction_verdict) == (Verdict.CONSISTENT, Verdict.PLAUSIBLE)
    assert nine_hundred.verdict is Verdict.PLAUSIBLE


def test_the_summary_is_a_sentence_in_the_articles_language(french, english):
    assert french.checks[0].summary == (
        "Oussouriïsk – Vladivostok\u00a0: 78\u00a0km à vol d’oiseau, plus que les 60\u00a0km annoncés\u00a0; "
        "la direction (nord) est juste\u00a0; le chiffre serait juste de bord à bord."
    )
    assert "in keeping with the reported 560\u00a0miles (901\u00a0km)" in english.checks[1].summary


def test_a_false_figure_is_contradicted(read):
    (check,) = read("Lyon se trouve à 1 200 km au nord de Marseille.").checks
    assert (check.verdict, check.direction_verdict) == (Verdict.CONTRADICTED, Verdict.CONSISTENT)


def test_a_false_direction_is_contradicted(read):
    (check,) = read("Lyon se trouve à 280 km au sud de Marseille.").checks
    assert (check.distance_verdict, check.direction_verdict) == (Verdict.CONSISTENT, Verdict.CONTRADICTED)
    assert check.verdict is Verdict.CONTRADICTED


def test_a_distance_to_an_area_cannot_be_verified(read):
    (check,) = read("Lyon se trouve à 140 km de la Suisse.").checks
    assert check.verdict is Verdict.UNVERIFIABLE
    assert check.measurement is None
    assert "n’ont pas pu être vérifiés" in check.summary


@pytest.mark.parametrize("km", [60, 80, 120])
def test_north_of_and_south_of_get_the_same_verdict(read, km):
    (one,) = read(f"Ussuriysk se trouve à {km} km au nord de Vladivostok.").checks
    (other,) = read(f"Vladivostok se trouve à {km} km au sud d’Ussuriysk.").checks
    assert one.verdict == other.verdict


def test_an_end_nobody_knows_is_said_in_words(read):
    check, _ = read("Le hameau dort à 30 km de Lyon et de Grenoble.").checks
    assert check.summary == "Un lieu non reconnu – Lyon\u00a0: les 30\u00a0km annoncés n’ont pas pu être vérifiés."


def test_the_figure_of_the_railway_is_explained_and_not_contradicted(read):
    (check,) = read("Pyongyang se trouve à 1 200 km de Vladivostok.").checks
    assert check.measurement.geodesic_km == pytest.approx(687, abs=5)
    assert check.measurement.rail_km == pytest.approx(1177, rel=0.01)
    assert (check.verdict, check.explained_by) == (Verdict.PLAUSIBLE, (Explanation.RAIL,))
    assert "par le rail (1" in check.summary


def test_a_figure_that_is_neither_straight_nor_by_rail_is_contradicted(read):
    (check,) = read("Pyongyang se trouve à 2 000 km de Vladivostok.").checks
    assert (check.verdict, check.explained_by) == (Verdict.CONTRADICTED, ())


def test_there_is_no_rail_to_a_place_without_a_station(read):
    (check,) = read("Le cosmodrome de Vostotchny est à 900 km au nord-ouest d’Oussouriïsk.").checks
    assert check.measurement.rail_km is None


@pytest.mark.parametrize(
    "text",
    [
        "Toledo is 40 miles from Lake Erie.",
        "Cairo is 100 km from the Nile.",
        "Dubai is 200 km from the Strait of Hormuz.",
    ],
)
def test_no_one_point_stands_for_a_lake_a_river_or_a_strait(read, text):
    (check,) = read(text, lang="en").checks
    assert (check.measurement, check.verdict) == (None, Verdict.UNVERIFIABLE)


def test_as_the_crow_flies_is_not_excused_by_the_railway(read):
    (check,) = read("Vladivostok is 1,180 km from Pyongyang as the crow flies.", lang="en").checks
    assert (check.verdict, check.explained_by) == (Verdict.CONTRADICTED, ())


def test_at_least_is_no_figure_of_the_railway(read):
    (check,) = read("Vladivostok is at least 900 km from Pyongyang.", lang="en").checks
    assert Explanation.RAIL not in check.explained_by


def test_an_edge_nobody_knows_contradicts_nothing(read):
    (check,) = read("Villeurbanne est à 40 km de la limite est de Lyon.").checks
    assert check.distance_verdict is Verdict.UNVERIFIABLE


def test_what_is_stated_in_miles_is_measured_in_miles_too(english):
    assert "583\u00a0miles (938\u00a0km) in a straight line" in english.checks[1].summary


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Garissa se trouve à 60 km de la frontière somalienne.", "la frontière somalienne"),
        ("Grenoble est à 110 km de Trucmuche-le-Vieux.", "Trucmuche-le-Vieux"),
        ("Grenoble est à 4 km de l’ambassade de France.", "l’ambassade de France"),
    ],
)
def test_an_anchor_that_is_no_place_is_unverifiable_and_on_no_map(read, text, anchor):
    report = read(text)
    (check,) = report.checks
    assert check.claim.anchor.text == anchor
    assert (check.anchor, check.measurement, check.verdict) == (None, None, Verdict.UNVERIFIABLE)
    placed = [m for m in report.mentions if m.resolution.mention.span == check.claim.anchor.span]
    assert [m.resolution.place for m in placed] in ([], [None])
    assert anchor in check.summary
