"""Keys of single parameters that survive changes of the network's shape, and their current positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

OUTPUT = -1
"""The layer number of the output layer; hidden layers count from 1."""
BIAS = -1
"""The source of a bias; for weights it is the input candidate (first layer) or the neuron."""
ParameterKey = tuple[int, int, int]
"""Layer, neuron in it, and source."""


def parameter_count(structure: Sequence[int]) -> int:
    """Return how many weights and biases a network of this structure has."""
    return sum(size * (inputs + 1) for inputs, size in pairwise(structure))


class ParameterMap:
    """Keys of all parameters of a network, in the order of its parameters.

    Parameters
    ----------
    structure
        Inputs, hidden layers, outputs.
    inputs
        The candidates that are inputs.
    """

    def __init__(self, structure: tuple[int, ...], inputs: Sequence[int]) -> None:
        self.structure, self.inputs = structure, tuple(inputs)

    @property
    def keys(self) -> tuple[ParameterKey, ...]:
        """One key for each parameter, made anew: those of a large network take 10 MB."""
        keys: list[ParameterKey] = []
        for column, size in enumerate(self.structure[1:], 1):
            layer, sources = self.layer_number(column), self.sources(column)
            for neuron in range(size):
                keys += [(layer, neuron, source) for source in (*sources, BIAS)]
        return tuple(keys)

    @property
    def count(self) -> int:
        """Number of parameters."""
        return parameter_count(self.structure)

    def layer_number(self, column: int) -> int:
        """Return the layer of a column of the picture; column 0 is the inputs."""
        return OUTPUT if column == len(self.structure) - 1 else column

    def column(self, layer: int) -> int:
        """Return the column of a layer."""
        return len(self.structure) - 1 if layer == OUTPUT else layer

    def sources(self, column: int) -> Sequence[int]:
        """Return where the weights into a column come from, in the order of its parameters."""
        return self.inputs if column == 1 else range(self.structure[column - 1])

    def index_of(self, key: ParameterKey) -> int | None:
        """Return the position of a parameter, or None if this network does not have it."""
        layer, neuron, source = key
        if not self._has_neuron(layer, neuron):
            return None
        place, sources = self.of_neuron(layer, neuron), self.sources(self.column(layer))
        if source == BIAS:
            return int(place.stop) - 1
        return int(place.start) + sources.index(source) if source in sources else None

    def marks(self, marked: Iterable[tuple[int, ...]]) -> NDArray[np.bool_]:
        """Return True for the parameters of the marked layers, neurons or single parameters.

        Parameters
        ----------
        marked
            Prefixes of keys: (layer,), (layer, neuron) or whole keys.
        """
        marks = np.zeros(self.count, bool)
        for prefix in marked:
            layer, *rest = prefix
            if not self._has_neuron(layer, rest[0] if rest else 0):
                continue
            if not rest:
                last = self.of_neuron(layer, self.structure[self.column(layer)] - 1)
                marks[self.of_neuron(layer, 0).start : last.stop] = True
            elif len(rest) == 1:
                marks[self.of_neuron(layer, rest[0])] = True
            elif (index := self.index_of((layer, rest[0], rest[1]))) is not None:
                marks[index] = True
        return marks

    def _has_neuron(self, layer: int, neuron: int) -> bool:
        is_there = layer == OUTPUT or 0 < layer < len(self.structure) - 1
        return is_there and 0 <= neuron < self.structure[self.column(layer)]

    def of_neuron(self, layer: int, neuron: int) -> slice:
        """Return the positions of a neuron's weights and bias, the bias last."""
        column = self.column(layer)
        width = self.structure[column - 1] + 1
        start = parameter_count(self.structure[:column]) + neuron * width
        return slice(start, start + width)

    def neurons_on(self, switched_off: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return a mark for each hidden neuron, layer by layer: whether it is not switched off."""
        off = set(switched_off)
        hidden = [
            (layer, neuron) for layer, size in enumerate(self.structure[1:-1], 1) for neuron in range(size)
        ]
        return np.array([neuron not in off for neuron in hidden], bool)
