"""Keys of single parameters that survive changes of the network's shape, and their current positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

OUTPUT = -1
"""The layer number of the output layer; hidden layers count from 1."""
BIAS = -1
"""The source of a bias; for weights it is the input candidate (first layer) or the neuron."""
GAMMA, BETA = -2, -3
"""The sources of what a normalised sum is multiplied with, and of what is added to it."""
RUNNING_MEAN, RUNNING_VARIANCE = -4, -5
"""The sources of running statistics, which are not learned."""
PARAMETER_WORDS = {
    BIAS: "bias", GAMMA: "gamma", BETA: "beta", RUNNING_MEAN: "running mean",
    RUNNING_VARIANCE: "running variance",
}  # fmt: skip
"""What parameters other than weights are called, by their sources."""
ParameterKey = tuple[int, int, int]
"""Layer, neuron in it, and source."""
Extras: TypeAlias = tuple[tuple[int, ...], ...]
"""For each layer the sources that a neuron has besides its weights."""


def plain_extras(structure: Sequence[int]) -> Extras:
    """Return those of a network whose neurons all have a bias and nothing else."""
    return ((BIAS,),) * (len(structure) - 1)


def parameter_count(structure: Sequence[int], extras: Extras | None = None) -> int:
    """Return how many parameters a network of this structure learns."""
    extras = plain_extras(structure) if extras is None else extras
    return sum(
        size * (inputs + len(extra))
        for inputs, size, extra in zip(structure, structure[1:], extras, strict=False)
    )


class ParameterMap:
    """Keys of all parameters of a network, in the order of its parameters; running statistics come last.

    Parameters
    ----------
    structure
        Inputs, hidden layers, outputs.
    inputs
        The candidates that are inputs.
    extras
        What neurons have besides weights; None for a bias each.
    """

    def __init__(
        self, structure: tuple[int, ...], inputs: Sequence[int], extras: Extras | None = None
    ) -> None:
        self.structure, self.inputs = structure, tuple(inputs)
        self.extras = plain_extras(structure) if extras is None else extras
        columns = range(1, len(structure))
        self._widths = [0, *(structure[column - 1] + len(self.extras[column - 1]) for column in columns)]
        sizes = [structure[column] * self._widths[column] for column in columns]
        self._starts = [0, 0, *accumulate(sizes)]
        normalised = [2 * structure[column] * self.is_normalised(column) for column in columns]
        self._statistics = [0, *accumulate(normalised, initial=self._starts[-1])]

    @property
    def keys(self) -> tuple[ParameterKey, ...]:
        """One key for each parameter, made anew: those of a large network take 10 MB."""
        keys: list[ParameterKey] = []
        for column, size in enumerate(self.structure[1:], 1):
            layer, sources = self.layer_number(column), (*self.sources(column), *self.extras[column - 1])
            for neuron in range(size):
                keys += [(layer, neuron, source) for source in sources]
        for column, size in enumerate(self.structure[1:], 1):
            if self.is_normalised(column):
                layer = self.layer_number(column)
                for neuron in range(size):
                    keys += [(layer, neuron, RUNNING_MEAN), (layer, neuron, RUNNING_VARIANCE)]
        return tuple(keys)

    @property
    def count(self) -> int:
        """Number of parameters and running statistics."""
        return self._statistics[-1]

    @property
    def n_learned(self) -> int:
        """Number of parameters."""
        return self._starts[-1]

    def is_normalised(self, column: int) -> bool:
        """Whether the neurons of a column are normalised over the batch."""
        return column > 0 and GAMMA in self.extras[column - 1]

    def layer_number(self, column: int) -> int:
        """Return the layer of a column of the picture; column 0 is the inputs."""
        return OUTPUT if column == len(self.structure) - 1 else column

    def column(self, layer: int) -> int:
        """Return the column of a layer."""
        return len(self.structure) - 1 if layer == OUTPUT else layer

    def sources(self, column: int) -> Sequence[int]:
        """Return where the weights into a column come from, in the order of its parameters."""
        return self.inputs if column == 1 else range(self.structure[column - 1])

    def shift_of(self, layer: int) -> int | None:
        """Return the source of what is added to the sums of a layer: its bias or beta, None without any."""
        extra = self.extras[self.column(layer) - 1]
        return BETA if BETA in extra else BIAS if BIAS in extra else None

    def index_of(self, key: ParameterKey) -> int | None:
        """Return the position of a parameter, or None if this network does not have it."""
        layer, neuron, source = key
        if not self._has_neuron(layer, neuron):
            return None
        column = self.column(layer)
        place, sources, extra = self.of_neuron(layer, neuron), self.sources(column), self.extras[column - 1]
        if source in extra:
            return int(place.stop) - len(extra) + extra.index(source)
        if source in (RUNNING_MEAN, RUNNING_VARIANCE) and self.is_normalised(column):
            return self._statistics[column] + 2 * neuron + (source == RUNNING_VARIANCE)
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
        """Return the positions of a neuron's weights and of what follows them, such as its bias."""
        column = self.column(layer)
        start = self._starts[column] + neuron * self._widths[column]
        return slice(start, start + self._widths[column])

    def weights_into(self, column: int, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weights into a column, shape (n_neurons, n_sources)."""
        return self._block(column, parameters)[:, : self.structure[column - 1]]

    def shifts_of(self, column: int, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what is added to the sums of a column, shape (n_neurons,); 0 without any."""
        shift = self.shift_of(self.layer_number(column))
        if shift is None:
            return np.zeros(self.structure[column])
        place = self.structure[column - 1] + self.extras[column - 1].index(shift)
        return self._block(column, parameters)[:, place]

    def _block(self, column: int, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        return parameters[self._starts[column] : self._starts[column + 1]].reshape(
            self.structure[column], self._widths[column]
        )

    def neurons_on(self, switched_off: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return a mark for each hidden neuron, layer by layer: whether it is not switched off."""
        off = set(switched_off)
        hidden = [
            (layer, neuron) for layer, size in enumerate(self.structure[1:-1], 1) for neuron in range(size)
        ]
        return np.array([neuron not in off for neuron in hidden], bool)
