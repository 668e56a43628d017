"""Where labels go: beside their point if there is room, else at the end of a leader, else nowhere.

A `Crowd` remembers what is already on the panel. Positions are tried in a fixed order and the first
free one is taken, so the same map always comes out.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.render.projection import Floats

Point = tuple[float, float]

Ints = npt.NDArray[np.int64]

_GAP = 1.5  # pixels between a label and anything else
_ROOM = 64  # shapes that a new crowd has room for

# Where a label stands from its point, best first: the side it reads from, then its height beside it.
_SIDES = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
_REACHES = (16.0, 26.0, 38.0, 52.0, 70.0, 92.0)
_TURNS = tuple(math.radians(a) for a in (0, 180, -22, 22, 158, -158, -45, 45, 135, -135, -68, 68, 112, -112, -90, 90))
_NEAR = np.array([(side, rise, gap) for gap in (4.0, 8.0) for side, rise in _SIDES])
_FAR = np.array([(math.cos(turn), math.sin(turn), reach) for reach in _REACHES for turn in _TURNS])
_PLAIN = 7  # columns of a table of spots without leaders
_LEVEL = 0.35  # a leader this far to one side has its label beside its end, not over or under it


@dataclass(frozen=True, slots=True)
class Spot:
    """A label's box (top left corner and size), which way its text aligns, and its leader if any."""

    x: float
    y: float
    width: float
    height: float
    anchor: str
    leader: tuple[Point, Point] | None = None

    @property
    def box(self) -> shapely.Polygon:
        """The box as a shape."""
        return shapely.box(self.x, self.y, self.x + self.width, self.y + self.height)

    def distance(self, point: Point) -> float:
        """Pixels from the box to a point."""
        across = max(self.x - point[0], 0.0, point[0] - self.x - self.width)
        down = max(self.y - point[1], 0.0, point[1] - self.y - self.height)
        return math.hypot(across, down)


@dataclass(slots=True)
class Crowd:
    """What a panel already holds: `solid` may not be covered; `boxes` are the labels among it.

    `anchors` are the points that labels belong to. `_shapes` and `_bounds` are `solid` as tables with room to
    grow, so that many boxes are compared with everything at once.
    """

    width: float
    height: float
    margin: float = 5.0
    solid: list[BaseGeometry] = field(default_factory=list)
    boxes: list[BaseGeometry] = field(default_factory=list)
    anchors: list[Point] = field(default_factory=list)
    _shapes: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(_ROOM, dtype=np.object_))
    _bounds: Floats = field(default_factory=lambda: np.empty((_ROOM, 4)))
    _ground: int = 0
    _known: dict[tuple[object, ...], Floats] = field(default_factory=dict)

    def copy(self) -> "Crowd":
        """Another hall with the same crowd, which the copies may share what they find out about."""
        return replace(
            self,
            solid=[*self.solid],
            boxes=[*self.boxes],
            anchors=[*self.anchors],
            _shapes=self._shapes.copy(),
            _bounds=self._bounds.copy(),
            _ground=len(self.solid),
        )

    def block(self, *shapes: BaseGeometry) -> None:
        """Forbid labels on these shapes."""
        for shape in shapes:
            count = len(self.solid)
            if count == len(self._shapes):
                self._shapes = np.concatenate([self._shapes, np.empty(count, dtype=np.object_)])
                self._bounds = np.concatenate([self._bounds, np.empty((count, 4))])
            self._shapes[count] = shape
            self._bounds[count] = shape.bounds
            self.solid.append(shape)

    def draw(self, points: Sequence[Point], width: float) -> None:
        """Forbid labels on a stroke."""
        self.block(shapely.LineString(points).buffer(width / 2 + 1.5, quad_segs=2))

    def undo(self) -> None:
        """Take back the last shape or stroke."""
        self.solid.pop()

    def free(self, box: BaseGeometry, *, gap: float = _GAP) -> bool:
        """Whether a box lies inside the panel and on nothing."""
        return bool(self.free_boxes(np.array([box.bounds]), gap=gap)[0])

    def free_boxes(self, boxes: Floats, *, gap: float = _GAP) -> npt.NDArray[np.bool_]:
        """Which of these boxes (rows of left, top, right, bottom) lie inside the panel and on nothing."""
        free = self._inside(boxes)
        free[free] = self._off(boxes[free], gap, 0, len(self.solid))
        return free

    def _inside(self, boxes: Floats) -> npt.NDArray[np.bool_]:
        left, top, right, bottom = boxes.T
        m = self.margin
        inside: npt.NDArray[np.bool_] = (
            (left >= m) & (top >= m) & (right <= self.width - m) & (bottom <= self.height - m)
        )
        return inside

    def _off(self, boxes: Floats, gap: float, first: int, last: int) -> npt.NDArray[np.bool_]:
        """Which boxes lie on none of some shapes, told by their numbers."""
        off = np.ones(len(boxes), dtype=np.bool_)
        if not len(boxes) or first == last:
            return off
        grown = boxes + np.array([-gap, -gap, gap, gap])
        which, shapes = self._meeting(grown, first, last)
        if len(which):
            off[which[shapely.intersects(shapely.box(*grown[which].T), shapes)]] = False
        return off

    def first_free(self, spots: Iterable[Spot]) -> Spot | None:
        """The first of these spots, now taken, whose box is free."""
        tried = list(spots)
        free = self.free_boxes(np.array([(s.x, s.y, s.x + s.width, s.y + s.height) for s in tried]))
        if not free.any():
            return None
        spot = tried[int(free.argmax())]
        self.take(spot)
        return spot

    def _meeting(self, boxes: Floats, first: int, last: int) -> tuple[Ints, npt.NDArray[np.object_]]:
        """Pairs of a box, by its row, and a shape, of those with these numbers, whose bounds it meets."""
        a, b, c, d = self._bounds[first:last].T
        left, top, right, bottom = boxes.T[:, :, np.newaxis]
        which, shape = np.nonzero((a <= right) & (c >= left) & (b <= bottom) & (d >= top))
        return which, self._shapes[first + shape]

    def touches(self, shape: BaseGeometry, within: float) -> bool:
        """Whether anything stands nearer to a shape than so many pixels."""
        left, top, right, bottom = shape.bounds
        near = np.array([[left - within, top - within, right + within, bottom + within]])
        return bool((shapely.distance(self._meeting(near, 0, len(self.solid))[1], shape) < within).any())

    def clearances(self, boxes: Floats, *, most: float) -> Floats:
        """Distance from each box to the nearest thing, `most` where nothing is nearer."""
        away = np.full(len(boxes), most)
        if self.solid and len(boxes):
            near, found = shapely.STRtree(self.solid).query_nearest(
                shapely.box(*boxes.T), max_distance=most, return_distance=True, all_matches=False
            )
            away[near[0]] = np.minimum(found, most)
        return away

    def settle(self, point: Point, radius: float, width: float, height: float) -> Spot | None:
        """A free spot for a label of this size about a point, now taken; None if there is none.

        Beside the point where the label can be taken for no other's, else at the end of a leader, else beside it.
        """
        about = (point, radius, width, height)
        beside = [_spot(row) for row in self._free_rows(_beside, about)]
        chosen = next((spot for spot in beside if not self._others(spot, point)), None)
        if chosen is None:
            chosen = next((_spot(row) for row in self._free_rows(_away, about)), None)
        chosen = chosen or next(iter(beside), None)
        if chosen is not None:
            self.take(chosen)
        return chosen

    def _free_rows(self, spots: Callable[..., Floats], about: tuple[Point, float, float, float]) -> list[list[float]]:
        """The rows of a table of spots that are free; what is free of the ground that copies share is found once."""
        key = (spots, about, self._ground)
        if key not in self._known:
            table = spots(*about)
            table = table[self._inside(table[:, :4])]
            self._known[key] = table[self._clear(table, 0, self._ground)]
        table = self._known[key]
        rows: list[list[float]] = table[self._clear(table, self._ground, len(self.solid))].tolist()
        return rows

    def _clear(self, table: Floats, first: int, last: int) -> npt.NDArray[np.bool_]:
        """Which rows of a table of spots lie, leaders included, on none of some shapes."""
        clear = self._off(table[:, :4], _GAP, first, last)
        if table.shape[1] > _PLAIN and clear.any():
            ends = table[clear, _PLAIN:].reshape(-1, 2, 2)
            bounds = np.hstack([ends.min(axis=1), ends.max(axis=1)])
            which, shapes = self._meeting(bounds, first, last)
            crossed = which[shapely.intersects(shapely.linestrings(ends[which]), shapes)]
            clear[np.flatnonzero(clear)[crossed]] = False
        return clear

    def _others(self, spot: Spot, point: Point) -> bool:
        """Whether a label would stand as near to another point as to its own, and be taken for that one's."""
        own = spot.distance(point)
        return any(spot.distance(other) < own + 3 for other in self.anchors if math.dist(other, point) > 1)

    def take(self, spot: Spot) -> None:
        """Forbid labels on a spot and its leader."""
        self.block(spot.box)
        self.boxes.append(spot.box)
        if spot.leader is not None:
            self.block(shapely.LineString(spot.leader).buffer(1.5, quad_segs=1))


def _beside(point: Point, radius: float, width: float, height: float) -> Floats:
    """Spots that touch the point: left, top, right, bottom, width, height, side."""
    x, y = point
    side, rise, gap = _NEAR.T
    reach = np.where(side * rise == 0, radius + gap, radius * 0.72 + gap * 0.7)
    left = x + side * reach - _aligned(side, width)
    top = y + rise * reach - np.where(rise == 0, height / 2, np.where(rise < 0, height, 0.0))
    return _table(left, top, width, height, side)


def _away(point: Point, radius: float, width: float, height: float) -> Floats:
    """Spots at the end of a leader: as `_beside`, then where the leader starts and ends."""
    x, y = point
    dx, dy, reach = _FAR.T
    side = np.where(dx > _LEVEL, 1.0, np.where(dx < -_LEVEL, -1.0, 0.0))
    end_x, end_y = x + dx * (radius + reach), y + dy * (radius + reach)
    left = end_x + 3 * side - _aligned(side, width)
    top = end_y - np.where(side != 0, height / 2, np.where(dy < 0, height + 3, -3.0))
    return _table(left, top, width, height, side, x + dx * (radius + 2), y + dy * (radius + 2), end_x, end_y)


def _aligned(side: Floats, width: float) -> Floats:
    """How far a label's left edge stands before the point that its text hangs from."""
    return np.where(side > 0, 0.0, np.where(side < 0, width, width / 2))


def _table(left: Floats, top: Floats, width: float, height: float, *others: Floats) -> Floats:
    size = np.full(len(left), width), np.full(len(left), height)
    return np.column_stack([left, top, left + width, top + height, *size, *others])


def _spot(row: Sequence[float]) -> Spot:
    """A row of `_beside` or `_away`."""
    left, top, _, _, width, height, side, *ends = row
    leader = ((ends[0], ends[1]), (ends[2], ends[3])) if ends else None
    return Spot(left, top, width, height, "start" if side > 0 else "end" if side < 0 else "middle", leader)
