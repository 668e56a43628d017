"""The journey played: the list and the map choose for each other, by mouse, keyboard and touch."""

import html as markup
from dataclasses import replace

import pytest
from accessible import complaints
from long import long_report

from geomap.render import render_map
from geomap.render.prose import write_summary
from geomap.render.words import load_words

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ENGINES = ("leaflet", "svg")
ON = """() => [...document.querySelectorAll('#geomap path.on:not(.hit)')].filter(p => p.getClientRects().length)
  .map(p => p.getAttribute('class').split(' ').slice(0, 2).join(' '))"""
DIMMED = """() => [...document.querySelectorAll('#geomap path.leg[data-leg]:not(.on)')]
  .filter(p => p.getClientRects().length).map(p => Number(getComputedStyle(p).opacity))"""


@pytest.fixture(scope="module")
def pages(report):
    return {engine: render_map(report, engine=engine) for engine in ENGINES}


def now(page):
    return page.locator(".player [aria-live]").text_content()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("width", [360, 1200])
def test_a_leg_chosen_in_the_list_is_shown_on_the_map(visit, pages, story, engine, width):
    page = visit(pages[engine], width=width)
    page.get_by_role("button", name="Montrer sur la carte : Oussouriisk → cosmodrome de Vostotchny").click()
    shown = now(page)
    for needed in ("4 / 7", "supposé", "selon certains médias", story.SENTENCES[4]):
        assert needed in shown
    assert "leg speculated" in page.evaluate(ON)
    assert {style for style in page.evaluate(ON) if style.startswith("leg")} == {"leg speculated"}
    assert set(page.evaluate(DIMMED)) == {0.25}
    assert page.locator(".item.on").count() == 1
    assert page.locator("#geomap").bounding_box()["y"] < 500
    page.get_by_role("button", name="Tout le trajet").click()
    assert now(page) == ""
    assert set(page.evaluate(DIMMED)) == {1.0}
    assert page.complaints == []


@pytest.mark.parametrize("engine", ENGINES)
def test_each_choice_marks_its_own_line(visit, report, pages, engine):
    """The words beside the map and the line on it are of one leg."""
    page = visit(pages[engine], width=1200)
    for n, leg in enumerate(report.legs):
        page.locator(".show").nth(n).click()
        drawn = [style for style in page.evaluate(ON) if style.startswith("leg ")]
        assert set(drawn) == (set() if leg.certainty == "denied" else {f"leg {leg.certainty}"})
        if leg.certainty != "denied":
            lines = page.evaluate(
                "[...document.querySelectorAll('.picture.wide .main .leg.on')].map(p => p.getAttribute('d'))"
            )
            assert len(lines) == 1
    for n in range(len(report.checks)):
        page.locator("section[aria-labelledby=checks] .show").nth(n).click()
        assert {style.split()[0] for style in page.evaluate(ON)} == {"rule"}
        assert markup.unescape(report.checks[n].summary)[:40] in now(page)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_line_chosen_on_the_map_is_shown_in_the_list(visit, pages, engine):
    page = visit(pages[engine], width=1200)
    page.evaluate(
        """() => { const lines = [...document.querySelectorAll('#geomap [data-leg="0"]')];
          lines.filter(p => p.getClientRects().length)[0].dispatchEvent(
            new MouseEvent("click", { bubbles: true, clientX: 300, clientY: 400 })) }"""
    )
    assert "1 / 7 · Pyongyang → Khassan" in now(page)
    assert page.locator(".item.on h3").text_content().endswith("Pyongyang → Khassan")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_journey_is_told_from_the_keyboard(visit, pages, engine):
    page = visit(pages[engine], width=1200)
    slider = page.get_by_role("slider", name="Étape du trajet")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert now(page).startswith("2 / 7")
    assert slider.evaluate("s => s.ariaValueText").startswith("2 / 7")
    page.keyboard.press("Home")
    assert now(page) == ""
    page.get_by_role("button", name="Étape précédente").focus()
    page.keyboard.press("Enter")
    assert now(page).startswith("7 / 7")
    page.get_by_role("button", name="Étape suivante").focus()
    page.keyboard.press("Space")
    assert now(page) == ""


def opens_and_closes(page):
    """The point under the focus shows its popup, which Escape closes, the focus on the point again."""
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('.pin')")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_control_is_reached_and_seen_with_the_tabulator(visit, pages, engine):
    page = visit(pages[engine], width=1200)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, summary, [tabindex="0"]')]
          .filter(n => n.getClientRects().length && !n.disabled).length"""
    )
    seen = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        page.wait_for_timeout(40)
        here = page.evaluate(
            """() => { const n = document.activeElement, s = getComputedStyle(n), b = n.getBoundingClientRect();
              return [n === document.body, s.outlineStyle, b.bottom > 0 && b.top < innerHeight,
                n.tagName + n.textContent + n.ariaLabel + n.className + b.left + ',' + (b.top + scrollY)] }"""
        )
        if here[0]:
            break
        assert here[1] != "none", here
        assert here[2], here
        seen.add(here[3])
        if page.evaluate("document.activeElement.matches('.pin')"):
            opens_and_closes(page)
    assert len(seen) >= wanted - 2


def test_playing_steps_stops_and_ends(visit, pages):
    page = visit(pages["svg"], width=1200)
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Dérouler le trajet").click()
    told = [now(page)[:5]]
    for _ in range(7):
        page.clock.run_for(3000)
        told.append(now(page)[:5])
    assert told == ["1 / 7", "2 / 7", "3 / 7", "4 / 7", "5 / 7", "6 / 7", "7 / 7", ""]
    play = page.get_by_role("button", name="Dérouler le trajet")
    assert play.is_visible()
    play.click()
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(9000)
    assert now(page).startswith("1 / 7")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_short_leg_is_looked_at_closely(visit, pages, motion):
    page = visit(pages["leaflet"], width=1200)
    page.emulate_media(reduced_motion=motion)
    scale = page.locator(".measure span")
    before = scale.text_content()
    page.locator(".show").nth(2).click()
    if motion == "no-preference":
        page.wait_for_timeout(600)
    assert scale.text_content() != before
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_timeout(600)
    assert "leg reported" in page.evaluate(ON)
    page.get_by_role("button", name="Tout le trajet").click()
    page.wait_for_timeout(600)
    assert page.locator(".pin").count() == 8


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (360, "light"), (360, "dark")])
def test_axe_finds_nothing_while_a_leg_is_shown(visit, pages, engine, width, scheme):
    page = visit(pages[engine], width=width, scheme=scheme)
    page.locator(".show").nth(1).click()
    page.wait_for_timeout(400)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("engine", ENGINES)
def test_targets_are_large_enough_for_a_finger(visit, pages, engine):
    page = visit(pages[engine], width=360)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, summary')].filter(n => n.getClientRects().length)
          .map(n => [n.textContent, n.getBoundingClientRect()]).filter(([, b]) => b.width < 24 || b.height < 24)"""
    )
    assert small == []


@pytest.mark.parametrize("engine", ENGINES)
def test_without_javascript_and_in_print_there_is_no_player(visit, pages, engine):
    page = visit(pages[engine], width=1200, javascript=False)
    assert page.locator(".player, .show").count() == 0
    assert page.locator("#told").is_visible()
    page = visit(pages[engine], width=1200)
    page.locator(".show").nth(2).click()
    page.emulate_media(media="print")
    assert not page.locator(".player").is_visible()
    assert not page.locator(".show").first.is_visible()
    faded = page.evaluate(
        "[...document.querySelectorAll('.picture.wide .leg')].filter(p => getComputedStyle(p).opacity !== '1').length"
    )
    assert faded == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_story_is_folded_and_stays_quick(visit, engine):
    page = visit(render_map(long_report(), engine=engine), width=1000)
    assert page.complaints == []
    assert page.locator(".item").count() == 200
    assert page.locator(".item:visible").count() == 30
    page.locator("summary").click()
    assert page.locator(".item:visible").count() == 200
    took = page.evaluate(
        """() => { const start = performance.now(), next = document.querySelectorAll('.knobs button')[2];
          for (let i = 0; i < 10; i++) { next.click(); } return (performance.now() - start) / 10; }"""
    )
    assert took < 500
    assert now(page).startswith("10 / 200")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000


def test_many_distances_are_folded_as_well(visit, report):
    page = visit(render_map(replace(long_report(), checks=report.checks * 30), engine="svg"), width=360)
    checks = page.locator("section[aria-labelledby=checks]")
    assert checks.locator(".item").count() == 60
    assert checks.locator(".item:visible").count() == 30
    checks.locator("summary").click()
    assert checks.locator(".item:visible").count() == 60
    assert complaints(page) == []


def test_the_summary_is_written_from_the_data(report):
    told = write_summary(report, load_words("fr")).replace("\u00a0", " ")
    assert told.startswith(
        "Selon KCNA, Kim Jong Un a quitté Pyongyang le 10 septembre 2023 et a gagné Khassan le 12 septembre 2023."
    )
    assert "Kim Jong Un pourrait gagner le cosmodrome de Vostotchny." in told
    assert "devrait gagner l’usine aéronautique" in told
    assert told.endswith("Le trajet vers Vladivostok est démenti.")
    english = write_summary(report, load_words("en")).replace("\u00a0", " ")
    assert "According to RIA-Novosti, Kim Jong Un passed" in english
    long = write_summary(long_report(), load_words("en"))
    assert "196 more legs follow" in long
    assert len(long) < 900
