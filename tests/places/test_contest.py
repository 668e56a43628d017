"""Candidates as columns."""

import numpy as np
import pytest


def test_shares_of_a_name_and_of_nothing_sum_to_one(place, contest):
    made = contest([place(1), place(2, people=500)], [place(3)])
    shares = made.shares(np.array([1.0, 0.0, 2.0]), nothing=0.5)
    rest = np.exp(0.5) / (np.exp(0.5) + np.array([np.exp(1.0) + 1.0, np.exp(2.0)]))
    assert np.add.reduceat(shares, made.starts) + rest == pytest.approx([1.0, 1.0])
