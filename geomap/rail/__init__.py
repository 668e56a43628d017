"""Railways: lines with their kilometre posts, and the route a train takes over them.

Reading order: `line` holds the types; `tables` reads `data/rail/` and refuses what breaks a rule;
`chainage` turns posts into lengths and positions; `network` joins lines and finds routes; `legs` takes
any two positions and is what a journey calls. `coast` and `build` bend drawings onto land; `importing`,
`track` and `store` read, route over and keep the user's own lines.
"""

from geomap.rail.legs import Access, RailLeg, leg_route
from geomap.rail.line import Line, Post, Quality, RailError, Scale, ShapePoint, Station, StationKind
from geomap.rail.network import RailNetwork, RailRoute

__all__ = [
    "Access",
    "Line",
    "Post",
    "Quality",
    "RailError",
    "RailLeg",
    "RailNetwork",
    "RailRoute",
    "Scale",
    "ShapePoint",
    "Station",
    "StationKind",
    "leg_route",
]
