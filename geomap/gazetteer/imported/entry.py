"""One place or one further name as an import reads it, and the reasons to leave a line out."""

import math
import re
from typing import NamedTuple

from geomap.gazetteer.grid import DEGREE
from geomap.gazetteer.names import fold_once
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.spelling import listed_key, river_key, script_of

# https://www.geonames.org/export/codes.html
FEATURE_CLASSES = frozenset("AHLPRSTUV")

LAST_RANK = 40
"""The rank of a place of which nothing says that anyone has heard of it."""

_FIRST = frozenset({"CONT", "OCN", "SEA", "PCL", "PCLI", "PCLD", "PCLF", "PCLS", "TERR"})
_REGION_RANK = 14
"""A first-level region among towns: with one of 50 million people, so that it is never cut off."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DIGITS = re.compile(r"[0-9]{1,12}")

SOUND = "\x01"
"""Opens the keys of `spelling` among those of `names`, which never hold it."""


class RefusedError(Exception):
    """Why one line is left out. Never leaves the import, which reports it and goes on."""


class Listed(NamedTuple):
    """A name of a place."""

    text: str
    lang: str
    kind: NameKind


class Entry(NamedTuple):
    """A place, its coordinates in steps of 1e-7 degrees. `row` is GeoNames' number, or that of the record.

    `id` is None where GeoNames' number makes it. `names` has the plain one first; `extent` holds sides
    with latitude and longitude. `by_name` marks an id that was made from the name.
    """

    row: int
    id: str | None
    name: str
    lat: int
    lon: int
    radius_km: float
    country: str
    region: str
    feature_class: str
    feature_code: str
    population: int
    url: str | None
    names: tuple[Listed, ...] | tuple[str, ...]
    extent: tuple[tuple[str, float, float], ...] = ()
    by_name: bool = False


class Further(NamedTuple):
    """A further name of the place with GeoNames' number `row`; those of less weight come first."""

    row: int
    weight: int
    name: Listed


def rank_of(feature_class: str, feature_code: str, population: int) -> int:
    """Where a place stands among its namesakes, the best known first: 0 to `LAST_RANK`.

    >>> rank_of("P", "PPL", 604_901) < rank_of("P", "PPL", 700) < rank_of("S", "FRM", 0)
    True
    """
    if feature_code in _FIRST:
        return 0
    rank = LAST_RANK - min(LAST_RANK - 1, population.bit_length())
    return min(rank, _REGION_RANK) if feature_class == "A" and feature_code == "ADM1" else rank


def keys_of(text: str, country: str) -> list[str]:
    r"""Every key under which a name of a place in a country is found.

    >>> keys_of("Komsomolsk-na-Amure", "RU")
    ['komsomolsk na amure', '\x01c komsomolsk @amur', '\x01r komsomolsk @amure']
    """
    plain = fold_once(text)
    if not plain:
        return []
    keys = [plain]
    script = script_of(country)
    if script and (sound := listed_key(plain, script)):
        keys.append(SOUND + sound)
    if " " in plain and (river := river_key(plain)):
        keys.append(SOUND + river)
    return keys


def checked_text(value: str, what: str) -> str:
    """A text for a person to read: not empty, no control characters."""
    text = value.strip()
    if not text:
        msg = f"{what} must not be empty"
        raise RefusedError(msg)
    if found := _CONTROL.search(text):
        msg = f"{what} must hold no control characters, got {found[0]!r}"
        raise RefusedError(msg)
    return text


def checked_degrees(value: str, what: str, limit: int) -> int:
    """A coordinate in steps of 1e-7 degrees."""
    try:
        degrees = float(value)
    except ValueError:
        hint = " (a decimal comma? write a point)" if "," in value else ""
        msg = f"{what} must be a number of degrees, got {value!r}{hint}"
        raise RefusedError(msg) from None
    return checked_number(degrees, what, limit)


def checked_number(degrees: float, what: str, limit: int) -> int:
    """The same, of a number."""
    if not math.isfinite(degrees) or not -limit <= degrees <= limit:
        msg = f"{what} must lie in [-{limit}, {limit}], got {degrees}"
        raise RefusedError(msg)
    return round(degrees * DEGREE)


def checked_country(value: str) -> str:
    """A country's code, or nothing."""
    if value and not _COUNTRY.fullmatch(value):
        msg = f"country must be two capital letters or empty, got {value!r}"
        raise RefusedError(msg)
    return value


def checked_count(value: str, what: str) -> int:
    """A whole number; nothing counts as 0."""
    if not value:
        return 0
    if not _DIGITS.fullmatch(value):
        msg = f"{what} must be a whole number, 0 or more, got {value!r}"
        raise RefusedError(msg)
    return int(value)
