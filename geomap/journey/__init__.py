"""The journey an article tells."""

from geomap.journey.leg import Certainty, Journey, Leg, StatedDate
from geomap.journey.railways import follow_rails, starts
from geomap.journey.roles import Role, assign_roles
from geomap.journey.tracing import trace_journey

__all__ = [
    "Certainty",
    "Journey",
    "Leg",
    "Role",
    "StatedDate",
    "assign_roles",
    "follow_rails",
    "starts",
    "trace_journey",
]
