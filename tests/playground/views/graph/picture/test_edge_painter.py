from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor

from playground.style.theme import LIGHT
from tests.playground.views.graph.graphs import formula_walk, network_walk, place_of, show, view_of
from tests.playground.views.painted import painted_texts


def test_that_local_derivatives_stand_on_the_edges_and_can_be_hidden(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk)
    assert "−0.965" in [text.text for text in painted_texts(canvas)]
    canvas.set_view(replace(view_of(walk), local=None))
    assert "−0.965" not in [text.text for text in painted_texts(canvas)]


def test_that_full_layers_show_the_number_of_this_step_only(qtbot) -> None:
    drawing, walk = network_walk(level=1, hidden=(6, 6))
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(1.0 / canvas.zoom)
    canvas.show_node(place_of(walk, "h1,1"), closely=True)
    numbers = {f"{walk.local(step):.3g}".replace("-", "−") for step in walk.backward[-24:]}
    shown = [text.text for text in painted_texts(canvas) if text.text in numbers]
    assert len(shown) <= 1


def test_that_edges_of_a_path_are_drawn_in_the_accent_colour(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk, at=0)
    wanted = QColor(LIGHT.accent)

    def count() -> int:
        picture = canvas.grab().toImage()
        return sum(
            picture.pixelColor(x, y) == wanted
            for x in range(picture.width())
            for y in range(0, picture.height(), 3)
        )

    assert count() == 0
    canvas.set_view(replace(view_of(walk, 0), paths=frozenset(range(len(drawing.layout.edges)))))
    assert count() > 50


def test_that_both_edges_of_a_node_used_twice_are_seen(qtbot) -> None:
    drawing, walk = formula_walk("y = x*x")
    canvas = show(qtbot, drawing, walk)
    layout = drawing.layout
    assert layout.twins.tolist() == [0.0, 1.0]
    picture, zoom = canvas.grab().toImage(), canvas.zoom
    start_x, start_y, *_ = layout.corners
    x = round(canvas.origin.x() + (start_x[0] + 6) * zoom)
    for y in start_y:
        column = [picture.pixelColor(x, round(canvas.origin.y() + y * zoom) + shift) for shift in (-1, 0, 1)]
        assert any(colour != QColor(LIGHT.bg) for colour in column)
