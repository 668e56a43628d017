"""The names of one document and all that each may mean, as columns: what the ranking reckons with.

A candidate is a row. `owner` is the number of its name; candidates of a name lie side by side, so that sums
and maxima over them are one NumPy call.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.bearers import Bearers, Column, Kind, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The candidates of some names, each of which has at least one.

    `bearers` are those of each name, `kinds` what each candidate is; `starts` the row at which each name's
    candidates begin.
    """

    bearers: Sequence[Bearers]
    table: Table
    kinds: Ints
    owner: Ints
    starts: Ints

    @classmethod
    def of(cls, bearers: Sequence[Bearers]) -> "Contest":
        """The contest of names with their bearers."""
        sizes = np.array([len(each) for each in bearers], np.int64)
        table = np.concatenate([each.table for each in bearers])
        return cls(
            bearers=bearers,
            table=table,
            kinds=table[:, Column.KIND].astype(np.int64),
            owner=np.repeat(np.arange(len(sizes)), sizes),
            starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        )

    def column(self, column: Column) -> Floats:
        """A column of the table."""
        return self.table[:, column].astype(np.float64)

    def codes(self, column: Column) -> Ints:
        """A column of numbers."""
        return self.table[:, column].astype(np.int64)

    def has(self, kind: Kind) -> Flags:
        """Which candidates are of any of some kinds."""
        flags: Flags = (self.kinds & int(kind)) != 0
        return flags

    def rows(self, name: int) -> slice:
        """The rows of a name's candidates."""
        start = int(self.starts[name])
        return slice(start, start + len(self.bearers[name]))

    def most(self, values: Floats) -> Floats:
        """For each candidate the greatest value among those of its name."""
        greatest: Floats = np.maximum.reduceat(values, self.starts)[self.owner]
        return greatest

    def shares(self, points: Floats, *, nothing: float) -> Floats:
        """The soft maximum over each name's candidates; `nothing` are the points of none of them being meant."""
        best = np.maximum(self.most(points), nothing)
        weight = np.exp(points - best)
        share: Floats = weight / (np.add.reduceat(weight, self.starts)[self.owner] + np.exp(nothing - best))
        return share
