from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

from playground.models.data import bundled

Generate = Callable[[int, float, int], tuple[npt.NDArray[np.float64], npt.NDArray[Any]]]

quick = settings(max_examples=15, deadline=None)


def test_that_iris_names_read_well_on_screen() -> None:
    table = bundled.iris()
    assert table.feature_names == ("Sepal length", "Sepal width", "Petal length", "Petal width")
    assert table.class_names == ("setosa", "versicolor", "virginica")
    np.testing.assert_array_equal(table.X, load_iris().data)
    np.testing.assert_array_equal(table.y, load_iris().target)


SETS = [
    (bundled.iris, load_iris, {}),
    (bundled.wine, load_wine, {}),
    (bundled.breast_cancer, load_breast_cancer, {}),
    (bundled.digits, load_digits, {}),
    (bundled.diabetes, load_diabetes, {"scaled": False}),
]


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize(("ours", "theirs", "options"), SETS)
def test_that_the_real_data_are_those_of_scikit_learn_wherever_it_keeps_its_files(
    ours: Any, theirs: Callable[..., Any], options: dict[str, bool], is_moved: bool, monkeypatch: Any
) -> None:
    if is_moved:
        monkeypatch.setattr(bundled._File, "read", lambda _: None)
    table, data = ours.__wrapped__(), theirs(**options)
    np.testing.assert_array_equal(table.X, data.data)
    np.testing.assert_array_equal(table.y, data.target)


def test_that_the_names_of_breast_cancer_are_those_of_scikit_learn() -> None:
    names = [str(name).capitalize() for name in load_breast_cancer().feature_names]
    assert list(bundled.breast_cancer().feature_names) == names


def test_that_the_names_of_wine_stand_in_the_order_of_its_columns() -> None:
    columns = load_wine().feature_names
    for column, word in ((0, "Alcohol"), (6, "Fla"), (9, "Col"), (10, "Hue"), (12, "Proline")):
        assert columns[column].startswith(word.lower())
        assert bundled.wine().feature_names[column].startswith(word)


def test_that_diabetes_keeps_its_own_units() -> None:
    table = bundled.diabetes()
    np.testing.assert_array_equal(table.X, load_diabetes(scaled=False).data)
    age = table.X[:, table.feature_names.index("Age")]
    assert age.min() == 19
    assert age.max() == 79
    assert table.class_names == ()


def test_that_breast_cancer_names_begin_with_a_capital() -> None:
    table = bundled.breast_cancer()
    assert table.feature_names[0] == "Mean radius"
    assert table.class_names == ("malignant", "benign")
    assert all(name == name.capitalize() for name in table.feature_names)


def test_that_digit_pixels_are_named_by_row_and_column() -> None:
    table = bundled.digits()
    column = table.feature_names.index("Pixel 3, 6")
    np.testing.assert_array_equal(table.X[:, column], load_digits().images[:, 2, 5])
    assert table.class_names[7] == "7"


def test_that_cached_tables_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        bundled.iris().X[0, 0] = 1.0


@quick
@given(noise=st.floats(0, 1), seed=st.integers(0, 2**70))
def test_that_blur_scales_with_each_column_and_spares_constant_ones(noise: float, seed: int) -> None:
    X = np.column_stack([np.linspace(-1, 1, 3000), np.linspace(-1000, 1000, 3000), np.full(3000, 7.0)])
    moved = bundled.blur(X, noise, seed) - X
    np.testing.assert_allclose(moved.std(axis=0), noise * X.std(axis=0), rtol=0.1, atol=1e-12)
    np.testing.assert_array_equal(moved[:, 2], 0.0)


def test_that_blur_without_noise_changes_nothing() -> None:
    np.testing.assert_array_equal(bundled.blur(bundled.digits().X, 0.0, 3), bundled.digits().X)


@pytest.mark.parametrize("generate", [bundled.moons, bundled.circles])
@quick
@given(seed=st.integers(0, 2**70), noise=st.floats(0.01, 0.5))
def test_that_noise_moves_the_points_of_a_seed_in_proportion(
    generate: Generate, seed: int, noise: float
) -> None:
    X, y = generate(60, 0.0, seed)
    little, y_little = generate(60, noise, seed)
    much, _ = generate(60, 2 * noise, seed)
    np.testing.assert_array_equal(y, y_little)
    np.testing.assert_allclose(much - X, 2 * (little - X), atol=1e-9)
    assert (little - X).std() == pytest.approx(noise, rel=0.4)


@quick
@given(seed=st.integers(0, 2**70))
def test_that_noiseless_circles_have_radius_one_and_a_half(seed: int) -> None:
    X, y = bundled.circles(80, 0.0, seed)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 1, 0.5, 1.0), atol=1e-12)


@pytest.mark.parametrize("n_classes", [2, 3, 4, 5])
@quick
@given(seed=st.integers(0, 2**70), noise=st.floats(0, 1))
def test_that_blobs_widen_with_noise_about_evenly_spaced_centres(
    n_classes: int, seed: int, noise: float
) -> None:
    X, y = bundled.blobs(200 * n_classes, noise, seed, n_classes)
    np.testing.assert_array_equal(np.bincount(y), 200)
    centers = np.array([X[y == number].mean(axis=0) for number in range(n_classes)])
    np.testing.assert_allclose(np.hypot(*centers.T), bundled.BLOBS_RADIUS, atol=1.0)
    assert (X - centers[y]).std() == pytest.approx(0.6 + 2 * noise, rel=0.15)


def test_that_four_blobs_stand_in_the_corners() -> None:
    X, y = bundled.blobs(400, 0.0, 0, 4)
    corners = {tuple(np.sign(X[y == number].mean(axis=0))) for number in range(4)}
    assert corners == {(1, 1), (1, -1), (-1, -1), (-1, 1)}


def test_that_the_digit_picture_shows_real_samples_of_3_7_0_and_5() -> None:
    picture = bundled.digit_thumbnail()
    assert picture.shape == (17, 17)
    assert picture.min() == 0
    assert picture.max() == 1
    X, y = load_digits(return_X_y=True)
    for digit, row, column in ((3, 0, 0), (7, 0, 9), (0, 9, 0), (5, 9, 9)):
        drawn = 16 * picture[row : row + 8, column : column + 8].ravel()
        assert (X[y == digit] == drawn).all(axis=1).any()
    assert not picture[8].any()
    assert not picture[:, 8].any()
