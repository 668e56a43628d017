import html
import sys
from dataclasses import replace
from itertools import combinations

import pytest
from accessible import complaints

from geomap.render import render_map
from geomap.render.svg import render_svg

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ENGINES = ("leaflet", "svg")

SVG_TEXTS = """
() => [...document.querySelectorAll('.picture text, svg text')]
  .filter(t => !t.classList.contains('n') && t.getClientRects().length)
  .map(t => { const b = t.getBoundingClientRect(); return {
    text: t.textContent, style: t.getAttribute('class'), size: parseFloat(getComputedStyle(t).fontSize)
      * t.getScreenCTM().a, box: [b.left, b.top, b.right, b.bottom] } })
"""
LIVE_TEXTS = """
() => [...document.querySelectorAll('.word:not(.off), .pin i')]
  .filter(t => getComputedStyle(t).visibility !== 'hidden' && t.getClientRects().length)
  .map(t => { const b = t.getBoundingClientRect(); return {
    text: t.textContent, style: t.tagName, size: parseFloat(getComputedStyle(t.lastElementChild || t).fontSize),
    box: [b.left, b.top, b.right, b.bottom] } })
"""


def overlaps(a, b, slack=1.0):
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


@pytest.fixture(scope="module")
def pages(report):
    return {engine: render_map(report, engine=engine) for engine in ENGINES}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("width", [320, 360, 800, 1400])
def test_page_asks_for_nothing_and_fits(visit, pages, engine, width):
    page = visit(pages[engine], width=width)
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("width", [360, 760, 1400])
def test_type_is_legible(visit, pages, engine, width):
    page = visit(pages[engine], width=width)
    texts = page.evaluate(LIVE_TEXTS if engine == "leaflet" else SVG_TEXTS)
    assert len(texts) > 8
    small = [t for t in texts if 0 < t["size"] < 11]
    assert small == []


@pytest.mark.parametrize("width", [360, 1400])
def test_no_label_covers_another(visit, pages, width):
    page = visit(pages["svg"], width=width)
    texts = page.evaluate(SVG_TEXTS)
    rows = [(a, b) for a, b in combinations(texts, 2) if overlaps(a["box"], b["box"], 3.5)]
    assert [(a["text"], b["text"]) for a, b in rows] == []


@pytest.mark.parametrize("width", [360, 1400])
def test_no_live_label_covers_another(visit, pages, width):
    page = visit(pages["leaflet"], width=width)
    texts = [t for t in page.evaluate(LIVE_TEXTS) if t["style"] != "I"]
    assert len(texts) >= 5
    assert [(a["text"], b["text"]) for a, b in combinations(texts, 2) if overlaps(a["box"], b["box"])] == []


@pytest.mark.parametrize("width", [360, 1400])
def test_every_stop_is_on_the_map(visit, pages, width):
    page = visit(pages["leaflet"], width=width)
    box = page.locator(".folium-map").bounding_box()
    assert box["width"] > 300
    assert box["height"] > 300
    pins = page.locator(".pin").all()
    assert len(pins) == 8
    spread = []
    for pin in pins:
        b = pin.bounding_box()
        x, y = b["x"] + b["width"] / 2, b["y"] + b["height"] / 2
        assert box["x"] < x < box["x"] + box["width"]
        assert box["y"] < y < box["y"] + box["height"]
        spread.append(y)
    assert max(spread) - min(spread) > box["height"] / 2


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("width", "shown", "hidden"), [(360, "portrait", "wide"), (1400, "wide", "portrait")])
def test_without_javascript_the_picture_shows(visit, pages, engine, width, shown, hidden):
    page = visit(pages[engine], width=width, javascript=False)
    assert page.locator(f".picture.{shown}").is_visible()
    assert not page.locator(f".picture.{hidden}").is_visible()
    assert page.locator(f".picture.{shown}").bounding_box()["height"] > 300
    assert page.locator(".live").count() == 0 or not page.locator(".live").is_visible()


def test_print_shows_the_wide_picture(visit, pages):
    page = visit(pages["leaflet"], width=700)
    page.emulate_media(media="print")
    assert page.locator(".picture.wide").is_visible()
    assert not page.locator(".live").is_visible()
    assert page.locator(".picture.wide .land").first.bounding_box()["width"] > 300


def test_map_zooms_pans_and_comes_back_from_the_keyboard(visit, pages):
    page = visit(pages["leaflet"])
    scale = page.locator(".measure span")
    before = scale.text_content()
    page.get_by_role("button", name="Agrandir", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert scale.text_content() != before
    page.get_by_role("button", name="Déplacer vers le nord").click()
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Vue d’ensemble").click()
    page.wait_for_timeout(400)
    assert scale.text_content() == before


def test_close_up_and_popup_are_reachable(visit, pages, story):
    page = visit(pages["leaflet"])
    page.locator(".go").click()
    page.wait_for_timeout(600)
    page.locator('.pin[aria-label="Étape 3 : Oussouriisk"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    assert story.SENTENCES[3] in page.locator(".leaflet-popup-content").text_content()
    assert page.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Fermer"


def test_rotating_a_phone_swaps_the_picture(visit, pages):
    page = visit(pages["leaflet"], width=390, height=844)
    tall = page.locator(".folium-map").bounding_box()
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_timeout(400)
    flat = page.locator(".folium-map").bounding_box()
    assert tall["height"] > tall["width"]
    assert flat["height"] < flat["width"]
    assert page.locator(".pin").count() == 8
    assert page.complaints == []


def test_lines_stay_above_the_ground_when_the_width_changes(visit, pages):
    page = visit(pages["leaflet"], width=1300, height=900)
    for width in (700, 1300, 700):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        above, below = page.evaluate(
            """() => {
                const depth = node => Number(getComputedStyle(node.closest(".leaflet-pane")).zIndex);
                const all = selector => [...document.querySelectorAll(".leaflet-map-pane " + selector)].map(depth);
                return [Math.min(...all("path.leg")), Math.max(...all(".sea"))];
            }"""
        )
        assert below < above, width
    assert page.complaints == []


def test_the_map_follows_a_frame_that_finds_its_size_late(visit, pages):
    page = visit(pages["leaflet"], width=700, height=900)
    page.evaluate("document.body.style.width = '420px'")
    page.wait_for_timeout(600)
    across = page.evaluate(
        """() => [".folium-map", ".leaflet-ground-pane svg"].map(
            selector => document.querySelector(selector).getBoundingClientRect().width)"""
    )
    assert across[0] < 500
    assert across[1] == pytest.approx(across[0], abs=2)


@pytest.mark.parametrize("engine", ENGINES)
def test_payload_never_runs(visit, report, story, engine):
    payload = "<img src=x onerror=alert(1)>`${alert(1)}`</script><script>alert(1)</script>"
    bad = replace(story.USSURIYSK, names=(), name=payload)
    dirty = story.with_place(report, story.USSURIYSK, bad)
    dirty = replace(
        dirty,
        mentions=(),
        legs=tuple(replace(g, traveller=payload, sources=(payload,)) for g in dirty.legs),
        checks=tuple(replace(c, summary=payload) for c in dirty.checks),
    )
    page = visit(render_map(dirty, engine=engine))
    page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
    if engine == "leaflet":
        for pin in page.locator(".pin").all():
            pin.dispatch_event("click")
            page.wait_for_timeout(60)
    page.wait_for_timeout(200)
    assert page.complaints == []
    assert page.locator("img").count() == 0
    assert page.locator("h1").text_content().startswith(payload)


def test_page_survives_srcdoc_without_a_charset(visit, pages):
    inner = html.escape(pages["leaflet"], quote=True)
    page = visit(
        f'<!DOCTYPE html><title>x</title><iframe sandbox="allow-scripts" width="800" height="900" srcdoc="{inner}">'
    )
    page.wait_for_timeout(500)
    frame = page.frames[1]
    assert "Oussouriisk" in frame.locator("body").text_content()
    assert "étape par étape" in frame.locator("h2").first.text_content()
    assert frame.locator(".pin").count() == 8


def test_page_tells_its_host_how_tall_it_is(visit, pages):
    inner = html.escape(pages["svg"], quote=True)
    page = visit(
        "<!DOCTYPE html><title>x</title><script>addEventListener('message', e => { (window.told = window.told || [])"
        f".push(e.data) }})</script><iframe name='m1' sandbox='allow-scripts' width='700' srcdoc=\"{inner}\"></iframe>"
    )
    page.wait_for_timeout(500)
    told = page.evaluate("window.told")
    assert {"type": "geomap:height", "id": "m1", "height": told[0]["height"]} in told
    assert any(m.get("sentinel") == "amp" for m in told)
    assert told[0]["height"] > 800


@pytest.mark.parametrize("portrait", [False, True])
def test_graphic_alone_is_legible_too(visit, report, portrait):
    page = visit(render_svg(report, portrait=portrait), name="map.svg", width=800)
    texts = page.evaluate(SVG_TEXTS.replace(".picture text, ", ""))
    assert len(texts) > 12
    assert [t for t in texts if t["size"] < 11] == []
    width = 360 if portrait else 760
    assert [t["text"] for t in texts if t["box"][2] > width] == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (360, "light")])
def test_axe_finds_nothing(visit, pages, engine, width, scheme):
    page = visit(pages[engine], width=width, scheme=scheme)
    assert complaints(page) == []


@pytest.mark.parametrize("width", [360, 1400])
def test_live_names_stand_by_their_own_point(visit, pages, width):
    """A name closer to another point than to its own would tell a falsehood, unless a line ties it to its own."""
    page = visit(pages["leaflet"], width=width)
    pins = page.evaluate("""() => [...document.querySelectorAll('.pin')].map(p => {
      const b = p.getBoundingClientRect(), w = p.querySelector('.word'), r = w.getBoundingClientRect();
      return { at: [(b.left + b.right) / 2, (b.top + b.bottom) / 2], name: w.textContent,
        shown: !w.classList.contains('off'), led: w.nextSibling.offsetWidth > 0, numbered: /^\\d/.test(w.textContent),
        box: [r.left, r.top, r.right, r.bottom] } })""")
    for pin in pins:
        if pin["shown"] and not pin["numbered"] and not pin["led"]:
            near = min(pins, key=lambda other: _distance(other["at"], pin["box"]))
            own = _distance(pin["at"], pin["box"])
            assert own <= _distance(near["at"], pin["box"]) + 8, (pin["name"], near["name"])


def _distance(point, box):
    dx = max(box[0] - point[0], 0, point[0] - box[2])
    dy = max(box[1] - point[1], 0, point[1] - box[3])
    return (dx * dx + dy * dy) ** 0.5


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_names_where_the_journey_begins_and_its_last_town(visit, pages, width):
    page = visit(pages["leaflet"], width=width)
    shown = [t["text"] for t in page.evaluate(LIVE_TEXTS) if t["style"] == "DIV"]
    assert any("Pyongyang" in text for text in shown)
    assert any(text.startswith(("5.", "6.")) for text in shown)
    assert "5–6" in [t["text"] for t in page.evaluate(LIVE_TEXTS) if t["style"] == "I"]


@pytest.mark.parametrize(("lang", "name"), [("fr", "RUSSIE"), ("en", "RUSSIA")])
def test_the_country_of_the_journey_is_named(visit, report, lang, name):
    page = visit(render_map(replace(report, lang=lang)), width=1280)
    assert name in page.locator(".word:not(.off):has(.country)").all_text_contents()


def test_a_distance_without_room_is_told_of_and_written_once_chosen(visit, pages):
    page = visit(pages["leaflet"], width=360)
    told = "1 distance vérifiée n’a pas la place d’être écrite"
    assert told in page.locator(".rest").text_content()
    page.locator("[aria-labelledby=checks] .show").first.click()
    page.wait_for_timeout(600)
    assert any("78\u00a0km" in text for text in page.locator(".word:not(.off)").all_text_contents())


def test_the_close_up_has_its_button_by_its_own_window(visit, pages):
    page = visit(pages["leaflet"], width=360)
    window, button = (page.locator(where).bounding_box() for where in ("path.window", ".go"))
    assert abs(button["x"] - window["x"] - window["width"]) < 12
    page.locator(".go").click()
    page.wait_for_timeout(600)
    assert not page.locator(".go").is_visible()
    assert not page.locator("path.window").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_of_a_thousand_stops_numbers_stand_apart_and_the_rest_are_counted(visit, width):
    page = visit(render_map(sys.modules["long"].long_report(legs=999, places=1000)), width=width)
    assert page.complaints == []
    numbers = page.evaluate(
        """() => [...document.querySelectorAll('.pin:not(.mini) i')].map(t => { const b = t.getBoundingClientRect();
          return { text: t.textContent, box: [b.left, b.top, b.right, b.bottom],
            over: t.scrollWidth - t.clientWidth } })"""
    )
    assert len(numbers) > 10
    assert [n["text"] for n in numbers if n["over"] > 0] == []
    assert [(a["text"], b["text"]) for a, b in combinations(numbers, 2) if overlaps(a["box"], b["box"])] == []
    points = page.locator(".pin.mini").count()
    assert points > 900
    assert f"{points} étapes ne sont que des points" in page.locator(".rest").text_content()
