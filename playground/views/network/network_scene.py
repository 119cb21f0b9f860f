"""Everything the picture of the network is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.models.picture.network_layout import NetworkLayout
from playground.models.run.slow_motion import Phase
from playground.style.theme import LIGHT, Theme
from playground.style.words import steady_text

Node = tuple[int, int]
"""Column and index of a node."""


@dataclass(frozen=True, eq=False)
class NodeMarks:
    """What is shown of single neurons.

    Attributes
    ----------
    switched_off, frozen, troubled
        Neurons without output, neurons that do not learn, and those that are dead or saturated.
    histograms
        Counts of each neuron's activations, or nothing where they are not wanted.
    """

    switched_off: frozenset[Node] = frozenset()
    frozen: frozenset[Node] = frozenset()
    troubled: frozenset[Node] = frozenset()
    histograms: dict[Node, NDArray[np.int64]] = field(default_factory=dict)


@dataclass
class NetworkScene:
    """Changed by the canvas, read by what draws.

    Attributes
    ----------
    structure
        All candidates for inputs, or 1 for a picture, then the layers.
    inputs
        Indices of the candidates that are inputs.
    picture
        Rows and columns of the picture that the inputs make up, or None.
    maps
        The maps of each column, one below the other.
    hovered, pinned, cursor
        The nodes under the pointer, looked into, and where the keyboard is.
    """

    theme: Theme = LIGHT
    layout: NetworkLayout | None = None
    structure: tuple[int, ...] = ()
    inputs: tuple[int, ...] = ()
    picture: tuple[int, int] | None = None
    input_names: Sequence[str] = ()
    output_names: Sequence[str] = ()
    maps: list[QImage] = field(default_factory=list)
    biases: tuple[NDArray[np.float64], ...] = ()
    bias_limit: float = 1.0
    is_presenting: bool = False
    hides_inputs: bool = False
    overlay: str = "weights"
    marks: NodeMarks = field(default_factory=NodeMarks)
    phase: Phase | None = None
    hovered: Node | None = None
    pinned: Node | None = None
    cursor: Node | None = None

    @property
    def shows_chosen_only(self) -> bool:
        """Whether inputs that are not used are left out: they are there to be switched on."""
        return self.is_presenting or self.hides_inputs

    @property
    def shown_names(self) -> Sequence[str]:
        """Names beside the nodes of the first column; a picture has none."""
        return self.input_names if self.picture is None else ()

    @property
    def last_column(self) -> int:
        """The column of the outputs."""
        return len(self.structure) - 1

    def is_unused(self, node: Node) -> bool:
        """Whether a node stands for a candidate that is no input, or for a neuron that is switched off."""
        if node[0] == 0:
            return self.picture is None and node[1] not in self.inputs
        return node in self.marks.switched_off

    def describe(self, node: Node) -> str:
        """Return in words what a node is."""
        column, index = node
        if column == 0:
            if self.picture is not None:
                return f"{len(self.inputs)} pixels; a click switches one, links show their largest weight"
            state = "an input" if index in self.inputs else "not used"
            return f"{self.input_names[index]}: {state}, click to switch"
        where = "the output layer" if column == self.last_column else f"hidden {column}"
        n_weights = len(self.inputs) if column == 1 else self.structure[column - 1]
        text = f"Neuron {index + 1} in {where}, {n_weights} weights in"
        if len(self.biases) >= column:
            text += f", bias {steady_text(float(self.biases[column - 1][index]), sign=True)}"
        return text
