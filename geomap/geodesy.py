"""Distances and bearings on the one Earth geomap knows: the WGS84 ellipsoid.

Every distance in geomap passes through here. geopy's `geodesic` gives the length (Karney's method,
through geographiclib); the same library gives the initial bearing, so that both come from one line.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from geographiclib.geodesic import Geodesic

from geomap.position import Position


class Compass(StrEnum):
    """The sixteen points, clockwise from north, in English letters whatever the article's language."""

    N = "N"
    NNE = "NNE"
    NE = "NE"
    ENE = "ENE"
    E = "E"
    ESE = "ESE"
    SE = "SE"
    SSE = "SSE"
    S = "S"
    SSW = "SSW"
    SW = "SW"
    WSW = "WSW"
    W = "W"
    WNW = "WNW"
    NW = "NW"
    NNW = "NNW"

    @property
    def bearing_deg(self) -> float:
        """Degrees clockwise from true north."""
        return 22.5 * list(Compass).index(self)


def distance_km(a: Position, b: Position) -> float:
    """Kilometres along the geodesic from `a` to `b`: the shortest path over the ellipsoid.

    No road, railway or ship is shorter; most are 10 to 50 % longer.

    >>> round(distance_km(Position(lat=43.1056, lon=131.8735), Position(lat=43.8047, lon=131.9573)))
    78
    """
    # Imported when first asked for: geopy brings its geocoders with it, 19 MB that names in texts never need.
    from geopy.distance import geodesic  # noqa: PLC0415

    return float(geodesic(a.latlon, b.latlon).km)


def bearing_deg(start: Position, end: Position) -> float:
    """Initial bearing at `start` towards `end`: degrees in [0, 360), clockwise from true north.

    On a long way the course turns: from Ussuriysk to Vostochny it starts at 344° and ends at 342°.
    Between coincident points it is 0 and means nothing.

    >>> round(bearing_deg(Position(lat=43.1056, lon=131.8735), Position(lat=43.8047, lon=131.9573)))
    5
    """
    line = Geodesic.WGS84.Inverse(*start.latlon, *end.latlon)
    return float(line["azi1"]) % 360.0


def compass(bearing: float) -> Compass:
    """The nearest of the sixteen points to a bearing in degrees.

    >>> str(compass(344.5))
    'NNW'
    """
    return list(Compass)[round(bearing / 22.5) % 16]


def angle_between_deg(a: float, b: float) -> float:
    """The smaller angle between two bearings, in [0, 180].

    >>> angle_between_deg(350, 10)
    20.0
    """
    return abs((a - b + 180.0) % 360.0 - 180.0)


def along(a: Position, b: Position, *, step_km: float = 25.0) -> tuple[Position, ...]:
    """Points of the geodesic from `a` to `b`, ends included, no further apart than `step_km`.

    Longitudes stay in [-180, 180], so a line over the antimeridian jumps: split it before drawing.
    """
    line = Geodesic.WGS84.InverseLine(*a.latlon, *b.latlon)
    pieces = max(1, -int(-line.s13 / 1000 // step_km))
    middle = (line.Position(line.s13 * i / pieces) for i in range(1, pieces))
    return (a, *(Position(lat=p["lat2"], lon=p["lon2"]) for p in middle), b)


def length_km(points: Sequence[Position]) -> float:
    """Length of a polyline, each piece a geodesic."""
    return math.fsum(distance_km(a, b) for a, b in pairwise(points))


def split_at_antimeridian(points: Sequence[Position]) -> tuple[tuple[Position, ...], ...]:
    """A polyline in pieces that do not cross the antimeridian, as RFC 7946 wants them: 3.1.9.

    A step of more than 180° of longitude goes the short way round; it is cut at a latitude interpolated
    on the plane, so give points that `along` made. At a pole, where there is no short way, nothing is cut.

    >>> fiji, samoa = Position(lat=-18.0, lon=178.0), Position(lat=-14.0, lon=-172.0)
    >>> [[p.lonlat for p in piece] for piece in split_at_antimeridian([fiji, samoa])]
    [[(178.0, -18.0), (180.0, -17.2)], [(-180.0, -17.2), (-172.0, -14.0)]]
    """
    pieces = [[points[0]]]
    for before, point in pairwise(points):
        step = point.lon - before.lon
        if abs(step) > 180:
            edge = 180.0 if before.lon > 0 else -180.0
            way = step + 2 * edge
            share = (edge - before.lon) / way if way else 0.0
            lat = before.lat + share * (point.lat - before.lat)
            pieces[-1].append(Position(lat=lat, lon=edge))
            pieces.append([Position(lat=lat, lon=-edge)])
        pieces[-1].append(point)
    # Of a line that starts or ends on the antimeridian itself, one piece is a mere point.
    lines = [tuple(piece) for piece in pieces if len(set(piece)) > 1]
    return tuple(lines) or (tuple(pieces[0]),)
