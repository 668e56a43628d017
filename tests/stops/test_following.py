import json
from datetime import date

import pytest

from geomap.errors import StopsError
from geomap.journey.leg import Certainty
from geomap.render import render_map
from geomap.render.story import tell
from geomap.render.words import load_words
from geomap.report.objects import report_object
from geomap.stops import follow_stops, read_stops
from geomap.stops.reading import stops_from_text


@pytest.fixture
def follow(gazetteer):
    def run(text, **options):
        return follow_stops(stops_from_text(text, name="stops.csv"), gazetteer, **options)

    return run


def ends(report):
    return [(leg.origin and leg.origin.name, leg.destination.name) for leg in report.legs]


def test_each_traveller_goes_from_stop_to_stop(follow):
    report = follow("who,place\nAnna,Rome\nBen,Vienna\nAnna,Florence\nBen,Munich\n")
    assert [(leg.traveller, *pair) for leg, pair in zip(report.legs, ends(report), strict=True)] == [
        ("Anna", "Rome", "Florence"),
        ("Ben", "Vienna", "Munich"),
    ]


def test_a_stop_without_a_name_bears_its_day_else_its_point(follow):
    report = follow("lat,lon,date\n18.2,-28.5,2025-09-08\n21.9,-36.4,\n27.6,-40.8,2025-09-12\n")
    assert [(s.label, s.date) for s in tell(report, load_words("en")).stops] == [
        ("", "Sep\u00a08"),
        ("21.9° N, 36.4° W", ""),
        ("", "Sep\u00a012"),
    ]
    stops = [f["properties"]["name"] for f in json.loads(render_map(report, format="geojson"))["features"][:3]]
    assert stops == ["Sep\u00a08", "21.9° N, 36.4° W", "Sep\u00a012"]
    assert "1. Sep\u00a08" in render_map(report, format="kml")


def test_a_point_with_a_name_bears_it(follow):
    report = follow("place,lat,lon,date\nBuoy 7,18.2,-28.5,2025-09-08\nBuoy 9,21.9,-36.4,2025-09-10\n")
    assert [s.label for s in tell(report, load_words("en")).stops] == ["Buoy 7", "Buoy 9"]


def test_evidence_is_the_row_and_its_cue_the_note(follow):
    report = follow("place,note\nLyon,\nNice,seen by a reader\n")
    arrival = report.legs[0].evidence[0]
    text = report.articles[0].text
    assert (arrival.rule, arrival.sentence.of(text), arrival.cue.of(text)) == (
        "row 3",
        "Nice,seen by a reader",
        "seen by a reader",
    )


def test_nobody_goes_on_from_a_stop_that_is_denied(follow):
    report = follow("place,certainty\nLyon,\nNice,denied\nParis,reported\n")
    assert ends(report) == [("Lyon", "Nice"), ("Lyon", "Paris")]
    assert [leg.certainty for leg in report.legs] == [Certainty.DENIED, Certainty.REPORTED]


def test_a_lone_stop_is_drawn(follow):
    report = follow("place\nTromsø\n")
    assert ends(report) == [(None, "Tromso")] or ends(report) == [(None, "Tromsø")]
    assert ">Tromsø<" in render_map(report, format="svg")


def test_legs_by_train_follow_the_rails(follow):
    report = follow("place,mode\nKhabarovsk,\nVladivostok,train\n")
    assert report.legs[0].rail_km == pytest.approx(767, abs=2)


def test_rows_left_out_and_rows_moved_are_told(follow):
    report = follow("place,date\nLyon,2025-03-02\nNowhere-on-Sea,\nParis,2025-03-01\n")
    assert ends(report) == [("Paris", "Lyon")]
    lost, moved = report.warnings
    assert lost.startswith(
        "stops.csv, row 3: no place is called 'Nowhere-on-Sea'; give lat and lon; the row is left out"
    )
    assert moved == "stops.csv: the rows are put in the order of their dates"
    with pytest.raises(StopsError, match=r"no row of 'stops.csv' can be placed: stops.csv, row 2: no place is called"):
        follow("place\nNowhere-on-Sea\n")


def test_the_map_names_the_file_it_is_drawn_from(follow):
    report = follow("place,lat,lon\nPort,10,20\nLyon,,\n", published=date(2025, 3, 7), lang="fr")
    drawn = render_map(report, format="svg")
    assert "D’après le tableau stops.csv, 7\u00a0mars\u00a02025" in drawn
    assert ">Le trajet<" in drawn
    attribution = json.loads(render_map(report, format="geojson"))["attribution"]
    assert "stops.csv" in [credit["text"] for credit in attribution]


@pytest.mark.parametrize("engine", ["svg", "leaflet"])
def test_hostile_cells_stay_text(follow, engine):
    bad = "<script>alert(1)</script>`${alert(1)}`{{7*7}}"
    report = follow(f'who,place,lat,lon,mode,note\n"{bad}","{bad}",1,2,,\n"{bad}","{bad}2",3,4,"{bad}","{bad}"\n')
    page = render_map(report, engine=engine)
    assert "<script>alert" not in page
    assert "{{7*7}}" in page
    assert "<script" not in render_map(report, format="svg")


def test_the_example_is_read_without_a_complaint(gazetteer, request):
    report = follow_stops(read_stops(request.config.rootpath / "examples" / "stops.csv"), gazetteer)
    assert report.warnings == ()
    assert len(report.legs) == 7
    assert {leg["certainty"] for leg in report_object(report, "legs")["legs"]} == {str(c) for c in Certainty}


def test_a_thousand_rows_are_followed(follow):
    report = follow("place,lat,lon\n" + "".join(f"P{i},{i % 80},{i % 170}\n" for i in range(1_000)))
    assert len(report.legs) == 999


def test_a_thousand_names_are_followed_and_each_doubt_is_told_once(follow):
    names = ("Paris", "Lyon", "Valence", "Birmingham", "London", "Cordoba", "Madrid")
    report = follow("place\n" + "\n".join(names[i % 7] for i in range(1_000)))
    assert len(report.legs) == 999
    assert len(report.warnings) <= len(names)
