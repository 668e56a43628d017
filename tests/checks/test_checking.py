from dataclasses import replace

import pytest

from geomap.checks import Explanation, Verdict, check_claims
from geomap.claims import find_claims
from geomap.geodesy import Compass
from geomap.mentions import find_mentions
from geomap.places import resolve_places


@pytest.mark.parametrize("example", ["french", "english"])
def test_the_two_founding_distances(example, request):
    sixty, nine_hundred = request.getfixturevalue(example).checks
    assert sixty.claim.quantity.value_km == 60
    assert sixty.measurement.geodesic_km == pytest.approx(77.96, abs=0.05)
    assert sixty.measurement.bearing_deg == pytest.approx(5, abs=0.6)
    assert (sixty.distance_verdict, sixty.direction_verdict) == (Verdict.PLAUSIBLE, Verdict.CONSISTENT)
    assert sixty.explained_by == (Explanation.EDGE, Explanation.MILES)
    assert sixty.error_pct == pytest.approx(-23, abs=0.5)
    assert nine_hundred.claim.quantity.value_km == pytest.approx(900, abs=2)
    assert nine_hundred.measurement.geodesic_km == pytest.approx(938.1, abs=0.1)
    assert nine_hundred.measurement.compass is Compass.NNW
    assert nine_hundred.off_deg == pytest.approx(29.5, abs=0.1)
    assert (nine_hundred.distance_verdict, nine_hundred.direction_verdict) == (Verdict.CONSISTENT, Verdict.PLAUSIBLE)
    assert nine_hundred.verdict is Verdict.PLAUSIBLE


def test_the_summary_is_a_sentence_in_the_articles_language(french, english):
    assert french.checks[0].summary == (
        "Oussouriïsk – Vladivostok\u00a0: 78\u00a0km à vol d’oiseau, et non 60\u00a0; 111\u00a0km par le rail\u00a0; "
        "environ 49\u00a0km de bord à bord\u00a0; peut-être s’agit-il de 60\u00a0milles (97\u00a0km)\u00a0; "
        "la direction (nord) est juste."
    )
    assert "in keeping with what was reported (about 560\u00a0miles, or 901\u00a0km)" in english.checks[1].summary


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
    assert "n’a pas pu être vérifié (étendue sans point de mesure\u00a0: Suisse)." in check.summary


@pytest.mark.parametrize("km", [60, 80, 120])
def test_north_of_and_south_of_get_the_same_verdict(read, km):
    (one,) = read(f"Ussuriysk se trouve à {km} km au nord de Vladivostok.").checks
    (other,) = read(f"Vladivostok se trouve à {km} km au sud d’Ussuriysk.").checks
    assert one.verdict == other.verdict


def test_an_end_nobody_knows_is_said_in_words(read):
    check, _ = read("Le hameau dort à 30 km de Lyon et de Grenoble.").checks
    assert check.summary == (
        "Un lieu non reconnu – Lyon\u00a0: le chiffre annoncé (30\u00a0km) n’a pas pu être vérifié."
    )


def test_the_figure_of_the_railway_is_explained_and_not_contradicted(read):
    (check,) = read("Pyongyang se trouve à 1 200 km de Vladivostok.").checks
    assert check.measurement.geodesic_km == pytest.approx(687, abs=5)
    assert check.measurement.rail_km == pytest.approx(1177, rel=0.01)
    assert (check.verdict, check.explained_by) == (Verdict.PLAUSIBLE, (Explanation.RAIL,))
    assert check.summary.endswith(
        "et non 1\u202f200\u00a0; c’est à peu près la distance par le rail (1\u202f183\u00a0km)."
    )


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


@pytest.mark.parametrize("stated", ["plus de 200 km", "environ 250 km"])
def test_what_two_agencies_said_of_artyom_and_khasan_is_not_contradicted(read, stated):
    (check,) = read(f"Artyom se trouve à {stated} de Khasan.").checks
    assert check.measurement.geodesic_km == pytest.approx(163, abs=1)
    assert check.measurement.rail_km == pytest.approx(299, rel=0.02)
    assert (check.verdict, check.explained_by) == (Verdict.PLAUSIBLE, (Explanation.ROAD,))


def test_another_bearer_of_the_name_that_would_fit_is_suspected(article, gazetteer, entities_in):
    story = article("London is 165 km from Toronto.", lang="en")
    mentions = find_mentions(story, entities_in(story), (), gazetteer)
    claims = find_claims(story, mentions)
    english = gazetteer.place("geonames:2643743")
    resolutions = [
        replace(r, place=english) if r.mention.text == "London" else r
        for r in resolve_places(story, mentions, claims, gazetteer)
    ]
    (check,) = check_claims(story, claims, resolutions, gazetteer=gazetteer)
    assert (check.distance_verdict, check.explained_by) == (Verdict.UNVERIFIABLE, (Explanation.HOMONYM,))
    assert check.judgement.namesake.country == "CA"
    assert "a namesake would fit: London (Canada; 43.0, -81.2)" in check.summary
    (alone,) = check_claims(story, claims, resolutions)
    assert alone.judgement.namesake is None


def test_a_true_claim_suspects_nobody(read):
    (check,) = read("London is 344 km from Paris.", lang="en").checks
    assert (check.verdict, check.judgement.namesake) == (Verdict.CONSISTENT, None)


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


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("Lens se trouve à quelques kilomètres de Liévin.", "fr", "quelques kilomètres"),
        ("Oxford is several dozen miles from London.", "en", "several dozen miles"),
    ],
)
def test_a_number_that_nobody_counted_is_told_in_its_own_words(read, text, lang, told):
    (check,) = read(text, lang=lang).checks
    assert told in check.summary


@pytest.mark.parametrize(
    ("text", "verdict", "summary"),
    [
        (
            "Dijon est à peu près à mi-chemin entre Paris et Lyon.",
            Verdict.CONSISTENT,
            (
                "Dijon, entre Paris et Lyon_: à 262_km de l’un et 174_km de l’autre à vol d’oiseau, "
                "ce qui s’accorde avec ce qui est annoncé («_à peu près à mi-chemin_»)."
            ),
        ),
        (
            "Orléans est à mi-chemin entre Paris et Lyon.",
            Verdict.CONTRADICTED,
            (
                "Orléans, entre Paris et Lyon_: à 111_km de l’un et 328_km de l’autre à vol d’oiseau, "
                "et non «_à mi-chemin_»."
            ),
        ),
        (
            "Grenoble est à mi-chemin entre Lyon et Genève.",
            Verdict.CONTRADICTED,
            (
                "Grenoble, entre Lyon et Genève_: à 93_km de l’un et 119_km de l’autre à vol d’oiseau, "
                "et non «_à mi-chemin_»_; passer par là allonge le chemin de 88_%."
            ),
        ),
        (
            "Grenoble est à égale distance de Lyon et de Genève.",
            Verdict.CONSISTENT,
            (
                "Grenoble, entre Lyon et Genève_: à 93_km de l’un et 119_km de l’autre à vol d’oiseau, "
                "ce qui s’accorde avec ce qui est annoncé («_à égale distance_»)."
            ),
        ),
        (
            "La grange est à mi-chemin entre Lyon et la Suisse.",
            Verdict.UNVERIFIABLE,
            (
                "Un lieu non reconnu, entre Lyon et Suisse_: ce qui est annoncé («_à mi-chemin_») n’a pas pu être "
                "vérifié (étendue sans point de mesure_: Suisse)."
            ),
        ),
    ],
)
def test_a_place_halfway_is_measured_from_both_ends(read, text, verdict, summary):
    (check,) = read(text).checks
    assert (check.verdict, check.summary.replace("\u00a0", "_")) == (verdict, summary)


def test_without_a_gazetteer_no_namesake_is_suspected_halfway(read, gazetteer):
    report = read("Orléans est à mi-chemin entre Paris et Lyon.")
    claims = [check.claim for check in report.checks]
    (bare,) = check_claims(report.articles[0], claims, [m.resolution for m in report.mentions])
    assert (bare.verdict, bare.explained_by) == (Verdict.CONTRADICTED, ())
    assert bare.judgement.from_other is not None
