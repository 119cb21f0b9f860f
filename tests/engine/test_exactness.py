"""Every operation and every loss against many digits, in every engine: values and derivatives.

Nothing may cancel that need not: what a sure answer still lacks to 1 is a small number, not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest

from engine import Scalar
from engine.compiler.compiled_graph import CompiledGraph
from engine.lowering.lanes import LaneProgram
from engine.scalar import scalar_function
from tests.engine.references import LOSS_REFERENCES, OPERATION_REFERENCES, Loss, Reference

Engine = Callable[[Sequence[float]], tuple[float, list[float]]]


def interpreted(function: Loss, count: int) -> Engine:
    def run(operands: Sequence[float]) -> tuple[float, list[float]]:
        leaves = [Scalar(x) for x in operands]
        output = function(leaves)
        output.backward()
        return output.value, [leaf.grad for leaf in leaves]

    return run


def on_arrays(program: Callable[..., LaneProgram | CompiledGraph], function: Loss, count: int) -> Engine:
    inputs, parameters = ([Scalar(0.5) for _ in range(count)] for _ in range(2))
    # Parameters of 0 in front of lanes: their gradients are the derivatives by the lanes.
    output = function([x + p for x, p in zip(inputs, parameters, strict=True)])
    ready = program([output], inputs, parameters)

    def run(operands: Sequence[float]) -> tuple[float, list[float]]:
        values, gradients = ready.loss_and_gradients(np.zeros(count), np.array([operands]))
        return float(values[0]), gradients.tolist()

    return run


ENGINES: dict[str, Callable[[Loss, int], Engine]] = {
    "interpreted": interpreted,
    "array": partial(on_arrays, LaneProgram),
    "compiled": partial(on_arrays, partial(CompiledGraph, trains=True)),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", OPERATION_REFERENCES)
def test_that_operations_are_exact_where_that_is_hard(name: str, engine: str) -> None:
    check_points(lambda xs: scalar_function(name)(*xs), OPERATION_REFERENCES[name], engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", LOSS_REFERENCES)
def test_that_losses_are_exact_also_for_sure_answers(name: str, engine: str) -> None:
    check_points(*LOSS_REFERENCES[name], engine)


def check_points(function: Loss, reference: Reference, engine: str) -> None:
    run = ENGINES[engine](function, reference.count)
    for operands in reference.points:
        reference.check(operands, *run(operands))
