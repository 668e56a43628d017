"""Names in a text and what each of them names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from geomap.span import Span

SURE = 0.6
"""From this confidence on, the stages take a recogniser's word for what a name names."""


class EntityKind(StrEnum):
    """What a name names; a demonym ("Texan", "les Lillois") names people or their language after a place."""

    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A name: where it stands, what it names, and how sure the recogniser is of that, from 0 to 1.

    `within`: it is part of an organisation's name ("Iowa" in "University of Iowa").
    """

    span: Span
    kind: EntityKind
    confidence: float
    within: bool = False


class Recogniser(Protocol):
    """Whatever finds names in texts.

    `recognise` gives, for each text of one language (ISO 639-1), its entities in text order. Two of them
    overlap only where a place or demonym stands in an organisation's name ("University of Iowa").
    """

    def name_for(self, lang: str) -> str:
        """What reads texts of a language, and of which version, for provenance."""
        ...

    def recognise(self, texts: Sequence[str], lang: str) -> tuple[tuple[Entity, ...], ...]:
        """The entities of each text."""
        ...
