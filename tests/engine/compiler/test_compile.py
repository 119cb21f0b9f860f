"""`engine.compile`: models, expressions, and what cannot be compiled."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import pytest

from engine import MLP, Scalar, TracingError, compile, gradient_check
from engine.lowering.tracing import placeholders
from engine.scalar import TracedScalar


def test_that_a_networks_gradients_come_in_the_order_of_its_parameters() -> None:
    model = MLP([2, 3, 2], seed=5)
    X, y = np.array([[0.5, -1.0], [2.0, 0.25], [-1.0, 1.0]]), np.array([0, 1, 1])
    program = compile(model, loss="cross_entropy", reduction="sum")
    loss, gradients = program.loss_and_gradients(X, y)
    for i, parameter in enumerate(model.parameters()):
        value, step = parameter.value, 1e-6
        parameter.value = value + step
        above = program.loss_and_gradients(X, y)[0]
        parameter.value = value - step
        below = program.loss_and_gradients(X, y)[0]
        parameter.value = value
        assert gradients[i] == pytest.approx((above - below) / (2 * step), abs=1e-8)
    probabilities = program.forward(X)
    assert loss == pytest.approx(-np.log(probabilities[np.arange(3), y]).sum())
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-14)


def test_that_the_mean_is_the_sum_over_the_number_of_samples() -> None:
    model, X, y = MLP([1, 2, 1], False, seed=0), [[1.0], [2.0], [3.0]], [0.5, 0.25, 1.0]
    total, gradient = compile(model, loss="squared_error").loss_and_gradients(X, y)
    mean, mean_gradient = compile(model, loss="squared_error", reduction="mean").loss_and_gradients(X, y)
    assert mean == pytest.approx(total / 3)
    np.testing.assert_allclose(mean_gradient, gradient / 3)


def test_that_a_model_with_a_skip_connection_compiles() -> None:
    class Skipping:
        def __init__(self) -> None:
            self.net, self.shortcut = MLP([2, 3, 1], False, "tanh", "linear", seed=1), Scalar(0.7)

        def __call__(self, x: Any) -> Scalar:
            output = self.net(x)
            assert isinstance(output, Scalar)
            return output + self.shortcut * (x[0] - x[1])

        def parameters(self) -> list[Scalar]:
            return [*self.net.parameters(), self.shortcut]

    model = Skipping()
    X = np.random.default_rng(0).normal(size=(9, 2))
    found = compile(model, inputs=2).forward(X)
    np.testing.assert_allclose(found[:, 0], [model(list(row)).value for row in X.tolist()], rtol=1e-14)
    _, gradients = compile(model, loss="squared_error", inputs=2).loss_and_gradients(X, np.zeros(9))
    assert gradients[-1] == pytest.approx((2 * found[:, 0] * (X[:, 0] - X[:, 1])).sum())


def test_that_a_loss_of_ones_own_compiles() -> None:
    def huber(output: Any, target: Any) -> Scalar:
        return ((output - target) ** 2 + 1.0).sqrt() - 1.0

    model = MLP([1, 1], False, output_activation="linear", initializer="zeros", seed=0)
    loss, _ = compile(model, loss=huber).loss_and_gradients([[0.0], [0.0]], [0.0, 3.0])
    assert loss == pytest.approx(np.sqrt(10.0) - 1.0)


def test_that_an_expression_has_inputs_targets_and_parameters() -> None:
    (x,), (t,), w = placeholders(1, "input"), placeholders(1, "target"), Scalar(2.0)
    program = compile((w * x - t) ** 2, inputs=[x], targets=[t], parameters=[w])
    loss, gradients = program.loss_and_gradients([[1.0], [3.0]], [5.0, 4.0])
    assert (loss, gradients.tolist()) == (9.0 + 4.0, [2 * -3.0 * 1 + 2 * 2.0 * 3])
    w.value = 5.0  # parameters are read at every call
    assert program.loss_and_gradients([[1.0]], [5.0])[0] == 0.0


def test_that_several_outputs_run_forward_only() -> None:
    (x,), w = placeholders(1, "input"), Scalar(2.0)
    program = compile([w * x, x.exp(), w.exp()], inputs=[x], parameters=[w])
    np.testing.assert_allclose(
        program.forward([[0.0], [1.0]]), [[0.0, 1.0, np.e**2], [2.0, np.e, np.e**2]], rtol=1e-15
    )
    with pytest.raises(ValueError, match="without a loss"):
        program.loss_and_gradients([[0.0]])


def test_that_gradients_pass_the_numeric_check() -> None:
    (x,), w, v = placeholders(1, "input"), Scalar(0.3), Scalar(-0.8)

    def output() -> Scalar:
        return (w * 1.7 + v).softplus() * (v * w).cos()

    _, gradients = compile(output() + x * 0.0, inputs=[x], parameters=[w, v]).loss_and_gradients([[1.0]])
    assert gradient_check(output()).ok
    here = output()
    here.backward()
    np.testing.assert_allclose(gradients, [w.grad, v.grad], rtol=1e-13)


def test_that_python_control_flow_on_values_cannot_be_compiled() -> None:
    class Branching:
        def __call__(self, x: Any) -> Scalar:
            return x[0] * 2.0 if x[0].value > 0 else x[0]

        def parameters(self) -> list[Scalar]:
            return []

    with pytest.raises(TracingError):
        compile(Branching(), inputs=1)


class Doubling:
    """A model that does not say how many inputs it takes."""

    def __call__(self, x: Any) -> Scalar:
        output: Scalar = x[0] * 2.0
        return output

    def parameters(self) -> list[Scalar]:
        return []


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: compile(MLP([1, 1], False), reduction="max"), "'sum' or 'mean'"),
        (lambda: compile(Scalar(1.0) + 1.0), "needs `inputs`"),
        (lambda: compile(Scalar(1.0), inputs=2), "needs `inputs`"),
        (lambda: compile(Scalar(1.0), inputs=[], loss="hinge"), "its own loss"),
        (lambda: compile(Doubling()), "how many inputs"),
        (lambda: compile(MLP([1, 1], False), loss="hing"), "unknown loss"),
    ],
)
def test_that_wrong_calls_say_what_is_wrong(call: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_that_a_machine_without_a_compiler_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["engine.compiler.compile"], "unavailable", lambda: "no LLVM today")
    with pytest.raises(RuntimeError, match="no LLVM today"):
        compile(MLP([1, 1], False))


def test_that_a_deep_graph_is_compiled_in_functions_of_bounded_length() -> None:
    x, w = Scalar(0.0), Scalar(0.9)
    y: Scalar = x
    for _ in range(300):
        y = (y * w + x).tanh()
    program = compile(y, inputs=[x], parameters=[w])
    lengths = [len(text.splitlines()) for text in program.ir.split("\ndefine ")]
    assert max(lengths) < 1000
    loss, gradients = program.loss_and_gradients([[0.3]])
    value, slope = 0.3, 0.0
    for _ in range(300):
        before, value = value, math.tanh(value * 0.9 + 0.3)
        slope = (1.0 - value * value) * (before + 0.9 * slope)
    assert loss == pytest.approx(value, rel=1e-13)
    assert gradients[0] == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([], "nothing to compile"),
        (None, "a model .* can be compiled, not None"),
        ("model", "can be compiled, not 'model'"),
        ([Scalar(1.0), 3.0], "outputs must be Scalars, 3.0 is among them"),
    ],
)
def test_that_what_cannot_be_compiled_is_said(wrong: Any, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        compile(wrong, inputs=[Scalar(0.5)])


@pytest.mark.parametrize("name", ["inputs", "parameters", "targets"])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [(Scalar(1.0), "a list of Scalars, not Scalar"), (["x"], "Scalars, 'x' is among them")],
)
def test_that_leaves_must_be_lists_of_scalars(name: str, wrong: Any, words: str) -> None:
    given: dict[str, Any] = {"inputs": [], name: wrong}
    with pytest.raises(TypeError, match=f"{name} must be {words}"):
        compile(Scalar(0.5).exp(), **given)


def test_that_a_parameter_set_to_a_text_is_named() -> None:
    x, w = Scalar(0.5), Scalar(2.0, label="w")
    program = compile(x * w, inputs=[x], parameters=[w])
    w.value = "3"  # type: ignore[assignment]
    with pytest.raises(TypeError, match="the value of w is '3', not a number"):
        program.forward([[1.0]])
    with pytest.raises(TypeError, match="the value of w is '3', not a number"):
        compile((t := TracedScalar("t")) * w, inputs=[t])
