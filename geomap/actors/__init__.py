"""Who acts in an article, so that nobody's name becomes a place."""

from geomap.actors.actor import Actor, ActorKind
from geomap.actors.finding import find_actors

__all__ = ["Actor", "ActorKind", "find_actors"]
