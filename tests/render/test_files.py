import base64
import gzip
import hashlib
import html
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from long import long_report

from geomap.errors import RenderError
from geomap.position import Position
from geomap.render import render_map
from geomap.render.annotated import render_annotated
from geomap.render.story import Credit
from geomap.render.svg import credit_text, render_svg

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></svg><img src=x onerror=alert(1)>",
    "\"' onload=alert(1) x='",
    "`${alert(1)}`",
    "\\u003cscript\\u003ealert(1)",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
    "&lt;b&gt;&amp;",
    "javascript:alert(1)",
    "\u2028\u2029\u202eabc",
)


@pytest.fixture(scope="module")
def page(report):
    return render_map(report)


@pytest.fixture(scope="module")
def plain(report):
    return render_map(report, engine="svg")


@pytest.fixture(scope="module")
def picture(report):
    return render_map(report, format="svg")


def test_sizes_keep_their_promise(page, plain, picture, report):
    for text, most, most_packed in (
        (picture, 30_000, 10_000),
        (render_svg(report, portrait=True), 30_000, 10_000),
        (plain, 45_000, 16_000),
        (page, 215_000, 66_000),
    ):
        assert len(text.encode()) <= most
        assert len(gzip.compress(text.encode(), 9)) <= most_packed


@pytest.mark.parametrize("options", [{}, {"engine": "svg"}, {"format": "svg"}, {"format": "geojson"}])
def test_same_report_same_bytes(report, options):
    assert render_map(report, **options) == render_map(report, **options)


def test_bytes_do_not_depend_on_the_process(report, page):
    code = (
        "import sys, hashlib, importlib.util as u\n"
        "s = u.spec_from_file_location('founding', sys.argv[1]); m = u.module_from_spec(s); s.loader.exec_module(m)\n"
        "from geomap.render import render_map\n"
        "sys.stdout.write(hashlib.sha256(render_map(m.REPORT).encode()).hexdigest())"
    )
    founding = Path(__file__).parent / "founding.py"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(founding)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
        assert done.stdout == hashlib.sha256(page.encode()).hexdigest()


def test_svg_is_well_formed_and_described(picture):
    root = ET.fromstring(picture)  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.find(f"{space}title").text == "Kim Jong Un : le trajet"
    assert "Oussouriisk" in root.find(f"{space}desc").text
    assert "<script" not in picture


def test_nothing_is_fetched_from_anywhere(page, plain, picture):
    for text in (page, plain, picture):
        assert not re.search(r"<(link|iframe|img|object|embed|base)\b", text)
        assert not re.search(r"""\bsrc\s*=\s*["']?(https?:)?//""", text)
        assert not re.search(r"url\(\s*[\"']?(?!#)", text)
        assert "@import" not in text
        assert "sourceMappingURL" not in text


def test_page_is_ascii_and_says_its_language(page, plain):
    for text in (page, plain):
        assert text.isascii()
        assert '<html lang="fr">' in text
        assert text.count("<h1") == 1
        assert text.count("<main") == 1
        assert "<title>Kim Jong Un : le trajet</title>" in text
        assert text.startswith("<!DOCTYPE html>")


def test_policy_lists_every_script_and_style(page, plain):
    for text in (page, plain):
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        for tag in ("script", "style"):
            for body in re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL):
                digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in policy
        assert not re.search(r"\sstyle=", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))


def test_everyone_is_credited(page, plain, picture):
    for text in (page, plain, picture):
        for name in ("Natural Earth", "visionscarto", "GeoNames (CC-BY-4.0)", "Wikidata (CC0-1.0)"):
            assert name in text
    assert "Leaflet" in page
    assert "(c) 2010-2022 Vladimir Agafonkin" in page


def test_only_sources_of_drawn_places_are_credited(report, story):
    legs = tuple(g for g in report.legs if story.RAZDOLNAYA not in (g.origin, g.destination))
    assert "Wikidata" not in render_map(replace(report, legs=legs), format="svg")


def test_legend_holds_what_is_drawn_and_no_more(report):
    some = replace(report, legs=report.legs[:1], checks=())
    text = render_map(some, format="svg")
    assert "trajet confirmé" in text
    for absent in ("attendu", "supposé", "distance vérifiée", "repère"):
        assert absent not in text


def test_each_conclusion_is_quoted(plain, story):
    shown = html.unescape(plain)
    for sentence in (0, 2, 3, 4, 5, 6):
        assert story.SENTENCES[sentence] in shown
    assert "selon KCNA" in shown
    assert "vu sur place" in shown
    assert "démenti" in shown
    for check in story.CHECKS:
        assert check.summary in shown


def test_english_report_speaks_english(report):
    text = render_map(replace(report, lang="en"), engine="svg")
    assert '<html lang="en">' in text
    assert "the journey" in text
    assert "according to" in text.lower()
    assert "vérifi" not in text
    assert "distance checked" in text


def _poisoned(report, story, payload):
    bad = replace(
        story.USSURIYSK, names=(replace(story.USSURIYSK.names[0], text=payload),), name=payload, source=payload
    )
    dirty = story.with_place(report, story.USSURIYSK, bad)
    article = replace(report.articles[0], title=payload, url=payload)
    mentions = tuple(m for m in dirty.mentions if m.resolution.place is not bad)
    legs = tuple(replace(g, traveller=payload, sources=(payload,), mode=payload) for g in dirty.legs)
    text = article.text.replace(
        story.SENTENCES[0], payload.ljust(len(story.SENTENCES[0]), ".")[: len(story.SENTENCES[0])]
    )
    checks = tuple(replace(c, summary=payload) for c in dirty.checks)
    source = replace(report.sources["geonames"], id=payload, attribution=payload, licence=payload, url=payload)
    return replace(
        dirty,
        articles=(replace(article, text=text),),
        mentions=mentions,
        legs=legs,
        checks=checks,
        sources={**report.sources, payload: source},
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_stays_text(report, story, payload):
    dirty = _poisoned(report, story, payload)
    picture = render_map(dirty, format="svg")
    root = ET.fromstring(picture)  # noqa: S314
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "text", "circle",
    }  # fmt: skip
    for engine in ("svg", "leaflet"):
        page = render_map(dirty, engine=engine)
        assert page.isascii()
        assert page.count("<script") == (3 if engine == "leaflet" else 1)
        assert page.count("</script>") == page.count("<script")
        assert "onerror=alert(1)>" not in re.sub(r"&[#\w]+;", "", page.replace("\\u003e", "")) or "<img" not in page
        assert 'href="javascript' not in page
    article = render_annotated(dirty)
    assert article.isascii()
    assert "<script" not in article
    assert "<img" not in article
    assert 'href="javascript' not in article
    data = json.loads(render_map(dirty, format="geojson"))
    assert data["type"] == "FeatureCollection"


def test_geojson_holds_the_journey(report, story):
    data = json.loads(render_map(report, format="geojson"))
    kinds = [f["properties"]["kind"] for f in data["features"]]
    assert {k: kinds.count(k) for k in kinds} == {"stop": 6, "passed": 1, "landmark": 1, "leg": 6, "distance": 2}
    for feature in data["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        for lon, lat in _points(feature["geometry"]):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    assert data["features"][0]["geometry"]["coordinates"] == [125.7543, 39.0339]


def test_geojson_is_cut_at_the_antimeridian(report, story):
    here = replace(story.PYONGYANG, position=Position(lat=64.7, lon=177.5))
    there = replace(story.KHASAN, position=Position(lat=64.5, lon=-165.4))
    leg = replace(report.legs[0], origin=here, destination=there, via=())
    data = json.loads(render_map(replace(report, legs=(leg,), checks=()), format="geojson"))
    line = next(f["geometry"] for f in data["features"] if f["properties"]["kind"] == "leg")
    assert line["type"] == "MultiLineString"
    west, east = line["coordinates"]
    assert west[-1][0] == 180.0
    assert east[0][0] == -180.0
    assert west[-1][1] == east[0][1] == pytest.approx(64.8, abs=0.1)


def _points(geometry):
    found = geometry["coordinates"]
    while found and isinstance(found[0], list) and isinstance(found[0][0], list):
        found = [p for part in found for p in part]
    return [found] if isinstance(found[0], float) else found


def test_unknown_format_and_engine_are_refused(report):
    with pytest.raises(RenderError, match="'bmp'"):
        render_map(report, format="bmp")
    with pytest.raises(RenderError, match="'d3'"):
        render_map(report, engine="d3")


def test_folium_stays_out_until_it_is_asked_for():
    code = "import sys, geomap.render, geomap.render.svg, geomap.render.page; sys.exit('folium' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_licence_is_named_once():
    from_text = credit_text(Credit(text="GeoNames (CC BY 4.0)", licence="CC-BY-4.0", url=None))
    assert from_text == "GeoNames (CC BY 4.0)"
    assert credit_text(Credit(text="GeoNames", licence="CC-BY-4.0", url=None)) == "GeoNames (CC-BY-4.0)"
    assert credit_text(Credit(text="memory", licence="", url=None)) == "memory"


def test_context_alone_is_not_called_a_journey(report, story):
    leg = replace(report.legs[0], origin=None, destination=story.RUSSIA, via=())
    text = render_map(replace(report, legs=(leg,)), engine="svg")
    assert "<h1>Les lieux et les distances</h1>" in text


def test_a_contradicted_distance_is_drawn_and_named_apart(read):
    true, false = "Lyon se trouve à 280 km au nord de Marseille.", "Lyon se trouve à 1 200 km au nord de Marseille."
    assert "rule false" not in render_map(read(true), format="svg")
    svg = render_map(read(false), format="svg")
    assert 'class="rule false"' in svg
    assert 'class="t claim false"' in svg
    assert "distance contredite" in svg
    assert "distance vérifiée" not in svg


@pytest.mark.parametrize(("engine", "most"), [("svg", 500_000), ("leaflet", 700_000)])
def test_a_story_of_an_hours_reading_stays_light(engine, most):
    text = render_map(long_report(), engine=engine)
    assert len(text) <= most
    assert "Bourg-200" in text
