import json

import pytest
from click.testing import CliRunner

from geomap.cli import main

ARTICLE = "examples/train-kim.en.txt"


@pytest.fixture
def run(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)

    def call(*args, text=None):
        return CliRunner().invoke(main, [str(a) for a in args], input=text)

    return call


def test_each_file_is_written_and_printed(run, tmp_path):
    target = tmp_path / "deep" / "train"
    result = run("embed", ARTICLE, "--published", "2023-09-13", "-o", target, "--url", "https://maps.example/t")
    assert result.exit_code == 0, result.stderr
    assert sorted(result.stdout.split()) == sorted(str(path) for path in target.iterdir())
    assert json.loads((target / "oembed.json").read_text(encoding="utf-8"))["type"] == "rich"
    assert '"published":"2023-09-13"' in (target / "map.html").read_text(encoding="utf-8")
    assert result.stderr == ""


def test_without_an_address_it_says_what_that_means(run, tmp_path):
    result = run("embed", ARTICLE, "--published", "2023-09-13", "-o", tmp_path / "a", "--engine", "svg")
    assert result.exit_code == 0
    assert "--url" in result.stderr
    assert not (tmp_path / "a" / "snippet-amp.html").exists()
    quiet = run("embed", ARTICLE, "-q", "-o", tmp_path / "b", "--quotes", "none", "--engine", "svg")
    assert quiet.stderr == ""
    assert "<blockquote>" not in (tmp_path / "b" / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "maps.example", "https://maps.example/?a=1"])
def test_an_address_that_is_none_is_refused_before_any_work(run, tmp_path, url):
    result = run("embed", ARTICLE, "-o", tmp_path / "a", "--url", url)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert "--url" in line
    assert not (tmp_path / "a").exists()


def test_an_article_without_a_place_writes_nothing(run, tmp_path):
    result = run("embed", "-", "--lang", "fr", "-q", "-o", tmp_path / "a", text="Rien ne bouge et personne ne part.")
    assert result.exit_code == 1
    assert not (tmp_path / "a").exists()


def test_wrong_usage_exits_with_two(run, tmp_path):
    assert run("embed", ARTICLE).exit_code == 2
    assert run("embed", ARTICLE, "-o", tmp_path / "a", "--quotes", "some").exit_code == 2
