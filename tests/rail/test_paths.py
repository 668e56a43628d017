from hypothesis import given
from hypothesis import strategies as st

from geomap.rail.paths import shortest_path


def test_the_cheaper_of_two_ways_wins():
    steps = {"a": [("b", 5.0), ("c", 1.0)], "c": [("b", 1.0)], "b": []}
    assert shortest_path({"a": 0.0}, steps.__getitem__, lambda at: at == "b") == (2.0, ("a", "c", "b"))


def test_a_start_may_be_the_end_and_several_starts_compete():
    assert shortest_path({"a": 3.0, "b": 1.0}, lambda _: [], lambda at: at in "ab") == (1.0, ("b",))


def test_without_a_way_there_is_none():
    assert shortest_path({1: 0.0}, lambda at: [(at + 1, 1.0)] if at < 9 else [], lambda at: at == 10) is None


@given(st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 6)), st.integers(1, 9), max_size=30))
def test_it_agrees_with_floyd_and_warshall(edges):
    far = 10**6
    cost = {(i, j): 0 if i == j else edges.get((i, j), far) for i in range(7) for j in range(7)}
    for k in range(7):
        for i in range(7):
            for j in range(7):
                cost[i, j] = min(cost[i, j], cost[i, k] + cost[k, j])
    found = shortest_path({0: 0.0}, lambda at: [(j, w) for (i, j), w in edges.items() if i == at], lambda at: at == 6)
    assert (found[0] if found else far) == cost[0, 6]
