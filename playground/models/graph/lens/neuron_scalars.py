"""The scalars of one neuron as lines of a text: each above what it is made of, further to the right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import BlockGraph, Group
from playground.models.graph.steps import Walk

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """One scalar.

    Attributes
    ----------
    scalar
        Index in the graph.
    depth
        How many operations above it are part of the neuron.
    symbol
        Of its operation, empty for what comes into the neuron.
    """

    scalar: int
    depth: int
    symbol: str
    label: str


@dataclass(frozen=True)
class NeuronScalars:
    """All scalars of a neuron, at one sample.

    Attributes
    ----------
    group
        The neuron.
    output
        Its result, the first line.
    """

    group: Group
    output: int
    lines: tuple[Line, ...]

    @property
    def scalars(self) -> list[int]:
        """Of the lines."""
        return [line.scalar for line in self.lines]


def neuron_of(blocks: BlockGraph, node: int) -> NeuronScalars | None:
    """Return the scalars of the neuron that a card is, or is part of; None for other cards."""
    paths, block = blocks.grouping.paths, blocks.nodes[node]
    path = paths.get(block.outputs[0], ())
    if len(path) < 2 or block.group is path[0]:
        return None
    group, output = path[-1], block.outputs[0]
    if block.group is None:
        output = max(scalar for scalar, other in paths.items() if other[-1:] == (group,))
    return NeuronScalars(group, output, _lines(blocks, output, group))


def opened_neuron(blocks: BlockGraph) -> NeuronScalars | None:
    """Return the scalars of the first open neuron, None if all are closed."""
    for block in blocks.nodes:
        if block.group is None and block.is_computed:
            found = neuron_of(blocks, block.index)
            if found is not None:
                return found
    return None


def _lines(blocks: BlockGraph, output: int, group: Group) -> tuple[Line, ...]:
    nodes, paths = blocks.scalars.nodes, blocks.grouping.paths
    lines: list[Line] = []
    seen: set[int] = set()
    waiting = [(output, 0)]
    while waiting:
        scalar, depth = waiting.pop()
        if scalar in seen:
            continue
        seen.add(scalar)
        node, is_inside = nodes[scalar], paths.get(scalar, ())[-1:] == (group,)
        lines.append(Line(scalar, depth, node.symbol if is_inside else "", node.label))
        if is_inside:
            waiting += [(operand, depth + 1) for operand in reversed(node.operands)]
    return tuple(lines)


@dataclass(frozen=True, eq=False)
class LineNumbers:
    """Numbers of the lines of a neuron, NaN where they are not known yet, and which are in this step."""

    values: Array
    gradients: Array
    is_now: Marks


def numbers_of(
    neuron: NeuronScalars,
    walk: Walk,
    gradients: Array,
    has_value: Marks,
    has_gradient: Marks,
    reached: Marks,
    now: tuple[int, int | None] | None,
) -> LineNumbers:
    """Return the numbers of a neuron's lines at a step.

    Parameters
    ----------
    gradients
        Of all scalars, as far as they are gathered.
    has_value, has_gradient, reached
        Of the cards and links of the drawing.
    now
        The card of this step and the operand it is about.
    """
    graph = walk.graph
    lit = set()
    if now is not None:
        node, operand = now
        lit = set(graph.nodes[node].outputs)
        operands = graph.nodes[node].operands
        for child in operands if operand is None else operands[operand : operand + 1]:
            lit |= set(graph.nodes[child].outputs)
    complete: dict[int, bool] = {}

    def is_complete(node: int) -> bool:
        """Whether a card has passed all of its gradient on to what it is made of."""
        if node not in complete:
            first, operands = int(graph.first_edge[node]), graph.nodes[node].operands
            complete[node] = bool(has_gradient[node]) and all(
                reached[first + place] or graph.nodes[child].is_constant
                for place, child in enumerate(operands)
            )
        return complete[node]

    count = len(neuron.lines)
    values, found = np.full(count, np.nan), np.full(count, np.nan)
    for place, scalar in enumerate(neuron.scalars):
        drawn = int(graph.block_of[scalar])
        # A parameter beside a closed neuron is not drawn, and known with it.
        node = drawn if drawn >= 0 else int(graph.block_of[neuron.output])
        is_computed = bool(graph.scalars.nodes[scalar].operation)
        if has_value[node] or not is_computed:
            values[place] = walk.values[scalar]
        if drawn >= 0 and scalar in graph.nodes[drawn].outputs:
            if has_gradient[drawn]:
                found[place] = gradients[scalar]
        elif is_complete(node) and not walk.route.mistake:
            found[place] = walk.gradients[scalar]
    return LineNumbers(values, found, np.array([scalar in lit for scalar in neuron.scalars], bool))
