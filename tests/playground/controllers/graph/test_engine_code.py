from __future__ import annotations

from engine import Scalar, graph
from engine.graph import leaves_and_inner_nodes
from playground.controllers.graph.engine_code import adding_line, chain_rule


def test_that_the_code_on_screen_is_the_loop_that_runs() -> None:
    lines = chain_rule().lines
    x = Scalar(0.3)
    y = (x * x + x).tanh() * x
    y.backward()
    expected = x.grad
    leaves, inner = leaves_and_inner_nodes(y)
    for node in (*leaves, *inner):
        node.grad = 0.0
    y.grad = 1.0
    exec("\n".join(lines), {"from_output": inner[::-1]})
    assert x.grad == expected


def test_that_the_marked_line_adds_to_a_gradient() -> None:
    marked = adding_line()
    assert marked is not None
    assert chain_rule().lines[marked].strip() == "child.grad += derivative * node.grad"


def test_that_the_place_is_where_the_loop_stands() -> None:
    file, number = chain_rule().place.split(", line ")
    assert file == "engine/graph.py"
    assert graph.__file__ is not None
    with open(graph.__file__, encoding="utf-8") as source:
        assert source.read().splitlines()[int(number) - 1].strip() == chain_rule().lines[0]
