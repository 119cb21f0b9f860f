"""Finding weighted sums in a graph again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Scalar, topological_order
from engine.lowering.lanes import LaneProgram
from engine.lowering.raising import Dot, find_dots
from engine.lowering.tracing import placeholders


def dots_below(inputs: Collection[Scalar], *outputs: Scalar) -> dict[Scalar, Dot]:
    order = topological_order(*outputs)
    is_lane: dict[Scalar, bool] = {}
    for node in order:
        is_lane[node] = node in inputs or any(is_lane[child] for child in node.children)
    return find_dots(order, outputs, is_lane)


def test_that_a_neuron_becomes_one_dot_product_with_its_terms_as_written() -> None:
    x, y, z = placeholders(3, "input")
    u, v, w, bias = (Scalar(value, label=label) for value, label in zip((1, 2, 3, 4), "uvwb", strict=True))
    output = u * x + y * v + w * z + bias
    (dot,) = dots_below([x, y, z], output).values()
    assert dot.weights == (u, v, w)
    assert dot.inputs == (x, y, z)
    assert dot.bias is bias
    assert len(dot.absorbed) == 5  # three products and two of the three sums
    assert output not in dot.absorbed


def test_that_the_bias_may_stand_anywhere() -> None:
    (x, y), (u, v, bias) = placeholders(2, "input"), map(Scalar, (1.0, 2.0, 3.0))
    for output in (bias + u * x + v * y, u * x + bias + v * y, u * x + (v * y + bias)):
        assert dots_below([x, y], output)[output].bias is bias


def test_that_a_sum_without_a_bias_has_none() -> None:
    (x, y), (u, v) = placeholders(2, "input"), map(Scalar, (1.0, 2.0))
    output = u * x + v * y
    dot = dots_below([x, y], output)[output]
    assert dot.bias is None
    assert dot.children == (u, v, x, y)


def test_that_one_input_twice_and_one_weight_twice_stay_two_terms() -> None:
    (x, y), w = placeholders(2, "input"), Scalar(2.0)
    output = w * x + w * x + w * y
    dot = dots_below([x, y], output)[output]
    assert dot.weights == (w, w, w)
    assert dot.inputs == (x, x, y)


def test_that_a_product_added_to_itself_is_used_twice_and_so_stays() -> None:
    (x,), w = placeholders(1, "input"), Scalar(2.0)
    product = w * x
    assert dots_below([x], product + product) == {}


def test_that_what_is_asked_for_does_not_vanish() -> None:
    (x, y), (u, v, bias) = placeholders(2, "input"), map(Scalar, (1.0, 2.0, 3.0))
    product = u * x
    inner = product + v * y
    outer = inner + bias
    assert dots_below([x, y], outer)[outer].absorbed
    assert list(dots_below([x, y], outer, inner)) == [inner]
    assert dots_below([x, y], outer, inner, product) == {}


def test_that_two_uniform_terms_are_not_one_bias() -> None:
    (x,), (w, b, c) = placeholders(1, "input"), map(Scalar, (1.0, 2.0, 3.0))
    inner = w * x + b
    outer = inner + c
    assert list(dots_below([x], outer)) == [inner]


def test_that_products_of_two_inputs_or_of_two_weights_are_no_terms() -> None:
    (x, y), (u, v) = placeholders(2, "input"), map(Scalar, (1.0, 2.0))
    assert dots_below([x, y], x * y + u * x) == {}
    assert dots_below([x, y], x + u * y) == {}
    output = u * x + u * v  # the second one is the same for all samples: a bias
    bias = output.children[1]
    assert dots_below([x, y], output)[output].bias is bias


def test_that_long_sums_keep_the_order_of_their_terms_however_they_are_bracketed() -> None:
    count = 20_000
    placed, weights = placeholders(count, "input"), [Scalar(float(i)) for i in range(count)]
    terms = [weight * x for weight, x in zip(weights, placed, strict=True)]
    from_the_left, from_the_right = terms[0], terms[-1]
    for left, right in zip(terms[1:], reversed(terms[:-1]), strict=True):
        from_the_left, from_the_right = from_the_left + left, right + from_the_right
    for output in (from_the_left, from_the_right):
        (dot,) = dots_below(set(placed), output).values()
        assert dot.weights == tuple(weights)
        assert dot.inputs == tuple(placed)


def test_that_sums_side_by_side_keep_the_order_of_their_terms() -> None:
    (x, y, z), (u, v, w, bias) = placeholders(3, "input"), map(Scalar, (1.0, 2.0, 3.0, 4.0))
    output = (u * x + bias) + (v * y + z * w)
    dot = dots_below([x, y, z], output)[output]
    assert (dot.weights, dot.inputs, dot.bias) == ((u, v, w), (x, y, z), bias)


trees = st.recursive(
    st.tuples(st.just("term"), st.integers(0, 2), st.integers(0, 3))
    | st.tuples(st.just("bias"), st.integers(0, 3)),
    lambda children: st.tuples(st.just("+"), children, children),
    max_leaves=9,
)


def grow(tree: tuple, inputs: Sequence[Scalar], weights: Sequence[Scalar]) -> Scalar:
    if tree[0] == "term":
        return weights[tree[2]] * inputs[tree[1]]
    if tree[0] == "bias":
        return weights[tree[1]]
    return grow(tree[1], inputs, weights) + grow(tree[2], inputs, weights)


@settings(max_examples=100, deadline=None)
@given(trees)
def test_that_a_sum_of_any_shape_keeps_value_and_gradients(tree: tuple) -> None:
    parameters, sample = np.array([0.5, -1.25, 2.0, 3.5]), np.array([[1.5, -2.0, 0.75]])
    placed, weights = placeholders(3, "input"), [Scalar(w) for w in parameters]
    program = LaneProgram([grow(tree, placed, weights)], placed, weights)
    losses, gradients = program.loss_and_gradients(parameters, sample)
    leaves = [Scalar(w) for w in parameters]
    output = grow(tree, [Scalar(x) for x in sample[0]], leaves)
    output.backward()
    # multiples of 1/4: every sum is exact, whatever its order
    assert losses.tolist() == [output.value]
    assert gradients.tolist() == [leaf.grad for leaf in leaves]
