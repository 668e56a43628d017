"""Polygons and lines of an archive, each built when a frame first shows it."""

import numpy as np
import numpy.typing as npt
import shapely

from geomap.world.archive import Archive, Floats, Ints

Shapes = npt.NDArray[np.object_]


class Shaping:
    """Boxes of all polygons and arcs at once, their shapes on demand.

    A box is west, south, east, north in degrees. What is built is kept; building twice, as two
    threads may, gives the same.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        low, high = (f.reduceat(archive.points, archive.first, axis=0) for f in (np.minimum, np.maximum))
        self.arc_boxes: Floats = np.hstack([low, high])
        self._turns = _turns(archive)
        arc = _line(archive.ring_arcs)
        low, high = low[arc], high[arc]
        low[:, 0] += self._turns
        high[:, 0] += self._turns
        ring = np.cumsum(archive.ring_size) - archive.ring_size
        self._first_arc = ring
        self._first_ring = np.cumsum(archive.polygon_rings) - archive.polygon_rings
        polygon = ring[self._first_ring]
        self.polygon_boxes: Floats = np.hstack([np.minimum.reduceat(low, polygon), np.maximum.reduceat(high, polygon)])
        self._polygons: Shapes = np.full(len(polygon), None, dtype=np.object_)
        self._arcs: Shapes = np.full(len(archive.first), None, dtype=np.object_)

    def polygons(self, rows: Ints) -> Shapes:
        """Polygons by row."""
        missing = rows[[shape is None for shape in self._polygons[rows]]]
        if len(missing):
            self._polygons[missing] = self._build(missing)
        built: Shapes = self._polygons[rows]
        return built

    def arcs(self, rows: Ints) -> Shapes:
        """Arcs by row."""
        missing = rows[[shape is None for shape in self._arcs[rows]]]
        if len(missing):
            points, of = _spread(self._archive.first[missing], self._archive.count[missing])
            self._arcs[missing] = shapely.linestrings(self._archive.points[points], indices=of)
        built: Shapes = self._arcs[rows]
        return built

    def _build(self, rows: Ints) -> Shapes:
        """Polygons from their rings, rings from their arcs end to end, each but the first without its first point."""
        archive = self._archive
        rings, of_polygon = _spread(self._first_ring[rows], archive.polygon_rings[rows])
        arcs, of_ring = _spread(self._first_arc[rings], archive.ring_size[rings])
        numbers = archive.ring_arcs[arcs]
        arc, forward = _line(numbers), numbers >= 0
        skipped = np.diff(of_ring, prepend=-1) == 0
        length = archive.count[arc] - skipped
        start = archive.first[arc] + np.where(forward, skipped, archive.count[arc] - 1 - skipped)
        nth, of_arc = _spread(np.zeros(len(arc), dtype=np.int64), length)
        coords = archive.points[start[of_arc] + np.where(forward, 1, -1)[of_arc] * nth]
        coords[:, 0] += self._turns[arcs][of_arc]
        ring_ends = np.cumsum(np.bincount(of_ring, weights=length)).astype(np.int64)
        polygon_ends = np.cumsum(np.bincount(of_polygon))
        offsets = (np.concatenate([[0], ring_ends]), np.concatenate([[0], polygon_ends]))
        return np.asarray(shapely.from_ragged_array(shapely.GeometryType.POLYGON, coords, offsets), dtype=np.object_)


def _turns(archive: Archive) -> Floats:
    """Degrees to add to each arc of each ring, whole turns, so that a ring runs on over the antimeridian."""
    arc, forward = _line(archive.ring_arcs), archive.ring_arcs >= 0
    first = archive.points[archive.first, 0][arc]
    last = archive.points[archive.first + archive.count - 1, 0][arc]
    start, end = np.where(forward, first, last), np.where(forward, last, first)
    jumps = np.zeros(len(arc))
    jumps[1:] = np.round((end[:-1] - start[1:]) / 360.0)
    opening = np.cumsum(archive.ring_size) - archive.ring_size
    jumps[opening] = 0.0
    total = np.cumsum(jumps)
    turns: Floats = 360.0 * (total - np.repeat(total[opening], archive.ring_size))
    return turns


def _line(numbers: Ints) -> Ints:
    """Arcs' numbers, whichever way they are walked."""
    return np.where(numbers >= 0, numbers, ~numbers)


def _spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """The numbers `first[i]`, `first[i] + 1` … of every run of `count[i]`, and which run each is of."""
    of = np.repeat(np.arange(len(count)), count)
    return np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + first[of], of
