"""Pickled graphs."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from engine import MLP, Scalar, Trainer, compile
from engine.graph import topological_order


def test_that_a_deep_graph_survives_pickling() -> None:
    x = Scalar(1.0, label="start")
    y = x
    for _ in range(100_000):
        y = y * 1.0
    y.backward()
    again = pickle.loads(pickle.dumps(y))
    order = topological_order(again)
    start = next(node for node in order if node.label == "start")
    assert (again.value, start.grad, len(order)) == (1.0, 1.0, 200_001)


def test_that_a_restored_graph_still_differentiates() -> None:
    x = Scalar(0.5)
    y = (x * x).tanh()
    y.backward()
    again = pickle.loads(pickle.dumps(y))
    leaf = topological_order(again)[0]
    leaf.grad = 0.0
    again.backward()
    assert leaf.grad == x.grad


def test_that_a_network_and_its_loss_share_their_parameters_after_pickling() -> None:
    model = MLP([2, 3, 1], final_layer_softmax=False, seed=0)
    loss = model([0.5, -0.5])
    model_again, loss_again = pickle.loads(pickle.dumps((model, loss)))
    assert set(model_again.parameters()) <= set(topological_order(loss_again))


def test_that_a_deep_copy_is_independent() -> None:
    x = Scalar(2.0)
    y = copy.deepcopy(x * 3.0)
    y.backward()
    assert (y.value, x.grad) == (6.0, 0.0)


@pytest.mark.parametrize("keep", [pickle.dumps, copy.copy, copy.deepcopy])
def test_that_what_cannot_be_pickled_says_how_it_is_kept(keep: Callable[[Any], Any]) -> None:
    model = MLP([2, 2], seed=1)
    with pytest.raises(TypeError, match=r"keep what its state_dict\(\) returns.*load_state_dict"):
        keep(Trainer(model, [[0.0, 1.0]], [1], backend="array"))
    with pytest.raises(TypeError, match=r"state_dict\(\), and compile it again"):
        keep(compile(model))
