"""Every coast and border as one list of short edges, in plain arrays.

An edge knows what lies left and right of it, so that a point is located by the first edge to its east,
a line is cut where it meets edges, and the nearest coast is the nearest edge with sea beside it.
Longitudes are compared modulo 360 and distances are measured in space, so that neither antimeridian
nor poles are special. Nothing is prepared lazily: threads and forked processes may share it.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.world.archive import OUTSIDE, SEAM, Archive, Floats, Ints, Worldview, check_choice, load_archive

Bools = npt.NDArray[np.bool_]

_LONGEST_DEG = 0.25  # longer edges are split: the 49th parallel is no geodesic; at this length it strays 8 m
_CHUNK = 24  # edges that share a box and a ball; 16 to 48 are equally fast
_ANTARCTIC = -60.0  # a parallel without edges is land south of it, sea elsewhere
_A_KM, _E2 = 6378.137, 0.00669437999014  # WGS84


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Edges:
    """Edges in chunks: chunk `i` is `points[first[i] : first[i] + count[i] + 1]`, `count[i]` edges.

    `sides` are rows of `codes`, left and right of the edge as it runs, or `OUTSIDE` for the sea.
    `west` to `north` is a chunk's box in degrees; `centre` and `radius` a ball around it, in km.
    """

    points: Floats
    first: Ints
    count: Ints
    sides: npt.NDArray[np.int16]
    west: Floats
    south: Floats
    east: Floats
    north: Floats
    centre: Floats
    radius: Floats
    codes: tuple[str, ...]

    @property
    def coast(self) -> Bools:
        """The chunks that are coast."""
        coast: Bools = (self.sides == OUTSIDE).any(axis=1)
        return coast

    def border(self, a: str, b: str) -> Bools:
        """The chunks that divide two countries."""
        codes = np.array([*self.codes, "sea"])[self.sides]
        border: Bools = ((codes == (a, b)) | (codes == (b, a))).all(axis=1)
        return border

    def beside(self, lonlat: Floats) -> npt.NDArray[np.int64]:
        """Which country each point lies in: a row of `codes`, or `OUTSIDE`."""
        return np.array([self.beside_one(lon, lat) for lon, lat in lonlat], dtype=np.int64)

    def beside_one(self, lon: float, lat: float) -> int:
        """The same for one point: what lies west of the first edge that a walk east along the parallel meets."""
        chunks = np.flatnonzero((self.south <= lat) & (self.north >= lat))
        rows, of = self._edges(chunks)
        y0, y1 = self.points[rows, 1], self.points[rows + 1, 1]
        met = np.flatnonzero((y0 <= lat) != (y1 <= lat))
        if not len(met):
            return self.codes.index("AQ") if lat < _ANTARCTIC else OUTSIDE
        rows, y0, y1 = rows[met], y0[met], y1[met]
        x0, x1 = self.points[rows, 0], self.points[rows + 1, 0]
        way = (x0 + (lat - y0) / (y1 - y0) * (x1 - x0) - lon) % 360.0
        nearest = int(np.argmin(way))
        chunk = chunks[of[met[nearest]]]
        return int(self.sides[chunk, 0 if y1[nearest] > y0[nearest] else 1])

    def meetings(self, lonlat: Floats) -> Floats:
        """Where a line meets edges: 2.25 is a quarter of the way from its third point to its fourth.

        The line's longitudes run on past 180 rather than jump.
        """
        starts = range(0, len(lonlat) - 1, _CHUNK)  # a few pieces at a time, so that few edges are near
        return np.sort(np.concatenate([at + self._meetings(lonlat[at : at + _CHUNK + 1]) for at in starts]))

    def _meetings(self, lonlat: Floats) -> Floats:
        low, high = lonlat.min(axis=0), lonlat.max(axis=0)
        turns = 360.0 * np.round((low[0] + high[0] - self.west - self.east) / 720.0)
        chunks = np.flatnonzero(
            (self.south <= high[1])
            & (self.north >= low[1])
            & (self.west + turns <= high[0])
            & (self.east + turns >= low[0])
        )
        rows, of = self._edges(chunks)
        turned = turns[chunks][of]
        a = self.points[rows] + np.column_stack([turned, np.zeros(len(turned))])
        b = a + self.points[rows + 1] - self.points[rows]
        near = ((np.minimum(a, b) <= high) & (np.maximum(a, b) >= low)).all(axis=1)
        a, b = a[near], b[near]
        start, step = lonlat[:-1, np.newaxis], np.diff(lonlat, axis=0)[:, np.newaxis]
        edge = b - a
        across = _cross(step, edge)
        with np.errstate(divide="ignore", invalid="ignore"):  # parallel to an edge: met at its neighbours
            along_line = _cross(a - start, edge) / across
            along_edge = _cross(a - start, step) / across
        met = (along_line >= 0) & (along_line <= 1) & (along_edge >= 0) & (along_edge <= 1)
        piece, which = np.nonzero(met)
        where: Floats = piece + along_line[piece, which]
        return where

    def nearest_km(self, position: Position, chosen: Bools) -> float | None:
        """Kilometres to the nearest edge of the chosen chunks, along the geodesic; None if there is none."""
        chunks = np.flatnonzero(chosen)
        if not len(chunks):
            return None
        here = _space(np.array([position.lonlat]))[0]
        away = np.linalg.norm(self.centre[chunks] - here, axis=1)
        chunks = chunks[away - self.radius[chunks] <= (away + self.radius[chunks]).min()]
        rows, _, share, gap = self._gaps(here, chunks)
        return self._km(position, rows, share, int(np.argmin(gap)))

    def sides_within(self, position: Position, km: float) -> dict[int, float]:
        """What lies beside the edges within `km`, and the kilometres to it, nearest first."""
        here = _space(np.array([position.lonlat]))[0]
        margin = km / 110.0  # a degree of latitude is longer
        chunks = np.flatnonzero((self.south <= position.lat + margin) & (self.north >= position.lat - margin))
        chunks = chunks[np.linalg.norm(self.centre[chunks] - here, axis=1) - self.radius[chunks] <= km]
        if not len(chunks):
            return {}
        rows, of, share, gap = self._gaps(here, chunks)
        found: dict[int, float] = {}
        for i in np.argsort(gap):
            if gap[i] > km:
                break
            for side in self.sides[chunks[of[i]]]:
                if int(side) not in found:
                    found[int(side)] = self._km(position, rows, share, int(i))
        return found

    def _edges(self, chunks: Ints) -> tuple[Ints, Ints]:
        """The row in `points` of each edge's start, and which of the chunks it is of."""
        count = self.count[chunks]
        of = np.repeat(np.arange(len(chunks)), count)
        rows = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + self.first[chunks][of]
        return rows, of

    def _gaps(self, here: Floats, chunks: Ints) -> tuple[Ints, Ints, Floats, Floats]:
        """Edges of chunks: rows, chunks, where along each it comes nearest, and how near in space."""
        rows, of = self._edges(chunks)
        start = _space(self.points[rows])
        step = _space(self.points[rows + 1]) - start
        length2 = np.maximum((step**2).sum(axis=1), 1e-12)
        share = np.clip(((here - start) * step).sum(axis=1) / length2, 0.0, 1.0)
        gap = np.linalg.norm(start + share[:, np.newaxis] * step - here, axis=1)
        return rows, of, share, gap

    def _km(self, position: Position, rows: Ints, share: Floats, i: int) -> float:
        row = rows[i]
        lon, lat = self.points[row] + share[i] * (self.points[row + 1] - self.points[row])
        return distance_km(position, Position(lat=max(float(lat), -90.0), lon=(float(lon) + 180.0) % 360.0 - 180.0))


def load_edges(worldview: Worldview) -> Edges:
    """The edges of the 1:10m outlines in a world view; raises `WorldError` if they are missing or damaged."""
    return _load(check_choice("10m", worldview)[1])


@cache
def _load(worldview: Worldview) -> Edges:
    return list_edges(load_archive("10m"), worldview)


def list_edges(archive: Archive, worldview: Worldview) -> Edges:
    """The edges of an archive in a world view: coasts, and borders between areas it gives to two countries."""
    by_area = archive.area_codes(worldview)
    codes = tuple(sorted(set(by_area)))
    row = np.array([*(codes.index(code) for code in by_area), SEAM, OUTSIDE], dtype=np.int16)
    sides = row[archive.sides]  # rows -1 and -2 are the last two
    drawn = (sides[:, 0] != sides[:, 1]) & (sides != SEAM).all(axis=1)
    points, first, count = _split_long(archive)
    first, count, sides = first[drawn], count[drawn] - 1, sides[drawn]
    chunks = -(-count // _CHUNK)
    arc = np.repeat(np.arange(len(count)), chunks)
    done = (np.arange(len(arc)) - np.repeat(np.cumsum(chunks) - chunks, chunks)) * _CHUNK
    start, edges = first[arc] + done, np.minimum(_CHUNK, count[arc] - done)
    rows = start[:, np.newaxis] + np.minimum(np.arange(_CHUNK + 1), edges[:, np.newaxis])
    low, high = points[rows].min(axis=1), points[rows].max(axis=1)
    centre = _space((low + high) / 2)
    corners = (low, high, np.column_stack([low[:, 0], high[:, 1]]), np.column_stack([high[:, 0], low[:, 1]]))
    radius = np.max([np.linalg.norm(_space(corner) - centre, axis=1) for corner in corners], axis=0)
    return Edges(
        points=points,
        first=start,
        count=edges,
        sides=sides[arc],
        west=low[:, 0].copy(),
        south=low[:, 1].copy(),
        east=high[:, 0].copy(),
        north=high[:, 1].copy(),
        centre=centre,
        radius=radius * 1.01 + 0.1,  # a box bulges over its corners, by far less
        codes=codes,
    )


def _split_long(archive: Archive) -> tuple[Floats, Ints, Ints]:
    """All arcs' points with long edges split; the row of each arc's first point, and how many it has."""
    step = np.diff(archive.points, axis=0, append=archive.points[-1:])
    step[archive.first + archive.count - 1] = 0.0
    pieces = np.maximum(1, np.ceil(np.abs(step).max(axis=1) / _LONGEST_DEG)).astype(np.int64)
    of = np.repeat(np.arange(len(pieces)), pieces)
    begins = np.cumsum(pieces) - pieces
    share = (np.arange(len(of)) - begins[of]) / pieces[of]
    points = archive.points[of] + share[:, np.newaxis] * step[of]
    return points, begins[archive.first], np.add.reduceat(pieces, archive.first)


def _space(lonlat: Floats) -> Floats:
    """Places on the ellipsoid, in kilometres from the middle of the Earth."""
    lon, lat = np.radians(lonlat).T
    normal = _A_KM / np.sqrt(1.0 - _E2 * np.sin(lat) ** 2)
    level = normal * np.cos(lat)
    return np.column_stack([level * np.cos(lon), level * np.sin(lon), normal * (1.0 - _E2) * np.sin(lat)])


def _cross(a: Floats, b: Floats) -> Floats:
    cross: Floats = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return cross
