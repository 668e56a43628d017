import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.article.page import looks_like_html, read_page

PARAGRAPH = (
    "<p>Le train blindé du dirigeant nord-coréen Kim Jong-un est arrivé mardi à Khassan, à la "
    "fronti&egrave;re, avant de gagner Vladivostok &amp; Oussouriïsk.</p>"
)
WORDS = "Vladivostok & Oussouriïsk"
PAGE = f"""<!doctype html>
<html lang="fr"><head><title>Le train de Kim | Le Journal</title>
<meta property="og:title" content="Le train de Kim">
<meta property="article:published_time" content="2023-09-12T08:00:00+02:00">
<link rel="canonical" href="https://example.org/monde/train">
<script>var menu = "<p>Publicité</p>";</script></head>
<body><nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav>
<article><h1>Le train de Kim</h1>{PARAGRAPH}<p>La ville est à 60&nbsp;km de l’océan, selon l’agence.</p></article>
<footer>© 2026 Le Journal, 1er janvier 2026</footer></body></html>"""


def test_main_text_is_found_among_the_rest():
    page = read_page(PAGE)
    assert WORDS in page.text
    assert "60\u00a0km" in page.text or "60 km" in page.text
    assert "Accueil" not in page.text
    assert "Publicité" not in page.text
    assert "<" not in page.text


def test_title_day_and_address_come_from_the_metadata():
    page = read_page(PAGE)
    assert (page.title, page.published) == ("Le train de Kim", date(2023, 9, 12))
    assert page.url == "https://example.org/monde/train"


def test_date_in_prose_is_no_date_of_publication():
    page = read_page(
        f"<html><body><article>{PARAGRAPH}<p>Il est né le 8 janvier 1984 à Pyongyang.</p></article></html>"
    )
    assert page.published is None


def test_tiny_page_still_gives_its_words():
    assert read_page("<p>Le train est arriv&eacute; à Lyon.").text == "Le train est arrivé à Lyon."


def test_declared_xml_encoding_does_not_matter():
    assert WORDS in read_page(f'<?xml version="1.0" encoding="iso-8859-1"?><html><body>{PARAGRAPH}</body></html>').text


def test_visible_words_are_the_last_resort():
    deep = "<div>" * 3000
    page = read_page(f"{deep}<script>x</script><nav>Menu</nav><p>Le <b>train</b><br>roule</p><svg/><!-- non -->1 < 2")
    assert page.text == "Le train\nroule\n1 < 2"


def test_words_in_an_open_menu_are_better_than_none():
    deep = "<div>" * 3000
    assert read_page(f"{deep}<nav>Le train roule").text == "Le train roule"


@pytest.mark.parametrize("source", ["", "<html></html>", "<script>x</script>", "<!--", "<p", "<a href='", "<title>x"])
def test_page_without_words_has_no_text(source):
    assert read_page(source).text == ""


BEFORE = f"<article>{PARAGRAPH * 2}</article>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 10_000,
        "<b><i>" * 50_000,
        "<table><tr><td>" * 30_000,
        "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">",
        '<p class="' + "x" * 2_000_000 + '">',
        "<script>" + "document.write('<p>a</p>');" * 100_000 + "</script>",
        "<script></script>" * 60_000,
        "<" * 2_000_000,
        "<a" * 1_000_000,
        '<a "' * 500_000,
        "<!--" * 500_000,
        "<title>" * 300_000,
        "&amp;" * 400_000,
        "&#x" * 500_000,
        "<span>x</span> " * 120_000,
        "<li>x" * 24_000,
        "&#1114112;&#xD800;&#0;&bogus;" * 1000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_hostile_page_neither_breaks_nor_hangs(hostile):
    started = time.perf_counter()
    assert WORDS in read_page(BEFORE + hostile).text
    read_page(hostile + BEFORE)
    assert time.perf_counter() - started < 30


pieces = [
    *("<p>", "</p>", "<div", ">", "<!--", "-->", "<script>", "</script>", "<td>", "<title>", "<a href=", "<svg/>"),
    *("<!doctype html>", "<html>", "<?", "<", "</", "=", '"', "'", "&amp", ";", "Lyon", "é", "\n"),
]
markup = st.lists(st.sampled_from(pieces), max_size=60).map("".join)


@given(markup)
def test_any_soup_of_markup_is_read(source):
    assert isinstance(read_page(source).text, str)


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>", "\n <html lang=fr>", '<?xml version="1.0"?>\n<html>', "<!-- a --><!-- b -->\n<!doctype html>"],
)
def test_page_is_known_by_its_beginning(text):
    assert looks_like_html(text)


@pytest.mark.parametrize("text", ["Le train <html> roule", "", "<p>Lyon</p>", "<!-- " * 5000, "<htmlx>"])
def test_text_is_not_taken_for_a_page(text):
    assert not looks_like_html(text)
