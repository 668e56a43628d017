"""The live map under the hand: popups in its frame, focus that is never lost, zooms that may be interrupted."""

import sys

import pytest
from accessible import complaints

from geomap.render import render_map

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

SPILLED = """() => {
  const inner = (a, b) => a.left >= b.left && a.top >= b.top && a.right <= b.right && a.bottom <= b.bottom;
  const [map, box] = [".folium-map", ".leaflet-popup"].map(name => document.querySelector(name));
  const frame = map.getBoundingClientRect();
  const parts = [".leaflet-popup-content-wrapper", ".leaflet-popup-close-button"].map(name => box.querySelector(name));
  const others = [...document.querySelectorAll(".leaflet-control")].map(node => node.getBoundingClientRect());
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return parts.map(part => part.getBoundingClientRect()).filter(part => {
    return !inner(part, frame) || others.some(other => other.width && !apart(part, other));
  }).length }"""
FOCUS = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"


@pytest.fixture(scope="module")
def live(report):
    return render_map(report, engine="leaflet")


def open_popup(page, n):
    page.locator(".pin").nth(n).dispatch_event("click")
    page.wait_for_timeout(300)  # one fades in, another out


def scale(page):
    return page.locator(".measure span").text_content()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("width", [320, 360, 600, 1280])
def test_a_popup_lies_in_the_map_and_can_be_closed(visit, live, width):
    page = visit(live, width=width)
    for n in range(page.locator(".pin").count()):
        open_popup(page, n)
        assert page.locator(".leaflet-popup").count() == 1
        assert page.evaluate(SPILLED) == 0, n
        page.locator(".leaflet-popup-close-button").click()
        page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_popup_stays_in_the_map_that_moves_under_it(visit, live, width):
    page = visit(live, width=width)
    open_popup(page, 3)
    for name in ("Agrandir", "Déplacer vers l’ouest", "Déplacer vers le nord", "Agrandir", "Réduire", "Vue d’ensemble"):
        button(page, name).click()
        page.wait_for_timeout(450)
        assert page.evaluate(SPILLED) == 0, name
    page.set_viewport_size({"width": width - 30, "height": 900})
    page.wait_for_timeout(300)
    assert page.evaluate(SPILLED) == 0


def test_a_popup_without_room_for_all_it_says_scrolls(visit, live):
    page = visit(live, width=320)
    page.evaluate("document.querySelector('.folium-map').style.height = '230px'")
    page.wait_for_timeout(400)
    open_popup(page, 4)
    assert page.evaluate(SPILLED) == 0
    content = page.locator(".leaflet-popup-content")
    assert content.evaluate("n => n.scrollHeight > n.clientHeight && n.clientHeight > 40")
    assert content.get_attribute("tabindex") == "0"
    assert complaints(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_a_popup(visit, live, width):
    page = visit(live, width=width)
    for n in (0, 4):
        open_popup(page, n)
        assert complaints(page) == []


@pytest.mark.parametrize("pause", [0, 20, 120])
def test_the_whole_journey_comes_back_from_the_midst_of_a_zoom(visit, live, pause):
    page = visit(live, width=1280)
    before, pin = scale(page), page.locator(".pin").nth(3).bounding_box()
    button(page, "Agrandir").focus()
    presses = (
        "() => document.querySelector('[aria-label=\"Agrandir\"]').click()",
        "() => document.querySelector('[aria-label=\"Vue d’ensemble\"]').click()",
    )
    page.evaluate(
        f"async () => {{ ({presses[0]})(); await new Promise(go => setTimeout(go, {pause})); ({presses[1]})() }}"
    )
    page.wait_for_timeout(700)
    assert scale(page) == before
    assert page.locator(".pin").nth(3).bounding_box() == pin
    button(page, "Agrandir").click()
    page.wait_for_timeout(500)
    assert button(page, "Réduire").is_enabled()
    assert scale(page) != before


@pytest.mark.parametrize("pause", [0, 60, 150])
def test_the_slider_may_be_faster_than_the_map(visit, live, pause):
    page = visit(live, width=1280)
    before = scale(page)
    page.get_by_role("slider").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    page.keyboard.press("Home")
    page.wait_for_timeout(700)
    assert scale(page) == before
    assert button(page, "Agrandir").is_enabled()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    page.wait_for_timeout(700)
    quick = scale(page), page.locator(".pin").nth(2).bounding_box()
    page.keyboard.press("Home")
    page.wait_for_timeout(700)
    page.locator(".show").nth(2).click()
    page.wait_for_timeout(700)
    page.evaluate("scrollTo(0, 0)")
    assert scale(page) == quick[0]


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("leave", ["Escape", "close by Enter", "close by Space"])
def test_a_popup_takes_the_focus_and_gives_it_back(visit, live, key, leave):
    page = visit(live, width=1280)
    page.locator(".pin").nth(3).focus()
    top = page.evaluate("scrollY")
    page.keyboard.press(key)
    name = page.locator(".pin").nth(3).get_attribute("aria-label")
    assert page.get_by_role("dialog", name=name).is_visible()
    assert page.evaluate("() => !!document.activeElement.closest('.leaflet-popup')")
    if leave != "Escape":
        button(page, "Fermer").focus()
    page.keyboard.press(leave.split()[-1])
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate(FOCUS) == name
    assert page.evaluate("scrollY") == top


def test_escape_closes_a_popup_opened_by_the_mouse(visit, live):
    page = visit(live, width=1280)
    page.locator(".pin").nth(3).click()
    page.locator(".leaflet-popup").wait_for()
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")


def test_a_button_that_is_disabled_or_hidden_hands_the_focus_on(visit, live):
    page = visit(live, width=1280)
    for name, other in (("Agrandir", "Réduire"), ("Réduire", "Agrandir")):
        button(page, name).focus()
        for _ in range(12):
            if not button(page, name).is_enabled():
                break
            page.keyboard.press("Enter")
            page.wait_for_timeout(400)
        assert not button(page, name).is_enabled()
        assert page.evaluate(FOCUS) == other
    page.locator(".go").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert page.evaluate(FOCUS) == "Réduire"
    page.locator(".show").first.click()
    button(page, "Tout le trajet").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.evaluate(FOCUS) == "Étape du trajet"


def test_no_motion_where_none_is_wanted(visit, live):
    page = visit(live, width=1280)
    page.emulate_media(reduced_motion="reduce")
    spot = "JSON.stringify(document.querySelectorAll('.pin')[3].getBoundingClientRect())"
    for name in ("Agrandir", "Agrandir", "Déplacer vers l’ouest", "Déplacer vers le nord", "Réduire"):
        label = f"document.querySelector('[aria-label=\"{name}\"]')"
        before, after = page.evaluate(f"[{spot}, ({label}.click(), {spot})]")
        assert before != after, name
        page.wait_for_timeout(450)
        assert page.evaluate(spot) == after, name
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    after = page.evaluate(spot)
    page.wait_for_timeout(450)
    assert page.evaluate(spot) == after


def test_the_points_are_one_stop_of_the_tabulator(visit, live):
    page = visit(live, width=1280)
    names = [pin.get_attribute("aria-label") for pin in page.locator(".pin").all()]
    page.locator(".folium-map").focus()
    page.keyboard.press("Tab")  # the close-up's own button
    page.keyboard.press("Tab")
    met = [page.evaluate(FOCUS)]
    for _ in names:
        page.keyboard.press("ArrowRight")
        met.append(page.evaluate(FOCUS))
    assert met == [*names, names[0]]
    page.keyboard.press("End")
    assert page.evaluate(FOCUS) == names[-1]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUS) == names[-2]
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) not in names
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == names[-2]


def test_from_the_map_of_a_long_story_its_list_is_near(visit):
    page = visit(render_map(sys.modules["long"].long_report(), engine="leaflet"), width=1000)
    page.locator(".folium-map").focus()
    for _ in range(16):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.show')"):
            break
    assert page.evaluate("() => document.activeElement.matches('.show')")
