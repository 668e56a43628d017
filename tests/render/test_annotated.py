"""The article with its claims marked: what it shows, and what it never lets in."""

import html
import json
import re

import pytest
from accessible import complaints

from geomap.article import article_from_text
from geomap.pipeline import analyse
from geomap.render.annotated import COLOURS, TINTS, render_annotated
from geomap.render.style import PALETTE
from geomap.report.claimreview import claim_reviews

HOSTILE = (
    'Le train "rapide" <script>alert(1)</script> & <img src=x onerror=alert(2)> s’est arrêté.\n'
    "Lyon se trouve à 1 200 km au nord de Marseille </a><b>{{ 7*7 }}</b>.\n"
)


def text_of(page):
    """What a reader reads in the article, without the claims' numbers."""
    body = re.search(r"<article.*?</article>", page, re.DOTALL)[0]
    body = re.sub(r'<div class="beside">.*?</div>\n</div>', "", body, flags=re.DOTALL)
    body = re.sub(r'<span class="ref">\d+</span>', "", body).replace("&#8288;", "")
    paragraphs = re.findall(r'<p class="text">(.*?)</p>', body, re.DOTALL)
    return [html.unescape(re.sub(r"<[^<>]+>", "", p)).strip() for p in paragraphs]


@pytest.fixture(scope="module")
def page(french):
    return render_annotated(french)


def test_the_article_is_all_there_in_order(page, french):
    lines = [re.sub(r" +", " ", line).strip() for line in french.articles[0].text.splitlines() if line.strip()]
    assert text_of(page) == lines


def test_each_claim_is_marked_in_the_text_and_judged_beside_it(page, french):
    for number, check in enumerate(french.checks, start=1):
        assert re.search(rf'<a class="claim {check.verdict}" id="c{number}" href="#v{number}"', page)
        card = re.search(rf'<section class="card {check.verdict}" id="v{number}".*?</section>', page, re.DOTALL)[0]
        assert html.escape(check.summary).encode("ascii", "xmlcharrefreplace").decode() in card


def test_which_points_were_measured_is_said(page):
    shown = html.unescape(page)
    assert "Vladivostok, centre (43.106, 131.874)" in shown
    assert "77\u00a0km de gare à gare · 57\u00a0km depuis la limite nord" in shown


def test_an_articles_markup_is_only_text(read):
    page = render_annotated(read(HOSTILE))
    assert "<script" not in page
    assert "<img" not in page
    assert text_of(page) == [line.strip() for line in HOSTILE.strip().splitlines()]


def test_a_title_and_an_address_are_only_text(gazetteer):
    made = article_from_text(HOSTILE, id="</title><script>x</script>", lang="fr")
    page = render_annotated(analyse(made, gazetteer))
    assert "<script" not in page


def test_the_policy_admits_the_pages_own_style_alone(page):
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert page.isascii()


def test_the_same_report_gives_the_same_bytes(page, french):
    assert render_annotated(french) == page


def test_a_text_broken_to_a_width_keeps_its_paragraphs(read):
    page = render_annotated(read("Lyon se trouve à 280\nkm au nord de Marseille.\n\nFin."))
    assert text_of(page) == ["Lyon se trouve à 280 km au nord de Marseille.", "Fin."]
    assert page.count('class="card ') == 1


def test_an_article_without_a_claim_says_so(read):
    page = render_annotated(read("Lyon est une ville."))
    assert "Aucune distance entre deux lieux" in html.unescape(page)
    assert 'class="card' not in page


def test_reviews_stand_in_the_head_and_cannot_leave_it(read):
    report = read(HOSTILE)
    reviews = claim_reviews(report, author="</script><script>alert(3)</script>", url="https://example.org/a?b=1&c=2")
    page = render_annotated(report, reviews=reviews)
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert page.count("<script") == 1
    assert json.loads(block) == reviews


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a, b):
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_colour_is_legible(scheme):
    for verdict, tint in TINTS.items():
        assert contrast(PALETTE["ink"][scheme], tint[scheme]) >= 7
        assert contrast(COLOURS[verdict][scheme], tint[scheme]) >= 4.5
        assert contrast(COLOURS[verdict][scheme], PALETTE["paper"][scheme]) >= 4.5


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("width", [320, 360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_fits_and_is_accessible(visit, french, width, scheme):
    reviews = claim_reviews(french, author="Desk", url="https://example.org/")
    page = visit(render_annotated(french, reviews=reviews), width=width, scheme=scheme, name="article.html")
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints(page) == []
