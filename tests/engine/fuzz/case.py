"""A case of the fuzz: the graph of one sample, values for its leaves, and how each backend runs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import engine
from engine.graph import backward, topological_order
from engine.lowering.lanes import LaneProgram
from engine.operation_table import Operation
from engine.operations import OPERATIONS
from engine.scalar import Scalar, scalar_function

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A graph whose last result is the loss.

    Attributes
    ----------
    outputs
        Nodes whose values are compared; the last one is the loss.
    inputs, parameters
        Leaves that differ from sample to sample, and leaves whose gradients are compared.
    samples
        Shape (n_samples, n_inputs).
    operations
        User-defined operations of this graph; they are known to the engine within `known` alone.
    """

    name: str
    outputs: tuple[Scalar, ...]
    inputs: tuple[Scalar, ...]
    parameters: tuple[Scalar, ...]
    samples: Array
    operations: tuple[Operation, ...] = ()

    @property
    def loss(self) -> Scalar:
        return self.outputs[-1]


@dataclass(frozen=True)
class Results:
    """What one backend says: values of the outputs, (n_outputs, n_samples), losses, and gradients.

    `total` is the loss over all samples where the backend adds it up itself.
    """

    backend: str
    values: Array
    losses: Array
    gradients: Array
    total: float | None = None


@contextmanager
def known(operations: Sequence[Operation]) -> Iterator[None]:
    """Make user-defined operations known for a while; other tests must not meet them."""
    new = [operation for operation in operations if operation.name not in OPERATIONS]
    for operation in new:
        OPERATIONS.add(operation)
    try:
        yield
    finally:
        for operation in new:
            OPERATIONS.remove(operation.name)


def parameter_values(case: Case) -> Array:
    return np.array([leaf.value for leaf in case.parameters], np.float64)


def run_interpreted(case: Case) -> Results:
    """Build the graph anew from Scalars for every sample."""
    inner = [node for node in topological_order(*case.outputs) if node.children]
    for leaf in case.parameters:
        leaf.grad = 0.0
    values = np.empty((len(case.outputs), len(case.samples)))
    for column, row in enumerate(case.samples.tolist()):
        made: dict[Scalar, Scalar] = {
            leaf: Scalar(value) for leaf, value in zip(case.inputs, row, strict=True)
        }
        for node in inner:
            children = [made.get(child, child) for child in node.children]
            made[node] = scalar_function(node.operation)(*children)
        loss = made.get(case.loss, case.loss)
        backward(loss)
        values[:, column] = [made.get(output, output).value for output in case.outputs]
    gradients = np.array([leaf.grad for leaf in case.parameters])
    return Results("interpreted", values, values[-1], gradients)


def run_array(case: Case) -> Results:
    parameters = parameter_values(case)
    program = LaneProgram([case.loss], case.inputs, case.parameters)
    losses, gradients = program.loss_and_gradients(parameters, case.samples)
    several = LaneProgram(case.outputs, case.inputs, case.parameters)
    return Results("array", several.values(parameters, case.samples), losses, gradients)


def run_compiled(case: Case) -> Results:
    program = engine.compile(case.loss, inputs=case.inputs, parameters=case.parameters)
    total, gradients = program.loss_and_gradients(case.samples)
    losses = program.losses(case.samples)
    values = losses[None]
    if len(case.outputs) > 1:
        several = engine.compile(list(case.outputs), inputs=case.inputs, parameters=case.parameters)
        values = several.values(case.samples)
    return Results("compiled", values, losses, gradients, total)
