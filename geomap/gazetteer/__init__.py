"""From names to places: `Gazetteer.open().candidates("Oussouriïsk")`."""

from geomap.gazetteer.gazetteer import Gazetteer
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, Name, NameKind, Place

__all__ = ["Candidate", "Gazetteer", "Match", "Name", "NameKind", "Place", "fold"]
