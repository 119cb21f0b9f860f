"""A thousand networks compiled and trained in one process: nothing crashes and nothing is kept."""

from __future__ import annotations

import gc
import resource
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import MLP, Adam, Trainer
from engine.losses import LOSSES

NETWORKS = 1000
WARM_UP = 200
MOST_GROWTH = 20e6


def resident() -> float:
    """Bytes of memory in use (the most ever where the system does not tell)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return float(statm.read_text().split()[1]) * resource.getpagesize()
    scale = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * scale


def train_one(rng: np.random.Generator) -> None:
    loss = str(rng.choice(list(LOSSES)))
    softmax = loss == "cross_entropy"
    sizes = rng.integers(1, 13, rng.integers(1, 5)).tolist()
    outputs = int(rng.integers(2, 5))
    model = MLP(
        [*sizes, outputs], softmax, str(rng.choice(["tanh", "sigmoid", "relu", "softplus", "sin"])),
        None if softmax else "linear", seed=int(rng.integers(0, 2**31)),
    )  # fmt: skip
    X = rng.normal(size=(40, sizes[0]))
    trainer = Trainer(
        model, X, rng.integers(0, outputs, 40), loss=loss, optimizer=Adam(0.003), reduction="mean",
        batch_size=int(rng.integers(1, 45)),
    )  # fmt: skip
    (snapshot,) = trainer.run(3, every=3)
    assert np.isfinite(snapshot.parameters).all()
    assert np.isfinite(trainer.predict(X)).all()


@pytest.mark.fuzz
def test_that_a_thousand_architectures_leave_memory_flat() -> None:
    rng = np.random.default_rng(0)
    used = []
    for number in range(NETWORKS):
        train_one(rng)
        if number % 50 == 49:
            gc.collect()
            used.append(resident())
            print(f"{number + 1:5} networks, {used[-1] / 1e6:.1f} MB", flush=True)
    warm = used[WARM_UP // 50 - 1 :]
    assert max(warm) - warm[0] < MOST_GROWTH
