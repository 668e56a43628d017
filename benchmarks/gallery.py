"""Draws the journeys of a folder of tables as `geomap map --stops` does, and says what is wrong with a picture.

    python -m benchmarks.gallery [--tables maps/gallery] [-o DIR] [--only NAME …]

Writes NAME.svg and NAME.portrait.svg of each journey and a page README.md of them all into DIR (by default the
folder of the tables) and prints a line each: bytes, the names left out, the faults. The articles that geomap was
first written for are checked with them; `dev.py map` draws those. Exit 1 where a picture has any fault.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.legibility import Fault, faults
from geomap.article import read_article
from geomap.gazetteer import Gazetteer
from geomap.pipeline import analyse
from geomap.render.compose import compose
from geomap.render.scene import Scene
from geomap.render.svg import svg_of
from geomap.report.report import Report
from geomap.stops import follow_stops, read_stops

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "maps" / "gallery"
FOUNDING = ("train-kim.fr", "train-kim.en")
PUBLISHED = date(2023, 9, 13)
"""When the articles in `FOUNDING` appeared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey of the gallery: its table, the language of its map, the day it stands for, what it tries."""

    name: str
    table: Path
    lang: str
    as_of: date
    tries: str


def read_gallery(folder: Path = TABLES) -> tuple[Journey, ...]:
    """The journeys that `gallery.toml` of a folder lists, in its order."""
    listed = tomllib.loads((folder / "gallery.toml").read_text(encoding="utf-8"))["journey"]
    return tuple(
        Journey(
            name=str(item["file"]),
            table=folder / f"{item['file']}.csv",
            lang=str(item["lang"]),
            as_of=item["as_of"],
            tries=str(item["tries"]),
        )
        for item in listed
    )


def main() -> int:
    """Draw and check; 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(description="draw and check the gallery")
    parser.add_argument("--tables", type=Path, default=TABLES)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    target = options.output or options.tables
    target.mkdir(parents=True, exist_ok=True)
    wrong = 0
    journeys = read_gallery(options.tables)
    for journey in journeys:
        if options.only and journey.name not in options.only:
            continue
        scene = scene_of(journey)
        wrong += _check(journey.name, scene)
        for name, text in drawings(journey.name, scene).items():
            (target / name).write_text(text, encoding="utf-8")
    for name in FOUNDING:
        if not options.only or name in options.only:
            wrong += _check(name, compose(founding_report(name)))
    if not options.only:
        (target / "README.md").write_text(contents(journeys), encoding="utf-8")
    return 1 if wrong else 0


def drawings(name: str, scene: Scene) -> dict[str, str]:
    """The files of a journey, by name."""
    return {f"{name}.svg": svg_of(scene), f"{name}.portrait.svg": svg_of(scene, portrait=True)}


_HEAD = (
    "# Gallery\n\n"
    "Invented journeys that try the map where it is hard. Each is a table of stops in this folder; "
    "[gallery.toml](gallery.toml) lists them. `python -m benchmarks.gallery` draws them all again, with this page, "
    "and checks every picture: stops inside the frame and spread over at least half of it, no label over another, "
    "over the route, over a marker or cut, type of at least 11 px at 320, 360, 768 and 1,400 px.\n"
)


def contents(journeys: Iterable[Journey]) -> str:
    """The page that shows the pictures."""
    shown = [
        f"## {j.tries[0].upper()}{j.tries[1:]}\n\n[{j.name}.csv]({j.name}.csv), [on a phone]({j.name}.portrait.svg)\n\n"
        f'<img src="{j.name}.svg" width="760" alt="Map: {j.tries}">\n'
        for j in journeys
    ]
    return "\n".join([_HEAD, *shown])


_gazetteer = cache(Gazetteer.open)


def report_of(journey: Journey) -> Report:
    """The report of a journey's table."""
    return follow_stops(read_stops(journey.table), _gazetteer(), lang=journey.lang, published=journey.as_of)


def founding_report(name: str) -> Report:
    """The report of one of the articles in `FOUNDING`."""
    return analyse(read_article(ROOT / "examples" / f"{name}.txt", published=PUBLISHED), _gazetteer())


def scene_of(journey: Journey) -> Scene:
    """The scene of a journey."""
    return compose(report_of(journey))


def _check(name: str, scene: Scene) -> int:
    """How many faults a scene has; each is printed."""
    found = faults(scene)
    print(_line(name, scene, found))
    return len(found)


def _line(name: str, scene: Scene, found: list[Fault]) -> str:
    size = sum(len(text.encode()) for text in drawings(name, scene).values())
    left_out = len(scene.wide.unlabelled), len(scene.portrait.unlabelled)
    lines = [f"{name:16} {size / 1000:6.1f} KB  left out: {left_out[0]} wide, {left_out[1]} portrait"]
    lines += [f"    {fault.picture}: {fault.kind}: {fault.what}" for fault in found]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
