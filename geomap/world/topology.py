"""Arcs, rings and polygons while the outlines are being built, all in whole quanta.

A ring is a list of arc numbers, each arc beginning where the one before ended; `~n` is arc `n` walked
backwards. Arcs are shared: the border between two countries is one arc in two rings. Everything that
is done here keeps it so, because what is a border and what is coast is told from nothing else.

Nothing here depends on a geometry library's rounding, so that every machine writes the same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]
Node = tuple[int, int]
LAND = ""


@dataclass(slots=True, eq=False)
class Shape:
    """A polygon: shell, then holes. `owner` is the area it belongs to, or `LAND` for land as a whole."""

    owner: str
    rings: list[list[int]]


@dataclass(slots=True, eq=False, kw_only=True)
class Topology:
    """Arcs and the polygons made of them; degrees are quanta times `scale` plus `translate`."""

    arcs: list[Ints]
    shapes: list[Shape]
    scale: tuple[float, float]
    translate: tuple[float, float]
    seams: set[int] = field(default_factory=set)

    @property
    def turn(self) -> int:
        """Quanta in 360 degrees of longitude."""
        return round(360.0 / self.scale[0])

    def on_antimeridian(self, points: Ints) -> npt.NDArray[np.bool_]:
        """Which points lie at 180 degrees, give or take full turns."""
        at = round((-180.0 - self.translate[0]) / self.scale[0])
        on: npt.NDArray[np.bool_] = (points[:, 0] - at) % self.turn == 0
        return on

    def quanta(self, lonlat: Iterable[tuple[float, float]]) -> Ints:
        """The nearest points of the grid."""
        return np.rint((np.array(list(lonlat)) - self.translate) / self.scale).astype(np.int64)

    def degrees(self, points: Ints) -> npt.NDArray[np.float64]:
        """Longitudes and latitudes."""
        lonlat: npt.NDArray[np.float64] = points * np.array(self.scale) + np.array(self.translate)
        return lonlat

    def walk(self, n: int) -> Ints:
        """The points of arc `n`, or of arc `~n` from its end."""
        return self.arcs[n] if n >= 0 else self.arcs[~n][::-1]

    def points(self, ring: Sequence[int]) -> Ints:
        """The points of a ring, the first again at the end, longitudes running on past the antimeridian."""
        pieces = [self.walk(n) for n in ring]
        return self.unwrap(np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])]))

    def unwrap(self, points: Ints) -> Ints:
        """The points with each jump over the antimeridian undone."""
        jumps = np.round(np.diff(points[:, 0]) / self.turn).astype(np.int64)
        out = points.copy()
        out[1:, 0] -= np.cumsum(jumps) * self.turn
        return out

    def split(self, n: int, at: Sequence[int]) -> None:
        """Cut arc `n` at points, given by their rows, neither its first nor its last."""
        arc = self.arcs[n]
        cuts = [0, *sorted(set(at) - {0, len(arc) - 1}), len(arc) - 1]
        if len(cuts) == 2:
            return
        pieces = [arc[a : b + 1] for a, b in pairwise(cuts)]
        numbers = [n, *range(len(self.arcs), len(self.arcs) + len(pieces) - 1)]
        self.arcs[n] = pieces[0]
        self.arcs += pieces[1:]
        for shape in self.shapes:
            for i, ring in enumerate(shape.rings):
                if n in ring or ~n in ring:
                    shape.rings[i] = [m for old in ring for m in _replaced(old, n, numbers)]


def plane(world: Topology, shape: Shape) -> shapely.Polygon:
    """The shape as a polygon, in quanta."""
    shell, *holes = (world.points(ring) for ring in shape.rings)
    return shapely.Polygon(shell, holes)


def line(n: int) -> int:
    """An arc's number, whichever way it is walked."""
    return n if n >= 0 else ~n


def area2(points: Ints) -> int:
    """Twice the area inside a closed line, in square quanta: positive where it runs anticlockwise."""
    x, y = points[:, 0], points[:, 1]
    return int(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _replaced(old: int, n: int, numbers: Sequence[int]) -> Sequence[int]:
    if old == n:
        return numbers
    return [~m for m in reversed(numbers)] if old == ~n else [old]
