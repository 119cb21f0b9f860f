"""Bundles and dot products found in graphs."""

from __future__ import annotations

import pytest

from engine import MLP, Scalar
from engine.losses import cross_entropy
from engine.lowering.raising import find_dots
from engine.lowering.schedule import AnyBundle, Bundle, DotBundle, MeanBundle, Rows, Schedule
from engine.lowering.tracing import placeholders, trace


def test_that_the_neurons_of_a_network_are_found_again() -> None:
    traced = trace(MLP([4, 6, 5, 3], seed=0), 4, cross_entropy)
    schedule = Schedule([traced.loss], [*traced.inputs, *traced.targets], traced.parameters)
    dots = [bundle for bundle in schedule.bundles if isinstance(bundle, DotBundle)]
    assert [bundle.weights.shape for bundle in dots] == [(6, 4), (5, 6), (3, 5)]
    assert all(bundle.biases is not None for bundle in dots)
    assert [bundle.inputs_trained for bundle in dots] == [False, True, True]
    assert repr(dots[0]) == "6 x dot of 4 + bias -> lane rows"


def operands_of(bundle: AnyBundle) -> tuple[Rows, ...]:
    if isinstance(bundle, Bundle):
        return bundle.operands
    return (bundle.operands if isinstance(bundle, MeanBundle) else bundle.inputs,)


@pytest.mark.parametrize("normalises", [False, True])
def test_that_operands_are_ready_before_their_bundle_runs(normalises: bool) -> None:
    traced = trace(MLP([3, 4, 4, 2], activation="tanh", seed=0, batch_norm=normalises), 3, cross_entropy)
    loss = (traced.in_batch or traced).loss
    schedule = Schedule([loss], [*traced.inputs, *traced.targets], traced.parameters)
    assert schedule.stages == sorted(schedule.stages)
    assert max(schedule.stages) == (4 if normalises else 0), "two means a layer"
    assert schedule.couples_samples is normalises
    ready = {
        True: len(traced.inputs) + len(traced.targets),
        False: len(traced.parameters) + len(schedule.constants),
    }
    for bundle in schedule.bundles:
        operands = operands_of(bundle)
        assert all(rows.indices.max() < ready[rows.lanes] for rows in operands)
        assert bundle.results.indices[0] == ready[bundle.results.lanes]
        ready[bundle.results.lanes] += len(bundle.nodes)


def test_that_a_sum_somebody_else_uses_keeps_its_value() -> None:
    x, w, b = placeholders(1, "input")[0], Scalar(2.0), Scalar(1.0)
    product = w * x
    total = product + b
    order = [x, w, b, product, total]
    is_lane = {x: True, w: False, b: False, product: True, total: True}
    assert find_dots(order, [total], is_lane)[total].weights == (w,)
    assert find_dots(order, [total, product], is_lane) == {}


def test_that_sums_of_anything_else_are_left_alone() -> None:
    x, y = placeholders(2, "input")
    w = Scalar(2.0)
    total = w * x + x * y
    from engine import topological_order

    order = topological_order(total)
    is_lane = {node: node is not w for node in order}
    assert find_dots(order, [total], is_lane) == {}


def test_that_two_constants_in_a_sum_are_no_single_bias() -> None:
    from engine import topological_order

    x, w, a, b = placeholders(1, "input")[0], Scalar(2.0), Scalar(1.0), Scalar(4.0)
    total = (w * x + a) + b
    order = topological_order(total)
    dots = find_dots(order, [total], {node: node in (x,) or bool(node.children) for node in order})
    assert [dot.bias for dot in dots.values()] == [a]
