from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from playground.models.data.datasets import default_axes, load_dataset
from playground.models.data.split import split_dataset
from playground.models.picture.projection import AxesProjection, PrincipalProjection, opening_projection


@pytest.fixture
def split():
    return split_dataset(load_dataset("wine"), 0.7, 1)


def test_that_axes_show_two_features_and_hold_the_others(split):
    held = tuple(float(number) for number in range(13))
    projection = AxesProjection((6, 2), held)
    points = np.array([[1.5, -2.5]])
    sample = projection.embed(points)[0]
    assert (sample[6], sample[2]) == (1.5, -2.5)
    others = [index for index in range(13) if index not in (2, 6)]
    np.testing.assert_array_equal(sample[others], np.array(held)[others])
    np.testing.assert_array_equal(projection.project(sample), points[0])
    assert projection.titles(split.dataset.feature_names) == ("Flavonoids", "Ash")


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits", "diabetes"])
def test_that_components_are_those_of_scikit_learn_turned_the_same_way(name):
    split = split_dataset(load_dataset(name), 0.7, 1)
    projection = PrincipalProjection.of(split)
    train = split.dataset.X[split.train_indices]
    scaled = StandardScaler().fit_transform(train)
    truth = PCA(2, svd_solver="full").fit(scaled)
    np.testing.assert_allclose(projection.project(train), truth.transform(scaled), atol=1e-9)
    np.testing.assert_allclose(projection.shares, truth.explained_variance_ratio_)


def test_that_a_point_of_the_principal_plane_comes_back_to_itself(split):
    projection = PrincipalProjection.of(split)
    points = np.random.default_rng(0).normal(size=(20, 2))
    np.testing.assert_allclose(projection.project(projection.embed(points)), points, atol=1e-9)


def test_that_samples_are_no_further_from_their_shadow_than_from_any_other_point_of_the_plane(split):
    projection = PrincipalProjection.of(split)
    scale = np.array(projection.scale)
    sample = split.dataset.X[:1]
    shadow = projection.project(sample)

    def away(point):
        return np.linalg.norm((projection.embed(point) - sample) / scale)

    for step in ((0.1, 0.0), (-0.1, 0.0), (0.0, 0.1), (0.0, -0.1)):
        assert away(shadow) < away(shadow + np.array(step))


def test_that_identical_samples_have_a_plane_that_explains_nothing(split):
    same = replace(split.dataset, X=np.ones_like(split.dataset.X))
    projection = PrincipalProjection.of(replace(split, dataset=same))
    assert projection.shares == (0.0, 0.0)
    np.testing.assert_allclose(np.array(projection.directions) @ np.array(projection.directions).T, np.eye(2))


def test_that_a_blank_feature_does_no_harm():
    digits = split_dataset(load_dataset("digits"), 0.7, 1)
    projection = PrincipalProjection.of(digits)
    assert np.isfinite(projection.project(digits.dataset.X)).all()
    assert projection.titles(digits.dataset.feature_names)[0].startswith("Component 1 (")


def test_that_projections_of_the_same_data_are_equal(split):
    assert PrincipalProjection.of(split) == PrincipalProjection.of(split)
    assert hash(AxesProjection.through_mean(split, (0, 1))) == hash(
        AxesProjection.through_mean(split, (0, 1))
    )


@pytest.mark.parametrize("name", ["wine", "breast_cancer", "digits", "diabetes"])
def test_that_data_of_many_features_open_on_their_principal_components(name):
    split = split_dataset(load_dataset(name), 0.7, 1)
    assert opening_projection(split) == PrincipalProjection.of(split)


@pytest.mark.parametrize("name", ["iris", "circle", "plane"])
def test_that_data_of_few_features_open_on_the_two_that_tell_most(name):
    split = split_dataset(load_dataset(name), 0.7, 1)
    assert opening_projection(split) == AxesProjection.through_mean(split, default_axes(split.dataset))
