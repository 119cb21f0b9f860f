"""Tracing models, and what cannot be traced."""

from __future__ import annotations

from typing import Any

import pytest

from engine import MLP, Scalar, TracingError, topological_order
from engine.losses import cross_entropy, squared_error
from engine.lowering.tracing import placeholders, trace


def test_that_a_trace_knows_inputs_targets_outputs_and_parameters() -> None:
    model = MLP([2, 3, 2], seed=0)
    traced = trace(model, 2, cross_entropy)
    assert (len(traced.inputs), len(traced.targets), len(traced.outputs)) == (2, 2, 2)
    assert list(traced.parameters) == model.parameters()
    below = set(topological_order(traced.loss))
    assert {*traced.inputs, *traced.targets, *traced.parameters} <= below


def test_that_a_single_output_has_a_single_target() -> None:
    traced = trace(MLP([2, 1], final_layer_softmax=False, seed=0), 2, squared_error)
    assert len(traced.targets) == 1


def test_that_looking_at_values_cannot_be_traced() -> None:
    w = Scalar(1.0)

    class Branching:
        def __call__(self, inputs: Any) -> Scalar:
            return w * inputs[0] if inputs[0].value > 0 else w

        def parameters(self) -> list[Scalar]:
            return [w]

    with pytest.raises(TracingError, match="cannot be traced"):
        trace(Branching(), 1, squared_error)


def test_that_any_function_of_scalars_can_be_traced() -> None:
    x, y = inputs = placeholders(2, "input")
    output = x * y + x.maximum(y)
    assert set(inputs) <= set(topological_order(output))
    assert output.operation == "+"
