"""Formulas of every operation, made at random and evaluated where their numbers can be trusted."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from engine import Scalar, ScalarError, log_sum_exp
from engine.operations import BUILT_IN, OPERATIONS
from engine.scalar import scalar_function
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import Example, read_formulas
from playground.models.graph.tracing import graph_of
from playground.models.operations.definition import install
from playground.models.operations.own_operation import OwnOperation

KNOWN_NAMES = (
    "x1", "w2,3", "w1", "w_1", "h1,1 #2", "x′", "′", "", "e", "sigma", "lambda", "class", "in", "match",
    "leaf", "torch", "Scalar", "print", "__name__", "petal width (cm)", "größe", "λ", "2nd", "ﬁ", "fi",
    '"', "\\",
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(KNOWN_NAMES), st.text(max_size=6))
BRACKETED = (
    "a - (b + c)", "a - (b - c)", "a + (b - c)", "(a - b) - c", "a/(b/c)", "(a/b)/c", "a*(b/c)",
    "a/(b*c)", "a*(b*c)", "-(a + b)", "-(a*b)", "(-a)*b", "a*(-b)", "a - (-b)", "-(-a)", "(-a)**2",
    "-a**2", "(a*b)**2", "(a + b)**2", "(a/b)**2", "(a**2)**3", "a**(b + c)", "(a**b)**c", "a**(b**c)",
    "a**(-b)", "2**a*3", "2*a*3", "a*2*(b + c)", "(a + b)*(a - b)", "a*(b + c)*(-3)", "a**-2",
    "a**0.5*b", "|a|*|b|", "sin(a)*(b + c)", "sin(a)**2", "(a + b)/2 - 1/(a + 1e-7)", "-sin(a)*b",
    "max(a, b, c) - min(a, 2)", "a*softmax(a, b)*(b - 1)", "2 - (3 - a)",
)  # fmt: skip
"""Formulas of which each has another value without its brackets, or looks as if."""
UNARY = tuple(operation.name for operation in BUILT_IN if operation.arity == 1)
BINARY = tuple(operation.name for operation in BUILT_IN if operation.arity == 2)
VARIADIC = tuple(operation.name for operation in BUILT_IN if operation.arity is None)
EXPONENTS = (0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, 2.5, 9.0)
LARGEST = 1e4
"""Beyond it rounding is more than what is compared."""
VALUES = st.floats(-2.0, 2.0).map(lambda value: round(value, 3))


@st.composite
def graphs(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> ComputationGraph:
    """Return a graph of several operations on leaves and constants; some results have names."""
    named: dict[Scalar, str] = {}
    nodes: list[Scalar] = []
    for _ in range(draw(st.integers(1, 3))):
        nodes.append(Scalar(draw(VALUES)))
        named[nodes[-1]] = draw(names)
    nodes += [Scalar(draw(VALUES)) for _ in range(draw(st.integers(0, 1)))]
    for _ in range(draw(st.integers(1, 8))):
        node = _operation(draw, nodes)
        assume(node is not None and all(abs(number) < LARGEST for number in (node.value, *node.derivatives)))
        assert node is not None
        nodes.append(node)
        if draw(st.booleans()):
            named[node] = draw(names)
    output = nodes[-1]
    named.setdefault(output, "out")
    graph, _ = graph_of(output, named, fold_sums=draw(st.booleans()))
    assume(any(not leaf.is_constant for leaf in graph.leaves))
    values = graph.values({})
    assume(bool(np.abs(graph.gradients(graph.local_derivatives(values))).max() < LARGEST))
    return graph


def _operation(draw: st.DrawFn, nodes: list[Scalar]) -> Scalar | None:
    """Return an operation on some of the nodes, None outside of its domain or near its edges."""
    kind = draw(st.sampled_from(("unary", "binary", "power", "variadic")))

    def some() -> Scalar:
        return nodes[draw(st.integers(0, len(nodes) - 1))]

    try:
        if kind == "unary":
            return scalar_function(draw(st.sampled_from(UNARY)))(some())
        if kind == "binary":
            return scalar_function(draw(st.sampled_from(BINARY)))(some(), some())
        if kind == "power":
            return some() ** draw(st.sampled_from(EXPONENTS))
        name, count = draw(st.sampled_from(VARIADIC)), draw(st.integers(1, 2))
        operands = [some() for _ in range(2 * count)]
        return log_sum_exp(operands) if name == "log_sum_exp" else scalar_function(name)(*operands)
    except ScalarError:
        return None


def graph_of_operation(operation: str) -> ComputationGraph:
    """Return a graph of an operation of one or two leaves, and of its double."""
    x, y = Scalar(0.7), Scalar(1.3)
    result = scalar_function(operation)(*(x, y)[: OPERATIONS[operation].arity or 2]) * 2.0
    graph, _ = graph_of(result, {x: "x", y: "y", result: "out"})
    return graph


def graph_of_example(example: Example) -> ComputationGraph:
    return read_formulas(example.text, example.leaves, own=install(example.operations)).graph


def graph_of_own_operations() -> ComputationGraph:
    """Return a graph of operations that are defined by formulas in the window, one made of another."""
    names = install((OwnOperation("swish", "x * sigmoid(x)"), OwnOperation("clipped", "max(swish(x), y)/2")))
    a, b = Scalar(0.7), Scalar(-0.4)
    out = scalar_function(names["swish"])(a) * scalar_function(names["clipped"])(a * 2.0, b) + 1.0
    graph, _ = graph_of(out, {a: "a", b: "swish", out: "y"})
    return graph


def results(graph: ComputationGraph) -> tuple[float, dict[int, float]]:
    """Return the value of the output, and its derivative by every leaf that is no constant."""
    values = graph.values({})
    gradients = graph.gradients(graph.local_derivatives(values))
    leaves = {leaf.index: float(gradients[leaf.index]) for leaf in graph.leaves if not leaf.is_constant}
    return float(values[-1]), leaves


def close(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= 1e-9 * max(1.0, abs(wanted))


def run(code: str) -> dict[str, Any]:
    """Run a program and return its names; what it prints is not of interest."""
    space: dict[str, Any] = {"__name__": "exported", "print": lambda *_: None}
    exec(compile(code, "<exported>", "exec"), space)
    return space
