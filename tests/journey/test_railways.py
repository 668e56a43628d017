import pytest

from geomap.geodesy import distance_km
from geomap.pipeline import analyse
from geomap.provenance import Source
from geomap.rail.noding import make_track
from geomap.rail.track import TrackNetwork
from geomap.render import render_map
from geomap.world import crosses


def leg(report, origin, destination):
    return next(
        g
        for g in report.legs
        if (g.origin and g.origin.name, g.destination and g.destination.name) == (origin, destination)
    )


@pytest.mark.parametrize("example", ["french", "english"])
def test_the_founding_train_keeps_to_the_rails(example, request):
    report = request.getfixturevalue(example)
    by_rail = {(g.origin.name, g.destination.name): g.rail_km for g in report.legs if g.rail is not None}
    assert by_rail["Khasan", "Razdolnaya"] + by_rail["Razdolnaya", "Ussuriysk"] == pytest.approx(261, rel=0.01)
    assert by_rail["Ussuriysk", "Vostochny Cosmodrome"] == pytest.approx(1405, rel=0.01)
    assert by_rail["Pyongyang", "Khasan"] == pytest.approx(850, rel=0.01)
    for found in (g for g in report.legs if g.rail is not None):
        assert "CN" not in crosses(found.rail.geometry).countries_km


def test_a_place_off_the_line_is_reached_from_its_station_and_the_rest_is_no_rail(french):
    rail = leg(french, "Ussuriysk", "Vostochny Cosmodrome").rail
    assert rail.access[1].station.name == "Ledyanaya"
    assert rail.access[1].km == pytest.approx(24, abs=1)
    assert distance_km(rail.geometry[-1], rail.access[1].position) == 0


def test_a_town_is_left_from_its_own_station(french):
    assert leg(french, "Pyongyang", "Khasan").rail.access[0].station.name == "Pyongyang"


def test_the_border_and_the_break_of_gauge_are_told(french):
    notes = " ".join(note.text("fr") for note in leg(french, "Pyongyang", "Khasan").rail.notes)
    assert "1 520" in notes.replace("\u00a0", " ").replace("\u202f", " ")


def test_no_rails_are_followed_by_those_who_take_none(read):
    (flight,) = read("L’avion de Jean Dupont a quitté Vladivostok. Il a atterri à Khabarovsk.").legs
    assert flight.rail is None


def test_a_train_where_we_know_no_line_goes_straight(read):
    (found,) = read("Le train de Jean Dupont a quitté Lyon. Il est arrivé à Marseille.").legs
    assert (found.mode, found.rail, found.rail_km) == ("train", None, None)


def test_a_straight_leg_through_a_country_nobody_named_is_warned_of(read):
    report = read("Le convoi de Jean Dupont a quitté Strasbourg. Il est arrivé à Vienne, en Autriche.")
    assert [w for w in report.warnings if "straight line, which crosses Germany" in w]
    named = read("Le convoi de Jean Dupont a quitté Strasbourg. Il a traversé l’Allemagne. Il est arrivé à Vienne.")
    assert not [w for w in named.warnings if "Germany" in w]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Kim left Pyongyang by train on Sunday. On Tuesday he flew from Vladivostok to Khabarovsk.", "en"),
        ("Le train de Jean Dupont a quitté Khasan. Il est allé de Vladivostok à Khabarovsk en voiture.", "fr"),
    ],
)
def test_who_flies_or_drives_is_not_put_on_the_rails(read, text, lang):
    found = next(g for g in read(text, lang=lang).legs if g.destination and g.destination.name == "Khabarovsk")
    assert (found.mode, found.rail) == ("unspecified", None)


@pytest.fixture
def own_line():
    """A line of one's own from Lyon to Marseille, through Valence and Avignon, drawn roughly."""
    points = ((4.8357, 45.764), (4.8924, 44.9334), (4.8055, 43.9493), (5.3698, 43.2965))
    pieces, findings = make_track([points], 5.0)
    source = Source(id="own", publisher="desk", url="", licence="", attribution="The desk’s own line")
    return TrackNetwork(pieces, source=source, findings=findings)


def test_a_train_follows_the_users_own_line_where_ours_do_not_reach(article, gazetteer, own_line):
    text = "Le train de Jean Dupont a quitté Lyon. Il est arrivé à Marseille."
    report = analyse(article(text), gazetteer, track=own_line)
    (found,) = report.legs
    assert found.rail.route is None
    assert found.rail_km == pytest.approx(290, abs=15)
    drawn = render_map(report, format="svg")
    assert "Voies ferrées\u00a0: The desk’s own line." in drawn
    assert "Les trajets en train suivent la voie ferrée." in drawn


def test_our_own_lines_come_before_the_users(article, gazetteer, own_line):
    text = "Le train de Jean Dupont a quitté Vladivostok. Il est arrivé à Khabarovsk."
    assert analyse(article(text), gazetteer, track=own_line).legs[0].rail.route is not None
