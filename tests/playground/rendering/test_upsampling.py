from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.rendering.upsampling import upsample, upsampling_matrix


@given(st.integers(1, 60), st.integers(1, 200))
def test_that_a_constant_stays_constant(points: int, pixels: int) -> None:
    assert np.allclose(upsampling_matrix(points, pixels).sum(axis=1), 1.0, atol=1e-5)


@given(st.integers(3, 60), st.integers(1, 200), st.floats(-5, 5), st.floats(-5, 5))
def test_that_a_straight_line_stays_straight_up_to_the_edges(
    points: int, pixels: int, start: float, slope: float
) -> None:
    line = start + slope * np.linspace(0.0, 1.0, points)
    centres = (np.arange(pixels) + 0.5) / pixels
    assert np.allclose(upsampling_matrix(points, pixels) @ line, start + slope * centres, atol=1e-4)


def test_that_a_smooth_function_is_met_between_its_samples() -> None:
    axis = np.linspace(-1.0, 1.0, 100)
    centres = (np.arange(388) + 0.5) / 388 * 2.0 - 1.0
    enlarged = upsample(np.sin(5.0 * axis[:, np.newaxis]) * np.cos(4.0 * axis), 388)
    truth = np.sin(5.0 * -centres[:, np.newaxis]) * np.cos(4.0 * centres)
    assert np.abs(enlarged - truth).max() < 1e-3


def test_that_the_lowest_row_of_the_grid_is_the_bottom_of_the_picture() -> None:
    grid = np.array([[1.0, 1.0], [5.0, 5.0]])
    picture = upsample(grid, 8)
    assert picture[0, 0] > picture[-1, 0]


def test_that_an_infinity_does_not_spread_over_its_row() -> None:
    grid = np.zeros((20, 20))
    grid[10, 3], grid[5, 5] = np.inf, np.nan
    picture = upsample(grid, 40)
    assert np.isfinite(picture).all()
    assert (picture[:, 30:] == 0.0).all()


@given(st.integers(2, 60), st.integers(1, 200), st.integers(1, 3))
def test_that_blocks_give_what_the_whole_matrices_give(points: int, pixels: int, n: int) -> None:
    grids = np.random.default_rng(points).normal(size=(n, points, points + 3))
    vertical, horizontal = upsampling_matrix(points, pixels), upsampling_matrix(points + 3, pixels)
    expected = (vertical.astype(float) @ grids @ horizontal.astype(float).T)[:, ::-1]
    assert np.allclose(upsample(grids, pixels), expected, atol=1e-5)
