"""Land, countries and borders of the world, to draw under a map."""

from geomap.world.basemap import Basemap, load_basemap

__all__ = ["Basemap", "load_basemap"]
