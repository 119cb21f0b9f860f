"""The backends behind one interface: the same numbers, the same faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import MLP, SGD, Scalar, ScalarError, Trainer, define_operation, losses
from engine.losses import LOSSES, LossFunction, squared_error
from engine.lowering.lane_steps import Array, array_function
from engine.lowering.tracing import all_leaves
from engine.operations import OPERATIONS
from engine.scalar import forget_functions
from engine.symbols import Symbol, absolute
from engine.training.backends import BACKENDS, ModelRunner, make_backend
from engine.training.interpreted_backend import InterpretedBackend, find_fault
from engine.training.traced_backend import ArrayBackend

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "erf")

RNG_SEEDS = st.integers(0, 2**32 - 1)


def values_of(model: MLP) -> Array:
    return np.array([parameter.value for parameter in model.parameters()])


def per_sample_gradients(model: MLP, loss: LossFunction, X: Array, T: Array) -> Array:
    """Return the interpreter's gradients one sample a row."""
    backend = InterpretedBackend(model, loss)
    rows = [
        backend.loss_and_gradients(values_of(model), X[i : i + 1], T[i : i + 1])[1] for i in range(len(X))
    ]
    return np.array(rows)


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    activations=st.tuples(*[st.sampled_from(ACTIVATIONS)] * 2),
    loss_name=st.sampled_from(list(LOSSES)),
    outputs=st.integers(1, 3),
    seed=RNG_SEEDS,
)
def test_that_losses_and_gradients_agree_to_the_rounding_of_their_sums(
    sizes: list[int], activations: tuple[str, ...], loss_name: str, outputs: int, seed: int
) -> None:
    outputs = max(outputs, 2) if loss_name == "cross_entropy" else outputs
    model = MLP(
        [*sizes, outputs], loss_name == "cross_entropy", activations[: len(sizes) - 1], "linear", seed=seed
    )
    loss = LOSSES[loss_name].function
    rng = np.random.default_rng(seed)
    X, T = rng.normal(size=(6, sizes[0])), rng.integers(0, 2, (6, outputs)).astype(float)
    magnitudes = np.abs(per_sample_gradients(model, loss, X, T)).sum(axis=0)
    expected, theirs = InterpretedBackend(model, loss).loss_and_gradients(values_of(model), X, T)
    for name in ("array", "compiled"):
        backend = make_backend(name, model, loss, sizes[0])
        found, gradients = backend.loss_and_gradients(values_of(model), X, T)
        # 1 stands for the terms within a sample, which are of that size and may cancel
        np.testing.assert_array_less(np.abs(found - expected), 1e-12 * (1.0 + np.abs(expected).sum()))
        np.testing.assert_array_less(np.abs(gradients - theirs), 1e-12 * (1.0 + magnitudes))


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_backend_sums_gradients_over_the_samples(backend: str) -> None:
    model = MLP([1, 1], False, output_activation="linear", initializer="zeros", seed=0)
    made = make_backend(backend, model, squared_error, 1)
    parameters = np.array([2.0, 1.0])  # 2 x + 1
    X, T = np.array([[1.0], [3.0]]), np.array([[0.0], [5.0]])
    found, gradients = made.loss_and_gradients(parameters, X, T)
    assert found.tolist() == [9.0, 4.0]
    assert gradients.tolist() == [2 * 3 * 1 + 2 * 2 * 3, 2 * 3 + 2 * 2]
    assert made.losses(parameters, X, T).tolist() == [9.0, 4.0]
    assert made.outputs(parameters, X).tolist() == [[3.0], [7.0]]


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_calls_do_not_depend_on_earlier_ones(backend: str) -> None:
    model = MLP([2, 3, 2], seed=4)
    made = make_backend(backend, model, losses.cross_entropy, 2)
    X, T = np.array([[0.5, -1.0], [2.0, 0.25]]), np.eye(2)
    first = made.loss_and_gradients(values_of(model), X, T)
    parameters = values_of(model)
    made.loss_and_gradients(parameters + 1.0, -X, T)
    again = made.loss_and_gradients(parameters, X, T)
    assert all((one == other).all() for one, other in zip(first, again, strict=True))


def test_that_an_unknown_backend_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="unknown backend 'gpu': choose one of compiled, array, interpreted"):
        make_backend("gpu", MLP([1, 1], False), squared_error, 1)


@pytest.fixture
def softsign() -> Iterator[Callable[..., Scalar]]:
    """An operation that is not in the table of the engine, taken out again afterwards."""
    name = "softsign_of_a_test"

    def rule(x: Symbol) -> tuple[Symbol, tuple[Symbol, ...]]:
        d = 1.0 + absolute(x)
        return x / d, (1.0 / (d * d),)

    yield define_operation(name, rule)
    OPERATIONS.remove(name)
    forget_functions(name)
    array_function.cache_clear()


def test_that_an_operation_of_ones_own_is_an_activation_in_every_backend(
    softsign: Callable[..., Scalar],
) -> None:
    model = MLP([2, 3, 1], False, softsign.__name__, "linear", seed=3)
    X, T = np.random.default_rng(0).normal(size=(5, 2)), np.ones((5, 1))
    parameters = values_of(model)
    hidden = X @ parameters[:9].reshape(3, 3)[:, :2].T + parameters[:9].reshape(3, 3)[:, 2]
    expected = hidden / (1 + np.abs(hidden)) @ parameters[9:12] + parameters[12]
    results = []
    for name in BACKENDS:
        backend = make_backend(name, model, squared_error, 2)
        np.testing.assert_allclose(backend.outputs(parameters, X)[:, 0], expected, rtol=1e-13)
        results.append(backend.loss_and_gradients(parameters, X, T)[1])
    for gradients in results[1:]:
        np.testing.assert_allclose(gradients, results[0], rtol=1e-12)


def test_that_an_operation_of_ones_own_trains_inside_a_loss(softsign: Callable[..., Scalar]) -> None:
    def bounded_error(outputs: Any, target: Any) -> Scalar:
        return softsign((outputs - target) ** 2)

    runs = []
    for backend in BACKENDS:
        model = MLP([1, 1], False, output_activation="linear", seed=0)
        trainer = Trainer(
            model, [[0.0], [1.0]], [1.0, 3.0], loss=bounded_error, optimizer=SGD(0.3), backend=backend
        )
        runs.append([snapshot.train_loss for snapshot in trainer.run(40)])
    for losses_seen in runs[1:]:
        np.testing.assert_allclose(losses_seen, runs[0], rtol=1e-9)
    assert runs[0][-1] < 0.6 * runs[0][0]


def test_that_a_fault_names_the_first_sample_the_operation_and_the_neuron() -> None:
    model = MLP([1, 2, 1], False, "relu", "linear", initializer="zeros", seed=0)
    parameters = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    X, T = np.array([[1.0], [1e200], [1e300]]), np.zeros((3, 1))
    error = find_fault(model, squared_error, parameters, X, T)
    assert str(error).startswith("sample 1 of the batch: '**2' failed: overflow")
    assert (error.operation, error.label) == ("**2", "neuron 1 in the output layer")
    assert error.operands[0].value == 1e200


def test_that_a_batch_is_not_replayed_where_it_would_not_fit_into_memory() -> None:
    # Samples that depend on each other are all there at once.
    model = MLP([1, 2, 1], False, "relu", "linear", batch_norm=True, seed=0)
    parameters = np.array([leaf.value for leaf in all_leaves(model)])
    X = np.linspace(0.0, 1e200, 200_000)[:, np.newaxis]
    error = find_fault(model, squared_error, parameters, X, X)
    assert str(error) == "a number in a batch of 200,000 samples overflows, or has no value"
    few = find_fault(model, squared_error, parameters, X[:20], X[:20])
    assert few.operation


def test_that_a_batch_whose_samples_are_fine_but_whose_sum_overflows_is_a_fault() -> None:
    model = MLP([1, 1], False, output_activation="linear", initializer="zeros", seed=0)
    X, T = np.array([[1.0], [1.0]]), np.array([[1.2e154], [1.2e154]])
    error = find_fault(model, squared_error, np.zeros(2), X, T)
    assert "sum over the batch" in str(error)
    with pytest.raises(ScalarError, match="sum over the batch"):
        Trainer(model, X, T, loss="squared_error").step()


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_an_overflow_is_a_fault_although_a_later_relu_would_hide_it(backend: str) -> None:
    model = MLP([2, 1, 1], False, "relu", "linear", initializer="zeros", seed=0)
    trainer = Trainer(model, [[1.7e308, 1.7e308]], [0.0], loss="squared_error", backend=backend)
    trainer.parameters[:2] = -1.0
    with pytest.raises(ScalarError, match=r"'\+' failed: overflow") as caught:
        trainer.step()
    assert "hidden 1" in (caught.value.label or "")


@pytest.mark.parametrize("name", ["array", "compiled"])
def test_that_only_the_samples_that_failed_are_not_a_number(name: str) -> None:
    model = MLP([1, 1, 1], False, "relu", "linear", initializer="zeros", seed=0)
    backend = make_backend(name, model, squared_error, 1)
    found, _ = backend.loss_and_gradients(
        np.array([-10.0, 0.0, 1.0, 0.0]), np.array([[1.0], [1e308], [-2.0]]), np.zeros((3, 1))
    )
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[[0, 2]].tolist() == [0.0, 400.0]


FEATURES, TARGETS = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0], [-1.0]])


def small_model() -> MLP:
    return MLP([2, 3, 1], final_layer_softmax=False, activation="tanh", seed=1)


@pytest.mark.parametrize("name", BACKENDS)
def test_that_open_gates_change_no_loss_and_no_gradient(name: str) -> None:
    plain, gated = (
        ModelRunner(small_model(), 2, squared_error, name, gated=gated).backend for gated in (False, True)
    )
    losses, gradients = plain.loss_and_gradients(values_of(small_model()), FEATURES, TARGETS)
    behind = np.concatenate((FEATURES, np.ones((2, 3))), axis=1)
    gated_losses, gated_gradients = gated.loss_and_gradients(values_of(small_model()), behind, TARGETS)
    np.testing.assert_allclose(gated_losses, losses, rtol=1e-13)
    np.testing.assert_allclose(gated_gradients, gradients, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", BACKENDS)
def test_that_many_samples_are_computed_at_once_whatever_trains(name: str) -> None:
    source, traced = ModelRunner(small_model(), 2, squared_error, name).all_at_once
    values = source.values(values_of(small_model()), FEATURES, traced.layers[-1])[0]
    expected = [small_model()(row).value for row in FEATURES.tolist()]  # type: ignore[union-attr]
    np.testing.assert_allclose(values, expected, rtol=1e-12)


def test_that_objects_need_no_graph_until_pictures_are_wanted() -> None:
    runner = ModelRunner(small_model(), 2, squared_error, "interpreted")
    assert runner.traced is None
    source, traced = runner.all_at_once
    assert isinstance(source, ArrayBackend)
    assert runner.all_at_once[1] is traced


def test_that_a_backend_of_arrays_serves_for_both() -> None:
    runner = ModelRunner(small_model(), 2, squared_error, "array")
    assert runner.all_at_once == (runner.backend, runner.traced)
