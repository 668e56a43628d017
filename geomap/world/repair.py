"""Makes every polygon of a topology valid, with the smallest change that does.

Rounding to a grid leaves rings that cross or touch themselves and islets of one point. In this order:
arcs walked to and fro cancel; an islet without a body becomes a square; a ring round a pole is closed
along it; the rings still invalid get a vertex wherever they meet themselves and are taken apart there
into simple rings (a loop that comes out inverted is the sliver by which a ring overlapped itself, and
is dropped); pieces that run along the antimeridian are marked, because they are no coast.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import shapely

from geomap.errors import WorldError
from geomap.world.topology import Ints, Node, Shape, Topology, area2, line, plane

_SQUARE = (0.0029, 0.003)  # half sides of an islet without a body, in degrees: about 300 m
_ROUNDS = 20  # noding adds rounded points, which may touch again; two rounds have always been enough

Segment = tuple[int, int, int, Node, Node]  # arc, row of the point before it, shift, start, end


def repair(world: Topology) -> None:
    """Make all shapes valid in place; raises `WorldError` naming the first that cannot be made so."""
    for shape in world.shapes:
        shape.rings[:] = [ring for ring in map(_cancelled, shape.rings) if ring]
    made = _give_bodies(world)
    _close_poles(world)
    for shape in tuple(world.shapes):
        if not _valid(world, shape):
            _node(world, shape)
            at = world.shapes.index(shape)  # put back at once: later shapes may cut its arcs too
            parts = _simple(world, shape)
            world.shapes[at : at + 1] = parts
            made += sorted(parts, key=lambda part: plane(world, part).area)[:-1]
    for shape in world.shapes:
        if not _valid(world, shape):
            msg = f"a polygon of {shape.owner!r} stays invalid: {shapely.is_valid_reason(plane(world, shape))}"
            raise WorldError(msg)
    _drop_doubles(world, made)
    _mark_seams(world)


def _valid(world: Topology, shape: Shape) -> bool:
    return bool(plane(world, shape).is_valid)


def _cancelled(ring: Sequence[int]) -> list[int]:
    """The ring without arcs that are walked back at once."""
    out: list[int] = []
    for n in ring:
        if out and out[-1] == ~n:
            out.pop()
        else:
            out.append(n)
    while len(out) > 1 and out[0] == ~out[-1]:
        out = out[1:-1]
    return out


def _give_bodies(world: Topology) -> list[Shape]:
    """Make squares of rings that rounding left without inside, and tell whose; drop the one that is only a pole."""
    squares: set[int] = set()
    dx, dy = (max(1, round(half / step)) for half, step in zip(_SQUARE, world.scale, strict=True))
    corners = np.array([(-dx, -dy), (-dx, dy), (dx, dy), (dx, -dy), (-dx, -dy)], dtype=np.int64)
    for shape in world.shapes:
        for ring in tuple(shape.rings):
            points = world.points(ring)
            if len(points) >= 4:
                continue
            if points[0][1] == 0:
                shape.rings.remove(ring)
                continue
            (n,) = ring
            world.arcs[line(n)] = points[0] + corners
            squares.add(line(n))
    return [shape for shape in world.shapes if {line(n) for n in shape.rings[0]} <= squares]


def _drop_doubles(world: Topology, made: Sequence[Shape]) -> None:
    """Drop made shapes that lie over others of their owner: an islet's square may reach the mainland."""
    bodies = [plane(world, shape) for shape in world.shapes]
    tree = shapely.STRtree(bodies)
    row = {id(shape): i for i, shape in enumerate(world.shapes)}
    gone: set[int] = set()
    for i in sorted((row[id(shape)] for shape in made if id(shape) in row), key=lambda i: (bodies[i].area, i)):
        for j in sorted(int(j) for j in tree.query(bodies[i])):
            same = world.shapes[j].owner == world.shapes[i].owner
            if same and j != i and j not in gone and shapely.relate_pattern(bodies[i], bodies[j], "T********"):
                gone.add(i)
                break
    world.shapes[:] = [shape for i, shape in enumerate(world.shapes) if i not in gone]


def _close_poles(world: Topology) -> None:
    """Close along the south pole each ring that comes back one world further."""
    pole = int(np.rint((-90.0 - world.translate[1]) / world.scale[1]))
    for shape in world.shapes:
        for ring in shape.rings:
            points = world.points(ring)
            (x0, y0), (x1, y1) = points[0], points[-1]
            if x0 == x1:
                continue
            along = [(x1 + (x0 - x1) * i // 36, pole) for i in range(37)]  # no step may look like a jump
            seam = np.array([(x1, y1), *along, (x0, y0)], dtype=np.int64)
            same = [n for n in world.seams if np.array_equal(world.arcs[n], seam)]
            if not same:
                world.arcs.append(seam)
                same = [len(world.arcs) - 1]
                world.seams.add(same[0])
            ring.append(same[0])


def _mark_seams(world: Topology) -> None:
    """Tell apart the pieces of arcs that run along the antimeridian, where a source cut land in two."""
    for n in range(len(world.arcs)):
        if n in world.seams:
            continue
        on = world.on_antimeridian(world.arcs[n])
        along = on[1:] & on[:-1]
        if along.any():
            ends = np.flatnonzero(np.diff(along, prepend=False, append=False))
            before = len(world.arcs)
            world.split(n, [int(row) for row in ends])
            pieces = [n, *range(before, len(world.arcs))]
            world.seams |= {m for m in pieces if world.on_antimeridian(world.arcs[m]).all()}


# --- a vertex wherever a shape meets itself ------------------------------------------------------


def _node(world: Topology, shape: Shape) -> None:
    for _ in range(_ROUNDS):
        inserts: dict[tuple[int, int], set[tuple[Node, Node]]] = defaultdict(set)
        for segment, point in _meetings(list(_segments(world, shape))):
            n, row, shift, start, _ = segment
            x, y = point
            inserts[n, row].add(((abs(x - start[0]), abs(y - start[1])), (x - shift, y)))
        if not inserts:
            return
        for n in {n for n, _ in inserts}:
            arc = [(int(x), int(y)) for x, y in world.arcs[n]]
            rows: list[Node] = []
            for row, point in enumerate(arc):
                rows.append(point)
                rows += [new for _, new in sorted(inserts.get((n, row), ()))]
            world.arcs[n] = np.array([p for i, p in enumerate(rows) if not i or p != rows[i - 1]], dtype=np.int64)
    msg = f"rounding never settles in a polygon of {shape.owner!r}"
    raise WorldError(msg)


def _segments(world: Topology, shape: Shape) -> Iterator[Segment]:
    """Every straight piece of the shape, each in the direction in which its arc is stored."""
    for ring in shape.rings:
        points = world.points(ring)
        at = 0
        for n in ring:
            arc = world.arcs[line(n)]
            count = len(arc)
            walked = points[at : at + count]
            walked = walked if n >= 0 else walked[::-1]
            shift = int(walked[0][0] - arc[0][0])
            rows = [(int(x), int(y)) for x, y in walked]
            yield from ((line(n), row, shift, rows[row], rows[row + 1]) for row in range(count - 1))
            at += count - 1


def _meetings(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Node]]:
    """Where a piece needs a vertex, because another ends on it or crosses it."""
    lines = shapely.linestrings([(s[3], s[4]) for s in segments])
    left, right = shapely.STRtree(lines).query(lines, predicate="intersects")
    for i, j in sorted((int(i), int(j)) for i, j in zip(left, right, strict=True) if i < j):
        first, second = segments[i], segments[j]
        a, b, c, d = first[3], first[4], second[3], second[4]
        sides = (_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b))
        yield from ((first, p) for p, side in ((c, sides[0]), (d, sides[1])) if side == 0 and _within(p, a, b))
        yield from ((second, p) for p, side in ((a, sides[2]), (b, sides[3])) if side == 0 and _within(p, c, d))
        if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
            share = Fraction(sides[2], sides[2] - sides[3])
            crossing = (round(a[0] + share * (b[0] - a[0])), round(a[1] + share * (b[1] - a[1])))
            yield from ((s, crossing) for s in (first, second) if crossing not in (s[3], s[4]))


def _side(a: Node, b: Node, p: Node) -> int:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _within(p: Node, a: Node, b: Node) -> bool:
    """Whether a point of the line through `a` and `b` lies between them, and is neither."""
    inside = all(min(a[k], b[k]) <= p[k] <= max(a[k], b[k]) for k in (0, 1))
    return inside and p not in (a, b)


# --- taken apart where it meets itself -----------------------------------------------------------


def _simple(world: Topology, shape: Shape) -> list[Shape]:
    """Shapes without a vertex visited twice, that together cover what the shape covers."""
    visits = Counter(_nodes(world, np.concatenate([world.points(ring)[:-1] for ring in shape.rings])))
    for n in sorted({line(n) for ring in shape.rings for n in ring}):
        world.split(n, [row for row, node in enumerate(_nodes(world, world.arcs[n])) if visits[node] > 1])
    loops = [loop for ring in shape.rings for loop in loops_of(world, ring)]
    return assemble(world, shape.owner, loops, area2(world.points(shape.rings[0])))


def assemble(world: Topology, owner: str, loops: Sequence[Sequence[int]], sense: int) -> list[Shape]:
    """Shapes from simple rings: shells run as the sign of `sense` says, holes the other way."""
    turned = [(list(loop), area2(world.points(loop)) * (1 if sense > 0 else -1)) for loop in loops]
    shells = [Shape(owner, [loop]) for loop, area in turned if area > 0]
    bodies = [plane(world, shell) for shell in shells]
    for loop, area in turned:
        if area < 0:
            hole = shapely.Polygon(world.points(loop)).representative_point()
            for shell, body in zip(shells, bodies, strict=True):
                if body.contains(hole):
                    shell.rings.append(loop)
                    break
    return shells


def _nodes(world: Topology, points: Ints) -> list[Node]:
    return [(int(x) % world.turn, int(y)) for x, y in points]


def loops_of(world: Topology, ring: Sequence[int]) -> Iterator[list[int]]:
    """The simple rings that a ring is made of."""
    walked: list[int] = []
    starts: list[Node] = []
    for n in ring:
        start, end = _nodes(world, world.walk(n)[[0, -1]])
        walked.append(n)
        starts.append(start)
        if end in starts:
            at = starts.index(end)
            yield walked[at:]
            del walked[at:], starts[at:]
