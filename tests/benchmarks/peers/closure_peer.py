"""The notebook's design: one Python object a scalar, a closure an operation, one graph a batch."""

from __future__ import annotations

import sys

import numpy as np

from tests.benchmarks.closure_engine import ClosureNetwork
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import Array, Workload

# Its backward pass is recursive, and a batch is one chain of sums.
RECURSION_LIMIT = 20_000


class ClosurePeer(Peer):
    """See `tests.benchmarks.closure_engine`."""

    title = "closure per operation"
    slow = True

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
        rows = [np.column_stack(layer).tolist() for layer in work.layers()]
        self.network = ClosureNetwork(rows, work.activation, work.softmax)
        self.X = work.X.tolist()
        self.targets = work.classes.tolist() if work.softmax else work.T[:, 0].tolist()

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        work, total = self.work, 0.0
        for epoch in range(self.epoch, self.epoch + epochs):
            total, order = 0.0, work.order(epoch).tolist()
            for start in range(0, len(order), work.batch):
                chosen = order[start : start + work.batch]
                self.network.zero_grad()
                loss = self.network.batch_loss([self.X[i] for i in chosen], [self.targets[i] for i in chosen])
                loss.backward()
                self.network.step(work.rate / len(chosen))
                total += loss.value
        self.epoch += epochs
        return total / len(work.X)

    def values(self, X: Array) -> Array:
        """See `Peer`. As the notebook draws a boundary: the graphs of all points first, their values then."""
        points = [self.network.neurons(row) for row in X.tolist()]
        return np.array([[neuron.value for neuron in neurons] for neurons in points]).T
