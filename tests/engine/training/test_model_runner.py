from __future__ import annotations

import numpy as np
import pytest

from engine import MLP
from engine.losses import find_loss
from engine.training.backends import BACKENDS
from engine.training.model_runner import ModelRunner
from engine.training.traced_backend import ArrayBackend

LOSS = find_loss("squared_error").function
X, T = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0], [-1.0]])


def model() -> MLP:
    return MLP([2, 3, 1], final_layer_softmax=False, activation="tanh", seed=1)


def parameters() -> np.ndarray:
    return np.array([leaf.value for leaf in model().parameters()])


@pytest.mark.parametrize("name", BACKENDS)
def test_that_open_gates_change_no_loss_and_no_gradient(name: str) -> None:
    plain, gated = (ModelRunner(model(), 2, LOSS, name, gated=gated).backend for gated in (False, True))
    losses, gradients = plain.loss_and_gradients(parameters(), X, T)
    behind = np.concatenate((X, np.ones((2, 3))), axis=1)
    gated_losses, gated_gradients = gated.loss_and_gradients(parameters(), behind, T)
    np.testing.assert_allclose(gated_losses, losses, rtol=1e-13)
    np.testing.assert_allclose(gated_gradients, gradients, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", BACKENDS)
def test_that_many_samples_are_computed_at_once_whatever_trains(name: str) -> None:
    source, traced = ModelRunner(model(), 2, LOSS, name).all_at_once
    values = source.values(parameters(), X, traced.layers[-1])[0]
    expected = [model()(row).value for row in X.tolist()]  # type: ignore[union-attr]
    np.testing.assert_allclose(values, expected, rtol=1e-12)


def test_that_objects_need_no_graph_until_pictures_are_wanted() -> None:
    runner = ModelRunner(model(), 2, LOSS, "interpreted")
    assert runner.traced is None
    source, traced = runner.all_at_once
    assert isinstance(source, ArrayBackend)
    assert runner.all_at_once[1] is traced


def test_that_a_backend_of_arrays_serves_for_both() -> None:
    runner = ModelRunner(model(), 2, LOSS, "array")
    assert runner.all_at_once == (runner.backend, runner.traced)
