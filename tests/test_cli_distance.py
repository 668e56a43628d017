import json

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.gazetteer.cache import cache_folder


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    def call(*args):
        return CliRunner().invoke(main, ["distance", *args], catch_exceptions=False)

    return call


def asked(run, *args):
    return json.loads(run(*args, "--json").stdout)


def test_the_great_line_runs_through_china_and_the_train_does_not(run):
    told = asked(run, "Ussuriysk", "Vostochny Cosmodrome")
    assert told["geodesic_km"] == pytest.approx(938.1, abs=0.5)
    assert (told["compass"], round(told["bearing_deg"])) == ("NNW", 344)
    crossed = {stretch["country"]: stretch["km"] for stretch in told["crosses"]}
    assert crossed["CN"] == pytest.approx(495, abs=5)
    assert told["rail_km"] == told["rail"]["km"] == 1405
    assert told["rail"]["lines"] == ["Trans-Siberian"]
    assert (told["rail"]["quality"], told["rail"]["scale"]) == ("A", "posts")
    assert [access["station"] for access in told["rail"]["access"]] == ["Ussuriysk", "Ledyanaya"]
    assert told["rail"]["access"][1]["km"] == pytest.approx(23.5, abs=0.1)


def test_the_table_fits_80_columns_and_tells_what_is_not_counted(run):
    result = run("Ussuriysk", "Vostochny Cosmodrome")
    assert result.exit_code == 0
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= 80
    text = " ".join(result.stdout.split())
    for words in (
        "Ussuriysk → Vostochny Cosmodrome",
        "938 km, NNW (344°)",
        "China 495 km",
        "1,405 km, 1.50 times the straight line",
        "published kilometre posts, good to half a kilometre",
        "24 km between Vostochny Cosmodrome and the station of Ledyanaya, not counted",
    ):
        assert words in text


def test_border_and_gauge_are_told(run):
    told = asked(run, "Pyongyang", "Khasan")
    assert told["rail"]["access"][0]["station"] == "Pyongyang"
    assert told["rail_km"] == pytest.approx(850, rel=0.01)
    assert told["rail"]["borders"] == [["KP", "RU"]]
    assert any("1,520 mm in Russia" in note for note in told["rail"]["notes"])
    assert told["rail"]["drawn_schematically_km"] > 300


def test_coordinates_stand_for_themselves_south_and_west_too(run):
    told = asked(run, "48.8534,2.3488", "-33.9, -18.4")
    assert (told["from"]["lat"], told["to"]["lat"], told["to"]["lon"]) == (48.8534, -33.9, -18.4)
    assert (told["from"]["place"], told["rail"], told["rail_km"]) == (None, None, None)


def test_a_name_of_several_places_shows_the_others(run):
    told = asked(run, "Vostochny", "Ussuriysk")
    assert len(told["from"]["others"]) >= 1
    assert "geomap resolve 'Vostochny'" in " ".join(run("Vostochny", "Ussuriysk").stdout.split())


def test_where_no_rails_are_known_the_way_to_add_them_is_told(run):
    result = run("Paris", "Rome")
    assert result.exit_code == 0
    assert "no railway that geomap knows joins them; `geomap rail import` adds" in " ".join(result.stdout.split())


def test_the_same_point_twice_has_no_bearing(run):
    told = asked(run, "43.8,131.9", "43.8,131.9")
    assert (told["geodesic_km"], told["bearing_deg"], told["compass"], told["rail"]) == (0, None, None, None)
    assert "one and the same point" in run("43.8,131.9", "43.8,131.9").stdout


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Nowhereville-on-Nothing", "no place is called 'Nowhereville-on-Nothing'"),
        ("132.0,43.1", "latitude must lie in [-90, 90], got 132.0 (are lat and lon swapped?)"),
    ],
)
def test_what_cannot_be_measured_is_one_line(run, place, told):
    result = run(place, "Ussuriysk")
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_imported_lines_are_used_where_the_carried_ones_do_not_reach(run, tmp_path, monkeypatch):
    path = tmp_path / "mine.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"railway": "rail"}, '
        '"geometry": {"type": "LineString", "coordinates": [[5, 47], [5.1, 47.05], [5.3, 47]]}}]}',
        encoding="utf-8",
    )
    cache = tmp_path / "cache"  # the compiled names of the run, and nothing imported
    cache.mkdir()
    for kept in cache_folder().glob("names-*"):
        (cache / kept.name).symlink_to(kept)
    monkeypatch.setenv("GEOMAP_CACHE", str(cache))
    assert CliRunner().invoke(main, ["rail", "import", str(path)], catch_exceptions=False).exit_code == 0
    told = asked(run, "47.001,5", "47.001,5.3")
    assert told["rail_km"] == pytest.approx(25.5, abs=0.1)
    assert told["rail"]["quality_words"] == "measured along the track as it is drawn"
    assert told["rail"]["access"][0]["station"] is None
    assert told["rail"]["attributions"] == ["© OpenStreetMap contributors (ODbL)"]
    assert "own lines: mine.geojson" in run("47.001,5", "47.001,5.3").stdout
    assert asked(run, "Ussuriysk", "Vladivostok")["rail_km"] == 111
