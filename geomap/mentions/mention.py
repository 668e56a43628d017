"""Words of an article that name or point to a place."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.span import Span


class MentionKind(StrEnum):
    """Name ("Ussuriysk"), demonym ("russe") or nominal ("la base de lancement")."""

    NAME = "name"
    DEMONYM = "demonym"
    NOMINAL = "nominal"


class Slot(StrEnum):
    """Where the words stand: story, dateline ("SEOUL –"), byline, or an organisation's name ("University of Iowa")."""

    STORY = "story"
    DATELINE = "dateline"
    BYLINE = "byline"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention, before anyone knows which place it means.

    `head` is the feature noun that introduces it ("port spatial", "rivière"), or empty;
    `features` the GeoNames feature codes that noun allows, empty when anything goes.
    `country` (ISO 3166-1 alpha-2) is set for demonyms. `anchor` is, for a nominal mention, the
    mention inside it that locates it ("une usine de *cette ville*"): a span, or None.
    """

    article: str
    span: Span
    text: str
    kind: MentionKind
    slot: Slot = Slot.STORY
    head: str = ""
    features: frozenset[str] = frozenset()
    country: str = ""
    anchor: Span | None = None
