"""Lines of GeoNames' dumps: a place each (allCountries, a country, cities500 …) or a further name each.

The columns are those of https://download.geonames.org/export/dump/readme.txt.
"""

from geomap.gazetteer.imported.entry import (
    FEATURE_CLASSES,
    Entry,
    Further,
    Listed,
    RefusedError,
    checked_count,
    checked_country,
    checked_degrees,
    checked_text,
)
from geomap.gazetteer.place import NameKind
from geomap.gazetteer.towns import is_toponym, town_radius_km

PLACE_COLUMNS = 19
NAME_COLUMNS = (8, 10)
"""Of alternateNames, and of alternateNamesV2, which says from when to when a name was used."""

# Orders of size from general knowledge, not measured: a median first-level region has 15,000 km², a second-
# level one 1,500. A place whose area is known should be curated, or come as the user's own, with a radius.
_RADII_KM = {
    **dict.fromkeys(("PCL", "PCLI", "PCLD", "PCLF", "PCLS", "TERR"), 250.0),
    **dict.fromkeys(("ADM1", "ADM1H"), 70.0),
    **dict.fromkeys(("ADM2", "ADM2H"), 20.0),
    **dict.fromkeys(("ADM3", "ADM3H"), 7.0),
    **dict.fromkeys(("ADM4", "ADM4H", "ADM5", "ADMD", "ADMDH"), 3.0),
    **dict.fromkeys(("OCN", "CONT"), 2500.0),
    **dict.fromkeys(("SEA", "GULF"), 300.0),
    **dict.fromkeys(("MTS", "DSRT", "RGN", "PEN"), 100.0),
}
_RADIUS_KM = 1.0

# What GeoNames puts where others have a language: links, codes, spellings for machines.
_LEFT_OUT = frozenset({"link", "wkdt", "post", "unlc", "phon", "icao", "faac", "tcid"})
_CODES = frozenset({"iata", "abbr"})
_REVOLUTION = "fr_1793"
"""Names of the French Revolution: Saint-Denis was Franciade."""


def place_of(line: str) -> Entry:
    """The place of a line. Raises `RefusedError`."""
    columns = line.split("\t")
    if len(columns) != PLACE_COLUMNS:
        msg = f"a place has {PLACE_COLUMNS} columns, got {len(columns)}"
        raise RefusedError(msg)
    if "\x00" in line:
        raise RefusedError("a line must hold no NUL byte")
    number, name, plain, others, lat, lon, feature_class, code, country, _, region, *_ = columns
    if feature_class not in FEATURE_CLASSES or not feature_class:
        msg = f"feature class must be one of A H L P R S T U V, got {feature_class!r}"
        raise RefusedError(msg)
    own = checked_text(name, "name")
    population = checked_count(columns[14], "population")
    names = [own]
    if others or plain != own:
        names += [text for text in (plain, *others.split(",")) if text and text != own and is_toponym(text)]
    return Entry(
        row=checked_identifier(number),
        id=None,
        name=own,
        lat=checked_degrees(lat, "latitude", 90),
        lon=checked_degrees(lon, "longitude", 180),
        radius_km=town_radius_km(population) if feature_class == "P" else _RADII_KM.get(code, _RADIUS_KM),
        country=checked_country(country),
        region=region,
        feature_class=feature_class,
        feature_code=code,
        population=population,
        url=None,
        names=tuple(dict.fromkeys(names)),
    )


def further_of(line: str) -> Further | None:
    """The further name of a line, or None where it is a link, a code or a script geomap does not read.

    Raises `RefusedError`.
    """
    columns = line.split("\t")
    if len(columns) not in NAME_COLUMNS:
        msg = f"a further name has {' or '.join(map(str, NAME_COLUMNS))} columns, got {len(columns)}"
        raise RefusedError(msg)
    _, number, lang, text, preferred, short, colloquial, historic, *period = columns
    checked_identifier(columns[0])
    row = checked_identifier(number)
    if lang in _LEFT_OUT:
        return None
    name = checked_text(text, "name")
    if lang not in _CODES and not is_toponym(name):
        return None
    ended = len(period) == 2 and bool(period[1].strip())
    if lang in _CODES:
        kind = NameKind.ABBREVIATION
    elif historic == "1" or ended or lang == _REVOLUTION:
        kind = NameKind.HISTORICAL
    elif lang == "piny":
        kind = NameKind.TRANSLITERATION
    elif short == "1" or colloquial == "1":
        kind = NameKind.SHORT
    else:
        kind = NameKind.OFFICIAL if preferred == "1" else NameKind.EXONYM
    return Further(row=row, weight=_WEIGHTS[kind], name=Listed(name, _language(lang), kind))


# A map shows a place's first name in its language: the preferred one, not the short or the old one.
_WEIGHTS = {
    NameKind.OFFICIAL: 0,
    NameKind.EXONYM: 1,
    NameKind.SHORT: 2,
    NameKind.TRANSLITERATION: 3,
    NameKind.ABBREVIATION: 4,
    NameKind.HISTORICAL: 5,
}


def checked_identifier(value: str) -> int:
    """GeoNames' number of something."""
    if not (value.isascii() and value.isdecimal() and len(value) <= 15) or not int(value):
        msg = f"GeoNames' identifier must be a whole number above 0, got {value!r}"
        raise RefusedError(msg)
    return int(value)


def _language(code: str) -> str:
    """ISO 639-1 code of "fr", "zh-Hant" or "fr_1793"; empty for longer codes and none."""
    main = code.replace("_", "-").split("-")[0]
    return main if len(main) == 2 and main.isascii() and main.islower() else ""
