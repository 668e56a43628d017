import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.geodesy import length_km
from geomap.position import Position
from geomap.rail.importing import read_lines
from geomap.rail.noding import make_track

NORTH = ((5.0, 47.0), (5.0, 47.1))


def at(gap):
    return (round(gap.position.lon, 4), round(gap.position.lat, 4), gap.metres)


def test_everything_amiss_is_reported_and_nothing_is_fatal(branch):
    pieces, found = make_track(read_lines(branch).lines, 5.0)
    assert found.duplicates == 1
    assert found.loops == 2  # the siding, and the balloon
    assert [at(gap) for gap in found.joined] == [(5.08, 47.01, 3.0)]
    assert [at(gap) for gap in found.gaps] == [(5.1, 47.02, 60.7), (5.01, 47.002, 167.2)]
    assert [(round(i.position.lon, 2), round(i.position.lat, 2), round(i.km, 1)) for i in found.islands] == [
        (5.1, 47.02, 3.9),
        (5.0, 47.1, 1.5),
        (5.01, 46.99, 1.3),
    ]
    assert len(pieces) == 10


def test_a_wider_tolerance_closes_the_gap_and_joins_the_island(branch):
    _, found = make_track(read_lines(branch).lines, 100.0)
    assert [gap.metres for gap in found.joined] == [3.0, 60.7]
    assert len(found.islands) == 2


def test_no_tolerance_joins_nothing(branch):
    _, found = make_track(read_lines(branch).lines, 0.0)
    assert (found.joined, len(found.islands)) == ((), 4)


def test_lines_that_share_a_point_meet_there():
    pieces, found = make_track([NORTH, ((5.0001, 47.05), (5.1, 47.05))], 5.0)
    assert (len(pieces), len(found.islands)) == (2, 1)  # it ends 8 m beside the other
    through = ((5.0, 47.0), (5.0, 47.05), (5.0, 47.1))
    pieces, found = make_track([through, ((5.0, 47.05), (5.1, 47.05))], 5.0)
    assert (len(pieces), found.islands) == (3, ())
    assert len({node for piece in pieces for node in (piece.start, piece.end)}) == 4


def test_a_line_that_ends_beside_another_is_joined_to_its_middle():
    pieces, found = make_track([NORTH, ((5.00002, 47.05), (5.1, 47.05))], 5.0)
    assert len(found.joined) == 1
    assert (len(pieces), found.islands) == (3, ())
    assert math.fsum(piece.km for piece in pieces if piece.points[0][0] == 5.0) == pytest.approx(11.12, abs=0.01)


def test_lines_that_cross_without_a_shared_point_are_a_bridge():
    pieces, found = make_track([NORTH, ((4.9, 47.05), (5.1, 47.05))], 5.0)
    assert (len(pieces), len(found.islands)) == (2, 1)


def test_the_same_line_drawn_twice_or_in_part_counts_once():
    first, second = ((5.0, 47.0), (5.1, 47.0)), ((5.1, 47.0), (5.2, 47.0))
    pieces, found = make_track([first, first[::-1], second, (*first, second[-1])], 5.0)
    assert (len(pieces), found.duplicates) == (2, 3)
    assert found.loops == 0


def test_a_closed_line_is_one_loop():
    ring = ((5.0, 47.0), (5.1, 47.0), (5.1, 47.1), (5.0, 47.0))
    pieces, found = make_track([ring], 5.0)
    assert (len(pieces), found.loops, pieces[0].start == pieces[0].end) == (1, 1, True)


@given(st.floats(-170, 170), st.floats(-75, 75), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_lengths_are_those_of_the_geodesic(lon, lat, east, north):
    a, b = (round(lon, 7), round(lat, 7)), (round(lon + east, 7), round(lat + north, 7))
    if a == b:
        return
    (piece,), _ = make_track([(a, b)], 5.0)
    ends = [Position(lat=p[1], lon=p[0]) for p in (a, b)]
    assert piece.km == pytest.approx(length_km(ends), rel=1e-4, abs=1e-6)
