"""A leg of a journey over the rails: from any two positions to kilometres, a drawing and what to say.

`leg_route(a, b, network, places=(…, …))` is what a journey or a map calls for each leg by train. `places`
are the gazetteer's ids of the two ends, where they are places: a city has its own station even if its
point lies nearer to a suburb's (Pyongyang's is 3 km from West Pyongyang's). It gives:

- `None`: no station within 30 km of one end, both ends at one station, no rails between them, or rails
  shorter than the way to and from them. The leg stays a straight, schematic line.
- `rail_km` runs from station to station. How far each end is from its station stands apart, in
  `access`, and is in no length: draw it dashed, name its station.
- `geometry` is the drawing along the rails, station to station; `whole` puts the ends on.
- `quality` is that of `rail_km`; `schematic_km` tells how much of the drawing is not the track itself.
- `notes` are to be told in the article's language (`note.text(lang)`): borders, break of gauge.
- `attributions` belong on a map that draws it.

The user's own lines (`geomap rail import`), given as `track`, answer where the network carried does not
know both ends: with no stations, and a length along the track as it was drawn.
"""

import math
from dataclasses import dataclass
from typing import Protocol

from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.rail.line import Note, Quality, Station
from geomap.rail.network import WITHIN_KM, RailNetwork, RailRoute

STATION_KM = 5.0
"""A station nearer than this to a place's point is the place's own, however small the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The straight stretch between an end of a leg and the rails: in no rail kilometres.

    `station` is None on the user's own lines, which have none.
    """

    station: Station | None
    position: Position
    end: Position
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RailLeg:
    """A leg over the rails. `route` is None, and `quality` as well, on the user's own lines."""

    rail_km: float
    geometry: tuple[Position, ...]
    access: tuple[Access, Access]
    line_names: tuple[tuple[tuple[str, str], ...], ...]
    quality: Quality | None
    schematic_km: float
    notes: tuple[Note, ...]
    attributions: tuple[str, ...]
    route: RailRoute | None
    warnings: tuple[str, ...] = ()

    @property
    def whole(self) -> tuple[Position, ...]:
        """From end to end, the stretches to the stations included."""
        return (self.access[0].end, *self.geometry, self.access[1].end)

    def lines(self, lang: str = "en") -> tuple[str, ...]:
        """The names of the lines used, in order, in a language or in English."""
        return tuple(dict(names).get(lang, dict(names)["en"]) for names in self.line_names)


class Track(Protocol):
    """The user's own lines, as `leg_route` asks them."""

    def leg(self, a: Position, b: Position, *, within_km: float) -> RailLeg | None:
        """The leg over them, or None."""


def leg_route(  # noqa: PLR0913
    a: Position,
    b: Position,
    network: RailNetwork,
    *,
    places: tuple[str, str] = ("", ""),
    track: Track | None = None,
    within_km: float = WITHIN_KM,
) -> RailLeg | None:
    """The way over the rails between two ends of a leg, each on the network or within 30 km of a station.

    >>> ussuriysk, vostochny = Position(lat=43.8047, lon=131.9573), Position(lat=51.8844, lon=128.3334)
    >>> leg = leg_route(ussuriysk, vostochny, RailNetwork.open())
    >>> leg.rail_km, leg.access[1].station.name, round(leg.access[1].km)
    (1405.0, 'Ledyanaya', 24)
    """
    start, end = (_station(network, position, place, within_km) for position, place in zip((a, b), places, strict=True))
    if start is None or end is None:
        leg = None if track is None else track.leg(a, b, within_km=within_km)
    else:
        route = None if start is end else network.route(start.id, end.id)
        leg = None if route is None else _leg(route, a, b)
    if leg is not None and leg.rail_km < math.fsum(access.km for access in leg.access):
        return None
    return leg


def _station(network: RailNetwork, position: Position, place: str, within_km: float) -> Station | None:
    """The station that serves a place, else the nearest."""
    serving = network.station_of(place)
    if serving is not None and distance_km(serving.position, position) <= within_km:
        return serving
    nearest = network.nearest_station(position, within_km)
    return None if nearest is None else nearest[0]


def _leg(route: RailRoute, a: Position, b: Position) -> RailLeg:
    return RailLeg(
        rail_km=route.length_km,
        geometry=route.geometry,
        access=(_access(route.origin, a), _access(route.destination, b)),
        line_names=tuple(line.names for line in route.lines),
        quality=route.quality,
        schematic_km=route.schematic_km,
        notes=route.notes,
        attributions=tuple(dict.fromkeys(source.attribution for source in route.sources)),
        route=route,
    )


def _access(station: Station, end: Position) -> Access:
    return Access(station=station, position=station.position, end=end, km=distance_km(station.position, end))
