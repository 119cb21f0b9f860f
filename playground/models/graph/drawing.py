"""A graph with its steps and the positions of its cards: all that is slow to compute."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.network_graph import NetworkGraph
from playground.models.graph.placing.layout import GraphLayout, lay_out_graph
from playground.models.graph.route import Route
from playground.models.ticket import UNWATCHED, Ticket


@dataclass(frozen=True, eq=False)
class Drawing:
    """What a canvas needs besides numbers.

    Attributes
    ----------
    network
        The network the graph follows, if any.
    """

    route: Route
    layout: GraphLayout
    network: NetworkGraph | None = None

    @property
    def blocks(self) -> BlockGraph:
        """What is drawn."""
        return self.route.graph

    @property
    def scalars(self) -> ComputationGraph:
        """All of the graph."""
        return self.blocks.scalars


def draw_formulas(scalars: ComputationGraph, *, mistake: str = "", ticket: Ticket = UNWATCHED) -> Drawing:
    """Return the drawing of a graph without groups."""
    return _drawing(BlockGraph(scalars, ticket=ticket), None, mistake, ticket)


def draw_network(
    network: NetworkGraph, opened: Collection[str], *, mistake: str = "", ticket: Ticket = UNWATCHED
) -> Drawing:
    """Return the drawing of a network's graph with some of its groups open."""
    return _drawing(BlockGraph(network.graph, network.grouping, opened, ticket), network, mistake, ticket)


def _drawing(blocks: BlockGraph, network: NetworkGraph | None, mistake: str, ticket: Ticket) -> Drawing:
    ticket.check()
    route = Route(blocks, mistake)
    ticket.check()
    return Drawing(route, lay_out_graph(blocks, ticket), network)
