"""Compiling the index: places and their names in, the bytes of one mapped file out.

Rows: the curated places first, then the listed ones, each in the order of their files, then the towns
that no file holds, by GeoNames identifier. Columns have one entry a row; the names of a row lie side by side.

    place.*    lat and lon (1e-7 degrees), radius, population; country, region, feature and source as
               numbers of the lists in the header; first: the number of a row's first name
    town.*     GeoNames identifiers of the rows that no file holds
    tabled.*   of the others: identifier, page, plain English name (a number in names), how many names
               are its own; those after are what only GeoNames' list of towns calls it
    names      trie of every distinct name. name.text: a name's number in it; own.*: language and kind
               of the names that files give
    edge.*     row, side and position of each edge point, by row
    bearers.*  by number in names: the rows that bear it, and as their how-manieth name
    folded     trie of folded names; folded.*: the numbers in names that fold to each, and its standing
    openings   trie of the first words of curated places' own folded names; openings.words: how many words the
               longest such name has
    sounds     trie of the keys of `spelling`; sounds.*: as bearers, a row once a key
    grid.*     the rows in each cell of one degree

Reading order: `compile_index`; `_gathered`, which lays out rows and names; then one function a group.
"""

import gc
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TypeVar

import marisa_trie  # type: ignore[import-not-found]  # has no stubs
import numpy as np
from numpy.typing import NDArray

from geomap.errors import GazetteerError
from geomap.gazetteer.countries import with_country_names
from geomap.gazetteer.grid import CELLS, DEGREE, cell_of
from geomap.gazetteer.mapped import Section, pack
from geomap.gazetteer.names import fold_once
from geomap.gazetteer.place import NameKind, Place
from geomap.gazetteer.spelling import listed_key, river_key, script_of
from geomap.gazetteer.summing import sum_up
from geomap.gazetteer.tables import Tables
from geomap.gazetteer.towns import SOURCE_ID, Town, town_radius_km
from geomap.geodesy import Compass

Progress = Callable[[str, float], None]
"""Told what is being done and how far the whole has come, from 0 to 1."""

_Value = TypeVar("_Value", str, tuple[str, str])

_EVERY = 5_000
"""Rows between two words about progress."""

Numbers = NDArray[np.uint32]


def compile_index(key: str, tables: Tables, towns: Callable[[], Iterable[Town]], progress: Progress) -> bytes:
    """The bytes of the index of tables and towns. The same arguments give the same bytes.

    Raises `GazetteerError` where a place cannot be stored as its source gives it.
    """
    with _no_collection():
        places = sorted(with_country_names(tables), key=lambda place: place.source not in tables.curated)
        rows = _gathered(places, towns, progress)
        progress("sorting names", 0.4)
        names = marisa_trie.Trie(rows.texts)
        number = _numbers(names, rows.texts)
        name_text = number[np.array(rows.name_text, np.uint32)]
        sections: dict[str, Section] = {**_columns(rows), "names": names, "name.text": _array("I", name_text)}
        sections |= _bearers("bearers", name_text, *_owners(rows), len(names))
        progress("folding names", 0.5)
        folded = [fold_once(text) for text in rows.texts]
        sections |= _folded(folded, number)
        progress("sounding names out", 0.75)
        sections |= _sounds(rows, folded)
        sections |= _grid(rows)
        progress("packing", 0.95)
        features, curated = _listing(rows.feature), sum(place.source in tables.curated for place in rows.tabled)
        sections |= _openings(rows, folded, curated)
        sections["folded.standing"] = _array("i", sum_up(sections, features, curated=curated, tabled=len(rows.tabled)))
        content = pack(key, _about(tables, rows, features, curated), sections)
        progress("done", 1.0)
        return content


@dataclass(slots=True)
class _Rows:
    """Rows and names as they are met; `texts` are the distinct names, `name_text` a name's number there."""

    tabled: list[Place]
    own: list[int]
    towns: list[int] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    radius: list[float] = field(default_factory=list)
    population: list[int] = field(default_factory=list)
    country: list[str] = field(default_factory=list)
    region: list[str] = field(default_factory=list)
    feature: list[tuple[str, str]] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])
    name_text: list[int] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

    def add(self, place: Place | Town, names: Iterable[str]) -> None:
        """One more row, with all its names."""
        if isinstance(place, Place):
            self.lat.append(place.position.lat)
            self.lon.append(place.position.lon)
            self.radius.append(place.radius_km)
            self.feature.append((place.feature_class, place.feature_code))
            self.source.append(place.source)
        else:
            self.lat.append(place.lat)
            self.lon.append(place.lon)
            self.radius.append(town_radius_km(place.population))
            self.feature.append(("P", "PPL"))
            self.source.append(SOURCE_ID)
            self.towns.append(place.number)
        self.population.append(place.population)
        self.country.append(place.country)
        self.region.append(place.region)
        texts = self.texts
        self.name_text += [texts.setdefault(text, len(texts)) for text in names]
        self.first.append(len(self.name_text))


def _gathered(tabled: list[Place], towns: Callable[[], Iterable[Town]], progress: Progress) -> _Rows:
    progress("reading towns", 0.0)
    known = {place.id for place in tabled}
    others: list[Town] = []
    also: dict[str, tuple[str, ...]] = {}
    for town in towns():
        place_id = f"geonames:{town.number}"
        if place_id in known:
            also[place_id] = town.names
        else:
            others.append(town)
    rows = _Rows(tabled, own=[len(place.names) for place in tabled])
    for place in tabled:
        rows.add(place, (*(name.text for name in place.names), *also.get(place.id, ())))
    for done, town in enumerate(others):
        rows.add(town, town.names)
        if not done % _EVERY:
            progress("reading towns", 0.2 + 0.2 * done / len(others))
    return rows


def _owners(rows: _Rows) -> tuple[Numbers, Numbers]:
    """For each name, the row that bears it and as its how-manieth."""
    first = np.array(rows.first, np.int64)
    counts = np.diff(first)
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner.astype(np.uint32), (np.arange(first[-1]) - first[owner]).astype(np.uint32)


def _bearers(group: str, key: Numbers, row: Numbers, nth: Numbers, keys: int) -> dict[str, Section]:
    order = np.argsort(key, kind="stable")
    return {
        f"{group}.start": _starts(key, keys),
        f"{group}.row": _array("I", row[order]),
        f"{group}.nth": _array("H", nth[order]),
    }


def _folded(folded: Sequence[str], number: Numbers) -> dict[str, Section]:
    trie = marisa_trie.Trie({text for text in folded if text})
    kept = np.array([bool(text) for text in folded], bool)
    key = _numbers(trie, [text for text in folded if text])
    order = np.argsort(key, kind="stable")
    return {
        "folded": trie,
        "folded.start": _starts(key, len(trie)),
        "folded.name": _array("I", number[kept][order]),
    }


def _openings(rows: _Rows, folded: Sequence[str], curated: int) -> dict[str, Section]:
    longest: dict[str, int] = {}
    for row in range(curated):
        start = rows.first[row]
        for text in rows.name_text[start : start + rows.own[row]]:
            words = folded[text].split(" ")
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    trie = marisa_trie.Trie(longest)
    lengths = np.zeros(len(trie), np.uint8)
    for word, length in longest.items():
        lengths[trie[word]] = length
    return {"openings": trie, "openings.words": _array("B", lengths)}


def _sounds(rows: _Rows, folded: Sequence[str]) -> dict[str, Section]:
    keys: list[str] = []
    owner: list[int] = []
    nth: list[int] = []
    for row, country in enumerate(rows.country):
        script = script_of(country)
        start = rows.first[row]
        mine: set[str] = set()
        for position, text in enumerate(rows.name_text[start : rows.first[row + 1]]):
            plain = folded[text]
            found = [listed_key(plain, script)] if script else []
            if " " in plain:
                found.append(river_key(plain))
            for key in found:
                if key and key not in mine:
                    mine.add(key)
                    keys.append(key)
                    owner.append(row)
                    nth.append(position)
    trie = marisa_trie.Trie(set(keys))
    bearers = _bearers("sounds", _numbers(trie, keys), np.array(owner, np.uint32), np.array(nth, np.uint32), len(trie))
    return {"sounds": trie, **bearers}


def _grid(rows: _Rows) -> dict[str, Section]:
    cells = np.array([cell_of(lat, lon) for lat, lon in zip(rows.lat, rows.lon, strict=True)], np.uint32)
    return {"grid.start": _starts(cells, CELLS), "grid.row": _array("I", np.argsort(cells, kind="stable"))}


def _columns(rows: _Rows) -> dict[str, Section]:
    kinds = list(NameKind)
    langs = _listing(name.lang for place in rows.tabled for name in place.names)
    sides = list(Compass)
    edges = [(row, edge) for row, place in enumerate(rows.tabled) for edge in place.extent]
    return {
        "place.lat": _degrees(rows, rows.lat),
        "place.lon": _degrees(rows, rows.lon),
        "place.radius": array("d", rows.radius),
        "place.population": array("Q", rows.population),
        "place.country": _coded("H", rows.country),
        "place.region": _coded("H", rows.region),
        "place.feature": _coded("B", rows.feature),
        "place.source": _coded("B", rows.source),
        "place.first": array("I", rows.first),
        "town.number": array("I", rows.towns),
        "tabled.id": [place.id for place in rows.tabled],
        "tabled.url": [place.url for place in rows.tabled],
        "tabled.name": [place.name for place in rows.tabled],
        "tabled.own": array("H", rows.own),
        "own.lang": array("B", [langs.index(name.lang) for place in rows.tabled for name in place.names]),
        "own.kind": array("B", [kinds.index(name.kind) for place in rows.tabled for name in place.names]),
        "own.start": array("I", np.concatenate(([0], np.cumsum(rows.own, dtype=np.uint32))).tolist()),
        "edge.row": array("I", [row for row, _ in edges]),
        "edge.side": array("B", [sides.index(edge.side) for _, edge in edges]),
        "edge.lat": _degrees(rows, [edge.position.lat for _, edge in edges], [row for row, _ in edges]),
        "edge.lon": _degrees(rows, [edge.position.lon for _, edge in edges], [row for row, _ in edges]),
        "edge.url": [edge.url for _, edge in edges],
    }


def _about(tables: Tables, rows: _Rows, features: list[tuple[str, str]], curated: int) -> dict[str, object]:
    """The lists that columns number, the sources, and how much there is."""
    return {
        "countries": _listing(rows.country),
        "regions": _listing(rows.region),
        "features": features,
        "places_from": _listing(rows.source),
        "langs": _listing(name.lang for place in rows.tabled for name in place.names),
        "kinds": list(NameKind),
        "sources": [asdict(source) for source in tables.sources.values()],
        "country_rows": {place.country: row for row, place in enumerate(rows.tabled) if place.is_country},
        "region_rows": {
            f"{place.country}.{place.region}": row
            for row, place in enumerate(rows.tabled)
            if place.is_region and place.country and place.region
        },
        "capital_rows": {place.country: row for row, place in enumerate(rows.tabled) if place.is_capital},
        "by_source": sorted(Counter(place.source for place in rows.tabled).items()),
        "curated": curated,
        "tabled": len(rows.tabled),
        "rows": len(rows.country),
        "tabled_names": sum(rows.own),
        "names": len(rows.name_text),
    }


def _listing(values: Iterable[_Value]) -> list[_Value]:
    return sorted(set(values))


def _coded(code: str, values: Sequence[_Value]) -> "array[int]":
    number = {value: n for n, value in enumerate(_listing(values))}
    return array(code, [number[value] for value in values])


def _degrees(rows: _Rows, values: Sequence[float], owners: Sequence[int] | None = None) -> "array[int]":
    """Coordinates as they are stored; `owners` are their rows, where there is not one a row."""
    stored = array("i", [round(value * DEGREE) for value in values])
    for row, value, kept in zip(owners or range(len(values)), values, stored, strict=True):
        if kept / DEGREE != value:
            known = len(rows.tabled)
            name = rows.tabled[row].id if row < known else f"geonames:{rows.towns[row - known]}"
            msg = f"{name}: a coordinate must have at most seven decimals, got {value!r}"
            raise GazetteerError(msg)
    return stored


def _numbers(trie: marisa_trie.Trie, keys: Iterable[str]) -> Numbers:
    return np.fromiter((trie[key] for key in keys), np.uint32)


def _starts(key: Numbers, keys: int) -> "array[int]":
    """Where the entries of each key begin, once they are sorted by it; one more for the end of the last."""
    counts = np.bincount(key, minlength=keys) if len(key) else np.zeros(keys, np.int64)
    return _array("I", np.concatenate(([0], np.cumsum(counts))))


def _array(code: str, values: NDArray[np.integer]) -> "array[int]":
    kept = array(code)
    kept.frombytes(values.astype(np.dtype(code)).tobytes())
    return kept


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic garbage collector, which would scan millions of new strings for nothing.

    Reading the towns takes 3 s with it paused and 5 s without.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
