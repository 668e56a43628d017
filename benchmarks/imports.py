"""What an import costs: time, memory, disk and lookups, for files of more and more generated rows.

    python -m benchmarks.imports [--rows 100000 1000000] [--folder DIR]

The rows have the shape of GeoNames' allCountries.txt: ascending identifiers and invented names, a share of
them with other spellings, one in twenty with people. 13 million rows are 1.4 GB, and take 4 GB more in the
folder while they are imported.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_SYLLABLES = tuple(
    first + vowel + last for first in "bcdfghklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "s")
)
_COUNTRIES = ("FR", "RU", "US", "CN", "IN", "BR", "IR", "DE", "MX", "ID")
_FEATURES = (("P", "PPL"), ("P", "PPL"), ("S", "SCH"), ("H", "STM"), ("T", "MT"), ("A", "ADM4"), ("L", "LCTY"))
_LOOKUPS = 20_000
_FIRST = 990_000_000
"""The first identifier, above any of GeoNames."""

_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from geomap.gazetteer.imported.importing import import_files
began = time.perf_counter()
made = import_files([Path(sys.argv[1])], name="generated", replace=True)
print(json.dumps({
    "seconds": time.perf_counter() - began,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "store_mb": made.size / 1e6, "places": made.dataset.places, "names": made.dataset.names}))
"""

_LOOKUP = """
import json, resource, sys, time
from geomap.gazetteer import Gazetteer
names = json.loads(sys.stdin.read())
began = time.perf_counter()
gazetteer = Gazetteer.open()
opened = time.perf_counter()
found = sum(any(c.place.id.startswith("geonames:99") for c in gazetteer.candidates(name)) for name in names)
looked = time.perf_counter()
absent = sum(bool(gazetteer.candidates(name[::-1] + "xq")) for name in names)
missed = time.perf_counter()
print(json.dumps({
    "open_ms": 1000 * (opened - began), "lookup_us": 1e6 * (looked - opened) / len(names),
    "absent_us": 1e6 * (missed - looked) / len(names), "found": found,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def main() -> None:
    """Print a line for each number of rows."""
    parser = argparse.ArgumentParser(description="what an import costs")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="how many rows to import")
    parser.add_argument("--folder", type=Path, default=None, help="where to work (default: the temporary folder)")
    given = parser.parse_args()
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="geomap-imports-", dir=given.folder) as folder:
            _measure(rows, Path(folder))


def _measure(rows: int, folder: Path) -> None:
    path = folder / "generated.txt"
    wanted = write_rows(path, rows)
    megabytes = path.stat().st_size / 1e6
    cache = folder / "cache"
    before = _looked_up(cache, wanted)
    made = _run(_IMPORT, cache, path)
    path.unlink()
    after = _looked_up(cache, wanted)
    print(
        f"{rows:,} rows, {megabytes:,.0f} MB: imported in {made['seconds']:.0f} s "
        f"({1e6 * made['seconds'] / rows:.0f} µs a row), peak {made['peak_mb']:.0f} MB of memory, "
        f"store {made['store_mb']:,.0f} MB ({made['places']:,} places, {made['names']:,} names)"
    )
    print(
        f"    open {before['open_ms']:.1f} ms without, {after['open_ms']:.1f} ms with; candidates of one of its "
        f"names {before['lookup_us']:.0f} µs without, {after['lookup_us']:.0f} µs with, of a name nobody bears "
        f"{before['absent_us']:.0f} and {after['absent_us']:.0f} µs; {after['found']:,} of {len(wanted):,} found "
        f"among the hundred best known of that name; "
        f"peak {after['peak_mb']:.0f} MB"
    )
    sys.stdout.flush()


def _looked_up(cache: Path, names: list[str]) -> dict[str, float]:
    """The figures of a second process: the first one compiles the name index where that is needed."""
    _run("from geomap.gazetteer import Gazetteer; Gazetteer.open(); print({})", cache)
    return _run(_LOOKUP, cache, names=names)


def write_rows(path: Path, rows: int) -> list[str]:
    """Write so many rows, and give some of their names."""
    chance = random.Random(rows)  # noqa: S311 (the same rows in each run)
    wanted = []
    every = max(1, rows // _LOOKUPS)
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            name = _name(chance)
            others = ",".join(_name(chance) for _ in range(chance.choice((0, 0, 1, 1, 2, 3))))
            feature_class, code = chance.choice(_FEATURES)
            population = chance.randrange(100, 100_000) if chance.random() < 0.05 else 0
            country, region = chance.choice(_COUNTRIES), chance.randrange(1, 90)
            lat, lon = chance.uniform(-60, 75), chance.uniform(-180, 180)
            place = f"{name}\t{name}\t{others}\t{lat:.5f}\t{lon:.5f}\t{feature_class}\t{code}\t{country}\t\t{region:02}"
            rest = f"{population}\t\t{chance.randrange(900)}\tEtc/UTC\t2024-01-{1 + number % 28:02}"
            out.write(f"{_FIRST + number}\t{place}\t\t\t\t{rest}\n")
            if number % every == 0:
                wanted.append(name)
    return wanted[:_LOOKUPS]


def _name(chance: random.Random) -> str:
    lengths = [chance.choice((2, 2, 3, 3, 4)) for _ in range(chance.choice((1, 1, 2)))]
    words = ["".join(chance.choices(_SYLLABLES, k=length)).title() for length in lengths]
    return " ".join(words)


def _run(code: str, cache: Path, *paths: Path, names: list[str] | None = None) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        input=json.dumps(names or []),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GEOMAP_CACHE": str(cache)},
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
