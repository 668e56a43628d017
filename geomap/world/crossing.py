"""What a line runs over: how many kilometres through each country, and over the sea."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from geomap.geodesy import along, distance_km
from geomap.position import Position
from geomap.world.archive import OUTSIDE, Floats, Worldview
from geomap.world.edges import Edges, load_edges

_STEP_KM = 20.0  # between these a geodesic is taken as straight on a plain map: 0.03 km off at 75° N


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of a line within one country, at sea (`country` is None) or on nobody's land (empty)."""

    country: str | None
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What a line runs over, stretch by stretch in its own order.

    Each end of a stretch is good to 3 km where the line meets the outline at a right angle; along a
    border or a coast the stretches mean nothing.
    """

    stretches: tuple[Stretch, ...]

    @property
    def length_km(self) -> float:
        """The whole line."""
        return sum(stretch.km for stretch in self.stretches)

    @property
    def sea_km(self) -> float:
        """What runs over the sea."""
        return sum(stretch.km for stretch in self.stretches if stretch.country is None)

    @property
    def countries_km(self) -> dict[str, float]:
        """Kilometres in each country, in the order in which the line enters them."""
        found: dict[str, float] = {}
        for stretch in self.stretches:
            if stretch.country:
                found[stretch.country] = found.get(stretch.country, 0.0) + stretch.km
        return found


def crosses(line: Sequence[Position], *, worldview: Worldview = Worldview.UN) -> Crossing:
    """What a line of geodesics runs over: its kilometres add up to its length.

    >>> straight = crosses([Position(lat=43.8047, lon=131.9573), Position(lat=51.8844, lon=128.3334)])
    >>> round(straight.countries_km["CN"], -1)  # Ussuriysk to Vostochny, where no train went
    490.0
    """
    edges = load_edges(worldview)
    stretches = [stretch for a, b in pairwise(line) for stretch in _stretches(edges, a, b)]
    return Crossing(
        stretches=tuple(
            Stretch(country=country, km=sum(stretch.km for stretch in same))
            for country, same in groupby(stretches, key=lambda stretch: stretch.country)
        )
    )


def _stretches(edges: Edges, a: Position, b: Position) -> Iterator[Stretch]:
    length_km = distance_km(a, b)
    if not length_km:
        return
    points = _unwrapped(along(a, b, step_km=_STEP_KM))
    pieces = len(points) - 1
    cuts = np.unique(np.concatenate([[0.0], edges.meetings(points), [float(pieces)]]))
    middle = (cuts[:-1] + cuts[1:]) / 2
    piece = np.minimum(middle.astype(np.int64), pieces - 1)
    lonlat = points[piece] + (middle - piece)[:, np.newaxis] * (points[piece + 1] - points[piece])
    for row, share in zip(edges.beside(lonlat), np.diff(cuts) / pieces, strict=True):
        yield Stretch(country=None if row == OUTSIDE else edges.codes[row], km=float(share) * length_km)


def _unwrapped(line: Sequence[Position]) -> Floats:
    points = np.array([p.lonlat for p in line])
    points[1:, 0] -= 360.0 * np.cumsum(np.round(np.diff(points[:, 0]) / 360.0))
    return points
