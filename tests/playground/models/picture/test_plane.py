from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.data.datasets import load_dataset
from playground.models.data.split import split_dataset
from playground.models.picture.plane import LARGEST_ZOOM, Plane
from playground.models.picture.projection import AxesProjection


@pytest.fixture(params=[True, False], ids=["standardised", "raw"])
def split(request):
    return split_dataset(load_dataset("iris"), 0.7, 1, request.param)


def test_that_all_samples_lie_inside_with_a_margin(split):
    plane = Plane.of_axes(split, (2, 3))
    X = split.dataset.X
    assert plane.left < X[:, 2].min() < X[:, 2].max() < plane.right
    assert plane.bottom < X[:, 3].min() < X[:, 3].max() < plane.top


def test_that_the_grid_runs_from_edge_to_edge_with_the_lowest_row_first(split):
    plane = Plane.of_axes(split, (0, 1))
    grid = plane.grid(split, 5)
    assert grid.shape == (25, 4)
    corners = np.tile(split.dataset.X[split.train_indices].mean(axis=0), (3, 1))
    corners[:, :2] = [(plane.left, plane.bottom), (plane.right, plane.bottom), (plane.left, plane.top)]
    np.testing.assert_allclose(grid[[0, 4, 20]], split.to_model(corners))


def test_that_other_features_stay_at_their_mean(split):
    grid = Plane.of_axes(split, (3, 0)).grid(split, 4)
    mean = split.to_model(split.dataset.X[split.train_indices].mean(axis=0, keepdims=True))[0]
    for column in (1, 2):
        np.testing.assert_allclose(grid[:, column], mean[column])
    assert np.ptp(grid[:, 0]) > 0
    assert np.ptp(grid[:, 3]) > 0


def test_that_one_feature_may_stand_on_both_axes(split):
    plane = Plane.of_axes(split, (2, 2))
    grid = plane.grid(split, 3)
    np.testing.assert_allclose(grid[:3, 2], grid[3:6, 2])
    assert (plane.left, plane.right) == (plane.bottom, plane.top)


def test_that_axes_of_another_data_set_are_replaced():
    split = split_dataset(load_dataset("circle"), 0.7, 1, True)
    assert AxesProjection.through_mean(split, (12, 7)).axes == (0, 1)
    assert AxesProjection.through_mean(split, (1, 7)).axes == (1, 1)


def test_that_a_feature_that_never_varies_still_has_room():
    split = split_dataset(load_dataset("digits"), 0.7, 1, True)
    plane = Plane.of_axes(split, (0, 1))  # the first pixel of every digit is blank
    assert plane.right - plane.left == 2.0
    assert np.isfinite(plane.grid(split, 3)).all()


@given(
    factor=st.floats(0.2, 5), x=st.floats(-3, 3), y=st.floats(-3, 3),
)  # fmt: skip
def test_that_zooming_leaves_the_point_under_the_pointer_where_it_was(factor, x, y):
    plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), -4.0, 4.0, -5.0, 3.0)
    nearer = plane.zoomed(factor, x, y)
    point = np.array([[x, y]])
    np.testing.assert_allclose(nearer.to_unit(point), plane.to_unit(point), atol=1e-9)
    assert nearer.width == pytest.approx(plane.width / factor)
    assert nearer.height == pytest.approx(plane.height / factor)


def test_that_zooming_ends_before_numbers_do():
    base = plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), -4.0, 4.0, -4.0, 4.0)
    for _ in range(100):
        plane = plane.zoomed(3.0, 1.0, 1.0, base)
    assert plane.width == pytest.approx(base.width / LARGEST_ZOOM)
    for _ in range(100):
        plane = plane.zoomed(0.3, 1.0, 1.0, base)
    assert plane.width == pytest.approx(20 * base.width)


@given(dx=st.floats(-9, 9), dy=st.floats(-9, 9))
def test_that_a_plane_moves_there_and_back(dx, dy):
    plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), -4.0, 4.0, -4.0, 4.0)
    back = plane.moved(dx, dy).moved(-dx, -dy)
    assert (back.left, back.top) == pytest.approx((plane.left, plane.top))
    points = np.array([[0.3, -1.0], [2.0, 2.5]])
    np.testing.assert_allclose(plane.from_unit(plane.to_unit(points)), points)


def test_that_data_may_ask_for_room_around_them():
    dataset = dataclasses.replace(load_dataset("circle"), extent=(-20.0, 1.0, -1.0, 30.0))
    split = split_dataset(dataset, 0.7, 1)
    plane = Plane.of_axes(split, (0, 1))
    assert (plane.left, plane.top) == (-20.0, 30.0)
    assert (plane.right, plane.bottom) == (dataset.X[:, 0].max(), dataset.X[:, 1].min())
