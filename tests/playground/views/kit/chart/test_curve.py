from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.style.theme import Theme
from playground.views.kit.chart.curve import Curve, index_of, pieces_between_gaps, seen_points


def ink(theme: Theme) -> str:
    return theme.ink


@given(st.lists(st.floats(0, 100), max_size=40, unique=True), st.floats(0, 100), st.floats(0, 50))
def test_that_all_points_in_sight_are_drawn_and_one_beyond_either_end(places, low, span):
    x, high = np.sort(np.array(places)), low + span
    shown = seen_points(x, low, high)
    is_inside = (x >= low) & (x <= high)
    assert shown[is_inside].all()
    assert (shown & (x < low)).sum() == min((x < low).sum(), 1)
    assert (shown & (x > high)).sum() == min((x > high).sum(), 1)


@pytest.mark.parametrize(("x", "index"), [(1.0, 0), (5.0, 2), (4.0, None), (9.0, None)])
def test_that_a_point_is_found_only_where_there_is_one(x, index):
    curve = Curve("Train", np.array([1.0, 3.0, 5.0]), np.zeros(3), ink)
    assert index_of(curve, x) == index


@pytest.mark.parametrize(
    ("y", "pieces"),
    [
        ([1.0, 2.0, np.nan, np.inf, 3.0], [[0, 1], [4]]),
        ([-np.inf, 1.0, np.nan], [[1]]),
        ([np.nan, np.nan], []),
        ([1.0, 2.0], [[0, 1]]),
    ],
)
def test_that_a_line_is_drawn_in_pieces_between_its_gaps(y, pieces):
    assert [piece.tolist() for piece in pieces_between_gaps(np.array(y))] == pieces
