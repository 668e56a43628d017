"""The gazetteer: which places a toponym may mean, and what is known of each.

It has two shelves. The curated one is the committed files: founding places, countries, capitals,
seas and regions, opened in a tenth of a second. The other is the world's towns, several seconds and
hundreds of megabytes, fetched the first time a question needs it. A town that is also curated is
always given as the curated place.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from geomap.datadir import data_folder
from geomap.errors import UnknownPlaceError
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, Name, NameKind, Place
from geomap.gazetteer.tables import CountryName, Tables, read_tables
from geomap.gazetteer.towns import Towns, data_version
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.provenance import Source

# The languages in which CLDR names countries for us, in the order their names are listed.
COUNTRY_NAME_LANGUAGES = ("en", "fr", "de", "es", "ru")

# One degree of latitude is 110.57 km at the equator and more elsewhere.
_SHORTEST_DEGREE_KM = 110.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How much the curated files hold: `by_source` counts places, `memory_share` those nobody can look up."""

    places: int
    names: int
    countries: int
    capitals: int
    by_source: tuple[tuple[str, int], ...]
    memory_share: float


class Gazetteer:
    """Places by name, identifier and position. Open one with `Gazetteer.open()`; it never changes."""

    def __init__(self, tables: Tables, towns: Towns | None) -> None:
        self._places = {place.id: place for place in _with_country_names(tables)}
        self._countries = {place.country: place for place in self._places.values() if place.is_country}
        self._capitals = {place.country: place for place in self._places.values() if place.is_capital}
        self._index = _index(self._places.values())
        self._towns = towns
        self.sources: Mapping[str, Source] = tables.sources
        self.digest = _digest(tables.digest, towns)

    @classmethod
    def open(cls, folder: Path | None = None, *, towns: bool = True) -> "Gazetteer":
        """The gazetteer of a folder of tables, by default the one geomap carries.

        With `towns=False` only curated places exist. Raises `GazetteerError` where a file breaks a rule.

        >>> Gazetteer.open(towns=False).candidates("Khassan")[0].place.name
        'Khasan'
        """
        tables = read_tables(folder or data_folder("gazetteer"))
        return cls(tables, Towns(place.id for place in tables.places if place.is_capital) if towns else None)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place the toponym may mean: exact spellings before folded ones, then by population.

        Each place comes once, with the name that matched best. Population ranks nothing that context
        could: the first candidate is not an answer. Empty when no place bears the name.
        """
        found = {candidate.place.id: candidate for candidate in self._curated(name)}
        for town in self._towns.matches(name) if self._towns else ():
            known = found.get(town.id)
            if known is None or (known.match, town.match) == (Match.FOLDED, Match.EXACT):
                place = self.place(town.id)
                found[town.id] = Candidate(place=place, name=town.name, match=town.match)
        return _sorted(found.values())

    def curated_candidates(self, name: str) -> tuple[Candidate, ...]:
        """The same among curated places alone: microseconds, and never loads the towns."""
        return _sorted(self._curated(name))

    def place(self, place_id: str) -> Place:
        """The place with an identifier. Raises `UnknownPlaceError`."""
        place = self._places.get(place_id)
        if place is not None:
            return place
        if self._towns is not None and place_id.startswith("geonames:"):
            return self._towns.place(place_id)
        msg = f"no place has the identifier {place_id!r}; look the name up with `candidates` first"
        raise UnknownPlaceError(msg)

    def within(
        self, position: Position, radius_km: float, *, codes: Collection[str] = frozenset()
    ) -> tuple[Place, ...]:
        """Curated places whose reference point lies within `radius_km` of a position, nearest first.

        `codes` keeps only those GeoNames feature codes ("RSTN", "PPL"). Distances are geodesic.
        """
        band = radius_km / _SHORTEST_DEGREE_KM
        near = (
            (distance_km(position, place.position), place.id, place)
            for place in self._places.values()
            if abs(place.position.lat - position.lat) <= band and (not codes or place.feature_code in codes)
        )
        return tuple(place for distance, _, place in sorted(near) if distance <= radius_km)

    def country(self, code: str) -> Place:
        """The country or territory with an ISO 3166-1 alpha-2 code. Raises `UnknownPlaceError`."""
        try:
            return self._countries[code]
        except KeyError:
            msg = f"no country has the ISO 3166-1 code {code!r}; two capital letters are expected, as 'FR'"
            raise UnknownPlaceError(msg) from None

    def capital(self, code: str) -> Place | None:
        """The capital of the country with an ISO 3166-1 alpha-2 code, or None where it has none we know."""
        return self._capitals.get(code)

    def countries(self) -> tuple[Place, ...]:
        """Every country and territory, by code."""
        return tuple(self._countries[code] for code in sorted(self._countries))

    def statistics(self) -> Statistics:
        """How much the curated files hold."""
        counts: defaultdict[str, int] = defaultdict(int)
        for place in self._places.values():
            counts[place.source] += 1
        total = len(self._places)
        return Statistics(
            places=total,
            names=sum(len(place.names) for place in self._places.values()),
            countries=len(self._countries),
            capitals=len(self._capitals),
            by_source=tuple(sorted(counts.items())),
            memory_share=counts.get("memory", 0) / total if total else math.nan,
        )

    def _curated(self, name: str) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for place, listed in self._index.get(fold(name), ()):
            match = Match.EXACT if listed.text == name else Match.FOLDED
            known = best.get(place.id)
            if known is None or (known.match, match) == (Match.FOLDED, Match.EXACT):
                best[place.id] = Candidate(place=place, name=listed, match=match)
        return tuple(best.values())


def _sorted(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    order = list(Match)
    return tuple(sorted(candidates, key=lambda c: (order.index(c.match), -c.place.population, c.place.id)))


def _index(places: Iterable[Place]) -> dict[str, list[tuple[Place, Name]]]:
    index: defaultdict[str, list[tuple[Place, Name]]] = defaultdict(list)
    for place in places:
        for name in place.names:
            index[fold(name.text)].append((place, name))
    return dict(index)


def _with_country_names(tables: Tables) -> Iterable[Place]:
    """The places, countries having in each language: aliases of rank 0, CLDR's name, other aliases."""
    aliases: defaultdict[str, list[CountryName]] = defaultdict(list)
    for alias in tables.country_names:
        aliases[alias.country].append(alias)
    territories = _territories()
    for place in tables.places:
        if not place.is_country:
            yield place
            continue
        own = aliases[place.country]
        cldr = [
            Name(text=text, lang=lang, kind=NameKind.SHORT)
            for lang in COUNTRY_NAME_LANGUAGES
            for text in _plain_forms(territories[lang].get(place.country, ""))
        ]
        first = [alias.name for alias in own if alias.rank == 0]
        after = [alias.name for alias in own if alias.rank > 0]
        unique: dict[tuple[str, str], Name] = {}
        for name in (*first, *cldr, *after, *place.names):
            unique.setdefault((name.lang, name.text), name)
        yield replace(place, names=tuple(unique.values()))


def _territories() -> dict[str, Mapping[str, str]]:
    from babel import Locale  # noqa: PLC0415  (kept off the path of `geomap --help`)

    return {lang: Locale(lang).territories for lang in COUNTRY_NAME_LANGUAGES}


def _plain_forms(text: str) -> tuple[str, ...]:
    """What newspapers write of a CLDR name: "Myanmar (Birmanie)" is "Myanmar" or "Birmanie"."""
    outer, _, inner = text.partition(" (")
    return tuple(form for form in (outer, inner.removesuffix(")")) if form)


def _digest(tables: str, towns: Towns | None) -> str:
    parts = [tables, f"Babel {version('babel')}", data_version() if towns is not None else "no towns"]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
