"""Finds the neurons again: chains ``w1*x1 + w2*x2 + ... + b`` in a graph become one dot product each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .scalar import Scalar


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
        All nodes, children before parents.
    outputs
        Nodes that are asked for and so must keep a value of their own.
    is_lane
        Whether a node differs from sample to sample.

    Notes
    -----
    Only nodes that nothing else uses disappear into a dot product.
    """
    uses = Counter(child for node in order for child in node.children)
    uses.update(outputs)
    sums = _sums_of_products(order, uses, is_lane)
    dots: dict[Scalar, Dot] = {}
    absorbed: set[Scalar] = set()
    for node in reversed(order):
        if node in sums and node.operation == "+" and node not in absorbed:
            dots[node] = _collect(node, is_lane)
            absorbed.update(dots[node].absorbed)
    return dots


def _sums_of_products(
    order: Sequence[Scalar], uses: Mapping[Scalar, int], is_lane: Mapping[Scalar, bool]
) -> set[Scalar]:
    """Return the nodes that are a product of a lane with a weight, or a sum of such and at most one bias."""
    biases: dict[Scalar, int] = {}
    for node in order:
        lanes = [child for child in node.children if is_lane[child]]
        if node.operation == "*" and len(lanes) == 1:
            biases[node] = 0
        elif node.operation == "+" and lanes and all(c in biases and uses[c] == 1 for c in lanes):
            count = len(node.children) - len(lanes) + sum(biases[child] for child in lanes)
            if count <= 1:
                biases[node] = count
    return set(biases)


def _collect(root: Scalar, is_lane: Mapping[Scalar, bool]) -> Dot:
    """Return the dot product whose sum is `root`, its terms in the order they were written."""
    weights: list[Scalar] = []
    inputs: list[Scalar] = []
    bias: Scalar | None = None
    absorbed: list[Scalar] = []
    waiting = list(reversed(root.children))
    while waiting:
        term = waiting.pop()
        if not is_lane[term]:
            bias = term
            continue
        absorbed.append(term)
        if term.operation == "+":
            waiting.extend(reversed(term.children))
            continue
        first, second = term.children
        weights.append(second if is_lane[first] else first)
        inputs.append(first if is_lane[first] else second)
    return Dot(tuple(weights), tuple(inputs), bias, tuple(absorbed))
