"""What an article claims about the distance between two places."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.evidence import Evidence
from geomap.geodesy import Compass
from geomap.mentions.mention import Mention
from geomap.quantity import Quantity
from geomap.span import Span

PLAUSIBLE_RATIO, PLAUSIBLE_DEG = (0.65, 1.35), 60.0
"""Measured to stated, and degrees off the stated direction: within these a claim may be true.
`geomap.checks.verdicts` tells where they come from."""


class Mode(StrEnum):
    """How the words say the distance is travelled; news nearly always leaves it unspecified."""

    UNSPECIFIED = "unspecified"
    STRAIGHT = "straight"
    ROAD = "road"
    RAIL = "rail"
    RIVER = "river"
    SEA = "sea"
    AIR = "air"


class Relation(StrEnum):
    """How a place is told to lie to two others without a length: on the way and in its middle, or as far from both."""

    HALFWAY = "halfway"
    EQUIDISTANT = "equidistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`subject` lies `quantity` away from `anchor`, in `direction` from it.

    One that states no length says with `relation` how the subject lies to `anchor` and `other`. Subject and anchor are
    mentions, not yet places; None where the sentence leaves one unsaid. Where no mention of the article covers the
    words ("the border", a village nobody recorded), they are a mention of the claim's own, which resolves to no place.
    A subject may stand in a sentence before.
    `anchor_side` is set where the words measure from the anchor's edge on that side.
    """

    article: str
    subject: Mention | None
    anchor: Mention | None
    quantity: Quantity | None
    direction: Compass | None
    direction_text: str
    mode: Mode
    evidence: Evidence
    anchor_side: Compass | None = None
    relation: Relation | None = None
    other: Mention | None = None

    @property
    def said(self) -> Span:
        """The words that state the claim: the length, or "halfway"."""
        return self.evidence.cue if self.quantity is None else self.quantity.span
