"""Draws the journeys of a folder of tables, checks every picture, and says what is wrong with it.

    python -m benchmarks.gallery [--tables maps/gallery] [-o DIR] [--only NAME …]

Writes NAME.svg and NAME.portrait.svg of each journey and a page README.md of them all into DIR (by default the
folder of the tables) and prints a line each: bytes, the names left out, the faults. Exit 1 where a picture has any.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from benchmarks.gallery_tables import Journey, read_gallery, report_of
from benchmarks.legibility import Fault, faults
from geomap.gazetteer import Gazetteer
from geomap.journey import Journey as Legs
from geomap.journey import follow_rails
from geomap.rail import RailNetwork
from geomap.render.compose import compose
from geomap.render.scene import Scene
from geomap.render.svg import svg_of
from geomap.report.report import Report

TABLES = Path(__file__).resolve().parents[1] / "maps" / "gallery"


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
    for journey in read_gallery(options.tables):
        if options.only and journey.name not in options.only:
            continue
        scene = scene_of(journey)
        found = faults(scene)
        wrong += len(found)
        for name, text in drawings(journey.name, scene).items():
            (target / name).write_text(text, encoding="utf-8")
        print(_line(journey, scene, found))
    if not options.only:
        (target / "README.md").write_text(contents(read_gallery(options.tables)), encoding="utf-8")
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


@cache
def _known() -> tuple[Gazetteer, RailNetwork]:
    return Gazetteer.open(), RailNetwork.open()


def full_report(journey: Journey) -> Report:
    """The report of a journey, its legs by train on the rails that geomap carries."""
    gazetteer, railways = _known()
    report = report_of(journey, gazetteer)
    return replace(report, legs=follow_rails(report.articles[0], Legs(legs=report.legs), railways).legs)


def scene_of(journey: Journey) -> Scene:
    """The scene of a journey."""
    return compose(full_report(journey))


def _line(journey: Journey, scene: Scene, found: list[Fault]) -> str:
    size = sum(len(text.encode()) for text in drawings(journey.name, scene).values())
    left_out = len(scene.wide.unlabelled), len(scene.portrait.unlabelled)
    lines = [f"{journey.name:16} {size / 1000:6.1f} KB  left out: {left_out[0]} wide, {left_out[1]} portrait"]
    lines += [f"    {fault.picture}: {fault.kind}: {fault.what}" for fault in found]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
