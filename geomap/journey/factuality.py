"""From what the text does with a movement to what we conclude: one table.

`Factuality` is read off the words (tense, planning verbs, negation); `Voice` is who says so. The table
below is the whole rule; its rows are tested one by one.
"""

from collections.abc import Mapping
from enum import StrEnum

from geomap.journey.leg import Certainty


class Factuality(StrEnum):
    """What the text does with a movement."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    HEDGED = "hedged"
    PLANNED = "planned"
    NEGATED = "negated"


class Voice(StrEnum):
    """Who says it: the article itself, an official word on their own side, a named source, nobody in particular."""

    NARRATOR = "narrator"
    OFFICIAL = "official"
    NAMED = "named"
    UNNAMED = "unnamed"


CERTAINTY: Mapping[tuple[Factuality, Voice], Certainty] = {
    (Factuality.ASSERTED, Voice.NARRATOR): Certainty.CONFIRMED,
    (Factuality.ASSERTED, Voice.OFFICIAL): Certainty.CONFIRMED,
    (Factuality.ASSERTED, Voice.NAMED): Certainty.REPORTED,
    (Factuality.ASSERTED, Voice.UNNAMED): Certainty.SPECULATED,
    (Factuality.REPORTED, Voice.NARRATOR): Certainty.SPECULATED,
    (Factuality.REPORTED, Voice.OFFICIAL): Certainty.REPORTED,
    (Factuality.REPORTED, Voice.NAMED): Certainty.REPORTED,
    (Factuality.REPORTED, Voice.UNNAMED): Certainty.SPECULATED,
    (Factuality.HEDGED, Voice.NARRATOR): Certainty.SPECULATED,
    (Factuality.HEDGED, Voice.OFFICIAL): Certainty.EXPECTED,
    (Factuality.HEDGED, Voice.NAMED): Certainty.EXPECTED,
    (Factuality.HEDGED, Voice.UNNAMED): Certainty.SPECULATED,
    (Factuality.PLANNED, Voice.NARRATOR): Certainty.EXPECTED,
    (Factuality.PLANNED, Voice.OFFICIAL): Certainty.EXPECTED,
    (Factuality.PLANNED, Voice.NAMED): Certainty.EXPECTED,
    (Factuality.PLANNED, Voice.UNNAMED): Certainty.EXPECTED,
    (Factuality.NEGATED, Voice.NARRATOR): Certainty.DENIED,
    (Factuality.NEGATED, Voice.OFFICIAL): Certainty.DENIED,
    (Factuality.NEGATED, Voice.NAMED): Certainty.DENIED,
    (Factuality.NEGATED, Voice.UNNAMED): Certainty.DENIED,
}
"""The meanings are those of the certainty words in geomap's contract: confirmed is the narrator, an
official party about itself; reported is one named source; expected is planned or awaited; speculated
is supposed by unnamed or third parties; denied is denied."""


def certainty(factuality: Factuality, voice: Voice) -> Certainty:
    """What we conclude. Two independent named sources make a reported leg confirmed: see `tracing`."""
    return CERTAINTY[factuality, voice]
