"""Measuring a claim: the geodesic between two reference points, and how far they may be off."""

import math

from geomap.checks.check import Measurement
from geomap.gazetteer.place import Place
from geomap.geodesy import bearing_deg, compass, distance_km


def measure(subject: Place, anchor: Place) -> Measurement:
    """The geodesic from `anchor` to `subject`, its initial bearing at the anchor, and the uncertainty.

    The uncertainty is the root of the summed squares of both radii: two points picked at random in two
    towns rarely lie on the two facing edges at once. Kilometres and degrees, WGS84.
    """
    bearing = bearing_deg(anchor.position, subject.position)
    return Measurement(
        anchor=anchor,
        subject=subject,
        geodesic_km=distance_km(anchor.position, subject.position),
        uncertainty_km=math.hypot(anchor.radius_km, subject.radius_km),
        bearing_deg=bearing,
        compass=compass(bearing),
    )
