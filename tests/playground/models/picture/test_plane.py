from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.models.data.datasets import load_dataset
from playground.models.data.split import split_dataset
from playground.models.picture.plane import Plane
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


def test_that_points_and_shares_of_the_rectangle_belong_together():
    plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), -4.0, 4.0, -5.0, 3.0)
    points = np.array([[0.3, -1.0], [2.0, 2.5]])
    np.testing.assert_allclose(plane.to_unit(np.array([[-4.0, -5.0], [4.0, 3.0]])), [[0, 0], [1, 1]])
    np.testing.assert_allclose(plane.from_unit(plane.to_unit(points)), points)


def test_that_data_may_ask_for_room_around_them():
    dataset = dataclasses.replace(load_dataset("circle"), extent=(-20.0, 1.0, -1.0, 30.0))
    split = split_dataset(dataset, 0.7, 1)
    plane = Plane.of_axes(split, (0, 1))
    assert (plane.left, plane.top) == (-20.0, 30.0)
    assert (plane.right, plane.bottom) == (dataset.X[:, 0].max(), dataset.X[:, 1].min())
