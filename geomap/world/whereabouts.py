"""Where a position stands: its country, those nearby, how far border and coast are.

All are measured on the outlines at 1:10 million, which are good to about 1 km, in places no better than
3 km (`TOLERANCE_KM`): a bridge or a station on a border river may fall on the wrong bank. Lakes count as
land, the Caspian as sea. Countries are ISO 3166-1 alpha-2, in a world view; overseas parts have codes
of their own where ISO gives one (French Guiana is GF, Svalbard SJ), and what no code is given for keeps
its state's (Somaliland is SO).
"""

import re

from geomap.errors import WorldError
from geomap.position import Position
from geomap.world.archive import OUTSIDE, Worldview
from geomap.world.edges import load_edges

TOLERANCE_KM = 3.0

_CODE = re.compile("[A-Z]{2}")


def country_of(position: Position, *, worldview: Worldview = Worldview.UN) -> str | None:
    """The country a position lies in; at sea, the one whose coast is within `TOLERANCE_KM`.

    None on the open sea, at the North Pole, and on land the world view gives to nobody. Within
    `TOLERANCE_KM` of a border the answer may be the neighbour: ask `countries_near` for either side.

    >>> country_of(Position(lat=42.4281, lon=130.6453))  # Khasan
    'RU'
    """
    edges = load_edges(worldview)
    row = edges.beside_one(*position.lonlat)
    if row != OUTSIDE:
        return edges.codes[row] or None
    return next((code for code in countries_near(position, worldview=worldview)), None)


def countries_near(
    position: Position, km: float = TOLERANCE_KM, *, worldview: Worldview = Worldview.UN
) -> dict[str, float]:
    """The countries within `km`, nearest first, and the kilometres to each: 0 for the one it lies in.

    A claim about a place near a border holds if any of these fits.

    >>> sorted(countries_near(Position(lat=42.4214, lon=130.6081)))  # Tumangang, on the Korean bank
    ['KP', 'RU']
    """
    edges = load_edges(worldview)
    row = edges.beside_one(*position.lonlat)
    found = {row: 0.0} | {side: away for side, away in edges.sides_within(position, km).items() if side != row}
    return {edges.codes[side]: away for side, away in found.items() if side != OUTSIDE and edges.codes[side]}


def distance_to_border(position: Position, a: str, b: str, *, worldview: Worldview = Worldview.UN) -> float | None:
    """Kilometres along the geodesic to the border between two countries; None if they have none on land.

    Raises `WorldError` for what is no code at all.

    >>> distance_to_border(Position(lat=42.4281, lon=130.6453), "RU", "KP") < TOLERANCE_KM  # Khasan
    True
    """
    for code in (a, b):
        if not _CODE.fullmatch(code):
            msg = f"a country must be two capital letters (ISO 3166-1), as 'KP', got {code!r}"
            raise WorldError(msg)
    edges = load_edges(worldview)
    return edges.nearest_km(position, edges.border(a, b))


def distance_to_coast(position: Position) -> float:
    """Kilometres along the geodesic to the nearest coast, from land or from sea.

    >>> distance_to_coast(Position(lat=43.1056, lon=131.8735)) < 3  # Vladivostok
    True
    """
    edges = load_edges(Worldview.UN)
    found = edges.nearest_km(position, edges.coast)
    if found is None:
        msg = "the outlines hold no coast: rebuild them with python -m geomap.world.build"
        raise WorldError(msg)
    return found
