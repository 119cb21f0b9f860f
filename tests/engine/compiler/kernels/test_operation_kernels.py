"""Every operation as machine code, on every kind of operand, against the interpreter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine import Scalar, ScalarError, backward, compile
from engine.operations import OPERATIONS
from engine.scalar import TracedScalar, log_sum_exp, scalar_function
from tests.engine.guard_pages import guarded

SAMPLES = 11
ABOVE_ZERO = {"log", "sqrt", "**", "/", "**0.5", "**-2", "**2.5"}
NAMES = [*(name for name in OPERATIONS if not name.startswith("**")), "**", "**0.5", "**-2", "**3", "**2.5"]


def apply(name: str, operands: list[Scalar]) -> Scalar:
    if name.startswith("**") and name != "**":
        return operands[0] ** float(name[2:])
    return log_sum_exp(operands) if name == "log_sum_exp" else scalar_function(name)(*operands)


def arity(name: str) -> int:
    return OPERATIONS[name].arity or (4 if OPERATIONS[name].in_pairs else 3)


def numbers(name: str, shape: tuple[int, ...], seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).uniform(-2.0, 2.0, shape)
    return np.abs(drawn) + 0.1 if name in ABOVE_ZERO else drawn


@pytest.mark.parametrize("name", NAMES)
def test_that_an_operation_agrees_with_the_interpreter_on_lanes_and_parameters(name: str) -> None:
    count = arity(name)
    for kinds in itertools.product([True, False], repeat=count):
        X = numbers(name, (SAMPLES, count), 1)
        values = numbers(name, (count,), 2)
        inputs = [TracedScalar(f"input {i}") for i in range(count)]
        parameters = [Scalar(value) for value in values]
        operands = [x if is_lane else w for x, w, is_lane in zip(inputs, parameters, kinds, strict=True)]
        # The factor gives every operand an adjoint of its own, the shift gives inputs gradients behind them.
        shifted = [operand * parameters[0] + parameters[-1] * 0.25 for operand in operands]
        shifted = [s * s + 0.1 for s in shifted] if name in ABOVE_ZERO else shifted
        with guarded():
            program = compile(apply(name, shifted) * 1.5, inputs=inputs, parameters=parameters)
            loss, gradients = program.loss_and_gradients(X)
        expected_loss, expected = 0.0, np.zeros(count)
        for row in X:
            leaves = [Scalar(value) for value in values]
            mine = [Scalar(x) if is_lane else w for x, w, is_lane in zip(row, leaves, kinds, strict=True)]
            moved = [operand * leaves[0] + leaves[-1] * 0.25 for operand in mine]
            moved = [s * s + 0.1 for s in moved] if name in ABOVE_ZERO else moved
            output = apply(name, moved) * 1.5
            backward(output)
            expected_loss += output.value
            expected += [leaf.grad for leaf in leaves]
        scale = 1.0 + np.abs(expected).max()
        np.testing.assert_allclose(loss, expected_loss, rtol=1e-13, atol=1e-13 * SAMPLES)
        np.testing.assert_allclose(gradients, expected, rtol=1e-11, atol=1e-12 * scale)


def test_that_many_alike_run_in_one_loop_and_none_is_left_out() -> None:
    inputs = [TracedScalar(f"input {i}") for i in range(3)]
    w = [Scalar(0.1 * i - 0.7) for i in range(17)]
    total = (w[0] * inputs[0]).tanh()
    for i, weight in enumerate(w[1:], 1):
        total = total + (weight * inputs[i % 3]).tanh()
    X = numbers("tanh", (6, 3), 4)
    program = compile(total, inputs=inputs, parameters=w)
    loss, gradients = program.loss_and_gradients(X)
    a = np.array([weight.value for weight in w])
    z = a * X[:, np.arange(17) % 3]
    assert loss == pytest.approx(np.tanh(z).sum(), rel=1e-13)
    np.testing.assert_allclose(gradients, (X[:, np.arange(17) % 3] / np.cosh(z) ** 2).sum(axis=0), rtol=1e-12)


def test_that_wide_operations_call_shared_code() -> None:
    inputs = [TracedScalar(f"input {i}") for i in range(30)]
    w = Scalar(0.5)
    program = compile(log_sum_exp([w * x for x in inputs]), inputs=inputs, parameters=[w])
    assert "define internal <4 x double> @lanes_exp" in program.ir or "@lanes_exp(" in program.ir
    X = numbers("exp", (5, 30), 0)
    loss, gradients = program.loss_and_gradients(X)
    z = np.exp(0.5 * X)
    assert loss == pytest.approx(np.log(z.sum(axis=1)).sum(), rel=1e-14)
    np.testing.assert_allclose(gradients, [((z * X).sum(axis=1) / z.sum(axis=1)).sum()], rtol=1e-13)


def test_that_what_depends_on_parameters_alone_is_computed_once_and_trained() -> None:
    (x,) = [TracedScalar("input 1")]
    a, b = Scalar(0.75), Scalar(-1.5)
    scale = (a * b).exp() / (1.0 + b * b)
    X = np.array([[1.0], [2.0], [-3.0], [0.5], [4.0]])
    loss, gradients = compile((scale * x).sin() + scale, inputs=[x], parameters=[a, b]).loss_and_gradients(X)
    leaves = [Scalar(0.75), Scalar(-1.5)]
    expected = 0.0
    for (value,) in X:
        s = (leaves[0] * leaves[1]).exp() / (1.0 + leaves[1] * leaves[1])
        output = (s * value).sin() + s
        backward(output)
        expected += output.value
    assert loss == pytest.approx(expected, rel=1e-14)
    np.testing.assert_allclose(gradients, [leaf.grad for leaf in leaves], rtol=1e-13)


def test_that_an_output_without_any_input_counts_once_a_sample() -> None:
    (x,) = [TracedScalar("input 1")]
    w = Scalar(3.0)
    loss, gradients = compile(w * w, inputs=[x], parameters=[w]).loss_and_gradients(np.zeros((6, 1)))
    assert loss == 6 * 9.0
    assert gradients.tolist() == [6 * 6.0]


@pytest.mark.parametrize("bad", [1e308, -1e308])
def test_that_a_value_that_is_not_finite_shows_although_a_relu_hides_it(bad: float) -> None:
    (x,), w = [TracedScalar("input 1")], Scalar(-10.0)
    program = compile((w * x).relu() * 0.0 + (w * x).tanh(), inputs=[x], parameters=[w])
    loss, _ = program.loss_and_gradients([[1.0], [bad]])
    assert np.isnan(loss)
    with pytest.raises(ScalarError):
        w * Scalar(bad)
