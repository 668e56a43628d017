"""The map as geometry: what stands where, computed once, drawn by every engine.

`compose(report)` gives a `Scene`: the story in words and two pictures of it, `wide` for a page and
`portrait` for a phone. A picture is one or two panels; the second is a close-up of the stops that the
first cannot tell apart. Reading order: `_picture` frames, `_crowded` finds those stops, `_panel`
fills a panel in order of importance (lines, markers, names of stops, distances, landmarks, countries).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import RenderError
from geomap.geodesy import distance_km
from geomap.journey.leg import Certainty
from geomap.position import Position
from geomap.render.labels import Crowd, Point, Spot
from geomap.render.outline import NO_OUTLINES, Outlines, Paper, draw_outlines, scale_length
from geomap.render.projection import Projection, choose_projection
from geomap.render.story import SUREST, Dimension, Landmark, Line, Stop, Story, tell
from geomap.render.text import text_width, wrap
from geomap.render.words import load_words
from geomap.report.report import Report
from geomap.world.basemap import Basemap, load_basemap

LINE_WIDTH = {
    Certainty.CONFIRMED: 3.6,
    Certainty.REPORTED: 3.0,
    Certainty.EXPECTED: 2.4,
    Certainty.SPECULATED: 2.6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a label: `style` names its type ("stop", "date", "landmark", "claim", "towards", "country")."""

    text: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Rows of text: `x` is the edge or middle told by `anchor`, `baselines` one for each row."""

    x: float
    baselines: tuple[float, ...]
    anchor: str
    rows: tuple[Row, ...]
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One or more stops at a point; `text` is their number or numbers, empty for a mere dot."""

    x: float
    y: float
    radius: float
    half_width: float
    text: str
    certainty: Certainty
    stops: tuple[Stop, ...]
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A landmark."""

    x: float
    y: float
    landmark: Landmark
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A leg on the paper, and the triangle that tells its sense, if there is room for one."""

    line: Line
    points: tuple[Point, ...]
    arrow: tuple[Point, Point, Point] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A checked distance: a thin line with a tick at each end, and its annotation.

    `shift` is how far it is drawn from the places themselves, to lie beside a leg.
    """

    dimension: Dimension
    start: Point
    end: Point
    shift: Point
    ticks: tuple[tuple[Point, Point], tuple[Point, Point]]
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A bar of `length` pixels that stands for `km`, true at the middle of the panel."""

    x: float
    y: float
    length: float
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A map: `x`, `y` place it in the picture; everything else is in its own pixels.

    `window` is the rectangle that the close-up enlarges, `tags` are names of countries and of where
    lines lead. `unlabelled` lists what had to go without a name.
    """

    kind: str
    x: float
    y: float
    paper: Paper
    outlines: Outlines
    strokes: tuple[Stroke, ...]
    rules: tuple[Rule, ...]
    markers: tuple[Marker, ...]
    dots: tuple[Dot, ...]
    tags: tuple[Label, ...]
    bar: ScaleBar | None
    window: tuple[float, float, float, float] | None
    unlabelled: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing of `width` by `height` pixels; type sizes are those of its `sheet`."""

    sheet: "Sheet"
    height: float
    panels: tuple[Panel, ...]

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.sheet.width

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """Names that found no room in any panel."""
        return tuple(dict.fromkeys(name for panel in self.panels for name in panel.unlabelled))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A report ready to draw."""

    story: Story
    wide: Picture
    portrait: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The format of a picture: sizes in pixels; `wrap` is the longest line of a label, in characters."""

    name: str
    width: float
    heights: tuple[float, float]
    pad: tuple[float, float]
    wrap: int
    type: Mapping[str, float]
    insets: tuple[tuple[float, float], ...]


WIDE = Sheet(
    name="wide",
    width=760.0,
    heights=(400.0, 600.0),
    pad=(80.0, 48.0),
    wrap=24,
    type={"stop": 14.0, "date": 12.0, "landmark": 13.0, "claim": 12.5, "towards": 12.0, "country": 12.0, "bar": 12.0},
    insets=((308.0, 276.0), (276.0, 256.0), (248.0, 236.0), (220.0, 220.0)),
)
PORTRAIT = Sheet(
    name="portrait",
    width=360.0,
    heights=(300.0, 470.0),
    pad=(52.0, 40.0),
    wrap=15,
    type={"stop": 13.5, "date": 12.5, "landmark": 13.0, "claim": 12.5, "towards": 12.5, "country": 12.5, "bar": 12.5},
    insets=((360.0, 250.0),),
)

_LEADING = 1.2
_BOLD = frozenset({"stop"})
_SPACING = {"country": 1.4}
_RADIUS = 10.0
_APART = 19.0  # markers closer than this become one
_GAP = 8.0  # between panels that stand side by side
_FINEST = {"main": 0.45, "inset": 0.12}  # km per pixel: finer than this the outlines would look false
_ALONE = 1.8  # km per pixel of a map of one point


def compose(report: Report, *, basemap: Basemap | None = None) -> Scene:
    """The scene of a report; raises `RenderError` where there is nothing to draw."""
    basemap = basemap if basemap is not None else load_basemap()
    story = tell(report, load_words(report.lang), basemap.source)
    projection = choose_projection(story.positions)
    return Scene(
        story=story,
        wide=_picture(story, basemap, projection, WIDE),
        portrait=_picture(story, basemap, projection, PORTRAIT),
    )


# ---- frames ------------------------------------------------------------------------------------------------------


def _frame(
    projection: Projection,
    points: Sequence[Position],
    size: tuple[float, float],
    pad: tuple[float, float],
    finest: float,
) -> Paper:
    """Paper of this size that holds the points, `pad` away from its edges."""
    free = Paper(projection=projection, centre=(0.0, 0.0), km_per_px=1.0, width=0.0, height=0.0)
    xy = np.array(free.place(*points))
    (left, top), (right, bottom) = xy.min(axis=0), xy.max(axis=0)
    across, down = max(size[0] - 2 * pad[0], 40.0), max(size[1] - 2 * pad[1], 40.0)
    km = max(float(right - left) / across, float(bottom - top) / down)
    km = max(km, finest) if km > 0 else _ALONE
    centre = (float(left + right) / 2, -float(top + bottom) / 2)
    return Paper(projection=projection, centre=centre, km_per_px=km, width=size[0], height=size[1])


def _height(projection: Projection, story: Story, sheet: Sheet) -> float:
    """The height that suits the journey's shape, within the sheet's limits."""
    xy = np.array(
        Paper(projection=projection, centre=(0.0, 0.0), km_per_px=1.0, width=0.0, height=0.0).place(*story.positions)
    )
    across, down = (xy.max(axis=0) - xy.min(axis=0)).tolist()
    low, high = sheet.heights
    if across <= 0:
        return low if down <= 0 else high
    wanted = down / across * (sheet.width - 2 * sheet.pad[0]) + 2 * sheet.pad[1]
    return float(min(high, max(low, round(wanted))))


_SHIFTS = tuple((x, y) for y in (0.0, 0.7, -0.7) for x in (0.0, 0.6, -0.6, 1.0, -1.0))


def _picture(story: Story, basemap: Basemap, projection: Projection, sheet: Sheet) -> Picture:
    """The picture with the fewest names left out: centred, or a little off centre."""
    height = _height(projection, story, sheet)
    centred = _frame(projection, story.positions, (sheet.width, height), sheet.pad, _FINEST["main"])
    best: list[_Draft] = []
    for paper in _shifted(centred, story.positions):
        drafts = _drafts(story, basemap, paper, sheet)
        if not best or _total(drafts) < _total(best):
            best = drafts
        if _total(best)[0] == 0:
            break
    panels = tuple(_finished(story, basemap, draft, sheet) for draft in best)
    return Picture(sheet=sheet, height=max(p.y + p.paper.height for p in panels), panels=panels)


def _shifted(paper: Paper, points: Sequence[Position]) -> Iterator[Paper]:
    """The same paper with its points a little off centre, all still well inside."""
    xy = np.array(paper.place(*points))
    (left, top), (right, bottom) = xy.min(axis=0), xy.max(axis=0)
    across = max(min(float(left), paper.width - float(right)) - 32, 0.0)
    down = max(min(float(top), paper.height - float(bottom)) - 24, 0.0)
    for dx, dy in _SHIFTS:
        x = paper.centre[0] - dx * across * paper.km_per_px
        y = paper.centre[1] + dy * down * paper.km_per_px
        yield replace(paper, centre=(x, y))


def _drafts(story: Story, basemap: Basemap, paper: Paper, sheet: Sheet) -> list["_Draft"]:
    """The map on this paper and, where stops crowd, a close-up: under it, over it or beside it."""
    crowd = _crowded(story, paper)
    if not crowd:
        return [_draft(story, paper, sheet, kind="main")]
    if sheet.name == "portrait":
        inset = _close_up(story, paper.projection, sheet, crowd, sheet.insets[0])
        inset.at = (0.0, paper.height + _GAP)
        return [_draft(story, paper, sheet, kind="main", crowd=crowd, close=inset.panel.paper), inset]
    water = _water(basemap, paper)
    choices = []
    for rank, size in enumerate(sheet.insets):
        inset = _close_up(story, paper.projection, sheet, crowd, size)
        for inset.at in _free_places(story, paper, inset.panel.paper):
            box = shapely.box(*inset.at, inset.at[0] + size[0], inset.at[1] + size[1])
            wet = round(float(shapely.intersection(water, box).area / box.area), 2)
            choices.append((inset.faults[0], rank * 0.12 - wet, len(choices), replace(inset), box))
        if any(choice[0] == 0 and choice[1] < -0.4 for choice in choices):
            break
    if choices:
        *_, inset, box = min(choices, key=lambda choice: choice[:3])
        cover = box.buffer(6, join_style="mitre")
        main = _draft(story, paper, sheet, kind="main", crowd=crowd, close=inset.panel.paper, cover=cover)
        return [main, inset]
    # No room over the map: the close-up takes a column of its own.
    column = sheet.insets[1][0]
    pad = (sheet.pad[0] * 0.75, sheet.pad[1])
    size = (sheet.width - column - _GAP, paper.height)
    narrow = _frame(paper.projection, story.positions, size, pad, _FINEST["main"])
    crowd = _crowded(story, narrow) or crowd
    inset = _close_up(story, paper.projection, sheet, crowd, (column, paper.height))
    inset.at = (narrow.width + _GAP, 0.0)
    return [_draft(story, narrow, sheet, kind="main", crowd=crowd, close=inset.panel.paper), inset]


def _total(drafts: Sequence["_Draft"]) -> tuple[int, int]:
    return sum(d.faults[0] for d in drafts), sum(d.faults[1] for d in drafts)


def _water(basemap: Basemap, paper: Paper) -> BaseGeometry:
    """What of the paper is sea, roughly."""
    land = shapely.simplify(paper.shape(basemap.land(paper.bbox)), 2.0)
    return shapely.box(0, 0, paper.width, paper.height).difference(land)


def _places(story: Story) -> dict[str, Position]:
    spots = {s.place.id: s.place.position for s in story.stops}
    return spots | {m.place.id: m.place.position for m in story.landmarks}


def _crowded(story: Story, paper: Paper) -> tuple[str, ...]:
    """The places of the largest group that stands too close to be labelled apart, or none.

    Grown by single linkage from pairs whose markers would touch; a group that would fill the panel
    is no close-up, so the link shortens until it does not.
    """
    spots = _places(story)
    ids = list(spots)
    xy = dict(zip(ids, paper.place(*spots.values()), strict=True))
    if not any(math.dist(xy[a], xy[b]) < 30 for i, a in enumerate(ids) for b in ids[:i]):
        return ()
    limit = 0.45 * min(paper.width, paper.height)
    for link in (62.0, 48.0, 36.0, 26.0):
        groups = [g for g in _linked(ids, xy, link) if len(g) >= 3 and _spread(g, xy) < limit]
        groups = [g for g in groups if _spread(g, xy) > 9]
        if groups:
            return max(groups, key=lambda g: (len(g), -ids.index(g[0])))
    return ()


def _linked(ids: Sequence[str], xy: Mapping[str, Point], link: float) -> list[tuple[str, ...]]:
    groups: list[list[str]] = []
    for name in ids:
        near = [g for g in groups if any(math.dist(xy[name], xy[other]) < link for other in g)]
        merged = [name] if not near else [*(n for g in near for n in g), name]
        groups = [g for g in groups if g not in near] + [merged]
    return [tuple(sorted(g, key=ids.index)) for g in groups]


def _spread(group: Sequence[str], xy: Mapping[str, Point]) -> float:
    return max(math.dist(xy[a], xy[b]) for a in group for b in group)


def _close_up(
    story: Story, projection: Projection, sheet: Sheet, crowd: Sequence[str], size: tuple[float, float]
) -> "_Draft":
    """The close-up of these places, off centre if more names find room that way."""
    places = _places(story)
    spots = [places[i] for i in crowd]
    pad = (56.0, 44.0) if sheet.name == "wide" else (80.0, 44.0)
    centred = _frame(projection, spots, size, pad, _FINEST["inset"])
    best: _Draft | None = None
    for paper in _shifted(centred, spots):
        draft = _draft(story, paper, sheet, kind="inset", crowd=crowd)
        if best is None or draft.faults < best.faults:
            best = draft
        if best.faults[0] == 0:
            break
    return _there(best)


def _window(paper: Paper, close: Paper) -> tuple[float, float, float, float]:
    """The rectangle of `paper` that `close` shows: left, top, width, height."""
    ratio = close.km_per_px / paper.km_per_px
    ((x, y),) = paper.pixels(np.array([close.centre])).tolist()
    width, height = close.width * ratio, close.height * ratio
    return (x - width / 2, y - height / 2, width, height)


def _free_places(story: Story, paper: Paper, close: Paper) -> Iterator[Point]:
    """Where the close-up can stand on the map without hiding the journey."""
    left, top, width, height = _window(paper, close)
    taken: list[BaseGeometry] = [shapely.box(left, top, left + width, top + height).buffer(14)]
    taken += [shapely.LineString(paper.place(*g.points)).buffer(14) for g in story.lines if len(g.points) > 1]
    taken += [shapely.Point(xy).buffer(28) for xy in paper.place(*_places(story).values())]
    gap = 12.0
    right, low = paper.width - close.width - gap, paper.height - close.height - gap
    for y in (low, gap, *(gap + (low - gap) * i / 6 for i in (5, 4, 3, 2, 1))):
        for x in (right, gap):
            box = shapely.box(x, y, x + close.width, y + close.height)
            if not any(box.intersects(shape) for shape in taken):
                yield (round(x, 1), round(y, 1))


# ---- panels ------------------------------------------------------------------------------------------------------


_ORDERS = ("journey", "largest", "return")  # in which stops take their label's room


@dataclass(slots=True)
class _Draft:
    """A panel before its ground is drawn, and what stands on it."""

    panel: Panel
    hall: Crowd
    at: Point = (0.0, 0.0)

    @property
    def faults(self) -> tuple[int, int]:
        """Names that found no room, then names that needed a leader."""
        labels = [item.label for item in (*self.panel.markers, *self.panel.dots, *self.panel.rules)]
        leaders = sum(1 for label in labels if label is not None and label.leader is not None)
        return len(self.panel.unlabelled), leaders


def _there(found: _Draft | None) -> _Draft:
    if found is None:
        msg = "no way to lay out the map was tried"
        raise RenderError(msg)
    return found


def _draft(
    story: Story,
    paper: Paper,
    sheet: Sheet,
    *,
    kind: str,
    crowd: Sequence[str] = (),
    close: Paper | None = None,
    cover: BaseGeometry | None = None,
) -> _Draft:
    """Fill a panel; `crowd` are the places of the close-up, `cover` the part of the paper it hides."""
    window = _window(paper, close) if close is not None else None
    best: _Draft | None = None
    for order in _ORDERS:
        hall = Crowd(paper.width, paper.height)
        if window is not None:
            left, top, width, height = window
            hall.block(shapely.box(left, top, left + width, top + height).buffer(3))
        if cover is not None:
            hall.block(cover)
        panel = _fill(story, paper, sheet, hall, kind=kind, crowd=crowd, order=order)
        draft = _Draft(replace(panel, window=window), hall)
        if best is None or draft.faults < best.faults:
            best = draft
        if best.faults == (0, 0):
            break
    return _there(best)


def _finished(story: Story, basemap: Basemap, draft: _Draft, sheet: Sheet) -> Panel:
    """The panel with its ground, and the names of what is least important."""
    panel, hall = draft.panel, draft.hall
    outlines = draw_outlines(basemap, panel.paper)
    tags: tuple[Label, ...] = ()
    if panel.kind == "inset":
        tags = _leads(story, panel.strokes, panel.paper, hall, sheet)
    elif panel.window is not None and sheet.name == "portrait":
        tags = _below(story, panel.window, hall, sheet)
    tags = (*tags, *_countries(story, outlines, panel.paper, hall, sheet))
    return replace(panel, x=draft.at[0], y=draft.at[1], outlines=outlines, tags=tags)


def _below(story: Story, window: tuple[float, float, float, float], hall: Crowd, sheet: Sheet) -> tuple[Label, ...]:
    """Words beside the window that send the reader to the close-up."""
    left, top, width, height = window
    rows = (Row(text=story.words.say("map", "below"), style="towards"),)
    wide, high = _size(rows, sheet)
    for x, y, anchor in (
        (left + width + 6, top + height - high, "start"),
        (left + width + 6, top, "start"),
        (left - 6 - wide, top + height - high, "end"),
        (left, top + height + 6, "start"),
        (left - 6 - wide, top, "end"),
        (left, top - high - 6, "start"),
    ):
        spot = Spot(x, y, wide, high, anchor)
        if hall.free(spot.box, gap=0.5):
            hall.take(spot)
            return (_label(spot, rows, sheet),)
    return ()


def _fill(
    story: Story, paper: Paper, sheet: Sheet, hall: Crowd, *, kind: str, crowd: Sequence[str], order: str
) -> Panel:
    """A panel, its labels settled in this order of stops."""
    strokes = tuple(_stroke(line, paper, hall) for line in story.lines)
    mute = crowd if kind == "main" else ()
    groups, dots = _group(story, paper, mute)
    markers = [_marker(g, xy, mute, sheet) for g, xy in groups]
    seen = shapely.box(0, 0, paper.width, paper.height)
    markers = [m for m in markers if seen.contains(shapely.Point(m.x, m.y))]
    dots = [d for d in dots if seen.contains(shapely.Point(d.x, d.y))]
    for m in markers:
        hall.block(shapely.box(m.x - m.half_width, m.y - m.radius, m.x + m.half_width, m.y + m.radius))
    for d in dots:
        hall.block(shapely.Point(d.x, d.y).buffer(5.5))
    bar = _bar(story, paper, hall, sheet)
    dimensions = _dimensions(story, paper, kind, crowd)
    direct = [_rule(d, paper, story, 0.0) for d in dimensions if not _doubles(d, story)]
    for rule in direct:
        hall.draw((rule.start, rule.end), 1.4)
    missing: list[str] = []
    queue = _queue(markers, order, sheet)
    named = {m.stops: _named(m, hall, sheet, missing) for m in queue}
    rules = [_annotated(r, hall, sheet, missing) for r in direct]
    rules += [_beside(d, paper, story, hall, sheet, missing) for d in dimensions if _doubles(d, story)]
    named_dots = tuple(_dot(d, hall, sheet, mute, missing) for d in dots)
    return Panel(
        kind=kind,
        x=0.0,
        y=0.0,
        paper=paper,
        outlines=NO_OUTLINES,
        strokes=strokes,
        rules=tuple(rules),
        markers=tuple(named[m.stops] for m in markers),
        dots=named_dots,
        tags=(),
        bar=bar,
        window=None,
        unlabelled=tuple(missing),
    )


def _queue(markers: Sequence[Marker], order: str, sheet: Sheet) -> list[Marker]:
    if order == "largest":
        return sorted(markers, key=lambda m: -math.prod(_size(_rows(m.stops, sheet), sheet)))
    return list(markers) if order == "journey" else list(reversed(markers))


def _stroke(line: Line, paper: Paper, hall: Crowd) -> Stroke:
    points = [(round(x, 1), round(y, 1)) for x, y in paper.place(*line.points)]
    if line.heading_deg is not None:
        (x, y), turn = points[0], math.radians(line.heading_deg)
        points.append((round(x + 54 * math.sin(turn), 1), round(y - 54 * math.cos(turn), 1)))
    shape = shapely.simplify(shapely.LineString(points), 0.15)
    points = [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]
    width = LINE_WIDTH[line.certainty]
    hall.draw(points, width)
    arrow = _arrow(points, paper, width, at_end=line.heading_deg is not None)
    if arrow is not None:
        hall.block(shapely.Polygon(arrow).buffer(1))
    return Stroke(line=line, points=tuple(points), arrow=arrow)


def _arrow(points: Sequence[Point], paper: Paper, width: float, *, at_end: bool) -> tuple[Point, Point, Point] | None:
    """A triangle a little past the middle of the visible part, pointing the way of travel."""
    if len(points) < 2:
        return None
    inside = shapely.clip_by_rect(shapely.LineString(points), 6, 6, paper.width - 6, paper.height - 6)
    pieces = [p for p in shapely.get_parts(inside).tolist() if p.geom_type == "LineString" and p.length > 44]
    if not pieces:
        return None
    longest = max(pieces, key=lambda p: p.length)
    where = longest.length if at_end else longest.length * 0.56
    tip = longest.interpolate(where)
    tail = longest.interpolate(where - 6)
    dx, dy = tip.x - tail.x, tip.y - tail.y
    norm = math.hypot(dx, dy) or 1.0
    dx, dy = dx / norm, dy / norm
    half, back = 3.4 + width / 2, 8.0 + width / 2
    base = (tip.x - dx * back / 2, tip.y - dy * back / 2)
    return (
        _at(tip.x + dx * back / 2, tip.y + dy * back / 2),
        _at(base[0] - dy * half, base[1] + dx * half),
        _at(base[0] + dy * half, base[1] - dx * half),
    )


def _at(x: float, y: float) -> Point:
    return (round(x, 1), round(y, 1))


def _group(story: Story, paper: Paper, mute: Sequence[str]) -> tuple[list[tuple[tuple[Stop, ...], Point]], list[Dot]]:
    """Stops that share a marker, each group at its first stop, and the landmarks."""
    groups: list[tuple[list[Stop], Point]] = []
    for stop in story.stops:
        ((x, y),) = paper.place(stop.place.position)
        muted = stop.place.id in mute
        home = next(
            (
                g
                for g, xy in groups
                if math.dist(xy, (x, y)) < (1.0 if muted else _APART) and (g[0].place.id in mute) == muted
            ),
            None,
        )
        if home is None:
            groups.append(([stop], _at(x, y)))
        else:
            home.append(stop)
    dots = []
    for landmark in story.landmarks:
        ((x, y),) = paper.place(landmark.place.position)
        dots.append(Dot(x=round(x, 1), y=round(y, 1), landmark=landmark, label=None))
    return [(tuple(g), xy) for g, xy in groups], dots


def _numbers(stops: Sequence[Stop]) -> str:
    """ "4", "6–7" or "3, 6"."""
    numbers = [s.number for s in stops]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(str(n) for n in numbers[:3]) + ("…" if len(numbers) > 3 else "")


def _marker(stops: tuple[Stop, ...], xy: Point, mute: Sequence[str], sheet: Sheet) -> Marker:
    certainty = min((s.certainty for s in stops), key=SUREST.index)
    muted = stops[0].place.id in mute
    text = "" if muted else _numbers(stops)
    radius = 3.6 if muted else _RADIUS
    half = radius if len(text) < 2 else max(radius, text_width(text, sheet.type["date"], bold=True) / 2 + 6)
    return Marker(
        x=xy[0],
        y=xy[1],
        radius=radius,
        half_width=round(half, 1),
        text=text,
        certainty=certainty,
        stops=stops,
        label=None,
    )


def _rows(stops: Sequence[Stop], sheet: Sheet) -> tuple[Row, ...]:
    rows: list[Row] = []
    for stop in stops:
        name = stop.label if len(stops) == 1 else f"{stop.number}. {stop.label}"
        rows += [Row(text=line, style="stop") for line in wrap(name, sheet.wrap)]
        if stop.date:
            rows.append(Row(text=stop.date, style="date"))
    return tuple(rows)


def _size(rows: Sequence[Row], sheet: Sheet) -> tuple[float, float]:
    width = max(
        text_width(r.text, sheet.type[r.style], bold=r.style in _BOLD, spacing=_SPACING.get(r.style, 0.0)) for r in rows
    )
    return round(width, 1), round(sum(sheet.type[r.style] * _LEADING for r in rows), 1)


def _label(spot: Spot, rows: tuple[Row, ...], sheet: Sheet) -> Label:
    x = spot.x + {"start": 0.0, "end": spot.width, "middle": spot.width / 2}[spot.anchor]
    baselines, y = [], spot.y
    for row in rows:
        size = sheet.type[row.style]
        baselines.append(round(y + size * 0.95, 1))
        y += size * _LEADING
    leader = spot.leader and (_at(*spot.leader[0]), _at(*spot.leader[1]))
    return Label(x=round(x, 1), baselines=tuple(baselines), anchor=spot.anchor, rows=rows, leader=leader)


def _named(marker: Marker, hall: Crowd, sheet: Sheet, missing: list[str]) -> Marker:
    if not marker.text:
        return marker
    rows = _rows(marker.stops, sheet)
    spot = hall.settle((marker.x, marker.y), marker.half_width, *_size(rows, sheet))
    if spot is None:
        missing += [f"{s.number}. {s.label}" for s in marker.stops]
        return marker
    return replace(marker, label=_label(spot, rows, sheet))


def _dot(dot: Dot, hall: Crowd, sheet: Sheet, mute: Sequence[str], missing: list[str]) -> Dot:
    if dot.landmark.place.id in mute:
        return dot
    rows = tuple(Row(text=line, style="landmark") for line in wrap(dot.landmark.label, sheet.wrap))
    spot = hall.settle((dot.x, dot.y), 6.0, *_size(rows, sheet))
    if spot is None:
        missing.append(dot.landmark.label)
        return dot
    return replace(dot, label=_label(spot, rows, sheet))


# ---- distances ---------------------------------------------------------------------------------------------------


def _dimensions(story: Story, paper: Paper, kind: str, crowd: Sequence[str]) -> list[Dimension]:
    """The distances this panel shows: those between places of the close-up go there, the others on the map."""
    chosen = []
    for d in story.dimensions:
        near = bool(crowd) and d.start.id in crowd and d.end.id in crowd
        a, b = paper.place(d.start.position, d.end.position)
        if near == (kind == "inset") and math.dist(a, b) > 24:
            chosen.append(d)
    return chosen


def _doubles(dimension: Dimension, story: Story) -> bool:
    """Whether a leg already runs along this distance."""
    ends = {dimension.start.id, dimension.end.id}
    return any({line.start, line.end} == ends for line in story.lines)


def _rule(dimension: Dimension, paper: Paper, story: Story, aside: float) -> Rule:
    """The distance as a line from point to point, or `aside` pixels to the right of it."""
    (ax, ay), (bx, by) = paper.place(dimension.start.position, dimension.end.position)
    length = math.dist((ax, ay), (bx, by)) or 1.0
    dx, dy = (bx - ax) / length, (by - ay) / length
    stops = {s.place.id for s in story.stops}
    trims = [0.0, 0.0] if aside else [(_RADIUS + 3 if d.id in stops else 8) for d in (dimension.start, dimension.end)]
    if sum(trims) > length * 0.7:
        trims = [0.0, 0.0]
    ox, oy = -dy * aside, dx * aside
    start = _at(ax + ox + dx * trims[0], ay + oy + dy * trims[0])
    end = _at(bx + ox - dx * trims[1], by + oy - dy * trims[1])
    return Rule(
        dimension=dimension,
        start=start,
        end=end,
        shift=_at(ox, oy),
        ticks=(
            (_at(start[0] - dy * 4, start[1] + dx * 4), _at(start[0] + dy * 4, start[1] - dx * 4)),
            (_at(end[0] - dy * 4, end[1] + dx * 4), _at(end[0] + dy * 4, end[1] - dx * 4)),
        ),
        label=None,
    )


def _beside(dimension: Dimension, paper: Paper, story: Story, hall: Crowd, sheet: Sheet, missing: list[str]) -> Rule:
    """A distance along a leg: drawn parallel to it, on the side with room for its annotation."""
    for aside in (-11.0, 11.0):
        rule = _rule(dimension, paper, story, aside)
        line = shapely.LineString([rule.start, rule.end])
        middle = shapely.LineString([line.interpolate(0.1, normalized=True), line.interpolate(0.9, normalized=True)])
        if any(shape.distance(middle) < 1 for shape in hall.solid) or any(b.distance(line) < 5 for b in hall.boxes):
            continue
        trial: list[str] = []
        hall.draw((rule.start, rule.end), 1.4)
        labelled = _annotated(rule, hall, sheet, trial)
        if not trial:
            return labelled
        hall.solid.pop()
    return _annotated(_rule(dimension, paper, story, -11.0), hall, sheet, missing)


def _annotated(rule: Rule, hall: Crowd, sheet: Sheet, missing: list[str]) -> Rule:
    texts = [text for text in rule.dimension.text if text]
    rows = tuple(Row(text=text, style="claim") for text in texts)
    width, height = _size(rows, sheet)
    (ax, ay), (bx, by) = rule.start, rule.end
    length = math.dist((ax, ay), (bx, by)) or 1.0
    nx, ny = -(by - ay) / length, (bx - ax) / length
    for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        for side in (1, -1):
            for gap in (5.0, 9.0):
                x, y = ax + (bx - ax) * t, ay + (by - ay) * t
                away = gap + abs(nx) * width / 2 + abs(ny) * height / 2
                cx, cy = x + side * nx * away, y + side * ny * away
                anchor = "start" if side * nx > 0.35 else "end" if side * nx < -0.35 else "middle"
                spot = Spot(cx - width / 2, cy - height / 2, width, height, anchor)
                if hall.free(spot.box):
                    hall.take(spot)
                    return replace(rule, label=_label(spot, rows, sheet))
    spot_or_none = hall.settle(((ax + bx) / 2, (ay + by) / 2), 5.0, width, height)
    if spot_or_none is None:
        missing.append(" ".join(texts))
        return rule
    return replace(rule, label=_label(spot_or_none, rows, sheet))


# ---- scale and names of the ground ---------------------------------------------------------------------------------


def _bar(story: Story, paper: Paper, hall: Crowd, sheet: Sheet) -> ScaleBar | None:
    """A scale bar in the first free corner, measured on the ellipsoid at the middle of the panel."""
    x, y = paper.width / 2, paper.height / 2
    half = min(40.0, paper.width / 8)
    (west, south), (east, north) = paper.lonlat(x - half, y), paper.lonlat(x + half, y)
    across = distance_km(as_position(west, south), as_position(east, north)) / (2 * half)
    if across <= 0:
        return None
    km = scale_length(across * min(110.0, paper.width * 0.3))
    length = round(km / across, 1)
    size = sheet.type["bar"]
    width, height = max(length, text_width(story.words.km(km), size)) + 4, size * 1.2 + 8
    inset = 12.0
    for top in (paper.height - height - inset, inset):
        for left in (inset, paper.width - width - inset):
            box = shapely.box(left, top, left + width, top + height)
            if hall.free(box):
                hall.block(box)
                return ScaleBar(x=round(left, 1), y=round(top + height - 2, 1), length=length, km=km)
    return None


def as_position(lon: float, lat: float) -> Position:
    """A position from an unwrapped longitude."""
    return Position(lat=max(-90.0, min(90.0, lat)), lon=(lon + 180.0) % 360.0 - 180.0)


def _leads(story: Story, strokes: Sequence[Stroke], paper: Paper, hall: Crowd, sheet: Sheet) -> tuple[Label, ...]:
    """Where lines that leave a close-up are going."""
    from_words: list[Label] = []
    edge = shapely.box(0, 0, paper.width, paper.height)
    for stroke in strokes:
        end = shapely.Point(stroke.points[-1])
        if edge.contains(end) or not stroke.line.end or not edge.intersects(shapely.LineString(stroke.points)):
            continue
        inside = shapely.clip_by_rect(shapely.LineString(stroke.points), 1, 1, paper.width - 1, paper.height - 1)
        if inside.is_empty:
            continue
        x, y = shapely.get_coordinates(inside)[-1].tolist()
        towards = story.words.say("map", "towards", place=stroke.line.end_label)
        rows = tuple(Row(text=line, style="towards") for line in wrap(towards, sheet.wrap))
        width, height = _size(rows, sheet)
        for dx, dy in ((6, 0), (-6 - width, 0), (6, -height), (-6 - width, -height), (6, 8), (-6 - width, 8)):
            left = min(max(x + dx, 6), paper.width - width - 6)
            top = min(max(y + dy, 6), paper.height - height - 6)
            spot = Spot(left, top, width, height, "start" if dx > 0 else "end")
            if hall.free(spot.box):
                hall.take(spot)
                from_words.append(_label(spot, rows, sheet))
                break
    return tuple(from_words)


def _countries(story: Story, outlines: Outlines, paper: Paper, hall: Crowd, sheet: Sheet) -> tuple[Label, ...]:
    """Names of the countries in view, where each has room for its own."""
    frame = shapely.box(0, 0, paper.width, paper.height)
    labels = []
    shapes = {code: shapely.intersection(shape, frame) for code, shape in outlines.countries}
    for code, visible in sorted(shapes.items(), key=lambda item: (-item[1].area, item[0])):
        if visible.area < 900:
            continue
        foreign = shapely.union_all([s for other, s in shapes.items() if other != code])
        found: list[tuple[float, int, Spot, tuple[Row, ...]]] = []
        for turn, rows in enumerate(_country_rows(story.words.country(code).upper())):
            roomy = _roomy(visible, foreign, _size(rows, sheet), hall)
            if roomy is not None:
                found.append((-roomy[0] + 12 * turn, turn, roomy[1], rows))
        if found:
            _, _, spot, rows = min(found, key=lambda item: item[:2])
            hall.take(spot)
            labels.append(_label(spot, rows, sheet))
    return tuple(labels)


def _country_rows(name: str) -> list[tuple[Row, ...]]:
    """The name on one line, then, if it has several words, on two."""
    kinds = [(Row(text=name, style="country"),)]
    if " " in name or "-" in name:
        kinds.append(tuple(Row(text=part, style="country") for part in wrap(name, len(name) // 2 + 1)))
    return kinds


def _roomy(
    visible: BaseGeometry, foreign: BaseGeometry, size: tuple[float, float], hall: Crowd
) -> tuple[float, Spot] | None:
    """The spot for a name furthest from everything else, on a grid of 14 pixels.

    It stands over its own country, on water if need be for half of it, never on another's land.
    """
    width, height = size
    parts = [p for p in shapely.get_parts(visible).tolist() if p.geom_type == "Polygon"]
    if not parts:
        return None
    body = max(parts, key=lambda p: p.area)
    left, top, right, bottom = body.bounds
    best: tuple[float, Spot] | None = None
    shapely.prepare(body)
    shapely.prepare(foreign)
    for y in _steps(top, bottom, 14.0):
        for x in _steps(left, right, 14.0):
            if not body.contains(shapely.Point(x, y)):
                continue
            spot = Spot(x - width / 2, y - height / 2, width, height, "middle")
            if foreign.intersects(spot.box) or not hall.free(spot.box, gap=6.0):
                continue
            dry = shapely.intersection(body, spot.box).area / spot.box.area
            if dry < 0.5:
                continue
            depth = min(shapely.distance(body.exterior, spot.box), *(s.distance(spot.box) for s in hall.solid), 60.0)
            depth = round(float(depth) + 40 * min(dry, 0.98), 1)
            if best is None or depth > best[0]:
                best = (depth, spot)
    return best


def _steps(low: float, high: float, step: float) -> list[float]:
    count = int((high - low) // step)
    return [low + (high - low - count * step) / 2 + i * step for i in range(count + 1)]


def polyline(points: Sequence[Point]) -> str:
    """SVG path data of a polyline, to a tenth of a pixel."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    parts += [f"L{number(b[0])} {number(b[1])}" for _, b in pairwise(points)]
    return "".join(parts)


def number(value: float) -> str:
    """A number to a tenth, without a useless ".0" or minus zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
