"""Losses against scikit-learn, and the encoding of targets."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import hinge_loss, log_loss, mean_squared_error

from engine import MLP, Scalar, gradient_check, losses
from engine.losses import LOSSES, SQUASHED, encode_targets, find_loss, predicted_classes
from engine.nn import softmax

logits = st.lists(st.floats(-30, 30), min_size=3, max_size=3)


@given(logits, st.integers(0, 2))
def test_that_cross_entropy_is_scikit_learns_log_loss(z: list[float], target: int) -> None:
    outputs = softmax([Scalar(x) for x in z])
    one_hot = [float(k == target) for k in range(3)]
    loss = losses.cross_entropy(outputs, one_hot).value
    probabilities = np.exp(np.array(z) - np.max(z))
    probabilities /= probabilities.sum()
    if probabilities[target] > 1e-12:
        assert loss == pytest.approx(
            log_loss([target], [probabilities], labels=[0, 1, 2]), rel=1e-6, abs=1e-9
        )
    assert loss >= 0.0


@pytest.mark.parametrize("size", [1e3, 1e6, 1e300])
def test_that_cross_entropy_is_finite_and_its_gradient_exact_for_huge_logits(size: float) -> None:
    z = [Scalar(size), Scalar(-size), Scalar(0.0)]
    loss = losses.cross_entropy(softmax(z), [0.0, 1.0, 0.0])
    loss.backward()
    assert loss.value == 2 * size
    assert [x.grad for x in z] == [1.0, -1.0, 0.0]


def test_that_cross_entropy_of_plain_probabilities_takes_their_logarithm() -> None:
    assert losses.cross_entropy([Scalar(0.25), Scalar(0.75)], [1, 0]).value == pytest.approx(np.log(4))


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=4), st.data())
def test_that_squared_error_is_scikit_learns(y: list[float], data: st.DataObject) -> None:
    target = data.draw(st.lists(st.floats(-5, 5), min_size=len(y), max_size=len(y)))
    loss = losses.squared_error([Scalar(v) for v in y], target).value
    assert loss == pytest.approx(len(y) * mean_squared_error(target, y), rel=1e-12, abs=1e-12)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_that_hinge_is_scikit_learns(no: float, yes: float) -> None:
    total = losses.hinge(Scalar(no), -1).value + losses.hinge(Scalar(yes), 1).value
    assert total / 2 == pytest.approx(hinge_loss([-1, 1], [no, yes]), abs=1e-12)


@given(st.floats(-700, 700), st.sampled_from([0, 1]))
def test_that_binary_cross_entropy_is_stable_on_logits(z: float, target: int) -> None:
    loss = losses.binary_cross_entropy(Scalar(z), target)
    signed = -z if target else z
    assert loss.value == pytest.approx(np.logaddexp(0.0, signed), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_that_every_loss_has_the_gradient_it_should(name: str) -> None:
    softmax_outputs = name == "cross_entropy"
    model = MLP([2, 3, 2], softmax_outputs, "tanh", output_activation="linear", seed=4)
    loss = LOSSES[name].function(model([0.3, -0.8]), [0.0, 1.0])
    assert gradient_check(loss).ok


def test_that_outputs_and_targets_must_pair_up() -> None:
    with pytest.raises(ValueError, match="2 outputs were compared with 3 targets"):
        losses.squared_error([Scalar(1), Scalar(2)], [1, 2, 3])


@pytest.mark.parametrize(
    ("loss", "outputs", "activation", "encoded"),
    [
        ("cross_entropy", 3, "softmax", [[0, 0, 1], [1, 0, 0]]),
        ("squared_error", 3, "softmax", [[0, 0, 1], [1, 0, 0]]),
        ("hinge", 3, "linear", [[-1, -1, 1], [1, -1, -1]]),
    ],
)
def test_that_classes_become_what_the_loss_expects(
    loss: str, outputs: int, activation: str, encoded: list[list[float]]
) -> None:
    assert encode_targets([2, 0], LOSSES[loss], outputs, activation).tolist() == encoded


@pytest.mark.parametrize(
    ("loss", "activation", "encoded"),
    [
        ("squared_error", "tanh", [[1], [-1]]),
        ("squared_error", "sigmoid", [[1], [0]]),
        ("binary_cross_entropy", "linear", [[1], [0]]),
        ("hinge", "linear", [[1], [-1]]),
    ],
)
def test_that_two_classes_fit_one_output(loss: str, activation: str, encoded: list[list[float]]) -> None:
    assert encode_targets([1, 0], LOSSES[loss], 1, activation).tolist() == encoded


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "linear"])
@pytest.mark.parametrize("loss", ["squared_error", "hinge", "binary_cross_entropy"])
def test_that_encoded_targets_are_predicted_as_their_classes(loss: str, activation: str) -> None:
    targets = encode_targets([1, 0, 1], LOSSES[loss], 1, activation)
    if loss == "binary_cross_entropy":
        targets = 2 * targets - 1  # its outputs are logits
    assert predicted_classes(targets, LOSSES[loss], activation).tolist() == [1, 0, 1]
    several = np.array([[0.1, 0.7, 0.2]])
    assert predicted_classes(several, LOSSES["cross_entropy"], "softmax").tolist() == [1]


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1, 3], "class 3 in row 2 is outside 0..2"),
        ([-1], "class -1 in row 0"),
        ([0.5], "integer classes"),
        ([[0, 1]], "shape"),
        (["a"], "numbers"),
    ],
)
def test_that_unfit_targets_are_refused(y: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        encode_targets(y, LOSSES["cross_entropy"], 3, "softmax")


def test_that_regression_targets_must_be_finite_and_fit_the_outputs() -> None:
    loss = LOSSES["squared_error"]
    assert encode_targets([0.5, 1.5], loss, 1, "linear").tolist() == [[0.5], [1.5]]
    with pytest.raises(ValueError, match="row 1"):
        encode_targets([0.5, float("nan")], loss, 1, "linear")
    with pytest.raises(ValueError, match="2 outputs"):
        encode_targets([0.5, 1.5], loss, 2, "linear")


def test_that_a_loss_is_found_by_name_or_function() -> None:
    assert find_loss("hinge") is find_loss(losses.hinge)
    assert find_loss(lambda outputs, target: outputs).encoding is None  # type: ignore[arg-type,return-value]
    with pytest.raises(ValueError, match="choose one of cross_entropy"):
        find_loss("l1")


@pytest.mark.parametrize(("n_classes", "floor"), [(2, 0.313), (3, 0.551), (10, 1.461)])
def test_that_no_answer_brings_cross_entropy_of_squashed_outputs_below_its_floor(
    n_classes: int, floor: float
) -> None:
    loss = SQUASHED["cross_entropy"].function
    certain = softmax([Scalar(1e3 if k == 0 else 0.0) for k in range(n_classes)])
    target = [float(k == 0) for k in range(n_classes)]
    lowest = loss(certain, target).value
    assert lowest == pytest.approx(math.log(1 + (n_classes - 1) / math.e), rel=1e-14)
    assert lowest == pytest.approx(floor, abs=5e-4)
    for draw in np.random.default_rng(n_classes).normal(scale=9.0, size=(50, n_classes)):
        assert loss(softmax([Scalar(z) for z in draw]), target).value >= lowest


@given(st.floats(-50, 50), st.sampled_from([0.0, 1.0]))
def test_that_a_squashed_logit_goes_through_the_sigmoid_before_the_loss(z: float, target: float) -> None:
    def sigmoid(x: float) -> float:
        return float(1.0 / (1.0 + np.exp(-x)))

    q = sigmoid(sigmoid(z))
    expected = -target * np.log(q) - (1.0 - target) * np.log(1.0 - q)
    logit = Scalar(z)
    loss = SQUASHED["binary_cross_entropy"].function(logit, target)
    assert loss.value == pytest.approx(expected, rel=1e-12)
    loss.backward()
    p = sigmoid(z)
    assert logit.grad == pytest.approx((q - target) * p * (1.0 - p), rel=1e-9, abs=1e-15)


def test_that_a_row_of_the_table_is_found_as_it_is() -> None:
    assert find_loss(SQUASHED["cross_entropy"]) is SQUASHED["cross_entropy"]
