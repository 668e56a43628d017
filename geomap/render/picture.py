"""The map as a PNG or PDF: the stand-alone SVG, or one laid out anew for a card of a given size.

A social card has a fixed shape: title, key and credits keep the room they need, and the map gets the rest.
The drawing is made larger, and with it the type smaller, until the map has half of the card or the type would
be smaller than one can read. On a card that lies, words may stand beside the map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import floor
from typing import Literal

from geomap.errors import RenderError
from geomap.render.browser import photograph
from geomap.render.compose import compose, lay_out
from geomap.render.scene import WIDE, Picture, Scene, Sheet
from geomap.render.svg import Graphic, draw_graphic, words_depth
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
"""The share of a card's height that its map should have, and must, under its title."""

_LYING = 0.75
"""Height by width, below which a card may have its words beside the map."""

_COLUMNS = (0.34, 0.42, 0.5)
"""The shares of such a card's width that its words may have."""

_WHOLE = 500.0
"""A map narrower than this, in pixels of the drawing, has no room for a close-up."""

_LARGER = (1.25, 1.5, 2.0, 3.0)
"""Times that a card which is too small is made larger, to say which size would do."""


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
    """The map in the shape of a size; raises `RenderError` where that leaves it too little room.

    Words stand over and under the map or, on a card that lies, beside it: whichever leaves fewer places without
    a name, then whichever shows the journey larger.
    """
    fitted = fit_card(scene, size)
    if fitted is not None:
        return fitted.graphic
    larger = ((round(size[0] * times), round(size[1] * times)) for times in _LARGER)
    enough = next((f", {w}x{h} is enough" for w, h in larger if max(w, h) <= LARGEST and fit_card(scene, (w, h))), "")
    msg = f"a picture of {size[0]}x{size[1]} leaves the map no room beside its title and credits: make it larger"
    raise RenderError(msg + enough)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A drawing, and the picture in it."""

    graphic: Graphic
    picture: Picture

    @property
    def nameless(self) -> int:
        """How many places and distances have no name."""
        return len(self.picture.unlabelled)

    @property
    def rank(self) -> tuple[int, float]:
        """What has no name, then how many kilometres the card is wide on its map's scale."""
        return self.nameless, self.picture.panels[0].paper.km_per_px * self.graphic.width


def fit_card(scene: Scene, size: tuple[int, int]) -> Card | None:
    """The best card of a size, or None where its words leave the map too little room."""
    widest = size[0] * min(WIDE.type.values()) / _LEGIBLE
    widths = [*(width for width in _WIDTHS[size[0] > size[1]] if width < widest), floor(widest)]
    ratio = size[1] / size[0]
    stacked = _named(_stacked(scene, width, width * ratio) for width in _tried(scene, widths, ratio))
    beside = _named(_beside(scene, width, width * ratio) for width in widths if ratio < _LYING)
    return min((card for card in (stacked, beside) if card is not None), key=lambda card: card.rank, default=None)


def _named(cards: Iterable[Card | None]) -> Card | None:
    """The first of the cards, whose type is ever smaller, that names everything, else the one that names most."""
    best: Card | None = None
    for drawn in cards:
        if drawn is not None and (best is None or drawn.nameless < best.nameless):
            best = drawn
        if best is not None and not best.nameless:
            break
    return best


def _tried(scene: Scene, widths: Sequence[float], ratio: float) -> Sequence[float]:
    """The widths at which the map may have enough of the card, or the last."""
    usual = _around(scene)
    return [width for width in widths if usual <= (1 - _ENOUGH) * width * ratio] or widths[-1:]


def _around(scene: Scene) -> float:
    """How much of a drawing's height is usually not the map's."""
    return words_depth(scene, scene.wide, scene.wide.width)


def _stacked(scene: Scene, width: float, height: float) -> Card | None:
    """A drawing no larger than this, or None.

    It is laid out again and again, since what stands under a map depends on what the map shows.
    """
    least = max(_LOWEST, _LEAST * height)
    around = min(_around(scene), height - least)
    card: Card | None = None
    for _ in range(4):
        room = floor(height - around)
        if room < floor(least):
            return None
        picture = lay_out(scene.story, _sheet(width, room), scene.theme)
        card = Card(graphic=draw_graphic(scene, picture, dark=False, terse=True), picture=picture)
        if 0 <= height - card.graphic.height < 2:
            return card
        around = card.graphic.height - room
    return card if card is not None and card.graphic.height <= height else None


def _beside(scene: Scene, width: float, height: float) -> Card | None:
    """A drawing of this size with its words in the narrowest column that holds them, or None where none does."""
    for share in _COLUMNS:
        column = round(share * width)
        if words_depth(scene, scene.wide, column) > height:
            continue
        picture = lay_out(scene.story, _sheet(width - column, floor(height)), scene.theme)
        graphic = draw_graphic(scene, picture, dark=False, terse=True, column=column)
        if graphic.height <= height:
            return Card(graphic=graphic, picture=picture)
    return None


def _sheet(width: float, room: float) -> Sheet:
    """A sheet on which the map and its close-up both fit; a small map is left whole."""
    return replace(
        WIDE,
        name="card",
        width=width,
        heights=(room, room),
        pad=(width / 10, min(48.0, room / 6)),
        insets=tuple((min(w, width * 0.4), min(h, room - 24)) for w, h in WIDE.insets) if width >= _WHOLE else (),
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
