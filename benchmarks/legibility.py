"""What a graphics desk would send back, found by program: `faults` of a picture.

Boxes of text are those that the layout reserved, which err on the wide side; the browser tests measure the
type that a reader's fonts really set.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import shapely

from geomap.render.outline import land_on
from geomap.render.scene import Label, Panel, Picture, Scene
from geomap.render.typeset import size_of

WIDTHS = (320, 360, 768, 1400)
"""Widths of a reader's window, in pixels, at which type is measured."""

LEAST_PX = 11.0
"""The smallest type that a reader on a phone can be asked to read."""

_SIDE = 16.0  # pixels of page on either side of a picture wider than a phone's
_PAGE = 1080.0  # pixels that a page is wide at most, sides included
_PHONE = 760  # windows narrower than this show the portrait picture, over their whole width


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: on which picture, of what kind, and what it touches."""

    picture: str
    kind: str
    what: str


def faults(scene: Scene) -> list[Fault]:
    """Everything wrong with both pictures of a scene."""
    return [fault for picture in (scene.wide, scene.portrait) for fault in picture_faults(scene, picture)]


def picture_faults(scene: Scene, picture: Picture) -> Iterator[Fault]:
    """Everything wrong with one picture of a scene, such as a card's."""
    name = picture.sheet.name
    main = picture.panels[0]
    spots = main.paper.place(*(s.place.position for s in scene.story.stops))
    for stop, (x, y) in zip(scene.story.stops, spots, strict=True):
        if not (4 < x < main.paper.width - 4 and 4 < y < main.paper.height - 4):
            yield Fault(name, "stop outside the frame", stop.label)
    if len({s.place.id for s in scene.story.stops}) > 1:
        xs, ys = zip(*spots, strict=True)
        spread = max((max(xs) - min(xs)) / main.paper.width, (max(ys) - min(ys)) / main.paper.height)
        if spread < 0.5:
            yield Fault(name, "stops fill less than half of the frame", f"{spread:.0%}")
    for panel in picture.panels:
        yield from _panel(panel, picture)
        yield from _ashore(panel, picture, scene.story.worldview)
    for width in WIDTHS:
        if (width < _PHONE) == (name == "portrait"):
            shown = width if width < _PHONE else min(width, _PAGE) - 2 * _SIDE
            least = min(picture.sheet.type.values()) * min(shown / picture.width, 1e9)
            if least < LEAST_PX:
                yield Fault(name, "type too small", f"{least:.1f} px at {width} px")


def _panel(panel: Panel, picture: Picture) -> Iterator[Fault]:
    name = f"{picture.sheet.name}, {panel.kind}"
    labels = [*panel.labels, *panel.tags]
    boxes = [(_words(label), _box(label, picture)) for label in labels]
    frame = shapely.box(0, 0, panel.paper.width, panel.paper.height)
    for words, box in boxes:
        if not frame.contains(box):
            yield Fault(name, "label cut", words)
    for (a, one), (b, other) in combinations(boxes, 2):
        if one.intersects(other):
            yield Fault(name, "labels overlap", f"{a} | {b}")
    for kind, shapes in _drawn(panel):
        for words, box in boxes:
            if any(box.intersects(shape) for shape in shapes):
                yield Fault(name, f"label over {kind}", words)


def _ashore(panel: Panel, picture: Picture, worldview: str) -> Iterator[Fault]:
    """Names of waters that meet land."""
    land = land_on(panel.paper, worldview)
    for label in panel.tags:
        if label.rows[0].style == "water" and land.intersects(_box(label, picture)):
            yield Fault(f"{picture.sheet.name}, {panel.kind}", "name of a water on land", _words(label))


def _drawn(panel: Panel) -> Iterator[tuple[str, Sequence[shapely.Geometry]]]:
    lines = [shapely.LineString(s.points) for s in panel.strokes if len(s.points) > 1]
    yield "the route", lines + [shapely.LineString(spur) for s in panel.strokes for spur in s.spurs]
    yield "a distance", [shapely.LineString((r.start, r.end)) for r in panel.rules]
    yield "a line to the close-up", [shapely.LineString(tie) for tie in panel.ties]
    yield "the window", [_edge(panel.window)] if panel.window else []
    if panel.locator is not None:
        globe = panel.locator
        yield "the locator", [shapely.Point(globe.x + globe.radius, globe.y + globe.radius).buffer(globe.radius)]
    if panel.bar is not None:
        bar = panel.bar
        yield "the scale", [shapely.box(bar.x, bar.y - 16, bar.x + bar.length, bar.y)]
    yield "a marker", [shapely.Point(m.x, m.y).buffer(m.radius - 1) for m in panel.markers]


def _edge(window: tuple[float, float, float, float]) -> shapely.Geometry:
    left, top, width, height = window
    return shapely.box(left, top, left + width, top + height).exterior


def _box(label: Label, picture: Picture) -> shapely.Polygon:
    width, height = size_of(label.rows, picture.sheet)
    left = label.x - {"start": 0.0, "end": width, "middle": width / 2}[label.anchor]
    top = label.baselines[0] - picture.sheet.type[label.rows[0].style] * 0.95
    return shapely.box(left + 0.5, top + 0.5, left + width - 0.5, top + height - 0.5)


def _words(label: Label) -> str:
    return " ".join(row.text for row in label.rows)
