"""Where the benchmarks' text is, and how a scorer that comes with it is run."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path


def bench_folder(what: str) -> Path | None:
    """The folder given by --bench or GEOMAP_BENCH; None, and a line that says so, where it is absent."""
    parser = argparse.ArgumentParser(description=what)
    bench_option(parser)
    return folder_of(what, parser.parse_args())


def bench_option(parser: argparse.ArgumentParser) -> None:
    """Give a benchmark with options of its own the option --bench."""
    parser.add_argument("--bench", type=Path, default=os.environ.get("GEOMAP_BENCH"), help="folder of the benchmarks")


def folder_of(what: str, options: argparse.Namespace) -> Path | None:
    """The folder that --bench or GEOMAP_BENCH gave; None, and a line that says so, where it is absent."""
    folder = Path(options.bench) if options.bench else None
    if folder is None or not folder.is_dir():
        print(f"{what}: not measured ({folder or 'no folder given'}: give --bench DIR or set GEOMAP_BENCH)")
        return None
    return folder


def read_lines(path: Path) -> list[dict[str, object]]:
    """The objects of a .jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write objects as .jsonl."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def score(scorer: Path, *arguments: Path | str) -> str:
    """What a scorer prints."""
    done = subprocess.run(
        [sys.executable, str(scorer), *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return done.stdout
