"""What articles, gazetteers and options say stays text, in every format and engine."""

import csv
import html
import io
import json
import re
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from founding import REPORT
from hostile import FORMULA, PAYLOADS, poisoned, small
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.cli import main
from geomap.cli.common import csv_text
from geomap.errors import ThemeError
from geomap.render import render_map
from geomap.render.annotated import render_annotated
from geomap.render.compose import compose
from geomap.render.embed import render_embed
from geomap.render.page import page_of
from geomap.render.svg import render_svg, svg_of
from geomap.render.text import clean, web_address
from geomap.render.theming import theme_from_text
from geomap.report.checks import checks_markdown
from geomap.report.claimreview import as_script, claim_reviews
from geomap.report.geojson import legs_geojson, mentions_geojson
from geomap.report.objects import report_object
from geomap.report.rows import CLAIM_COLUMNS, claim_row
from geomap.spreadsheet import cell, uncelled

ENGINES = ("svg", "leaflet")
SVG_TAGS = {"svg", "title", "desc", "style", "rect", "g", "path", "text", "circle"}
HARMLESS = ("Khassan", "https://journal.example/", *(f"Bourg {n}" for n in range(len(PAYLOADS) - 2)))
EVIL = re.compile(r"^\s*(?:javascript|data|vbscript|blob|file)\s*:|^//", re.IGNORECASE)


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.fixture(scope="module")
def dirty():
    return poisoned()


@pytest.fixture(scope="module")
def pages(dirty):
    scene = compose(dirty)
    found = {engine: page_of(dirty, scene, engine=engine) for engine in ENGINES}
    return found | {"map.svg": svg_of(scene), "annotated": render_annotated(dirty)}


class Shape(HTMLParser):
    """The markup of a page without its texts: each element with its attributes' names, and where its links lead."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.links, self.handlers = set(), [], []
        self.scripts = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = tuple(sorted(name for name, _ in attrs))
        self.elements.add((tag, names))
        self.scripts += tag == "script"
        self.links += [value for name, value in attrs if name in {"href", "src", "srcset", "action", "data"}]
        self.handlers += [name for name in names if name.startswith("on")]

    def handle_comment(self, _):
        self.elements.add(("comment", ()))

    def handle_pi(self, _):
        self.elements.add(("instruction", ()))


@pytest.fixture(scope="module")
def harmless():
    """The elements that pages of harmless text, short and long, may have."""
    found = {kind: set() for kind in (*ENGINES, "annotated")}
    for report in (poisoned(HARMLESS), poisoned(HARMLESS[:5])):
        scene = compose(report)
        for engine in ENGINES:
            found[engine] |= Shape(page_of(report, scene, engine=engine)).elements
        found["annotated"] |= Shape(render_annotated(report)).elements
    return found


@pytest.mark.parametrize("kind", [*ENGINES, "annotated"])
def test_a_page_gets_no_element_and_no_attribute_from_a_text(pages, harmless, kind):
    shape = Shape(pages[kind])
    allowed = harmless[kind] | _variants(harmless[kind])
    assert shape.elements <= allowed, shape.elements - allowed
    assert shape.handlers == []
    assert [link for link in shape.links if not re.match(r"https?://[^/]|#[cv]\d+$", link)] == []


def _variants(elements):
    """Optional attributes of elements that a page has."""
    optional = {"text": ("text-anchor",), "path": (), "svg": ()}
    return {
        (tag, tuple(sorted({*names, *optional.get(tag, ())} - drop)))
        for tag, names in elements
        for drop in (set(), {"text-anchor"}, {"transform"})
    }


@pytest.mark.parametrize("kind", ENGINES)
def test_every_payload_is_there_to_read(pages, kind):
    text = _text_of(pages[kind])
    for payload in PAYLOADS:
        shown = clean(payload)
        assert shown in text or shown[:1].upper() + shown[1:] in text, payload


def _text_of(page):
    found = []

    class Text(HTMLParser):
        def handle_data(self, data):
            found.append(data)

    Text().feed(re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL))
    return "".join(found)


def test_the_picture_is_xml_of_the_same_elements(pages):
    for text in (pages["map.svg"], render_svg(small(PAYLOADS[0]), portrait=True)):
        root = ET.fromstring(text)  # noqa: S314
        assert {e.tag.rpartition("}")[2] for e in root.iter()} <= SVG_TAGS
        assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or name.endswith("href")]


def _stray(text):
    """Characters that no file may hold raw: controls, surrogates and what turns text around."""
    return sorted(set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)))


def test_no_file_holds_a_control_or_a_turn_of_direction(pages):
    for kind, text in pages.items():
        assert _stray(text) == [], kind
        assert "&#8238;" not in text
        assert not re.search(r"&#(?:[0-8]|1[1-9]|2\d|3[01]);", text)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_payload_in_the_title_stays_there(payload, engine):
    page = render_map(small(payload), engine=engine)
    shape = Shape(page)
    elements, scripts = _plain(engine)
    assert shape.elements <= elements
    assert shape.scripts == scripts
    assert f"{clean(payload)} : le trajet" in _text_of(page)


@cache
def _plain(engine):
    """The elements of a small page with and without a link, and how many scripts it has."""
    plain, linked = (Shape(render_map(small(title), engine=engine)) for title in ("Kim", "https://journal.example/x"))
    return plain.elements | _variants(plain.elements) | linked.elements, plain.scripts


@cache
def _plain_embed():
    return render_embed(small("Kim"), url="https://maps.example/x", engine="svg")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_in_all_that_is_pasted(payload):
    files = render_embed(small(payload), url="https://maps.example/x", engine="svg")
    plain = _plain_embed()
    assert list(files) == list(plain)
    for name in files:
        if name.startswith(("snippet", "preview")):
            assert Shape(files[name]).elements == Shape(plain[name]).elements, name
            assert files[name].isascii()
    answer = json.loads(files["oembed.json"])
    assert answer["title"] == f"{clean(payload)} : le trajet"
    assert Shape(answer["html"]).elements == Shape(json.loads(plain["oembed.json"])["html"]).elements


@pytest.mark.parametrize("payload", [*PAYLOADS, "https://a.example/\x00", "https://", "http:x", "https:///x"])
def test_only_plain_web_addresses_become_links(payload):
    assert web_address(payload) is None
    assert web_address("https://journal.example/a?b=c&d=é") is not None


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_begins_a_formula(payload):
    dirty = poisoned((payload, "Khassan"))
    told = csv_text(CLAIM_COLUMNS, [claim_row(dirty, check) for check in dirty.checks])
    rows = list(csv.reader(io.StringIO(told)))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(CLAIM_COLUMNS)}
    for row in rows[1:]:
        for value in row:
            first = clean(value)[:1]
            assert first not in set("=+@\uff1d\uff0b\uff20") or value.startswith("'"), value
            assert not value.startswith("-") or re.fullmatch(r"-?[\d.]+", value), value


def test_a_formulas_sign_is_seen_behind_what_is_not_seen():
    for formula in FORMULA:
        assert cell(formula) == f"'{formula}"
        assert uncelled(cell(formula)) == formula
        for separator in ("; ", ";", "\t"):  # where a spreadsheet may begin a cell of its own
            inside = cell(f"Lyon{separator}{formula.strip()}")
            assert not re.search(r"[;\t][\s\u200b]*[=+\-@\uff1d]", inside), inside
            assert inside.startswith("Lyon")
    assert cell("Lyon ; Paris") == "Lyon ; Paris"
    assert cell("Lyon\n=1+1;x") == "Lyon\n'=1+1;x"


@pytest.mark.parametrize("text", [";", "\t", "'", "' ", "; ", "=", "\n"])
def test_a_long_cell_is_made_plain_at_once(text):
    long = text * (100_000 // len(text))
    started = time.process_time()
    made = str(cell(f"Lyon{long}=1"))
    assert uncelled(made).replace("'", "") == f"Lyon{long}=1".replace("'", "")
    assert time.process_time() - started < 5.0  # by steps that grow as a square of the length it took minutes
    assert cell("Lyon - Paris") == "Lyon - Paris"


def test_data_says_the_same_text(dirty):
    data = json.loads(render_map(dirty, format="geojson"))
    names = {f["properties"].get("name") for f in data["features"]}
    assert "<img src=x onerror=ran(1)>" in names
    assert not [f["properties"]["url"] for f in data["features"] if f["properties"].get("url")]
    for made in (report_object(dirty, "mentions", "claims", "legs"), legs_geojson(dirty), mentions_geojson(dirty)):
        assert json.loads(json.dumps(made)) == json.loads(json.dumps(made, ensure_ascii=False))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_stays_plain(payload):
    told = checks_markdown(poisoned((payload, "Khassan")))
    assert not re.search(r"(?<!\\)<[a-zA-Z/!?]", told)
    assert not re.search(r"(?<!\\)\]\(", told)
    assert "\x1b" not in told
    assert all(line.startswith(("- **", "  ")) or not line for line in told.splitlines())


def test_reviews_cannot_end_their_script(dirty):
    told = as_script(claim_reviews(dirty, author="</script><script>ran(1)</script>", url="https://a.example/"))
    assert "<" not in told
    assert json.loads(told)


@pytest.mark.parametrize("payload", ["\x1b]0;owned\x07\x1b[31mLyon", "Lyon\u202e", "Lyon\x9b31m"])
@pytest.mark.parametrize("command", ["check", "places", "route"])
def test_no_terminal_is_steered(payload, command):
    text = f"Le ministre a quitté Paris mardi pour {payload}. Lyon est à 280 km au nord de Marseille, selon {payload}."
    result = CliRunner().invoke(main, [command, "-", "--lang", "fr", "-q"], input=text)
    assert result.exit_code in {0, 1}
    assert not re.search("[\x1b\x07\x9b\u202e]", result.stdout + result.stderr)


@pytest.mark.parametrize("name", ["<img src=x onerror=ran(1)>.txt", "$(ran).txt", "=1+1.txt", "-o.txt", "a'b\"c.txt"])
def test_a_files_name_stays_a_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("Le ministre a quitté Paris mardi pour Lyon.", encoding="utf-8")
    result = CliRunner().invoke(main, ["map", "--engine", "svg", "-q", "--", name])
    assert result.exit_code == 0, result.output
    (made,) = (tmp_path / "maps").iterdir()
    shape = Shape(made.read_text(encoding="utf-8"))
    assert shape.scripts == 1
    assert not [tag for tag, _ in shape.elements if tag == "img"]


COLUMNS = ("name", "lat", "lon", "country", "region", "names", "url", "id")


def _own_places(path, payloads):
    """A gazetteer of places called Zarubino, a payload in each of the columns that take text; gives the rows."""
    rows = []
    for n, payload in enumerate(payloads):
        told = dict.fromkeys(COLUMNS, "") | {"name": "Zarubino", "lat": 42.6 + n / 1000, "lon": 131.1, "country": "RU"}
        column = ("name", "region", "names", "url", "id")[n % 5]
        rows.append(told | {column: payload} | ({"names": "Zarubino"} if column == "name" else {}))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_of_a_gazetteer_stay_text(engine, tmp_path):
    payloads = [p for p in PAYLOADS if "\ud800" not in p and "\x00" not in p]
    _own_places(tmp_path / "own.csv", payloads)
    _own_places(tmp_path / "plain.csv", ["Hutor"] * 5)
    text = "Le ministre a quitté Khassan mardi pour Zarubino. Zarubino est à 50 km à l’est de Khassan."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    shapes = []
    for name in ("own", "plain"):
        target = tmp_path / f"{name}.html"
        arguments = ["map", str(tmp_path / "a.txt"), "--lang", "fr", "-o", str(target), "--engine", engine]
        result = CliRunner().invoke(main, [*arguments, "--gazetteer", str(tmp_path / f"{name}.csv")])
        assert result.exit_code == 0, result.output
        assert not re.search("[\x1b\x07\x9b\u202e]", result.stderr)
        page = target.read_text(encoding="utf-8")
        assert "Zarubino" in page
        assert _stray(page) == []
        shapes.append(Shape(page))
    assert shapes[0].elements <= shapes[1].elements | _variants(shapes[1].elements)
    assert shapes[0].scripts == shapes[1].scripts


THEMES = (
    "[light]\nsea = {}", "[dark]\nink = {}", "[fonts]\nfamilies = {}", "[fonts]\nfamilies = [{}]", "[sizes]\nstop = {}",
    "[weights]\ntitle = {}", "[lines]\nconfirmed = {}", "[numbers]\nlanguage = {}", "[light]\n{} = '#fff'",
    "[{}]\nsea = '#fff'",
)  # fmt: skip


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if not p.isalpha() and "\ud800" not in p])
def test_a_theme_takes_no_payload_and_says_so_in_one_line(payload):
    quoted = '"' + "".join(f"\\U{ord(c):08X}" for c in payload) + '"'
    for theme in THEMES:
        with pytest.raises(ThemeError) as refused:
            theme_from_text(theme.format(quoted), name="desk.toml")
        assert "\n" not in str(refused.value)
        assert _stray(str(refused.value)) == []


@pytest.mark.parametrize("text", ["[sizes]\nstop = " + "9" * 5000, "[sizes]\nstop = " + "[" * 5000])
def test_a_theme_beyond_reading_is_refused_in_one_line(text):
    with pytest.raises(ThemeError) as refused:
        theme_from_text(text, name="desk.toml")
    assert "desk.toml" in str(refused.value)
    assert len(str(refused.value)) < 200


EXCHANGE = ("kml", "gpx")


@pytest.mark.parametrize("kind", EXCHANGE)
def test_a_file_to_exchange_gets_no_element_from_a_text(dirty, kind):
    text = render_map(dirty, format=kind)
    found, plain = (ET.fromstring(t) for t in (text, render_map(poisoned(HARMLESS), format=kind)))  # noqa: S314
    assert {e.tag for e in found.iter()} <= {e.tag for e in plain.iter()}
    assert _stray(text) == []
    shown = " ".join(html.unescape(t) for t in found.itertext())
    twice = html.unescape(shown)
    assert [p for p in PAYLOADS if clean(p) not in shown and html.unescape(clean(p)) not in twice] == []
    links = [e.text or e.get("href") or "" for e in found.iter() if e.tag.endswith(("}href", "}link", "}url"))]
    assert [link for link in links if not re.match(r"https?://[^/]", link)] == []


def test_what_an_earth_viewer_shows_as_html_is_text_and_breaks(dirty):
    root = ET.fromstring(render_map(dirty, format="kml"))  # noqa: S314
    for told in root.iter("{http://www.opengis.net/kml/2.2}description"):
        shape = Shape(told.text or "")
        assert {tag for tag, _ in shape.elements} <= {"br"}
        assert shape.links == []


NASTY = st.text(
    st.one_of(
        st.sampled_from("<>&\"'`${}%#\\/=+-@;:()[]\n\r\t\0\x1b\u2028\u202e\u200b\ufeff"),
        st.characters(min_codepoint=0x20, max_codepoint=0x10FFFF),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25)
@given(text=NASTY)
def test_any_text_stays_text(text):
    report = small(text)
    for engine in ENGINES:
        page = render_map(report, engine=engine)
        assert page.isascii()
        shape = Shape(page)
        assert shape.scripts == page.count("</script>") == (3 if engine == "leaflet" else 1)
        assert shape.handlers == []
        assert ("comment", ()) not in shape.elements
        assert clean(text) in _text_of(page)
        assert [link for link in shape.links if EVIL.match(link)] == []
    ET.fromstring(render_map(report, format="svg"))  # noqa: S314
    assert json.loads(render_map(report, format="geojson"))["title"].startswith(clean(text))
    for kind in EXCHANGE:
        made = render_map(report, format=kind)
        assert _stray(made) == []
        assert {e.tag for e in ET.fromstring(made).iter()} <= _exchanged(kind)  # noqa: S314
    told = checks_markdown(poisoned((text, "Khassan")))
    assert not re.search(r"(?<!\\)<[a-zA-Z/!?]|(?<!\\)\]\(", told)
    assert "<" not in as_script(claim_reviews(poisoned((text, "Khassan")), author=text, url="https://a.example/"))


@cache
def _exchanged(kind):
    return {e.tag for e in ET.fromstring(render_map(small("Kim"), format=kind)).iter()}  # noqa: S314


@settings(max_examples=200)
@given(text=NASTY)
def test_cleaning_leaves_nothing_to_clean(text):
    once = clean(text)
    assert clean(once) == once
    assert _stray(once) == []
    shown = cell(text)
    assert not isinstance(shown, str) or clean(shown)[:1] not in {"=", "+", "-", "@"}


CANARY = "window.__ran = []; window.ran = what => { window.__ran.push(String(what)); };"


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("kind", [*ENGINES, "annotated", "map.svg"])
def test_nothing_runs_in_a_browser(browser, pages, kind, tmp_path):
    suffix = "svg" if kind == "map.svg" else "html"
    file = tmp_path / f"page.{suffix}"
    file.write_text(pages[kind], encoding="utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    try:
        context.add_init_script(CANARY)
        page = context.new_page()
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        page.wait_for_timeout(400)
        page.evaluate(
            """() => { for (const node of document.querySelectorAll(".pin, button, .item, .hit, text, a")) {
              for (const name of ["mouseover", "focus", "click"]) {
                if (node.tagName === "A" && name === "click") { continue; }
                node.dispatchEvent(new MouseEvent(name, { bubbles: true, clientX: 9, clientY: 9 }));
              } } }"""
        )
        page.wait_for_timeout(400)
        assert page.evaluate("window.__ran") == []
        assert complaints == []
        assert [url for url in asked if not url.startswith("file:")] == []
        assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, form, base').length") == 0
        addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.protocol)")
        assert set(addresses) <= {"http:", "https:", "file:"}
        if kind in ENGINES:
            heads = page.evaluate("[...document.querySelectorAll('.item h3')].map(n => n.textContent)")
            assert len(heads) == 2 * len(PAYLOADS)
            assert any("<img src=x onerror=ran(1)>" in head for head in heads)
    finally:
        context.close()


@pytest.mark.browser
@pytest.mark.enable_socket
def test_the_policy_stops_what_should_ever_slip_through(browser, tmp_path):
    """Even if a page's text were markup, neither handler, script, address nor frame of it would run."""
    page_text = render_map(REPORT, engine="svg")
    slipped = (
        "<img src=x onerror=ran(1)><script>ran(2)</script><a id=x href='javascript:ran(3)'>x</a>"
        "<svg onload=ran(4)></svg><iframe srcdoc='<script>parent.ran(5)</script>'></iframe>"
        "<form action=https://evil.example id=f></form><style>body{display:none}</style>"
    )
    file = tmp_path / "slipped.html"
    context = browser.new_context()
    try:
        context.add_init_script(CANARY)
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        file.write_text(page_text.replace("<main>", f"<main>{slipped}"), encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate("document.getElementById('x').click(); document.getElementById('f').submit()")
        page.wait_for_timeout(300)
        assert page.evaluate("window.__ran") == []
        assert page.locator("h1").is_visible()
        assert [url for url in asked if not url.startswith(("file:", "about:"))] == []
    finally:
        context.close()


def test_a_payload_among_what_made_the_page_stays_in_its_place():
    provenance = replace(REPORT.provenance, gazetteer='"><script>ran(1)</script>', options=(('a"b', "'>"),))
    page = render_map(replace(REPORT, provenance=provenance), engine="svg")
    assert Shape(page).scripts == 1
