"""The founding map by stock folium, plotly and geomap, measured in a browser without a network.

    python -m benchmarks.side_by_side [-o docs/side-by-side.md] [--keep DIR]

The same report goes to each. A page is opened with every request to a network refused, as on a train; what it asked
for is counted, what a reader can then read is searched for the story's stops, dates, certainties, distances and
sentences. plotly is left out where it is not installed.
"""

import argparse
import gzip
import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, sync_playwright

from geomap import Gazetteer, analyse, read_article, render_map
from geomap.lang import answered_in
from geomap.render.story import Story, tell
from geomap.render.words import load_words
from geomap.report.report import Report

ROOT = Path(__file__).resolve().parents[1]
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_WAIT_MS = 1500
_READ = (
    "() => document.body.innerText + ' ' + [...document.querySelectorAll('svg text')].map(t => t.textContent).join(' ')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page by one way of drawing, and what was measured of it."""

    name: str
    size: int
    packed: int
    asked: int
    hosts: int
    read: str
    bare: str
    violations: str


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description="maps side by side")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs" / "side-by-side.md")
    parser.add_argument("--keep", type=Path, help="keep the pages in this folder")
    options = parser.parse_args()
    article = read_article(str(ROOT / "examples" / "train-kim.fr.txt"), published=date(2023, 9, 13))
    report = analyse(article, Gazetteer.open())
    story = tell(report, load_words(answered_in(report.lang)))
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        pages = _measure(report, story, folder)
    options.output.write_text(_document(pages, story, report), encoding="utf-8")
    print(options.output)


def _measure(report: Report, story: Story, folder: Path) -> list[Page]:
    drawn = {"stock folium": _folium(story), "plotly": _plotly(story)}
    drawn |= {f"geomap, {engine} engine": render_map(report, engine=engine) for engine in ("leaflet", "svg")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        pages = [_opened(browser, name, html, folder) for name, html in drawn.items() if html is not None]
        browser.close()
    return pages


def _opened(browser: Browser, name: str, html: str, folder: Path) -> Page:
    file = folder / f"{name.replace(', ', '-').replace(' ', '-')}.html"
    file.write_text(html, encoding="utf-8")
    asked: list[str] = []
    read = {}
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script, viewport={"width": 1000, "height": 900})
        page = context.new_page()

        def refuse(route: Route, *, counted: bool = script) -> None:
            if counted:
                asked.append(route.request.url)
            route.abort()

        page.route(lambda url: not url.startswith(("file:", "data:", "blob:")), refuse)
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        page.wait_for_timeout(_WAIT_MS)
        page.screenshot(path=str(file.with_suffix(".png" if script else ".bare.png")))
        if script:
            read[script] = page.evaluate(_READ)
            found = Axe().run(page).response["violations"]
            violations = f"{len(found)} / {sum(len(rule['nodes']) for rule in found)}"
        else:
            # Without scripts the text is read from the markup that is left, unless it is hidden.
            shown = [
                t for t in page.locator("svg text, body p, body li, h1, h2, h3, figcaption").all() if t.is_visible()
            ]
            read[script] = " ".join(t.text_content() or "" for t in shown)
        context.close()
    data = html.encode()
    hosts = {urlsplit(url).hostname for url in asked}
    return Page(
        name=name,
        size=len(data),
        packed=len(gzip.compress(data, 9)),
        asked=len(asked),
        hosts=len(hosts),
        read=_plain(read[True]),
        bare=_plain(read[False]),
        violations=violations,
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("-", " ").split()).lower()


def _folium(story: Story) -> str:
    """What folium's own documentation teaches: a map, a line, a marker with a popup for each stop."""
    import folium  # noqa: PLC0415 - a second, and only here

    drawn = folium.Map()
    for line in story.lines:
        folium.PolyLine([p.latlon for p in line.points], tooltip=str(line.certainty)).add_to(drawn)
    for stop in story.stops:
        folium.Marker(stop.place.position.latlon, popup=stop.label, tooltip=stop.label).add_to(drawn)
    lats, lons = zip(*(s.place.position.latlon for s in story.stops), strict=True)
    drawn.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]])
    return str(drawn.get_root().render())


def _plotly(story: Story) -> str | None:
    """What plotly's own documentation teaches: lines and named points on a geographic figure."""
    if importlib.util.find_spec("plotly") is None:
        return None
    from plotly import graph_objects  # noqa: PLC0415

    figure = graph_objects.Figure()
    for line in story.lines:
        lats, lons = zip(*(p.latlon for p in line.points), strict=True)
        figure.add_trace(graph_objects.Scattergeo(lat=lats, lon=lons, mode="lines", name=str(line.certainty)))
    lats, lons = zip(*(s.place.position.latlon for s in story.stops), strict=True)
    names = [s.label for s in story.stops]
    figure.add_trace(graph_objects.Scattergeo(lat=lats, lon=lons, text=names, mode="markers+text", name="stops"))
    figure.update_geos(fitbounds="locations")
    return str(figure.to_html())


def _document(pages: list[Page], story: Story, report: Report) -> str:
    head = ["", *(page.name for page in pages)]
    rows = [
        ["bytes", *(f"{p.size:,}" for p in pages)],
        ["bytes, gzip -9", *(f"{p.packed:,}" for p in pages)],
        ["requests to a network", *(f"{p.asked} to {p.hosts} hosts" if p.asked else "0" for p in pages)],
        ["axe: rules / nodes violated", *(p.violations for p in pages)],
    ]
    for where, script in (("no network", True), ("no network, no JavaScript", False)):
        for what, words in _facts(story, report).items():
            texts = [p.read if script else p.bare for p in pages]
            rows.append([f"{what}, {where}", *(f"{sum(w in text for w in words)} of {len(words)}" for text in texts)])
    lines = [head, ["---", *("---:" for _ in pages)], *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return (
        "# The founding map, side by side\n\n"
        "The journey of [an armoured train](../examples/train-kim.fr.txt), drawn from one report by folium and plotly "
        "as their own documentation teaches it, and by geomap. Each page was opened in Chromium, every request to a "
        "network refused; the lower rows count what a reader can then read: names of stops, their dates, how sure each "
        "leg is, reported distances beside the measured ones, the sentences that the legs rest on.\n\n"
        f"{table}\n\n"
        "Requests are those tried while none is answered; more follow where they are. With a network folium shows "
        "tiles, and markers that name their stop when pointed at; plotly shows coasts and names. Both can be taught to "
        "say more: this is what they say when nobody does. `python -m benchmarks.side_by_side` measures it again.\n"
    )


def _facts(story: Story, report: Report) -> dict[str, list[str]]:
    sentences = dict.fromkeys(
        _plain(e.sentence.of(report.articles[0].text)) for leg in report.legs for e in leg.evidence[:1]
    )
    return {
        "stops named": [_plain(s.label) for s in story.stops],
        "dates": list(dict.fromkeys(_plain(s.date) for s in story.stops if s.date)),
        "certainties in words": [_plain(story.words.certainty(c)) for c in story.certainties],
        "distances checked": [_plain(d.text[1]) for d in story.dimensions],
        "sentences quoted": list(sentences),
    }


if __name__ == "__main__":
    main()
