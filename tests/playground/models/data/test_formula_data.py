from __future__ import annotations

import json

import numpy as np
import pytest

from engine.language import ExpressionError
from playground.models.data.formula_data import FormulaData


def test_that_a_condition_makes_two_classes():
    data = FormulaData("y > sin(x)").load(0.0, 3, 500)
    truth = data.X[:, 1] > np.sin(data.X[:, 0])
    np.testing.assert_array_equal(data.y == 1, truth)
    assert data.class_names == ("not y > sin(x)", "y > sin(x)")
    assert np.abs(data.X).max() <= 6


def test_that_bars_are_absolute_values():
    data = FormulaData("y > |x|").load(0.0, 3, 500)
    np.testing.assert_array_equal(data.y == 1, data.X[:, 1] > np.abs(data.X[:, 0]))
    assert 0 < data.y.sum() < 500


@pytest.mark.parametrize("text", ["z = sin(x) cos(y)", "sin(x1) cos(x2)", "z=sin(x₁)·cos(x₂)"])
def test_that_an_expression_makes_a_number_to_predict(text):
    data = FormulaData(text, -2.0, 2.0).load(0.0, 3, 200)
    assert data.task == "regression"
    np.testing.assert_allclose(data.y, np.sin(data.X[:, 0]) * np.cos(data.X[:, 1]))
    assert np.abs(data.X).max() <= 2


def test_that_more_points_go_on_from_fewer_and_noise_draws_no_others():
    source = FormulaData("x y > 0")
    few, many, noisy = source.load(0.0, 1, 50), source.load(0.0, 1, 80), source.load(0.3, 1, 50)
    np.testing.assert_array_equal(many.X[:50], few.X)
    np.testing.assert_array_equal(noisy.y, few.y)
    assert np.abs(noisy.X - few.X).max() > 0
    regression = FormulaData("x + y")
    np.testing.assert_array_equal(regression.load(0.5, 1, 50).X, regression.load(0.0, 1, 50).X)
    assert (regression.load(0.5, 1, 50).y != regression.load(0.0, 1, 50).y).all()


def test_that_the_square_is_what_the_plot_shows():
    data = FormulaData("x > 0", -3.0, 5.0).load(0.0, 1, 20)
    assert data.extent == (-3.0, 5.0, -3.0, 5.0)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("y > q", 4, 5, "q is unknown"), ("z = sin(", 8, 9, "missing"),
        ("log(x)", 0, 6, r"^log\(x\) has no finite value at x = −6$"),
        ("z = w + 1", 4, 5, "w is unknown"), ("1 / 0", 0, 5, "^1 / 0 has no finite value$"),
        ("z = x + sqrt(y - 2)", 8, 19, r"^sqrt\(y - 2\) has no finite value at y = −6$"),
        ("y > log(x)", 4, 10, "no finite value at x = −6"), ("sin(x) + s", 9, 10, "^s is unknown"),
        ("x > 0 and not sqrt(x2) < 1", 14, 22, "no finite value at y = −6"),
        ("x₃ + 1", 0, 2, "^x₃ is unknown"),
        ("z = 2e150 x", 4, 9, "^2e150 is too large$"), ("z = exp(50 x)", 4, 13, "too large at x = "),
        ("x" * 501, 500, 501, "at most 500"),
    ],
)  # fmt: skip
def test_that_what_is_wrong_is_pointed_at(text, start, end, words):
    with pytest.raises(ExpressionError, match=words) as caught:
        FormulaData(text)
    assert (caught.value.start, caught.value.end) == (start, end)


def test_that_a_square_needs_two_sides():
    with pytest.raises(ValueError, match="from a smaller to a larger"):
        FormulaData("x > 0", 1.0, 1.0)
    with pytest.raises(ValueError, match=r"at least 0\.001 wide"):
        FormulaData("x > 0", 1.0, 1.0000001)


def test_that_a_condition_may_compare_with_infinity():
    data = FormulaData("y > 1 / x^2").load(0.0, 1, 200)
    np.testing.assert_array_equal(data.y == 1, data.X[:, 1] > 1 / data.X[:, 0] ** 2)


@pytest.mark.parametrize("text", ["z = 1e99 x", "z = 1e-300 x", "z = 3"])
def test_that_extreme_numbers_stay_finite_under_noise(text):
    assert np.isfinite(FormulaData(text).load(0.5, 1, 100).y).all()


def test_that_a_long_formula_has_a_short_title():
    title = FormulaData("y > sin(x) + sin(2x) + sin(3x) + sin(4x)").title
    assert len(title) <= 24
    assert title.endswith("…")


def test_that_it_survives_json():
    source = FormulaData("y > x^2 / 3", -4.0, 3.0)
    again = FormulaData.from_dict(json.loads(json.dumps(source.to_dict())))
    assert again.to_dict() == source.to_dict()
    np.testing.assert_array_equal(again.load(0.1, 5, 30).X, source.load(0.1, 5, 30).X)


@pytest.mark.parametrize(
    "data",
    [{}, {"text": 3}, {"text": "x > 0"}, {"text": "x > 0", "low": "a", "high": 1},
     {"text": "x >", "low": -1, "high": 1},
     {"text": "x > 0", "low": -(10**400), "high": 1}, {"text": "x > 0", "low": 0, "high": float("inf")},
     {"text": "x > 0", "low": 0, "high": 1e-9}, {"text": "y > log(x)", "low": -1, "high": 1},
     {"text": "x > 0", "low": float("nan"), "high": 1}, {"text": "x > 0", "low": True, "high": 2}],
)  # fmt: skip
def test_that_damage_is_refused(data):
    with pytest.raises(ValueError, match="formula"):
        FormulaData.from_dict(data)
