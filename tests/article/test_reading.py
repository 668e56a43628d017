import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article import article_from_bytes, article_from_text, read_article
from geomap.article.reading import MAX_BYTES
from geomap.errors import ArticleError, ArticleNotFoundError, GeomapError, LanguageError

EXAMPLES = Path(__file__).parents[2] / "examples"
PROSE = "Le train a quitté Lyon.\r\nIl roule vers Paris, où on l’attend.\r\n"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_example_is_read_whole(lang):
    path = EXAMPLES / f"train-kim.{lang}.txt"
    article = read_article(path, published=date(2023, 9, 13))
    assert article.id == path.name
    assert article.lang == lang
    assert article.published == date(2023, 9, 13)
    assert article.text == path.read_bytes().decode()
    assert 15 <= len(article.sentences) <= 30


def test_text_is_kept_exactly_as_it_was_given(tmp_path):
    path = tmp_path / "depeche.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PROSE.encode())
    article = read_article(str(path))
    assert article.text == PROSE
    assert [span.of(article.text) for span in article.sentences] == [
        "Le train a quitté Lyon.",
        "Il roule vers Paris, où on l’attend.",
    ]
    assert article.published is None


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.page", "a"])
def test_page_is_read_by_suffix_or_by_its_beginning(tmp_path, name):
    page = (
        "<!doctype html><html><head><title>Le train</title>"
        '<meta property="article:published_time" content="2023-09-12"></head>'
        "<body><article><p>Le train a quitt&eacute; Lyon mardi.</p><p>Il roule vers Paris.</p></article></body></html>"
    )
    (tmp_path / name).write_text(page, encoding="utf-8")
    article = read_article(tmp_path / name)
    assert article.text == "Le train a quitté Lyon mardi.\nIl roule vers Paris."
    assert (article.title, article.published) == ("Le train", date(2023, 9, 12))
    assert read_article(tmp_path / name, published=date(2024, 1, 1)).published == date(2024, 1, 1)


def test_markup_in_a_text_file_is_text(tmp_path):
    (tmp_path / "a.txt").write_text("<html> est une balise, dit le train.", encoding="utf-8")
    assert read_article(tmp_path / "a.txt", lang="fr").text.startswith("<html>")


def test_standard_input_is_read_as_bytes(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PROSE.encode("utf-16")), encoding="ascii"))
    article = read_article("-")
    assert (article.id, article.text) == ("stdin", PROSE)


def test_missing_file_is_both_ours_and_file_not_found(tmp_path):
    with pytest.raises(ArticleNotFoundError, match=r"there is no article at .*: check the path") as caught:
        read_article(tmp_path / "nowhere.txt")
    assert isinstance(caught.value, GeomapError)
    assert isinstance(caught.value, FileNotFoundError)


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 5000, "file.txt/inside.txt"])
def test_impossible_path_is_an_article_error(tmp_path, name):
    (tmp_path / "file.txt").write_text("Lyon")
    with pytest.raises(ArticleError):
        read_article(f"{tmp_path}/{name}")


def test_folder_is_refused(tmp_path):
    with pytest.raises(ArticleError, match="is a folder: give the article's file"):
        read_article(tmp_path)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_unreadable_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Lyon")

    def refused(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ArticleError, match=r"cannot read the article .*: Permission denied"):
        read_article(tmp_path / "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", "\u00a0\u2028".encode(), b"\xff\xfe"])
def test_empty_article_is_refused(tmp_path, data):
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(ArticleError, match=r"the article 'a.txt' is empty"):
        read_article(tmp_path / "a.txt")


def test_empty_page_is_refused():
    with pytest.raises(ArticleError, match=r"no article text was found in the page 'a.html'"):
        article_from_bytes(b"<!doctype html><html><script>x</script></html>", id="a.html")


def test_binary_article_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4 \xff")
    with pytest.raises(ArticleError, match=r"the article 'a.txt' is a PDF"):
        read_article(tmp_path / "a.txt")


def test_archive_is_refused_without_reading_all_of_it(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as out:
        out.truncate(50 * MAX_BYTES)
    with pytest.raises(ArticleError, match=r"'a.txt' is larger than 10 MB"):
        read_article(path)


def test_text_of_any_origin_has_the_same_limit():
    with pytest.raises(ArticleError, match="larger than 10 MB"):
        article_from_text("a" * (MAX_BYTES + 1), id="a")


def test_half_a_character_is_refused():
    with pytest.raises(ArticleError, match="unpaired surrogate"):
        article_from_text("Lyon \ud83d", id="a")


def test_address_is_not_fetched():
    with pytest.raises(ArticleError, match="does not fetch pages"):
        read_article("https://example.org/a.html")


def test_language_given_wins_over_the_one_found():
    assert article_from_text(PROSE, id="a", lang="en").lang == "en"
    with pytest.raises(LanguageError):
        article_from_text(PROSE, id="a", lang="de")


def test_known_languages_are_the_callers():
    with pytest.raises(LanguageError, match=r"looks French \(fr\); geomap reads English so far: pass --lang en"):
        article_from_text(PROSE * 3, id="a", known=("en",))


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_an_article_or_refused_in_one_line(text):
    try:
        article = article_from_text(text, id="a", lang="fr")
    except ArticleError as error:
        assert "\n" not in str(error)  # noqa: PT017 (either outcome is right)
    else:
        assert article.text == text
        assert article.sentences


def test_importing_the_room_is_light():
    code = "import geomap.article, sys; print(*sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"trafilatura", "py3langid", "numpy", "lxml", "charset_normalizer", "babel"}
    assert not heavy & set(modules)
