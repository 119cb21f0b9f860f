"""The outputs of a network at one point, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.data.split import Split
from playground.style.words import fixed_text, number_text, percent_text


@dataclass(frozen=True, eq=False)
class Answer:
    """Describes outputs on the scale of the pictures (see `Frame.values`).

    Attributes
    ----------
    split
        The data the network was trained on.
    is_probability
        Whether a single output from -1 to 1 stands for a probability.
    """

    split: Split
    is_probability: bool

    def describe(self, values: NDArray[np.float64]) -> str:
        """Describe the outputs at one point, shape (n_outputs,)."""
        dataset = self.split.dataset
        if dataset.task == "regression":
            return number_text(float(self.split.target_to_data(values[0])))
        names = dataset.class_names
        if len(values) > 1:
            winner = int(values.argmax())
            return f"{names[winner]} {percent_text(float(values[winner]), 0)}"
        name, value = names[int(values[0] > 0.0)], float(values[0])
        if self.is_probability:
            return f"{name} {percent_text((1.0 + abs(value)) / 2.0, 0)}"
        return f"{name} ({fixed_text(value, 2, sign=True)})"
