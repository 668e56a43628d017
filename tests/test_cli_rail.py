import json

import pytest
from click.testing import CliRunner

from geomap.cli import main

BRANCH = "tests/rail/data/branch.geojson"


@pytest.fixture
def run(monkeypatch, request, tmp_path):
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))

    def call(*args):
        return CliRunner().invoke(main, ["rail", *map(str, args)], catch_exceptions=False)

    return call


def test_info_lists_lines_estimates_exceptions_and_credits(run):
    told = json.loads(run("info", "--json").stdout)
    lines = {line["id"]: line for line in told["lines"]}
    assert lines["transsib"]["km"] == 1557
    assert lines["pyongra"]["estimated_posts"] >= 13
    assert lines["tumangang"]["gauge_mm"] == [1435, 1520]
    assert {pair["from"] for pair in told["exceptions"]} == {"pyongyang", "bureya"}
    assert all(pair["reason"] for pair in told["exceptions"])
    assert "© OpenStreetMap contributors (ODbL)" in {source["attribution"] for source in told["sources"]}
    assert told["own"] is None


def test_info_as_a_table_fits_80_columns(run):
    result = run("info")
    assert result.exit_code == 0
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= 80
    assert "No lines of your own: geomap rail import FILE" in result.stdout


def test_import_reports_what_is_amiss_and_keeps_the_rest(run):
    result = run("import", BRANCH)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    for words in (
        "branch.geojson: 16 features, 11 lines kept",
        "1 railway=abandoned",
        "duplicates 1 dropped",
        "loops 2 ways round",
        "joined 1 loose end within 5 m 3 m at 47.0100, 5.0800",
        "gaps 2 left open",
        "islands 3 apart from the largest part",
        "© OpenStreetMap contributors (ODbL)",
    ):
        assert words in text
    assert json.loads(run("info", "--json").stdout)["own"]["islands"][1]["km"] == pytest.approx(1.5, abs=0.05)


def test_import_as_json_with_a_tolerance_and_a_credit(run):
    told = json.loads(run("import", BRANCH, "--tolerance", 100, "--attribution", "© us", "--json").stdout)
    assert (told["tolerance_m"], len(told["joined"]), len(told["islands"])) == (100, 2, 2)
    assert told["attribution"] == "© us"


def test_forget_removes_what_was_imported(run):
    run("import", BRANCH)
    assert "removed" in run("forget").stdout
    assert json.loads(run("info", "--json").stdout)["own"] is None
    assert "No railways were imported" in run("forget").stdout


def test_a_file_that_is_no_railway_is_one_line(run, tmp_path):
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    for path in (tmp_path / "empty.geojson", tmp_path / "none.shp", "README.md"):
        result = run("import", path)
        assert result.exit_code == 1
        assert result.stderr.startswith("geomap: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("metres", ["-1", "1001", "wide"])
def test_a_tolerance_out_of_range_is_wrong_usage(run, metres):
    assert run("import", BRANCH, "--tolerance", metres).exit_code == 2
