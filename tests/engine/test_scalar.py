"""Scalars: values, operators on either side, and the gradients they lead to."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, Scalar, ScalarError, TracingError, log_sum_exp
from engine.graph import topological_order
from engine.scalar import TracedScalar

numbers = st.floats(-50, 50).filter(lambda x: abs(x) > 1e-3)


def test_that_the_known_expression_has_its_known_value_and_slope() -> None:
    x = Scalar(-4.0)
    z = 2 * x + 2 + x
    q = z.sigmoid() + z * x
    h = (z * z).sigmoid()
    y = h + q + q.log() / x.exp()
    y.backward()
    assert y.value == pytest.approx(242.40610125372064, rel=1e-12)
    assert x.grad == pytest.approx(-253.43468221607841, rel=1e-12)


@given(numbers, numbers)
def test_that_operators_take_plain_numbers_on_either_side(a: float, b: float) -> None:
    x = Scalar(a)
    assert (x + b).value == (b + x).value == a + b
    assert ((x - b).value, (b - x).value) == (a - b, b - a)
    assert (x * b).value == (b * x).value == a * b
    assert ((x / b).value, (b / x).value) == (a / b, b / a)
    assert (-x).value == -a
    assert abs(x).value == x.abs().value == abs(a)
    assert (x.maximum(b).value, x.minimum(b).value) == (max(a, b), min(a, b))


def test_that_powers_take_numbers_and_scalars_as_exponents() -> None:
    x = Scalar(3.0)
    assert (x**2).value == 9.0
    assert (2**x).value == 8.0
    assert (x ** Scalar(2.0)).value == 9.0
    assert (Scalar(-2.0) ** 3).value == -8.0


@pytest.mark.parametrize("number", [np.float64(2.0), np.int64(2), np.float32(2.0), True])
def test_that_numpy_numbers_work_on_either_side(number: float) -> None:
    x = Scalar(3.0)
    for result in (number * x, x * number, number + x, x - number):
        assert type(result) is Scalar
    assert (number * x).value == float(number) * 3.0


@pytest.mark.parametrize("other", ["2", None, [1.0], 1j])
def test_that_anything_but_numbers_is_refused(other: Any) -> None:
    with pytest.raises(TypeError, match="plain numbers"):
        Scalar(1.0) + other


def test_that_the_text_form_reads_value_and_grad() -> None:
    assert repr(Scalar(1.5)) == "Scalar(value=1.5, grad=0.0)"


def test_that_children_keep_their_order_and_repetition() -> None:
    x, y = Scalar(2.0), Scalar(3.0)
    assert (x - y).children == (x, y)
    assert (x * x).children == (x, x)
    assert (x - y).operation == "-"


def test_that_a_node_made_by_hand_has_its_derivatives_from_the_table() -> None:
    a, b = Scalar(2.0), Scalar(3.0)
    product = Scalar(6.0, (a, b), "*")
    product.backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
    with pytest.raises(ValueError, match="unknown operation 'mystery'"):
        Scalar(6.0, (a, b), "mystery")


def test_that_log_sum_exp_is_stable_and_its_slopes_are_the_softmax() -> None:
    xs = [Scalar(1000.0), Scalar(1001.0), Scalar(-1000.0)]
    total = log_sum_exp(xs)
    total.backward()
    assert total.value == pytest.approx(1001.0 + np.log1p(np.exp(-1.0)))
    assert [x.grad for x in xs] == pytest.approx([1 / (1 + np.e), np.e / (1 + np.e), 0.0])
    with pytest.raises(ValueError, match="at least one"):
        log_sum_exp([])


def test_that_a_label_is_told_by_an_error_and_errors_pickle() -> None:
    with pytest.raises(ScalarError, match=r"temperature = 2000\.0") as caught:
        Scalar(2000.0, label="temperature").exp()
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.operation, again.label, str(again)) == ("exp", "temperature", str(caught.value))
    assert again.operands[0].value == 2000.0


def test_that_traced_scalars_record_but_have_no_value() -> None:
    x, w = TracedScalar("x"), Scalar(2.0)
    y = (w * x + 1.0).tanh().maximum(0.5)
    assert isinstance(y, TracedScalar)
    product = y.children[0].children[0].children[0]
    assert product.children == (w, x)
    assert (1.0 - x).children[1] is x
    with pytest.raises(TracingError, match="traced"):
        _ = y.value


def test_that_a_deep_graph_survives_pickling() -> None:
    x = Scalar(1.0, label="start")
    y = x
    for _ in range(20_000):
        y = y * 1.0
    y.backward()
    again = pickle.loads(pickle.dumps(y))
    order = topological_order(again)
    start = next(node for node in order if node.label == "start")
    assert (again.value, start.grad, len(order)) == (1.0, 1.0, 40_001)


def test_that_a_restored_graph_still_differentiates() -> None:
    x = Scalar(0.5)
    y = (x * x).tanh()
    y.backward()
    again = pickle.loads(pickle.dumps(y))
    leaf = topological_order(again)[0]
    leaf.grad = 0.0
    again.backward()
    assert leaf.grad == x.grad


def test_that_a_network_and_its_loss_share_their_parameters_after_pickling() -> None:
    model = MLP([2, 3, 1], final_layer_softmax=False, seed=0)
    loss = model([0.5, -0.5])
    model_again, loss_again = pickle.loads(pickle.dumps((model, loss)))
    assert set(model_again.parameters()) <= set(topological_order(loss_again))


def test_that_a_deep_copy_is_independent() -> None:
    x = Scalar(2.0)
    y = copy.deepcopy(x * 3.0)
    y.backward()
    assert (y.value, x.grad) == (6.0, 0.0)


@pytest.mark.parametrize("value", ["3", "abc", b"3", None, [1.0], 1j, Scalar(1.0)])
def test_that_the_value_of_a_scalar_must_be_a_number(value: Any) -> None:
    with pytest.raises(TypeError, match=r"the value of a Scalar must be a number, not"):
        Scalar(value)


@pytest.mark.parametrize("value", ["3", "abc", None, [1.0]])
def test_that_a_value_set_to_something_else_is_named_by_what_uses_it(value: Any) -> None:
    x, w = Scalar(1.0, label="the weight"), Scalar(2.0)
    x.value = value
    words = rf"the value of the weight is {re.escape(repr(value))}, not a number"
    attempts: list[Callable[[], Any]] = [
        lambda: x * w, lambda: x + 1, lambda: -x, lambda: x.exp(), lambda: x.maximum(w),
        lambda: log_sum_exp([x, w]),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(TypeError, match=words):
            attempt()


def test_that_children_come_in_a_known_order() -> None:
    a, b = Scalar(3.0, label="a"), Scalar(2.0, label="b")
    for children in ((a, b), [a, b], {a: 0, b: 1}, {a: 0, b: 1}.keys()):
        made = Scalar(1.0, children, "-")
        made.backward()
        assert (made.children, a.grad, b.grad) == ((a, b), 1.0, -1.0)
        a.grad = b.grad = 0.0
    for single in ({a}, frozenset((a,))):
        assert Scalar(-3.0, single, "neg").children == (a,)
    with pytest.raises(ValueError, match="a set does not tell the order"):
        Scalar(1.0, {a, b}, "-")
    for wrong in (a, [a, 2.0], "ab"):
        with pytest.raises(TypeError, match="children must be a collection of Scalars, not"):
            Scalar(1.0, wrong, "-")  # type: ignore[arg-type]
