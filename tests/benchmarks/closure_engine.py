"""A scalar engine in the notebook's design, to measure against: closures, and children in a set."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


class ClosureScalar:
    """value, grad, a set of children, and a closure that passes the gradient on."""

    def __init__(self, value: float, children: tuple[ClosureScalar, ...] = (), operation: str = "") -> None:
        self.value = value
        self.grad = 0.0
        self.children = set(children)
        self.operation = operation
        self.pass_on: Callable[[], None] = lambda: None

    def __add__(self, other: Any) -> ClosureScalar:
        other = other if isinstance(other, ClosureScalar) else ClosureScalar(other)
        result = ClosureScalar(self.value + other.value, (self, other), "+")

        def pass_on() -> None:
            self.grad += result.grad
            other.grad += result.grad

        result.pass_on = pass_on
        return result

    def __mul__(self, other: Any) -> ClosureScalar:
        other = other if isinstance(other, ClosureScalar) else ClosureScalar(other)
        result = ClosureScalar(self.value * other.value, (self, other), "*")

        def pass_on() -> None:
            self.grad += other.value * result.grad
            other.grad += self.value * result.grad

        result.pass_on = pass_on
        return result

    def exp(self) -> ClosureScalar:
        result = ClosureScalar(math.exp(self.value), (self,), "exp")

        def pass_on() -> None:
            self.grad += result.value * result.grad

        result.pass_on = pass_on
        return result

    def log(self) -> ClosureScalar:
        result = ClosureScalar(math.log(self.value), (self,), "log")

        def pass_on() -> None:
            self.grad += result.grad / self.value

        result.pass_on = pass_on
        return result

    def reciprocal(self) -> ClosureScalar:
        result = ClosureScalar(1.0 / self.value, (self,), "1/x")

        def pass_on() -> None:
            self.grad -= result.value * result.value * result.grad

        result.pass_on = pass_on
        return result

    def sigmoid(self) -> ClosureScalar:
        result = ClosureScalar(1.0 / (1.0 + math.exp(-self.value)), (self,), "sigmoid")

        def pass_on() -> None:
            self.grad += result.value * (1.0 - result.value) * result.grad

        result.pass_on = pass_on
        return result

    def backward(self) -> None:
        """Recursive topological order, then the closures in reverse."""
        order: list[ClosureScalar] = []
        seen: set[ClosureScalar] = set()

        def visit(node: ClosureScalar) -> None:
            if node not in seen:
                seen.add(node)
                for child in node.children:
                    visit(child)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.pass_on()


class ClosureNetwork:
    """Sigmoid layers and a softmax, from the weights of a network of the engine."""

    def __init__(self, layers: list[list[list[float]]]) -> None:
        self.layers = [[[ClosureScalar(p) for p in neuron] for neuron in layer] for layer in layers]

    def loss(self, inputs: list[float], target: int) -> ClosureScalar:
        """Return the cross-entropy of one sample."""
        values = [ClosureScalar(x) for x in inputs]
        for index, layer in enumerate(self.layers):
            sums = []
            for *weights, bias in layer:
                total = weights[0] * values[0]
                for weight, value in zip(weights[1:], values[1:], strict=True):
                    total = total + weight * value
                sums.append(total + bias)
            values = [s.sigmoid() for s in sums] if index < len(self.layers) - 1 else sums
        exponentials = [value.exp() for value in values]
        total = exponentials[0]
        for e in exponentials[1:]:
            total = total + e
        return (exponentials[target] * total.reciprocal()).log() * -1.0

    def batch_loss(self, X: list[list[float]], y: list[int]) -> ClosureScalar:
        """Return the summed cross-entropy of a batch: one graph of all samples, as the notebook builds it."""
        total = self.loss(X[0], y[0])
        for row, target in zip(X[1:], y[1:], strict=True):
            total = total + self.loss(row, target)
        return total

    def zero_grad(self) -> None:
        """Forget all gradients."""
        for layer in self.layers:
            for neuron in layer:
                for parameter in neuron:
                    parameter.grad = 0.0
