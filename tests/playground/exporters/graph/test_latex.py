"""Formulas as LaTeX: read as print is read they have the same value, and no name breaks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import define_operation
from engine.operations import BUILT_IN, OPERATIONS
from engine.scalar import forget_functions
from playground.exporters.graph.latex import (
    MOST_LINES,
    WIDEST,
    chain_rule,
    latex_name,
    latex_names,
    latex_of,
    too_long_for_latex,
)
from playground.exporters.graph.program import Program
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import EXAMPLES, Example, graph_of_formulas
from tests.playground.exporters.graph.formulas import (
    BRACKETED,
    close,
    graph_of_example,
    graph_of_operation,
    graph_of_own_operations,
    graphs,
)
from tests.playground.exporters.graph.latex_reader import LatexError, compute
from tests.playground.models.graph.networks import walk_of_network


def check(graph: ComputationGraph) -> None:
    program = Program(graph, {}, WIDEST)
    names = latex_names((*program.leaves, *program.lines))
    found = compute(
        latex_of(graph, {}), {names[leaf.index]: graph.start[leaf.index] for leaf in program.leaves}
    )
    assert close(found[names[graph.output]], float(graph.values({})[-1]))


@given(graphs())
def test_that_what_is_printed_has_the_value_of_the_graph(graph: ComputationGraph) -> None:
    check(graph)


@pytest.mark.parametrize("formula", BRACKETED)
def test_that_brackets_are_kept_where_they_are_needed(formula: str) -> None:
    check(graph_of_formulas(f"y = {formula}", {"a": 1.7, "b": 0.6, "c": -1.3}))


@pytest.mark.parametrize("operation", [operation.name for operation in BUILT_IN])
def test_that_every_operation_of_the_table_is_written(operation: str) -> None:
    check(graph_of_operation(operation))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_that_every_example_is_written(example: Example) -> None:
    check(graph_of_example(example))


def test_that_formulas_read_as_in_a_book() -> None:
    text = latex_of(graph_of_formulas("y = sigmoid(w1*x1 + b)\nL = (y - t)**2/2", {}), {})
    lines = [line.strip() for line in text.split("\n")]
    assert r"y &= \sigma\left(w_{1} \, x_{1} + b\right) \\" in lines
    assert r"L &= \frac{\left(y - t\right)^{2}}{2}" in lines
    assert lines[0] == "% needs amsmath"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w1", "w_{1}"), ("w_1", "w_{1}"), ("w2,1,3", "w_{2,1,3}"), ("alpha", r"\alpha"),
        ("loss", r"\mathrm{loss}"),
        ("x′", "x'"), ("h1,2 #3", "h_{1,2}^{(3)}"), ("petal width (cm)", r"\text{petal width (cm)}"),
        ("50 %", r"\text{50 \%}"), ("a_b", r"\text{a\_b}"), ("größe", r"\text{größe}"),
        ("\\{x}~^", r"\text{\textbackslash{}\{x\}\textasciitilde{}\textasciicircum{}}"),
    ],
)  # fmt: skip
def test_that_names_are_set_as_in_print(name: str, text: str) -> None:
    assert latex_name(name) == text


@given(st.text())
def test_that_braces_of_any_name_are_balanced(name: str) -> None:
    text = latex_name(name).replace("\\{", "").replace("\\}", "").replace("\\\\", "")
    assert text.count("{") == text.count("}")
    assert "\n" not in text


def test_that_a_wide_sum_takes_several_lines() -> None:
    wide = " + ".join(f"w{number}*x{number}" for number in range(20))
    graph = graph_of_formulas(f"y = tanh({wide})*2", {})
    check(graph)
    assert max(map(len, latex_of(graph, {}).split("\n"))) < 180


def test_that_names_that_would_look_alike_stay_apart() -> None:
    text = latex_of(graph_of_formulas("y = w1*w_1", {}), {})
    assert r"y &= w_{1} \, \text{w\_1}" in text


def test_that_operations_not_everywhere_known_are_explained() -> None:
    define_operation("own_of_the_latex_test", lambda x: (x + x, (2.0,)), formula="2\nx")
    try:
        text = latex_of(graph_of_formulas("y = own_of_the_latex_test(relu(x)) + sin(x)", {}), {})
    finally:
        OPERATIONS.remove("own_of_the_latex_test")
        forget_functions("own_of_the_latex_test")
    assert "% ReLU: max(0, x)\n% own_of_the_latex_test: 2 x\n" in text
    assert r"\operatorname{own\_of\_the\_latex\_test}\left(" in text
    assert "% sin" not in text


def test_that_operations_defined_by_formulas_stand_with_their_names_and_formulas() -> None:
    text = latex_of(graph_of_own_operations(), {})
    assert r"\operatorname{swish}\left(a\right)" in text
    assert "\n% swish: " in text
    assert "#" not in text


def test_that_the_chain_rule_of_a_step_is_a_line_of_its_own() -> None:
    line = chain_rule("L", "m1", "w1", (-0.241, -0.5), is_whole=False)
    assert line == (
        r"\frac{\partial L}{\partial w_{1}} &\mathrel{+}= \frac{\partial L}{\partial m_{1}} \cdot "
        r"\frac{\partial m_{1}}{\partial w_{1}} = -0.241 \cdot \left(-0.5\right) = 0.1205"
    )
    assert line in latex_of(graph_of_formulas("y = x*x", {}), {}, [line])
    large = chain_rule("L", "m1", "w1", (1234.5678, 2e-9), is_whole=True)
    assert large.endswith(r"} = 1235 \cdot 2 \cdot 10^{-9} = 2.469 \cdot 10^{-6}")


def test_that_formulas_that_fill_pages_are_refused() -> None:
    assert not too_long_for_latex(graph_of_formulas("y = x*x", {}))
    graph = walk_of_network(dataset="circle", hidden=(8, 8), count=5).graph.scalars
    assert len(Program(graph, {}).lines) > MOST_LINES
    assert f"more than {MOST_LINES} lines" in too_long_for_latex(graph)
    wide = graph_of_formulas("y = tanh(" + " + ".join(f"w{number}*x" for number in range(64)) + ")", {})
    assert not too_long_for_latex(wide)


def test_that_the_reader_of_these_tests_refuses_what_reads_as_something_else() -> None:
    for formula in (r"x \left(x\right)", "x 2", "x^{2}^{2}", r"\frac{x}{2", r"\left(x", "x &"):
        with pytest.raises((LatexError, KeyError)):
            compute(f"\\begin{{align*}}\n  y &= {formula}\n\\end{{align*}}\n", {"x": 1.0})
