import pytest

from geomap.journey import Certainty


def legs(report):
    def name(place):
        return place.name if place else None

    return [(name(leg.origin), name(leg.destination), str(leg.certainty)) for leg in report.legs]


FOUNDING = [
    ("Pyongyang", "Khasan", "confirmed"),
    ("Khasan", "Razdolnaya", "reported"),
    ("Razdolnaya", "Ussuriysk", "reported"),
    ("Ussuriysk", "Vostochny Cosmodrome", "speculated"),
    ("Ussuriysk", "Komsomolsk-on-Amur", "expected"),
    ("Komsomolsk-on-Amur", "Komsomolsk-on-Amur Aircraft Plant", "expected"),
]


def test_the_founding_journey_is_told_in_french(french):
    assert legs(french) == [*FOUNDING, (None, "Vladivostok", "denied")]


def test_the_founding_journey_is_told_in_english(english):
    assert legs(english) == FOUNDING


@pytest.mark.parametrize("example", ["french", "english"])
def test_the_founding_journey_has_its_dates_sources_and_witnesses(example, request):
    report = request.getfixturevalue(example)
    first, second, third, fourth, fifth, sixth = report.legs[:6]
    assert {leg.traveller for leg in report.legs} == {"Kim Jong Un"}
    assert (first.departed.iso, first.arrived.iso) == ("2023-09-10", "2023-09-12")
    assert [p.name for p in first.via] == ["Russia"]
    assert "RIA Novosti" in second.sources
    assert (second.passed, third.passed) == (True, False)
    assert (third.observed, "Yonhap" in third.sources) == (True, True)
    assert (fourth.arrived, fifth.arrived) == (None, None)
    assert sixth.sources == ("Kyodo",)


def test_a_withheld_destination_is_not_invented(read):
    report = read("Le train de Jean Dupont a quitté Lyon mardi. Il a refusé de dire où il allait.")
    assert legs(report) == [("Lyon", None, "confirmed")]


def test_a_past_trip_is_another_journey(read):
    assert legs(read("M. Jean Dupont est arrivé à Lyon en 2019.")) == []


def test_a_negated_movement_is_no_journey(read):
    assert legs(read("Le train de Jean Dupont n’a pas quitté Lyon.")) == []


def test_a_country_entered_is_no_stop(read):
    report = read("Le train de Jean Dupont a quitté Pyongyang. Il est entré en Russie. Il s’est arrêté à Khasan.")
    assert legs(report) == [("Pyongyang", "Khasan", "confirmed")]
    assert [p.name for p in report.legs[0].via] == ["Russia"]


def test_a_named_source_makes_it_reported(read):
    report = read("Selon l’agence Yonhap, le train de Jean Dupont est arrivé à Lyon.")
    assert legs(report) == [(None, "Lyon", "reported")]
    assert report.legs[0].sources == ("Yonhap",)


def test_two_named_sources_confirm(read):
    report = read(
        "Selon l’agence Yonhap, le train de Jean Dupont est arrivé à Lyon. "
        "D’après l’agence Kyodo, le train s’est arrêté à Lyon."
    )
    assert legs(report) == [(None, "Lyon", "confirmed")]


def test_an_official_word_on_its_own_side_is_confirmed(read):
    report = read("Le dirigeant nord-coréen Kim Jong Un a quitté Pyongyang pour Lyon, selon KCNA.")
    assert report.legs[0].certainty is Certainty.CONFIRMED


def test_a_plan_is_expected_and_a_guess_is_speculated(read):
    report = read(
        "Le train de Jean Dupont est arrivé à Lyon. M. Dupont doit visiter Marseille. "
        "Certains médias supposent qu’il se dirige vers Nice."
    )
    assert legs(report)[1:] == [("Lyon", "Marseille", "expected"), ("Lyon", "Nice", "speculated")]


def test_turning_away_denies_what_was_expected(read):
    report = read(
        "M. Jean Dupont devait se rendre à Nice. Son train a quitté Lyon vers le nord, ce qui l’éloigne de Nice."
    )
    assert (None, "Nice", "denied") in legs(report)


def test_somebody_elses_trip_is_not_the_journey(read):
    report = read(
        "Le train de Jean Dupont a quitté Lyon mardi. Il est arrivé à Marseille. "
        "Un avion d’Air Machin a décollé de Paris et a atterri à Nice."
    )
    assert legs(report) == [("Lyon", "Marseille", "confirmed")]


def test_every_leg_has_evidence_that_quotes_the_text(french):
    text = french.articles[0].text
    for leg in french.legs:
        assert leg.evidence
        for evidence in leg.evidence:
            assert evidence.sentence.contains(evidence.cue)
            assert evidence.sentence.of(text).strip() == evidence.sentence.of(text)


def test_legs_know_their_geodesic_length(french):
    assert french.legs[0].geodesic_km == pytest.approx(559, abs=1)
    assert french.legs[-1].geodesic_km is None


def test_an_article_without_a_traveller_tells_no_journey(read):
    assert legs(read("Il pleut à Lyon. La Loire déborde.")) == []


def test_an_expected_day_is_the_coming_one(read):
    report = read("M. Jean Dupont a quitté Lyon mardi. Il doit se rendre vendredi à Nice.")
    assert (report.legs[-1].destination.name, report.legs[-1].arrived.iso) == ("Nice", "2023-09-15")


def test_the_day_of_a_departure_is_not_that_of_the_arrival(read):
    report = read("Le navire de Jean Dupont a quitté Marseille mardi. Il a fait escale à Tanger.")
    (leg,) = report.legs
    assert (leg.departed.iso, leg.arrived) == ("2023-09-12", None)


def test_last_year_is_another_journey(read):
    assert legs(read("M. Jean Dupont est arrivé à Lyon. L’an dernier, il s’était rendu à Nice.")) == [
        (None, "Lyon", "confirmed")
    ]
