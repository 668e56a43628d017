"""The gallery as readers' windows show it: type, labels and frame measured in the browser."""

from itertools import combinations

import pytest

from benchmarks.gallery import FOUNDING, founding_report, read_gallery, report_of
from benchmarks.legibility import LEAST_PX, WIDTHS
from geomap.render import render_map

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

JOURNEYS = {j.name: j for j in read_gallery()}
FEW = ("transsiberian", "forty", "two-travellers", "storm", "region", "hemispheres")

# Each label as one box, and the box of the panel it stands in.
TEXTS = """
() => [...document.querySelectorAll('.picture text')]
  .filter(t => t.getClientRects().length)
  .map(t => { const b = t.getBoundingClientRect(), p = t.closest('svg.main,svg.inset').getBoundingClientRect(); return {
    text: t.textContent, number: t.classList.contains('n'),
    size: parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a,
    box: [b.left, b.top, b.right, b.bottom], panel: [p.left, p.top, p.right, p.bottom] } })
"""
LIVE = """
() => [...document.querySelectorAll('.word:not(.off), .state:not(.off)')]
  .filter(t => getComputedStyle(t).visibility !== 'hidden' && t.getClientRects().length)
  .map(t => { const b = t.getBoundingClientRect(), p = t.closest('.folium-map').getBoundingClientRect(); return {
    text: t.textContent, number: false, size: parseFloat(getComputedStyle(t.lastElementChild || t).fontSize),
    box: [b.left, b.top, b.right, b.bottom], panel: [p.left, p.top, p.right, p.bottom] } })
"""


def meet(a, b, slack):
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


def inside(box, panel, slack=1.0):
    low = all(box[i] >= panel[i] - slack for i in (0, 1))
    return low and all(box[i] <= panel[i] + slack for i in (2, 3))


def check(texts):
    assert [t for t in texts if t["size"] < LEAST_PX] == []
    assert [t["text"] for t in texts if not inside(t["box"], t["panel"])] == []
    words = [t for t in texts if not t["number"]]
    # rows of type lie close: their boxes, which hold accents and descenders, may meet by a few pixels
    assert [(a["text"], b["text"]) for a, b in combinations(words, 2) if meet(a["box"], b["box"], 3.5)] == []


@pytest.mark.parametrize("name", [*JOURNEYS, *FOUNDING])
def test_the_picture_is_legible_in_every_window(visit, name):
    report = report_of(JOURNEYS[name]) if name in JOURNEYS else founding_report(name)
    page = visit(render_map(report, engine="svg"), width=WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(60)
        check([t for t in page.evaluate(TEXTS) if t["box"][2] > t["box"][0]])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("width", [360, 1400])
def test_the_live_map_is_legible(visit, name, width):
    page = visit(render_map(report_of(JOURNEYS[name])), width=width)
    assert page.complaints == []
    texts = page.evaluate(LIVE)
    assert len(texts) > 3
    check(texts)
