"""Composes the scene of a report: what the frame holds, and where the close-up stands.

Reading order: `compose`, then `_Layout.picture`, which tries frames a little off centre, `_drafts`,
which lays out the map and its close-up, and `_crowded`, which says which stops need one.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.lang import answered_in
from geomap.position import Position
from geomap.render.labels import Point
from geomap.render.outline import Paper, land_on
from geomap.render.panel import MANY, Draft, Part, crowding, draft_panel, finish_panel
from geomap.render.projection import Projection, choose_projection
from geomap.render.scene import PORTRAIT, WIDE, Picture, Scene, Sheet
from geomap.render.story import Story, tell
from geomap.render.theme import PLAIN, Theme
from geomap.render.thinning import thin_distances
from geomap.render.words import load_words
from geomap.report.report import Report

_GAP = 8.0  # between panels that stand side by side
_FINEST = 0.004  # km per pixel: a stop is a place, not a doorstep
_CROWDED = 2  # names left out and stops that share a marker, up to which no close-up is worth its room
_ALONE = 1.8  # km per pixel of a map of one point
_SHIFTS = ((0.0, 0.0), *((x, y) for y in (0.7, -0.7, 0.0) for x in (0.6, -0.6, 0.0, 1.0, -1.0) if x or y))
Box = tuple[float, float, float, float]  # left, top, width, height
_PATIENCE = 6  # shifts after which one name left out is let go


def compose(report: Report, *, theme: Theme = PLAIN) -> Scene:
    """The scene of a report; raises `RenderError` where there is nothing to draw."""
    words = replace(load_words(answered_in(report.lang)), numbers=theme.numbers)
    story = thin_distances(tell(report, words))
    return Scene(story=story, wide=lay_out(story, WIDE, theme), portrait=lay_out(story, PORTRAIT, theme), theme=theme)


def lay_out(story: Story, sheet: Sheet, theme: Theme = PLAIN) -> Picture:
    """A story's picture on a sheet, with the theme's sizes and kinds of type."""
    sheet = replace(sheet, type={**sheet.type, **theme.sizes}, faces=theme.faces)
    projection = choose_projection(story.positions, [place.position for place in story.places])
    return _Layout(story=story, projection=projection, sheet=sheet).picture()


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


@dataclass(slots=True, kw_only=True)
class _Layout:
    """One picture being laid out; close-ups, which many attempts share, are made once."""

    story: Story
    projection: Projection
    sheet: Sheet
    plain: Draft | None = None
    made: dict[tuple[tuple[str, ...], tuple[float, float]], Draft] = field(default_factory=dict)

    @property
    def crowded(self) -> bool:
        """Whether so many stops are told that some go without a name wherever the paper lies."""
        return len(self.story.stops) > MANY

    def picture(self) -> Picture:
        """The picture with the fewest names left out: centred, or a little off centre."""
        story, sheet = self.story, self.sheet
        height = _height(self.projection, story, sheet)
        centred = _frame(self.projection, story.positions, (sheet.width, height), sheet.pad, _FINEST)
        best: list[Draft] = []
        for tried, paper in enumerate(_shifted(centred, story.positions), start=1):
            drafts = self._drafts(paper)
            if not best or _total(drafts) < _total(best):
                best = drafts
            if _total(best)[0] <= (tried >= _PATIENCE) or self.crowded or drafts[0].panel.paper.width < sheet.width:
                break
        panels = tuple(finish_panel(story, draft, sheet) for draft in best)
        return Picture(sheet=sheet, height=max(p.y + p.paper.height for p in panels), panels=panels)

    def _drafts(self, paper: Paper) -> list[Draft]:
        """The map on this paper and, where stops crowd, a close-up: under it, over it or beside it."""
        crowd = _crowded(self.story, paper) if self.sheet.insets else ()
        # The centred map says whether a close-up is wanted; the others, a little off centre, follow it.
        if not crowd or self.plain is None or crowding(self.plain) <= _CROWDED:
            alone = draft_panel(self.story, paper, self.sheet, Part(kind="main"))
            self.plain = self.plain or alone
            if not crowd or crowding(self.plain) <= _CROWDED:
                return [alone]
        if self.sheet.name == "portrait":
            inset = replace(self._close_up(crowd, self.sheet.insets[0]), at=(0.0, paper.height + _GAP))
            return [self._map(paper, crowd, inset), inset]
        over = self._over(paper, crowd)
        if over is not None:
            inset, cover = over
            return [self._map(paper, crowd, inset, cover), inset]
        # No room over the map: the close-up takes a column of its own.
        column = self.sheet.insets[1][0]
        pad = (self.sheet.pad[0] * 0.75, self.sheet.pad[1])
        size = (self.sheet.width - column - _GAP, paper.height)
        narrow = _frame(self.projection, self.story.positions, size, pad, _FINEST)
        crowd = _crowded(self.story, narrow) or crowd
        inset = replace(self._close_up(crowd, (column, paper.height)), at=(narrow.width + _GAP, 0.0))
        return [self._map(narrow, crowd, inset), inset]

    def _map(self, paper: Paper, crowd: tuple[str, ...], inset: Draft, cover: BaseGeometry | None = None) -> Draft:
        close = inset.panel.paper
        window = _window(paper, close)
        ties = _ties(window, (*inset.at, close.width, close.height)) if cover is not None else ()
        part = Part(kind="main", crowd=crowd, window=window, cover=cover, ties=ties)
        return draft_panel(self.story, paper, self.sheet, part)

    def _over(self, paper: Paper, crowd: tuple[str, ...]) -> tuple[Draft, BaseGeometry] | None:
        """The close-up on the map, where it hides least: best over water; with the rectangle it covers."""
        water = _water(paper, self.story.worldview)
        choices: list[tuple[int, float, int, Draft, BaseGeometry]] = []
        for rank, size in enumerate(self.sheet.insets):
            close = self._close_up(crowd, size)
            for at in _free_places(self.story, paper, close.panel.paper):
                box = shapely.box(*at, at[0] + size[0], at[1] + size[1])
                wet = round(float(shapely.intersection(water, box).area / box.area), 2)
                choices.append((close.faults[0], rank * 0.12 - wet, len(choices), replace(close, at=at), box))
            if any(choice[0] == 0 and choice[1] < -0.4 for choice in choices):
                break
        if not choices:
            return None
        best = min(choices, key=lambda choice: choice[:3])
        return best[3], best[4].buffer(6, join_style="mitre")

    def _close_up(self, crowd: tuple[str, ...], size: tuple[float, float]) -> Draft:
        """The close-up of these places, off centre if more names find room that way."""
        if (crowd, size) not in self.made:
            places = _places(self.story)
            spots = [places[i] for i in crowd]
            pad = (56.0, 44.0) if self.sheet.name == "wide" else (80.0, 44.0)
            drafts: list[Draft] = []
            for paper in _shifted(_frame(self.projection, spots, size, pad, _FINEST), spots):
                drafts.append(draft_panel(self.story, paper, self.sheet, Part(kind="inset", crowd=crowd)))
                if drafts[-1].faults[0] == 0 or self.crowded:
                    break
            self.made[crowd, size] = min(drafts, key=lambda draft: draft.faults)
        return self.made[crowd, size]


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


def _total(drafts: Sequence[Draft]) -> tuple[int, int]:
    return sum(d.faults[0] for d in drafts), sum(d.faults[1] for d in drafts)


def _water(paper: Paper, worldview: str) -> BaseGeometry:
    """What of the paper is sea, roughly."""
    land = shapely.make_valid(shapely.simplify(land_on(paper, worldview), 2.0))
    return shapely.box(0, 0, paper.width, paper.height).difference(land)


def _places(story: Story) -> dict[str, Position]:
    spots = {s.place.id: s.place.position for s in story.stops}
    return spots | {m.place.id: m.place.position for m in story.landmarks}


def _crowded(story: Story, paper: Paper) -> tuple[str, ...]:
    """The places of the largest group that stands too close to be labelled apart, or none.

    All of them, where the whole story holds in a corner of the map. Else grown by single linkage
    from pairs whose markers would touch; a group that would fill the panel is no close-up, so the
    link shortens until it does not.
    """
    spots = _places(story)
    ids = list(spots)
    if len(ids) > 2 * MANY:
        return ()
    xy = dict(zip(ids, paper.place(*spots.values()), strict=True))
    if len(ids) > 1 and _spread(ids, xy) < 0.3 * min(paper.width, paper.height):
        return tuple(ids)
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


def _window(paper: Paper, close: Paper) -> Box:
    """The rectangle of `paper` that `close` shows: left, top, width, height."""
    ratio = close.km_per_px / paper.km_per_px
    ((x, y),) = paper.pixels(np.array([close.centre])).tolist()
    width, height = close.width * ratio, close.height * ratio
    return (x - width / 2, y - height / 2, width, height)


def _ties(window: Box, inset: Box) -> tuple[tuple[Point, Point], ...]:
    """Lines from the corners of the window to those of its close-up, as far as they cross neither."""
    rooms = [shapely.box(x + 0.5, y + 0.5, x + w - 0.5, y + h - 0.5) for x, y, w, h in (window, inset)]
    ties = []
    for right, low in ((0, 0), (1, 0), (0, 1), (1, 1)):
        a, b = ((x + right * w, y + low * h) for x, y, w, h in (window, inset))
        if not any(room.intersects(shapely.LineString([a, b])) for room in rooms):
            ties.append((a, b))
    return tuple(ties)


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
