"""NumPy, vectorised by hand: forward and backward pass of a whole batch as matrix products."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import Array, Workload


class NumPyPeer(Peer):
    """Matrices of shape (n_samples, n_neurons), and their derivatives written down by hand."""

    title = "NumPy by hand"

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.weights = [weights.T.copy() for weights, _ in work.layers()]
        self.biases = [biases for _, biases in work.layers()]

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        work, loss = self.work, 0.0
        for epoch in range(self.epoch, self.epoch + epochs):
            X, T, loss = work.X, work.T, 0.0
            if not work.is_full_batch:
                X, T = X[work.order(epoch)], T[work.order(epoch)]
            for start in range(0, len(X), work.batch):
                loss += self._update(X[start : start + work.batch], T[start : start + work.batch])
        self.epoch += epochs
        return loss / len(work.X)

    def _update(self, X: Array, T: Array) -> float:
        """Take one step; return the sum of the losses before it."""
        layers = self._forward(X)
        outputs = layers[-1]
        if self.work.softmax:
            loss, delta = -float(np.log((outputs * T).sum(axis=1)).sum()), outputs - T
        else:
            error = outputs - T
            loss, delta = float((error * error).sum()), 2.0 * error * self._slope(outputs)
        delta = delta / len(X)
        for i in range(len(self.weights) - 1, -1, -1):
            step, bias_step = layers[i].T @ delta, delta.sum(axis=0)
            if i:
                delta = (delta @ self.weights[i].T) * self._slope(layers[i])
            self.weights[i] -= self.work.rate * step
            self.biases[i] -= self.work.rate * bias_step
        return loss

    def _forward(self, X: Array) -> list[Array]:
        """Return the inputs and the outputs of every layer."""
        layers, last = [X], len(self.weights) - 1
        for i, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            sums = layers[-1] @ weights
            sums += biases
            if i == last and self.work.softmax:
                sums -= sums.max(axis=1, keepdims=True)
                np.exp(sums, out=sums)
                sums /= sums.sum(axis=1, keepdims=True)
            elif self.work.activation == "tanh":
                np.tanh(sums, out=sums)
            elif self.work.activation == "relu":
                np.maximum(sums, 0.0, out=sums)
            else:
                sums = 1.0 / (1.0 + np.exp(-sums))
            layers.append(sums)
        return layers

    def _slope(self, outputs: Array) -> Array:
        """Return the derivative of the activation, from its values."""
        if self.work.activation == "tanh":
            return 1.0 - outputs * outputs
        if self.work.activation == "sigmoid":
            return outputs * (1.0 - outputs)
        return (outputs > 0.0).astype(np.float64)

    def values(self, X: Array) -> Array:
        """See `Peer`."""
        return np.concatenate(self._forward(X)[1:], axis=1).T
