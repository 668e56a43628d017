"""The gallery as readers' windows show it: type, labels and frame measured in the browser."""

from itertools import combinations

import pytest

from benchmarks.gallery import FOUNDING, founding_report, read_gallery, report_of
from benchmarks.legibility import LEAST_PX, WIDTHS
from geomap.render import render_map
from geomap.render.compose import compose

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

JOURNEYS = {j.name: j for j in read_gallery()}

# Each label as one box, and the box of the panel it stands in.
TEXTS = """
() => [...document.querySelectorAll('.picture text')]
  .filter(t => t.getClientRects().length)
  .map(t => { const b = t.getBoundingClientRect(), p = t.closest('svg.main,svg.inset').getBoundingClientRect(); return {
    text: t.textContent, number: t.classList.contains('n'),
    size: parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a,
    box: [b.left, b.top, b.right, b.bottom], panel: [p.left, p.top, p.right, p.bottom] } })
"""
# What stands on the live map at its first view: boxes, and points every 3 px along the legs.
LIVE = """
() => { const map = document.querySelector('.folium-map'), p = map.getBoundingClientRect();
  const box = t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] };
  const shown = q => [...map.querySelectorAll(q)].filter(t => t.getClientRects().length
    && getComputedStyle(t).visibility !== 'hidden' && getComputedStyle(t).opacity !== '0' && t.offsetWidth);
  const along = path => { const m = path.getScreenCTM(), out = [];
    for (let s = 0; s < path.getTotalLength(); s += 3) {
      const c = path.getPointAtLength(s).matrixTransform(m); out.push([c.x, c.y, c.x, c.y]) }
    return out };
  return {
    texts: shown('.word:not(.off)').map(t => ({ text: t.textContent, number: false, box: box(t), panel: box(map),
      size: Math.min(...[...t.children].map(row => parseFloat(getComputedStyle(row).fontSize))) })),
    pins: shown('.pin i').map(t => ({ text: t.textContent, box: box(t) })),
    controls: shown('.leaflet-control,.go').map(t => ({ text: t.textContent, box: box(t) })),
    route: [...map.querySelectorAll('path.leg')].flatMap(along),
    named: shown('.pin').filter(t => t.querySelector('.word:not(.off)')).map(t => t.ariaLabel),
  } }
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


@pytest.mark.parametrize("name", JOURNEYS)
@pytest.mark.parametrize("width", [360, 1400])
def test_the_live_map_is_legible_and_names_where_a_journey_begins_and_ends(visit, name, width):
    """First and last stop wherever the picture names them; no label over another, a leg, a pin or a control."""
    report = report_of(JOURNEYS[name])
    page = visit(render_map(report), width=width)
    live = page.evaluate(LIVE)
    assert page.complaints == []
    check(live["texts"])
    for kind, slack in (("pins", 3.5), ("controls", 1.0)):
        met = [(t["text"], o["text"]) for t in live["texts"] for o in live[kind] if meet(t["box"], o["box"], slack)]
        assert met == [], kind
    assert [t["text"] for t in live["texts"] if any(meet(t["box"], point, 0.5) for point in live["route"])] == []
    covered = [(a["text"], b["text"]) for a in live["controls"] for b in live["pins"] if meet(a["box"], b["box"], 1.0)]
    assert covered == []
    scene = compose(report)
    picture = scene.portrait if width < 760 else scene.wide
    for stop in {scene.story.stops[0], scene.story.stops[-1]}:
        told = scene.story.words.say("control", "stop", number=stop.number, place=stop.label or stop.date)
        assert told in live["named"] or f"{stop.number}. {stop.label}" in picture.unlabelled
