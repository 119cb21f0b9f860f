"""The two neurons whose view of the data is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SpaceView:
    """Two neurons of one layer, as axes.

    Attributes
    ----------
    layer
        Column of the network: 0 for the inputs, then the hidden layers, then the outputs.
    horizontal, vertical
        Neurons of that layer, counted from 0.
    """

    layer: int
    horizontal: int
    vertical: int

    def fitted(self, structure: Sequence[int]) -> SpaceView:
        """Return the nearest view that exists in a network of this structure."""
        layer = min(max(self.layer, 0), len(structure) - 1)
        last = structure[layer] - 1
        return SpaceView(layer, min(max(self.horizontal, 0), last), min(max(self.vertical, 0), last))

    @classmethod
    def default(cls, structure: Sequence[int]) -> SpaceView:
        """Return the first two neurons of the last hidden layer, or of the outputs if there is none."""
        layer = len(structure) - 2 if len(structure) > 2 else len(structure) - 1
        return cls(layer, 0, min(1, structure[layer] - 1))
