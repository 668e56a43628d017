"""A claim held against the Earth."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.claims.claim import Claim
from geomap.gazetteer.place import Edge, Place
from geomap.geodesy import Compass
from geomap.position import Position


class Verdict(StrEnum):
    """What a fair checker would say, best first."""

    CONSISTENT = "consistent"
    PLAUSIBLE = "plausible"
    CONTRADICTED = "contradicted"
    UNVERIFIABLE = "unverifiable"


class Explanation(StrEnum):
    """What a figure may be, that is not the straight line between the two reference points.

    By rail and by road it is true of another way; from edge to edge, of nearer points; miles and
    kilometres were mixed up; or another place of the name is meant.
    """

    RAIL = "rail"
    ROAD = "road"
    EDGE = "edge"
    MILES = "miles"
    HOMONYM = "homonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The geodesic between the reference points of two places.

    `anchor_edge` is set where the text measures from the anchor's edge on that side and we know it:
    the geodesic then starts there. `bearing_deg` is the initial bearing at the anchor towards the
    subject; `uncertainty_km` comes from both places' radii: a town is not a point. Other answers to "how
    far?" stand beside: `edge_km` is the least that could be measured, between the facing edges; `facing_km`
    starts at the anchor's `facing` edge, where one is known that is nearer; `station_km` runs straight
    between both places' stations and `rail_km` over the rails, where both have one on a line we know.
    `road_km` is an estimate and a range: the least and the most that roads usually are for such a geodesic.
    """

    anchor: Place
    subject: Place
    geodesic_km: float
    uncertainty_km: float
    bearing_deg: float
    compass: Compass
    edge_km: float
    road_km: tuple[float, float]
    anchor_edge: Edge | None = None
    facing: Edge | None = None
    facing_km: float | None = None
    station_km: float | None = None
    rail_km: float | None = None

    @property
    def start(self) -> Position:
        """Where the geodesic starts: the anchor's edge that the text names, or its reference point."""
        return self.anchor.position if self.anchor_edge is None else self.anchor_edge.position


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was measured between two places, and what that says of a stated distance and direction.

    `error_pct` = 100 x (reported - measured) / measured; `off_deg` is the angle between the stated
    direction and the bearing. Both None where there is nothing to compare. `verdict` is the worse of the
    two parts. `namesake` is another place of the subject's or the anchor's name for which the claim would
    be true. `from_other` is measured from the second end of a claim of the middle ("halfway between X and Y").
    """

    measurement: Measurement | None
    error_pct: float | None
    off_deg: float | None
    distance_verdict: Verdict
    direction_verdict: Verdict
    verdict: Verdict
    explained_by: tuple[Explanation, ...]
    namesake: Place | None = None
    from_other: Measurement | None = None

    @property
    def share(self) -> float | None:
        """How far along the way from the anchor to the other end a claim of the middle's place lies: 0.5 halfway."""
        if self.measurement is None or self.from_other is None:
            return None
        a, b = self.measurement.geodesic_km, self.from_other.geodesic_km
        return a / (a + b) if a + b > 0 else 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claim of an article, the places it speaks of, and the judgement on it.

    `summary` is one sentence in the article's language; `other` is the second end of a claim of the middle.
    """

    claim: Claim
    subject: Place | None
    anchor: Place | None
    judgement: Judgement
    summary: str
    other: Place | None = None

    @property
    def measurement(self) -> Measurement | None:
        """What was measured, where both ends are known."""
        return self.judgement.measurement

    @property
    def error_pct(self) -> float | None:
        """100 x (reported - measured) / measured."""
        return self.judgement.error_pct

    @property
    def off_deg(self) -> float | None:
        """The angle between the stated direction and the bearing."""
        return self.judgement.off_deg

    @property
    def distance_verdict(self) -> Verdict:
        """The verdict on the number."""
        return self.judgement.distance_verdict

    @property
    def direction_verdict(self) -> Verdict:
        """The verdict on the compass point."""
        return self.judgement.direction_verdict

    @property
    def verdict(self) -> Verdict:
        """The worse of the two."""
        return self.judgement.verdict

    @property
    def explained_by(self) -> tuple[Explanation, ...]:
        """What the figure may be instead."""
        return self.judgement.explained_by
