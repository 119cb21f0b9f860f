from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from engine import Scalar
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.tracing import graph_of
from tests.playground.models.graph.test_steps import formulas


@given(formulas)
def test_that_all_at_once_gives_what_one_by_one_gives(text: str) -> None:
    graph = graph_of_formulas(text, {"a": 0.3, "b": -0.7, "c": 1.1})
    known = dict(graph.start)
    assert graph.values({}) == pytest.approx(graph._values_one_by_one(known), rel=1e-12, abs=1e-15)


def test_that_a_graph_agrees_with_the_engine_that_made_it() -> None:
    x, w = Scalar(0.7), Scalar(-1.3)
    output = (x * w + x.exp()).tanh() * x / (w * w + 1.0)
    output.backward()
    graph, index_of = graph_of(output, {x: "x", w: "w"})
    values = graph.values({})
    gradients = graph.gradients(graph.local_derivatives(values))
    assert values[index_of[output]] == pytest.approx(output.value)
    assert gradients[[index_of[x], index_of[w]]] == pytest.approx([x.grad, w.grad])


def test_that_a_node_can_be_held_at_a_value() -> None:
    graph = graph_of_formulas("m = a*b\ny = m + a", {"a": 2.0, "b": 3.0})
    place = next(node.index for node in graph.nodes if node.name == "m")
    values = graph.values({})
    moved = graph.sweep.moved_values(values, np.array([place, 0]), np.array([10.0, 5.0]))
    assert moved[place].tolist() == [10.0, 15.0]
    assert moved[-1].tolist() == [12.0, 20.0]


def test_that_a_value_outside_the_domain_is_told_by_the_operation() -> None:
    graph = graph_of_formulas("y = log(a)", {"a": 1.0})
    with pytest.raises((ArithmeticError, ValueError)):
        graph.values({0: -1.0})


def test_that_parameters_of_a_run_that_failed_stay_visible_as_they_are() -> None:
    graph = graph_of_formulas("y = a*b", {"a": 1.0, "b": 2.0})
    assert np.isnan(graph.values({0: float("nan")})[-1])
