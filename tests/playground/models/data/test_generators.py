from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.data import generators

Generate = Callable[[int, float, int], tuple[npt.NDArray[np.float64], npt.NDArray[Any]]]

CLASSIFICATION: list[Generate] = [generators.circle, generators.xor, generators.gauss, generators.spiral]
REGRESSION: list[Generate] = [generators.plane, generators.bumps]
seeds = st.integers(0, 2**40)
sizes = st.integers(10, 400)
quick = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize("generate", [*CLASSIFICATION, *REGRESSION])
@quick
@given(seed=seeds, n_samples=sizes, noise=st.floats(0, 1))
def test_that_a_seed_gives_the_same_points_again(
    generate: Generate, seed: int, n_samples: int, noise: float
) -> None:
    X, y = generate(n_samples, noise, seed)
    again, y_again = generate(n_samples, noise, seed)
    assert X.shape == (n_samples, 2)
    assert y.shape == (n_samples,)
    np.testing.assert_array_equal(X, again)
    np.testing.assert_array_equal(y, y_again)


@pytest.mark.parametrize("generate", [*CLASSIFICATION, *REGRESSION])
def test_that_another_seed_gives_other_points(generate: Generate) -> None:
    assert not np.array_equal(generate(50, 0.0, 1)[0], generate(50, 0.0, 2)[0])


@pytest.mark.parametrize("generate", [generators.circle, generators.xor, generators.gauss, *REGRESSION])
@quick
@given(seed=seeds, n_samples=sizes, noise=st.floats(0, 1))
def test_that_more_samples_only_add_to_fewer(
    generate: Generate, seed: int, n_samples: int, noise: float
) -> None:
    few, y_few = generate(n_samples, noise, seed)
    many, y_many = generate(2 * n_samples, noise, seed)
    np.testing.assert_array_equal(many[:n_samples], few)
    np.testing.assert_allclose(y_many[:n_samples], y_few, rtol=0, atol=1e-12)


@pytest.mark.parametrize("generate", CLASSIFICATION)
@quick
@given(seed=seeds, n_samples=sizes, noise=st.floats(0, 1))
def test_that_classes_are_balanced(generate: Generate, seed: int, n_samples: int, noise: float) -> None:
    counts = np.bincount(generate(n_samples, noise, seed)[1], minlength=2)
    assert len(counts) == 2
    assert abs(counts[0] - counts[1]) <= 1


@pytest.mark.parametrize("generate", CLASSIFICATION)
@quick
@given(seed=seeds, noise=st.floats(0.01, 0.5))
def test_that_noise_moves_points_in_proportion_and_keeps_their_classes(
    generate: Generate, seed: int, noise: float
) -> None:
    X, y = generate(100, 0.0, seed)
    little, y_little = generate(100, noise, seed)
    much, y_much = generate(100, 2 * noise, seed)
    np.testing.assert_allclose(much - X, 2 * (little - X), atol=1e-9)
    assert np.abs(little - X).max() > 0
    np.testing.assert_array_equal(y, y_little)
    np.testing.assert_array_equal(y, y_much)


@pytest.mark.parametrize("generate", [generators.circle, generators.xor, generators.spiral, *REGRESSION])
@quick
@given(seed=seeds)
def test_that_noiseless_points_fill_the_square_of_the_radius(generate: Generate, seed: int) -> None:
    X, _ = generate(400, 0.0, seed)
    assert np.abs(X).max() <= generators.RADIUS
    assert np.abs(X).max() > 0.8 * generators.RADIUS


@quick
@given(seed=seeds, n_samples=sizes)
def test_that_a_noiseless_circle_is_separated_by_radius(seed: int, n_samples: int) -> None:
    X, y = generators.circle(n_samples, 0.0, seed)
    radius = np.hypot(*X.T)
    assert radius[y == 1].max() <= 0.5 * generators.RADIUS
    assert radius[y == 0].min() >= 0.7 * generators.RADIUS


def test_that_noise_mixes_the_classes_at_the_rim_of_the_circle() -> None:
    X, y = generators.circle(1000, 0.5, 0)
    inside = np.hypot(*X.T) < 0.6 * generators.RADIUS
    mistaken = np.mean(inside != (y == 1))
    assert 0.05 < mistaken < 0.5


@quick
@given(seed=seeds, n_samples=sizes)
def test_that_a_noiseless_xor_follows_the_sign_of_the_product_and_leaves_a_gap(
    seed: int, n_samples: int
) -> None:
    X, y = generators.xor(n_samples, 0.0, seed)
    np.testing.assert_array_equal(y == 1, X[:, 0] * X[:, 1] > 0)
    assert np.abs(X).min() >= generators.XOR_GAP


@quick
@given(seed=seeds)
def test_that_the_xor_quadrants_are_filled_alike(seed: int) -> None:
    X, _ = generators.xor(102, 0.0, seed)
    counts = np.bincount(2 * (X[:, 0] > 0) + (X[:, 1] > 0), minlength=4)
    assert counts.max() - counts.min() <= 1


def test_that_noise_widens_the_gauss_clouds_about_fixed_centres() -> None:
    spreads = []
    for noise in (0.0, 0.25, 0.5, 1.0):
        X, y = generators.gauss(4000, noise, 3)
        for label, center in ((0, -2.0), (1, 2.0)):
            np.testing.assert_allclose(X[y == label].mean(axis=0), center, atol=0.25)
        spreads.append(X[y == 1].std())
    assert spreads == sorted(spreads)
    assert spreads[-1] > 3 * spreads[0]


@quick
@given(seed=seeds, n_samples=sizes)
def test_that_noiseless_spiral_arms_are_told_apart_by_their_angle(seed: int, n_samples: int) -> None:
    X, y = generators.spiral(n_samples, 0.0, seed)
    inner = generators.spiral_radius(np.zeros(1))[0]
    along = (np.hypot(*X.T) - inner) / (generators.RADIUS - inner)
    ahead = np.arctan2(X[:, 1], X[:, 0]) - 2 * np.pi * generators.SPIRAL_TURNS * along
    np.testing.assert_allclose(np.cos(ahead), np.where(y == 0, 1.0, -1.0), atol=1e-9)


def test_that_each_spiral_arm_makes_one_and_three_quarter_turns() -> None:
    X, y = generators.spiral(4000, 0.0, 0)
    for arm in (0, 1):
        angle = np.unwrap(np.arctan2(X[y == arm, 1], X[y == arm, 0]))
        assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(1.75, abs=0.01)


def test_that_the_spiral_blurs_with_noise() -> None:
    clear, _ = generators.spiral(1000, 0.0, 0)
    blurred, _ = generators.spiral(1000, 0.15, 0)
    half_gap = generators.RADIUS / generators.SPIRAL_TURNS / 4
    assert (blurred - clear).std() == pytest.approx(0.42 * half_gap, rel=0.1)


@quick
@given(seed=seeds, n_samples=sizes)
def test_that_the_plane_rises_with_the_sum_of_its_features(seed: int, n_samples: int) -> None:
    X, y = generators.plane(n_samples, 0.0, seed)
    np.testing.assert_allclose(10 * y, X.sum(axis=1), atol=1e-12)
    assert np.abs(y).max() <= 1


def test_that_bumps_rise_and_fall_within_one_of_zero() -> None:
    grid = np.stack(np.meshgrid(*[np.linspace(-6, 6, 200)] * 2), axis=-1).reshape(-1, 2)
    height = generators.bumps_height(grid)
    assert -1 <= height.min() < -0.7
    assert 0.7 < height.max() <= 1
    X, y = generators.bumps(100, 0.0, 5)
    np.testing.assert_array_equal(y, generators.bumps_height(X))


@pytest.mark.parametrize("generate", REGRESSION)
def test_that_noise_on_a_regression_target_leaves_the_features(generate: Generate) -> None:
    X, y = generate(2000, 0.0, 4)
    X_noisy, y_noisy = generate(2000, 0.4, 4)
    np.testing.assert_array_equal(X, X_noisy)
    assert (y_noisy - y).std() == pytest.approx(0.2, rel=0.1)
    assert abs((y_noisy - y).mean()) < 0.02
