"""Hidden neurons that are switched off, or dropped at random while the network learns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, SGD, Scalar, Trainer
from engine.lowering.gates import GatedMLP, Gates
from engine.training.backends import BACKENDS
from tests.engine.guard_pages import guarded

X = np.random.default_rng(0).normal(size=(21, 3))
Y = (X[:, 0] > X[:, 1]).astype(int)


def trainer(backend: str, **settings: Any) -> Trainer:
    return Trainer(MLP([3, 4, 3, 2], activation="tanh", seed=1), X, Y, backend=backend, **settings)


def test_that_open_gates_change_nothing() -> None:
    network = MLP([3, 4, 2], seed=0)
    row = X[0].tolist()
    gated = GatedMLP(network)([*row, 1.0, 1.0, 1.0, 1.0])
    assert isinstance(gated, list)
    assert [p.value for p in gated] == [p.value for p in network(row)]  # type: ignore[union-attr]


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_neuron_that_is_off_gives_0_and_learns_nothing(backend: str) -> None:
    t = trainer(backend, optimizer=SGD(0.1))
    on = np.array([True, False, True, True, True, True, False])
    t.set_gates(on)
    before = t.parameters
    list(t.run(3))
    forward = t.forward_pass()
    for layer, marks in zip(forward.neurons, (on[:4], on[4:]), strict=False):
        values = forward.values(t.parameters, X, layer)
        assert (values[~marks] == 0.0).all()
        assert (values[marks] != 0.0).all()
    moved = t.parameters != before
    assert not moved[4:8].any()  # weights and bias of the second neuron of the first layer
    assert not moved[16 + 10 : 16 + 15].any()  # the third one of the second layer
    assert moved[:4].all()


@pytest.mark.parametrize("batch_size", [None, 4, 10])
def test_that_the_same_neurons_are_dropped_in_every_backend(batch_size: int | None) -> None:
    runs = []
    for backend in BACKENDS:
        t = trainer(backend, optimizer=SGD(0.05), batch_size=batch_size, seed=3)
        t.set_gates([True] * 6 + [False], dropout=0.4)
        with guarded():
            runs.append([snapshot.train_loss for snapshot in t.run(4)])
    np.testing.assert_allclose(runs[1], runs[0], rtol=1e-12)
    np.testing.assert_allclose(runs[2], runs[0], rtol=1e-12)
    plain = [snapshot.train_loss for snapshot in trainer("array", optimizer=SGD(0.05), seed=3).run(4)]
    assert abs(runs[0][0] - plain[0]) > 1e-6


def test_that_nothing_is_dropped_outside_of_training() -> None:
    t = trainer("compiled")
    expected = t.predict(X)
    t.set_gates(dropout=0.9)
    np.testing.assert_array_equal(t.predict(X), expected)


def test_that_gates_open_again() -> None:
    t, plain = trainer("compiled", batch_size=4), trainer("compiled", batch_size=4)
    t.set_gates([False] * 7)
    t.set_gates()
    list(t.run(2))
    list(plain.run(2))
    np.testing.assert_array_equal(t.parameters, plain.parameters)


@given(st.floats(0.0, 0.95), st.integers(0, 100))
def test_that_what_stays_makes_up_for_what_is_dropped(rate: float, epoch: int) -> None:
    gates = Gates.of(50, None, rate)
    values = gates.values(np.arange(400), 7, epoch)
    assert set(np.unique(values)) <= {0.0, 1.0 / (1.0 - rate)}
    spread = np.sqrt(rate / (1.0 - rate) / values.size)
    assert abs(values.mean() - 1.0) < 6.0 * spread + 1e-12


def test_that_draws_differ_by_sample_neuron_and_epoch_and_not_by_order() -> None:
    gates = Gates.of(6, None, 0.5)
    values = gates.values(np.arange(40), 1, 2)
    np.testing.assert_array_equal(gates.values(np.array([30, 4]), 1, 2), values[[30, 4]])
    assert (gates.values(np.arange(40), 1, 3) != values).any()
    assert len(np.unique(values, axis=0)) > 10
    assert len(np.unique(values, axis=1)[0]) == 2 or (values[:, 0] != values[:, 1]).any()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([True],), "7 hidden neurons need as many marks"),
        ((None, 1.0), "from 0 to below 1"),
        ((None, -0.1), "from 0 to below 1"),
        ((None, float("nan")), "from 0 to below 1"),
    ],
)
def test_that_wrong_gates_are_refused(arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        trainer("array").set_gates(*arguments)


class Wrapped:
    """A model whose neurons nobody knows."""

    def __init__(self) -> None:
        self._network = MLP([3, 2], seed=0)

    def __call__(self, inputs: Any) -> Any:
        return self._network(inputs)

    def parameters(self) -> list[Scalar]:
        return self._network.parameters()


def test_that_only_networks_with_known_neurons_have_gates() -> None:
    with pytest.raises(ValueError, match="only an MLP"):
        Trainer(Wrapped(), X, Y).set_gates()


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_dropout_goes_on_outside_of_training_only_where_eval_is_forgotten(backend: str) -> None:
    t = trainer(backend, batch_size=5, test=(X, Y))
    steady_without_gates = t.predict(X)
    t.set_gates(dropout=0.5)
    np.testing.assert_allclose(t.predict(X), steady_without_gates, rtol=1e-12)
    steady_loss = t.test_loss()
    t.forgets_eval = True
    forgetful = t.predict(X)
    assert not np.allclose(forgetful, steady_without_gates)
    assert t.test_loss() != pytest.approx(steady_loss)
    np.testing.assert_array_equal(t.predict(X), forgetful)
    t.train_batch()
    assert not np.allclose(t.predict(X), forgetful, rtol=1e-3)


def test_that_a_way_forward_keeps_the_gates_it_was_made_with() -> None:
    t = trainer("array")
    t.set_gates([True] * 6 + [False])
    before = t.forward_pass()
    t.set_gates([False] * 6 + [True])
    hidden = before.neurons[1]
    assert (before.values(t.parameters, X, hidden)[-1] == 0.0).all()
    assert (before.values(t.parameters, X, hidden)[:-1] != 0.0).all()
