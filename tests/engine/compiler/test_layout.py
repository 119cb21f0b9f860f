"""Where values stand in memory, and who writes an adjoint first."""

from __future__ import annotations

import numpy as np
import pytest

from engine import MLP, Scalar
from engine.compiler.layout import BundlePlan, DotPlan, Layout, Span, span
from engine.losses import squared_error
from engine.lowering.schedule import Schedule
from engine.lowering.tracing import placeholders, trace


def layout_of(output: Scalar, inputs: list, parameters: list[Scalar]) -> Layout:
    schedule = Schedule([output], inputs, parameters)
    return Layout(schedule, schedule.row[output], trains=True)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([5], Span(5, 1)),
        ([5, 6, 7], Span(5, 1)),
        ([7, 6, 5], Span(7, -1)),
        ([4, 4], Span(4, 0)),
        ([0, 9, 18], Span(0, 9)),
        ([1, 2, 4], Span(0, 0, (1, 2, 4))),
    ],
)
def test_that_rows_with_a_pattern_need_no_table(rows: list[int], expected: Span) -> None:
    assert span(np.array(rows)) == expected
    assert expected.is_table == (rows == [1, 2, 4])


def test_that_a_number_times_itself_adds_to_its_own_adjoint() -> None:
    (x,), w = placeholders(1, "input"), Scalar(1.0)
    y = w * x
    plans = layout_of(y * y, [x], [w]).plans
    square = next(p for p in plans if isinstance(p, BundlePlan) and p.operation == "*" and p.lanes)
    product = plans[-1]
    assert isinstance(product, BundlePlan)
    assert [operand.stores for operand in product.operands] == [False, False]
    assert square.lanes


def test_that_crossed_operands_do_not_overwrite_each_other() -> None:
    # the first contribution to a comes from one pair, to b from the other
    (x,), w, v = placeholders(1, "input"), Scalar(1.0), Scalar(2.0)
    a, b = (w * x).tanh(), (v * x).tanh()
    layout = layout_of(a.maximum(b) + b.maximum(a), [x], [w, v])
    crossed = next(p for p in layout.plans if isinstance(p, BundlePlan) and p.operation == "maximum")
    assert crossed.count == 2
    assert not any(operand.stores for operand in crossed.operands)
    assert len(layout.zeroed) == 2


def test_that_adjoints_of_a_plain_network_need_no_zeros() -> None:
    traced = trace(MLP([3, 5, 4, 1], False, "tanh", "linear", seed=0), 3, squared_error)
    layout = layout_of(traced.loss, [*traced.inputs, *traced.targets], list(traced.parameters))
    assert layout.zeroed == []
    assert layout.copies == []
    first, *others = (plan for plan in layout.plans if isinstance(plan, DotPlan))
    assert first.input_adjoint is None  # nobody asks for the gradients of data
    assert all(plan.input_stores for plan in others)


def test_that_only_values_another_operation_could_hide_are_checked() -> None:
    traced = trace(MLP([2, 3, 3, 1], False, "relu", "linear", seed=0), 2, squared_error)
    layout = layout_of(traced.loss, [*traced.inputs, *traced.targets], list(traced.parameters))
    dots = [plan for plan in layout.plans if isinstance(plan, DotPlan)]
    assert [plan.checks for plan in dots] == [True, True, False]  # relu(-inf) is 0, a difference shows it


def test_that_scattered_weights_are_copied_together() -> None:
    inputs = placeholders(3, "input")
    w = [Scalar(float(i)) for i in range(5)]
    layout = layout_of(w[3] * inputs[0] + w[0] * inputs[1] + w[4] * inputs[2], inputs, w)
    ((start, sources),) = layout.copies
    assert start == 5
    assert sorted(sources.tolist()) == [0, 3, 4]
