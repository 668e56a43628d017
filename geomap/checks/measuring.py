"""Measuring a claim: the geodesic between two reference points, and how far they may be off."""

import math

from geomap.checks.check import Measurement
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass, bearing_deg, compass, distance_km
from geomap.position import Position
from geomap.rail import RailNetwork, leg_route
from geomap.rail.legs import STATION_KM

EDGE_UNCERTAINTY_KM = 1.0
"""How far a published edge point may be off: bounding boxes are given to about a hundredth of a degree."""


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
    bearing = bearing_deg(start, subject.position)
    return Measurement(
        anchor=anchor,
        subject=subject,
        geodesic_km=distance_km(start, subject.position),
        uncertainty_km=math.hypot(anchor.radius_km if edge is None else EDGE_UNCERTAINTY_KM, subject.radius_km),
        bearing_deg=bearing,
        compass=compass(bearing),
        anchor_edge=edge,
        rail_km=None if railways is None else _rail_km(anchor, subject, railways),
    )


def _rail_km(anchor: Place, subject: Place, railways: RailNetwork) -> float | None:
    """Kilometres between the stations of two places; None where one has none of its own."""
    leg = leg_route(anchor.position, subject.position, railways, places=(anchor.id, subject.id))
    if leg is None:
        return None
    reach = zip(leg.access, (anchor, subject), strict=True)
    return leg.rail_km if all(access.km <= max(place.radius_km, STATION_KM) for access, place in reach) else None


def edge_to_edge_km(measurement: Measurement) -> float:
    """The least that could be measured between the two places: between edges that are known, else by radii."""
    subject, anchor = measurement.subject, measurement.anchor
    reach = sum(place.radius_km for place in (subject, anchor) if not place.extent)
    if measurement.anchor_edge is not None:
        return max(0.0, measurement.geodesic_km - subject.radius_km)
    if not (subject.extent or anchor.extent):
        return max(0.0, measurement.geodesic_km - reach)
    nearest = min(distance_km(start, stop) for start in _edges(anchor) for stop in _edges(subject))
    return max(0.0, min(nearest, measurement.geodesic_km) - reach)


def _edges(place: Place) -> list[Position]:
    return [edge.position for edge in place.extent] or [place.position]
