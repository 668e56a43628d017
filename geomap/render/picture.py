"""The map as a PNG or PDF: the stand-alone SVG, or one laid out anew for a card of a given size.

A social card has a fixed shape: title, key and credits keep the room they need, and the map gets the rest.
The drawing is made larger, and with it the type smaller, until the map has half of the card or the type would
be smaller than one can read.
"""

from dataclasses import replace
from html import escape
from math import floor
from typing import Literal

from geomap.errors import RenderError
from geomap.render.browser import photograph
from geomap.render.compose import compose, lay_out
from geomap.render.scene import WIDE, Scene, Sheet
from geomap.render.svg import Graphic, draw_graphic
from geomap.render.theme import PLAIN, Theme
from geomap.report.report import Report

SMALLEST, LARGEST = 200, 6000
"""Bounds of a picture's sides, in pixels."""

_SHARP = 2
"""Pixels of a PNG to one of the drawing where no size is asked for: sharp on any screen."""

_WIDTHS = {True: (760.0, 900.0, 1080.0, 1300.0), False: (620.0, 760.0, 900.0)}
"""Widths of the drawing that are tried, of cards that lie and cards that stand, in its own pixels."""

_LEGIBLE = 11.0
"""No type on a card is smaller, in the card's pixels."""

_LOWEST = 90.0
"""A map lower than this, in pixels of the drawing, shows nothing."""

_ENOUGH = 0.5
_LEAST = 0.3
"""The share of a card that its map should have, and must."""


def render_picture(
    report: Report,
    *,
    format: Literal["png", "pdf"] = "png",  # noqa: A002
    size: tuple[int, int] | None = None,
    theme: Theme = PLAIN,
) -> bytes:
    """The bytes of a PNG or PDF; `size` is width and height in pixels, such as 1200 by 630 for a social card.

    Pictures are light: nobody knows where they will be seen. Raises `RenderError` where nothing can be
    drawn, the size is out of bounds or leaves the map no room, or there is no Chromium.
    """
    if size is not None and not all(SMALLEST <= side <= LARGEST for side in size):
        msg = f"a picture's sides are {SMALLEST} to {LARGEST} pixels, got {size[0]}x{size[1]}"
        raise RenderError(msg)
    scene = compose(report, theme=theme)
    if size is None:
        graphic = draw_graphic(scene, scene.wide, dark=False)
        size = round(graphic.width), round(graphic.height)
        return photograph(page_around(graphic, size, scene.story.title), kind=format, size=size, scale=_SHARP)
    return photograph(page_around(card(scene, size), size, scene.story.title), kind=format, size=size)


def card(scene: Scene, size: tuple[int, int]) -> Graphic:
    """The map in the shape of a size; raises `RenderError` where that leaves it too little room."""
    usual = draw_graphic(scene, scene.wide, dark=False).height - scene.wide.height
    widest = size[0] * min(WIDE.type.values()) / _LEGIBLE
    widths = [width for width in _WIDTHS[size[0] > size[1]] if width <= widest] or [float(size[0])]
    ratio = size[1] / size[0]
    enough = [width for width in widths if usual <= (1 - _ENOUGH) * width * ratio]
    for width in (*enough[:1], widths[-1]):
        drawn = _drawn(scene, width, width * ratio, usual)
        if drawn is not None:
            return drawn
    msg = f"a picture of {size[0]}x{size[1]} leaves the map no room beside its title and credits: make it larger"
    raise RenderError(msg)


def _drawn(scene: Scene, width: float, height: float, around: float) -> Graphic | None:
    """A drawing no larger than this, or None; `around` is how much of its height the map may not have.

    It is laid out again and again, since what stands under a map depends on what the map shows.
    """
    least = max(_LOWEST, _LEAST * height)
    around = min(around, height - least)
    for _ in range(4):
        room = floor(height - around)
        if room < floor(least):
            return None
        graphic = draw_graphic(scene, lay_out(scene.story, _sheet(width, room), scene.theme), dark=False)
        if 0 <= height - graphic.height < 2:
            return graphic
        around = graphic.height - room
    return graphic if graphic.height <= height else None


def _sheet(width: float, room: float) -> Sheet:
    """A sheet on which the map and its close-up both fit."""
    return replace(
        WIDE,
        name="card",
        width=width,
        heights=(room, room),
        pad=(width / 10, min(48.0, room / 6)),
        insets=tuple((min(w, width * 0.4), min(h, room - 24)) for w, h in WIDE.insets),
    )


def page_around(graphic: Graphic, size: tuple[int, int], title: str) -> str:
    """A page that is the drawing and nothing else, fitted into `size`; it may load and run nothing."""
    width, height = size
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>"
        f"@page{{size:{width}px {height}px;margin:0}}"
        f"html,body{{margin:0;width:{width}px;height:{height}px;overflow:hidden;background:{graphic.paper}}}"
        f"body>svg{{display:block;width:{width}px;height:{height}px}}"
        "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
        f"</style></head><body>{graphic.svg}</body></html>"
    )
