"""Recognises neurons: chains ``w1*x1 + w2*x2 + ... + b`` in a graph become one dot product each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.scalar import Scalar


@dataclass(frozen=True)
class Dot:
    """``sum(weight * input) + bias``: weights and bias are uniform, inputs differ from sample to sample."""

    weights: tuple[Scalar, ...]
    inputs: tuple[Scalar, ...]
    bias: Scalar | None
    absorbed: tuple[Scalar, ...]

    @property
    def children(self) -> tuple[Scalar, ...]:
        """Return all nodes the dot product is made of."""
        return (*self.weights, *self.inputs, *(() if self.bias is None else (self.bias,)))


def find_dots(
    order: Sequence[Scalar], outputs: Collection[Scalar], is_lane: Mapping[Scalar, bool]
) -> dict[Scalar, Dot]:
    """Return the dot products of a graph by the node that holds their sum.

    Parameters
    ----------
    order
        All nodes that have children (leaves may be among them), children before parents.
    outputs
        Nodes that are asked for and so must keep a value of their own.
    is_lane
        Whether a node differs from sample to sample.

    Notes
    -----
    Only nodes that nothing else uses disappear into a dot product.
    """
    uses = Counter(chain.from_iterable([node.children for node in order]))
    uses.update(outputs)
    shared = {node for node, count in uses.items() if count > 1}
    return {node: _collect(node, is_lane) for node in _sums_of_products(order, shared, is_lane)}


def _sums_of_products(
    order: Sequence[Scalar], shared: Collection[Scalar], is_lane: Mapping[Scalar, bool]
) -> list[Scalar]:
    """Return the largest sums of products of a lane with a weight and at most one bias."""
    sums: dict[Scalar, None] = {}
    biases: dict[Scalar, int] = {}  # of products and sums that may yet disappear into a larger sum
    for node in order:
        if node.operation == "*":
            first, second = node.children
            if is_lane[first] != is_lane[second] and node not in shared:
                biases[node] = 0
        elif node.operation == "+":
            count = 0
            for child in node.children:
                if child in biases:
                    count += biases.pop(child)
                else:
                    count += 2 if is_lane[child] else 1  # any other lane: too many at once
            if count <= 1:
                for child in node.children:
                    sums.pop(child, None)
                sums[node] = None
                if node not in shared:
                    biases[node] = count
    return list(sums)


def _collect(root: Scalar, is_lane: Mapping[Scalar, bool]) -> Dot:
    """Return the dot product whose sum is `root`, its terms in the order they were written."""
    weights: list[Scalar] = []
    inputs: list[Scalar] = []
    bias: Scalar | None = None
    absorbed: list[Scalar] = []
    waiting = [*root.children]
    while waiting:
        term = waiting.pop()
        if not is_lane[term]:
            bias = term
            continue
        absorbed.append(term)
        if term.operation == "+":
            waiting += term.children
            continue
        first, second = term.children
        if is_lane[first]:
            first, second = second, first
        weights.append(first)
        inputs.append(second)
    # The stack gives the last term first.
    return Dot(tuple(reversed(weights)), tuple(reversed(inputs)), bias, tuple(absorbed))
