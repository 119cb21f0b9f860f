"""The order of a graph and the backward pass."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Scalar, ScalarError, compile, gradients, topological_order, verify


def chain(length: int) -> tuple[Scalar, Scalar]:
    x = Scalar(1.0)
    y = x
    for _ in range(length):
        y = -y
    return x, y


def test_that_a_chain_of_a_million_nodes_is_differentiated_and_freed() -> None:
    x, y = chain(1_000_000)
    y.backward()
    assert (y.value, x.grad) == (1.0, 1.0)
    below = y.children[0]
    references = sys.getrefcount(below)
    del y  # not a recursion a million deep, and nothing left to the collector
    assert sys.getrefcount(below) == references - 1


def test_that_children_come_before_parents_and_each_node_once() -> None:
    a = Scalar(2.0)
    b = a + a
    c = b * a + b
    order = topological_order(c)
    assert len(order) == len(set(order)) == 4
    position = {node: index for index, node in enumerate(order)}
    assert all(position[child] < position[node] for node in order for child in node.children)


def test_that_reused_nodes_add_up_their_gradients() -> None:
    a = Scalar(3.0)
    b = a + a
    c = b + b
    c.backward()
    assert (a.grad, b.grad) == (4.0, 2.0)
    x = Scalar(5.0)
    (x * x).backward()
    assert x.grad == 10.0


@given(st.floats(-3, 3), st.floats(-3, 3), st.integers(1, 4))
def test_that_leaves_accumulate_over_passes_and_inner_nodes_do_not(a: float, b: float, passes: int) -> None:
    x, y = Scalar(a), Scalar(b)
    inner = x * y
    output = inner.tanh() + inner
    output.backward()
    once = (x.grad, y.grad, inner.grad)
    for _ in range(passes):
        output.backward()
    assert (x.grad, y.grad) == pytest.approx(((passes + 1) * once[0], (passes + 1) * once[1]))
    assert inner.grad == once[2]


def test_that_a_second_pass_doubles_exactly() -> None:
    x = Scalar(0.3)
    y = (x * x).sigmoid() * x
    y.backward()
    once = x.grad
    y.backward()
    assert x.grad == 2 * once


def test_that_gradients_returns_them_and_stores_nothing() -> None:
    x, y, unused = Scalar(2.0), Scalar(-1.0), Scalar(9.0)
    z = x * y + x.exp()
    found = gradients(z, [x, y, z, unused])
    z.backward()
    assert found == [x.grad, y.grad, 1.0, 0.0]
    assert unused.grad == 0.0
    before = x.grad
    gradients(z, [x])
    assert x.grad == before


def test_that_a_leaf_is_its_own_output() -> None:
    x = Scalar(2.0)
    x.backward()
    assert x.grad == 1.0


def test_that_a_gradient_that_overflows_names_the_operation() -> None:
    x = Scalar(1.0, label="w")
    y = x * 1e-300
    z = (y * 1e300) * 1e300 * 1e-290
    with pytest.raises(ScalarError, match=r"gradient overflows in '\*'"):
        (z * 1e200 * 1e-200 * 1e250 * 1e-200 * 1e200 * Scalar(1e-300) * (x * 1e300)).backward()


def test_that_verify_accepts_real_graphs_and_refuses_changed_ones() -> None:
    x = Scalar(0.7)
    y = (x.sin() * x + 2.0).log()
    verify(y)
    y.children[0].value += 1e-6
    with pytest.raises(ValueError, match="does not follow"):
        verify(y)


def test_that_verify_refuses_changed_derivatives_and_operands_out_of_their_domain() -> None:
    x = Scalar(0.7)
    y = x.tanh()
    y.derivatives = (0.5,)
    with pytest.raises(ValueError, match="does not follow"):
        verify(y)
    z = 1 / x
    x.value = 0.0
    with pytest.raises(ValueError, match="fails: float division by zero"):
        verify(z)


def test_that_a_sum_of_gradients_that_overflows_is_called_one() -> None:
    x = Scalar(1.0)
    # its value at x = 1 is 1.7e308, its slope twice that
    y = x * 1.7e308 - (1.0 - x) * 1.7e308
    with pytest.raises(ScalarError, match="sum of the gradients"):
        y.backward()


def test_that_a_cycle_made_by_hand_is_refused_wherever_the_graph_is_walked() -> None:
    x, w = Scalar(2.0), Scalar(3.0)
    y = x * w
    z = y.exp()
    out = z + 1.0
    y.children = (z, w)
    compiled: list[Callable[[], object]] = [lambda: compile(out, inputs=[x], parameters=[w])]
    for walk in (
        out.backward, z.backward, lambda: gradients(out, [x]), lambda: verify(out),
        lambda: topological_order(y), lambda: pickle.dumps(out), *compiled,
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"the graph has a cycle: Scalar.* is made of itself"):
            walk()
    y.children = (y, w)
    with pytest.raises(ValueError, match="cycle"):
        y.backward()
