"""Which area each outline of the sources is, and where an area is cut out of a country.

An area is a row of the built archive: a country, by its ISO 3166-1 alpha-2 code, or a disputed area of
`data/world/disputed.toml`, by its name there. A world view gives each area to a country.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.core import get_global

LonLat = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north

# What the sources name without a code that CLDR lists, by visionscarto's "a3" or world-atlas's name.
_UNCODED: Mapping[str, str] = {
    "XKX": "kosovo",
    "Kosovo": "kosovo",
    "CYN": "north-cyprus",
    "N. Cyprus": "north-cyprus",
    "SOL": "somaliland",
    "Somaliland": "somaliland",
    "KAS": "siachen",
    "Siachen Glacier": "siachen",
    "Spratly Is.": "spratly",
    "Scarborough Reef": "scarborough",
    "IOA": "AU",
    "Indian Ocean Ter.": "AU",
    "ATC": "AU",
    "Coral Sea Is.": "AU",
    "Cyprus U.N. Buffer Zone": "CY",
    "Akrotiri": "GB",
    "Dhekelia": "GB",
    "USNB Guantanamo Bay": "CU",
    "Baikonur": "KZ",
    "Clipperton I.": "FR",
    "Bajo Nuevo Bank": "CO",
    "Serranilla Bank": "CO",
}

# Natural Earth draws these as parts of another country; ISO 3166-1 and the gazetteer know them apart.
_PARTS: tuple[tuple[str, str, Box], ...] = (
    ("FR", "GF", (-55.0, 1.5, -51.0, 6.5)),
    ("FR", "GP", (-62.0, 15.7, -60.9, 16.7)),
    ("FR", "MQ", (-61.4, 14.2, -60.7, 15.0)),
    ("FR", "RE", (55.0, -21.6, 56.0, -20.7)),
    ("FR", "YT", (44.8, -13.2, 45.5, -12.5)),
    ("NL", "BQ", (-68.6, 11.9, -68.0, 12.5)),
    ("NL", "BQ", (-63.5, 17.3, -62.8, 17.8)),
    ("NO", "SJ", (-10.0, 70.5, -7.0, 71.5)),
    ("NO", "SJ", (9.0, 74.0, 34.0, 81.5)),
    ("NO", "BV", (3.0, -54.7, 3.7, -54.2)),
    ("NZ", "TK", (-173.0, -10.0, -171.0, -8.0)),
    ("AU", "CX", (105.0, -11.0, 106.5, -10.0)),
    ("AU", "CC", (96.0, -13.0, 98.0, -11.0)),
)

# Lines between these are drawn as disputed: the neighbours and the United Nations do not agree on them.
DISPUTED_LINES: tuple[tuple[str, str], ...] = (
    ("crimea", "UA"),
    ("western-sahara", "EH"),
    ("western-sahara", "MA"),
    ("EH", "MA"),
    ("golan", "IL"),
    ("golan", "SY"),
    ("kosovo", "RS"),
    ("north-cyprus", "CY"),
    ("somaliland", "SO"),
    ("siachen", "IN"),
    ("siachen", "PK"),
    ("siachen", "CN"),
    ("IL", "PS"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """`area` is the piece of country `owner` that holds `inside`, beyond a line.

    The line is given as points, or as the border between two countries of the world-atlas of the same
    scale, within a box; its ends are moved to the nearest vertex of the outline. Without a line the
    polygon lies apart already.
    """

    area: str
    owner: str
    inside: LonLat
    line: tuple[LonLat, ...] = ()
    border: tuple[str, str, Box] | None = None


# The line of 4 June 1967, from memory, to about 2 km: Ghajar, west of Banias, the foot of the heights,
# the Jordan, the eastern shore of the lake without Ein Gev, Hamat Gader.
_GOLAN = Cut(
    area="golan",
    owner="IL",
    inside=(35.78, 33.0),
    line=(
        (35.62, 33.27),
        (35.67, 33.24),
        (35.67, 33.17),
        (35.65, 33.10),
        (35.63, 33.01),
        (35.62, 32.89),
        (35.65, 32.85),
        (35.66, 32.77),
        (35.65, 32.69),
    ),
)

CUTS: Mapping[str, tuple[Cut, ...]] = {
    "50m": (
        Cut(area="crimea", owner="UA", inside=(34.1, 45.0), border=("RU", "UA", (32.0, 44.0, 37.0, 46.5))),
        Cut(area="western-sahara", owner="EH", inside=(-14.0, 25.0), border=("MA", "EH", (-18.0, 20.0, -8.0, 28.0))),
        _GOLAN,
    ),
    "10m": (
        Cut(area="crimea", owner="RU", inside=(34.1, 45.0)),
        # the parallel of 27° 40′ N, from the agreement of 1912
        Cut(area="western-sahara", owner="MA", inside=(-14.0, 25.0), line=((-8.67, 27.6667), (-13.16, 27.6667))),
        _GOLAN,
    ),
}


def area_of(key: str, name: str, start: LonLat) -> str:
    """The area of a polygon that a source files under a code (or none) and a name, and that starts there.

    >>> area_of("250", "France", (-52.3, 4.9))
    'GF'
    """
    if name in _UNCODED or key in _UNCODED:
        area = _UNCODED.get(key) or _UNCODED[name]
    else:
        area = str(get_global("territory_aliases")[key][0])
    for owner, part, (west, south, east, north) in _PARTS:
        if area == owner and west <= start[0] <= east and south <= start[1] <= north:
            return part
    return area
