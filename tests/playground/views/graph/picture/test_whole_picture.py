"""Pictures for files: all of the graph, as it looks on screen, with text as text."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from playground.exporters.graph.svg import drawn_svg
from playground.models.graph.link_flow import passed
from playground.rendering.colour_maps import rgb_of_hex
from playground.style.theme import DARK, LIGHT, Theme
from playground.style.words import steady_text
from tests.engine.drawing.pictures import read, texts_of
from tests.playground.views.graph.graphs import formula_walk, network_walk, show, view_of

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
GRAPHS = {
    "formula": lambda: formula_walk(),
    "neurons": lambda: network_walk(hidden=(3, 2)),
    "layers": lambda: network_walk(level=0, hidden=(16,)),
    "scalars": lambda: network_walk(level=2),
}


@pytest.fixture(params=GRAPHS)
def canvas(request: pytest.FixtureRequest, qtbot):
    """Return a canvas on which all of a graph is in sight at 100 %, in the middle of the backward pass."""
    drawing, walk = GRAPHS[request.param]()
    shown = show(qtbot, drawing, walk)
    at = len(walk.backward) // 2
    view = view_of(walk, at, flow=passed(walk, walk.gradients_after(at)))
    shown.resize(QSize(int(drawing.layout.width) + 1, int(drawing.layout.height) + 1))
    shown.set_view(view)
    shown.fit()
    assert shown.zoom == 1.0
    return shown


def pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def drawn_on(size: QSize, theme: Theme, draw) -> np.ndarray:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.bg))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return pixels(image)


@THEMES
def test_that_the_picture_is_the_screen_to_the_pixel(canvas, theme: Theme) -> None:
    canvas.set_theme(theme)
    picture = canvas.picture

    def draw(painter: QPainter) -> None:
        painter.translate(canvas.origin)
        picture.draw(painter)

    canvas.offer.hide()
    canvas.minimap.hide()
    screen = pixels(canvas.grab().toImage())
    assert np.abs(drawn_on(canvas.size(), theme, draw) - screen).max() <= 2


@THEMES
def test_that_the_svg_looks_like_the_screen(canvas, theme: Theme) -> None:
    canvas.set_theme(theme)
    picture = canvas.picture
    size = QSize(int(picture.size.width()), int(picture.size.height()))
    text = drawn_svg(picture.size, "A graph", theme.bg, picture.draw)
    renderer = QSvgRenderer(text.encode())
    assert renderer.isValid()
    svg, direct = drawn_on(size, theme, renderer.render), drawn_on(size, theme, picture.draw)
    # Letters may be of another font there, edges smoothed in another way; cards, links and colours are not.
    differs = np.abs(svg - direct).max(axis=2) > 48
    assert differs.mean() < 0.06
    ground = np.array(rgb_of_hex(theme.bg))
    assert (np.abs(direct - ground).max(axis=2) > 8).mean() > 0.05


def test_that_all_names_and_numbers_are_text(canvas) -> None:
    picture = canvas.picture
    texts = texts_of(read(drawn_svg(picture.size, "A graph", LIGHT.bg, picture.draw)))
    view, blocks = picture.view, picture.graph.nodes
    wanted = {block.label for block in blocks if len(block.label) <= 8}
    for block in blocks:
        if block.is_single and view.has_value[block.index]:
            wanted.add(steady_text(float(view.values[block.outputs[0]]), 4))
        if block.is_single and view.has_gradient[block.index]:
            wanted.add(steady_text(float(view.gradients[block.outputs[0]]), 4))
    assert wanted <= set(texts)


def test_that_there_is_no_picture_of_what_is_not_typed_any_more(canvas) -> None:
    assert canvas.picture is not None
    canvas.set_old("The picture of what was typed before")
    assert canvas.picture is None
    canvas.set_old("")
    canvas.clear()
    assert canvas.picture is None
