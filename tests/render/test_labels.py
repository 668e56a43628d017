"""A crowd compares many boxes with everything at once, and says what comparing them one by one says."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geomap.render.labels import Crowd, Spot

_edges = st.tuples(st.floats(0, 180), st.floats(0, 130), st.floats(1, 60), st.floats(1, 40))
_boxes = st.lists(_edges.map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])), min_size=1, max_size=12)


def _hall(strokes: list[tuple[float, float, float, float]]) -> Crowd:
    hall = Crowd(200.0, 150.0)
    for left, top, right, bottom in strokes:
        hall.draw(((left, top), (right, bottom)), 2.0)
    return hall


@given(boxes=_boxes, strokes=st.lists(_edges, max_size=100), gap=st.sampled_from((0.0, 1.5, 6.0)))
def test_boxes_are_free_that_lie_inside_and_on_nothing(
    boxes: list[tuple[float, float, float, float]], strokes: list[tuple[float, float, float, float]], gap: float
) -> None:
    hall = _hall(strokes)
    inside = shapely.box(5, 5, 195, 145)
    expected = [
        inside.covers(shapely.box(a, b, c, d))
        and not any(shape.intersects(shapely.box(a - gap, b - gap, c + gap, d + gap)) for shape in hall.solid)
        for a, b, c, d in boxes
    ]
    assert hall.free_boxes(np.array(boxes), gap=gap).tolist() == expected


@given(boxes=_boxes, strokes=st.lists(_edges, max_size=20))
def test_a_clearance_is_the_distance_to_the_nearest_thing_up_to_the_most(
    boxes: list[tuple[float, float, float, float]], strokes: list[tuple[float, float, float, float]]
) -> None:
    hall = _hall(strokes)
    for box, away in zip(boxes, hall.clearances(np.array(boxes), most=60.0).tolist(), strict=True):
        nearest = min((shape.distance(shapely.box(*box)) for shape in hall.solid), default=math.inf)
        assert away == pytest.approx(min(nearest, 60.0), abs=1e-9)


@given(strokes=st.lists(_edges, max_size=12), more=st.lists(_edges, max_size=4))
def test_copies_that_share_what_they_know_settle_labels_as_one_that_knows_nothing(
    strokes: list[tuple[float, float, float, float]], more: list[tuple[float, float, float, float]]
) -> None:
    hall = _hall(strokes)
    first = hall.copy()
    first.settle((100.0, 75.0), 10.0, 40.0, 14.0)
    second, fresh = hall.copy(), _hall(strokes)
    for left, top, right, bottom in more:
        second.draw(((left, top), (right, bottom)), 2.0)
        fresh.draw(((left, top), (right, bottom)), 2.0)
    assert second.settle((100.0, 75.0), 10.0, 40.0, 14.0) == fresh.settle((100.0, 75.0), 10.0, 40.0, 14.0)


def test_a_label_stands_beside_its_point_where_there_is_room() -> None:
    spot = Crowd(200.0, 150.0).settle((100.0, 75.0), 10.0, 40.0, 14.0)
    assert spot == Spot(114.0, 68.0, 40.0, 14.0, "start")


def test_a_label_that_has_no_room_beside_its_point_hangs_at_a_leader_that_crosses_nothing() -> None:
    hall = Crowd(400.0, 300.0)
    hall.block(shapely.box(150, 100, 195, 200), shapely.box(205, 100, 250, 200), shapely.box(195, 165, 205, 200))
    before = list(hall.solid)
    spot = hall.settle((200.0, 150.0), 10.0, 60.0, 30.0)
    assert spot is not None
    assert spot.leader is not None
    assert not any(shape.intersects(shapely.LineString(spot.leader)) for shape in before)
    assert not any(shape.intersects(spot.box) for shape in before)


def test_a_crowd_of_more_than_it_first_had_room_for_forgets_nothing() -> None:
    hall = Crowd(1000.0, 100.0)
    for i in range(90):
        hall.block(shapely.box(10 * i + 20, 20, 10 * i + 25, 80))
    boxes = np.array([(10 * i + 21.0, 40.0, 10 * i + 24.0, 50.0) for i in range(90)])
    assert not hall.free_boxes(boxes).any()
