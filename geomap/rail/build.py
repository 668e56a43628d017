"""Derives the points that bend the drawing of a line onto land: `shape.coastline.tsv`.

    python -m geomap.rail.build

Wherever the straight line between two neighbouring points of a line runs more than `LONGEST_KM` over
the sea, or over a country the line does not serve, at 1:10 million. The same data gives the same
bytes. Posts, stations and the points of other sources are never touched.
"""

from itertools import pairwise
from pathlib import Path

from geomap.datadir import data_folder
from geomap.output import write_output
from geomap.rail.chainage import Anchor, anchors
from geomap.rail.coast import bend, placed
from geomap.rail.line import Line
from geomap.rail.tables import SHAPE_COLUMNS, read_tables
from geomap.world import crosses

LONGEST_KM = 1.0
"""A bay this narrow may be the outline's error, or a bridge."""

_SOURCE = "coastline"
_URL = "https://www.naturalearthdata.com/downloads/10m-physical-vectors/10m-coastline/"
_NOTE = "schematic: bent onto land"


def coastline_rows(folder: Path) -> list[tuple[str, ...]]:
    """The rows of `shape.coastline.tsv` for the lines of a folder."""
    return [row for line in read_tables(folder).lines for row in _bent(line)]


def _bent(line: Line) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for a, b in pairwise(anchor for anchor in anchors(line) if anchor.source != _SOURCE):
        if not _strays(a, b, line.countries):
            continue
        points = bend(a.position, b.position, line.countries)
        for point, km in zip(points, placed(a.position, b.position, points, a.km, b.km), strict=True):
            rows.append((line.id, f"{km:g}", f"{point.lat:g}", f"{point.lon:g}", "D", _URL, _NOTE))
    return rows


def _strays(a: Anchor, b: Anchor, countries: tuple[str, ...]) -> bool:
    over = crosses([a.position, b.position])
    return any(
        stretch.km > LONGEST_KM if stretch.country is None else stretch.country not in countries
        for stretch in over.stretches
    )


def main() -> None:
    """Write the file into the folder of railways."""
    folder = data_folder("rail")
    rows = [SHAPE_COLUMNS, *coastline_rows(folder)]
    write_output(folder / f"shape.{_SOURCE}.tsv", "".join("\t".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
