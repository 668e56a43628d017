"""One import as it is kept: an SQLite file that is written once and only read afterwards.

    places   a row each, by GeoNames' number or the number of the record; names one a line, the plain first
    further  names of places that may be elsewhere, by GeoNames' number
    keys     folded names, and behind `SOUND` the keys of `spelling`: the rows that bear them, best known first
    cells    rows by cell of one degree
    about    what was imported, as JSON

A store holds no time and no path of the machine: the same input gives the same bytes.
"""

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geomap.errors import CacheError
from geomap.gazetteer.grid import CELLS, DEGREE, cells_within
from geomap.gazetteer.imported.entry import Entry, Listed
from geomap.gazetteer.place import Edge, Name, NameKind, Place
from geomap.geodesy import Compass
from geomap.position import Position
from geomap.provenance import Source

APPLICATION = 0x67656F6D  # "geom"
FORMAT = 1

TABLES = """
CREATE TABLE places (row INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL, lat INTEGER NOT NULL,
    lon INTEGER NOT NULL, radius_km REAL NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
    feature_class TEXT NOT NULL, feature_code TEXT NOT NULL, population INTEGER NOT NULL, url TEXT,
    names TEXT NOT NULL, extent TEXT);
CREATE TABLE further (row INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE keys (key TEXT NOT NULL, rank INTEGER NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (key, rank, row)) WITHOUT ROWID;
CREATE TABLE cells (cell INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (cell, lat, lon, row)) WITHOUT ROWID;
CREATE TABLE about (about TEXT NOT NULL);
"""

PLACE_COLUMNS = (
    *("row", "id", "name", "lat", "lon", "radius_km", "country", "region", "feature_class", "feature_code"),
    *("population", "url", "names", "extent"),
)

MOST = 100
"""Bearers of a name that are looked at, best known first: GeoNames has thousands of San Antonios, most of them
without people, and to weigh each against a story takes longer than to read it."""

_GEONAMES = "geonames:"
_BETWEEN = "\x1f"
_LAST = "\U0010ffff"
_CACHE_KB = 4096


class DamagedStoreError(Exception):
    """A file is no store, or not a whole one. Never leaves the gazetteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What one import holds. `own` places are the user's, which win; `skipped` counts lines left out as bad.

    `places` were read, and `further` names of places; `digest` changes with the input.
    """

    name: str
    own: bool
    files: tuple[str, ...]
    places: int
    further: int
    names: int
    skipped: int
    digest: str
    publisher: str
    url: str
    licence: str
    attribution: str

    @property
    def source(self) -> Source:
        """Whom to credit. GeoNames is one source, however many of its files are imported."""
        return Source(
            id=self.name if self.own else "geonames",
            publisher=self.publisher,
            url=self.url,
            licence=self.licence,
            attribution=self.attribution,
        )


def packed_names(names: Sequence[Listed | str]) -> str:
    """Names as a store keeps them: GeoNames' own ones as they stand, others with language and kind."""
    return "\n".join(name if isinstance(name, str) else _BETWEEN.join(name) for name in names)


def packed_place(entry: Entry) -> tuple[object, ...]:
    """A place's row."""
    extent = json.dumps(entry.extent, separators=(",", ":")) if entry.extent else None
    return (*entry[:12], packed_names(entry.names), extent)


class Store:
    """An open store: a file, or the bytes of one that is in memory alone. Threads and forks may share it."""

    def __init__(self, content: Path | bytes) -> None:
        self._content = content
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._close = weakref.finalize(self, _close_all, self._opened)
        try:
            self.dataset = self._read_about()
        except BaseException:
            self._close()
            raise
        self.size = len(content) if isinstance(content, bytes) else content.stat().st_size

    @property
    def path(self) -> Path | None:
        """Where it lies; None in memory."""
        return self._content if isinstance(self._content, Path) else None

    def bearers(self, key: str, *, most: int = MOST) -> list[int]:
        """The rows listed under a key, best known first."""
        query = "SELECT row FROM keys WHERE key = ? ORDER BY rank, row LIMIT ?"
        return list(dict.fromkeys(row for (row,) in self._all(query, key, most)))

    def has(self, key: str) -> bool:
        """Whether any row is listed under a key."""
        return bool(self._all("SELECT 1 FROM keys WHERE key = ? LIMIT 1", key))

    def starting(self, prefix: str, *, most: int = MOST) -> list[str]:
        """Keys that start with a prefix, in order."""
        query = "SELECT DISTINCT key FROM keys WHERE key >= ? AND key < ? LIMIT ?"
        return [key for (key,) in self._all(query, prefix, prefix + _LAST, most)]

    def row(self, place_id: str) -> int | None:
        """The row of the place with an identifier."""
        if self.dataset.own:
            found = self._all("SELECT row FROM places WHERE id = ?", place_id)
        else:
            number = geonames_number(place_id)
            found = [] if number is None else self._all("SELECT row FROM places WHERE row = ?", number)
        return found[0][0] if found else None

    def id(self, row: int) -> str:
        """The identifier of a row's place."""
        if not self.dataset.own:
            return f"{_GEONAMES}{row}"
        return str(self._all("SELECT id FROM places WHERE row = ?", row)[0][0])

    def find(self, place_id: str) -> Place | None:
        """The place with an identifier."""
        number = None if self.dataset.own else geonames_number(place_id)
        if number is not None:
            return self.place(number)
        query = f"SELECT {', '.join(PLACE_COLUMNS)} FROM places WHERE id = ?"  # noqa: S608 (constant)
        found = self._all(query, place_id) if self.dataset.own else []
        return self._place(found[0]) if found else None

    def place(self, row: int) -> Place | None:
        """A row's place; None where a name's place is elsewhere."""
        found = self._all(f"SELECT {', '.join(PLACE_COLUMNS)} FROM places WHERE row = ?", row)  # noqa: S608 (constant)
        return self._place(found[0]) if found else None

    def places(self, *, country: str | None = None) -> Iterator[Place]:
        """Every place, or those of a country, by row."""
        where = "WHERE country = ?" if country else ""
        query = f"SELECT {', '.join(PLACE_COLUMNS)} FROM places {where} ORDER BY row"  # noqa: S608 (constant)
        with closing(self._connection().cursor()) as cursor, self._told():
            for values in cursor.execute(query, (country,) if country else ()):
                yield self._place(values)

    def own_ids(self) -> Iterator[str]:
        """The identifiers of the user's own places; of a dump none, its numbers tell."""
        if self.dataset.own:
            with closing(self._connection().cursor()) as cursor, self._told():
                yield from (place_id for (place_id,) in cursor.execute("SELECT id FROM places"))

    def further(self, row: int) -> tuple[Name, ...]:
        """Further names of the place with GeoNames' number."""
        if not self.dataset.further:
            return ()
        found = self._all("SELECT names FROM further WHERE row = ?", row)
        return _names(found[0][0]) if found else ()

    def within(self, position: Position, radius_km: float) -> Iterator[tuple[int, float, float]]:
        """Row, latitude and longitude of what lies in the cells that a circle touches, and not far north or south."""
        apart = radius_km / 110.5 * DEGREE  # no degree of latitude is shorter
        south, north = position.lat * DEGREE - apart, position.lat * DEGREE + apart
        for first, end in cells_within(position, radius_km):
            if end - first >= CELLS // 2:
                rows = self._all("SELECT row, lat, lon FROM cells WHERE lat BETWEEN ? AND ?", south, north)
            else:
                query = "SELECT row, lat, lon FROM cells WHERE cell = ? AND lat BETWEEN ? AND ?"
                rows = [row for cell in range(first, end) for row in self._all(query, cell, south, north)]
            for row, lat, lon in rows:
                yield row, lat / DEGREE, lon / DEGREE

    def close(self) -> None:
        """Let go of the file."""
        self._close()

    def _place(self, values: Sequence[Any]) -> Place:
        row, place_id, name, lat, lon, radius_km, country, region, feature_class, code, *rest = values
        population, url, names, extent = rest
        edges = json.loads(extent) if extent else ()
        return Place(
            id=f"{_GEONAMES}{row}" if place_id is None else place_id,
            name=name,
            position=Position(lat=lat / DEGREE, lon=lon / DEGREE),
            radius_km=radius_km,
            country=country,
            region=region,
            feature_class=feature_class,
            feature_code=code,
            population=population,
            url=f"https://www.geonames.org/{row}" if url is None else url,
            source=self.dataset.source.id,
            names=_names(names),
            extent=tuple(
                Edge(side=Compass(side), position=Position(lat=lat, lon=lon), url=url or "") for side, lat, lon in edges
            ),
        )

    def _read_about(self) -> Dataset:
        try:
            connection = self._connection()
            kind = connection.execute("PRAGMA application_id").fetchone()[0]
            made = connection.execute("PRAGMA user_version").fetchone()[0]
            if (kind, made) != (APPLICATION, FORMAT):
                raise DamagedStoreError("it was not written by this version of geomap")
            pages, size = (connection.execute(f"PRAGMA {of}").fetchone()[0] for of in ("page_count", "page_size"))
            if isinstance(self._content, Path) and pages * size != self._content.stat().st_size:
                raise DamagedStoreError("it is cut short")
            about = json.loads(connection.execute("SELECT about FROM about").fetchone()[0])
            return Dataset(**about | {"files": tuple(about["files"])})
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise DamagedStoreError(str(error)) from error

    def _all(self, query: str, *values: object) -> list[Any]:
        try:
            with self._told():
                return self._connection().execute(query, values).fetchall()
        except UnicodeEncodeError:  # half a surrogate pair, which no name has
            return []

    def _told(self) -> "_Told":
        return _Told(self)

    def _connection(self) -> sqlite3.Connection:
        """The thread's own connection: SQLite's are neither for several threads nor for the child of a fork."""
        local = self._local
        if getattr(local, "process", None) != os.getpid():
            local.connection = _connected(self._content)
            local.process = os.getpid()
            self._opened.append(local.connection)
        connection: sqlite3.Connection = local.connection
        return connection


class _Told:
    """Turns what SQLite finds wrong with a store while it is read into one line."""

    __slots__ = ("_store",)

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            name = self._store.dataset.name
            msg = (
                f"the imported places {name!r} are damaged ({error}): import them again with --replace, or remove "
                f"{str(self._store.path)!r}"
            )
            raise CacheError(msg) from error


def about_json(dataset: Dataset) -> str:
    """What `Store` reads back as its data set."""
    return json.dumps(asdict(dataset), ensure_ascii=False, sort_keys=True)


def geonames_number(place_id: str) -> int | None:
    """GeoNames' number in an identifier."""
    digits = place_id.removeprefix(_GEONAMES)
    whole = digits != place_id and digits.isascii() and digits.isdecimal() and len(digits) <= 15
    return int(digits) if whole and str(int(digits)) == digits else None


def _names(packed: str) -> tuple[Name, ...]:
    names = []
    for number, line in enumerate(packed.split("\n")):
        text, between, rest = line.partition(_BETWEEN)
        lang, _, kind = rest.partition(_BETWEEN)
        # GeoNames' main name is official; of the others it gives neither language nor kind there.
        plain = NameKind.EXONYM if number else NameKind.OFFICIAL
        names.append(Name(text=text, lang=lang, kind=NameKind(kind) if between else plain))
    return tuple(names)


def _connected(content: Path | bytes) -> sqlite3.Connection:
    # Immutable: written once, replaced whole; no locks, and no journal looked for.
    address = ":memory:" if isinstance(content, bytes) else f"{content.absolute().as_uri()}?immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        if isinstance(content, bytes):
            connection.deserialize(content)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        connection.execute("PRAGMA query_only = 1")
    except BaseException:
        connection.close()
        raise
    return connection


def _close_all(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        with suppress(sqlite3.Error):
            connection.close()
