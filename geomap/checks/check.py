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
    """What would make a reported figure true although the straight line says otherwise."""

    EDGE = "edge"
    RAIL = "rail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The geodesic between the reference points of two places.

    `anchor_edge` is set where the text measures from the anchor's edge on that side and we know it:
    the geodesic then starts there. `bearing_deg` is the initial bearing at the anchor towards the
    subject; `uncertainty_km` comes from both places' radii: a town is not a point. `rail_km` is the way
    by rail, where both places have a station on a line we know.
    """

    anchor: Place
    subject: Place
    geodesic_km: float
    uncertainty_km: float
    bearing_deg: float
    compass: Compass
    anchor_edge: Edge | None = None
    rail_km: float | None = None

    @property
    def start(self) -> Position:
        """Where the geodesic starts: the anchor's edge that the text names, or its reference point."""
        return self.anchor.position if self.anchor_edge is None else self.anchor_edge.position


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claim, what was measured, and the verdicts; `verdict` is the worse of the two parts.

    `error_pct` = 100 x (reported - measured) / measured; `off_deg` is the angle between the stated
    direction and the bearing. Both None where there is nothing to compare. `summary` is one
    sentence in the article's language.
    """

    claim: Claim
    subject: Place | None
    anchor: Place | None
    measurement: Measurement | None
    error_pct: float | None
    off_deg: float | None
    distance_verdict: Verdict
    direction_verdict: Verdict
    verdict: Verdict
    explained_by: tuple[Explanation, ...]
    summary: str
