"""From the graph of one sample to bundles: independent operations of one kind, done together.

Nodes are split into *lanes* (they depend on an input and so differ from sample to sample) and *uniform* nodes
(parameters, constants and what is made of them alone). Sums of products with weights are raised to dot
products. Operations of the same name, depth and kinds of operands form a bundle, dot products of the same
inputs another; the results of a bundle get consecutive rows.

A mean over the batch makes a uniform number of lanes. Whatever depends on it belongs to the next *stage*, and
a stage begins when all samples have gone through the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.batch_norm import BATCH_MEAN
from engine.collector import collector_paused
from engine.graph import leaves_and_inner_nodes
from engine.lowering.raising import Dot, find_dots
from engine.scalar import Scalar, values_of


@dataclass(frozen=True)
class Rows:
    """Rows of the lane or the uniform store, one per operation of a bundle."""

    lanes: bool
    indices: NDArray[np.int64]


@dataclass(frozen=True)
class Bundle:
    """Operations of one kind whose operands are all known before any of them runs.

    `trained` tells for each operand whether gradients are wanted.
    """

    operation: str
    results: Rows
    operands: tuple[Rows, ...]
    nodes: tuple[Scalar, ...]
    trained: tuple[bool, ...]

    def __repr__(self) -> str:
        return f"{len(self.nodes)} x {self.operation} -> {'lane' if self.results.lanes else 'uniform'} rows"


@dataclass(frozen=True)
class DotBundle:
    """Dot products of the same inputs: ``weights @ inputs + biases``.

    Attributes
    ----------
    weights
        Uniform rows, shape (n_results, n_inputs).
    biases
        Uniform rows, shape (n_results,), or None.
    """

    results: Rows
    weights: NDArray[np.int64]
    inputs: Rows
    biases: NDArray[np.int64] | None
    nodes: tuple[Scalar, ...]
    inputs_trained: bool

    def __repr__(self) -> str:
        bias = "" if self.biases is None else " + bias"
        return f"{len(self.nodes)} x dot of {self.weights.shape[1]}{bias} -> lane rows"


@dataclass(frozen=True)
class MeanBundle:
    """Means over the batch: uniform results of lanes."""

    results: Rows
    operands: Rows
    nodes: tuple[Scalar, ...]
    trained: bool

    def __repr__(self) -> str:
        return f"{len(self.nodes)} x {BATCH_MEAN} -> uniform rows"


AnyBundle: TypeAlias = Bundle | DotBundle | MeanBundle


class Schedule:
    """Where every node of a graph lives, and the bundles in the order they run.

    Parameters
    ----------
    outputs
        The nodes that are asked for.
    inputs
        Leaves that differ from sample to sample (features, targets).
    parameters
        Leaves that are trained.
    """

    @collector_paused()
    def __init__(
        self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], parameters: Sequence[Scalar]
    ) -> None:
        leaves, inner = leaves_and_inner_nodes(*outputs)
        self.row: dict[Scalar, int] = {}
        self.is_lane: dict[Scalar, bool] = {}
        self.constants: list[float] = []
        self.n_inputs, self.n_parameters = len(inputs), len(parameters)
        self._trained = set(parameters)
        self._place_leaves(leaves, inputs, parameters)
        self.n_lanes, self.n_uniform = len(inputs), len(parameters) + len(self.constants)
        self._find_lanes(inner)
        self._stage = _stages(leaves, inner)
        self._dots = self._dots_of(find_dots(inner, outputs, self.is_lane))
        groups = self._groups(leaves, inner)
        self.bundles: list[AnyBundle] = [self._bundle(nodes) for nodes in groups]
        self.stages = [self._stage.get(nodes[0], 0) for nodes in groups]
        """The stage of each bundle, in rising order."""

    @property
    def couples_samples(self) -> bool:
        """Whether what is computed for a sample depends on the others of its batch."""
        return bool(self._stage)

    def row_of(self, node: Scalar) -> int:
        """Return the store and row of a node's value.

        Raises
        ------
        ValueError
            A node that is not in the graph or vanished into a dot product.
        """
        if node not in self.row:
            raise ValueError(
                f"{node!r} has no value of its own here: it is not in the graph, or part of a dot product "
                "(name it among the outputs when the program is made)"
            )
        return self.row[node]

    def check(self, parameters: NDArray[np.float64], inputs: NDArray[np.float64]) -> None:
        """Raise a ValueError where arrays do not have shapes (n_parameters,) and (n_samples, n_inputs)."""
        if parameters.shape != (self.n_parameters,):
            raise ValueError(
                f"{self.n_parameters} parameters are needed, an array of {parameters.shape} was given"
            )
        if inputs.ndim != 2 or inputs.shape[1] != self.n_inputs:
            raise ValueError(f"inputs must have shape (n_samples, {self.n_inputs}), not {inputs.shape}")

    def _place_leaves(
        self, leaves: Sequence[Scalar], inputs: Sequence[Scalar], parameters: Sequence[Scalar]
    ) -> None:
        for known, lanes in ((inputs, True), (parameters, False)):
            self.row.update(zip(known, range(len(known)), strict=True))
            self.is_lane.update(dict.fromkeys(known, lanes))
        for leaf in leaves:
            if leaf not in self.row:
                self.row[leaf], self.is_lane[leaf] = len(parameters) + len(self.constants), False
                self.constants += values_of([leaf])

    def _find_lanes(self, inner: Sequence[Scalar]) -> None:
        is_lane = self.is_lane
        for node in inner:
            children = node.children
            if node.operation == BATCH_MEAN:
                is_lane[node] = False
            elif len(children) == 2:  # nearly all of them
                first, second = children
                is_lane[node] = is_lane[first] or is_lane[second]
            else:
                is_lane[node] = any(is_lane[child] for child in children)

    def _dots_of(self, found: dict[Scalar, Dot]) -> dict[Scalar, Dot]:
        """Return the dot products that are worth a bundle of their own."""
        alone = Counter(dot.inputs[0] for dot in found.values() if len(dot.inputs) == 1)
        return {
            node: dot
            for node, dot in found.items()
            # Two terms with the same input would write the same adjoint. A single product whose input no
            # other sum has goes with like products.
            if len(set(dot.inputs)) == len(dot.inputs) and alone[dot.inputs[0]] != 1 and self._is_early(dot)
        }

    def _is_early(self, dot: Dot) -> bool:
        """Whether weights and bias are known before any mean over the batch."""
        if not self._stage:
            return True
        uniform = dot.weights if dot.bias is None else (*dot.weights, dot.bias)
        return not any(self._stage[node] for node in uniform)

    def _groups(self, leaves: Sequence[Scalar], inner: Sequence[Scalar]) -> list[list[Scalar]]:
        """Return the nodes of each bundle, in an order in which operands come first."""
        absorbed = set(chain.from_iterable([dot.absorbed for dot in self._dots.values()]))
        depths = dict.fromkeys(leaves, 0)
        groups: dict[tuple[int, bool, int, tuple[object, ...]], list[Scalar]] = {}
        for node in inner:
            if node not in absorbed:
                dot = self._dots.get(node)
                children = dot.children if dot else node.children
                depth = depths[node] = 1 + max(map(depths.__getitem__, children))
                if not self._trained.isdisjoint(children):
                    self._trained.add(node)
                kind = self._kind_of_dot(dot) if dot else self._kind(node)
                stage, is_mean = self._stage.get(node, 0), node.operation == BATCH_MEAN
                groups.setdefault((stage, not is_mean, depth, kind), []).append(node)
        # Sorting is stable: within a depth the order of discovery is kept, so that runs are reproducible.
        return [groups[key] for key in sorted(groups, key=lambda key: key[:3])]

    def _kind(self, node: Scalar) -> tuple[object, ...]:
        lanes = tuple(self.is_lane[child] for child in node.children)
        return node.operation, lanes, tuple(child in self._trained for child in node.children)

    def _kind_of_dot(self, dot: Dot) -> tuple[object, ...]:
        return "dot", dot.inputs, dot.bias is None

    def _bundle(self, nodes: list[Scalar]) -> AnyBundle:
        results = self._new_rows(nodes)
        if nodes[0].operation == BATCH_MEAN:
            children = [node.children[0] for node in nodes]
            trained = any(child in self._trained for child in children)
            return MeanBundle(results, self._rows_of(children), tuple(nodes), trained)
        if nodes[0] in self._dots:
            return self._dot_bundle(nodes, results)
        operands = zip(*(node.children for node in nodes), strict=True)
        return Bundle(
            nodes[0].operation,
            results,
            tuple(self._rows_of(column) for column in operands),
            tuple(nodes),
            tuple(child in self._trained for child in nodes[0].children),
        )

    def _dot_bundle(self, nodes: list[Scalar], results: Rows) -> DotBundle:
        dots = [self._dots[node] for node in nodes]
        biases = [dot.bias for dot in dots if dot.bias is not None]
        return DotBundle(
            results,
            np.array([[*map(self.row.__getitem__, dot.weights)] for dot in dots]),
            self._rows_of(dots[0].inputs),
            np.array([self.row[bias] for bias in biases]) if biases else None,
            tuple(nodes),
            any(node in self._trained for node in dots[0].inputs),
        )

    def _new_rows(self, nodes: Sequence[Scalar]) -> Rows:
        lanes = self.is_lane[nodes[0]]
        start = self.n_lanes if lanes else self.n_uniform
        for index, node in enumerate(nodes):
            self.row[node] = start + index
        if lanes:
            self.n_lanes += len(nodes)
        else:
            self.n_uniform += len(nodes)
        return Rows(lanes, np.arange(start, start + len(nodes)))

    def _rows_of(self, nodes: Sequence[Scalar]) -> Rows:
        return Rows(self.is_lane[nodes[0]], np.array([self.row[node] for node in nodes]))


def _stages(leaves: Sequence[Scalar], inner: Sequence[Scalar]) -> dict[Scalar, int]:
    """Return how many means over the batch each node has to wait for; nothing where there are none."""
    if not any(node.operation == BATCH_MEAN for node in inner):
        return {}
    stages = dict.fromkeys(leaves, 0)
    for node in inner:
        stages[node] = max(stages[child] for child in node.children) + (node.operation == BATCH_MEAN)
    return stages
