from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from playground.views.graph.picture.reading import READABLE_ZOOM, SMALLEST_TEXT
from tests.playground.views.graph.graphs import formula_walk, network_walk, show
from tests.playground.views.painted import painted_texts


@pytest.mark.parametrize("zoom", [0.6, 0.67, 0.75, 0.9, 1.0, 1.4])
@pytest.mark.parametrize("make", [formula_walk, network_walk], ids=["formula", "network"])
def test_that_no_text_is_smaller_than_can_be_read(qtbot, make, zoom: float) -> None:
    drawing, walk = make()
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(zoom / canvas.zoom)
    sizes = [text.size for text in painted_texts(canvas)]
    assert len(sizes) > 10
    assert min(sizes) >= SMALLEST_TEXT


def test_that_below_that_size_there_is_no_text_at_all(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(0.98 * READABLE_ZOOM / canvas.zoom)
    assert painted_texts(canvas) == []


@pytest.mark.parametrize("zoom", [0.6, 0.8, 1.0])
def test_that_texts_stay_within_their_cards(qtbot, zoom: float) -> None:
    drawing, walk = network_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(zoom / canvas.zoom)
    layout = drawing.layout
    for text in painted_texts(canvas):
        x, y = canvas.viewport.data_at(QPointF(text.x, text.y - 3.0))
        node = layout.node_at(x, y)
        if node is None:
            continue
        width = 0.62 * text.size * len(text.text)
        assert text.x + width <= canvas.place_of(node).x() + layout.widths[node] / 2 * canvas.zoom + 6.0
