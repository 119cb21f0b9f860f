from __future__ import annotations

from engine import Scalar, graph, operations
from engine.graph import leaves_and_inner_nodes
from playground.controllers.graph.engine_code import (
    ADDING,
    adding_line,
    chain_rule,
    code_of_step,
    update_code,
)
from playground.models.graph.mistakes import loops
from playground.models.graph.mistakes.mistakes import OVERWRITING, WRONG_ORDER
from playground.models.operations.definition import install
from playground.models.operations.own_operation import OwnOperation


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


def test_that_the_rule_of_the_operation_stands_above_the_line_that_adds() -> None:
    code = code_of_step("sigmoid")
    assert code.lines[0] == "def _sigmoid(x: Symbol) -> Ruled:"
    assert code.marked is not None
    assert ADDING in code.lines[code.marked]
    file, number = code.place.split(";")[0].split(", line ")
    assert file == "engine/operations.py"
    with open(operations.__file__ or "", encoding="utf-8") as source:
        assert source.read().splitlines()[int(number) - 1] == code.lines[0]


def test_that_a_chain_of_sums_has_the_rule_of_an_addition() -> None:
    assert code_of_step("sum").lines[0].startswith("def _add")


def test_that_the_wrong_order_has_a_loop_of_its_own() -> None:
    code = code_of_step("+", WRONG_ORDER)
    assert code.marked is not None
    assert "before all shares" in code.lines[code.marked]


def test_that_the_loop_of_the_wrong_order_makes_the_wrong_gradient() -> None:
    a = Scalar(1.0)
    b = a + a
    c = b + b
    c.grad = 1.0
    loops.pass_on_at_once(c)
    assert a.grad == 6.0


def test_that_an_operation_without_source_has_the_loop_alone() -> None:
    assert code_of_step("no such").lines == chain_rule().lines


def test_that_the_loop_that_overwrites_keeps_the_last_share_alone() -> None:
    code = code_of_step("*", OVERWRITING)
    assert code.marked is not None
    assert "child.grad = derivative * node.grad" in code.lines[code.marked]
    a, b = Scalar(2.0), Scalar(3.0)
    y = a * b + a * a
    _, inner = leaves_and_inner_nodes(y)
    y.grad = 1.0
    loops.pass_on_overwriting(inner[::-1])
    assert (a.grad, b.grad) in ((2.0, 2.0), (3.0, 2.0))  # and not 2a + b = 7


def test_that_the_code_of_an_update_is_the_rule_of_gradient_descent() -> None:
    code = update_code()
    assert code.marked is not None
    assert code.lines[code.marked].strip() == "return w - rate * g, ()"
    assert code.place.startswith("engine/optimizers.py, line ")


def test_that_the_code_of_an_operation_of_ones_own_is_what_was_defined() -> None:
    name = install([OwnOperation("swish", "x sigmoid(x)")])["swish"]
    code = code_of_step(name)
    assert code.lines[0] == "swish(x) = x sigmoid(x)"
    assert code.lines[1].startswith("∂swish/∂x = x × sigmoid(x)")
    assert code.marked is not None
    assert ".grad +=" in code.lines[code.marked]
    assert code.place.startswith("an operation of your own; engine/graph.py")
