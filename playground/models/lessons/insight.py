"""The inside of a network at one epoch: gradients by layer and neuron, dead neurons, single samples."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from playground.models.diagnosis.activations import measure_activations
from playground.models.diagnosis.inspection import Inspection, inspect
from playground.models.network.network import Network
from playground.models.network.parameter_map import BIAS
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
    bias_norms
        Norm of the gradient by the biases of each layer; NaN for a layer without any.
    dead
        Whether a hidden neuron is a ReLU that is 0 for every sample, by layer.
    losses
        Of every sample alone, by row of the data set.
    samples
        Samples in detail, by row.
    """

    neuron_norms: tuple[Array, ...]
    bias_norms: tuple[float, ...]
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
    samples
        Numbers, from 1, of those to look at in detail.
    """

    def __init__(self, network: Network, samples: Sequence[int] = ()) -> None:
        self._rows = tuple(number - 1 for number in samples if number <= network.dataset.n_samples)
        # Each parameter's neuron, counted through all layers.
        sizes = np.array(network.structure[1:])
        self._firsts = np.concatenate(([0], np.cumsum(sizes)))
        column = network.parameter_map.column
        keys = network.parameter_map.keys
        neurons = [self._firsts[column(layer) - 1] + neuron for layer, neuron, *_ in keys]
        self._neurons = np.array(neurons, np.intp)
        of_bias = np.array([column(layer) if source == BIAS else 0 for layer, _, source in keys])
        self._biases = [np.flatnonzero(of_bias == one) for one in range(1, len(network.structure))]

    @np.errstate(over="ignore", invalid="ignore")  # just before a run away
    def measure(self, training: Training) -> Insight:
        """Measure a training of this network where it stands."""
        network, trainer = training.network, training.trainer
        squares = trainer.gradients(MOST_SAMPLES) ** 2
        norms = np.sqrt(np.bincount(self._neurons, squares, int(self._firsts[-1])))
        losses = np.full(network.dataset.n_samples, math.nan)
        losses[network.split.train_indices], losses[network.split.test_indices] = trainer.sample_losses()
        samples = {}
        for row in self._rows:
            with suppress(ScalarError):  # its numbers have left the range
                samples[row] = inspect(network, trainer.parameters, row)
        layers = tuple(np.split(norms, self._firsts[1:-1]))
        biases = tuple(float(np.sqrt(squares[of].sum())) if len(of) else math.nan for of in self._biases)
        return Insight(layers, biases, self._dead(network, trainer.parameters), losses, samples)

    def _dead(self, network: Network, parameters: Array) -> tuple[NDArray[np.bool_], ...]:
        activations = measure_activations(network, parameters)
        if activations is None:
            return ()
        return tuple(np.split(activations.dead, self._firsts[1:-2]))


@np.errstate(over="ignore", invalid="ignore")
def _norm(values: Array) -> float:
    norm = float(np.linalg.norm(values))
    return norm if math.isfinite(norm) else math.nan
