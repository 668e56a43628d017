import csv
import http.server
import io
import json
import os
import pty
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main

NAMES = ("990000001", "Zwybrücken", "Zwybrucken", "Zwy")
REST = ("", "44", "", "", "", "900", "", "", "Europe/Paris", "2024-05-01")
ROW = "\t".join([*NAMES, "48.7", "6.2", "P", "PPL", "FR", *REST])


@pytest.fixture
def folder(gazetteer, tmp_path, monkeypatch):
    """A folder with a dump, a table of own places, and an empty folder of imports beside the run's name index."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / gazetteer.path.name).symlink_to(gazetteer.path)
    seal = gazetteer.path.name + ".seal"
    shutil.copy(gazetteer.path.with_name(seal), cache / seal)
    monkeypatch.setenv("GEOMAP_CACHE", str(cache))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FR.txt").write_text(f"{ROW}\nnot a place\n", encoding="utf-8")
    (tmp_path / "desk.csv").write_text("name,lat,lon,names\nHangar 7,48.71,6.21,\nNancy,43.6,5.1,\nBad,91,0,\n")
    (tmp_path / "story.txt").write_text("Hangar 7 a brûlé mardi. Les pompiers sont venus de Nancy.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder):
    return lambda *args: CliRunner().invoke(main, [str(a) for a in args], catch_exceptions=False)


def test_import_prints_where_the_places_are_and_tells_what_was_left_out(run, folder):
    result = run("gazetteer", "import", "FR.txt")
    assert (result.exit_code, result.stdout) == (0, f"{folder}/cache/imported/fr.places\n")
    assert result.stderr.splitlines()[0] == "geomap: FR.txt:2: left out: a place has 19 columns, got 1"
    assert result.stderr.splitlines()[1].startswith("fr: 1 places, 0.0 MB")
    assert run("gazetteer", "import", "FR.txt", "--replace", "-q").stderr == ""
    assert json.loads(run("resolve", "Zwybrücken", "--json").stdout)["candidates"][0]["place"]["id"] == (
        "geonames:990000001"
    )


def test_own_places_have_the_name_credit_and_licence_given(run):
    given = ("--name", "our-desk", "--attribution", "© The Desk", "--licence", "CC0-1.0")
    assert run("gazetteer", "import", "desk.csv", *given).exit_code == 0
    known = json.loads(run("gazetteer", "info", "--json").stdout)
    assert known["imported"] == [
        {
            "name": "our-desk",
            "own": True,
            "places": 2,
            "names": 2,
            "left_out": 1,
            "files": ["desk.csv"],
            "licence": "CC0-1.0",
            "attribution": "© The Desk",
        }
    ]
    assert sum(source["places"] for source in known["sources"]) == known["places"]
    shown = run("gazetteer", "info").stdout
    assert "our-desk (own)" in shown
    assert max(len(line.rstrip()) for line in shown.splitlines() if "cache/" not in line) <= 80
    run("gazetteer", "export", "-o", "desk.geojson", "--source", "our-desk")
    features = json.loads(Path("desk.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["attribution"] for feature in features} == {"© The Desk"}


def test_the_option_gazetteer_adds_own_places_to_one_run(run):
    result = run("places", "story.txt", "--lang", "fr", "--gazetteer", "desk.csv", "--format", "json")
    found = {m["text"]: m["place"]["id"] for m in json.loads(result.stdout)["mentions"] if m["place"]}
    assert found == {"Hangar 7": "desk:hangar-7", "Nancy": "desk:nancy"}
    assert "geomap: desk.csv:4: left out: lat must lie in [-90, 90], got 91.0" in result.stderr
    without = json.loads(run("places", "story.txt", "--lang", "fr", "--format", "json").stdout)
    assert [m["place"]["id"] for m in without["mentions"] if m["place"]] == ["geonames:2990999"]
    assert without["provenance"]["gazetteer"] != json.loads(result.stdout)["provenance"]["gazetteer"]


def test_export_writes_what_was_asked_for(run, folder):
    run("gazetteer", "import", "FR.txt", "-q")
    result = run("gazetteer", "export", "-o", "out/lu.csv", "--country", "lu")
    assert (result.exit_code, result.stdout) == (0, "out/lu.csv\n")
    with (folder / "out" / "lu.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["country"] for row in rows} == {"LU"}
    assert result.stderr == f"{len(rows):,} places\n"
    assert run("gazetteer", "export", "-o", "fr.csv", "--country", "FR", "--source", "geonames", "-q").stderr == ""
    assert "Zwybrücken" in (folder / "fr.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("import",), 2, "give either files to import or --download"),
        (("import", "FR.txt", "--download", "FR"), 2, "give either files to import or --download"),
        (("import", "none.txt"), 1, "geomap: cannot import 'none.txt': No such file or directory; check the path"),
        (("import", "FR.txt", "--name", "Île"), 1, "geomap: the name of an import must be small letters"),
        (("import", "--download", "France"), 1, "geomap: GeoNames offers allCountries"),
        (("export",), 2, "Missing option '-o'"),
        (("export", "-o", "a.xlsx"), 1, "geomap: places are exported as .geojson, .csv, .parquet, got 'a.xlsx'"),
        (("export", "-o", "a.csv", "--source", "moon"), 1, "geomap: no source is called 'moon'; there are "),
        (("export", "-o", "a.csv", "--country", "FRA"), 1, "geomap: no country has the ISO 3166-1 code 'FRA'"),
        (("forget", "moon"), 1, "geomap: no import is called 'moon'"),
    ],
)
def test_wrong_use_is_told_in_one_line(run, arguments, code, message):
    result = run("gazetteer", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert code == 2 or result.stderr.count("\n") == 1


def test_an_import_can_be_forgotten(run):
    run("gazetteer", "import", "FR.txt", "-q")
    assert run("gazetteer", "forget", "fr").exit_code == 0
    assert json.loads(run("gazetteer", "info", "--json").stdout)["imported"] == []


def test_a_damaged_import_is_told_and_the_command_goes_on(run, folder):
    path = folder / "cache" / "imported" / "fr.places"
    run("gazetteer", "import", "FR.txt", "-q")
    path.write_bytes(b"something else")
    result = run("resolve", "Nancy", "--json")
    assert result.exit_code == 0
    assert result.stderr.startswith("geomap: the imported places 'fr' are damaged and left out")
    assert result.stderr.count("\n") == 1


def test_info_tells_of_an_import_that_was_stopped(run, folder):
    (folder / "cache" / "imported").mkdir()
    (folder / "cache" / "imported" / "fr.staging").write_bytes(b"")
    assert "geomap: the import 'fr' was stopped" in run("gazetteer", "info").stderr


def test_a_bar_is_drawn_on_a_terminal_alone(folder):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "geomap", "gazetteer", "import", "FR.txt"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
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
    assert process.stdout.read() == f"{folder}/cache/imported/fr.places\n"
    process.stdout.close()
    assert "bytes" in drawn.decode()


class Dumps(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("readme.txt", "what the columns mean")
            archive.writestr("FR.txt", f"{ROW}\n")
        self.send_response(200 if self.path == "/dump/FR.zip" else 404)
        self.end_headers()
        self.wfile.write(content.getvalue())


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_dump_is_downloaded_imported_and_not_kept(run, folder, monkeypatch):
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Dumps) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        base = ("--base-url", f"http://127.0.0.1:{server.server_address[1]}/dump")
        result = run("gazetteer", "import", "--download", "fr", *base)
        again = run("gazetteer", "import", "--download", "FR", *base)
        missing = run("gazetteer", "import", "--download", "DE", *base)
        server.shutdown()
        thread.join()
    assert result.stdout == f"{folder}/cache/imported/fr.places\n"
    assert "fr: 1 places" in result.stderr
    assert sorted(path.name for path in (folder / "cache" / "imported").iterdir()) == ["fr.places", "lock"]
    assert again.stderr == "geomap: places called 'fr' are imported already: give --replace, or another --name\n"
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
    assert "DE.zip: the server answers 404 Not Found" in missing.stderr


@pytest.mark.parametrize("arguments", [["import"], ["export"], ["forget"]])
def test_help_loads_neither_sqlite_nor_numpy(arguments):
    code = (
        "import sys; from geomap.cli import main\n"
        f"try: main({['gazetteer', *arguments, '--help']!r})\n"
        "except SystemExit: assert not {'numpy', 'sqlite3', 'marisa_trie', 'urllib.request'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
