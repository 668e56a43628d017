"""A journey that a table tells, stop by stop: `read_stops`, then `follow_stops`."""

from geomap.stops.following import follow_stops
from geomap.stops.reading import read_stops
from geomap.stops.table import StopTable, TableStop

__all__ = ["StopTable", "TableStop", "follow_stops", "read_stops"]
