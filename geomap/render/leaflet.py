"""The interactive map: folium over Leaflet, both inside the page, over the static map's own ground.

folium is imported here and nowhere else. Its defaults (files from content networks, tiles, random
identifiers) are all switched off: the page holds what this map uses of Leaflet, as XStatic-Leaflet
packages it, with its notice, and the scene's coordinates in a plain plane of pixels (`L.CRS.Simple`),
so that the picture and the map never disagree.
"""

import json
import math
import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import folium
import numpy as np
import rjsmin
import shapely
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.render.labels import Point
from geomap.render.listing import leg_numbers, list_legs
from geomap.render.live import Live, template_text
from geomap.render.panel import THRONG
from geomap.render.scene import Label, Panel, Picture, Rule, Scene
from geomap.render.story import Credit, Dimension, Story
from geomap.render.tags import as_position
from geomap.render.typeset import size_of
from geomap.report.report import Report

_FINEST_KM_PER_PX = 0.2  # the last zoom: outlines at 1:50 million look false beyond
_LEAFLET = Credit(text="Leaflet", licence="BSD-2-Clause", url="https://leafletjs.com/")
_ELSEWHERE = 3  # further spots for the name of a country, for where its own is taken
_GRID = 24.0  # pixels between the spots that are tried


class _OfflineMap(folium.Map):
    """folium's map without a single address: no script, style or tile from elsewhere."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _SceneLayer(folium.MacroElement):
    """The scene, drawn by `templates/map.js` from data that reaches it only as JSON."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Scene"
        self._id = "scene"
        self.data = htmlsafe_json_dumps(data, dumps=_compact)
        script = rjsmin.jsmin(template_text("map.js")).removesuffix("(MAP,DATA);")
        if "{{" in script or "{%" in script:
            msg = "templates/map.js must not hold Jinja's marks"
            raise ValueError(msg)
        self._template = Template(
            "{% macro script(this, kwargs) %}"
            + script
            + "({{ this._parent.get_name() }}, {{ this.data }});{% endmacro %}"
        )


def _compact(value: object, **_: object) -> str:
    """JSON whose strings hold no mark of Jinja: branca compiles what it has rendered once more.

    JSON itself never has two braces, or a brace and a percent or number sign, side by side where it opens.
    """
    text = json.dumps(value, separators=(",", ":"))
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


def animate(report: Report, scene: Scene) -> Live:
    """The interactive layer of a page."""
    first = scene.wide.panels[0].paper
    drawn = _OfflineMap(
        location=[-first.height / 2, first.width / 2],
        tiles=None,
        crs="Simple",
        zoom_start=0,
        zoom_control=False,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0,
        max_bounds_viscosity=1,
        bounce_at_zoom_limits=False,
    )
    drawn._id = "geomap"  # noqa: SLF001 - folium has no public way to fix an identifier
    drawn.add_child(_SceneLayer(_data(report, scene)))
    figure: Any = drawn.get_root()
    figure.render()
    html = " ".join(str(figure.html.render()).split())
    return Live(
        html=html,
        style=_leaflet_style() + template_text("live.css") + _ratios(scene),
        scripts=(_leaflet_script(), _start(str(figure.script.render()))),
        credit=_LEAFLET,
    )


def _ratios(scene: Scene) -> str:
    wide, tall = scene.wide.panels[0].paper, scene.portrait.panels[0].paper
    return (
        f".folium-map{{aspect-ratio:{scene.wide.width:g}/{wide.height:g}}}"
        f"@media (max-width:759px){{.folium-map{{aspect-ratio:{tall.width:g}/{tall.height:g}}}}}"
    )


def _start(script: str) -> str:
    """Folium's script, run once the map's box can be measured; if it fails, the picture comes back."""
    lines = "\n".join(line.strip() for line in script.splitlines() if line.strip())
    return (
        '(function(){var f=document.getElementById("geomap"),b=f.querySelector(".live");'
        'b.hidden=false;f.classList.add("is-live");try{\n'
        f"{lines}\n"
        '}catch(e){f.classList.remove("is-live");b.hidden=true;throw e}}());'
    )


@cache
def _leaflet_script() -> str:
    text = (resources.files("xstatic.pkg.leaflet") / "data" / "leaflet.js").read_text(encoding="utf-8")
    text = _idle_emptied(re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "", text))
    return text.encode("ascii", "backslashreplace").decode("ascii")


# Words of Leaflet's classes that this map makes nothing of: tiles, canvas, film, GeoJSON, its own buttons and credits.
_IDLE = (
    "tileSize:256",
    'subdomains:"abc"',
    "defaultWmsParams",
    "_ctx=",
    '"VIDEO"',
    "addData:",
    "zoomInTitle:",
    "prefix:",
)


def _idle_emptied(script: str) -> str:
    """Leaflet's script, what its idle classes define left out: a sixth less to send."""
    for word in _IDLE:
        before, found, _ = script.partition(word)
        opens = before.rfind(".extend({") + len(".extend(")
        depth = 0
        for mark in re.finditer(r"""(["'])(?:\\.|(?!\1).)*\1|[{}]""", script[opens:]) if found else ():
            depth += {"{": 1, "}": -1}.get(mark[0], 0)
            if not depth:
                script = f"{script[:opens]}{{}}{script[opens + mark.end() :]}"
                break
    return script


# Rules for images, tiles, controls and browsers that this map has not.
_UNUSED = re.compile(
    r"vml|canvas|leaflet-(shadow|marker-shadow|zoom-box|control-(layers|attribution|scale|zoom)|bar|tooltip|oldie"
    r"|touch |editing|crosshair|div-icon|tile|attribution)|leaflet-touch$"
)

# Declarations that only browsers without the plain property need; Safari still wants two of its own.
_OLD = re.compile(
    r"(?:-(?:moz|ms)-[\w-]+|-webkit-(?:transition|transform)[\w-]*):[^;{}]*;|cursor:\s*-(?:webkit|moz)-[\w-]+;"
)


def _tight(match: re.Match[str]) -> str:
    return match[1] or " "


@cache
def _leaflet_style() -> str:
    """Leaflet's style without the rules that fetch images, or that only old browsers and tiles need."""
    css = (resources.files("xstatic.pkg.leaflet") / "data" / "leaflet.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    rules = re.findall(r"[^{}]+\{[^{}]*\}|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", css)
    kept = []
    for rule in rules:
        selectors, _, body = rule.partition("{")
        used = ",".join(part.strip() for part in selectors.split(",") if not _UNUSED.search(part))
        if used and "url(" not in body and not used.startswith("@"):
            kept.append(
                re.sub(r"\s*([{}:;,>])\s*|\s+", _tight, _OLD.sub("", f"{used}{{{body.strip()}")).replace(";}", "}")
            )
    return "".join(kept)


# ---- data for the script -----------------------------------------------------------------------------------------

_CONTROLS = ("map", "zoom_in", "zoom_out", "reset", "north", "south", "west", "east", "close")


def _data(report: Report, scene: Scene) -> dict[str, Any]:
    """What the script draws beyond what it reads from the page: texts once, then points in the same order."""
    story = scene.story
    return {
        "lang": story.words.lang,
        "throng": THRONG,
        "words": _words(story),
        "legs": _legs(report, scene),
        "rules": [["\n".join(filter(None, d.text)), d.tone, report.checks.index(d.check)] for d in story.dimensions],
        "stops": _stops(report, scene),
        "dots": _dots(story),
        **_order(scene),
        "views": [_view(scene, picture) for picture in (scene.wide, scene.portrait)],
    }


def _words(story: Story) -> dict[str, str]:
    """The phrases that the script needs, their {braces} for it to fill in."""
    tables = story.words.tables
    keys = [("map", "unlabelled"), ("control", "stop"), ("list", "told"), *(("control", key) for key in _CONTROLS)]
    if story.dimensions:
        keys += [("map", "unwritten"), ("map", "unwritten_one")]
    if len(story.stops) > THRONG:
        keys += [("map", "unnumbered"), ("map", "unnumbered_one")]
    return {key: tables[table][key] for table, key in keys} | {"inset": tables["legend"]["inset"]}


def _view(scene: Scene, picture: Picture) -> dict[str, Any]:
    panel = picture.panels[0]
    each = _km_per_px(panel)
    shown = {rule.dimension: rule for rule in panel.rules}
    return {
        "name": picture.sheet.name,
        "width": panel.paper.width,
        "height": panel.paper.height,
        "km": round(each, 4),
        "depth": round(max(1.0, min(6.0, math.log2(each / _FINEST_KM_PER_PX))), 2),
        "rules": [_ends(d, shown.get(d), panel) for d in scene.story.dimensions],
        "points": [_pixel(panel, place) for place in scene.story.places],
        "grounds": [_ground(scene.story, picture, tag) for tag in panel.tags if tag.rows[0].style in _GROUND],
        "focus": _focus(scene, picture),
    }


def _ends(dimension: Dimension, rule: Rule | None, panel: Panel) -> list[Point]:
    """A distance's two points, and how far aside of them it is drawn."""
    shift = rule.shift if rule is not None else (0, 0)
    return [_pixel(panel, dimension.start), _pixel(panel, dimension.end), shift]


def _pixel(panel: Panel, place: Place) -> Point:
    ((x, y),) = panel.paper.place(place.position)
    return round(x, 1), round(y, 1)


def _km_per_px(panel: Panel) -> float:
    """Kilometres in a pixel at the middle of the panel, measured on the ellipsoid."""
    paper = panel.paper
    x, y = paper.width / 2, paper.height / 2
    (west, south), (east, north) = paper.lonlat(x - 20, y), paper.lonlat(x + 20, y)
    return distance_km(as_position(west, south), as_position(east, north)) / 40


def _legs(report: Report, scene: Scene) -> list[int]:
    """Each leg drawn, by its number in the list under the map, which says all that its popup does."""
    numbers = leg_numbers(report)
    return [numbers[id(stroke.line.leg)] for stroke in scene.wide.panels[0].strokes]


def _stops(report: Report, scene: Scene) -> list[list[Any]]:
    """Every stop by itself, even those that share a marker in the picture: class, name, date, legs of the list."""
    items = list_legs(report, scene.story)
    pins = []
    for stop in scene.story.stops:
        here = [n for n, item in enumerate(items) if stop.number in item.numbers]
        told = [n for n in here if items[n].numbers[-1] == stop.number] or here
        pins.append([f"{stop.certainty}{scene.story.shade(stop.traveller)}", stop.label, stop.date, told])
    return pins


def _dots(story: Story) -> list[list[Any]]:
    """Every landmark: class, name, and which distances end there."""
    return [
        [
            landmark.certainty.value if landmark.certainty is not None else "dot",
            landmark.label,
            [n for n, d in enumerate(story.dimensions) if landmark.place in (d.start, d.end)],
        ]
        for landmark in story.landmarks
    ]


def _order(scene: Scene) -> dict[str, Any]:
    """In which order stops take their numbers and names.

    Those where a traveller starts or ends, which `ends` counts, then each time the stop furthest from all before it.
    """
    story = scene.story
    if not story.stops:
        return {"order": [], "ends": 0}
    order = _ends_of(story)
    ends = len(order)
    spots = np.array([_pixel(scene.wide.panels[0], stop.place) for stop in story.stops])
    far = np.full(len(spots), np.inf)
    for n in range(len(spots)):
        if n == len(order):
            order.append(int(np.argmax(far)))
        far = np.minimum(far, np.hypot(*(spots - spots[order[n]]).T))
        far[order[: n + 1]] = -1.0
    return {"order": order, "ends": ends}


def _ends_of(story: Story) -> list[int]:
    """The first and the last stop of all, then of each traveller."""
    numbers = {stop.place.id: n for n, stop in enumerate(story.stops)}
    ends = [0, len(story.stops) - 1]
    for traveller in story.travellers:
        drawn = [
            p for line in story.lines if line.traveller == traveller for p in (line.start, line.end) if p in numbers
        ]
        ends += [numbers[p] for p in (*drawn[:1], *drawn[-1:])]
    return [*dict.fromkeys(ends)]


_GROUND = ("country", "water")


def _ground(story: Story, picture: Picture, tag: Label) -> list[Any]:
    """The style and name of a country or a water, where the picture writes it, and a few more spots of a country."""
    style, middle = tag.rows[0].style, round((tag.baselines[0] + tag.baselines[-1]) / 2 - 4, 1)
    if style == "water":
        wide, _ = size_of(tag.rows, picture.sheet)
        across = tag.x + {"start": wide / 2, "end": -wide / 2}.get(tag.anchor, 0.0)
        return [style, "\n".join(row.text for row in tag.rows), (round(across, 1), middle)]
    text = " ".join(row.text for row in tag.rows).replace("- ", "-")
    outlines = picture.panels[0].outlines
    shapes = [shape for code, shape in outlines.countries if story.words.country(code).upper() == text]
    size = size_of([replace(tag.rows[0], text=text)], picture.sheet)
    spots = [s for shape in shapes for s in _elsewhere(shape, picture.panels[0], (tag.x, middle), size)]
    return [style, text, (tag.x, middle), *spots]


def _elsewhere(shape: BaseGeometry, panel: Panel, first: Point, size: tuple[float, float]) -> list[tuple[int, int]]:
    """Middles of boxes of this size that lie inside a country, each as far from all before it as can be."""
    (width, height), paper = size, panel.paper
    xs = np.arange(width / 2 + 6, paper.width - width / 2 - 6, _GRID)
    ys = np.arange(height / 2 + 6, paper.height - height / 2 - 6, _GRID)
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    shapely.prepare(shape)
    free = np.column_stack([x, y])[shapely.contains_properly(shape, boxes)]
    found: list[tuple[int, int]] = []
    far = np.hypot(*(free - first).T)
    while len(found) < _ELSEWHERE and far.size and far.max() > 2 * _GRID:
        spot = free[np.argmax(far)]
        found.append((round(float(spot[0])), round(float(spot[1]))))
        far = np.minimum(far, np.hypot(*(free - spot).T))
    return found


def _focus(scene: Scene, picture: Picture) -> dict[str, Any] | None:
    window = picture.panels[0].window
    if window is None:
        return None
    inset = picture.panels[1]
    names = [s.label for m in inset.markers for s in m.stops] or [d.landmark.label for d in inset.dots]
    words = scene.story.words
    return {
        "box": [round(v, 2) for v in window],
        "size": [inset.paper.width, inset.paper.height],
        "name": f"{words.say('legend', 'inset')} : {words.join(names)}",
    }
