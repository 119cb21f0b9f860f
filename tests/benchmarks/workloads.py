"""The trainings that every peer is given: data, network, batches and learning rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits, load_iris

from engine import MLP
from engine.losses import encode_targets, find_loss
from engine.random_numbers import permutation
from playground.models.data.generators import circle

Array = NDArray[np.float64]
Layers = list[tuple[Array, Array]]

SEED = 7
SIDE = 100


@dataclass(frozen=True, eq=False)
class Workload:
    """One training, with the mean of the sample losses and plain SGD.

    Attributes
    ----------
    structure, activation, initializer
        Of the network; `activation` is that of the hidden layers.
    softmax
        Whether the network ends in a softmax and learns by cross-entropy; otherwise its output has the hidden
        activation and learns by squared error.
    batch_size
        None is full batch.
    check_epochs
        After so many epochs the losses of all peers are compared.
    """

    name: str
    title: str
    structure: tuple[int, ...]
    activation: str
    softmax: bool
    X: Array
    classes: NDArray[np.int64]
    batch_size: int | None
    rate: float
    check_epochs: int
    initializer: str = "xavier"
    _orders: dict[int, NDArray[np.int64]] = field(default_factory=dict, repr=False)

    def model(self) -> MLP:
        """Return the network with its first weights."""
        return MLP(
            self.structure, self.softmax, self.activation, initializer=self.initializer, seed=SEED
        )  # fmt: skip

    @property
    def loss(self) -> str:
        """Name of the loss in the engine."""
        return "cross_entropy" if self.softmax else "squared_error"

    @cached_property
    def T(self) -> Array:
        """Targets, shape (n_samples, n_outputs): one-hot, or -1 and 1."""
        output = "softmax" if self.softmax else self.activation
        return encode_targets(self.classes, find_loss(self.loss), self.structure[-1], output)

    @property
    def batch(self) -> int:
        """Samples an update."""
        return len(self.X) if self.batch_size is None else min(self.batch_size, len(self.X))

    def layers(self) -> Layers:
        """Return the first weights of each layer, shape (n_outputs, n_inputs), and its biases."""
        rows = [[[p.value for p in n.parameters()] for n in layer.neurons] for layer in self.model().layers]
        arrays = [np.array(layer) for layer in rows]
        return [(np.ascontiguousarray(a[:, :-1]), a[:, -1].copy()) for a in arrays]

    @property
    def is_full_batch(self) -> bool:
        """Whether an epoch is one update; samples are then used in their own order."""
        return self.batch == len(self.X)

    def order(self, epoch: int) -> NDArray[np.int64]:
        """Return in which order an epoch visits the samples; it is kept, peers need not pay for it."""
        if self.is_full_batch:
            epoch = 0
        if epoch not in self._orders and self.is_full_batch:
            self._orders[epoch] = np.arange(len(self.X))
        elif epoch not in self._orders:
            self._orders[epoch] = permutation(len(self.X), SEED, epoch)
        return self._orders[epoch]

    def subset(self, count: int) -> Workload:
        """Return the same training on the first `count` samples."""
        return replace(self, X=self.X[:count], classes=self.classes[:count], _orders={})

    def grid(self) -> Array:
        """Return the points of the decision boundary, shape (10,000, n_inputs).

        They span the first two features; the others stay at their mean.
        """
        low, high = self.X.min(axis=0), self.X.max(axis=0)
        points = np.tile(self.X.mean(axis=0), (SIDE * SIDE, 1))
        x, y = np.meshgrid(np.linspace(low[0], high[0], SIDE), np.linspace(low[1], high[1], SIDE))
        points[:, 0], points[:, 1] = x.ravel(), y.ravel()
        return points


def standardized(X: Array) -> Array:
    """Return columns of mean 0 and standard deviation 1."""
    scaled: Array = (X - X.mean(axis=0)) / X.std(axis=0)
    return scaled


def circle_network(
    name: str, title: str, hidden: tuple[int, ...], samples: int, batch: int | None, rate: float
) -> Workload:
    """Return a tanh network that learns the circle of the playground."""
    X, y = circle(samples, 0.1, SEED)
    return Workload(name, title, (2, *hidden, 1), "tanh", False, standardized(X), y, batch, rate, 20)


def digits_network(name: str, title: str, hidden: tuple[int, ...], activation: str) -> Workload:
    """Return a network that learns handwritten digits, in batches of 32."""
    X, y = load_digits(return_X_y=True)
    X, y = X[:1792] / 16.0, y[:1792]
    initializer = "he" if activation == "relu" else "xavier"
    return Workload(name, title, (64, *hidden, 10), activation, True, X, y, 32, 0.05, 5, initializer)


def iris() -> Workload:
    """W1."""
    X, y = load_iris(return_X_y=True)
    title = "Iris, 4-6-6-3 sigmoid, softmax, full batch"
    return Workload("W1", title, (4, 6, 6, 3), "sigmoid", True, standardized(X), y, None, 0.2, 100)


EIGHTS = (8,) * 6
MAKERS: dict[str, Callable[[], Workload]] = {
    "W1": iris,
    "W2": lambda: circle_network("W2", "circle, 2-4-2-1 tanh, 250 points, batch 10", (4, 2), 250, 10, 0.03),
    "W3 batch 10": lambda: circle_network(
        "W3 batch 10", "circle, 2-8-8-8-8-8-8-1 tanh, 500 points, batch 10", EIGHTS, 500, 10, 0.01
    ),
    "W3 full": lambda: circle_network(
        "W3 full", "circle, 2-8-8-8-8-8-8-1 tanh, 500 points, full batch", EIGHTS, 500, None, 0.03
    ),
    "W4": lambda: digits_network("W4", "Digits, 64-32-32-10 relu, softmax, batch 32", (32, 32), "relu"),
}


@cache
def workload(name: str) -> Workload:
    """Return a workload by name."""
    return MAKERS[name]()
