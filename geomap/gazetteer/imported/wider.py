"""The gazetteer with what the user imported: geomap's own places, GeoNames' further ones, and the user's, which win.

A place that several know comes once: as the user has it, else as geomap's files have it, else as the
import does, with all their names. Imported dumps of GeoNames count as towns do: in a text their names
need something beside them that says a place is meant. The user's own places are curated: their bare
name is enough, and where one bears a name, geomap's namesakes stand back.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from geomap.gazetteer.abbreviations import full_keys
from geomap.gazetteer.gazetteer import MOST_WORDS, ORDER, Gazetteer
from geomap.gazetteer.grid import at_least_km
from geomap.gazetteer.imported.entry import SOUND, keys_of
from geomap.gazetteer.imported.shelf import Imports
from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.mapped import Keys
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Candidate, Match, Place
from geomap.gazetteer.scanning import Scanner
from geomap.gazetteer.spelling import asked_keys, river_key
from geomap.gazetteer.standing import TOWN_MASK, TOWN_SHIFT, Standing, Standings
from geomap.geodesy import distance_km
from geomap.position import Position

if TYPE_CHECKING:
    from geomap.gazetteer.bearers import Bearers

_KEPT = 8192
_AS_WRITTEN = frozenset({Match.EXACT, Match.FOLDED})


class WiderGazetteer(Gazetteer):
    """A gazetteer beside which places are imported. `Gazetteer.open()` gives one where there are any.

    `in_country`, `nearest_populated` and `nearest_spellings` know geomap's own places alone.
    """

    def __init__(
        self,
        index: NameIndex,
        imports: Imports,
        *,
        digest: str,
        path: Path | None,
        origin: tuple[Path, bool, bool, tuple[Path, ...]],
    ) -> None:
        digest = hashlib.sha256(f"{digest}\n{imports.digest}".encode()).hexdigest()[:16] if imports.digest else digest
        super().__init__(index, digest=digest, path=path, origin=origin)
        self._imports = imports
        self._own_sources = frozenset(dataset.source.id for dataset in imports.datasets if dataset.own)
        self.imported = imports.datasets
        self.problems = imports.problems
        self.sources = MappingProxyType({**imports.sources, **index.sources})
        self._place = lru_cache(maxsize=_KEPT)(lambda row: self._as_known(index.place(row)))
        self._usual = lru_cache(maxsize=_KEPT)(self._find_usual)
        self._by_id = lru_cache(maxsize=_KEPT)(self._find_place)
        # The scanner asks these three things of an index and no other.
        self._scanner = Scanner(cast("NameIndex", _Names(index, imports)))

    def candidates(self, name: str, *, tiers: Collection[Match] | None = None) -> tuple[Candidate, ...]:
        """As `Gazetteer.candidates`; only the user's own places where one bears the name.

        Of a name with more than 100 bearers in an import, the best known are given. Slips of the pen are
        forgiven in geomap's own names alone.
        """
        return self._usual(name) if tiers is None else self._together(name, frozenset(tiers))

    def place_ids(self, name: str) -> tuple[str, ...]:
        """Identifiers of the places listed under a name letter for letter, in no order."""
        found = dict.fromkeys(super().place_ids(name))
        for candidate in self._imported(name, frozenset({Match.EXACT})):
            found[candidate.place.id] = None
        return tuple(found)

    def standings(self) -> Standings:
        """As `Gazetteer.standings`, of what is imported as well."""
        return _Standings(self._index, self._imports)

    def place(self, place_id: str) -> Place:
        """The place with an identifier. Raises `UnknownPlaceError`."""
        return self._by_id(place_id) or super().place(place_id)

    def within(
        self, position: Position, radius_km: float, *, codes: Collection[str] = frozenset(), towns: bool = False
    ) -> tuple[Place, ...]:
        """As `Gazetteer.within`: the user's own places count as curated, imported dumps as towns."""
        found = {place.id: place for place in super().within(position, radius_km, codes=codes, towns=towns)}
        for place_id, lat, lon in self._imports.within(position, radius_km, own=not towns):
            if place_id not in found and at_least_km(position, lat, lon) <= radius_km:
                place = self._by_id(place_id)
                if place is not None and (not codes or place.feature_code in codes):
                    found[place_id] = place
        away = ((distance_km(position, place.position), place.id, place) for place in found.values())
        return tuple(place for km, _, place in sorted(away, key=lambda near: near[:2]) if km <= radius_km)

    def is_curated(self, place_id: str) -> bool:
        """Whether somebody chose this very place: for the gazetteer, or among the user's own."""
        return self._imports.is_own(place_id) or super().is_curated(place_id)

    def every_place(self, *, source: Collection[str] = (), country: str | None = None) -> Iterator[Place]:
        """As `Gazetteer.every_place`, then what is imported and was not given yet."""
        own = {place_id for store in self._imports.stores for place_id in store.own_ids()}
        for place in super().every_place(source=source, country=country):
            if place.id not in own:
                yield self._imports.with_names(place)
        for number, store in enumerate(self._imports.stores):
            if source and store.dataset.source.id not in source:
                continue
            earlier = self._imports.stores[:number]
            for place in store.places(country=country):
                known = not store.dataset.own and self._index.row(place.id) is not None
                if not known and all(other.row(place.id) is None for other in earlier):
                    yield self._imports.with_names(place)

    def _find_bearers(self, name: str, tiers: frozenset[Match] | None) -> "Bearers":
        from geomap.gazetteer.bearers import Bearers  # noqa: PLC0415  (imports NumPy)

        candidates = self.candidates(name, tiers=tiers)
        table = self.catalogue.of_candidates(candidates, self.is_curated, fold(name))
        return Bearers(table=table, make=candidates.__getitem__)

    def _find_usual(self, name: str) -> tuple[Candidate, ...]:
        return self._together(name, _AS_WRITTEN) or self._together(name, frozenset({Match.TRANSLITERATED}))

    def _together(self, name: str, tiers: frozenset[Match]) -> tuple[Candidate, ...]:
        found = {candidate.place.id: candidate for candidate in self._found(self._matches(name, tiers))}
        for candidate in self._imported(name, tiers):
            known = found.get(candidate.place.id)
            if known is None or ORDER[candidate.match] < ORDER[known.match]:
                found[candidate.place.id] = candidate
        return self._sorted(found.values())

    def _sorted(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        ordered = sorted(found, key=lambda c: (ORDER[c.match], -c.place.population, c.place.id))
        own = [c for c in ordered if c.match in _AS_WRITTEN and c.place.source in self._own_sources]
        return tuple(own or ordered)

    def _find_curated(self, name: str) -> tuple[Candidate, ...]:
        own = {candidate.place.id: candidate for candidate in self._imported(name, _AS_WRITTEN, own=True)}
        return self._sorted([*own.values(), *(c for c in super()._find_curated(name) if c.place.id not in own)])

    def _find_opened(self, word: str) -> int:
        return MOST_WORDS if self._own_sources else super()._find_opened(word)

    def _imported(self, name: str, tiers: frozenset[Match], *, own: bool = False) -> Iterator[Candidate]:
        """Candidates that an import lists, each place once, with the name that matched and how."""
        plain = fold(name)
        if not plain:
            return
        seen: set[str] = set()
        for keys, match in self._ways(name, plain, tiers):
            for place_id, key, _ in self._imports.listed(keys, own=own):
                place = None if place_id in seen else self._by_id(place_id)
                if place is None:
                    continue
                candidate = _candidate(place, place, name, key, match)
                if candidate is None:
                    listed = self._imports.place(place_id)
                    candidate = None if listed is None else _candidate(place, listed, name, key, match)
                if candidate is not None and candidate.match in tiers:
                    seen.add(place_id)
                    yield candidate

    def _ways(self, name: str, plain: str, tiers: frozenset[Match]) -> Iterator[tuple[list[str], Match]]:
        """Keys under which a name may be listed, surest first, and what it is to be found there."""
        if tiers & _AS_WRITTEN:
            yield [plain], Match.FOLDED
            river = river_key(plain) if Match.FOLDED in tiers else ""
            if river and self._imports.number(plain) < 0:
                yield [SOUND + river], Match.FOLDED
        if Match.TRANSLITERATED in tiers:
            yield [SOUND + key for key in asked_keys(plain)], Match.TRANSLITERATED
        if Match.ABBREVIATED in tiers:
            yield list(full_keys(cast("Keys", self._imports), name, plain)), Match.ABBREVIATED

    def _as_known(self, place: Place) -> Place:
        """A place as the user has it, or with the further names imported for it."""
        return self._imports.own_place(place.id) or self._imports.with_names(place)

    def _find_place(self, place_id: str) -> Place | None:
        own = self._imports.own_place(place_id)
        if own is not None:
            return own
        row = self._index.row(place_id)
        if row is not None:
            return self._place(row)
        place = self._imports.place(place_id)
        return None if place is None else self._imports.with_names(place)


class _Names:
    """What the scanner asks of an index, of geomap's names and the imported ones together."""

    def __init__(self, index: NameIndex, imports: Imports) -> None:
        self._index, self._imports = index, imports
        self.folded_keys = self

    def number(self, key: str) -> int:
        """A number of 0 or more where any place is listed under a key."""
        found = self._index.folded_keys.number(key)
        return found if found >= 0 else self._imports.number(key)

    def starting(self, prefix: str) -> Iterator[str]:
        """The keys that start with a prefix."""
        yield from self._index.folded_keys.starting(prefix)
        yield from self._imports.starting(prefix)

    def is_written(self, name: str) -> bool:
        """Whether any place lists a name letter for letter."""
        return self._index.is_written(name) or self._imports.is_written(name)


class _Standings(Standings):
    """Standings of geomap's names and the imported ones: the user's own count as curated, imported dumps as towns."""

    def __init__(self, index: NameIndex, imports: Imports) -> None:
        super().__init__(index)
        self._imports = imports

    def of(self, name: str) -> int:
        """As `Standings.of`."""
        known = super().of(name)
        key = fold(name)
        if not key or self._imports.number(key) < 0:
            return known
        if next(iter(self._imports.listed([key], own=True)), None) is not None:
            return known | Standing.LISTED | Standing.CURATED
        return known | Standing.LISTED | (0 if known >> TOWN_SHIFT & TOWN_MASK else 1 << TOWN_SHIFT)

    def is_written(self, name: str) -> bool:
        """As `Standings.is_written`."""
        return super().is_written(name) or self._imports.is_written(name)


def _candidate(place: Place, listed: Place, name: str, key: str, match: Match) -> Candidate | None:
    """The place with the name it was found by, among those of the place as it is listed somewhere; or none."""
    if match is Match.FOLDED:
        exact = next((each for each in listed.names if each.text == name), None)
        if exact is not None:
            return Candidate(place=place, name=exact, match=Match.EXACT)
    found = next((each for each in listed.names if key in keys_of(each.text, listed.country)), None)
    return None if found is None else Candidate(place=place, name=found, match=match)
