"""The shortest path, told only how to step: Dijkstra's algorithm over states of any kind.

A state is a station, or a piece of track with the direction of travel, so that a turn can be forbidden
where two pieces meet. A library's graph would have to be built first, which costs more than the search.
"""

import heapq
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import count
from typing import TypeVar

State = TypeVar("State", bound=Hashable)


def shortest_path(
    starts: Mapping[State, float],
    steps: Callable[[State], Iterable[tuple[State, float]]],
    is_end: Callable[[State], bool],
) -> tuple[float, tuple[State, ...]] | None:
    """The cost and states of the cheapest path from any start to any end; None where there is none.

    `starts` maps each start to what it costs to be there. Of equal paths, the one found first wins: the
    order of `starts` and `steps` decides, so that the answer is always the same.

    >>> shortest_path({1: 0.0}, lambda n: [(n + 1, 1.0), (n * 2, 1.5)], lambda n: n == 8)
    (4.0, (1, 2, 4, 8))
    """
    order = count()
    queue = [(cost, next(order), state) for state, cost in starts.items()]
    heapq.heapify(queue)
    best = dict(starts)
    came: dict[State, State] = {}
    done: set[State] = set()
    while queue:
        cost, _, state = heapq.heappop(queue)
        if state in done:
            continue
        done.add(state)
        if is_end(state):
            return cost, _back(state, came)
        for near, step in steps(state):
            if near not in best or cost + step < best[near]:
                best[near] = cost + step
                came[near] = state
                heapq.heappush(queue, (cost + step, next(order), near))
    return None


def _back(state: State, came: Mapping[State, State]) -> tuple[State, ...]:
    path = [state]
    while path[-1] in came:
        path.append(came[path[-1]])
    return tuple(path[::-1])
