"""Graphs as DOT: read back by its grammar, and by Graphviz where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.exporters.graph.dot import dot_of
from playground.exporters.graph.shown_graph import ShownGraph
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import GraphNode
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.style.words import number_text
from tests.playground.exporters.graph.dot_reader import DotError, lines_of, read_dot
from tests.playground.exporters.graph.shown import formula_walk, shown
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on

PROGRAM = shutil.which("dot")


def sum_of(first: str, second: str) -> ShownGraph:
    """Return the graph of a sum of two leaves with given names."""
    nodes = [GraphNode(0, first), GraphNode(1, second), GraphNode(2, "s", "+", (0, 1))]
    return shown(Walk(Route(BlockGraph(ComputationGraph(nodes, {0: 1.0, 1: 2.0}))), {}))


def test_that_every_node_and_link_on_screen_is_in_the_text() -> None:
    walk = formula_walk()
    dot = read_dot(dot_of(shown(walk)))
    for block in walk.graph.nodes:
        lines = lines_of(dot.nodes[f"n{block.index}"]["label"])
        assert lines[0] == block.label
        assert lines[1] == number_text(walk.value_of(block))
        assert lines[2] == f"gradient {number_text(float(walk.gradients[block.outputs[0]]))}"
        into = f"o{block.index}" if block.operands else f"n{block.index}"
        operands = [start for start, end, _ in dot.links if end == into]
        assert operands == [f"n{operand}" for operand in block.operands]
        if block.operands:
            assert dot.nodes[into]["label"] == block.symbol
            assert (into, f"n{block.index}", {}) in dot.links


def test_that_links_carry_their_local_derivatives_and_twins_stay_two() -> None:
    dot = read_dot(dot_of(shown(formula_walk("y = x*x"))))
    links = [(start, end, lines_of(more["label"])) for start, end, more in dot.links if more]
    assert links == [("n0", "o1", ["0.8"]), ("n0", "o1", ["0.8"])]
    plain = replace(shown(formula_walk("y = x*x")), derivatives=None)
    assert all(not more for _, _, more in read_dot(dot_of(plain)).links)


def test_that_what_the_steps_have_not_reached_is_not_told() -> None:
    graph = shown(formula_walk("y = x*x"))
    for field in ("has_value", "has_gradient"):
        hidden = replace(graph, **{field: ~getattr(graph, field)})
        assert len(lines_of(read_dot(dot_of(hidden)).nodes["n1"]["label"])) == 2


def test_that_closed_neurons_and_layers_are_nodes() -> None:
    run = run_of(dataset="circle", hidden=(3,))
    drawing = drawing_of(run, level=0)
    walk = walk_on(drawing, run)
    dot = read_dot(dot_of(shown(walk)))
    hidden = next(block for block in walk.graph.nodes if len(block.outputs) == 3)
    assert lines_of(dot.nodes[f"n{hidden.index}"]["label"]) == [hidden.label, "3 numbers"]
    assert dot.nodes[f"n{hidden.index}"]["peripheries"] == "2"


@given(st.text(), st.text())
def test_that_names_of_any_text_are_quoted(first: str, second: str) -> None:
    dot = read_dot(dot_of(sum_of(first, second)))
    for name, node in ((first, "n0"), (second, "n1")):
        said = lines_of(dot.nodes[node]["label"])[0]
        plain = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
        assert said.translate(SUBSCRIPTS) == plain.translate(SUBSCRIPTS)


SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def test_that_the_reader_of_these_tests_refuses_bad_quoting() -> None:
    for text in (
        'digraph g { n0 [label="a "b"]; }',
        'digraph g { n0 [label="a\\"]; }',
        "digraph g { n0 [label=a b]; }",
        "digraph g { n0 -> n1; }",
        'digraph g { n0 [label="a"] ',
    ):
        with pytest.raises(DotError):
            read_dot(text)
    with pytest.raises(DotError):
        lines_of("\\Name")


@pytest.mark.skipif(PROGRAM is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", ["w1", 'a "quote" \\ & < > {x|y} &amp; \\N', "größe 🙂", "node"])
def test_that_graphviz_reads_the_text_and_draws_the_names(name: str) -> None:
    assert PROGRAM is not None
    text = dot_of(sum_of(name, "b"))
    done = subprocess.run(
        [PROGRAM, "-Tplain"], input=text.encode(), capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().count("\nnode ") == 4
