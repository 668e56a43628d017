import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geomap.errors import RenderError
from geomap.render import render_map
from geomap.render.embed import render_embed

URL = "https://maps.example/train"
FILES = [
    "map.html", "map.svg", "map-portrait.svg", "snippet.html", "snippet-noscript.html", "snippet-image.html",
    "listener.js", "oembed.json", "preview.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(report):
    return render_embed(report, url=URL)


class _Frames(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in {"iframe", "amp-iframe"}:
            self.found.append(dict(attrs))


def test_everything_is_there(folder, report):
    assert sorted(folder) == sorted([*FILES, "snippet-amp.html"])
    assert sorted(render_embed(report)) == sorted(FILES)
    assert sorted(render_embed(report, url="http://maps.example")) == sorted(FILES)
    assert dict(folder) == dict(render_embed(report, url=f"{URL}/"))
    assert folder["map.svg"] == render_map(report, format="svg")


def test_the_page_says_where_its_description_lies(folder, report):
    link = f'<link rel="alternate" type="application/json+oembed" href="{URL}/oembed.json"'
    assert link in folder["map.html"]
    assert "<link" not in render_embed(report)["map.html"]


def test_oembed_answers_as_its_specification_asks(folder, report):
    answer = json.loads(folder["oembed.json"])
    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert answer["title"] == "Kim Jong Un : le trajet"
    assert answer["provider_url"] == "https://maps.example/"
    assert {type(answer[key]) for key in ("width", "height", "cache_age")} == {int}
    (frame,) = _Frames(answer["html"]).found
    assert frame["src"] == f"{URL}/map.html"
    assert "<script" not in answer["html"]
    assert "provider_url" not in json.loads(render_embed(report)["oembed.json"])


def test_each_frame_is_closed_in_and_described(folder):
    for name in ("snippet.html", "snippet-noscript.html", "snippet-amp.html", "preview.html"):
        for frame in _Frames(folder[name]).found:
            assert set(frame["sandbox"].split()) == {
                "allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox",
            }  # fmt: skip
            assert frame["title"] == "Carte – Kim Jong Un : le trajet"
            assert frame["referrerpolicy"] == "no-referrer"
            assert int(frame["height"]) > 600


def test_addresses_are_those_of_the_folder_or_beside_it(folder, report):
    beside = render_embed(report)
    for name in FILES:
        if name.startswith("snippet"):
            assert URL in folder[name]
            assert "://" not in re.sub(r"<script>.*?</script>", "", beside[name])
    assert URL not in folder["preview.html"]


def test_the_picture_is_told_and_credited(folder):
    text = html.unescape(folder["snippet-image.html"])
    for needed in ("Oussouriisk", "GeoNames (CC-BY-4.0)", "Natural Earth", f"{URL}/map.html"):
        assert needed in text
    width, height = re.search(r'width="(\d+)" height="(\d+)"', text).groups()
    said = re.search(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', folder["map.svg"])
    assert float(width) == pytest.approx(float(said[1]), abs=1)
    assert float(height) == pytest.approx(float(said[2]), abs=1)


def test_snippets_survive_markdown_and_any_charset(folder):
    for name, text in folder.items():
        if name.startswith("snippet"):
            assert text.isascii()
            assert "\n\n" not in text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "maps.example/train", "ftp://maps.example/", "https://", "https://a.example/?x=1",
     "https://a.example/#x", 'https://a.example/"><script>alert(1)</script>', "data:text/html,x", ""],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(report, url):
    with pytest.raises(RenderError, match="--url"):
        render_embed(report, url=url)


def test_quotes_may_be_left_out_or_shortened(report, story):
    long = story.SENTENCES[3]
    for engine in ("svg", "leaflet"):
        full, short, none = (
            html.unescape(render_map(report, engine=engine, quotes=quotes)) for quotes in ("full", "short", "none")
        )
        assert long in full
        assert long not in short
        assert "…" in re.findall(r"<blockquote><p>(.*?)</p>", short)[2]
        assert "<blockquote>" not in none
        assert not any(sentence in none for sentence in story.SENTENCES)
    data = json.loads(render_map(report, format="geojson", quotes="none"))
    assert {str(f["properties"].get("evidence")) for f in data["features"]} == {"None", "[]"}


def test_a_short_quotation_keeps_the_words_that_were_read(report, story):
    article = report.articles[0]
    cue = replace(story.SPANS[4], start=article.text.index("Oussouriisk.", story.SPANS[4].start))
    evidence = replace(report.legs[3].evidence[0], cue=replace(cue, end=cue.start + 11))
    dirty = replace(report, legs=(replace(report.legs[3], evidence=(evidence,)),), checks=())
    shown = html.unescape(render_map(dirty, engine="svg", quotes="short"))
    (quote,) = re.findall(r"<blockquote><p>(.*?)</p>", shown)
    assert quote.startswith("… ")
    assert quote.endswith("Oussouriisk.")
    assert len(quote) < 100


def test_the_page_says_how_it_was_made(report):
    text = html.unescape(render_map(report, engine="svg", quotes="short"))
    told = dict(re.findall(r"""<meta name="([\w:]+)" content=["'](.*?)["']>\n""", text))
    assert told["generator"] == "geomap 0.1.0"
    assert told["geomap:gazetteer"] == "by-hand"
    assert json.loads(told["geomap:options"]) == {"engine": "svg", "quotes": "short", "worldview": "un"}
    (article,) = json.loads(told["geomap:articles"])
    assert article["id"] == "train"
    assert len(article["sha256"]) == 64
