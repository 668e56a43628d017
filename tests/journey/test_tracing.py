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


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Had Jane Brown gone to Lyon, her party would have known.", "en"),
        ("Did Jane Brown go to Lyon?", "en"),
        ("Even if Jane Brown reached Lyon, nobody saw her there.", "en"),
        ("Si Mme Jeanne Dupont est arrivée à Lyon, personne ne l’a vue.", "fr"),
        ("S'il est passé par Lyon, M. Jean Dupont n’en a rien dit.", "fr"),
        ("M. Jean Dupont est-il arrivé à Lyon ?", "fr"),
    ],
)
def test_a_condition_or_a_question_is_no_journey(read, text, lang):
    assert legs(read(text, lang=lang)) == []


@pytest.mark.parametrize(
    ("text", "lang", "certain"),
    [
        ("If the talks go well, Jane Brown will travel to Lyon.", "en", "speculated"),
        ("Jane Brown will have reached Lyon by Friday.", "en", "expected"),
        ("Vendredi, M. Jean Dupont aura rejoint Lyon.", "fr", "expected"),
        ("M. Jean Dupont aurait été conduit à Lyon.", "fr", None),
        ("M. Jean Dupont est sans doute arrivé à Lyon.", "fr", "speculated"),
        ("M. Jean Dupont est arrivé à Lyon sans encombre.", "fr", "confirmed"),
        ("Même si M. Jean Dupont est arrivé à Lyon, il se tait.", "fr", "confirmed"),
        ("Une source anonyme affirme que M. Jean Dupont est arrivé à Lyon.", "fr", "speculated"),
    ],
)
def test_what_is_not_yet_so_is_never_confirmed(read, text, lang, certain):
    assert legs(read(text, lang=lang)) == ([(None, "Lyon", certain)] if certain else [])


def test_looking_back_comes_before_the_arrival_told_last(read):
    report = read(
        "Parti de Dakar le 9 septembre, le navire de Jean Dupont est arrivé mardi à Marseille. "
        "Il avait fait escale à Tanger."
    )
    assert legs(report) == [("Dakar", "Tangier", "confirmed"), ("Tangier", "Marseille", "confirmed")]


def test_a_pluperfect_may_carry_the_story_on(read):
    report = read("Jean Dupont est arrivé à Lyon. Peu après, il avait rejoint Marseille.")
    assert legs(report) == [(None, "Lyon", "confirmed"), ("Lyon", "Marseille", "confirmed")]


def test_it_is_nobodys_pronoun(read):
    text = "The storm cut the power, Jane Brown said. By nightfall it had reached Atlanta."
    assert legs(read(text, lang="en")) == []
    text = "The train of Jane Brown left Boston. By nightfall it had reached Chicago."
    assert legs(read(text, lang="en")) == [("Boston", "Chicago", "confirmed")]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Jane Brown denied that she had travelled to Lyon.", "en"),
        ("M. Jean Dupont dément être allé à Lyon.", "fr"),
        ("M. Jean Dupont nie s’être rendu à Lyon.", "fr"),
    ],
)
def test_what_somebody_denies_is_denied(read, text, lang):
    assert legs(read(text, lang=lang)) == [(None, "Lyon", "denied")]


def test_what_belongs_to_a_person_travels_without_them(read):
    report = read("Jane Brown’s letter reached Boston on Monday. Jane Brown visited Denver.", lang="en")
    assert legs(report) == [(None, "Denver", "confirmed")]


def test_the_day_told_of_one_verb_is_not_that_of_the_next(read):
    (leg,) = read("Jane Brown left Dakar on Sunday and reached Vigo on Monday.", lang="en").legs
    assert (leg.departed.iso, leg.arrived.iso) == ("2023-09-10", "2023-09-11")
    (leg,) = read("Jane Brown left Dakar on Sunday and reached Vigo.", lang="en").legs
    assert (leg.departed.iso, leg.arrived) == ("2023-09-10", None)


def test_a_vehicle_without_a_person_is_called_as_the_article_calls_it(read):
    report = read("Le navire est arrivé lundi à Vigo. Il a gagné Brest mardi.")
    assert legs(report) == [(None, "Vigo", "confirmed"), ("Vigo", "Brest", "confirmed")]
    assert {(leg.traveller, leg.mode) for leg in report.legs} == {("navire", "ship")}


@pytest.mark.parametrize(
    "text",
    [
        "M. Jean Dupont est entré en politique à Lyon.",
        "M. Jean Dupont est passé à l’offensive à Nice.",
        "M. Jean Dupont a gagné à Marseille.",
    ],
)
def test_an_idiom_moves_nobody(read, text):
    assert legs(read(text)) == []


@pytest.mark.parametrize("text", ["John Smith returned to form in Denver.", "John Smith landed a job in Boston."])
def test_an_english_idiom_moves_nobody(read, text):
    assert legs(read(text, lang="en")) == []


def test_a_planned_return_is_a_leg(read):
    report = read("M. Jean Dupont a quitté Lyon mardi. Il est arrivé à Nice. Il doit rentrer à Lyon vendredi.")
    assert legs(report) == [("Lyon", "Nice", "confirmed"), ("Nice", "Lyon", "expected")]


def test_not_only_is_no_denial(read):
    report = read("M. Jean Dupont n’est pas seulement allé à Lyon, il s’est rendu à Marseille.")
    assert legs(report) == [(None, "Lyon", "confirmed"), ("Lyon", "Marseille", "confirmed")]


def test_a_pronoun_goes_on_about_whom_the_sentence_before_began_with(read):
    report = read(
        "M. Jean Dupont est arrivé lundi à Lyon, où il a rencontré le maire Paul Martin. "
        "Il s’est ensuite rendu à Marseille."
    )
    assert {leg.traveller for leg in report.legs} == {"Jean Dupont"}
    assert legs(report) == [(None, "Lyon", "confirmed"), ("Lyon", "Marseille", "confirmed")]
