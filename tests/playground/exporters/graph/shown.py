"""Graphs as they are shown, for the exporters to write down."""

from __future__ import annotations

import numpy as np

from playground.exporters.graph.shown_graph import ShownGraph
from playground.models.graph.drawing import draw_formulas
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.steps import Walk

NEURON = "y = sigmoid(w1*x1 + w2*x2 + b)\nL = (y - t)**2"
LEAVES = {"w1": 0.8, "x1": 0.5, "w2": -0.6, "x2": 0.8, "b": 0.15, "t": 1.0}


def formula_walk(text: str = NEURON) -> Walk:
    drawing = draw_formulas(graph_of_formulas(text, LEAVES))
    return Walk(drawing.route, drawing.scalars.start)


def shown(walk: Walk) -> ShownGraph:
    """Return a graph after a whole backward pass."""
    known = np.ones(len(walk.graph.nodes), bool)
    return ShownGraph(walk.graph, walk.values, walk.gradients, known, known, walk.link_derivatives)
