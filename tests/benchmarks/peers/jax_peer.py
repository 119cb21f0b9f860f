"""JAX with the whole training loop in one jit: epochs and batches are scans."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import Array, Workload


class JaxPeer(Peer):
    """float64; `tests.benchmarks.report` sets XLA_FLAGS so that it works on one thread."""

    title = "JAX, whole loop jitted"
    library = "jax"

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.jax = jax = self.load_library()
        jax.config.update("jax_enable_x64", True)
        self.jnp = jax.numpy
        self.parameters = [(self.jnp.asarray(w), self.jnp.asarray(b)) for w, b in work.layers()]
        self.X, self.T = self.jnp.asarray(work.X), self.jnp.asarray(work.T)
        self.is_full = work.is_full_batch
        if len(work.X) % work.batch:
            raise ValueError("the scan over batches needs batches of one size")
        self.compiled: dict[int, Any] = {}
        self.orders: Any = None
        self.neurons = jax.jit(lambda parameters, X: self.jnp.concatenate(self._forward(parameters, X), 1).T)

    def prepare(self, epochs: int) -> None:
        """Compile for this number of epochs, and bring the orders of samples to the device."""
        super().prepare(epochs)
        shape = (epochs, 1) if self.is_full else (epochs, len(self.X) // self.work.batch, self.work.batch)
        orders = np.zeros(shape, np.int64)
        if not self.is_full:
            for i in range(epochs):
                orders[i] = self.work.order(self.epoch + i).reshape(shape[1:])
        self.orders = self.jnp.asarray(orders)
        if epochs not in self.compiled:
            function = self.jax.jit(self._train)
            self.compiled[epochs] = function.lower(self.parameters, self.X, self.T, self.orders).compile()

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        if self.orders is None or len(self.orders) != epochs:
            self.prepare(epochs)
        self.parameters, losses = self.compiled[epochs](self.parameters, self.X, self.T, self.orders)
        self.epoch += epochs
        self.orders = None
        return float(losses[-1])

    def values(self, X: Array) -> Array:
        """See `Peer`."""
        return np.asarray(self.neurons(self.parameters, X))

    def _train(self, parameters: Any, X: Any, T: Any, orders: Any) -> Any:
        jax = self.jax

        def update(parameters: Any, x: Any, t: Any) -> Any:
            loss, gradients = jax.value_and_grad(self._loss)(parameters, x, t)
            step = jax.tree_util.tree_map(lambda p, g: p - self.work.rate * g, parameters, gradients)
            return step, loss

        def epoch(parameters: Any, order: Any) -> Any:
            if self.is_full:
                return update(parameters, X, T)
            parameters, losses = jax.lax.scan(
                lambda parameters, chosen: update(parameters, X[chosen], T[chosen]), parameters, order
            )
            return parameters, losses.mean()

        return jax.lax.scan(epoch, parameters, orders)

    def _loss(self, parameters: Any, X: Any, T: Any) -> Any:
        outputs = self._forward(parameters, X, logits=True)[-1]
        if self.work.softmax:
            return -(self.jax.nn.log_softmax(outputs) * T).sum() / len(X)
        return ((outputs - T) ** 2).sum() / len(X)

    def _forward(self, parameters: Any, X: Any, logits: bool = False) -> list[Any]:
        """Return the values of every layer; with `logits` the last one is left without its softmax."""
        jax = self.jax
        activation = {"tanh": self.jnp.tanh, "sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu}
        layers = [X]
        for i, (weights, biases) in enumerate(parameters):
            sums = layers[-1] @ weights.T + biases
            if i == len(parameters) - 1 and self.work.softmax:
                layers.append(sums if logits else jax.nn.softmax(sums))
            else:
                layers.append(activation[self.work.activation](sums))
        return layers[1:]
