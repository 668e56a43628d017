"""Who acts in an article: people, organisations and vehicles, which are not places."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.span import Span


class ActorKind(StrEnum):
    """What sort of actor."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One naming of an actor: `name` is the fullest form the article uses for the same one.

    `country` (ISO 3166-1 alpha-2, or empty) is set for state media and agencies, whose word on
    their own side's movements counts as official.
    """

    span: Span
    text: str
    kind: ActorKind
    name: str
    country: str = ""
