"""Which place each mention means."""

from geomap.places.resolution import Reading, Resolution, Status
from geomap.places.resolving import resolve_places

__all__ = ["Reading", "Resolution", "Status", "resolve_places"]
