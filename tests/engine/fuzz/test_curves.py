"""Whole training runs: the same curve from every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_iris

from engine import MLP, SGD, Adam, Momentum, Optimizer, RMSProp, Snapshot, Trainer
from engine.compiler import unavailable
from engine.losses import LOSSES
from engine.training.backends import BACKENDS

OTHERS = [name for name in BACKENDS if name != "interpreted"]
EPOCHS = 20
# Settings under which a run is stable: two runs that begin 1e-15 apart stay about as close.
OPTIMIZERS = [
    SGD(0.005), SGD(0.005, l1=0.001, l2=0.01), Momentum(0.002, momentum=0.8), RMSProp(0.002), Adam(0.005)
]  # fmt: skip
IRIS = load_iris(return_X_y=True)


def trainer(backend: str, loss: str, optimizer: Optimizer, batch_size: int | None) -> Trainer:
    rng = np.random.default_rng(3)
    X = rng.uniform(-1.0, 1.0, (23, 2))
    n_outputs = {"cross_entropy": 3, "squared_error": 2}.get(loss, 1)
    y = (np.floor(1.5 * (X[:, 0] * X[:, 1] + 1.0)) % max(2, n_outputs)).astype(int)
    model = MLP(
        [2, 5, 4, n_outputs],
        loss == "cross_entropy",
        ["tanh", "softplus"],
        "linear",
        initializer="xavier",
        seed=2,
    )
    return Trainer(
        model, X, y, loss=loss, optimizer=optimizer, batch_size=batch_size, seed=1, backend=backend
    )


def curve(backend: str, *settings: Any) -> list[Snapshot]:
    return list(trainer(backend, *settings).run(EPOCHS))


@pytest.mark.skipif(bool(unavailable()), reason="nothing can be compiled here")
def test_that_all_three_backends_are_compared() -> None:
    assert {trainer(name, "hinge", SGD(), None).backend for name in BACKENDS} == set(BACKENDS)
    assert set(BACKENDS) == {"compiled", "array", "interpreted"}


@pytest.mark.parametrize(("optimizer", "batch_size"), [(OPTIMIZERS[0], None), *((o, 9) for o in OPTIMIZERS)])
@pytest.mark.parametrize("loss", LOSSES)
def test_that_curves_agree_for_every_loss_and_optimizer(
    loss: str, optimizer: Optimizer, batch_size: int | None
) -> None:
    expected = curve("interpreted", loss, optimizer, batch_size)
    assert expected[-1].train_loss < expected[0].train_loss
    for backend in OTHERS:
        for one, other in zip(expected, curve(backend, loss, optimizer, batch_size), strict=True):
            assert other.train_loss == pytest.approx(one.train_loss, rel=1e-9)
            np.testing.assert_allclose(other.parameters, one.parameters, rtol=1e-9, atol=1e-11)


def iris(backend: str, batch_size: int | None) -> Trainer:
    model = MLP([4, 6, 6, 3], seed=0)
    return Trainer(model, *IRIS, optimizer=SGD(0.002), batch_size=batch_size, backend=backend)


@pytest.mark.parametrize(("first_epoch", "batch_size"), [(0, None), (0, 10), (340, None), (340, 10)])
def test_that_steps_on_iris_from_the_same_state_agree(first_epoch: int, batch_size: int | None) -> None:
    """Between its epochs 300 and 400 this run is chaotic: curves part, single steps do not."""
    leader = iris("compiled", batch_size)
    for _ in leader.run(first_epoch, every=first_epoch or 1):
        pass
    followers = [iris(backend, batch_size) for backend in BACKENDS]
    for _ in range(12):
        for follower in followers:
            follower.continue_from(leader)
            follower.train_batch()
        leader.train_batch()
        for follower in followers:
            np.testing.assert_allclose(follower.parameters, leader.parameters, rtol=1e-12, atol=1e-13)
