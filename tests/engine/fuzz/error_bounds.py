"""How far correct results may be apart: the running error of a whole graph, forward and back.

Read off the same table of operations as every backend. Sums are bounded for any order of their terms: with n
of them, (n - 1) roundings of at most the sum of the terms' sizes (Higham, section 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.graph import topological_order
from engine.operations import OPERATIONS
from engine.scalar import Scalar
from tests.engine.fuzz.bounded import UNIT, Bounded, evaluate, exactly, multiply
from tests.engine.fuzz.case import Array, Case


@dataclass
class Sum:
    """Terms to be added in any order."""

    value: Any = 0.0
    error: Any = 0.0
    size: Any = 0.0
    count: int = 0

    def add(self, term: Bounded, samples: int) -> None:
        """Add a term; where `samples` is not 0 it is that many terms, one a sample."""
        value, error, size = term.value, term.error, abs(term.value)
        if samples:
            value, error, size = (np.sum(np.broadcast_to(x, samples)) for x in (value, error, size))
        self.include(Sum(value, error, size, samples or 1))

    def include(self, other: Sum) -> None:
        self.value, self.error = self.value + other.value, self.error + other.error
        self.size, self.count = self.size + other.size, self.count + other.count

    def total(self) -> Bounded:
        return Bounded(self.value, self.error + max(self.count - 1, 0) * UNIT * self.size)


@dataclass(frozen=True)
class ErrorBounds:
    """Values with bounds, (n_outputs, n_samples), and gradients over all samples, (n_parameters,).

    `contributions` are the sums of the absolute values that were added up to the gradients.
    """

    values: Array
    value_errors: Array
    gradients: Array
    gradient_errors: Array
    contributions: Array


def error_bounds(case: Case) -> ErrorBounds:
    """Return the bounds of a case; warnings are off because unused branches may overflow."""
    with np.errstate(all="ignore"):
        return _Analysis(case).bounds()


class _Analysis:
    def __init__(self, case: Case) -> None:
        self._case, self._samples = case, len(case.samples)
        self._order = topological_order(*case.outputs)
        self._results: dict[Scalar, Bounded] = {}
        self._derivatives: dict[Scalar, list[Bounded]] = {}
        self._sums: dict[Scalar, Sum] = {}
        self._is_lane = dict.fromkeys(case.inputs, True)

    def bounds(self) -> ErrorBounds:
        self._forward()
        sums = self._backward()
        values = [self._results[output] for output in self._case.outputs]
        parameters = [sums.get(leaf, Sum()) for leaf in self._case.parameters]
        gradients = [each.total() for each in parameters]
        return ErrorBounds(
            self._table([v.value for v in values]),
            self._table([v.error for v in values]),
            np.array([g.value for g in gradients], np.float64),
            np.array([g.error for g in gradients], np.float64),
            np.array([each.size for each in parameters], np.float64),
        )

    def _table(self, rows: list[Any]) -> Array:
        return np.array([np.broadcast_to(row, self._samples) for row in rows], np.float64)

    def _forward(self) -> None:
        for leaf, column in zip(self._case.inputs, self._case.samples.T, strict=True):
            self._results[leaf] = exactly(column)
        for node in self._order:
            if node.children:
                self._operation(node)
            elif node not in self._results:
                self._results[node] = exactly(node.value)

    def _operation(self, node: Scalar) -> None:
        self._is_lane[node] = any(self._is_lane.get(child, False) for child in node.children)
        operands = [self._results[child] for child in node.children]
        expression = OPERATIONS[node.operation].expression(len(operands))
        value, *derivatives = evaluate([expression.value, *expression.derivatives], operands)
        self._derivatives[node] = derivatives
        if node.operation == "+":
            terms = self._sums[node] = Sum()
            for child in node.children:
                if child in self._sums:
                    terms.include(self._sums[child])
                else:
                    terms.add(self._results[child], 0)
            value = Bounded(value.value, terms.total().error)
        self._results[node] = value

    def _backward(self) -> dict[Scalar, Sum]:
        loss = self._case.loss
        sums = {loss: Sum()}
        sums[loss].add(exactly(1.0 if self._is_lane.get(loss, False) else float(self._samples)), 0)
        for node in reversed(self._order):
            if node not in sums or not node.children:
                continue
            adjoint, from_lanes = sums[node].total(), self._is_lane[node]
            for child, derivative in zip(node.children, self._derivatives[node], strict=True):
                summed = from_lanes and not self._is_lane.get(child, False)
                term = multiply(adjoint, derivative)
                sums.setdefault(child, Sum()).add(term, self._samples if summed else 0)
        return sums
