"""Gradients that add up: by mistake from update to update, and on purpose over several batches."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine import MLP, SGD, Adam, ScalarError, Trainer
from engine.random_numbers import permutation
from engine.training.backends import BACKENDS

X = np.random.default_rng(0).normal(size=(23, 3))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)
SEED, RATE = 5, 0.1
Array = NDArray[np.float64]


def trainer(backend: str, *, structure: tuple[int, ...] = (3, 2), **settings: Any) -> Trainer:
    settings = {"optimizer": SGD(RATE), "batch_size": 4, "seed": SEED, "reduction": "mean", **settings}
    return Trainer(MLP(structure, activation="tanh", seed=1), X, Y, backend=backend, **settings)


def left_by(trainer: Trainer) -> Array:
    left = trainer.state().left_gradients
    assert left is not None
    return left


def mean_gradient(parameters: Array, rows: NDArray[np.int64]) -> Array:
    """Return the gradient of softmax regression by its formula: (p - t) x, and p - t for the bias."""
    table = parameters.reshape(2, 4)
    logits = X[rows] @ table[:, :3].T + table[:, 3]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    errors = p - np.eye(2)[Y[rows]]
    inputs = np.concatenate((X[rows], np.ones((len(rows), 1))), axis=1)
    gradient: Array = (errors[:, :, None] * inputs[:, None, :]).mean(axis=0).ravel()
    return gradient


@pytest.mark.parametrize("clip_norm", [np.inf, 0.4])
@pytest.mark.parametrize("backend", BACKENDS)
def test_that_without_zero_grad_each_update_takes_the_sum_of_all_gradients(
    backend: str, clip_norm: float
) -> None:
    ours = trainer(backend, clip_norm=clip_norm)
    ours.forgets_zero_grad = True
    parameters, grad = ours.parameters.copy(), np.zeros(8)
    for epoch in range(5):
        order = permutation(len(X), SEED, epoch)
        for first in range(0, len(X), 4):
            grad += mean_gradient(parameters, order[first : first + 4])
            norm = np.linalg.norm(grad)
            if norm > clip_norm:
                grad *= clip_norm / norm  # where it stands, as PyTorch's clip_grad_norm_ does
            parameters -= RATE * grad
    list(ours.run(5))
    np.testing.assert_allclose(ours.parameters, parameters, rtol=1e-10)
    np.testing.assert_allclose(left_by(ours), grad, rtol=1e-10)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_batches_are_added_up_before_an_update(backend: str) -> None:
    ours = trainer(backend)
    ours.set_batch_size(4, batches=4)
    assert ours.updates_per_epoch == 2  # of 16 samples, and of the 7 that are left
    parameters = ours.parameters.copy()
    for epoch in range(5):
        order = permutation(len(X), SEED, epoch)
        for rows in (order[:16], order[16:]):
            parameters -= RATE * mean_gradient(parameters, rows)
    list(ours.run(5))
    assert ours.step_count == 10
    np.testing.assert_allclose(ours.parameters, parameters, rtol=1e-10)


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_four_batches_of_8_are_one_of_32(backend: str) -> None:
    X, y = np.random.default_rng(1).normal(size=(70, 3)), np.arange(70) % 2
    several, one = (
        Trainer(
            MLP([3, 5, 2], activation="tanh", seed=1), X, y, optimizer=Adam(0.01), seed=2, backend=backend,
            reduction="mean", batch_size=32,
        )
        for _ in range(2)
    )  # fmt: skip
    several.set_batch_size(8, batches=4)
    losses = [[snapshot.train_loss for snapshot in each.run(20)] for each in (several, one)]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-12)
    np.testing.assert_allclose(several.parameters, one.parameters, rtol=1e-10)
    assert several.step_count == one.step_count == 60


def test_that_batches_are_run_one_after_the_other() -> None:
    ours, sizes = trainer("array"), []
    ours.set_batch_size(4, batches=3)
    backend = ours._runner.backend
    run = backend.train_pass

    def counted(parameters: Array, X: Array, T: Array) -> tuple[Array, Array, Array]:
        sizes.append(len(X))
        return run(parameters, X, T)

    backend.train_pass = counted  # type: ignore[method-assign]
    ours.run(1).__next__()
    assert sizes == [4, 4, 4, 4, 4, 3]


@pytest.mark.parametrize("batches", [0, -1, 1.5, True])
def test_that_a_number_of_batches_that_counts_nothing_is_refused(batches: Any) -> None:
    ours = trainer("array")
    with pytest.raises(ValueError, match="batches an update must be a positive integer"):
        ours.set_batch_size(8, batches)
    assert ours.batch_size == 4


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_uncleared_gradients_go_on_from_json_bit_by_bit(backend: str) -> None:
    first, second = (trainer(backend, structure=(3, 3, 2), optimizer=Adam(0.01)) for _ in range(2))
    for each in (first, second):
        each.forgets_zero_grad = True
    for _ in range(8):  # in the middle of an epoch of 6 updates
        first.train_batch()
    second.load_state_dict(json.loads(json.dumps(first.state_dict())))
    for each in (first, second):
        each.train_for(10.0, 4)
    np.testing.assert_array_equal(second.parameters, first.parameters)
    np.testing.assert_array_equal(left_by(second), left_by(first))


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_they_do_not_depend_on_how_the_work_is_cut(backend: str) -> None:
    whole, parts = trainer(backend), trainer(backend)
    for each in (whole, parts):
        each.forgets_zero_grad = True
    list(whole.run(3, every=3))
    while parts.epoch < 3:
        parts.train_batch()
    np.testing.assert_array_equal(parts.parameters, whole.parameters)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_clearing_them_again_forgets_the_sum(backend: str) -> None:
    ours = trainer(backend)
    ours.forgets_zero_grad = True
    list(ours.run(2))
    ours.forgets_zero_grad = False
    before, rows = ours.parameters, permutation(len(X), SEED, 2)[:4]
    ours.train_batch()
    expected = before - RATE * mean_gradient(before, rows)
    np.testing.assert_allclose(ours.parameters, expected, rtol=1e-12)
    assert ours.state().left_gradients is None


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_an_update_that_fails_leaves_the_sum_as_it_was(backend: str) -> None:
    ours = trainer(backend, optimizer=SGD(1e5))
    ours.forgets_zero_grad = True
    ours.train_batch()
    ours.optimizer = SGD(1e6, l2=1e6)
    with pytest.raises(ScalarError):
        list(ours.run(500))
    before = left_by(ours)
    assert np.isfinite(before).all()
    with pytest.raises(ScalarError):
        ours.train_batch()
    np.testing.assert_array_equal(left_by(ours), before)


def test_that_a_look_ahead_shows_the_gradient_that_the_update_takes() -> None:
    ours = trainer("array")
    ours.forgets_zero_grad = True
    list(ours.run(2))
    report, before = ours.look_ahead(), ours.parameters
    ours.train_batch()
    np.testing.assert_allclose(ours.parameters, before - RATE * report.gradients, rtol=1e-12)


def test_that_another_network_takes_over_the_sum_of_what_it_keeps() -> None:
    small, large = trainer("array", structure=(3, 2, 2)), trainer("array", structure=(3, 3, 2))
    small.forgets_zero_grad = True
    small.train_batch()
    places = np.full(len(large.parameters), -1)
    places[:8] = np.arange(8)
    large.continue_from(small, places)
    left, old = left_by(large), left_by(small)
    np.testing.assert_array_equal(left[:8], old[:8])
    assert not left[8:].any()
