from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from playground.models.graph.placing.edge_tracks import CIRCLE
from playground.style.theme import font
from tests.playground.models.graph.networks import place_of
from tests.playground.views.graph.graphs import formula_walk, network_walk, show, view_of
from tests.playground.views.painted import painted_texts

FORMULAS = (
    "y = sigmoid(w1*x1 + w2*x2 + b)\nL = (y - t)**2",
    "s = a + b + c + d\nL = s*s - s",
    "y = x*x",
    "u = a*b\nv = u + a\nL = v*u - a",
)


def labels_of(canvas, walk) -> list[QRectF]:
    """Return where local derivatives are written: in their font, and neither on a card nor on a circle."""
    texts = {f"{walk.local(step):.3g}".replace("-", "−") for step in walk.backward}
    metrics = QFontMetricsF(font("graph_gradient"))
    found = painted_texts(canvas)
    return [
        QRectF(
            text.x, text.y - metrics.capHeight(), metrics.horizontalAdvance(text.text), metrics.capHeight()
        )
        for text in found
        if text.text in texts and not on_a_card(canvas, walk, text.x, text.y)
    ]


def on_a_card(canvas, walk, x: float, y: float) -> bool:
    return canvas._layout.node_at(*canvas.viewport.data_at(QPoint(round(x) + 2, round(y) - 4))) is not None


def test_that_local_derivatives_stand_on_the_edges_and_can_be_hidden(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.resize(1000, 700)
    assert "−0.965" in [text.text for text in painted_texts(canvas)]
    canvas.set_view(replace(view_of(walk), local=None))
    assert "−0.965" not in [text.text for text in painted_texts(canvas)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_that_no_number_covers_a_card_a_circle_or_another_number(qtbot, formula: str) -> None:
    drawing, walk = formula_walk(formula)
    canvas = show(qtbot, drawing, walk)
    canvas.resize(1200, 800)
    layout = drawing.layout
    boxes = labels_of(canvas, walk)
    assert len(boxes) >= len(walk.backward) - 1
    corner, zoom = canvas.origin, canvas.zoom
    for index, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:index])
        for x, y, width, height, circle, circled in zip(
            layout.x, layout.y, layout.widths, layout.heights, layout.circle_x, layout.circled, strict=True
        ):
            card = QRectF((x - width / 2) * zoom, (y - height / 2) * zoom, width * zoom, height * zoom)
            assert not box.intersects(card.translated(corner))
            if circled:
                half = CIRCLE / 2 * zoom
                disc = QRectF(circle * zoom - half, y * zoom - half, 2 * half, 2 * half)
                assert not box.intersects(disc.translated(corner).adjusted(2, 2, -2, -2))


def test_that_full_layers_show_the_number_of_this_step_only(qtbot) -> None:
    drawing, walk = network_walk(level=1, hidden=(6, 6))
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(1.0 / canvas.zoom)
    canvas.show_node(place_of(walk, "h1,1"), closely=True)
    assert len(labels_of(canvas, walk)) <= 1


def test_that_a_card_pointed_at_tells_the_number_of_each_of_its_links(qtbot) -> None:
    drawing, walk = network_walk(level=1, hidden=(6, 4))
    canvas = show(qtbot, drawing, walk)
    canvas.resize(1100, 800)
    canvas.set_view(replace(view_of(walk), now=None))
    assert labels_of(canvas, walk) == []
    node = place_of(walk, "h2,2")
    QTest.mouseMove(canvas, canvas.place_of(node).toPoint())
    qtbot.waitUntil(lambda: canvas.hovered == node)
    boxes = labels_of(canvas, walk)
    assert len(boxes) == 7  # six links into it, one to the output
    for index, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:index])


@pytest.mark.parametrize("zoom", [0.76, 1.0])
def test_that_the_numbers_of_a_forward_step_cover_no_card(qtbot, zoom: float) -> None:
    drawing, walk = network_walk(level=1, hidden=(3,), loss="squared_error")
    canvas = show(qtbot, drawing, walk)
    canvas.resize(1000, 700)
    canvas.zoom_by(zoom / canvas.zoom)
    output = walk.graph.output
    before = len(painted_texts(canvas))
    canvas.set_view(replace(view_of(walk), now=(output, None), is_backward=False, local=lambda _: -0.0031234))
    labels = [text for text in painted_texts(canvas) if text.text.startswith("−0.003")]
    assert before > 10
    card = drawing.layout.widths[output] / 2 * canvas.zoom
    for label in labels:
        assert label.x + 0.58 * label.size * len(label.text) < canvas.place_of(output).x() - card + 4.0
