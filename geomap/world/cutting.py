"""Cuts disputed areas out of countries, and joins them to a country again for each world view.

The line of a cut is an arc like any other, shared by the two pieces, so that what is a border in a view
is told from the topology here too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely

from geomap.errors import WorldError
from geomap.world.areas import Box, LonLat
from geomap.world.repair import assemble, loops_of
from geomap.world.topology import LAND, Ints, Shape, Topology, area2, line, plane


def border(world: Topology, a: str, b: str, box: Box) -> tuple[LonLat, ...]:
    """The line between two countries where it is one arc within a box."""
    owners = arc_owners(world)
    west, south, east, north = box
    found: list[tuple[LonLat, ...]] = []
    for n, owned in sorted(owners.items()):
        lonlat = world.degrees(world.arcs[n])
        inside = (lonlat >= (west, south)).all() and (lonlat <= (east, north)).all()
        if inside and {shape.owner for shape in owned} == {a, b}:
            found.append(tuple((float(x), float(y)) for x, y in lonlat))
    if len(found) != 1:
        msg = f"{a} and {b} share {len(found)} arcs within {box}, expected one"
        raise WorldError(msg)
    return found[0]


def cut(world: Topology, owner: str, area: str, inside: LonLat, lonlat: Sequence[LonLat]) -> None:
    """Give `area` the piece of `owner`'s polygon that holds `inside`, beyond a line (none: the whole polygon)."""
    point = shapely.Point(world.quanta([inside])[0])
    (shape,) = [s for s in world.shapes if s.owner == owner and plane(world, s).contains(point)]
    if not lonlat:
        shape.owner = area
        return
    shell = shape.rings[0]
    points = world.quanta(lonlat)
    ends = [_nearest(world, shell, points[0]), _nearest(world, shell, points[-1])]
    for n in {line(n) for n in shell}:
        rows = [row for row, p in enumerate(world.arcs[n]) if any((p == end).all() for end in ends)]
        world.split(n, rows)
    shell = shape.rings[0]
    starts = [world.walk(n)[0] for n in shell]
    first, last = (next(i for i, p in enumerate(starts) if (p == end).all()) for end in ends)
    if first > last:
        first, last, points = last, first, points[::-1]
        ends.reverse()
    world.arcs.append(np.concatenate([[ends[0]], points[1:-1], [ends[1]]]))
    new = len(world.arcs) - 1
    shape.rings[0] = [*shell[:first], new, *shell[last:]]
    other = Shape(shape.owner, [[*shell[first:last], ~new]])
    for hole in shape.rings[1:]:
        if plane(world, other).contains(shapely.Point(world.walk(hole[0])[0])):
            shape.rings.remove(hole)
            other.rings.append(hole)
    for piece in (shape, other):
        if not plane(world, piece).is_valid:
            msg = f"the line around {area!r} leaves {owner}: {shapely.is_valid_reason(plane(world, piece))}"
            raise WorldError(msg)
    world.shapes.insert(world.shapes.index(shape) + 1, other)
    (shape if plane(world, shape).contains(point) else other).owner = area


def arc_owners(world: Topology) -> dict[int, list[Shape]]:
    """Which countries' polygons each arc belongs to."""
    owners: dict[int, list[Shape]] = defaultdict(list)
    for shape in world.shapes:
        if shape.owner != LAND:
            for n in {line(n) for ring in shape.rings for n in ring}:
                owners[n].append(shape)
    return owners


def joined(world: Topology, codes: Mapping[str, str]) -> list[Shape]:
    """Countries' polygons in a view that gives each area to `codes[area]`: areas that touch become one.

    Polygons that nothing is joined to are the given objects themselves.
    """
    group = {id(shape): [shape] for shape in world.shapes}
    for owned in arc_owners(world).values():
        if len(owned) == 2 and len({codes[shape.owner] for shape in owned}) == 1:
            first, second = (group[id(shape)] for shape in owned)
            if first is not second:
                first += second
                group |= {id(shape): first for shape in second}
    out: list[Shape] = []
    for shape in world.shapes:
        together = group[id(shape)]
        if len(together) == 1:
            out.append(shape)
        elif shape is together[0]:
            out += _union(world, codes[shape.owner], together)
    return out


def _union(world: Topology, owner: str, shapes: Sequence[Shape]) -> list[Shape]:
    walked = {n for shape in shapes for ring in shape.rings for n in ring}
    rest = sorted(n for n in walked if ~n not in walked)
    sense = area2(world.points(shapes[0].rings[0]))
    return assemble(world, owner, list(_linked(world, rest)), sense)


def _linked(world: Topology, arcs: Sequence[int]) -> Iterator[list[int]]:
    """Simple rings from arcs in any order."""
    leaving: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n in arcs:
        leaving[_node(world, n, 0)].append(n)
    while any(leaving.values()):
        ring = [next(ways for ways in leaving.values() if ways).pop()]
        while _node(world, ring[-1], -1) != _node(world, ring[0], 0):
            ring.append(leaving[_node(world, ring[-1], -1)].pop())
        yield from loops_of(world, ring)


def _node(world: Topology, n: int, row: int) -> tuple[int, int]:
    x, y = world.walk(n)[row]
    return int(x) % world.turn, int(y)


def _nearest(world: Topology, ring: Sequence[int], point: Ints) -> Ints:
    """The vertex of a ring nearest to a point."""
    points = world.points(ring)
    away = (points - point) * np.array(world.scale)
    away[:, 0] *= np.cos(np.radians(world.degrees(point[np.newaxis])[0, 1]))
    nearest: Ints = points[int(np.argmin((away**2).sum(axis=1)))]
    return nearest
