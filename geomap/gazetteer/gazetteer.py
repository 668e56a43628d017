"""The gazetteer: which places a toponym may mean, and what is known of each.

It has three shelves. Curated places were chosen one by one: those of the founding story, countries,
capitals, what news names. Listed ones came from a source as a whole: regions, rivers, lakes, airports.
The third is the world's towns. A town that a file holds is always given as the file has it. All are
compiled once into an index (`compiling`), kept in the user's cache folder
(`cache`) and read in place (`index`); to open it takes milliseconds.
"""

import hashlib
import math
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from geomap.datadir import data_folder
from geomap.errors import UnknownPlaceError
from geomap.gazetteer.abbreviations import full_keys
from geomap.gazetteer.cache import cached, index_path, rebuild
from geomap.gazetteer.fuzzy import near_keys
from geomap.gazetteer.grid import at_least_km
from geomap.gazetteer.imported.folder import imported_stores
from geomap.gazetteer.index import NameIndex
from geomap.gazetteer.mapped import Mapped, unpack
from geomap.gazetteer.names import ARTICLES, fold
from geomap.gazetteer.place import Candidate, Match, Place
from geomap.gazetteer.scanning import Scanner
from geomap.gazetteer.spelling import asked_keys, river_key
from geomap.gazetteer.standing import Standings
from geomap.gazetteer.tables import folder_digest, read_tables
from geomap.gazetteer.towns import data_version, read_towns
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.provenance import Source
from geomap.span import Span

if TYPE_CHECKING:
    from geomap.gazetteer.bearers import Bearers, Catalogue
    from geomap.gazetteer.imported.store import Dataset

Origin = tuple[Path, bool, bool, tuple[Path, ...]]
"""What `Gazetteer.open` was asked for: folder, towns, imported, own."""

Progress = Callable[[str, float], None]
"""Told what is being done and how far the whole has come, from 0 to 1."""

SURE = (Match.EXACT, Match.FOLDED, Match.TRANSLITERATED)
"""The ways of matching that need no one to look twice, as far as they are tried at all."""

_USUAL = (frozenset({Match.EXACT, Match.FOLDED}), frozenset({Match.TRANSLITERATED}))
"""The ways of matching that are tried, one set after the other, until any place is found."""

_KEPT_PLACES = 4096
_KEPT_ANSWERS = 8192
_KEPT_WORDS = 1 << 16

MOST_WORDS = 99
"""More words than any name has."""

_FARTHEST_KM = 20_040.0
"""No two points of the Earth are further apart."""

_WATERS = frozenset({"OCN", "SEA", "GULF", "BAY", "STRT", "CHN", "SD"})
"""GeoNames' codes of oceans, seas, gulfs, bays, straits, channels and sounds."""

ORDER = {match: number for number, match in enumerate(Match)}
"""Ways of matching by how sure they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How much there is. `memory` counts those of them whose point no source gives.

    Of the files: `places`, `curated` among them, `names`, `countries`, `regions` of the first level,
    `capitals`, and `by_source`, which counts places. Of the towns beside them: `towns`, `town_names`.
    """

    places: int
    curated: int
    names: int
    countries: int
    regions: int
    capitals: int
    by_source: tuple[tuple[str, int], ...]
    memory: int
    towns: int
    town_names: int


class Gazetteer:
    """Places by name, identifier and position. Open one with `Gazetteer.open()`; it never changes.

    Safe to share between threads, and with the children of a fork.
    """

    def __init__(self, index: NameIndex, *, digest: str, path: Path | None, origin: Origin) -> None:
        self._index = index
        self._origin = origin
        self._scanner = Scanner(index)
        self._place = lru_cache(maxsize=_KEPT_PLACES)(index.place)
        self._curated = lru_cache(maxsize=_KEPT_WORDS)(self._find_curated)
        self._bearers = lru_cache(maxsize=_KEPT_ANSWERS)(self._find_bearers)
        self._catalogue: Catalogue | None = None
        self._lock = Lock()
        self._opens = lru_cache(maxsize=_KEPT_WORDS)(self._find_opened)
        self.sources: Mapping[str, Source] = index.sources
        self.digest = digest
        self.path = path
        """Where the index lies; None where it is in memory alone."""
        self.size = index.size
        """Bytes of the index."""
        self.imported: tuple[Dataset, ...] = ()
        """What is imported beside the index: those whose places win first."""
        self.problems: tuple[str, ...] = ()
        """What is wrong with imports that were left out, a line each."""

    @classmethod
    def open(  # noqa: PLR0913 (each may be left out)
        cls,
        folder: Path | None = None,
        *,
        towns: bool = True,
        imported: bool = True,
        own: Sequence[Path] = (),
        progress: Progress | None = None,
        fresh: bool = False,
    ) -> "Gazetteer":
        """The gazetteer of a folder of tables, by default the one geomap carries.

        The first opening compiles the index, which takes some seconds and is told to `progress`;
        `fresh` compiles it again. With `towns=False` only curated places exist, and no file is kept.

        What `geomap gazetteer import` brought stands beside the towns unless `imported` is False. `own` are
        CSV or GeoJSON files of the user's own places, read for this gazetteer alone; they win.

        Raises `GazetteerError` where a table breaks a rule, `CacheError` where the index cannot be kept.

        >>> Gazetteer.open(towns=False).candidates("Khassan")[0].place.name
        'Khasan'
        """
        folder = folder or data_folder("gazetteer")
        tell = progress or _silent
        digest = _digest(folder_digest(folder), towns=towns)
        key = _index_key(digest)

        def compile_now() -> bytes:
            from geomap.gazetteer.compiling import compile_index  # noqa: PLC0415  (imports NumPy)

            return compile_index(key, read_tables(folder), read_towns if towns else tuple, tell)

        if towns:
            mapped: Mapped = (rebuild if fresh else cached)(key, compile_now)
        else:
            mapped = unpack(compile_now(), key)
        path = index_path(key) if towns else None
        imported = imported and towns
        origin = (folder, towns, imported, tuple(path.absolute() for path in own))
        if own or (imported and imported_stores()):
            from geomap.gazetteer.imported.shelf import Imports  # noqa: PLC0415  (SQLite, for those who import)
            from geomap.gazetteer.imported.wider import WiderGazetteer  # noqa: PLC0415

            imports = Imports.open(own, imported=imported)
            if imports is not None:
                return WiderGazetteer(NameIndex(mapped), imports, digest=digest, path=path, origin=origin)
        return cls(NameIndex(mapped), digest=digest, path=path, origin=origin)

    def __reduce__(self) -> tuple[Callable[[Path, bool, bool, tuple[Path, ...]], "Gazetteer"], Origin]:
        """Another process opens the same index instead of being sent it."""
        return _reopened, self._origin

    def candidates(self, name: str, *, tiers: Collection[Match] | None = None) -> tuple[Candidate, ...]:
        """Every place the toponym may mean: exact spellings before folded ones, then by population.

        Each place comes once, with the name that matched best. Population ranks nothing that context
        could: the first candidate is not an answer. Empty when no place bears the name.

        Other romanisations ("Oussouriïsk") are looked for when no place bears the name as it stands.
        `tiers` asks for certain ways of matching instead, all of them, surest first: abbreviated and
        fuzzy ones are only found so, and a fuzzy search takes 20 to 100 ms.

        >>> Gazetteer.open(towns=False).candidates("Ussurisk", tiers=[Match.FUZZY])[0].name.text
        'Ussuriisk'
        """
        return self._found(self._matches(name, tiers))

    @property
    def catalogue(self) -> "Catalogue":
        """What the numbers in the tables of `bearers` mean."""
        if self._catalogue is None:
            from geomap.gazetteer.bearers import Catalogue  # noqa: PLC0415  (imports NumPy)

            with self._lock:
                self._catalogue = self._catalogue or Catalogue(self._index)
        return self._catalogue

    def bearers(self, name: str, *, tiers: Collection[Match] | None = None) -> "Bearers":
        """What `candidates` gives, as a table of numbers, for ranking by columns."""
        return self._bearers(name, None if tiers is None else frozenset(tiers))

    def curated_candidates(self, name: str) -> tuple[Candidate, ...]:
        """The exact and folded ones among curated places and their own names alone: microseconds."""
        return self._curated(name)

    def opens_curated(self, word: str) -> int:
        """How many words the longest name of `curated_candidates` has that may start with a word; 0 for none.

        Asked before names are tried word by word: nearly every capitalised word starts none.
        """
        return self._opens(word)

    def place_ids(self, name: str) -> tuple[str, ...]:
        """Identifiers of the places listed under a name letter for letter, in no order; makes no `Place`."""
        return tuple(self._index.id(row) for row, _ in self._index.written(name))

    def nearest_spellings(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Names a few letters from one that no place bears, nearest first; empty for short ones."""
        folded = fold(name)
        slips = max(2, len(folded) // 3)
        best: dict[str, None] = {}
        for key in near_keys(self._index.folded_keys, folded, slips=slips, limit=limit):
            rows = self._index.keyed(key)
            row = max(rows, key=self._index.population)
            best[self._index.name(row, rows[row][1]).text] = None
        return tuple(best)

    def standings(self) -> Standings:
        """What it knows of any name at a glance."""
        return Standings(self._index)

    def place(self, place_id: str) -> Place:
        """The place with an identifier. Raises `UnknownPlaceError`."""
        row = self._index.row(place_id)
        if row is None:
            msg = f"no place has the identifier {place_id!r}; look the name up with `candidates` first"
            raise UnknownPlaceError(msg)
        return self._place(row)

    def names_at(self, text: str, offset: int) -> tuple[Span, ...]:
        """Where names that start at an offset of a text stand, longest first.

        Folded spellings count, of towns too, and whether a place is meant is not asked.

        >>> text = "Le port spatial de Vostochny"
        >>> [span.of(text) for span in Gazetteer.open(towns=False).names_at(text, 3)]
        ['port spatial de Vostochny']
        """
        return tuple(Span(start=offset, end=end) for end in self._scanner.names_at(text, offset))

    def names_in(self, text: str) -> Iterator[Span]:
        """Every longest name of a running text that starts with a capital, from left to right.

        Half of them are people, or the first word of a sentence: `find_mentions` tells them apart.
        """
        return (Span(start=start, end=end) for start, end in self._scanner.names_in(text))

    def within(
        self, position: Position, radius_km: float, *, codes: Collection[str] = frozenset(), towns: bool = False
    ) -> tuple[Place, ...]:
        """Curated places whose reference point lies within `radius_km` of a position, nearest first.

        `codes` keeps only those GeoNames feature codes ("RSTN", "PPL"); with `towns`, listed places and
        the world's towns count as well. Distances are geodesic.
        """
        return tuple(self._place(row) for _, _, row in self._near(position, radius_km, codes=codes, towns=towns))

    def nearest_populated(self, position: Position, *, population: int = 0) -> Place | None:
        """The town or city nearest to a position, of at least so many people; None where there is none."""
        index, radius_km = self._index, 25.0
        while True:
            bounds = sorted(
                (at_least_km(position, *index.latlon(row)), row)
                for row in index.within(position, radius_km)
                if index.feature(row)[0] == "P" and index.population(row) >= population
            )
            nearest = (math.inf, "", -1)
            for bound, row in bounds:
                if bound > nearest[0]:
                    break
                nearest = min(nearest, (distance_km(position, index.position(row)), index.id(row), row))
            if nearest[0] <= radius_km:
                return self._place(nearest[2])
            if radius_km > _FARTHEST_KM:
                return None
            radius_km *= 4

    def in_country(self, country: str, region: str | None = None, *, towns: bool = False) -> tuple[Place, ...]:
        """Curated places of a country (ISO 3166-1 alpha-2), or of one of its regions, most populous first.

        With `towns`, listed places and the world's towns count as well: 20 ms for Russia.
        """
        rows = self._index.in_country(country, region, curated=not towns)
        return tuple(
            self._index.place(row) for row in sorted(rows, key=lambda row: (-self._index.population(row), row))
        )

    def is_curated(self, place_id: str) -> bool:
        """Whether somebody chose this very place, rather than a source that lists it among others."""
        row = self._index.row(place_id)
        return row is not None and row < self._index.curated

    def country(self, code: str) -> Place:
        """The country or territory with an ISO 3166-1 alpha-2 code. Raises `UnknownPlaceError`."""
        row = self._index.countries.get(code)
        if row is None:
            msg = f"no country has the ISO 3166-1 code {code!r}; two capital letters are expected, as 'FR'"
            raise UnknownPlaceError(msg)
        return self._place(row)

    def region(self, country: str, code: str) -> Place | None:
        """The first-level region with GeoNames' code within a country, or None where it has none we know.

        >>> Gazetteer.open(towns=False).region("ZZ", "01") is None
        True
        """
        row = self._index.regions.get(f"{country}.{code}")
        return None if row is None else self._place(row)

    def capital(self, code: str) -> Place | None:
        """The capital of the country with an ISO 3166-1 alpha-2 code, or None where it has none we know."""
        row = self._index.capitals.get(code)
        return None if row is None else self._place(row)

    def countries(self) -> tuple[Place, ...]:
        """Every country and territory, by code."""
        return tuple(self._place(self._index.countries[code]) for code in sorted(self._index.countries))

    @cached_property
    def waters(self) -> tuple[Place, ...]:
        """The curated oceans, seas, gulfs, bays, straits and sounds, the largest first; read once.

        An ocean whose halves are known by themselves is left to them, and lakes are no part of it.

        >>> [water.name for water in Gazetteer.open(towns=False).waters[:2]]
        ['South Pacific Ocean', 'Indian Ocean']
        """
        index = self._index
        found = [self._place(row) for row in range(index.curated) if index.feature(row)[1] in _WATERS]
        halves = tuple(water.name for water in found)
        whole = [w for w in found if not any(half.endswith(f" {w.name}") for half in halves)]
        return tuple(sorted(whole, key=lambda water: (-water.radius_km, water.id)))

    def every_place(self, *, source: Collection[str] = (), country: str | None = None) -> Iterator[Place]:
        """Every place, or those of some sources or of a country (ISO 3166-1 alpha-2), made one by one.

        >>> next(Gazetteer.open(towns=False).every_place(country="FR")).country
        'FR'
        """
        index = self._index
        rows = range(index.rows) if country is None else index.in_country(country)
        for row in rows:
            if not source or index.source(row) in source:
                yield index.place(row)

    def statistics(self) -> Statistics:
        """How much there is."""
        index = self._index
        return Statistics(
            places=index.tabled,
            curated=index.curated,
            names=index.tabled_names,
            countries=len(index.countries),
            regions=len(index.regions),
            capitals=len(index.capitals),
            by_source=index.by_source,
            memory=dict(index.by_source).get("memory", 0),
            towns=index.rows - index.tabled,
            town_names=index.names - index.tabled_names,
        )

    def _find_bearers(self, name: str, tiers: frozenset[Match] | None) -> "Bearers":
        from geomap.gazetteer.bearers import Bearers  # noqa: PLC0415  (imports NumPy)

        index, found = self._index, self._matches(name, tiers)
        rows = sorted(
            ((row, match, nth) for row, (match, nth) in found.items()),
            key=lambda each: (ORDER[each[1]], -index.population(each[0]), each[0]),
        )

        def make(number: int) -> Candidate:
            row, match, nth = rows[number]
            return Candidate(place=self._place(row), name=index.name(row, nth), match=match)

        return Bearers(table=self.catalogue.of_rows(rows, fold(name)), make=make)

    def _find_curated(self, name: str) -> tuple[Candidate, ...]:
        return self._found(_tiered(self._index.folded(name, curated=True)))

    def _find_opened(self, word: str) -> int:
        words = fold(word).split(" ", 1)
        # A leading article is no part of a key.
        return MOST_WORDS if words[0] in ARTICLES else self._index.opens_curated(words[0])

    def _matches(self, name: str, tiers: Collection[Match] | None) -> dict[int, tuple[Match, int]]:
        """What `_matched` finds in some ways together, by default in the first of the usual ones to find any."""
        usual = (self._matched(name, wanted) for wanted in _USUAL)
        return next(filter(None, usual), {}) if tiers is None else self._matched(name, tiers)

    def _matched(self, name: str, tiers: Collection[Match]) -> dict[int, tuple[Match, int]]:
        """Rows by the surest of some ways in which they match a name, with the number of the name there."""
        index, key = self._index, fold(name)
        found: dict[int, tuple[Match, int]] = {}
        if Match.EXACT in tiers or Match.FOLDED in tiers:
            found = _tiered(index.folded(name))
            if not found and Match.FOLDED in tiers:
                found = _first(index.sounding(river_key(key)), Match.FOLDED)
            found = {row: how for row, how in found.items() if how[0] in tiers}
        if Match.TRANSLITERATED in tiers:
            for sound in asked_keys(key):
                found = _first(index.sounding(sound), Match.TRANSLITERATED) | found
        if Match.ABBREVIATED in tiers:
            found = self._keyed(full_keys(index.folded_keys, name, key), Match.ABBREVIATED) | found
        if Match.FUZZY in tiers:
            slips = 1 if len(key) < _LONG else 2
            found = self._keyed(near_keys(index.folded_keys, key, slips=slips, limit=20), Match.FUZZY) | found
        return found

    def _keyed(self, keys: Iterable[str], match: Match) -> dict[int, tuple[Match, int]]:
        found: dict[int, tuple[Match, int]] = {}
        for key in keys:
            for row, (_, nth) in self._index.keyed(key).items():
                found.setdefault(row, (match, nth))
        return found

    def _found(self, rows: Mapping[int, tuple[Match, int]]) -> tuple[Candidate, ...]:
        found = (
            Candidate(place=self._place(row), name=self._index.name(row, nth), match=match)
            for row, (match, nth) in rows.items()
        )
        return tuple(sorted(found, key=lambda c: (ORDER[c.match], -c.place.population, c.place.id)))

    def _near(
        self, position: Position, radius_km: float, *, codes: Collection[str] = frozenset(), towns: bool
    ) -> list[tuple[float, str, int]]:
        index = self._index
        near = []
        for row in index.within(position, radius_km):
            if not towns and row >= index.curated:
                continue
            if codes and index.feature(row)[1] not in codes:
                continue
            if at_least_km(position, *index.latlon(row)) <= radius_km:
                away = distance_km(position, index.position(row))
                if away <= radius_km:
                    near.append((away, index.id(row), row))
        return sorted(near)


_LONG = 8
"""Letters from which two slips are forgiven rather than one."""


def _tiered(rows: Mapping[int, tuple[bool, int]]) -> dict[int, tuple[Match, int]]:
    return {row: (Match.FOLDED if otherwise else Match.EXACT, nth) for row, (otherwise, nth) in rows.items()}


def _first(bearers: Iterable[tuple[int, int]], match: Match) -> dict[int, tuple[Match, int]]:
    found: dict[int, tuple[Match, int]] = {}
    for row, nth in bearers:
        found.setdefault(row, (match, nth))
    return found


def _reopened(folder: Path, towns: bool, imported: bool, own: tuple[Path, ...]) -> Gazetteer:  # noqa: FBT001  (pickle passes by position)
    return Gazetteer.open(folder, towns=towns, imported=imported, own=own)


def _silent(_doing: str, _done: float) -> None:
    pass


def _digest(tables: str, *, towns: bool) -> str:
    parts = [tables, f"Babel {version('babel')}", data_version() if towns else "no towns"]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _index_key(digest: str) -> str:
    """The key of the index compiled from data with a digest by this very code.

    A change of a folding rule makes other keys, and so does another Unicode table of another Python.
    """
    code = hashlib.sha256(f"{digest}\n{unicodedata.unidata_version}\n".encode())
    for name in _CODE:
        code.update(Path(__file__).with_name(name).read_bytes())
    return code.hexdigest()[:16]


_CODE = (
    *("compiling.py", "countries.py", "grid.py", "mapped.py", "names.py", "place.py", "spelling.py", "standing.py"),
    *("summing.py", "tables.py", "towns.py"),
)
