"""The map as one HTML file that asks nothing of any server, and says in text all that it draws.

The page is ASCII (so that `srcdoc` survives a host page without a charset) and carries a content
security policy with the digest of each of its scripts and styles: whatever an article or a gazetteer
smuggles in, nothing else runs. Articles reach the markup only through Jinja's escaping.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from geomap.errors import RenderError
from geomap.render.compose import compose
from geomap.render.listing import list_checks, list_legs
from geomap.render.live import Live, squeeze, template_text
from geomap.render.scene import Picture, Scene, number
from geomap.render.style import PALETTE, colours, shades, shapes, sizes
from geomap.render.svg import (
    credit_lines,
    credit_text,
    draw_picture,
    legend_entries,
    notes,
    sample,
    unlabelled,
)
from geomap.render.text import clean, web_address
from geomap.report.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    name: str
    width: str
    height: str
    body: str


def render_page(report: Report, *, engine: Literal["leaflet", "svg"] = "leaflet") -> str:
    """The page of a report; raises `RenderError` where nothing can be drawn or the engine is unknown."""
    scene = compose(report)
    if engine == "svg":
        return page_of(report, scene, live=None)
    if engine == "leaflet":
        from geomap.render.leaflet import animate  # noqa: PLC0415 - folium takes a second

        return page_of(report, scene, live=animate(report, scene))
    msg = f"a page is drawn by leaflet or svg, got engine {engine!r}"
    raise RenderError(msg)


def page_of(report: Report, scene: Scene, *, live: Live | None) -> str:
    """The page of a scene, with or without an interactive map over its picture."""
    story = scene.story
    style = squeeze(_style(scene, live))
    scripts = [*(live.scripts if live else ()), squeeze(template_text("embed.js"))]
    html = (
        _environment()
        .get_template("page.html")
        .render(
            lang=story.words.lang,
            say=story.words.say,
            csp=_policy(style, scripts),
            style=style,
            scripts=scripts,
            story=story,
            pictures=_pictures(scene),
            live=live,
            legend=legend_entries(scene, (scene.wide, scene.portrait)),
            sample=sample,
            notes=notes(scene, [scene.wide, scene.portrait]),
            unlabelled=[(p.sheet.name, note) for p in (scene.wide, scene.portrait) for note in unlabelled(scene, p)],
            legs=list_legs(report, story),
            checks=list_checks(report, story),
            articles=_articles(report, scene),
            credits=_credits(scene, live),
        )
    )
    return ascii_only(html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("geomap.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawn(picture: Picture) -> _Drawn:
    return _Drawn(
        name=picture.sheet.name,
        width=number(picture.width),
        height=number(picture.height),
        body=draw_picture(picture),
    )


_GLOBE = re.compile(r'<path class="land"[^>]*/>(?=<circle class="limb")')


def _pictures(scene: Scene) -> list[_Drawn]:
    """Both pictures; where they show the same globe, the second refers to the first's."""
    wide, tall = _drawn(scene.wide), _drawn(scene.portrait)
    globe = _GLOBE.search(wide.body)
    if globe is None or globe[0] not in tall.body:
        return [wide, tall]
    named = globe[0].replace("<path", '<path id="globe"', 1)
    return [
        replace(wide, body=wide.body.replace(globe[0], named)),
        replace(tall, body=tall.body.replace(globe[0], '<use href="#globe"/>')),
    ]


def _articles(report: Report, scene: Scene) -> list[tuple[str, str | None]]:
    words = scene.story.words
    return [(words.say("list", "article", title=clean(a.title or a.id)), web_address(a.url)) for a in report.articles]


def _credits(scene: Scene, live: Live | None) -> list[tuple[tuple[str, str], list[tuple[str, str | None]]]]:
    """Each line of credits: the words before and after the names, and the names with their addresses."""
    lines = []
    thanks = [*credit_lines(scene, (scene.wide, scene.portrait)), *([("engine", (live.credit,))] if live else [])]
    for key, thanked in thanks:
        before, _, after = scene.story.words.say("credits", key, sources="\0").partition("\0")
        lines.append(((before, after), [(credit_text(c), c.url) for c in thanked]))
    return lines


def _style(scene: Scene, live: Live | None) -> str:
    many = shades(1, len(scene.story.travellers))
    parts = [
        template_text("page.css"),
        _page_colours(0),
        colours(0),
        shades(0, len(scene.story.travellers)),
        shapes(),
        sizes(scene.wide.sheet, ".wide "),
        sizes(scene.portrait.sheet, ".portrait "),
        live.style if live else "",
        f"@media screen and (prefers-color-scheme:dark){{{_page_colours(1)}{colours(1)}{many}}}",
    ]
    return "".join(parts)


def _page_colours(scheme: int) -> str:
    """The page's own colours, and those of the interactive map's HTML parts."""
    c = {name: pair[scheme] for name, pair in PALETTE.items()}
    line = ("#c9c4ba", "#3d4750")[scheme]
    halo = f"-1px -1px 1px {c['land']},1px -1px 1px {c['land']},-1px 1px 1px {c['land']},1px 1px 1px {c['land']}"
    box = f"background:{c['paper']};color:{c['ink']};border-color:{c['muted']}"
    rules = [
        f"body{{background:{c['paper']};color:{c['ink']}}}",
        f".sub,.facts,.small,blockquote footer,dt{{color:{c['muted']}}}",
        f".item,body>footer{{border-color:{line}}}blockquote{{border-color:{line}}}",
        f".none{{stroke:{c['muted']}}}.contradicted{{color:{c['confirmed']}}}",
        f".live .leaflet-container{{background:{c['sea']}}}",
        f".live .t{{color:{c['ink']};text-shadow:{halo}}}",
        f".live .date,.live .landmark,.live .scale{{color:{c['muted']}}}",
        f".live .country{{color:{c['country']}}}.live .claim{{color:{c['claim']}}}.live .false{{color:{c['false']}}}",
        f".live button,.live .leaflet-popup-content-wrapper,.live .leaflet-popup-tip{{{box}}}",
        f".live .bar{{border-color:{c['ink']}}}",
        f".mark i{{background:{c['land']};border-color:{c['ink']}}}",
    ]
    rules += [
        f".pin .{name}{{background:{c[name]};border-color:{c[name]};color:{c['number']}}}"
        for name in ("confirmed", "reported")
    ]
    rules += [
        f".pin .{name}{{background:{c['land']};border-color:{c[name]};color:{c[name]}}}"
        for name in ("expected", "speculated")
    ]
    return "".join(rules)


def _policy(style: str, scripts: list[str]) -> str:
    digests = " ".join(digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src {digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """How a content security policy names a script or style that it admits."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def ascii_only(html: str) -> str:
    """The page in ASCII; scripts and styles are so already, and everything else may be written as entities."""
    return html.encode("ascii", "xmlcharrefreplace").decode("ascii")
