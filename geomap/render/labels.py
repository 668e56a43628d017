"""Where labels go: beside their point if there is room, else at the end of a leader, else nowhere.

A `Crowd` remembers what is already on the panel. Positions are tried in a fixed order and the first
free one is taken, so the same map always comes out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]

_MANY = 64  # shapes from which a table of their bounds is worth building

# Where a label stands from its point, best first: the side it reads from, then its height beside it.
_SIDES = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
_REACHES = (16.0, 26.0, 38.0, 52.0, 70.0, 92.0)
_TURNS = tuple(math.radians(a) for a in (0, 180, -22, 22, 158, -158, -45, 45, 135, -135, -68, 68, 112, -112, -90, 90))


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

    `anchors` are the points that labels belong to.
    """

    width: float
    height: float
    margin: float = 5.0
    solid: list[BaseGeometry] = field(default_factory=list)
    boxes: list[BaseGeometry] = field(default_factory=list)
    bounds: list[tuple[float, float, float, float]] = field(default_factory=list)
    anchors: list[Point] = field(default_factory=list)
    _table: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))

    def copy(self) -> "Crowd":
        """Another hall with the same crowd."""
        return Crowd(
            self.width, self.height, self.margin, [*self.solid], [*self.boxes], [*self.bounds], [*self.anchors]
        )

    def block(self, *shapes: BaseGeometry) -> None:
        """Forbid labels on these shapes."""
        self.solid += shapes
        self.bounds += [shape.bounds for shape in shapes]

    def draw(self, points: Sequence[Point], width: float) -> None:
        """Forbid labels on a stroke."""
        self.block(shapely.LineString(points).buffer(width / 2 + 1.5, quad_segs=2))

    def undo(self) -> None:
        """Take back the last shape or stroke."""
        self.solid.pop()
        self.bounds.pop()
        self._table = np.empty((0, 4))

    def free(self, box: BaseGeometry, *, gap: float = 1.5) -> bool:
        """Whether a box lies inside the panel and on nothing."""
        left, top, right, bottom = box.bounds
        return self._fits(left, top, right, bottom, gap)

    def _fits(self, left: float, top: float, right: float, bottom: float, gap: float = 1.5) -> bool:
        m = self.margin
        if left < m or top < m or right > self.width - m or bottom > self.height - m:
            return False
        left, top, right, bottom = left - gap, top - gap, right + gap, bottom + gap
        near = self._near(left, top, right, bottom)
        if not near:
            return True
        grown = shapely.box(left, top, right, bottom)
        return not any(shape.intersects(grown) for shape in near)

    def _near(self, left: float, top: float, right: float, bottom: float) -> list[BaseGeometry]:
        """The shapes whose bounds meet a rectangle."""
        if len(self.bounds) < _MANY:
            return [
                shape
                for (a, b, c, d), shape in zip(self.bounds, self.solid, strict=True)
                if a <= right and c >= left and b <= bottom and d >= top
            ]
        if self._table.shape[0] != len(self.bounds):
            self._table = np.array(self.bounds)
        a, b, c, d = self._table.T
        return [self.solid[i] for i in np.flatnonzero((a <= right) & (c >= left) & (b <= bottom) & (d >= top))]

    def clearance(self, box: BaseGeometry) -> float:
        """Distance from a box to the nearest thing."""
        return float(min(shapely.distance(self.solid, box), default=math.inf))

    def settle(self, point: Point, radius: float, width: float, height: float) -> Spot | None:
        """A free spot for a label of this size about a point, now taken; None if there is none."""
        doubtful: Spot | None = None
        for spot in chain(self._beside(point, radius, width, height), self._away(point, radius, width, height)):
            if not self._fits(spot.x, spot.y, spot.x + width, spot.y + height):
                continue
            if spot.leader is not None and not self._clear(spot.leader):
                continue
            if spot.leader is None and self._others(spot, point):
                doubtful = doubtful or spot
                continue
            self.take(spot)
            return spot
        if doubtful is not None:
            self.take(doubtful)
        return doubtful

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

    def _clear(self, leader: tuple[Point, Point]) -> bool:
        line = shapely.LineString(leader)
        return not any(shape.intersects(line) for shape in self._near(*line.bounds))

    @staticmethod
    def _beside(point: Point, radius: float, width: float, height: float) -> Iterator[Spot]:
        x, y = point
        for gap in (4.0, 8.0):
            for side, rise in _SIDES:
                reach = radius + gap if side == 0 or rise == 0 else radius * 0.72 + gap * 0.7
                left = x + side * reach - (0 if side > 0 else width if side < 0 else width / 2)
                top = y + rise * reach - (height / 2 if rise == 0 else height if rise < 0 else 0)
                yield Spot(left, top, width, height, _anchor(side))

    @staticmethod
    def _away(point: Point, radius: float, width: float, height: float) -> Iterator[Spot]:
        x, y = point
        for reach in _REACHES:
            for turn in _TURNS:
                dx, dy = math.cos(turn), math.sin(turn)
                end = (x + dx * (radius + reach), y + dy * (radius + reach))
                side = 1 if dx > 0.35 else -1 if dx < -0.35 else 0
                left = end[0] + 3 * side - (0 if side > 0 else width if side < 0 else width / 2)
                top = end[1] - (height / 2 if side else height + 3 if dy < 0 else -3)
                start = (x + dx * (radius + 2), y + dy * (radius + 2))
                yield Spot(left, top, width, height, _anchor(side), (start, end))


def _anchor(side: int) -> str:
    return "start" if side > 0 else "end" if side < 0 else "middle"
