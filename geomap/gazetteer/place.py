"""Places, their names, and how a name in a text matched one."""

from dataclasses import dataclass
from enum import StrEnum

from geomap.geodesy import Compass
from geomap.position import Position


class NameKind(StrEnum):
    """What a name is to its place."""

    OFFICIAL = "official"
    EXONYM = "exonym"
    TRANSLITERATION = "transliteration"
    SHORT = "short"
    ABBREVIATION = "abbreviation"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A toponym: `lang` is an ISO 639-1 code, or empty where the source does not say."""

    text: str
    lang: str
    kind: NameKind


WIDE_KM = 15.0
"""Radius beyond which no one point of a lake, an island or a range is where a distance starts."""

LINEAR = frozenset({"STM", "STMI", "STMS", "CNL", "STRT", "CHN"})
"""Rivers, canals and straits, which are long whatever their area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The farthest point of a place's built area or outline towards a side, one of the 16 points."""

    side: Compass
    position: Position
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entity of the gazetteer.

    `position` is its reference point (WGS84); `radius_km` that of a circle of its area, so that no
    town is taken for a point. `country` is ISO 3166-1 alpha-2 or empty (seas); `region` GeoNames' code
    of the first-level region within it, or empty: `Gazetteer.region` names it. `feature_class` and
    `feature_code` are GeoNames' (A, PCLI; P, PPL; S, RSTN; H, STM ...). `population` is 0 where
    unknown. `source` is a key of the gazetteer's sources. `name` is the plain English form. `extent`
    holds the edge points that are known, for places where one point misleads; most have none.
    """

    id: str
    name: str
    position: Position
    radius_km: float
    country: str
    feature_class: str
    feature_code: str
    source: str
    region: str = ""
    population: int = 0
    url: str = ""
    names: tuple[Name, ...] = ()
    extent: tuple[Edge, ...] = ()

    @property
    def is_area(self) -> bool:
        """Whether it is a country, region or natural area, which no one point of a map can stand for."""
        return self.feature_class in {"A", "L"} or self.feature_code in {"OCN", "SEA", "PEN", "MTS"}

    @property
    def is_point(self) -> bool:
        """Whether one point can stand for it when a distance is measured: a town, not a lake or a river."""
        natural = self.feature_class in {"H", "L", "T"}
        return not self.is_area and not (natural and (self.radius_km > WIDE_KM or self.feature_code in LINEAR))

    @property
    def is_country(self) -> bool:
        """Whether it is a state or territory with an ISO code of its own."""
        return self.feature_code.startswith("PCL") or self.feature_code == "TERR"

    @property
    def is_capital(self) -> bool:
        """Whether it is a country's capital."""
        return self.feature_code == "PPLC"

    @property
    def is_region(self) -> bool:
        """Whether it is a first-level region of a country as it stands today."""
        return self.feature_code == "ADM1"

    def contains(self, place: "Place") -> bool:
        """Whether it is a country or first-level region that holds another place."""
        if self.id == place.id or self.country != place.country:
            return False
        return self.is_country or (self.is_region and bool(self.region) and self.region == place.region)

    def edge(self, side: Compass) -> Edge | None:
        """The edge point towards a compass point, where it is known."""
        return next((edge for edge in self.extent if edge.side == side), None)

    def name_in(self, lang: str) -> str:
        """Its first listed name in a language that is not an abbreviation, or the English form."""
        for name in self.names:
            if name.lang == lang and name.kind not in {NameKind.ABBREVIATION, NameKind.HISTORICAL}:
                return name.text
        return self.name

    def with_article(self, text: str, lang: str) -> str:
        """A form of the name with the article that belongs to it: "Caire" after "du" is "Le Caire"."""
        full = self.name_in(lang)
        article, _, rest = full.partition(" ")
        return full if rest == text and len(article) <= 3 else text


class Match(StrEnum):
    """How a toponym met a name of the gazetteer, surest first.

    Exact: letter for letter. Folded: but for case, accents, hyphens and such. Transliterated: another
    romanisation of one Cyrillic, Korean or Arabic name. Abbreviated: shortened, as "S. Africa".
    Fuzzy: a letter or two apart, perhaps a slip.
    """

    EXACT = "exact"
    FOLDED = "folded"
    TRANSLITERATED = "transliterated"
    ABBREVIATED = "abbreviated"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a toponym may mean, the name that matched, and how."""

    place: Place
    name: Name
    match: Match
