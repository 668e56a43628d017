"""The compiled index, read in place: rows by name, by key, by identifier and by cell.

Everything here speaks of rows, the numbers of places in the file (`compiling` says how it is laid
out); `Gazetteer` asks in words. Nothing changes after opening but tables that are worked out once,
so that threads and forks share an index as they share the file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from geomap.gazetteer.grid import DEGREE, cells_within
from geomap.gazetteer.mapped import Keys, Mapped, Texts
from geomap.gazetteer.names import fold
from geomap.gazetteer.place import Edge, Name, NameKind, Place
from geomap.geodesy import Compass
from geomap.position import Position
from geomap.provenance import Source

_KINDS = tuple(NameKind)
_SIDES = tuple(Compass)
_TOWN = "geonames:"


class NameIndex:
    """Rows of places and their names.

    The first `curated` rows are curated, those up to `tabled` come from a file as well, the others
    are towns.
    """

    def __init__(self, mapped: Mapped) -> None:
        part, about = mapped.sections, mapped.about
        self.size = mapped.size
        self.curated: int = about["curated"]
        self.tabled: int = about["tabled"]
        self.rows: int = about["rows"]
        self.tabled_names: int = about["tabled_names"]
        self.names: int = about["names"]
        self.countries: Mapping[str, int] = about["country_rows"]
        self.capitals: Mapping[str, int] = about["capital_rows"]
        self.regions: Mapping[str, int] = about["region_rows"]
        self.by_source: tuple[tuple[str, int], ...] = tuple((source, n) for source, n in about["by_source"])
        self.sources: Mapping[str, Source] = MappingProxyType(
            {source["id"]: Source(**source) for source in about["sources"]}
        )
        self._sections = part
        self.country_codes: Sequence[str] = about["countries"]
        self.region_codes: Sequence[str] = about["regions"]
        self.features: Sequence[tuple[str, str]] = [(letter, code) for letter, code in about["features"]]
        self._places_from = about["places_from"]
        self._langs = about["langs"]
        self.name_keys: Keys = part["names"]
        self.folded_keys: Keys = part["folded"]
        self._sound_keys: Keys = part["sounds"]
        self._opening_keys, self._opening_words = part["openings"], part["openings.words"]
        self._name_text: memoryview = part["name.text"]
        self._bearer_start, self._bearer_row, self._bearer_nth = _group(part, "bearers")
        self._sound_start, self._sound_row, self._sound_nth = _group(part, "sounds")
        self._folded_start: memoryview = part["folded.start"]
        self._folded_name: memoryview = part["folded.name"]
        self._lat: memoryview = part["place.lat"]
        self._lon: memoryview = part["place.lon"]
        self._radius: memoryview = part["place.radius"]
        self._population: memoryview = part["place.population"]
        self._country: memoryview = part["place.country"]
        self._region: memoryview = part["place.region"]
        self._feature: memoryview = part["place.feature"]
        self._source: memoryview = part["place.source"]
        self._first: memoryview = part["place.first"]
        self._town_number: memoryview = part["town.number"]
        self._tabled_id: Texts = part["tabled.id"]
        self._tabled_url: Texts = part["tabled.url"]
        self._tabled_name: Texts = part["tabled.name"]
        self._own: memoryview = part["tabled.own"]
        self._own_lang: memoryview = part["own.lang"]
        self._own_kind: memoryview = part["own.kind"]
        self._own_start: memoryview = part["own.start"]
        self._edge_row, self._edge_side = part["edge.row"], part["edge.side"]
        self._edge_lat: memoryview = part["edge.lat"]
        self._edge_lon: memoryview = part["edge.lon"]
        self._edge_url: Texts = part["edge.url"]
        self._grid_start: memoryview = part["grid.start"]
        self._grid_row: memoryview = part["grid.row"]

    def column(self, name: str) -> memoryview:
        """A column of the file, as `compiling` lays it out."""
        column: memoryview = self._sections[name]
        return column

    def written(self, name: str) -> list[tuple[int, int]]:
        """The rows that list a name letter for letter, each with the number of that name among its own."""
        number = self.name_keys.number(name)
        if number < 0:
            return []
        start, end = self._bearer_start[number], self._bearer_start[number + 1]
        return list(zip(self._bearer_row[start:end], self._bearer_nth[start:end], strict=True))

    def is_written(self, name: str) -> bool:
        """Whether any row lists a name letter for letter."""
        return self.name_keys.number(name) >= 0

    def folded(self, name: str, *, curated: bool = False) -> dict[int, tuple[bool, int]]:
        """The rows with a name that folds as this one: whether it is spelt otherwise, and its number there.

        A row's same spelling counts before another, an earlier name before a later one. With
        `curated`, only curated rows and their own names.
        """
        return self.keyed(fold(name), self.name_keys.number(name), curated=curated)

    def keyed(self, key: str, spelling: int = -1, *, curated: bool = False) -> dict[int, tuple[bool, int]]:
        """As `folded`, by the folded key and the number of the exact spelling among all names."""
        found: dict[int, tuple[bool, int]] = {}
        number = self.folded_keys.number(key) if key else -1
        if number < 0:
            return found
        for name in self._folded_name[self._folded_start[number] : self._folded_start[number + 1]]:
            otherwise = name != spelling
            for bearer in range(self._bearer_start[name], self._bearer_start[name + 1]):
                row, nth = self._bearer_row[bearer], self._bearer_nth[bearer]
                if curated:
                    if row >= self.curated:
                        break
                    if nth >= self._own[row]:
                        continue
                known = found.get(row)
                if known is None or (otherwise, nth) < known:
                    found[row] = (otherwise, nth)
        return found

    def opens_curated(self, word: str) -> int:
        """How many words the longest of curated places' own folded names has that start with a word; 0 for none."""
        number = self._opening_keys.number(word)
        return int(self._opening_words[number]) if number >= 0 else 0

    def sounding(self, key: str) -> Iterator[tuple[int, int]]:
        """The rows with a name under a key of `spelling`, each with that name's number."""
        number = self._sound_keys.number(key)
        if number >= 0:
            start, end = self._sound_start[number], self._sound_start[number + 1]
            yield from zip(self._sound_row[start:end], self._sound_nth[start:end], strict=True)

    def row(self, place_id: str) -> int | None:
        """The row of the place with an identifier."""
        row = self._tabled_rows.get(place_id)
        digits = place_id.removeprefix(_TOWN)
        if row is not None or digits == place_id or not (digits.isascii() and digits.isdecimal()):
            return row
        number = int(digits)
        at = bisect_left(self._town_number, number)
        found = at < len(self._town_number) and self._town_number[at] == number and digits == str(number)
        return self.tabled + at if found else None

    def within(self, position: Position, radius_km: float) -> Iterator[int]:
        """The rows in the cells that a circle touches: all that lie inside, and others near."""
        for first, end in cells_within(position, radius_km):
            yield from self._grid_row[self._grid_start[first] : self._grid_start[end]]

    def in_country(self, country: str, region: str | None = None, *, curated: bool = False) -> Iterator[int]:
        """The rows of a country, or of one of its regions, in order; with `curated`, only curated ones."""
        if country not in self.country_codes or (region is not None and region not in self.region_codes):
            return
        wanted = self.country_codes.index(country)
        there = None if region is None else self.region_codes.index(region)
        for row in range(self.curated if curated else self.rows):
            if self._country[row] == wanted and there in {None, self._region[row]}:
                yield row

    def id(self, row: int) -> str:
        """The identifier of a row's place."""
        return self._tabled_id[row] if row < self.tabled else f"{_TOWN}{self._town_number[row - self.tabled]}"

    def position(self, row: int) -> Position:
        """Where a row's place is."""
        return Position(lat=self._lat[row] / DEGREE, lon=self._lon[row] / DEGREE)

    def latlon(self, row: int) -> tuple[float, float]:
        """The same, unchecked."""
        return self._lat[row] / DEGREE, self._lon[row] / DEGREE

    def population(self, row: int) -> int:
        """How many live in a row's place; 0 where unknown."""
        return int(self._population[row])

    def feature(self, row: int) -> tuple[str, str]:
        """GeoNames' class and code of a row's place."""
        feature_class, feature_code = self.features[self._feature[row]]
        return feature_class, feature_code

    def source(self, row: int) -> str:
        """The source of a row's place."""
        return str(self._places_from[self._source[row]])

    def own(self, row: int) -> int:
        """How many of a row's names a file gives."""
        return int(self._own[row]) if row < self.tabled else 0

    def name(self, row: int, nth: int) -> Name:
        """A row's name with a number; after the names that files give come those that GeoNames adds."""
        text = self.name_keys.text(self._name_text[self._first[row] + nth])
        own = self.own(row)
        if nth < own:
            at = self._own_start[row] + nth
            return Name(text=text, lang=self._langs[self._own_lang[at]], kind=_KINDS[self._own_kind[at]])
        # GeoNames' main name is official; of the others it gives neither language nor kind here.
        return Name(text=text, lang="", kind=NameKind.OFFICIAL if nth == own else NameKind.EXONYM)

    def plain_name(self, row: int) -> str:
        """The name that a row's place goes by: in plain English where a file gives it."""
        return self._tabled_name[row] if row < self.tabled else self.name_keys.text(self._name_text[self._first[row]])

    def place(self, row: int) -> Place:
        """A row's place, made anew."""
        place_id = self.id(row)
        feature_class, feature_code = self.feature(row)
        if row < self.tabled:
            names = tuple(self.name(row, nth) for nth in range(self._own[row]))
            plain, url = self._tabled_name[row], self._tabled_url[row]
        else:
            names = self._town_names(row)
            plain, url = names[0].text, f"https://www.geonames.org/{place_id.removeprefix(_TOWN)}"
        return Place(
            id=place_id,
            name=plain,
            position=self.position(row),
            radius_km=self._radius[row],
            country=self.country_codes[self._country[row]],
            region=self.region_codes[self._region[row]],
            feature_class=feature_class,
            feature_code=feature_code,
            population=self._population[row],
            source=self.source(row),
            url=url,
            names=names,
            extent=self._extent(row),
        )

    def _extent(self, row: int) -> tuple[Edge, ...]:
        start, end = bisect_left(self._edge_row, row), bisect_right(self._edge_row, row)
        return tuple(
            Edge(
                side=_SIDES[self._edge_side[at]],
                position=Position(lat=self._edge_lat[at] / DEGREE, lon=self._edge_lon[at] / DEGREE),
                url=self._edge_url[at],
            )
            for at in range(start, end)
        )

    def _town_names(self, row: int) -> tuple[Name, ...]:
        texts = [self.name_keys.text(number) for number in self._name_text[self._first[row] : self._first[row + 1]]]
        own = texts[0]
        return tuple(
            Name(text=text, lang="", kind=NameKind.OFFICIAL if text == own else NameKind.EXONYM) for text in texts
        )

    @cached_property
    def _tabled_rows(self) -> Mapping[str, int]:
        return {self._tabled_id[row]: row for row in range(self.tabled)}


def _group(part: Mapping[str, memoryview], name: str) -> tuple[memoryview, memoryview, memoryview]:
    return part[f"{name}.start"], part[f"{name}.row"], part[f"{name}.nth"]
