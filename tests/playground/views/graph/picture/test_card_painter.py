from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.rendering.colour_maps import diverging_rgba
from playground.style.theme import DARK, LIGHT, Theme
from tests.playground.models.graph.networks import place_of
from tests.playground.views.graph.graphs import contrast, formula_walk, network_walk, show
from tests.playground.views.painted import painted_texts

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@THEMES
def test_that_gradients_can_be_read_on_every_tint(theme: Theme) -> None:
    for red, green, blue, _ in diverging_rgba(np.linspace(-1, 1, 33), theme).tolist():
        assert contrast(QColor(theme.ink), QColor(red, green, blue)) >= 4.5


@THEMES
def test_that_the_ground_of_a_gradient_tells_its_sign(qtbot, theme: Theme) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.set_theme(theme)
    picture = canvas.grab().toImage()

    def foot(name: str) -> QColor:
        place = canvas.place_of(place_of(walk, name))
        zoom = canvas.zoom
        return picture.pixelColor(round(place.x() - 36 * zoom), round(place.y() + 26 * zoom))

    assert foot("t").blue() > foot("t").red()  # its gradient is positive
    assert foot("y").red() > foot("y").blue()


def test_that_cards_say_name_value_and_gradient(qtbot) -> None:
    drawing, walk = formula_walk()
    texts = [text.text for text in painted_texts(show(qtbot, drawing, walk))]
    for wanted in ("w₁", "0.8000", "−0.1205", "σ", "Σ", "x²"):
        assert wanted in texts


def test_that_letters_are_left_out_where_they_would_be_dust(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.zoom_by(0.3 / canvas.zoom)
    assert [text for text in painted_texts(canvas) if text.text in ("w₁", "L")] == []


def test_that_a_layer_is_two_tables(qtbot) -> None:
    drawing, walk = network_walk(level=0, count=4)
    canvas = show(qtbot, drawing, walk)
    hidden = place_of(walk, "Hidden 1")
    assert walk.graph.nodes[hidden].shape == (4, 3)
    values = walk.values[list(walk.graph.nodes[hidden].outputs)]
    assert values.min() < 0 < values.max()
    place, picture = canvas.place_of(hidden), canvas.grab().toImage()
    rows = (-40, -28, -16, -4, 16, 28, 40)
    x, y = round(place.x()), round(place.y())
    pixels = [picture.pixelColor(x + dx, y + dy) for dx in (-12, 0, 12) for dy in rows]
    colours = {pixel.name() for pixel in pixels}
    assert len(colours) > 8
