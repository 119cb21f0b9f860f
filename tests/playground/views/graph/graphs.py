"""Canvases with graphs of small networks and formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from playground.models.graph.drawing import Drawing, draw_formulas
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.steps import Walk
from playground.views.graph.graph_canvas import GraphCanvas
from playground.views.graph.graph_view import GraphView
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on

SIZE = 700, 500
NEURON = "y = sigmoid(w1*x1 + w2*x2 + b)\nL = (y - t)**2"
LEAVES = {"w1": 0.8, "x1": 0.5, "w2": -0.6, "x2": 0.8, "b": 0.15, "t": 1.0}


def view_of(walk: Walk, at: int | None = None, **values: Any) -> GraphView:
    """Return the view after so many backward steps, all by default."""
    count = len(walk.backward) if at is None else at
    known = np.zeros(len(walk.graph.nodes), bool)
    known[walk.graph.output] = True
    known[[walk.child_of(step) for step in walk.backward[:count]]] = True
    last = walk.backward[count - 1] if count else None
    return GraphView(
        **{
            "values": walk.values,
            "gradients": walk.gradients_after(count),
            "has_value": np.ones(len(known), bool),
            "has_gradient": known,
            "reached": walk.route.ranks < count,
            "now": None if last is None else (last.node, last.operand),
            "local": walk.local,
            **values,
        }
    )


def formula_walk(text: str = NEURON) -> tuple[Drawing, Walk]:
    drawing = draw_formulas(graph_of_formulas(text, LEAVES))
    return drawing, Walk(drawing.route, drawing.scalars.start)


def network_walk(*, level: int = 1, count: int = 1, **values: Any) -> tuple[Drawing, Walk]:
    run = run_of(**{"dataset": "circle", "hidden": (3,), "loss": "binary_cross_entropy", **values})
    drawing = drawing_of(run, level=level, count=count)
    return drawing, walk_on(drawing, run)


def show(qtbot: QtBot, drawing: Drawing, walk: Walk, at: int | None = None) -> GraphCanvas:
    canvas = GraphCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(*SIZE)
    canvas.show()
    canvas.set_graph(drawing.blocks, drawing.layout)
    canvas.set_view(view_of(walk, at))
    return canvas


def place_of(walk: Walk, name: str) -> int:
    return next(block.index for block in walk.graph.nodes if block.name == name)
