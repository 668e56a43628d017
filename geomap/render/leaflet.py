"""The interactive map: folium over Leaflet, both inside the page, over the static map's own ground.

folium is imported here and nowhere else. Its defaults (files from content networks, tiles, random
identifiers) are all switched off: the page holds Leaflet as XStatic-Leaflet packages it, with its
notice, and the scene's coordinates in a plain plane of pixels (`L.CRS.Simple`), so that the picture
and the map never disagree.
"""

import json
import math
import re
from functools import cache
from importlib import resources
from typing import Any

import folium
import rjsmin
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps

from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.render.listing import leg_numbers, list_legs
from geomap.render.live import Live, template_text
from geomap.render.scene import Label, Panel, Picture, Rule, Scene
from geomap.render.story import Credit, Dimension
from geomap.render.tags import as_position
from geomap.render.text import wrap
from geomap.report.report import Report

_FINEST_KM_PER_PX = 0.2  # the last zoom: outlines at 1:50 million look false beyond
_LEAFLET = Credit(text="Leaflet", licence="BSD-2-Clause", url="https://leafletjs.com/")
_WRAP = 18  # characters in the longest line of a label


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
        script = rjsmin.jsmin(template_text("map.js")).removesuffix("(MAP,DATA));")
        if "{{" in script or "{%" in script:
            msg = "templates/map.js must not hold Jinja's marks"
            raise ValueError(msg)
        self._template = Template(
            "{% macro script(this, kwargs) %}"
            + script
            + "({{ this._parent.get_name() }}, {{ this.data }}));{% endmacro %}"
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
    text = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "", text)
    return text.encode("ascii", "backslashreplace").decode("ascii")


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


def _data(report: Report, scene: Scene) -> dict[str, Any]:
    """What the script draws beyond the paths it reads from the picture: texts once, then points in the same order."""
    words = scene.story.words
    keys = ("map", "zoom_in", "zoom_out", "reset", "north", "south", "west", "east", "close")
    return {
        "lang": words.lang,
        "words": {key: words.say("control", key) for key in keys}
        | {"unlabelled": words.say("map", "unlabelled", places="{places}")},
        "legs": _legs(report, scene),
        "rules": _rules(report, scene),
        "stops": _stops(report, scene),
        "dots": _dots(scene),
        "views": [_view(scene, picture) for picture in (scene.wide, scene.portrait)],
    }


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
        "stops": [_pixel(panel, stop.place) for stop in scene.story.stops],
        "dots": [_pixel(panel, landmark.place) for landmark in scene.story.landmarks],
        "states": [_state(tag) for tag in panel.tags if tag.rows[0].style == "country"],
        "focus": _focus(scene, picture),
    }


def _ends(dimension: Dimension, rule: Rule | None, panel: Panel) -> dict[str, Any]:
    """A distance's two points, and how far aside of them it is drawn."""
    start, end = _pixel(panel, dimension.start), _pixel(panel, dimension.end)
    shift = rule.shift if rule is not None else (0.0, 0.0)
    return {"ends": [start, end], "shift": shift}


def _pixel(panel: Panel, place: Place) -> tuple[float, float]:
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


def _rules(report: Report, scene: Scene) -> list[dict[str, Any]]:
    """Every distance that can be drawn, those that the picture leaves to its close-up included."""
    rules = []
    for dimension in scene.story.dimensions:
        rows = [("span", f"claim{dimension.tone}", text) for text in dimension.text if text]
        rules.append({"rows": rows, "style": f"rule{dimension.tone}", "check": report.checks.index(dimension.check)})
    return rules


def _stops(report: Report, scene: Scene) -> list[dict[str, Any]]:
    """Every stop by itself, even those that share a marker in the picture."""
    items, words = list_legs(report, scene.story), scene.story.words
    pins = []
    for stop in scene.story.stops:
        here = [n for n, item in enumerate(items) if stop.number in item.numbers]
        told = [n for n in here if items[n].numbers[-1] == stop.number] or here
        lines = [words.say("list", "told", leg=items[n].heading, certainty=items[n].word) for n in told]
        rows = [("b", "stop", line) for line in wrap(stop.label, _WRAP)]
        rows += [("span", "date", stop.date)] if stop.date else []
        tone = scene.story.shade(stop.traveller)
        name = words.say("control", "stop", number=stop.number, place=stop.label or stop.date)
        pin = {"text": str(stop.number), "style": f"{stop.certainty}{tone}", "rows": rows, "name": name}
        pins.append(pin | {"lines": [line for line in (stop.date, *lines) if line], "legs": told[:2]})
    return pins


def _dots(scene: Scene) -> list[dict[str, Any]]:
    dots = []
    for landmark in scene.story.landmarks:
        lines = [" ".join(d.text) for d in scene.story.dimensions if landmark.place in (d.start, d.end)]
        rows = [("em", "landmark", line) for line in wrap(landmark.label, _WRAP)]
        style = landmark.certainty.value if landmark.certainty is not None else "dot"
        dots.append({"text": "", "style": style, "rows": rows, "name": landmark.label, "lines": lines})
    return dots


def _state(tag: Label) -> dict[str, Any]:
    middle = (tag.baselines[0] + tag.baselines[-1]) / 2 - 4
    return {"at": [tag.x, round(middle, 1)], "text": " ".join(row.text for row in tag.rows)}


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
        "text": words.say("legend", "inset"),
        "name": f"{words.say('legend', 'inset')} : {words.join(names)}",
    }
