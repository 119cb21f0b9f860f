"""Where the cards and circles of a computation graph stand: inputs left, the output right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.models.graph.computation_graph import ComputationGraph

CARD_WIDTH, CARD_HEIGHT = 84.0, 70.0
CIRCLE = 28.0
COLUMN_PITCH, ROW_PITCH = 138.0, 100.0
MARGIN = 24.0
SWEEPS = 6


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """Centres of all cards; the circle of a node stands left of its card, at the same height.

    Attributes
    ----------
    x, y
        Shape (n_nodes,), in pixels at natural size.
    """

    x: np.ndarray
    y: np.ndarray

    @property
    def width(self) -> float:
        """Room for everything, margins included."""
        return float(self.x.max()) + CARD_WIDTH / 2 + MARGIN

    @property
    def height(self) -> float:
        """As `width`."""
        return float(self.y.max()) + CARD_HEIGHT / 2 + MARGIN

    @cached_property
    def circle_x(self) -> np.ndarray:
        """Centres of the circles."""
        return np.asarray(self.x - CARD_WIDTH / 2 - (COLUMN_PITCH - CARD_WIDTH) / 2 + 2.0)

    def node_at(self, x: float, y: float) -> int | None:
        """Return the node whose card or circle covers a point."""
        in_card = (np.abs(self.x - x) <= CARD_WIDTH / 2) & (np.abs(self.y - y) <= CARD_HEIGHT / 2)
        in_circle = np.hypot(self.circle_x - x, self.y - y) <= CIRCLE / 2
        found = np.flatnonzero(in_card | in_circle)
        return int(found[0]) if len(found) else None


def lay_out_graph(graph: ComputationGraph) -> GraphLayout:
    """Place the nodes: each as far right as what uses it allows, cards of a column apart from each other.

    Rows follow the order in which a walk from the output first meets the nodes, so that a tree has no
    crossings; then cards move towards the middle of what they are joined with. Linear in nodes and edges but
    for the sorting of columns.
    """
    columns = _columns(graph)
    y = _rows(graph)
    by_column: dict[int, np.ndarray] = {}
    for column in np.unique(columns):
        members = np.flatnonzero(columns == column)
        by_column[int(column)] = members[np.argsort(y[members], kind="stable")]
    for sweep in range(SWEEPS):
        order = sorted(by_column, reverse=bool(sweep % 2))
        for column in order:
            members = by_column[column]
            wanted = np.array([_middle(graph, int(index), y) for index in members])
            y[members] = _apart(wanted)
    x = MARGIN + CARD_WIDTH / 2 + columns * COLUMN_PITCH
    return GraphLayout(x.astype(float), y - y.min() + MARGIN + CARD_HEIGHT / 2)


def _columns(graph: ComputationGraph) -> np.ndarray:
    """Return the column of every node: one before the first of those that use it."""
    depth = np.zeros(len(graph.nodes), int)
    for node in reversed(graph.nodes):
        for operand in node.operands:
            depth[operand] = max(depth[operand], depth[node.index] + 1)
    return np.asarray(depth.max() - depth)


def _rows(graph: ComputationGraph) -> np.ndarray:
    """Return first heights: leaves below each other as a walk from the output meets them, others between."""
    y = np.full(len(graph.nodes), np.nan)
    next_row = 0.0
    waiting: list[tuple[int, bool]] = [(graph.output, False)]
    seen: set[int] = set()
    while waiting:
        index, are_operands_done = waiting.pop()
        operands = graph.nodes[index].operands
        if are_operands_done:
            y[index] = float(np.mean([y[operand] for operand in operands]))
        elif index not in seen:
            seen.add(index)
            if operands:
                waiting.append((index, True))
                waiting += [(operand, False) for operand in reversed(operands)]
            else:
                y[index] = next_row
                next_row += ROW_PITCH
    return y


def _middle(graph: ComputationGraph, index: int, y: np.ndarray) -> float:
    node = graph.nodes[index]
    if node.operands:
        return float(np.mean([y[operand] for operand in node.operands]))
    # Leaves stay about where the walk put them, near what uses them.
    return 0.5 * float(y[index]) + 0.5 * float(np.mean([y[user] for user in graph.uses[index]] or [y[index]]))


def _apart(wanted: np.ndarray) -> np.ndarray:
    """Return the heights nearest to the wanted ones, in the order given, at least a row apart.

    Pool adjacent violators: the heights less their rows must not fall, and blocks that would take their mean.
    """
    rows = ROW_PITCH * np.arange(len(wanted))
    blocks: list[tuple[float, int]] = []
    for value in wanted - rows:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, size = blocks.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        blocks.append((mean, count))
    heights: np.ndarray = np.concatenate([np.full(count, mean) for mean, count in blocks]) + rows
    return heights
