"""The table, row by row."""

import pytest

from geomap.journey.factuality import CERTAINTY, Factuality, Voice, certainty
from geomap.journey.leg import Certainty


def test_every_combination_has_one_row():
    assert set(CERTAINTY) == {(f, v) for f in Factuality for v in Voice}


@pytest.mark.parametrize(
    ("factuality", "voices"),
    [
        (Factuality.ASSERTED, "confirmed confirmed reported speculated"),
        (Factuality.REPORTED, "speculated reported reported speculated"),
        (Factuality.HEDGED, "speculated expected expected speculated"),
        (Factuality.PLANNED, "expected expected expected expected"),
        (Factuality.NEGATED, "denied denied denied denied"),
    ],
)
def test_the_certainty_of_narrator_official_named_unnamed(factuality, voices):
    order = (Voice.NARRATOR, Voice.OFFICIAL, Voice.NAMED, Voice.UNNAMED)
    assert [certainty(factuality, v) for v in order] == [Certainty(c) for c in voices.split()]
