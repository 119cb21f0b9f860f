from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor

from playground.style.theme import LIGHT
from tests.playground.actions import LEFT
from tests.playground.views.graph.graphs import formula_walk, show


@pytest.fixture
def canvas(qtbot):
    drawing, walk = formula_walk()
    return show(qtbot, drawing, walk)


def test_that_it_is_seen_only_while_part_of_the_graph_is_out_of_sight(canvas):
    assert not canvas.minimap.isVisible()
    canvas.zoom_by(3.0)
    assert canvas.minimap.isVisible()
    canvas.fit()
    assert not canvas.minimap.isVisible()


@pytest.mark.parametrize("node", [0, 2, 5, 8])
@pytest.mark.parametrize("zoom", [1.2, 2.0])
def test_that_it_covers_no_card(canvas, node, zoom):
    canvas.zoom_by(zoom / canvas.zoom)
    canvas.viewport.pan(QPointF(canvas.rect().center()) - canvas.place_of(node))
    layout, place = canvas._layout, QRectF(canvas.minimap.geometry())
    cards = [
        QRectF(x - width / 2, y - height / 2, width, height)
        for x, y, width, height in zip(layout.x, layout.y, layout.widths, layout.heights, strict=True)
    ]
    on_canvas = [
        QRectF(canvas.origin + card.topLeft() * canvas.zoom, card.size() * canvas.zoom) for card in cards
    ]
    assert not canvas.minimap.isVisible() or not any(card.intersects(place) for card in on_canvas)


def test_that_it_stands_in_the_lower_right_corner_where_that_is_free(canvas):
    canvas.resize(1200, 900)
    canvas.zoom_by(1.8)
    place = canvas.minimap.geometry()
    assert canvas.minimap.isVisible()
    assert (canvas.width() - place.right(), canvas.height() - place.bottom()) == (13, 13)


def test_that_a_click_looks_there_and_a_drag_goes_along(canvas, qtbot):
    canvas.zoom_by(3.0)
    first, last = canvas.place_of(0), QPoint(150, 56)
    qtbot.mousePress(canvas.minimap, LEFT, pos=QPoint(20, 56))
    left = canvas.place_of(0)
    assert left != first
    qtbot.mouseMove(canvas.minimap, last)
    qtbot.mouseRelease(canvas.minimap, LEFT, pos=last)
    assert canvas.place_of(0).x() < left.x()


def test_that_the_middle_of_the_map_is_the_middle_of_the_graph(canvas, qtbot):
    canvas.zoom_by(3.0, QPointF(0, 0))
    qtbot.mouseClick(canvas.minimap, LEFT, pos=canvas.minimap.rect().center())
    layout = canvas._layout
    middle = canvas.origin + QPointF(layout.width / 2, layout.height / 2) * canvas.zoom
    assert middle.x() == pytest.approx(canvas.width() / 2, abs=0.03 * layout.width * canvas.zoom)
    assert middle.y() == pytest.approx(canvas.height() / 2, abs=0.03 * layout.height * canvas.zoom)


def test_that_a_frame_in_the_accent_colour_shows_what_is_in_sight(canvas):
    canvas.zoom_by(3.0)
    picture = canvas.minimap.grab().toImage()
    accent = QColor(LIGHT.accent)
    reddish = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if abs(picture.pixelColor(x, y).hue() - accent.hue()) < 8
        and picture.pixelColor(x, y).saturation() > 120
    ]
    assert reddish
    width = max(x for x, _ in reddish) - min(x for x, _ in reddish)
    assert width < picture.width() * 0.6


def test_that_it_says_what_it_is(canvas):
    assert canvas.minimap.accessibleName() == "Overview of the graph"
    assert canvas.minimap.toolTip()
