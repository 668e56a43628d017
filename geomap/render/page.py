"""The map as one HTML file that asks nothing of any server, and says in text all that it draws.

The page is ASCII (so that `srcdoc` survives a host page without a charset) and carries a content
security policy with the digest of each of its scripts and styles: whatever an article or a gazetteer
smuggles in, nothing else runs. Articles reach the markup only through Jinja's escaping.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from geomap.errors import RenderError
from geomap.render.compose import compose
from geomap.render.listing import Quotes, leg_numbers, list_checks, list_legs
from geomap.render.live import Live, script_text
from geomap.render.metadata import metadata
from geomap.render.notes import describe, notes, picture_notes, too_short
from geomap.render.pagestyle import page_style
from geomap.render.prose import write_summary
from geomap.render.scene import Picture, Scene, number
from geomap.render.svg import credit_lines, credit_text, draw_picture, legend_entries, sample
from geomap.render.text import clean, web_address
from geomap.render.theme import PLAIN, Theme
from geomap.report.report import Report

Engine = Literal["leaflet", "svg"]

_FOLDED = 30  # legs or distances listed before the others are folded away

CARD = (1200, 630)
"""Pixels of the picture that social media show for a link, as the Open Graph protocol's readers ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A page that stands within another: its lists are folded.

    `oembed` is its description's address and `card` that of its picture for social media, where there are such.
    """

    oembed: str | None
    card: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A picture, and which legs and checks its panels draw, in the order of their signs."""

    name: str
    width: str
    height: str
    body: str
    legs: str
    checks: str


def render_page(report: Report, *, engine: Engine = "leaflet", quotes: Quotes = "full", theme: Theme = PLAIN) -> str:
    """The page of a report; raises `RenderError` where nothing can be drawn or the engine is unknown."""
    return page_of(report, compose(report, theme=theme), engine=engine, quotes=quotes)


def page_of(
    report: Report,
    scene: Scene,
    *,
    engine: Engine = "leaflet",
    quotes: Quotes = "full",
    embedded: Embedded | None = None,
) -> str:
    """The page of a scene; `embedded` where it will stand within another page."""
    if engine == "svg":
        return _page(report, scene, None, quotes=quotes, embedded=embedded)
    if engine == "leaflet":
        from geomap.render.leaflet import animate  # noqa: PLC0415 - folium takes a second

        return _page(report, scene, animate(report, scene), quotes=quotes, embedded=embedded)
    msg = f"a page is drawn by leaflet or svg, got engine {engine!r}"
    raise RenderError(msg)


def _page(report: Report, scene: Scene, live: Live | None, *, quotes: Quotes, embedded: Embedded | None) -> str:
    """The page, with or without an interactive map over its picture."""
    story = scene.story
    style = page_style(scene, live.style if live else None)
    scripts = [*(live.scripts if live else ()), script_text("embed.js") + script_text("play.js")]
    html = (
        environment()
        .get_template("page.html")
        .render(
            lang=story.words.lang,
            say=story.words.say,
            csp=_policy(style, scripts),
            metadata=[
                (name, _quotable(content))
                for name, content in metadata(report, **_options(scene, quotes=quotes, live=live is not None))
            ],
            oembed=embedded.oembed if embedded else None,
            card=embedded.card if embedded else None,
            card_size=CARD,
            compact=embedded is not None,
            controls=_controls(scene),
            folded=_FOLDED,
            style=style,
            scripts=scripts,
            story=story,
            summary=write_summary(report, story.words) or describe(story),
            pictures=_pictures(report, scene),
            live=live,
            legend=legend_entries(scene, (scene.wide, scene.portrait)),
            sample=sample,
            notes=notes(scene, [scene.wide, scene.portrait]),
            too_short=_each(scene, too_short),
            picture_notes=_each(scene, picture_notes),
            legs=list_legs(report, story, quotes=quotes),
            checks=list_checks(report, story, quotes=quotes),
            articles=_articles(report, scene),
            credits=_credits(scene, live),
        )
    )
    return ascii_only(html)


def _each(scene: Scene, tell: Callable[[Scene, Picture], list[str]]) -> list[tuple[str, str]]:
    """What is told of each picture, after its name."""
    return [(p.sheet.name, note) for p in (scene.wide, scene.portrait) for note in tell(scene, p)]


def _options(scene: Scene, *, quotes: Quotes, live: bool) -> dict[str, str]:
    """What the page itself was asked for."""
    told = {"engine": "leaflet" if live else "svg", "quotes": quotes}
    return told | ({"theme": scene.theme.source} if scene.theme.source else {})


@cache
def environment() -> Environment:
    """What reads the templates of whole pages: everything put into them is text, never markup."""
    return Environment(
        loader=PackageLoader("geomap.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _quotable(text: str) -> str:
    """Text escaped for an attribute between single quotes: the double ones of JSON stay as they are."""
    return escape(text, quote=False).replace("'", "&#39;")


def _drawn(report: Report, picture: Picture) -> _Drawn:
    panels, legs = picture.panels, leg_numbers(report)
    return _Drawn(
        name=picture.sheet.name,
        width=number(picture.width),
        height=number(picture.height),
        body=draw_picture(picture),
        legs=_numbers([legs[id(stroke.line.leg)] for stroke in reversed(p.strokes)] for p in panels),
        checks=_numbers([report.checks.index(rule.dimension.check) for rule in p.rules] for p in panels),
    )


def _numbers(panels: Iterable[list[int]]) -> str:
    return ";".join(" ".join(map(str, numbers)) for numbers in panels)


def _controls(scene: Scene) -> str:
    """The words of the controls that play the journey, in the order that `templates/play.js` takes them."""
    keys = ("journey", "back", "next", "play", "pause", "slider", "whole", "show")
    return "|".join(scene.story.words.say("play", key) for key in keys)


_GLOBE = re.compile(r'<path class="land"[^>]*/>(?=<circle class="limb")')


def _pictures(report: Report, scene: Scene) -> list[_Drawn]:
    """Both pictures; where they show the same globe, the second refers to the first's."""
    wide, tall = _drawn(report, scene.wide), _drawn(report, scene.portrait)
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
    return [
        (words.say("list", "table" if a.is_table else "article", title=clean(a.title or a.id)), web_address(a.url))
        for a in report.articles
    ]


def _credits(scene: Scene, live: Live | None) -> list[tuple[tuple[str, str], list[tuple[str, str | None]]]]:
    """Each line of credits: the words before and after the names, and the names with their addresses."""
    lines = []
    thanks = [*credit_lines(scene, (scene.wide, scene.portrait)), *([("engine", (live.credit,))] if live else [])]
    for key, thanked in thanks:
        before, _, after = scene.story.words.say("credits", key, sources="\0").partition("\0")
        lines.append(((before, after), [(credit_text(c), c.url) for c in thanked]))
    return lines


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
