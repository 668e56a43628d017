"""Measuring a claim: the geodesic between two reference points, and how far they may be off."""

import math

from geomap.checks.check import Measurement
from geomap.gazetteer.place import Edge, Place
from geomap.geodesy import Compass, bearing_deg, compass, distance_km
from geomap.position import Position
from geomap.rail import RailLeg, RailNetwork, leg_route
from geomap.rail.legs import STATION_KM

EDGE_UNCERTAINTY_KM = 1.0
"""How far a published edge point may be off: bounding boxes are given to about a hundredth of a degree."""

ROAD_CIRCUITY = (1.1, 1.54)
"""How many times as long as the geodesic a road is, from a straight highway to one round a bay or over hills.
Reported distances that are longer than the geodesic by more than a tenth are so by 1.19 times (median), and one in
twenty by 1.4 or more; the upper end is the reciprocal of the least ratio that a verdict still calls plausible."""


def measure(
    subject: Place, anchor: Place, *, side: Compass | None = None, railways: RailNetwork | None = None
) -> Measurement:
    """The geodesic from `anchor` to `subject`, its initial bearing at the anchor, and the uncertainty.

    With a `side`, from the anchor's edge there where that is known; with `railways`, by rail as well
    where both places have a station on them. The uncertainty is the root of the
    summed squares of both radii: two points picked at random in two towns rarely lie on the two facing
    edges at once. Kilometres and degrees, WGS84.
    """
    edge = anchor.edge(side) if side is not None else None
    start = anchor.position if edge is None else edge.position
    geodesic, bearing = distance_km(start, subject.position), bearing_deg(start, subject.position)
    facing, facing_km = (None, None) if edge is not None else _facing(subject, anchor, geodesic)
    leg = None if railways is None else _rail(anchor, subject, railways)
    return Measurement(
        anchor=anchor,
        subject=subject,
        geodesic_km=geodesic,
        uncertainty_km=math.hypot(anchor.radius_km if edge is None else EDGE_UNCERTAINTY_KM, subject.radius_km),
        bearing_deg=bearing,
        compass=compass(bearing),
        edge_km=_edge_to_edge_km(subject, anchor, edge, geodesic),
        road_km=(ROAD_CIRCUITY[0] * geodesic, ROAD_CIRCUITY[1] * geodesic),
        anchor_edge=edge,
        facing=facing,
        facing_km=facing_km,
        station_km=None if leg is None else distance_km(leg.access[0].position, leg.access[1].position),
        rail_km=None if leg is None else leg.rail_km,
    )


def _facing(subject: Place, anchor: Place, geodesic_km: float) -> tuple[Edge | None, float | None]:
    """The known edge of the anchor nearest to the subject, and how far it is; none if the anchor's point is nearer."""
    found = min(
        ((distance_km(edge.position, subject.position), i) for i, edge in enumerate(anchor.extent)), default=None
    )
    return (None, None) if found is None or found[0] >= geodesic_km else (anchor.extent[found[1]], found[0])


def _rail(anchor: Place, subject: Place, railways: RailNetwork) -> RailLeg | None:
    """The way between the stations of two places; None where one has none of its own."""
    leg = leg_route(anchor.position, subject.position, railways, places=(anchor.id, subject.id))
    if leg is None:
        return None
    reach = zip(leg.access, (anchor, subject), strict=True)
    return leg if all(access.km <= max(place.radius_km, STATION_KM) for access, place in reach) else None


def _edge_to_edge_km(subject: Place, anchor: Place, edge: Edge | None, geodesic_km: float) -> float:
    """The least that could be measured between two places: between edges that are known, else by radii."""
    if edge is not None:
        return max(0.0, geodesic_km - subject.radius_km)
    reach = sum(place.radius_km for place in (subject, anchor) if not place.extent)
    if not (subject.extent or anchor.extent):
        return max(0.0, geodesic_km - reach)
    nearest = min(distance_km(start, stop) for start in _edges(anchor) for stop in _edges(subject))
    return max(0.0, min(nearest, geodesic_km) - reach)


def _edges(place: Place) -> list[Position]:
    return [edge.position for edge in place.extent] or [place.position]
