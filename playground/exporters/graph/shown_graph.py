"""The nodes on screen with their numbers, as text: what every description of a graph says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import Block, BlockGraph
from playground.style.words import number_text

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ShownGraph:
    """A drawn graph at a step.

    Attributes
    ----------
    values, gradients
        Of all scalars, shape (n_scalars,).
    has_value, has_gradient
        For which nodes of the drawing they are known by now, shape (n_nodes,).
    derivatives
        Along every edge of the drawing, NaN where there is no such number; None where none are shown.
    """

    blocks: BlockGraph
    values: Array
    gradients: Array
    has_value: Marks
    has_gradient: Marks
    derivatives: Array | None = None

    def lines(self, block: Block) -> list[str]:
        """Return the name of a node, and as far as they are known its value and its gradient."""
        lines = [block.label]
        if not block.is_single:
            return [*lines, f"{len(block.outputs)} numbers"]
        scalar = block.outputs[0]
        # A constant is its own name, and has no gradient.
        if self.has_value[block.index] and not block.is_constant:
            lines.append(number_text(float(self.values[scalar])))
        if self.has_gradient[block.index] and not block.is_constant:
            lines.append(f"gradient {number_text(float(self.gradients[scalar]))}")
        return lines

    def links(self, block: Block) -> Iterator[tuple[int, str]]:
        """Yield the operands of a node, each with the derivative along its link or an empty text."""
        first = int(self.blocks.first_edge[block.index])
        for position, operand in enumerate(block.operands):
            text = ""
            if self.derivatives is not None and not np.isnan(self.derivatives[first + position]):
                text = number_text(float(self.derivatives[first + position]), 3)
            yield operand, text
