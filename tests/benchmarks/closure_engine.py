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

    def tanh(self) -> ClosureScalar:
        result = ClosureScalar(math.tanh(self.value), (self,), "tanh")

        def pass_on() -> None:
            self.grad += (1.0 - result.value * result.value) * result.grad

        result.pass_on = pass_on
        return result

    def relu(self) -> ClosureScalar:
        result = ClosureScalar(max(self.value, 0.0), (self,), "relu")

        def pass_on() -> None:
            self.grad += (self.value > 0.0) * result.grad

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
    """Layers of weights and biases, from the values of a network of the engine.

    Parameters
    ----------
    layers
        One list a neuron: its weights, then its bias.
    activation
        Of the hidden layers, and of the outputs unless they are a `softmax`.
    softmax
        Whether the loss is the cross-entropy of a softmax; otherwise it is the squared error of one output.
    """

    def __init__(
        self, layers: list[list[list[float]]], activation: str = "sigmoid", softmax: bool = True
    ) -> None:
        self.layers = [[[ClosureScalar(p) for p in neuron] for neuron in layer] for layer in layers]
        self.activation, self.softmax = activation, softmax

    def layer_outputs(self, inputs: list[float]) -> list[list[ClosureScalar]]:
        """Return the neurons of every layer; those of a softmax as exponentials, not yet divided."""
        layers = [[ClosureScalar(x) for x in inputs]]
        for index, layer in enumerate(self.layers):
            values, sums = layers[-1], []
            for *weights, bias in layer:
                total = weights[0] * values[0]
                for weight, value in zip(weights[1:], values[1:], strict=True):
                    total = total + weight * value
                sums.append(total + bias)
            is_softmax = self.softmax and index == len(self.layers) - 1
            name = "exp" if is_softmax else self.activation
            layers.append([getattr(s, name)() for s in sums])
        return layers[1:]

    def loss(self, inputs: list[float], target: float) -> ClosureScalar:
        """Return the loss of one sample; `target` is a class, or the number wanted of the output."""
        outputs = self.layer_outputs(inputs)[-1]
        if not self.softmax:
            error = outputs[0] + ClosureScalar(-target)
            return error * error
        return (outputs[int(target)] * _sum(outputs).reciprocal()).log() * -1.0

    def batch_loss(self, X: list[list[float]], y: list[float]) -> ClosureScalar:
        """Return the summed loss of a batch: one graph of all samples, as the notebook builds it."""
        return _sum([self.loss(row, target) for row, target in zip(X, y, strict=True)])

    def neurons(self, inputs: list[float]) -> list[ClosureScalar]:
        """Return all neurons for one point."""
        *hidden, outputs = self.layer_outputs(inputs)
        if self.softmax:
            share = _sum(outputs).reciprocal()
            outputs = [output * share for output in outputs]
        return [neuron for layer in [*hidden, outputs] for neuron in layer]

    def step(self, rate: float) -> None:
        """Descend along the gradient."""
        for layer in self.layers:
            for neuron in layer:
                for parameter in neuron:
                    parameter.value -= rate * parameter.grad

    def zero_grad(self) -> None:
        """Forget all gradients."""
        for layer in self.layers:
            for neuron in layer:
                for parameter in neuron:
                    parameter.grad = 0.0


def _sum(terms: list[ClosureScalar]) -> ClosureScalar:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
