"""The names in an article's text: places, people, organisations, demonyms."""

from geomap.entities.entity import Entity, EntityKind, Recogniser
from geomap.entities.opening import open_recogniser
from geomap.entities.statistical import StatisticalRecogniser

__all__ = ["Entity", "EntityKind", "Recogniser", "StatisticalRecogniser", "open_recogniser"]
