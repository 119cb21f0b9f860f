"""The array backend against the interpreter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import MLP, Scalar, log_sum_exp, losses
from engine.lowering.lanes import LaneProgram
from engine.lowering.tracing import placeholders, trace
from engine.scalar import scalar_function
from engine.training.interpreted_backend import InterpretedBackend
from engine.training.traced_backend import ArrayBackend

UNARY = [
    "neg", "exp", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "erf",
    "sin", "cos", "abs", "**2", "**3", "**0",
]  # fmt: skip
BINARY = ["+", "-", "*", "maximum", "minimum", "log_sum_exp"]
SAFE = {  # operations with a domain, applied to something inside it
    "log": lambda x: (x * x + 0.5).log(),
    "sqrt": lambda x: (x * x + 0.5).sqrt(),
    "/": lambda x: 1.0 / (x * x + 0.5),
    "**": lambda x: (x.tanh() + 2.0) ** (x.sigmoid() + 0.5),
}


def build(recipe: list[tuple[str, int, int]], leaves: list[Any]) -> Any:
    """Grow a graph: each entry names an operation and the places of its operands; values stay within +-3."""
    nodes = list(leaves)
    for name, first, second in recipe:
        x, y = nodes[first % len(nodes)], nodes[second % len(nodes)]
        operands = (x,) if name in UNARY else (x, y)
        node = SAFE[name](x) if name in SAFE else scalar_function(name)(*operands)
        nodes.append(node.tanh() * 3.0 if len(nodes) % 2 else node.sin())
    total = nodes[-1]
    for node in nodes[len(leaves) : -1]:
        total = total + node
    return total


recipes = st.lists(
    st.tuples(st.sampled_from([*UNARY, *BINARY, *SAFE]), st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(recipes, st.integers(0, 2**32 - 1))
def test_that_random_graphs_of_all_operations_agree_with_the_interpreter(
    recipe: list[tuple[str, int, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parameters, samples = rng.uniform(-2, 2, 3), rng.uniform(-2, 2, (5, 2))
    inputs, weights = placeholders(2, "input"), [Scalar(w) for w in parameters.tolist()]
    program = LaneProgram([build(recipe, [*inputs, *weights])], inputs, weights)
    values, gradients = program.loss_and_gradients(parameters, samples)
    expected, contributions = [], []
    for row in samples.tolist():
        leaves = [Scalar(x) for x in [*row, *parameters.tolist()]]
        output = build(recipe, leaves)
        output.backward()
        expected.append(output.value)
        contributions.append([leaf.grad for leaf in leaves[2:]])
    scale = np.abs(contributions).sum(axis=0) + 1.0
    np.testing.assert_allclose(values, expected, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(gradients / scale, np.sum(contributions, axis=0) / scale, rtol=0, atol=1e-10)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.sampled_from(["sigmoid", "tanh", "relu", "elu", "gelu", "silu", "softplus", "sin", "linear"]),
    st.sampled_from(["cross_entropy", "squared_error", "hinge", "binary_cross_entropy"]),
    st.integers(0, 1000),
)
def test_that_random_networks_agree_with_the_interpreter(
    sizes: list[int], activation: str, loss_name: str, seed: int
) -> None:
    softmax = loss_name == "cross_entropy"
    outputs = 3 if softmax else 2
    model = MLP([*sizes, outputs], softmax, activation, output_activation="linear", seed=seed)
    loss = losses.LOSSES[loss_name].function
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(7, sizes[0]))
    T = np.eye(outputs)[rng.integers(0, outputs, 7)]
    parameters = np.array([p.value for p in model.parameters()])
    one, other = InterpretedBackend(model, loss), ArrayBackend(trace(model, sizes[0], loss))
    for mine, theirs in zip(
        one.loss_and_gradients(parameters, X, T), other.loss_and_gradients(parameters, X, T), strict=True
    ):
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(
        one.outputs(parameters, X), other.outputs(parameters, X), rtol=1e-12, atol=1e-14
    )
    np.testing.assert_allclose(
        one.losses(parameters, X, T), other.losses(parameters, X, T), rtol=1e-12, atol=1e-14
    )


def test_that_shared_weights_and_repeated_inputs_add_up() -> None:
    (x,), w, v = placeholders(1, "input"), Scalar(2.0), Scalar(3.0)
    output = w * x + w * x + v * x + v
    program = LaneProgram([output], [x], [w, v])
    values, gradients = program.loss_and_gradients(np.array([2.0, 3.0]), np.array([[1.0], [10.0]]))
    assert values.tolist() == [10.0, 73.0]
    assert gradients.tolist() == [22.0, 13.0]


def test_that_an_output_without_inputs_counts_once_a_sample() -> None:
    (x,), w = placeholders(1, "input"), Scalar(2.0)
    program = LaneProgram([w * w], [x], [w])
    values, gradients = program.loss_and_gradients(np.array([3.0]), np.zeros((4, 1)))
    assert values.tolist() == [9.0] * 4
    assert gradients.tolist() == [24.0]


def test_that_values_do_not_depend_on_how_samples_are_portioned(monkeypatch: pytest.MonkeyPatch) -> None:
    model = MLP([2, 8, 3], seed=0)
    inputs = placeholders(2, "input")
    neurons = [n for layer in model.layer_outputs(inputs) for n in layer]
    program = LaneProgram(neurons, inputs, model.parameters())
    parameters = np.array([p.value for p in model.parameters()])
    X = np.random.default_rng(0).normal(size=(1000, 2))
    whole = program.values(parameters, X)
    monkeypatch.setattr("engine.lowering.lanes.CHUNK_ELEMENTS", 1)
    np.testing.assert_allclose(program.values(parameters, X), whole, rtol=1e-13)
    assert whole.shape == (11, 1000)
    np.testing.assert_allclose(program.values(parameters, X, neurons[-3:]).sum(axis=0), 1.0, rtol=1e-12)


def test_that_a_node_that_vanished_into_a_dot_product_is_refused() -> None:
    xs, ws = placeholders(2, "input"), [Scalar(1.0), Scalar(2.0)]
    product = ws[0] * xs[0]
    program = LaneProgram([product + ws[1] * xs[1]], xs, ws)
    with pytest.raises(ValueError, match="part of a dot product"):
        program.values(np.ones(2), np.ones((1, 2)), [product])


@pytest.mark.parametrize(("parameters", "inputs"), [((3,), (4, 2)), ((2,), (4, 3)), ((2,), (4,))])
def test_that_wrong_shapes_are_refused(parameters: tuple[int, ...], inputs: tuple[int, ...]) -> None:
    xs, ws = placeholders(2, "input"), [Scalar(1.0), Scalar(2.0)]
    program = LaneProgram([log_sum_exp([ws[0] * xs[0], ws[1] * xs[1]])], xs, ws)
    with pytest.raises(ValueError, match=r"shape|parameters are needed"):
        program.values(np.ones(parameters), np.ones(inputs))
