"""What goes on inside a network at one epoch: its gradients by layer and neuron, dead neurons, single samples."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.diagnosis.activations import measure_activations
from playground.models.diagnosis.inspection import Inspection, inspect
from playground.models.network.network import Network
from playground.models.run.training import Training

Array = NDArray[np.float64]
MOST_SAMPLES = 500
"""Of which a gradient is taken: more would not change it visibly."""


@dataclass(frozen=True, eq=False)
class Insight:
    """What goes on inside a network.

    Attributes
    ----------
    neuron_norms
        Norm of the gradient of the mean loss by the weights and the bias of each neuron, by layer; the output
        layer is the last.
    dead
        Whether a hidden neuron is a ReLU that is 0 for every sample, by layer.
    losses
        Of every sample alone, by row of the data set.
    samples
        Samples in detail, by row.
    """

    neuron_norms: tuple[Array, ...]
    dead: tuple[NDArray[np.bool_], ...]
    losses: Array
    samples: Mapping[int, Inspection]

    @cached_property
    def layer_norms(self) -> tuple[float, ...]:
        """Norm of the gradient by the parameters of each layer; NaN where it left the range."""
        return tuple(_norm(norms) for norms in self.neuron_norms)

    @cached_property
    def gradient_norm(self) -> float:
        """Norm of the whole gradient; NaN where it left the range."""
        return _norm(np.array(self.layer_norms))

    @property
    def dead_counts(self) -> tuple[int, ...]:
        """Number of dead neurons in each hidden layer."""
        return tuple(int(marks.sum()) for marks in self.dead)


class InsightMeter:
    """Measures one network at any of its epochs.

    Parameters
    ----------
    rows
        Samples to look at in detail.
    """

    def __init__(self, network: Network, rows: Sequence[int] = ()) -> None:
        self._rows = tuple(row for row in rows if row < network.dataset.n_samples)
        self._structure = network.structure
        # Each parameter's neuron, counted through all layers.
        sizes = np.array(network.structure[1:])
        self._firsts = np.concatenate(([0], np.cumsum(sizes)))
        column = network.parameter_map.column
        neurons = [self._firsts[column(layer) - 1] + neuron for layer, neuron, *_ in network.parameter_map.keys]
        self._neurons = np.array(neurons, np.intp)

    def measure(self, training: Training) -> Insight:
        """Measure a training of this network where it stands."""
        network, trainer = training.network, training.trainer
        with np.errstate(over="ignore", invalid="ignore"):
            squares = trainer.gradients(MOST_SAMPLES) ** 2
            norms = np.sqrt(np.bincount(self._neurons, squares, int(self._firsts[-1])))
            train, test = trainer.sample_losses()
        losses = np.full(network.dataset.n_samples, math.nan)
        losses[network.split.train_indices] = train
        losses[network.split.test_indices] = test
        samples = {row: inspect(network, trainer.parameters, row) for row in self._rows}
        return Insight(
            tuple(np.split(norms, self._firsts[1:-1])), self._dead(network, trainer.parameters), losses, samples
        )

    def _dead(self, network: Network, parameters: Array) -> tuple[NDArray[np.bool_], ...]:
        activations = measure_activations(network, parameters)
        if activations is None:
            return ()
        return tuple(np.split(activations.dead, self._firsts[1:-2]))


def _norm(values: Array) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        norm = float(np.linalg.norm(values))
    return norm if math.isfinite(norm) else math.nan
