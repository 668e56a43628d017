"""First-level regions of the world, and the districts below them that news names.

GeoNames says which there are, and of which each town is part; Natural Earth and the US Census where they
are (`territories`); Unicode CLDR and Natural Earth what they are called in English and in French, German,
Spanish and Russian; `naming` what forms that gives. A region that a hand-written file has already keeps
that identifier and gets the generated names.

Reading order: `region_files` is the whole; `_write` goes through the divisions; `_named` gives their names;
`knowledge` has gathered what they ask.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from shapely import union_all

from geomap.gazetteer.build.geonames import Division
from geomap.gazetteer.build.knowledge import SHARED_KM, Area, Knowledge, area_of_outline, read_knowledge
from geomap.gazetteer.build.naming import LANGUAGES, Patterns
from geomap.gazetteer.build.points import LARGE_KM
from geomap.gazetteer.build.writing import table
from geomap.gazetteer.names import fold_once
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.tables import EXTENT_COLUMNS, NAME_COLUMNS, PLACE_COLUMNS
from geomap.gazetteer.towns import is_toponym

REGIONS = "geonames-regions"
DISTRICTS = "geonames-districts"
CLDR = "cldr-subdivisions"
NATURAL_EARTH = "naturalearth-regions"

ISO_CODES = "iso_codes.tsv"
ISO_COLUMNS = ("iso", "place_id")

_GEONAMES_URL = "https://www.geonames.org/{}"
_WIKIPEDIA_URL = "https://en.wikipedia.org/wiki/{}"
_NATURAL_EARTH_URL = "https://www.naturalearthdata.com/"
_CENSUS_URL = "https://www.census.gov/"

_PLAIN_WORD = {1: "Province", 2: "District"}
"""What is put after a name that may not stand alone, where nothing says what the division is called."""

_ALIASES = 3
"""Of GeoNames' own names, how many a region gets."""

_DISTRICT_KM = 20.0
_DISTRICT_TOWNS = 3
"""What a district needs to be written, in countries whose districts news does not speak of as such."""

_EXTENT_KM = 150.0
"""Radius from which a region's extreme points are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    lang: str
    kind: NameKind
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Status:
    """Where a division stands: its country, GeoNames' code of its region, its feature code, its people."""

    country: str
    region: str
    code: str
    people: int


@dataclass(slots=True)
class _Files:
    """What is gathered: rows by file, names by source and then by place and language."""

    regions: list[tuple[str, ...]] = field(default_factory=list)
    districts: list[tuple[str, ...]] = field(default_factory=list)
    former: list[tuple[str, ...]] = field(default_factory=list)
    names: defaultdict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))
    iso: dict[str, str] = field(default_factory=dict)
    extents: list[tuple[str, ...]] = field(default_factory=list)


def region_files(folder: Path, packages: Path) -> dict[str, str]:
    """The generated files about regions and districts, by name; `folder` gives what is written by hand."""
    known = read_knowledge(folder, packages)
    files = _Files()
    for division in known.divisions:
        if division.level:
            _write(division, known, files)
    _write_former(known, files)
    return {
        f"places.{NATURAL_EARTH}.tsv": table(PLACE_COLUMNS, files.former),
        f"places.{REGIONS}.tsv": table(PLACE_COLUMNS, files.regions),
        f"places.{DISTRICTS}.tsv": table(PLACE_COLUMNS, files.districts),
        **{f"names.{source}.tsv": table(NAME_COLUMNS, rows) for source, rows in sorted(files.names.items())},
        f"extents.{NATURAL_EARTH}.tsv": table(EXTENT_COLUMNS, files.extents),
        ISO_CODES: table(ISO_COLUMNS, files.iso.items()),
    }


def _write(division: Division, known: Knowledge, files: _Files) -> None:
    area = known.area(division)
    if area is None or (division.level > 1 and _is_left_out(division, area, known)):
        return
    plain, names = _named(division, area, known)
    curated = known.curated(division, plain)
    place_id = curated or f"geonames:{division.number}"
    iso = division.iso or known.unlisted.get((division.country, fold_once(plain)), "")
    if iso:
        files.iso.setdefault(iso, place_id)
    _write_names(place_id, plain if not curated else "", names, known, files)
    if curated:
        return
    status = _Status(
        country=division.country,
        region=division.region,
        code=f"ADM{division.level}",
        people=known.population(division),
    )
    if division.level == 1 and area.radius_km >= LARGE_KM and division.number in known.points:
        lat, lon = known.points[division.number]
        area = replace(area, lat=lat, lon=lon)
    row = _row(place_id, plain, area, status, _GEONAMES_URL.format(division.number))
    (files.regions if division.level == 1 else files.districts).append(row)
    if division.level == 1 and (division.country == "US" or area.radius_km >= _EXTENT_KM):
        url = _CENSUS_URL if division.country == "US" else _NATURAL_EARTH_URL
        files.extents += [(place_id, side, f"{lat:.3f}", f"{lon:.3f}", url) for side, lat, lon in area.extremes()]


def _is_left_out(division: Division, area: Area, known: Knowledge) -> bool:
    """Whether a district is little more than a town: of its name, which is found already, or a small one at all."""
    if division.iso:
        return False
    core = known.patterns.core(division.name, "local")
    if division.country in known.patterns.kept_districts:
        alone = core == division.name and not any(known.patterns.forms(core, "en", division))
        return alone and known.is_taken(division, area, core)
    small = area.radius_km < _DISTRICT_KM or len(known.towns.get(division.code, ())) < _DISTRICT_TOWNS
    return small or known.is_taken(division, area, core)


def _named(division: Division, area: Area, known: Knowledge) -> tuple[str, list[_Name]]:
    """The plain English name, and all names: bare ones where no town in it bears them, full forms, GeoNames' own."""
    patterns = known.patterns
    names: list[_Name] = []
    plain = ""
    for lang in LANGUAGES if division.level == 1 else LANGUAGES[:2]:
        text, source = known.called(division, lang)
        if not text:
            if division.level > 1:
                names += _in_french(division, patterns)
            continue
        core = text if lang == "en" and division.iso in patterns.plain else _core(text, lang, source, division, known)
        full = [form for form in _full(text, core, lang, division, known) if form != core]
        if lang in {"de", "es"} and math.isinf(known.namesake(division, area, core)):
            full = []
        apart_km = known.namesake(division, area, core)
        shared = core in patterns.words or apart_km <= SHARED_KM
        if shared and not full and lang == "en":
            full = [*patterns.forms(core, lang, division), f"{core} {_PLAIN_WORD[division.level]}"][:1]
        bare = [] if shared and (full or lang != "en") else [core]
        ordered = bare + full if apart_km == math.inf else full + bare
        if lang == "en":
            plain = ordered[0] if division.level == 1 or division.iso or text == core else text
        short = NameKind.SHORT if full else NameKind.EXONYM
        names += [
            _Name(lang=lang, kind=short if form == core else NameKind.EXONYM, text=form, source=source)
            for form in ordered
        ]
    names += _own_names(division, area, known, [plain, *(name.text for name in names)])
    return plain, names


def _in_french(division: Division, patterns: Patterns) -> Iterator[_Name]:
    """A district's French forms around its own name: "comté de Cuyahoga"."""
    for form in patterns.forms(patterns.core(division.name, "local"), "fr", division):
        yield _Name(lang="fr", kind=NameKind.EXONYM, text=form, source=REGIONS)


def _own_names(division: Division, area: Area, known: Knowledge, others: Iterable[str]) -> Iterator[_Name]:
    """What GeoNames calls it in its own languages, where that says something else than the other names."""
    seen = {f" {fold_once(other)} " for other in others}
    limit = _ALIASES if division.level == 1 or division.iso else 0
    for alias in (division.name, *division.aliases):
        key = fold_once(alias)
        told = any(other in f" {key} " for other in seen)
        if limit and not told and is_toponym(alias) and key.isascii() and not known.is_taken(division, area, alias):
            seen.add(f" {key} ")
            limit -= 1
            yield _Name(lang="", kind=NameKind.OFFICIAL, text=alias, source=REGIONS)


def _core(text: str, lang: str, source: str, division: Division, known: Knowledge) -> str:
    local = source == REGIONS and division.level > 1
    return known.patterns.core(text, "local" if local else lang)


def _full(text: str, core: str, lang: str, division: Division, known: Knowledge) -> list[str]:
    """The full forms that are written: all in English and French of a region, else one where there is any."""
    forms = list(known.patterns.forms(core, lang, division))
    if division.level == 1 and lang in {"en", "fr"}:
        return [text, *forms]
    return [text] if text != core else forms


def _write_former(known: Knowledge, files: _Files) -> None:
    """What is no more: yesterday's outlines in Natural Earth, and France's regions until 2015."""
    written: set[str] = set()
    for piece in known.former:
        number, plain = str(piece.facts["gn_id"]), known.patterns.core(str(piece.facts["name_en"]), "en")
        if number in written or f"geonames:{number}" in known.ids:
            continue
        written.add(number)
        level = 1 if piece.facts.get("gn_level") == 1 else 2
        forms = (str(piece.facts["name_en"]), f"{plain} {_PLAIN_WORD[level]}")
        if plain in known.patterns.words:
            plain = forms[1]
        names = [_Name(lang="en", kind=NameKind.HISTORICAL, text=form, source=NATURAL_EARTH) for form in forms]
        status = _Status(country=str(piece.facts["iso_a2"]), region="", code=f"ADM{level}H", people=0)
        area, url = area_of_outline(piece.outline), _GEONAMES_URL.format(number)
        files.former.append(_row(f"geonames:{number}", plain, area, status, url))
        iso = str(piece.facts["iso_3166_2"])
        if iso in known.unlisted.values():
            files.iso.setdefault(iso, f"geonames:{number}")
        french = str(piece.facts.get("name_fr") or "")
        if french:
            names.append(_Name(lang="fr", kind=NameKind.HISTORICAL, text=french, source=NATURAL_EARTH))
        _write_names(f"geonames:{number}", plain, names, known, files)
    for former in known.patterns.former:
        area = area_of_outline(union_all([known.outlines[code] for code in former.districts]))
        people = sum(town.population for code in former.districts for town in known.towns[code])
        status = _Status(country=former.iso[:2], region=former.region, code=former.code, people=people)
        url = _WIKIPEDIA_URL.format(former.name.replace(" ", "_"))
        files.former.append(_row(f"iso:{former.iso.lower()}", former.name, area, status, url))


def _row(place_id: str, name: str, area: Area, status: _Status, url: str) -> tuple[str, ...]:
    return (
        place_id,
        name,
        f"{area.lat:.3f}",
        f"{area.lon:.3f}",
        f"{max(0.5, area.radius_km):.1f}",
        status.country,
        status.region,
        "A",
        status.code,
        str(status.people),
        url,
    )


def _write_names(place_id: str, plain: str, names: Iterable[_Name], known: Knowledge, files: _Files) -> None:
    """Names in the file of their source; none twice, none that the place's plain name says already."""
    by_lang: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        if not any(name.text == other.text for other in by_lang[name.lang]):
            by_lang[name.lang].append(name)
    english = {fold_once(plain), *(fold_once(name.text) for name in by_lang["en"])}
    for lang, listed in by_lang.items():
        if lang not in {"", "en"} and all(fold_once(name.text) in english for name in listed):
            continue
        ranks = {name.source: count(2 if known.by_hand(place_id, lang) else 1) for name in listed}
        for name in listed:
            if lang != "en" or name.text != plain:
                row = (place_id, lang, str(next(ranks[name.source])), name.kind.value, name.text)
                files.names[name.source].append(row)
