"""Small worlds: one quantum is a degree."""

import contextlib

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import WorldError
from geomap.world.cutting import arc_owners, cut, joined
from geomap.world.repair import repair
from geomap.world.topology import Shape, Topology, line, plane


def world(arcs, shapes):
    return Topology(
        arcs=[np.array(arc, dtype=np.int64) for arc in arcs],
        shapes=[Shape(owner, [list(ring) for ring in rings]) for owner, rings in shapes],
        scale=(0.1, 0.1),
        translate=(0.0, -90.0),
    )


def neighbours():
    """Two rectangles that share the line x = 10; A is west of it."""
    return world(
        [
            [(10, 900), (10, 920)],
            [(10, 920), (0, 920), (0, 900), (10, 900)],
            [(10, 900), (30, 900), (30, 920), (10, 920)],
        ],
        [("A", [[0, 1]]), ("B", [[2, ~0]])],
    )


def area(small, owner):
    return sum(plane(small, shape).area for shape in small.shapes if shape.owner == owner)


def test_what_is_valid_stays_as_it_is():
    small = neighbours()
    repair(small)
    assert [shape.rings for shape in small.shapes] == [[[0, 1]], [[2, ~0]]]


def test_arcs_walked_to_and_fro_cancel():
    small = neighbours()
    small.arcs.append(np.array([(10, 900), (15, 905)]))
    small.shapes[0].rings[0] = [0, 1, 3, ~3]
    repair(small)
    assert small.shapes[0].rings == [[0, 1]]


def test_a_bow_tie_keeps_its_larger_wing():
    small = world([[(0, 0), (10, 10), (10, 6), (8, 10), (0, 0)]], [("A", [[0]])])
    before = shapely.make_valid(plane(small, small.shapes[0])).area
    repair(small)
    assert area(small, "A") == pytest.approx(before, abs=4)


def test_a_ring_that_touches_itself_is_taken_apart():
    small = world([[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5), (0, 0)]], [("A", [[0]])])
    repair(small)
    assert [plane(small, shape).area for shape in small.shapes] == [25.0, 25.0]


def test_a_touching_bay_becomes_a_hole():
    ring = [(0, 0), (20, 0), (20, 20), (0, 20), (0, 10), (5, 15), (10, 10), (5, 5), (0, 10), (0, 0)]
    small = world([ring], [("A", [[0]])])
    repair(small)
    (shape,) = small.shapes
    assert len(shape.rings) == 2
    assert plane(small, shape).area == 350.0


def test_an_islet_without_a_body_gets_one():
    small = world([[(5, 5), (5, 5)]], [("A", [[0]])])
    repair(small)
    assert area(small, "A") == 4.0


def test_an_islets_square_does_not_lie_over_the_mainland():
    small = world([[(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], [(9, 5), (9, 5)]], [("A", [[0]]), ("A", [[1]])])
    repair(small)
    assert [shape.rings for shape in small.shapes] == [[[0]]]


def test_a_shared_border_stays_shared_when_it_is_repaired():
    small = neighbours()
    # the border gets a spike of no width, which both countries then have
    small.arcs[0] = np.array([(10, 900), (10, 910), (14, 910), (10, 910), (10, 920)])
    repair(small)
    shared = {n for n, owned in arc_owners(small).items() if len(owned) == 2}
    assert sum(int(np.abs(np.diff(small.arcs[n], axis=0)).sum()) for n in shared) == 20
    assert (area(small, "A"), area(small, "B")) == (200.0, 400.0)


def test_the_antimeridian_is_no_coast():
    small = world([[(1790, 900), (1800, 900), (1800, 910), (1790, 910), (1790, 900)]], [("A", [[0]])])
    repair(small)
    assert [small.arcs[n].tolist() for n in small.seams] == [[[1800, 900], [1800, 910]]]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=9, unique=True))
def test_any_ring_becomes_valid_or_is_refused(points):
    small = world([[*points, points[0]]], [("A", [[0]])])
    with contextlib.suppress(WorldError):  # said, rather than written
        repair(small)
        assert all(plane(small, shape).is_valid for shape in small.shapes)


# --- cutting and joining -------------------------------------------------------------------------


def test_a_cut_gives_two_pieces_that_share_the_line():
    small = neighbours()
    before = area(small, "B")
    cut(small, "B", "disputed", (2.8, 1.0), [(1.9, 0.0), (2.0, 1.0), (2.1, 2.0)])
    assert [shape.owner for shape in small.shapes].count("disputed") == 1
    assert area(small, "B") + area(small, "disputed") == before
    shared = [owned for owned in arc_owners(small).values() if {s.owner for s in owned} == {"B", "disputed"}]
    assert len(shared) == 1


def test_joining_undoes_a_cut():
    small = neighbours()
    cut(small, "B", "disputed", (2.8, 1.0), [(1.9, 0.0), (2.0, 1.0), (2.1, 2.0)])
    together = joined(small, {"A": "A", "B": "B", "disputed": "B"})
    assert [(shape.owner, plane(small, shape).area) for shape in together] == [("A", 200.0), ("B", 400.0)]
    apart = joined(small, {"A": "A", "B": "B", "disputed": "C"})
    assert apart == small.shapes


def test_a_line_that_leaves_the_country_is_refused():
    with pytest.raises(WorldError, match="leaves B"):
        cut(neighbours(), "B", "disputed", (2.8, 1.0), [(1.0, 0.0), (0.5, 1.0), (2.1, 2.0)])


def test_splitting_keeps_the_rings():
    small = neighbours()
    before = [plane(small, shape).wkt for shape in small.shapes]
    small.split(2, [1, 2])
    assert [plane(small, shape).wkt for shape in small.shapes] == before
    assert {line(n) for n in small.shapes[1].rings[0]} == {0, 2, 3, 4}
