"""Fills a panel in order of importance: lines, markers, names of stops, distances, landmarks.

`draft` tries several orders in which stops take their label's room and keeps the one that leaves the
fewest names out; `finish` adds the ground and what is written on it.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.render.labels import Crowd, Point, Spot
from geomap.render.locator import place_locator
from geomap.render.outline import NO_OUTLINES, Paper, draw_outlines
from geomap.render.projection import Floats
from geomap.render.scene import LINE_WIDTH, Dot, Label, Marker, Panel, Row, Rule, Sheet, Stroke
from geomap.render.story import SUREST, Dimension, Line, Stop, Story
from geomap.render.tags import (
    name_countries,
    name_leads,
    name_waters,
    place_bar,
    place_north,
    point_below,
    scale_varies,
)
from geomap.render.text import text_width, wrap
from geomap.render.typeset import pixel, set_label, size_of

_RADIUS = 10.0
_SHARED = 24.0  # pixels of one railway that two legs must share before one is moved aside
_ASIDE = 4.5  # pixels between two legs on one railway
_ABREAST = 7.0  # pixels between a leg and the way back
_SPUR_WIDTH = 1.6
_TIE_WIDTH = 1.0
_APART = 19.0  # markers closer than this become one
MANY = 24  # stops; more than these are not all numbered
_LEADERS = 2  # labels at the end of a leader, up to which no other order is tried
THRONG = 96  # stops; more than these are a cloud of small dots, with a number here and there


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a picture a panel is.

    `crowd` are the places of the close-up, `window` the rectangle of the map that it enlarges,
    `cover` what it hides of the map, `ties` the lines that lead to it from the window.
    """

    kind: str
    crowd: tuple[str, ...] = ()
    window: tuple[float, float, float, float] | None = None
    cover: BaseGeometry | None = None
    ties: tuple[tuple[Point, Point], ...] = ()

    @property
    def mute(self) -> tuple[str, ...]:
        """The places that this panel only dots, because the close-up names them."""
        return self.crowd if self.kind == "main" else ()


@dataclass(slots=True)
class Draft:
    """A panel before its ground is drawn, and what stands on it; `at` is its place in the picture."""

    panel: Panel
    hall: Crowd
    at: Point = (0.0, 0.0)

    @property
    def faults(self) -> tuple[int, int]:
        """Names that found no room, then names that needed a leader."""
        leaders = sum(1 for label in self.panel.labels if label.leader is not None)
        return len(self.panel.unlabelled), leaders


def crowding(draft: Draft) -> int:
    """How badly a panel wants a close-up: names left out, stops that share a marker, distances not shown."""
    panel = draft.panel
    left = len(panel.unlabelled) + sum(len(m.stops) for m in panel.markers if len(m.stops) > 1)
    spots = [(d.x, d.y) for d in panel.dots]
    taken = [(m.x, m.y) for m in panel.markers]
    huddled = sum(any(math.dist(xy, other) < _APART for other in (*taken, *spots[:i])) for i, xy in enumerate(spots))
    return left + huddled


def draft_panel(story: Story, paper: Paper, sheet: Sheet, part: Part) -> Draft:
    """The panel, filled in the order of stops that leaves the fewest names out."""
    hall = Crowd(paper.width, paper.height)
    if part.window is not None:
        left, top, width, height = part.window
        hall.block(shapely.box(left, top, left + width, top + height).buffer(3))
    if part.cover is not None:
        hall.block(part.cover)
    for tie in part.ties:
        hall.draw(tie, _TIE_WIDTH)
    empty = _Board(story=story, paper=paper, sheet=sheet, part=part, hall=hall)
    bare = empty.bare()
    drafts: list[Draft] = []
    for queue in empty.queues(bare.markers):
        board = replace(empty, hall=hall.copy(), missing=[])
        drafts.append(Draft(board.fill(bare, queue), board.hall))
        if drafts[-1].faults <= (0, _LEADERS):
            break
    return min(drafts, key=lambda draft: draft.faults)


def finish_panel(story: Story, draft: Draft, sheet: Sheet) -> Panel:
    """The panel with its ground, and the names of what is least important."""
    panel, hall = draft.panel, draft.hall
    shaded = [(e.certainty.value, e.shape) for e in story.extents]
    outlines = draw_outlines(panel.paper, story.worldview, shaded)
    tags = panel.tags
    if panel.kind == "inset":
        tags = (*tags, *name_leads(story, panel.strokes, panel.paper, hall, sheet))
    elif panel.window is not None and sheet.name == "portrait":
        tags = (*tags, *point_below(story, panel.window, hall, sheet))
    locator = None
    if panel.kind == "main":
        grounds = shapely.union_all([panel.paper.shape(extent.shape) for extent in story.extents])
        locator = place_locator(panel.paper, story.worldview, hall, grounds)
    north = place_north(panel.paper, hall)
    bar = panel.bar and replace(panel.bar, varies=scale_varies(panel.paper))
    tags = (*tags, *name_countries(story, outlines, panel.paper, hall, sheet))
    named = name_waters(story, panel.paper, hall, sheet)
    return replace(
        panel,
        x=draft.at[0],
        y=draft.at[1],
        outlines=outlines,
        tags=(*tags, *(label for _, label in named)),
        bar=bar,
        locator=locator,
        north=north,
        waters=tuple(water for water, _ in named),
    )


@dataclass(slots=True, kw_only=True)
class _Board:
    """A panel being filled: what is drawn so far stands in `hall`, names left out in `missing`."""

    story: Story
    paper: Paper
    sheet: Sheet
    part: Part
    hall: Crowd
    missing: list[str] = field(default_factory=list)

    def bare(self) -> Panel:
        """The panel without names: lines, markers, scale and distances, which stand in the hall from now on."""
        paper, hall = self.paper, self.hall
        strokes, markers, dots = self._strokes(), self._markers(), self._dots()
        hall.anchors += [(m.x, m.y) for m in markers if m.text] + [(d.x, d.y) for d in dots]
        for m in markers:
            hall.block(shapely.box(*_bounds(m)))
        for d in dots:
            hall.block(shapely.Point(d.x, d.y).buffer(5.5))
        bar = place_bar(self.story, paper, hall, self.sheet)
        rules = [self._rule(d, 0.0) for d in self._dimensions() if not self._doubles(d)]
        for rule in rules:
            hall.draw((rule.start, rule.end), 1.4)
        return Panel(
            kind=self.part.kind,
            x=0.0,
            y=0.0,
            paper=paper,
            outlines=NO_OUTLINES,
            strokes=strokes,
            rules=tuple(rules),
            markers=tuple(markers),
            dots=tuple(dots),
            tags=(),
            bar=bar,
            window=self.part.window,
            ties=self.part.ties,
            unlabelled=(),
        )

    def fill(self, bare: Panel, queue: Sequence[Marker]) -> Panel:
        """The panel with its names, those of the stops settled in this order."""
        named = {m.text: self._named(m) for m in queue}
        who = self._travellers(bare.strokes)
        rules = [self._annotated(r) for r in bare.rules]
        rules += [self._beside(d) for d in self._dimensions() if self._doubles(d)]
        return replace(
            bare,
            rules=tuple(rules),
            markers=tuple(named.get(m.text, m) for m in bare.markers),
            dots=tuple(self._landmark(d) for d in bare.dots),
            tags=who,
            unlabelled=tuple(self.missing),
        )

    # ---- lines and markers

    def _strokes(self) -> tuple[Stroke, ...]:
        """The legs; one that runs on rails another has taken already, or back between two stops, stands beside it."""
        strokes: list[Stroke] = []
        rails: list[shapely.LineString] = []
        ways: Counter[tuple[str, str]] = Counter()
        told = {(o.start, o.end) for o in self.story.lines if not o.on_rails}
        for line in self.story.lines:
            aside, again = 0.0, 0
            if line.on_rails:
                track = shapely.LineString(self.paper.row(line.points))
                shared = [other for other in rails if _run_together(track, other)]
                aside = _ASIDE * len(shared)
                rails.append(track)
            elif line.end:
                # Each keeps to the right of its way: there and back lie on two sides.
                again, back = ways[line.start, line.end], (line.end, line.start)
                paired = back in told
                aside = _ABREAST * (again + 0.5 if paired else again)
                ways[line.start, line.end] += 1
            strokes += self._stroke(line, aside, 0.56 - 0.14 * min(again, 2))
        return tuple(strokes)

    def _stroke(self, line: Line, aside: float, share: float) -> list[Stroke]:
        """A leg, in pieces where the edge of the world cuts it."""
        pieces = [np.round(piece, 1) for piece in self.paper.trace(line.points)]
        if line.heading_deg is not None:
            (x, y), turn = pieces[0][0].tolist(), math.radians(line.heading_deg)
            pieces[0] = np.vstack([pieces[0], pixel(x + 54 * math.sin(turn), y - 54 * math.cos(turn))])
        spurs = tuple((pixel(*a), pixel(*b)) for a, b in (self.paper.place(*spur) for spur in line.spurs))
        for spur in spurs:
            self.hall.draw(spur, _SPUR_WIDTH)
        strokes = [self._piece(line, piece, aside, share) for piece in pieces]
        return [replace(strokes[0], spurs=spurs), *strokes[1:]]

    def _piece(self, line: Line, traced: Floats, aside: float, share: float) -> Stroke:
        traced = _in_view(traced, self.paper) if line.on_rails else traced
        shape = shapely.simplify(shapely.LineString(traced), 0.8 if line.on_rails else 0.15)
        beside = shape.offset_curve(aside, join_style="mitre") if aside else shape
        if isinstance(beside, shapely.LineString) and not beside.is_empty:
            shape = shapely.simplify(beside, 0.15)
        points = [pixel(x, y) for x, y in shapely.get_coordinates(shape).tolist()]
        width = LINE_WIDTH[line.certainty]
        self.hall.draw(points, width)
        arrow = _arrow(points, self.paper, width, 1.0 if line.heading_deg is not None else share)
        if arrow is not None:
            self.hall.block(shapely.Polygon(arrow).buffer(1))
        tone = self.story.shade(line.traveller)
        return Stroke(line=line, points=tuple(points), spurs=(), arrow=arrow, tone=tone)

    def _inside(self, point: Point, margin: float = 0.0) -> bool:
        x, y = point
        return margin <= x <= self.paper.width - margin and margin <= y <= self.paper.height - margin

    def _markers(self) -> list[Marker]:
        """Stops in view; those that would share a marker do, at the first of them, or of very many are dots."""
        if len(self.story.stops) > MANY:
            return self._thinned()
        margin = _RADIUS + 2 if self.part.kind == "inset" else 0.0
        groups: list[tuple[list[Stop], Point]] = []
        for stop in self.story.stops:
            ((x, y),) = self.paper.place(stop.place.position)
            if not self._inside((x, y), margin):
                continue
            muted = stop.place.id in self.part.mute
            reach = 1.0 if muted else _APART
            for group, xy in groups:
                if math.dist(xy, (x, y)) < reach and (group[0].place.id in self.part.mute) == muted:
                    group.append(stop)
                    break
            else:
                groups.append(([stop], pixel(x, y)))
        return [self._marker(tuple(group), xy) for group, xy in groups]

    def _thinned(self) -> list[Marker]:
        """Stops too many for a number each: the first, the last and those between, as far as they stand apart."""
        stops = self.story.stops
        spots = [pixel(x, y) for x, y in self.paper.place(*(s.place.position for s in stops))]
        numbered: list[shapely.Polygon] = []
        markers: dict[int, Marker] = {}
        for i in _spread_order(len(stops)):
            if not self._inside(spots[i]):
                continue
            marker = self._marker((stops[i],), spots[i])
            box = shapely.box(*_bounds(marker)).buffer(16.0 if len(stops) > THRONG else 1.0)
            if marker.text and any(box.intersects(other) for other in numbered):
                marker = self._marker((stops[i],), spots[i], dot=True)
            elif marker.text:
                numbered.append(box)
            markers[i] = marker
        return [markers[i] for i in sorted(markers)]

    def _marker(self, stops: tuple[Stop, ...], xy: Point, *, dot: bool = False) -> Marker:
        muted = dot or stops[0].place.id in self.part.mute
        text = "" if muted else _numbers(stops)
        small = 1.6 if len(self.story.stops) > THRONG else 3.6
        radius = small if muted else _RADIUS
        size, faces = self.sheet.type["date"], self.sheet.faces
        half = radius if len(text) < 2 else max(radius, text_width(text, size, bold=True, faces=faces) / 2 + 6)
        return Marker(
            x=xy[0],
            y=xy[1],
            radius=radius,
            half_width=round(half, 1),
            text=text,
            certainty=min((s.certainty for s in stops), key=SUREST.index),
            stops=stops,
            label=None,
            tone=self.story.shade(stops[0].traveller),
        )

    def _dots(self) -> list[Dot]:
        spots = [(landmark, pixel(*self.paper.place(landmark.place.position)[0])) for landmark in self.story.landmarks]
        return [Dot(x=xy[0], y=xy[1], landmark=landmark, label=None) for landmark, xy in spots if self._inside(xy)]

    # ---- names

    def queues(self, markers: Sequence[Marker]) -> list[list[Marker]]:
        """The orders, each once, in which the numbered markers may take their label's room."""
        numbered = [m for m in markers if m.text]
        if len(self.story.stops) > THRONG:
            return [[numbered[i] for i in _spread_order(len(numbered))]]
        largest = sorted(numbered, key=lambda m: -math.prod(size_of(self._rows(m.stops), self.sheet)))
        orders = [numbered, largest, numbered[::-1]]
        return [order for i, order in enumerate(orders) if order not in orders[:i]]

    def _rows(
        self, stops: Sequence[Stop], *, dated: bool = True, wider: float = 1.0, shown: int | None = None
    ) -> tuple[Row, ...]:
        rows: list[Row] = []
        for stop in stops[:shown]:
            name = stop.label if len(stops) == 1 else f"{stop.number}.\u00a0{stop.label}"
            rows += [Row(text=line, style="stop") for line in wrap(name, round(self.sheet.wrap * wider))]
            if stop.date and (dated or not stop.label):
                rows.append(Row(text=stop.date, style="date"))
        return tuple(rows)

    def _named(self, marker: Marker) -> Marker:
        left_out: Sequence[Stop] = marker.stops
        label = None
        for rows, stops in self._forms(marker.stops):
            label = self._settled((marker.x, marker.y), marker.half_width, rows)
            if label is not None:
                left_out = [s for s in marker.stops if s not in stops]
                break
        self.missing += [f"{s.number}. {s.name}" for s in left_out]
        return replace(marker, label=label)

    def _forms(self, stops: Sequence[Stop]) -> Iterator[tuple[tuple[Row, ...], Sequence[Stop]]]:
        """A label's forms, each needing less room: whole, without dates, on longer lines, of the first stop alone."""
        yield self._rows(stops), stops
        yield self._rows(stops, dated=False), stops
        if len(stops) > 1:
            yield self._rows(stops, dated=False, wider=1.6), stops
            yield self._rows(stops, dated=False, shown=1), stops[:1]

    def _landmark(self, dot: Dot) -> Dot:
        if dot.landmark.place.id in self.part.mute:
            return dot
        rows = tuple(Row(text=line, style="landmark") for line in wrap(dot.landmark.label, self.sheet.wrap))
        label = self._settled((dot.x, dot.y), 6.0, rows)
        if label is None:
            self.missing.append(dot.landmark.label)
        return replace(dot, label=label)

    def _settled(self, point: Point, radius: float, rows: tuple[Row, ...]) -> Label | None:
        spot = self.hall.settle(point, radius, *size_of(rows, self.sheet))
        return set_label(spot, rows, self.sheet) if spot is not None else None

    def _travellers(self, strokes: Sequence[Stroke]) -> tuple[Label, ...]:
        """The name of each of several travellers along the longest of their lines that has room for it."""
        story, labels = self.story, []
        for traveller in story.travellers if len(story.travellers) > 1 else ():
            own = [s for s in strokes if s.line.traveller == traveller and len(s.points) > 1]
            tone = story.shade(traveller)
            rows = tuple(Row(text=t, style="traveller", tone=tone) for t in wrap(traveller, self.sheet.wrap))
            size = size_of(rows, self.sheet)
            for stroke in sorted(own, key=lambda s: -shapely.LineString(s.points).length):
                spot = self.hall.first_free(_along(*_middle(stroke.points), *size))
                if spot is not None:
                    labels.append(set_label(spot, rows, self.sheet))
                    break
        return tuple(labels)

    # ---- distances

    def _dimensions(self) -> list[Dimension]:
        """The distances this panel shows: between places of the close-up there, all others on the map."""
        crowd, chosen = self.part.crowd, []
        for d in self.story.dimensions:
            near = bool(crowd) and d.start.id in crowd and d.end.id in crowd
            a, b = self.paper.place(d.start.position, d.end.position)
            if near == (self.part.kind == "inset") and math.dist(a, b) > 24:
                chosen.append(d)
        return chosen

    def _doubles(self, dimension: Dimension) -> bool:
        """Whether a leg already runs along this distance."""
        ends = {dimension.start.id, dimension.end.id}
        return any({line.start, line.end} == ends for line in self.story.lines if not line.on_rails)

    def _rule(self, dimension: Dimension, aside: float) -> Rule:
        """The distance as a line from point to point, or `aside` pixels to the right of it."""
        (ax, ay), (bx, by) = self.paper.place(dimension.start.position, dimension.end.position)
        length = math.dist((ax, ay), (bx, by)) or 1.0
        dx, dy = (bx - ax) / length, (by - ay) / length
        stops = {s.place.id for s in self.story.stops}
        trims = [_RADIUS + 3 if d.id in stops else 8.0 for d in (dimension.start, dimension.end)]
        if aside or sum(trims) > length * 0.7:
            trims = [0.0, 0.0]
        ox, oy = -dy * aside, dx * aside
        start = pixel(ax + ox + dx * trims[0], ay + oy + dy * trims[0])
        end = pixel(bx + ox - dx * trims[1], by + oy - dy * trims[1])
        first, last = ((pixel(x - dy * 4, y + dx * 4), pixel(x + dy * 4, y - dx * 4)) for x, y in (start, end))
        return Rule(dimension=dimension, start=start, end=end, shift=pixel(ox, oy), ticks=(first, last), label=None)

    def _beside(self, dimension: Dimension) -> Rule:
        """A distance along a leg: drawn parallel to it, on the side with room for its annotation."""
        for aside in (-11.0, 11.0):
            rule = self._rule(dimension, aside)
            line = shapely.LineString([rule.start, rule.end])
            ends = [line.interpolate(share, normalized=True) for share in (0.1, 0.9)]
            middle = shapely.LineString(ends)
            if self.hall.touches(middle, 1.0):
                continue
            if any(box.distance(line) < 5 for box in self.hall.boxes):
                continue
            self.hall.draw((rule.start, rule.end), 1.4)
            before = len(self.missing)
            labelled = self._annotated(rule)
            if len(self.missing) == before:
                return labelled
            del self.missing[before:]
            self.hall.undo()
        return self._annotated(self._rule(dimension, -11.0))

    def _annotated(self, rule: Rule) -> Rule:
        texts = [text for text in rule.dimension.text if text]
        rows = tuple(Row(text=text, style="claim", tone=rule.dimension.tone) for text in texts)
        spot = self.hall.first_free(_along(rule.start, rule.end, *size_of(rows, self.sheet)))
        if spot is not None:
            return replace(rule, label=set_label(spot, rows, self.sheet))
        (ax, ay), (bx, by) = rule.start, rule.end
        label = self._settled(((ax + bx) / 2, (ay + by) / 2), 5.0, rows)
        if label is None:
            self.missing.append(" ".join(texts))
        return replace(rule, label=label)


def _in_view(points: Floats, paper: Paper) -> Floats:
    """The part of a line between the first and the last of its points in view, and one beyond each."""
    inside = (points >= -20) & (points <= (paper.width + 20, paper.height + 20))
    seen = np.flatnonzero(inside.all(axis=1))
    if not len(seen):
        return points
    return points[max(0, seen[0] - 1) : seen[-1] + 2]


def _run_together(track: shapely.LineString, other: shapely.LineString) -> bool:
    """Whether two legs share more than `_SHARED` pixels of one railway."""
    left, top, right, bottom = other.bounds
    # What lies in the other's bounds is soon known, what lies within a pixel of it is not.
    near = shapely.clip_by_rect(track, left - 1, top - 1, right + 1, bottom + 1)
    if near.length <= _SHARED:
        return False
    left, top, right, bottom = near.bounds
    beside = shapely.clip_by_rect(other, left - 2, top - 2, right + 2, bottom + 2).buffer(1.0)
    return bool(near.intersection(beside).length > _SHARED)


def _middle(points: Sequence[Point]) -> tuple[Point, Point]:
    """The middle half of a line, as straight."""
    line = shapely.LineString(points)
    a, b = (line.interpolate(share, normalized=True) for share in (0.25, 0.75))
    return (a.x, a.y), (b.x, b.y)


def _along(start: Point, end: Point, width: float, height: float) -> Iterator[Spot]:
    """Places for an annotation beside its line, from the middle outwards, on either side."""
    (ax, ay), (bx, by) = start, end
    length = math.dist((ax, ay), (bx, by)) or 1.0
    nx, ny = -(by - ay) / length, (bx - ax) / length
    for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        for side in (1, -1):
            for gap in (5.0, 9.0):
                away = gap + abs(nx) * width / 2 + abs(ny) * height / 2
                x = ax + (bx - ax) * t + side * nx * away - width / 2
                y = ay + (by - ay) * t + side * ny * away - height / 2
                yield Spot(
                    x, y, width, height, "start" if side * nx > 0.35 else "end" if side * nx < -0.35 else "middle"
                )


def _arrow(points: Sequence[Point], paper: Paper, width: float, share: float) -> tuple[Point, Point, Point] | None:
    """A triangle at a share of the visible part, pointing the way of travel."""
    if len(points) < 2:
        return None
    inside = shapely.clip_by_rect(shapely.LineString(points), 6, 6, paper.width - 6, paper.height - 6)
    pieces = [p for p in shapely.get_parts(inside).tolist() if p.geom_type == "LineString" and p.length > 44]
    if not pieces:
        return None
    longest = max(pieces, key=lambda p: p.length)
    where = longest.length * share
    tip = longest.interpolate(where)
    tail = longest.interpolate(where - 6)
    dx, dy = tip.x - tail.x, tip.y - tail.y
    norm = math.hypot(dx, dy) or 1.0
    dx, dy = dx / norm, dy / norm
    half, back = 3.4 + width / 2, 8.0 + width / 2
    base = (tip.x - dx * back / 2, tip.y - dy * back / 2)
    return (
        pixel(tip.x + dx * back / 2, tip.y + dy * back / 2),
        pixel(base[0] - dy * half, base[1] + dx * half),
        pixel(base[0] + dy * half, base[1] - dx * half),
    )


def _bounds(m: Marker) -> tuple[float, float, float, float]:
    return (m.x - m.half_width, m.y - m.radius, m.x + m.half_width, m.y + m.radius)


def _spread_order(count: int) -> list[int]:
    """The numbers below `count`: the first, the last, then halving what lies between.

    >>> _spread_order(5)
    [0, 4, 2, 1, 3]
    """
    order, seen = [0, count - 1], {0, count - 1}
    step = count - 1.0
    while len(seen) < count:
        step /= 2
        for i in (round(step * k) for k in range(1, math.ceil(count / step), 2)):
            if i < count and i not in seen:
                seen.add(i)
                order.append(i)
        if step < 0.4:
            order += [i for i in range(count) if i not in seen]
            break
    return order


def _numbers(stops: Sequence[Stop]) -> str:
    """One number, or several: "6–7", "3, 6"."""
    numbers = [s.number for s in stops]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(str(n) for n in numbers[:3]) + ("…" if len(numbers) > 3 else "")
