"""A length as an article states it: a number, a unit and how sure the words sound."""

import math
from dataclasses import dataclass
from enum import StrEnum

from geomap.errors import QuantityError
from geomap.span import Span


class Unit(StrEnum):
    """Units of length that news uses; the value is the name in geomap's output."""

    KM = "km"
    METRE = "m"
    MILE = "mi"
    NAUTICAL_MILE = "nmi"
    LEAGUE = "lieue"
    YARD = "yd"
    FOOT = "ft"

    @property
    def km(self) -> float:
        """Kilometres in one unit (exact by definition; the lieue is the metric one of 4 km)."""
        return _KM_IN[self]


_KM_IN = {
    Unit.KM: 1.0,
    Unit.METRE: 0.001,
    Unit.MILE: 1.609344,
    Unit.NAUTICAL_MILE: 1.852,
    Unit.LEAGUE: 4.0,
    Unit.YARD: 0.0009144,
    Unit.FOOT: 0.0003048,
}


class Hedge(StrEnum):
    """What the words around a number say of it."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A stated length: `span` covers all its words, `value` is in `unit` (a range's middle).

    `[low_km, high_km]` is what the words allow: the rounding of the number, widened by a hedge;
    `high_km` is infinite for "more than", `low_km` zero for "less than". A `vague` one has no number in
    the text ("a few miles"): its bounds are what such words stand for, its value their middle.
    """

    span: Span
    text: str
    value: float
    unit: Unit
    low_km: float
    high_km: float
    hedge: Hedge
    vague: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.value) and self.value >= 0 and 0 <= self.low_km <= self.high_km):
            msg = f"a length needs value >= 0 and low <= high, got {self.value!r} in [{self.low_km}, {self.high_km}] km"
            raise QuantityError(msg)

    @property
    def value_km(self) -> float:
        """The stated value in kilometres."""
        return self.value * self.unit.km
