import json
import struct
import sys

import pytest
from click.testing import CliRunner

from geomap.cli import main

ARTICLE = "examples/train-kim.en.txt"


BROWSER = """#!{python}
import struct, sys
target = next(a.partition("=")[2] for a in sys.argv if a.startswith("--screenshot="))
width, height = map(int, next(a.partition("=")[2] for a in sys.argv if a.startswith("--window-size=")).split(","))
open(target, "wb").write(b"\\x89PNG\\r\\n\\x1a\\n" + struct.pack(">I4sII", 13, b"IHDR", width, height))
"""


@pytest.fixture(autouse=True)
def browser(tmp_path_factory, monkeypatch):
    """A program in the browser's place, which draws nothing of the size that it is asked for."""
    path = tmp_path_factory.mktemp("browser") / "stand-in"
    path.write_text(BROWSER.format(python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("GEOMAP_CHROMIUM", str(path))


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


def test_the_page_names_its_picture_for_social_media(run, tmp_path):
    url = "https://maps.example/t/"
    run("embed", ARTICLE, "--published", "2023-09-13", "-o", tmp_path / "a", "--url", url, "--engine", "svg")
    page = (tmp_path / "a" / "map.html").read_text(encoding="utf-8")
    assert f'<meta property="og:image" content="{url}map.png">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert struct.unpack(">II", (tmp_path / "a" / "map.png").read_bytes()[16:24]) == (1200, 630)


@pytest.mark.parametrize("browser", ["/nonexistent/chromium", "/bin/false"])
def test_without_a_browser_all_else_is_written_and_no_picture_promised(run, tmp_path, monkeypatch, browser):
    monkeypatch.setenv("GEOMAP_CHROMIUM", browser)
    result = run(
        *("embed", ARTICLE, "--published", "2023-09-13", "--engine", "svg"),
        *("-o", tmp_path / "a", "--url", "https://maps.example/t"),
    )
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert "map.png, the picture for social media, is left out" in line
    assert "og:image" not in (tmp_path / "a" / "map.html").read_text(encoding="utf-8")
    assert not (tmp_path / "a" / "map.png").exists()


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


def test_a_table_is_embedded_in_a_newsrooms_style(run, tmp_path):
    options = ("--stops", "examples/stops.csv", "--theme", "examples/theme.toml", "--engine", "svg", "-q")
    assert run("embed", *options, "-o", tmp_path).exit_code == 0
    for name in ("map.html", "map.svg", "map-portrait.svg"):
        drawn = (tmp_path / name).read_text(encoding="utf-8")
        assert "Ajaccio" in drawn
        assert "Source Serif 4" in drawn


def test_a_theme_that_is_none_is_refused_before_any_work(run, tmp_path):
    (tmp_path / "bad.toml").write_text("[light]\nsea = 'blue'\n", encoding="utf-8")
    refused = run("embed", "none.txt", "--theme", tmp_path / "bad.toml", "-o", tmp_path / "a")
    assert refused.exit_code == 1
    assert refused.stderr == "geomap: bad.toml: light.sea must be a colour such as \"#1b2126\", got 'blue'\n"


def test_an_article_or_a_table_and_not_both(run, tmp_path):
    for given in ((), (ARTICLE, "--stops", "examples/stops.csv")):
        wrong = run("embed", *given, "-o", tmp_path / "a")
        assert wrong.exit_code == 2
        assert "give an ARTICLE or --stops FILE" in wrong.stderr
