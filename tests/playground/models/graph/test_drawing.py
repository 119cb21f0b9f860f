from __future__ import annotations

import pytest

from playground.models.graph.drawing import draw_formulas, draw_network
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.network_graph import network_graph
from playground.models.ticket import UNWATCHED, CancelledError, Ticket
from tests.playground.models.graph.networks import run_of
from tests.playground.tickets import Impatient


def draw(ticket: Ticket) -> None:
    network = network_graph(run_of().network, (0, 1), ticket=ticket)
    draw_network(network, network.grouping.levels[-1], ticket=ticket)
    draw_formulas(graph_of_formulas("y = a*b + sin(a)", {}), ticket=ticket)


def test_that_drawing_ends_wherever_it_is_given_up() -> None:
    watched = Impatient(10_000)
    draw(watched)
    for patience in range(watched.checks):
        with pytest.raises(CancelledError):
            draw(Impatient(patience))


def test_that_a_network_is_drawn_with_the_groups_that_are_open() -> None:
    network = network_graph(run_of().network, (0,))
    levels = network.grouping.levels
    sizes = [len(draw_network(network, levels[level]).blocks.nodes) for level in (0, 1, -1)]
    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[2] == len(network.graph.nodes)
    assert not UNWATCHED.is_cancelled
