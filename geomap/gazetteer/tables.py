"""Reading the gazetteer's committed files, and refusing what breaks a rule.

Reading order: `read_tables` is the whole; `_read_sources`, `_read_places`, `_read_names` and
`_read_country_names` are one kind of file each; `_Row` is where every rule about a single value
stands, so that every refusal names file, line, column, value and rule in the same words.

The files: `sources.toml`; `places.<source>.tsv`, whose rows all come from that source; `names.tsv`,
written by hand, and `names.<source>.tsv`; `extents.<source>.tsv`, edge points of places;
`country_names.tsv`, aliases of countries by ISO code.

A source's places are curated, unless `sources.toml` puts them on the shelf of the listed ones: those
were not chosen one by one, and their names alone do not make a mention.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.place import Edge, Name, NameKind, Place
from geomap.geodesy import Compass
from geomap.provenance import Source
from geomap.tsv import Row, read_toml, rows, shown, source_of

PLACE_COLUMNS = (
    "id",
    "name",
    "lat",
    "lon",
    "radius_km",
    "country",
    "region",
    "feature_class",
    "feature_code",
    "population",
    "url",
)
NAME_COLUMNS = ("place_id", "lang", "rank", "kind", "text")
EXTENT_COLUMNS = ("place_id", "side", "lat", "lon", "url")
COUNTRY_NAME_COLUMNS = ("country", "lang", "rank", "kind", "text")

_SHELVES = ("curated", "listed")
_SOURCE_KEYS = ("id", "publisher", "url", "licence", "attribution", "date", "note")
_PLACE_ID = re.compile(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*")
_SOURCE_ID = re.compile(r"[a-z]+(-[a-z]+)*")
_LANG = re.compile(r"[a-z]{2}")
_FEATURE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}")

# https://www.geonames.org/export/codes.html
_FEATURE_CLASSES = frozenset("AHLPRSTUV")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryName:
    """An alias of a country. Rank 0 stands before the name CLDR gives in that language, others after."""

    country: str
    rank: int
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the files say, checked: places with their listed names, country aliases, sources, a digest.

    `curated` holds the sources whose places somebody chose one by one.
    """

    places: tuple[Place, ...]
    curated: frozenset[str]
    country_names: tuple[CountryName, ...]
    sources: Mapping[str, Source]
    digest: str


def read_tables(folder: Path) -> Tables:
    """Every file of a gazetteer folder, checked against the rules and against each other.

    Raises `GazetteerError` naming file, line, column, value and rule for the first one broken.
    """
    if not (folder / "sources.toml").is_file():
        msg = f"{shown(folder)}: a gazetteer's folder holds a sources.toml, and this one does not"
        raise GazetteerError(msg)
    sources, listed = _read_sources(folder / "sources.toml")
    places: dict[str, Place] = {}
    for path in sorted(folder.glob("places.*.tsv")):
        _read_places(path, sources, places)
    names: dict[str, list[Name]] = {}
    for path in sorted(folder.glob("names*.tsv"), key=lambda path: (path.name != "names.tsv", path.name)):
        _read_names(path, sources, places, names)
    extents: dict[str, list[Edge]] = {}
    for path in sorted(folder.glob("extents.*.tsv")):
        _read_extents(path, sources, places, extents)
    country_names = tuple(_read_country_names(folder / "country_names.tsv", places))
    return Tables(
        places=tuple(
            replace(_with_names(place, names.get(place.id, [])), extent=tuple(extents.get(place.id, ())))
            for place in places.values()
        ),
        curated=frozenset(sources) - listed,
        country_names=country_names,
        sources=sources,
        digest=folder_digest(folder),
    )


def _read_sources(path: Path) -> tuple[Mapping[str, Source], frozenset[str]]:
    """The sources by identifier, and those whose places are only listed."""
    entries: list[dict[str, Any]] = read_toml(path, GazetteerError).get("sources", [])
    sources: dict[str, Source] = {}
    listed: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        where = f"{shown(path)}: source {entry.get('id', number)!r}"
        missing = [key for key in _SOURCE_KEYS if not entry.get(key)]
        if missing:
            msg = f"{where}: must state {', '.join(missing)}"
            raise GazetteerError(msg)
        if not _SOURCE_ID.fullmatch(entry["id"]) or entry["id"] in sources:
            msg = f"{where}: id must be small letters and hyphens, and used once"
            raise GazetteerError(msg)
        if entry.get("shelf", "curated") not in _SHELVES:
            msg = f"{where}: shelf must be one of {', '.join(_SHELVES)}, got {entry['shelf']!r}"
            raise GazetteerError(msg)
        if entry.get("shelf") == "listed":
            listed.add(entry["id"])
        for name, pinned in entry.get("sha256", {}).items():
            _check_pin(path.parent / name, pinned)
        sources[entry["id"]] = Source(
            id=entry["id"],
            publisher=entry["publisher"],
            url=entry["url"],
            licence=entry["licence"],
            attribution=entry["attribution"],
        )
    return MappingProxyType(sources), frozenset(listed)


def _check_pin(path: Path, pinned: str) -> None:
    """A generated file is the one its script wrote; an input that is not kept here cannot be checked."""
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != pinned:
        msg = (
            f"{shown(path)}: is generated, but its sha256 is not the one in sources.toml; "
            "run `python -m geomap.gazetteer.build`, and put changes by hand in another file"
        )
        raise GazetteerError(msg)


def _read_places(path: Path, sources: Mapping[str, Source], places: dict[str, Place]) -> None:
    source = source_of(path, sources, GazetteerError)
    last = ""
    for row in rows(path, PLACE_COLUMNS, GazetteerError):
        place_id = row.matching("id", _PLACE_ID, "must look like 'geonames:2014006' or 'geomap:khasan-station'")
        if place_id in places:
            row.refuse("id", "must be used once")
        if place_id <= last:
            row.refuse("id", f"must come in order (after {last!r})")
        last = place_id
        if row.text("feature_class") not in _FEATURE_CLASSES:
            row.refuse("feature_class", "must be one of A H L P R S T U V")
        places[place_id] = Place(
            id=place_id,
            name=row.text("name"),
            position=row.position(),
            radius_km=row.number("radius_km", lambda value: value > 0, "must be more than 0"),
            country=row.country("country", empty=True),
            region=row.text("region", empty=True),
            feature_class=row.text("feature_class"),
            feature_code=row.matching("feature_code", _FEATURE_CODE, "must be 2 to 5 capitals or digits, as PPL"),
            population=row.count("population"),
            url=row.url(),
            source=source,
        )


def _read_names(
    path: Path, sources: Mapping[str, Source], places: Mapping[str, Place], names: dict[str, list[Name]]
) -> None:
    """Add a file's names to `names`; one that another file gives already is left out."""
    if path.name != "names.tsv":
        source_of(path, sources, GazetteerError)
    last = ("", "", 0)
    seen: set[tuple[str, str, str]] = set()
    for row in rows(path, NAME_COLUMNS, GazetteerError):
        place_id, name = row.text("place_id"), _name(row)
        if place_id not in places:
            row.refuse("place_id", "must be the id of a place in a places.*.tsv")
        if (place_id, name.lang, name.text) in seen:
            row.refuse("text", "must be listed once for a place and language")
        seen.add((place_id, name.lang, name.text))
        last = _ordered(row, "place_id", last)
        listed = names.setdefault(place_id, [])
        if not any(name.text == other.text and name.lang == other.lang for other in listed):
            listed.append(name)


def _read_extents(
    path: Path, sources: Mapping[str, Source], places: Mapping[str, Place], extents: dict[str, list[Edge]]
) -> None:
    """Add a file's edge points to `extents`."""
    source_of(path, sources, GazetteerError)
    last = ("", "")
    for row in rows(path, EXTENT_COLUMNS, GazetteerError):
        place_id, side = row.text("place_id"), row.text("side")
        if place_id not in places:
            row.refuse("place_id", "must be the id of a place in a places.*.tsv")
        if side not in set(Compass):
            row.refuse("side", f"must be one of {' '.join(Compass)}")
        if (place_id, side) <= last:
            row.refuse("side", f"must come in order of place_id and side (after {' '.join(last)!r})")
        last = (place_id, side)
        known = extents.setdefault(place_id, [])
        if any(edge.side == side for edge in known):
            row.refuse("side", "must be given once for a place")
        known.append(Edge(side=Compass(side), position=row.position(), url=row.url()))


def _read_country_names(path: Path, places: Mapping[str, Place]) -> Iterator[CountryName]:
    if not path.is_file():
        return
    countries = {place.country for place in places.values() if place.is_country}
    last = ("", "", -1)
    seen: set[tuple[str, str, str]] = set()
    for row in rows(path, COUNTRY_NAME_COLUMNS, GazetteerError):
        country, name = row.country("country"), _name(row)
        if country not in countries:
            row.refuse("country", "must be the code of a country in a places.*.tsv")
        if (country, name.lang, name.text) in seen:
            row.refuse("text", "must be listed once for a country and language")
        seen.add((country, name.lang, name.text))
        last = _ordered(row, "country", last)
        yield CountryName(country=country, rank=last[2], name=name)


def _name(row: Row) -> Name:
    lang = row.matching("lang", _LANG, "must be two small letters or empty", empty=True)
    return Name(text=row.text("text"), lang=lang, kind=row.choice("kind", NameKind))


def _ordered(row: Row, column: str, last: tuple[str, str, int]) -> tuple[str, str, int]:
    """Check that rows ascend by first column, language and rank, so that no rank is used twice."""
    here = (row.values[column], row.values["lang"], row.count("rank"))
    if here <= last:
        row.refuse("rank", f"must come in order of {column}, lang and rank (after {' '.join(map(str, last))!r})")
    return here


def _with_names(place: Place, names: list[Name]) -> Place:
    """The place with its names; its plain English form is one of them, first, unless listed already."""
    if not any(name.text == place.name for name in names):
        names = [Name(text=place.name, lang="en", kind=NameKind.SHORT), *names]
    return replace(place, names=tuple(names))


def folder_digest(folder: Path) -> str:
    """A digest of every file that `read_tables` reads: the same content, the same digest."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.tsv"), folder / "sources.toml"]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
