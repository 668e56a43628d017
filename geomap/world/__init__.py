"""Land, countries and borders of the world: to draw under a map, and to ask where a place lies."""

from geomap.world.archive import Worldview
from geomap.world.basemap import Basemap, load_basemap
from geomap.world.crossing import Crossing, Stretch, crosses
from geomap.world.disputed import DisputedArea, load_disputed
from geomap.world.whereabouts import TOLERANCE_KM, countries_near, country_of, distance_to_border, distance_to_coast

__all__ = [
    "TOLERANCE_KM",
    "Basemap",
    "Crossing",
    "DisputedArea",
    "Stretch",
    "Worldview",
    "countries_near",
    "country_of",
    "crosses",
    "distance_to_border",
    "distance_to_coast",
    "load_basemap",
    "load_disputed",
]
