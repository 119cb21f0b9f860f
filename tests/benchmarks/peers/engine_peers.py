"""This engine with its three backends, through the Trainer that the window uses."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engine import SGD, Trainer
from engine.training.backends import usable_backend
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import SEED, Array, Workload


def make_trainer(work: Workload, backend: str) -> Trainer:
    """Return a trainer of a new network."""
    return Trainer(
        work.model(), work.X, work.classes,
        loss=work.loss, optimizer=SGD(work.rate), batch_size=work.batch_size, seed=SEED,
        reduction="mean", backend=backend,
    )  # fmt: skip


class EnginePeer(Peer):
    """A Trainer; shuffling is part of its time."""

    backend: ClassVar[str]

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.trainer = make_trainer(work, self.backend)

    def prepare(self, epochs: int) -> None:
        """Nothing is prepared outside."""

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        (snapshot,) = self.trainer.run(epochs, every=epochs)
        return snapshot.train_loss

    def values(self, X: Array) -> Array:
        """See `Peer`."""
        forward = self.trainer.forward_pass()
        nodes = [neuron for layer in forward.neurons for neuron in layer]
        return forward.values(self.trainer.parameters, X, nodes)


class CompiledPeer(EnginePeer):
    """Machine code."""

    title = "this engine, compiled"
    backend = "compiled"

    @classmethod
    def missing(cls) -> str:
        """See `Peer`."""
        return "" if usable_backend("compiled") == "compiled" else "nothing can be compiled here"


class ArrayPeer(EnginePeer):
    """All samples at once."""

    title = "this engine, array"
    backend = "array"


class InterpretedPeer(EnginePeer):
    """One Python object a scalar."""

    title = "this engine, interpreted"
    backend = "interpreted"
    slow = True

    def values(self, X: Array) -> Array:
        """See `Peer`."""
        model = self.work.model()
        for parameter, value in zip(model.parameters(), self.trainer.parameters.tolist(), strict=True):
            parameter.value = value
        layers = (model.layer_outputs(row) for row in X.tolist())
        return np.array([[neuron.value for layer in row for neuron in layer] for row in layers]).T
