"""Canvases with graphs of small networks and formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.models.graph.drawing import Drawing, draw_formulas
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.steps import Walk
from playground.views.graph.formula_editor import FormulaEditor
from playground.views.graph.picture.graph_canvas import GraphCanvas
from playground.views.graph.picture.graph_view import GraphView
from playground.views.kit import SegmentedControl, SelectField, Slider
from playground.views.kit.find_field import FindField
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


def on_canvas(canvas: GraphCanvas, drawing: Drawing, x: float, y: float) -> QPoint:
    """Return where a place of the layout is on the canvas."""
    first = QPointF(float(drawing.layout.x[0]), float(drawing.layout.y[0]))
    return (canvas.place_of(0) + (QPointF(x, y) - first) * canvas.zoom).toPoint()


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))


def contrast(first: QColor, second: QColor) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pixels_of(picture: QImage, colour: str, box: QRect | None = None) -> int:
    """Return how many pixels have a colour, in all of a picture or in a part of it."""
    wanted = QColor(colour).rgb()
    part = picture.copy(box) if box is not None else picture
    return sum(part.pixel(x, y) == wanted for x in range(part.width()) for y in range(part.height()))


def controls_of(root: QWidget) -> list[QWidget]:
    """Return all that the Tab key is meant to reach, and that is in sight."""
    kinds = QAbstractButton | Slider | SegmentedControl | SelectField | FindField | FormulaEditor
    return [
        widget for widget in root.findChildren(QWidget) if isinstance(widget, kinds) and widget.isVisible()
    ]


def tab_stops(qtbot: QtBot, first: QWidget) -> list[QWidget]:
    """Press Tab from a control on until it has the focus again; return what had it in turn."""
    first.window().activateWindow()
    qtbot.waitUntil(first.window().isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in found:
        found.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    return found
