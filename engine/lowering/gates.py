"""Switches behind hidden neurons: off for good, or dropped at random while the network learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.nn import MLP, BatchOutputs, Outputs, alone_or_list
from engine.random_numbers import DROPOUT, random_numbers_at
from engine.scalar import Scalar, ScalarLike, as_scalar

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gates:
    """Factors for the outputs of hidden neurons.

    Attributes
    ----------
    on
        1.0, or 0.0 for a neuron that is switched off, shape (n_hidden,).
    drop
        Probability with which a neuron is left out of a sample's pass while training, shape (n_hidden,),
        each below 1. One that stays counts 1 / (1 - drop), so that the expected sum is the same
        (Srivastava et al. 2014, in the inverted form).
    """

    on: Array
    drop: Array

    @classmethod
    def of(cls, n_hidden: int, on: Sequence[bool] | NDArray[np.bool_] | None, drop: ArrayLike) -> Gates:
        """Check and complete the arguments: a mark per neuron, one probability or one per neuron."""
        marks = np.ones(n_hidden, bool) if on is None else np.asarray(on, bool)
        if marks.shape != (n_hidden,):
            raise ValueError(f"{n_hidden} hidden neurons need as many marks, not {marks.shape}")
        rates = np.broadcast_to(np.asarray(drop, np.float64), (n_hidden,))
        if not ((rates >= 0.0) & (rates < 1.0)).all():
            raise ValueError(f"a probability of dropping must be from 0 to below 1, not {drop!r}")
        return cls(marks.astype(np.float64), rates.copy())

    @property
    def drops(self) -> bool:
        """Whether any neuron is dropped at random."""
        return bool(self.drop.any())

    def steady(self, count: int) -> Array:
        """Return the factors outside of training, shape (count, n_hidden)."""
        return np.broadcast_to(self.on, (count, len(self.on)))

    def behind(self, X: Array, factors: Array | None = None) -> Array:
        """Return features followed by factors, those outside of training where none are given."""
        return np.concatenate((X, self.steady(len(X)) if factors is None else factors), axis=1)

    def values(self, samples: NDArray[np.int64], seed: int, epoch: int) -> Array:
        """Return the factors of some samples in an epoch of training, shape (n_samples, n_hidden)."""
        n = len(self.on)
        counters = samples[:, None] * n + np.arange(n)
        drawn = random_numbers_at(counters, seed, DROPOUT, epoch)
        return np.where(drawn >= self.drop, self.on / (1.0 - self.drop), 0.0)


class GatedMLP:
    """An MLP whose inputs are followed by one factor for each hidden neuron."""

    def __init__(self, network: MLP) -> None:
        self.network = network
        self.n_features = network.structure[0]
        self.n_hidden = sum(network.structure[1:-1])
        self.output_activation = network.output_activation

    def __call__(self, inputs: Sequence[ScalarLike]) -> Outputs:
        """Return the outputs for features, then factors."""
        return alone_or_list(self.layer_outputs(inputs)[-1])

    def layer_outputs(self, inputs: Sequence[ScalarLike]) -> list[list[Scalar]]:
        """Return the outputs of every layer, those of hidden neurons behind their gates."""
        features, gates = self._parted(inputs)
        return self.network.layer_outputs(features, gates)

    def on_batch(self, batch: Sequence[Sequence[ScalarLike]]) -> BatchOutputs:
        """Run the samples of a batch together, see `MLP.on_batch`."""
        features, gates = zip(*map(self._parted, batch), strict=True)
        return self.network.on_batch(features, gates)

    def _parted(self, inputs: Sequence[ScalarLike]) -> tuple[Sequence[ScalarLike], list[Scalar]]:
        """Return features, and factors."""
        return inputs[: self.n_features], [as_scalar(gate) for gate in inputs[self.n_features :]]

    @property
    def normalises(self) -> bool:
        """Whether any layer is normalised over the batch."""
        return self.network.normalises

    def running_statistics(self) -> list[Scalar]:
        """Return the network's running statistics."""
        return self.network.running_statistics()

    def parameters(self) -> list[Scalar]:
        """Return the network's parameters."""
        return self.network.parameters()
