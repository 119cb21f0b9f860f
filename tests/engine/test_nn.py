"""Neurons, layers and networks, and what they refuse."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, Layer, Neuron, Scalar
from engine.nn import initial_limit, softmax


def test_that_a_neuron_is_its_activation_of_the_weighted_sum() -> None:
    neuron = Neuron(2, "tanh", weights=[0.5, -1.0], bias=0.25)
    assert neuron([2.0, 3.0]).value == pytest.approx(math.tanh(0.5 * 2 - 3 + 0.25))
    assert Neuron(1, False, weights=[2.0])([3.0]).value == 6.0
    assert Neuron(1, True, weights=[0.0])([3.0]).value == 0.5
    assert len(neuron.parameters()) == 3


@given(st.lists(st.floats(-1000, 1000), min_size=2, max_size=6))
def test_that_softmax_sums_to_one_for_any_logits(logits: list[float]) -> None:
    probabilities = [p.value for p in softmax([Scalar(z) for z in logits])]
    assert sum(probabilities) == pytest.approx(1.0)
    assert np.argmax(probabilities) == np.argmax(logits) or max(logits) - sorted(logits)[-2] < 1e-12


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(0, 99))
def test_that_any_sizes_from_one_make_a_network(structure: list[int], seed: int) -> None:
    model = MLP(structure, final_layer_softmax=False, seed=seed)
    outputs = model([0.5] * structure[0])
    assert isinstance(outputs, Scalar) if structure[-1] == 1 else len(outputs) == structure[-1]  # type: ignore[arg-type]
    pairs = pairwise(structure)
    assert len(model.parameters()) == sum((a + 1) * b for a, b in pairs) == len(model.weight_mask())


def test_that_a_forward_pass_is_that_of_matrices() -> None:
    model = MLP([3, 4, 2], activation="relu", seed=3)
    x = np.array([0.3, -1.2, 2.0])
    for layer in model.layers:
        W = np.array([[w.value for w in neuron.weights] for neuron in layer.neurons])
        x = W @ x + np.array([neuron.parameters()[-1].value for neuron in layer.neurons])
        x = np.exp(x) / np.exp(x).sum() if layer.softmax else np.maximum(x, 0)
    outputs = model([0.3, -1.2, 2.0])
    assert isinstance(outputs, list)
    np.testing.assert_allclose([o.value for o in outputs], x, rtol=1e-12)


def test_that_without_softmax_the_output_layer_uses_the_hidden_activation_unless_told() -> None:
    assert MLP([2, 3, 1], False, "tanh").output_activation == "tanh"
    assert MLP([2, 3, 1], False, "tanh", "linear").output_activation == "linear"
    assert MLP([2, 3, 4, 1], False, ["relu", "tanh"]).output_activation == "tanh"
    assert MLP([2, 3]).output_activation == "softmax"


def test_that_each_hidden_layer_can_have_its_own_activation() -> None:
    model = MLP([2, 3, 4, 2], activation=["relu", "sin"], seed=0)
    assert [layer.neurons[0].activation for layer in model.layers] == ["relu", "sin", "linear"]
    with pytest.raises(ValueError, match="2 hidden layers take 2 activations, 1 were given"):
        MLP([2, 3, 4, 2], activation=["relu"])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MLP([3]), r"structure \[3\] was given"),
        (lambda: MLP([3, 0, 2]), "positive integer, not 0"),
        (lambda: MLP([3, 2.5, 2]), "not 2.5"),  # type: ignore[list-item]
        (lambda: MLP([3, True, 2]), "not True"),
        (lambda: MLP([3, 2, 1]), "softmax over one output"),
        (lambda: MLP([3, 2], activation="step"), "unknown activation 'step'"),
        (lambda: MLP([3, 2, 2], activation="step"), "unknown activation 'step'"),
        (lambda: MLP([3, 2, 2], activation="+"), "unknown activation"),
        (lambda: MLP([3, 2], initializer="magic"), "unknown initializer 'magic'"),
        (lambda: Layer(2, 1, softmax=True), "softmax over one output"),
        (lambda: Neuron(0), "not 0"),
        (lambda: MLP([3, 2], seed=0)([1.0, 2.0]), "takes 3 inputs, 2 were given"),
        (lambda: Neuron(3)([1.0]), "takes 3 inputs, 1 were given"),
    ],
)
def test_that_what_makes_no_network_is_refused_with_what_was_given(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("initializer", "limit"),
    [("uniform", 1.0), ("xavier", math.sqrt(6 / 30)), ("he", math.sqrt(6 / 10)), ("zeros", 0.0)],
)
def test_that_initial_weights_fill_their_range_and_biases_are_zero(initializer: str, limit: float) -> None:
    layer = Layer(10, 20, initializer=initializer, seed=1)
    weights = np.array([w.value for neuron in layer.neurons for w in neuron.weights])
    assert initial_limit(initializer, 10, 20) == pytest.approx(limit)
    assert np.abs(weights).max() <= limit
    assert np.abs(weights).max() >= 0.95 * limit
    assert abs(weights.mean()) <= 0.15 * limit
    assert all(neuron.parameters()[-1].value == 0.0 for neuron in layer.neurons)


def test_that_a_seed_fixes_the_weights_and_none_draws_new_ones() -> None:
    def values(seed: int | None) -> list[float]:
        return [p.value for p in MLP([3, 4, 2], seed=seed).parameters()]

    assert values(5) == values(5) != values(6)
    assert values(None) != values(None)


def test_that_a_state_goes_into_a_network_of_the_same_shape_only() -> None:
    source, target = MLP([2, 3, 2], seed=1), MLP([2, 3, 2], seed=2)
    target.load_state_dict(source.state_dict())
    assert [p.value for p in target.parameters()] == [p.value for p in source.parameters()]
    other = MLP([2, 4, 2], seed=3)
    before = other.state_dict()
    with pytest.raises(ValueError, match="does not fit"):
        other.load_state_dict(source.state_dict())
    broken = before | {"layers.1.neurons.1": [1.0]}
    with pytest.raises(ValueError, match=r"layers\.1\.neurons\.1 takes 5 numbers, 1 were given"):
        other.load_state_dict(broken)
    assert other.state_dict() == before


def test_that_zero_grad_clears_and_repr_shows_the_structure() -> None:
    model = MLP([2, 3, 2], activation="tanh", seed=0)
    outputs = model([1.0, -1.0])
    assert isinstance(outputs, list)
    outputs[0].backward()
    assert any(p.grad for p in model.parameters())
    model.zero_grad()
    assert not any(p.grad for p in model.parameters())
    assert repr(model) == "MLP(2 -> 3 -> 2; tanh, softmax; 17 parameters)"
    assert repr(model.layers[0]) == "Layer(2 -> 3, tanh)"
    assert repr(model.layers[0].neurons[0]) == "Neuron(2, tanh)"


def test_that_the_weight_mask_tells_weights_from_biases_in_the_order_of_the_parameters() -> None:
    model = MLP([2, 3, 1, 2], seed=0)
    biases = {neuron.bias for layer in model.layers for neuron in layer.neurons}
    assert model.weight_mask() == [parameter not in biases for parameter in model.parameters()]


def test_that_sizes_and_seeds_from_numpy_make_the_same_network() -> None:
    classes = np.array([0, 1, 2]).max() + 1
    hidden: Any = np.int64(4)
    seed: Any = np.int64(3)
    one, other = MLP([2, hidden, classes], seed=seed), MLP([2, 4, 3], seed=3)
    assert one.structure == (2, 4, 3)
    assert all(type(size) is int for size in one.structure)
    assert one.state_dict() == other.state_dict()
    numbers = [[p.value for p in Layer(2, 2, seed=number).parameters()] for number in (seed, 3)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("size", [0, -1, 2.0, True, "3", None, np.float64(3.0)])
def test_that_other_sizes_are_refused_everywhere(size: Any) -> None:
    for make in (
        lambda: MLP([2, size, 2]),
        lambda: Layer(size, 2),
        lambda: Layer(2, size),
        lambda: Neuron(size),
    ):
        with pytest.raises(ValueError, match="positive integer"):
            make()


def test_that_a_neuron_takes_one_weight_an_input() -> None:
    with pytest.raises(ValueError, match="3 inputs take 3 weights, 1 were given"):
        Neuron(3, weights=[1.0])


@pytest.mark.parametrize(
    "options", [{"activation": "nope"}, {"output_activation": "nope"}, {"activation": "+"}]
)
def test_that_a_wrong_name_is_refused_also_where_softmax_leaves_it_unused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown activation"):
        MLP([2, 2], **options)  # type: ignore[arg-type]


def test_that_a_layer_of_one_neuron_answers_with_the_scalar_itself_and_a_network_may_hold_one() -> None:
    output = Layer(3, 1, seed=1)([0.1, 0.2, 0.3])
    assert isinstance(output, Scalar)
    outputs = Layer(3, 2, seed=1)([0.1, 0.2, 0.3])
    assert isinstance(outputs, list)
    assert [type(output) for output in outputs] == [Scalar, Scalar]
    assert isinstance(MLP([3, 1, 1, 2], seed=1)([0.1, 0.2, 0.3]), list)


def test_that_a_layer_refuses_another_number_of_inputs() -> None:
    with pytest.raises(ValueError, match="neuron 1 takes 5 inputs, 10 were given"):
        Layer(5, 3)([1.0] * 10)
