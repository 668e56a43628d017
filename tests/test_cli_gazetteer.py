import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main


@pytest.fixture
def run(monkeypatch, request, gazetteer):
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *args: CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("resolve", "Vostochny"),
        ("resolve", "Vostochny", "--near", "Vladivostok"),
        ("resolve", "Springfield"),
        ("resolve", "République démocratique du Congo"),
        ("resolve", "Vladivistok"),
        ("gazetteer", "info"),
    ],
)
def test_tables_fit_80_columns(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    path = re.escape(os.environ["GEOMAP_CACHE"])
    assert max(len(re.sub(path, "", line).rstrip()) for line in result.stdout.splitlines()) <= 80


def test_resolve_shows_links_to_check(run):
    shown = run("resolve", "Ussuriysk", "--near", "Vladivostok").stdout
    assert "https://www.geonames.org/2014006" in shown
    assert "https://www.openstreetmap.org/?mlat=43.80470&mlon=131.95730" in shown
    assert "exact" in shown


def test_resolve_shows_the_likeliest_and_says_how_many_more(run):
    assert re.search(r"and \d+ more: --json has them all", run("resolve", "Springfield").stdout)


def test_resolve_as_json_has_every_candidate_and_why(run):
    answer = json.loads(run("resolve", "vostotchny", "--near", "Vladivostok", "--country", "ru", "--json").stdout)
    assert (answer["name"], answer["country"], answer["near"]["name"]) == ("vostotchny", "RU", "Vladivostok")
    assert [c["place"]["name"] for c in answer["candidates"]][:2] == ["Vostochny Port", "Vostochny Cosmodrome"]
    best = answer["candidates"][0]
    assert set(best) == {
        *("place", "region", "population", "match", "matched_name", "points", "away_km", "because", "links"),
    }
    assert best["match"] == "folded"
    assert "93 km from Vladivostok" in best["because"]


def test_no_match_is_an_answer(run):
    result = run("resolve", "Vlodivistak")
    assert result.exit_code == 0
    assert result.stdout == "No place is called 'Vlodivistak'.\nNearest spellings: Vladivostok\n"
    result = run("resolve", "Qqqqqqqqq", "--country", "FR")
    assert (result.exit_code, result.stdout) == (0, "No place in France is called 'Qqqqqqqqq'.\n")
    assert json.loads(run("resolve", "Qqqqqqqqq", "--json").stdout)["candidates"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Paris", "--country", "Fra"), "geomap: no country has the ISO 3166-1 code 'FRA'"),
        (
            ("Paris", "--near", "Vlodivistak"),
            "geomap: no place is called 'Vlodivistak'; nearest spellings: Vladivostok",
        ),
    ],
)
def test_a_wrong_option_is_one_line(run, arguments, message):
    result = run("resolve", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_info_tells_places_names_sources_licences_memory_and_where_the_index_lies(run):
    facts = json.loads(run("gazetteer", "info", "--json").stdout)
    assert facts["places"] > 235_000
    assert facts["names"] > 750_000
    assert 0 < facts["memory"]["share"] <= 0.1
    assert facts["memory"]["share_of_curated"] >= facts["memory"]["share"]
    assert sum(source["places"] for source in facts["sources"]) == facts["places"]
    assert {source["id"]: source["licence"] for source in facts["sources"]}["geonames"] == "CC-BY-4.0"
    assert Path(facts["index"]["path"]).stat().st_size == facts["index"]["bytes"]
    shown = run("gazetteer", "info").stdout
    for wanted in (f"{facts['places']:,}", "CC-BY-4.0", "ODbL-1.0", "from memory", facts["digest"]):
        assert wanted in shown


def test_a_cache_that_cannot_be_written_is_one_line_with_a_way_on(tmp_path):
    (tmp_path / "file").write_text("")
    result = subprocess.run(
        [sys.executable, "-m", "geomap", "resolve", "Paris"],
        env={**os.environ, "GEOMAP_CACHE": str(tmp_path / "file" / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("geomap: cannot keep the name index in ")
    assert "GEOMAP_CACHE=/some/folder" in result.stderr
    assert result.stderr.count("\n") == 1


def test_build_prints_where_the_index_is_and_draws_a_bar_on_a_terminal(run, gazetteer):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "geomap", "gazetteer", "build"], stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    os.close(theirs)
    drawn = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    os.close(ours)
    assert process.wait() == 0
    assert process.stdout.read() == f"{gazetteer.path}\n"
    process.stdout.close()
    assert "name index:" in drawn.decode()
    assert "100%" in drawn.decode()


@pytest.mark.parametrize("arguments", [["resolve"], ["gazetteer"], ["gazetteer", "info"], ["gazetteer", "build"]])
def test_help_loads_neither_the_index_nor_numpy(arguments):
    code = (
        "import sys; from geomap.cli import main\n"
        f"try: main({[*arguments, '--help']!r})\n"
        "except SystemExit: assert not {'numpy', 'marisa_trie', 'platformdirs', 'rapidfuzz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
