from __future__ import annotations

import numpy as np
import pytest

from playground.models.graph.link_flow import passed, sent, weights
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on

SETTINGS = {"dataset": "circle", "hidden": (3, 2), "loss": "squared_error"}


@pytest.fixture(scope="module")
def run():
    return run_of(**SETTINGS)


@pytest.fixture(scope="module")
def walk(run) -> Walk:
    return walk_on(drawing_of(run, level=1), run)


def links_of(walk: Walk) -> dict[tuple[str, str], int]:
    """Return the edge of each pair of names: the node's, and that of its operand."""
    nodes = walk.graph.nodes
    pairs = [(block.name, nodes[operand].name) for block in nodes for operand in block.operands]
    return {pair: edge for edge, pair in enumerate(pairs)}


def test_that_what_is_passed_to_a_card_adds_up_to_its_gradient(walk: Walk) -> None:
    flow, totals = passed(walk, walk.gradients), np.zeros(len(walk.graph.nodes))
    operands = [operand for block in walk.graph.nodes for operand in block.operands]
    np.add.at(totals, operands, flow)
    for block in walk.graph.nodes[:-1]:
        assert totals[block.index] == pytest.approx(walk.gradients[block.outputs[0]])


def test_that_the_derivative_along_a_link_is_that_of_a_finite_difference(walk: Walk) -> None:
    """A neuron's answer changes so much when only this operand of it does."""
    graph = walk.graph.scalars
    names = {node.name: node.index for node in graph.nodes}
    for (name, operand), edge in links_of(walk).items():
        if not (name.startswith("h2") and operand.startswith("h1")):
            continue
        at, reach = float(walk.values[names[operand]]), 1e-6
        ends = np.array([at + reach, at - reach])
        high, low = graph.sweep.moved_values(walk.values, np.repeat(names[operand], 2), ends)[names[name]]
        assert walk.link_derivatives[edge] == pytest.approx((high - low) / (2 * reach), rel=1e-5)


def test_that_links_have_the_weights_of_the_network(walk: Walk, run) -> None:
    found, links = weights(walk), links_of(walk)
    matrix = run.trainer.parameters[:9].reshape(3, 3)  # two weights and a bias a row
    for unit in range(3):
        for source in range(2):
            assert found[links[f"h1,{unit + 1}", f"x{'₁₂'[source]}"]] == pytest.approx(matrix[unit, source])


def test_that_shares_and_bias_add_up_to_what_a_neuron_sums(walk: Walk, run) -> None:
    found, links = sent(walk), links_of(walk)
    values = {node.name: float(walk.values[node.index]) for node in walk.graph.scalars.nodes}
    for unit in (1, 2, 3):
        total = sum(found[links[f"h1,{unit}", name]] for name in ("x₁", "x₂")) + values[f"b1,{unit}"]
        assert np.tanh(total) == pytest.approx(values[f"h1,{unit}"])


def test_that_links_between_whole_layers_have_no_single_number(run) -> None:
    walk = walk_on(drawing_of(run, level=0), run)
    for flow in (passed(walk, walk.gradients), sent(walk), weights(walk)):
        single = [
            block.is_single and walk.graph.nodes[operand].is_single
            for block in walk.graph.nodes
            for operand in block.operands
        ]
        assert np.isnan(flow).tolist() == [not one for one in single]
