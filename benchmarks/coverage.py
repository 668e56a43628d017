"""Does the gazetteer hold the places that news names? The ceiling over everything that chooses among them.

    python -m benchmarks.coverage --bench DIR [--missed N]

Of the gold toponyms with coordinates, demonyms left out: the share with a candidate within 161 km of
the gold point, and the share when an area counts as found where the gold point lies inside it (the
reference point of a country or region depends on who set it). Then what is missed: names that no
place bears, and names whose bearers all lie elsewhere, by what kind of thing the words say it is.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.folder import bench_option, folder_of, read_lines
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.place import Place
from geomap.geodesy import distance_km
from geomap.lang import load_pack
from geomap.position import Position
from geomap.world import country_of

CORPORA = ("lgl", "trnews", "geovirus", "gwn", "tud")
NEAR_KM = 161.0
"""100 miles: the distance at which the literature on geoparsing calls a toponym right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A toponym somebody placed by hand."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of `names` gold toponyms, how many have a candidate near, and how many near or around them."""

    names: int
    near: int
    inside: int
    missed: Counter[tuple[str, str, str]]
    """(what happened, kind of thing, name) of those that have neither."""


def gold(path: Path) -> Iterator[Gold]:
    """The toponyms of a corpus that have coordinates and are no demonyms."""
    for document in read_lines(path):
        for toponym in document["toponyms"]:  # type: ignore[attr-defined]
            if toponym["kind"] != "demonym" and toponym["lat"] is not None:
                yield Gold(name=toponym["name"], position=Position(lat=toponym["lat"], lon=toponym["lon"]))


def cover(names: list[Gold], gazetteer: Gazetteer) -> Coverage:
    """How many of some gold toponyms have their place among the candidates for their name."""
    near = inside = 0
    missed: Counter[tuple[str, str, str]] = Counter()
    for toponym in names:
        places = [candidate.place for candidate in gazetteer.candidates(toponym.name)]
        if any(distance_km(place.position, toponym.position) <= NEAR_KM for place in places):
            near += 1
            inside += 1
        elif any(place.is_area and _holds(place, toponym.position, gazetteer) for place in places):
            inside += 1
        else:
            missed["elsewhere" if places else "unknown", kind_of(toponym.name), toponym.name] += 1
    return Coverage(names=len(names), near=near, inside=inside, missed=missed)


def _holds(place: Place, position: Position, gazetteer: Gazetteer) -> bool:
    """Whether a point lies in an area: its country, its region, or the circle of its size."""
    if place.is_country:
        return country_of(position) == place.country
    if place.is_region:
        town = _nearest(gazetteer, position)
        return town is not None and (town.country, town.region) == (place.country, place.region)
    return distance_km(place.position, position) <= place.radius_km


@lru_cache(maxsize=4096)
def _nearest(gazetteer: Gazetteer, position: Position) -> Place | None:
    return gazetteer.nearest_populated(position)


def kind_of(name: str) -> str:
    """What kind of thing the words of a name say it is: by a feature noun in it, or by its shape."""
    words = name.lower().split()
    pack = load_pack("en")
    nouns = pack.table("features", "features")
    for noun in (" ".join(words[start:]) for start in range(len(words))):
        if noun in nouns and len(words) > 1:
            return noun
    if words and words[0] in nouns and len(words) > 1:
        return words[0]
    demonyms = {form.lower() for forms in pack.table("demonyms", "demonyms").values() for form in forms}  # type: ignore[attr-defined]
    if name.lower() in demonyms:
        return "demonym"
    if "county" in words or "counties" in words:
        return "county"
    if any(c.isdigit() for c in name):
        return "with a number"
    if name.replace(".", "").isupper() and len(name) <= 6:
        return "abbreviation"
    return "several words" if len(words) > 1 else "one word"


def report(bench: Path, gazetteer: Gazetteer, *, missed: int) -> None:
    """One line a corpus, then what is missed."""
    print(f"share of gold toponyms with a candidate within {NEAR_KM:.0f} km, and with the areas that hold them")
    print(f"{'corpus':<10}{'names':>7}{'near':>8}{'or inside':>11}")
    by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = {}
    for corpus in CORPORA:
        found = cover(list(gold(bench / "places" / f"{corpus}.jsonl")), gazetteer)
        print(f"{corpus:<10}{found.names:>7}{found.near / found.names:>8.3f}{found.inside / found.names:>11.3f}")
        for (what, kind, _), count in found.missed.items():
            by_kind[corpus][f"{kind}, {what}"] += count
        names[corpus] = Counter()
        for (what, _, name), count in found.missed.items():
            names[corpus][f"{name}{'' if what == 'unknown' else '*'}"] += count
    for corpus in CORPORA:
        kinds = "; ".join(f"{kind} {count}" for kind, count in by_kind[corpus].most_common(10))
        frequent = ", ".join(f"{name} {count}" for name, count in names[corpus].most_common(missed))
        print(f"\n{corpus} misses {by_kind[corpus].total()}: {kinds}\n  {frequent}")
    print("\n* has bearers, but elsewhere")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="coverage of the gazetteer")
    bench_option(parser)
    parser.add_argument("--missed", type=int, default=20, help="names of each corpus to print (default: 20)")
    options = parser.parse_args()
    folder = folder_of("coverage", options)
    if folder is not None:
        report(folder, Gazetteer.open(), missed=options.missed)
