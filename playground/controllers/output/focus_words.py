"""Texts of the boundary plot while it shows a single neuron's function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.controllers.network.neuron_words import neuron_name
from playground.models.picture.frame import Frame
from playground.rendering.neuron_maps import value_range
from playground.style.words import number_text, steady_text


class FocusWords:
    """Names and numbers of the neuron in a frame's focus."""

    def __init__(self, frame: Frame) -> None:
        assert frame.focus is not None
        network = frame.network
        self.title = neuron_name(network, frame.focus)
        column = frame.focus[0]
        is_output = column == len(network.structure) - 1
        activation = network.output.activation if is_output else ""
        if column > 0 and not is_output:
            activation = network.experiment.activations[column - 1]
        self._limit = frame.limit
        is_unit = column > 0 and value_range(activation) == "unit"
        self.low, self.high = (0.0, 1.0) if is_unit else (-frame.limit, frame.limit)

    @property
    def ends(self) -> tuple[str, str]:
        """The values at the ends of the colours."""
        if self.low == 0.0:
            return "0", number_text(self.high, 3)
        return f"−{number_text(self.high, 3)}", f"+{number_text(self.high, 3)}"

    def describe(self, values: NDArray[np.float64]) -> str:
        """Describe the neuron's output at one point."""
        share = (float(values[0]) / self._limit + 1.0) / 2.0
        return steady_text(self.low + share * (self.high - self.low), sign=True)
