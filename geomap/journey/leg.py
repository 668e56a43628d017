"""The journey an article tells: legs between places, each with its evidence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from geomap.evidence import Evidence
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass
from geomap.rail import RailLeg

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


class Certainty(StrEnum):
    """What we conclude of a leg, surest first."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    EXPECTED = "expected"
    SPECULATED = "speculated"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date as the text states it: `iso` is a day, month or year ("2023-09-10", "2023-09").

    `text` is verbatim ("tôt mardi"); empty where the date is carried over from the leg before.
    """

    iso: str
    text: str

    @property
    def day(self) -> date | None:
        """The day, when the text is that precise."""
        return date.fromisoformat(self.iso) if len(self.iso) == 10 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One movement of one traveller.

    `origin` and `destination` are None where the text does not say: nothing is invented. `via` are
    places passed on the way (a river, a country entered). `observed` is true when somebody saw it.
    `sources` are the names the text gives to who says so, in order. `journey` numbers the
    traveller's journeys from 1. `geodesic_km` joins origin, points passed and destination; None
    when an end is missing or an area. `passed` says that the destination was gone by, not stopped at
    (a river, a bridge). `rail` is the way over the rails, for a leg by train between ends that a line
    we know serves; it starts where the traveller was last known to be where `origin` is unsaid.
    """

    article: str
    traveller: str
    mode: str
    origin: Place | None
    destination: Place | None
    via: tuple[Place, ...]
    direction: Compass | None
    departed: StatedDate | None
    arrived: StatedDate | None
    certainty: Certainty
    observed: bool
    sources: tuple[str, ...]
    journey: int
    geodesic_km: float | None
    evidence: tuple[Evidence, ...]
    passed: bool = False
    rail: RailLeg | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """Its ends and the places passed, in order."""
        return tuple(p for p in (self.origin, *self.via, self.destination) if p is not None)

    @property
    def rail_km(self) -> float | None:
        """Kilometres by rail, from station to station, where the text names both ends."""
        return self.rail.rail_km if self.rail is not None and self.origin is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The legs of an article, in the order they were travelled; what is only expected comes last.

    `lang` is the article's language, in which a map of the journey is written.
    """

    legs: tuple[Leg, ...]
    lang: str = "en"

    def to_geodataframe(self) -> "GeoDataFrame":
        """Its stops and legs as a table of geopandas (WGS84), as a report's; the evidence lies in the article.

        Raises `RenderError` where no place can be drawn.
        """
        from geomap.render.notebook import geodataframe, report_of  # noqa: PLC0415 (a journey shows itself)

        return geodataframe(report_of(self))

    def _repr_html_(self) -> str:
        """The map, for a notebook's cell."""
        from geomap.render.notebook import journey_html  # noqa: PLC0415 (a journey shows itself)

        return journey_html(self)
