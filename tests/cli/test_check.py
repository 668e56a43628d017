"""`geomap check` as a person and a script use it."""

import csv
import io
import json
from importlib.resources import files

import jsonschema
import pytest
from click.testing import CliRunner

from geomap.checks import Verdict
from geomap.cli import main

ARTICLE = "examples/train-kim.fr.txt"
FALSE = "Lyon se trouve à 1 200 km au nord de Marseille, en France."
TRUE = "Lyon se trouve à 280 km au nord de Marseille, en France."

ROWS = [
    {"id": "a", "subject": "Ussuriysk", "anchor": "Vladivostok", "value_km": 60, "hedge": "approx", "direction": "N",
     "subject_xy": [43.8047, 131.9573], "anchor_xy": [43.1056, 131.8735], "note": {"by": "desk"}},
    {"id": "b", "subject": "Lyon", "anchor": "Marseille", "value_km": "twelve"},
    {"id": "c", "subject": "Lyon", "anchor": "Marseille", "value_km": 1200, "verdict": "to be checked"},
    {"id": "d", "subject": "Xyzzyx", "anchor": "Marseille", "value_km": 12},
]  # fmt: skip


@pytest.fixture
def run(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*args, text=None):
        return CliRunner().invoke(main, [str(a) for a in args], input=text, catch_exceptions=False)

    return call


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


def widest(result):
    return max(len(line.rstrip()) for line in result.stdout.splitlines())


def test_the_terminal_lists_claims_and_says_what_was_measured(run):
    result = run("check", ARTICLE, "--published", "2023-09-13")
    assert widest(result) <= 80
    shown = result.stdout.replace("\u00a0", " ")
    assert "1  plausible  Oussouriïsk – Vladivostok" in shown
    assert "de       Vladivostok, centre (43.106, 131.874)" in shown
    assert "aussi    111 km par le rail · 77 km de gare à gare · 57 km depuis la limite" in shown


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_the_terminal_fits_what_it_is_given(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert widest(run("check", ARTICLE, "-q")) <= columns


def test_what_steers_a_terminal_does_not_reach_it(run, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("subject,anchor,value_km\nLyon\x1b]0;x\x07,Marseille\u202e,280\n", encoding="utf-8")
    for kind in ("table", "md"):
        result = run("check", "--pairs", path, "--format", kind)
        assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)


def test_markdown_is_a_list_with_the_sentence_quoted(run):
    told = run("check", "-", "-q", "--format", "md", text="*Lyon* se trouve à 280 km de Marseille <b>@all</b>.").stdout
    assert told.startswith("- **Concordant** – Lyon – Marseille\u00a0: 276\u00a0km à vol d’oiseau")
    assert "\n  > «\u00a0\\*Lyon\\* se trouve" in told.replace("« ", "«\u00a0")
    assert "<b>" not in told
    assert "@all" not in told


def test_csv_has_what_was_measured(run):
    (row, _) = csv.DictReader(io.StringIO(run("check", ARTICLE, "--format", "csv", "-q").stdout))
    assert (row["verdict"], row["explained_by"], row["rail_km"]) == ("plausible", "edge miles", "111.0")
    assert (row["from_lat"], row["to_lat"]) == ("43.1056", "43.8047")


@pytest.mark.parametrize("suffix", ["html", "json", "csv", "md"])
def test_a_files_suffix_decides_what_is_written(run, tmp_path, suffix):
    target = tmp_path / "deep" / f"checked.{suffix}"
    result = run("check", ARTICLE, "-q", "-o", target)
    assert (result.exit_code, result.stdout.strip()) == (0, str(target))
    written = target.read_text(encoding="utf-8")
    if suffix != "html":
        assert written == run("check", ARTICLE, "-q", "--format", suffix).stdout
    else:
        assert written.startswith("<!DOCTYPE html>")
        assert written.count('class="card ') == 2


def test_nothing_is_left_of_a_file_that_cannot_be_written(run, tmp_path):
    (tmp_path / "file").write_text("x")
    result = run("check", ARTICLE, "-q", "-o", tmp_path / "file" / "a.html")
    assert result.exit_code == 1
    assert "cannot write" in result.stderr


def test_claimreview_is_signed(run):
    told = run(
        "check", ARTICLE, "-q", "--published", "2023-09-13", "--claimreview", "--author", "Desk", "--url",
        "https://example.org/check",
    )  # fmt: skip
    first, second = json.loads(told.stdout)
    assert (first["@type"], first["author"]["name"], first["url"]) == (
        "ClaimReview",
        "Desk",
        "https://example.org/check",
    )
    assert first["reviewRating"]["alternateName"] == "Plausible"
    assert second["itemReviewed"]["datePublished"] == "2023-09-13"
    assert "à environ 60 kilomètres au nord de Vladivostok" in first["claimReviewed"]


def test_what_could_not_be_verified_is_not_reviewed(run):
    told = run(
        "check", "-", "-q", "--claimreview", "--author", "Desk", "--url", "https://example.org/",
        text="Lyon se trouve à 140 km de la Suisse.",
    )  # fmt: skip
    assert json.loads(told.stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (ARTICLE, "--pairs", "x.csv"),
        (ARTICLE, "--claimreview"),
        (ARTICLE, "--claimreview", "--author", "Desk"),
        (ARTICLE, "--claimreview", "--author", " ", "--url", "https://example.org/"),
        (ARTICLE, "--claimreview", "--author", "Desk", "--url", "javascript:alert(1)"),
        (ARTICLE, "--claimreview", "--author", "Desk", "--url", "https://example.org/", "--format", "csv"),
        (ARTICLE, "--author", "Desk"),
        (ARTICLE, "-o", "checked.docx"),
        (ARTICLE, "-o", "checked.json", "--format", "csv"),
        ("--pairs", "x.csv", "-o", "checked.html"),
        ("--pairs", "x.csv", "--claimreview", "--author", "Desk", "--url", "https://example.org/"),
        (ARTICLE, "--format", "xml"),
    ],
)
def test_wrong_usage_exits_with_two(run, arguments):
    result = run("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_strict_exits_with_three(run, table):
    assert run("check", "-", "--strict", "-q", text=FALSE).exit_code == 3
    assert run("check", "-", "--strict", "-q", text=TRUE).exit_code == 0
    assert run("check", "--pairs", table, "--strict", "-q", "--format", "json").exit_code == 3


def test_a_table_as_json_is_one_array_of_its_rows_with_the_verdicts(run, table):
    result = run("check", "--pairs", table, "--format", "json")
    rows = json.loads(result.stdout)
    schema = json.loads((files("geomap.report") / "schema.json").read_text(encoding="utf-8"))
    for row in rows:
        jsonschema.validate(row, {"$defs": schema["$defs"], "$ref": "#/$defs/pair"})
    assert [row["id"] for row in rows] == ["a", "c", "d"]
    assert [row["verdict"] for row in rows] == ["plausible", "contradicted", "unverifiable"]
    assert rows[0]["note"] == {"by": "desk"}
    assert rows[0]["explained_by"] == ["edge", "miles"]
    assert rows[0]["measured"]["geodesic_km"] == pytest.approx(77.97, abs=0.01)


def test_bad_rows_are_told_by_number_one_line_each(run, table):
    result = run("check", "--pairs", table, "--format", "json")
    assert (result.exit_code, result.stderr.splitlines()) == (
        0,
        [
            "geomap: claims.jsonl, row 2: value_km must be kilometres between 0 and 20,038, got 'twelve'",
            "geomap: claims.jsonl, row 4: no place is called 'Xyzzyx'",
        ],
    )


def test_a_table_in_a_terminal_keeps_the_rows_numbers(run, table):
    result = run("check", "--pairs", table, "-q")
    assert widest(result) <= 80
    lines = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert [line[:2] for line in lines[2:]] == [["1", "plausible"], ["3", "contradicted"], ["4", "unverifiable"]]


def test_a_table_as_csv_keeps_its_columns_and_no_cell_is_a_formula(run, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(
        "id;subject;anchor;value_km;note;=cmd\n1;Lyon;Marseille;280;=1+1;-5,3\n2;@Lyon;Marseille;280;;+x\n",
        encoding="utf-8",
    )
    (first, second) = csv.DictReader(io.StringIO(run("check", "--pairs", path, "--format", "csv", "-q").stdout))
    assert (first["note"], first["'=cmd"], first["verdict"]) == ("'=1+1", "-5,3", Verdict.CONSISTENT)
    assert (second["subject"], second["'=cmd"], second["id"]) == ("'@Lyon", "'+x", "2")
    assert not any(value.startswith(("=", "@", "+")) for row in (first, second) for value in row.values())


def test_a_checked_table_can_be_checked_again(run, table, tmp_path):
    once = tmp_path / "once.csv"
    twice = tmp_path / "twice.csv"
    assert run("check", "--pairs", table, "-q", "-o", once).exit_code == 0
    assert run("check", "--pairs", once, "-q", "-o", twice).exit_code == 0
    assert once.read_text(encoding="utf-8") == twice.read_text(encoding="utf-8")


def test_a_table_as_markdown_in_the_language_asked_for(run, table):
    told = run("check", "--pairs", table, "-q", "--format", "md", "--lang", "fr").stdout
    assert told.splitlines()[1].startswith(
        "- **Contredit** (+335\u00a0%) – Lyon – Marseille\u00a0: 276\u00a0km à vol d’oiseau"
    )


@pytest.mark.parametrize(
    ("name", "said"), [("none.csv", "there is no table of claims"), ("claims.xlsx", "a .csv or .jsonl file")]
)
def test_a_table_that_cannot_be_read_gets_one_clear_line(run, tmp_path, name, said):
    result = run("check", "--pairs", tmp_path / name)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert said in line


def test_a_language_without_words_is_refused_by_name(run, table):
    result = run("check", "--pairs", table, "--lang", "de")
    assert result.exit_code == 1
    assert "no words for the language 'de'" in result.stderr
