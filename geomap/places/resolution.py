"""Which place a mention means, how it is used, and why geomap thinks so."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.gazetteer.place import Place
from geomap.mentions.mention import Mention


class Status(StrEnum):
    """Whether a place was found, none is known by that name or none likely, or too many remain."""

    RESOLVED = "resolved"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


class Reading(StrEnum):
    """Literal: the place itself. Metonymic: its government or team. Associative: belonging to it."""

    LITERAL = "literal"
    METONYMIC = "metonymic"
    ASSOCIATIVE = "associative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A mention with its place (None unless `status` is resolved), reading and reasons.

    `confidence` lies in [0, 1]; `candidates` counts the places that bear the name; `because` are
    short phrases in English that a person can read.
    """

    mention: Mention
    status: Status
    place: Place | None
    reading: Reading
    confidence: float
    candidates: int
    because: tuple[str, ...]
