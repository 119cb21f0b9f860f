from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.models.graph.drawing import draw_network
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.picture.graph_canvas import GraphCanvas
from playground.views.graph.picture.reading import READABLE_ZOOM
from playground.views.graph.picture.sights import READING_ZOOM
from playground.views.graph.picture.way_shapes import on_curve
from playground.views.kit.access import focus_ring
from tests.playground.actions import LEFT, show_active
from tests.playground.models.graph.networks import place_of
from tests.playground.views.graph.graphs import (
    SIZE,
    formula_walk,
    network_walk,
    on_canvas,
    show,
    view_of,
)

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def shown(qtbot):
    drawing, walk = formula_walk()
    return show(qtbot, drawing, walk), walk


def centre(canvas: GraphCanvas, node: int) -> QPoint:
    return canvas.place_of(node).toPoint()


def turn(canvas: GraphCanvas, place: QPoint, delta: int) -> None:
    event = QWheelEvent(
        QPointF(place), canvas.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, Modifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_that_all_of_the_graph_is_in_sight_at_first_and_after_a_resize(shown):
    canvas, walk = shown
    for size in (SIZE, (640, 480)):
        canvas.resize(*size)
        for block in walk.graph.nodes:
            assert canvas.rect().contains(centre(canvas, block.index))


def test_that_a_graph_too_large_to_be_read_begins_at_its_output_in_reading_size(shown):
    canvas, walk = shown
    canvas.resize(400, 300)
    assert canvas.zoom == READING_ZOOM
    card = canvas.place_of(walk.graph.output) + QPointF(42, 0) * canvas.zoom
    assert canvas.rect().contains(card.toPoint())
    canvas.fit()
    assert canvas.zoom < READABLE_ZOOM
    canvas.read()
    assert canvas.zoom == READING_ZOOM


def test_that_the_wheel_zooms_about_the_pointer(shown):
    canvas, walk = shown
    node = place_of(walk, "y")
    before, zoom = canvas.place_of(node), canvas.zoom
    turn(canvas, before.toPoint(), 120)
    assert canvas.zoom > zoom
    after = canvas.place_of(node)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1.0)


def test_that_dragging_beside_the_cards_moves_all_of_it(shown, qtbot):
    canvas, _ = shown
    before = canvas.place_of(0)
    qtbot.mousePress(canvas, LEFT, pos=QPoint(5, 5))
    qtbot.mouseMove(canvas, QPoint(45, 25))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(45, 25))
    after = canvas.place_of(0)
    assert (after.x() - before.x(), after.y() - before.y()) == pytest.approx((40, 20))


@pytest.mark.parametrize(
    ("key", "way"),
    [
        (Key.Key_Left, (0.1, 0)), (Key.Key_Right, (-0.1, 0)),
        (Key.Key_Up, (0, 0.1)), (Key.Key_Down, (0, -0.1)),
    ],
)  # fmt: skip
def test_that_shift_and_arrows_move_the_view_and_f_shows_all(shown, qtbot, key, way):
    canvas, _ = shown
    before = canvas.place_of(0)
    qtbot.keyClick(canvas, key, Modifier.ShiftModifier)
    after = canvas.place_of(0)
    moved = after - before
    assert (moved.x() / canvas.width(), moved.y() / canvas.height()) == pytest.approx(way)
    qtbot.keyClick(canvas, Key.Key_F)
    assert canvas.place_of(0) == before


def test_that_plus_and_minus_zoom_within_bounds(shown, qtbot):
    canvas, _ = shown
    fitted = canvas.zoom
    qtbot.keyClick(canvas, Key.Key_Plus)
    assert canvas.zoom == pytest.approx(1.25 * fitted)
    for _ in range(40):
        qtbot.keyClick(canvas, Key.Key_Plus)
    assert canvas.zoom == pytest.approx(3.0)
    for _ in range(60):
        qtbot.keyClick(canvas, Key.Key_Minus)
    assert canvas.zoom == pytest.approx(0.01)


def test_that_arrow_keys_alone_are_left_to_the_steps(shown, qtbot):
    canvas, _ = shown
    before = canvas.place_of(0)
    qtbot.keyClick(canvas, Key.Key_Right)
    assert canvas.place_of(0) == before


def test_that_clicks_tell_what_is_wanted_of_a_node(shown, qtbot):
    canvas, walk = shown
    node = place_of(walk, "w1")
    place = centre(canvas, node)
    with qtbot.waitSignal(canvas.node_pressed) as pressed:
        qtbot.mouseClick(canvas, LEFT, pos=place)
    with qtbot.waitSignal(canvas.paths_wanted) as paths:
        qtbot.mouseClick(canvas, LEFT, Modifier.ControlModifier, pos=place)
    with qtbot.waitSignal(canvas.node_opened) as opened:
        qtbot.mouseDClick(canvas, LEFT, pos=place)
    with qtbot.waitSignal(canvas.node_closed) as closed:
        qtbot.mouseDClick(canvas, LEFT, Modifier.ShiftModifier, pos=place)
    assert pressed.args == paths.args == opened.args == closed.args == [node]
    assert canvas.selected == node


def test_that_keys_do_the_same_for_the_chosen_node(shown, qtbot):
    canvas, walk = shown
    node = place_of(walk, "w1")
    for key, signal in (
        (Key.Key_Return, canvas.node_opened), (Key.Key_Backspace, canvas.node_closed),
        (Key.Key_P, canvas.paths_wanted),
    ):  # fmt: skip
        canvas.select(None)
        with qtbot.assertNotEmitted(signal):
            qtbot.keyClick(canvas, key)
        canvas.select(node)
        with qtbot.waitSignal(signal) as told:
            qtbot.keyClick(canvas, key)
        assert told.args == [node]


def test_that_the_second_click_opens_the_node_of_the_first_wherever_it_is_now(shown, qtbot):
    canvas, walk = shown
    node = place_of(walk, "w1")
    place = centre(canvas, node)
    canvas.node_pressed.connect(lambda _: canvas.viewport.pan(QPointF(400.0, 100.0)))
    qtbot.mousePress(canvas, LEFT, pos=place)
    qtbot.mouseRelease(canvas, LEFT, pos=place)
    with qtbot.waitSignal(canvas.node_opened) as opened:
        qtbot.mouseDClick(canvas, LEFT, pos=place)
    assert opened.args == [node]


def test_that_a_double_click_with_another_button_does_nothing(shown, qtbot):
    canvas, walk = shown
    zoom = canvas.zoom
    canvas.zoom_by(2.0)
    with qtbot.assertNotEmitted(canvas.node_opened):
        for place in (centre(canvas, place_of(walk, "L")), QPoint(3, 3)):
            qtbot.mouseDClick(canvas, Qt.MouseButton.RightButton, pos=place)
            qtbot.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=place)
    assert canvas.zoom == pytest.approx(2.0 * zoom)


def test_that_a_step_in_sight_moves_nothing(shown):
    canvas, walk = shown
    before = canvas.place_of(0)
    for block in walk.graph.nodes:
        canvas.show_node(block.index)
        assert canvas.place_of(0) == before


def test_that_the_canvas_shows_the_focus_of_the_keyboard(shown, qtbot):
    canvas, _ = shown
    show_active(qtbot, canvas)
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert focus_ring.has_ring(canvas)
    canvas.clearFocus()
    assert not focus_ring.has_ring(canvas)


def test_that_a_double_click_beside_the_cards_shows_all(shown, qtbot):
    canvas, _ = shown
    fitted = canvas.zoom
    canvas.zoom_by(2.0)
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(3, 3))
    assert canvas.zoom == fitted


def test_that_the_pointer_lights_up_edges_and_is_told_the_numbers(shown, qtbot):
    canvas, walk = shown
    before = canvas.grab().toImage()
    node = place_of(walk, "y")
    QTest.mouseMove(canvas, centre(canvas, node))
    qtbot.waitUntil(lambda: canvas.hovered == node)
    assert canvas.grab().toImage() != before
    QTest.mouseMove(canvas, QPoint(3, 3))
    qtbot.waitUntil(lambda: canvas.hovered is None)


def test_that_a_link_under_the_pointer_lights_up_and_can_be_clicked(qtbot):
    drawing, walk = network_walk()
    canvas = show(qtbot, drawing, walk, at=0)
    before = canvas.grab().toImage()
    edge = int(walk.graph.first_edge[place_of(walk, "h1,2")])
    QTest.mouseMove(canvas, on_canvas(canvas, drawing, *on_curve(drawing.layout, edge, 0.85)))
    qtbot.waitUntil(lambda: canvas.hovered_link == edge)
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert canvas.grab().toImage() != before
    QTest.mouseMove(canvas, QPoint(3, 3))
    qtbot.waitUntil(lambda: canvas.hovered_link is None)
    assert canvas.grab().toImage() == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_this_step_is_drawn_in_the_accent_colour_and_what_comes_later_is_not(qtbot, theme: Theme):
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk, at=0)
    canvas.set_theme(theme)

    def accents() -> int:
        picture, wanted = canvas.grab().toImage(), QColor(theme.accent)
        return sum(
            picture.pixelColor(x, y) == wanted for x in range(0, SIZE[0], 2) for y in range(0, SIZE[1], 2)
        )

    assert accents() == 0
    canvas.set_view(view_of(walk, 1))
    assert accents() > 20


def test_that_a_node_stays_where_it_is_while_it_opens_if_there_is_room(qtbot):
    drawing, walk = network_walk()
    canvas = show(qtbot, drawing, walk)
    canvas.resize(1600, 1200)
    node = place_of(walk, "h1,2")
    scalar = walk.graph.nodes[node].outputs[0]
    canvas.viewport.pan(QPointF(300.0, 0.0))
    before = canvas.place_of(node)
    assert drawing.network is not None
    larger = draw_network(drawing.network, walk.graph.opened | {"h1,2"})
    canvas.set_graph(larger.blocks, larger.layout, scalar)
    assert len(larger.blocks.nodes) > len(walk.graph.nodes)
    after = canvas.place_of(int(larger.blocks.block_of[scalar]))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


@pytest.mark.parametrize("name", ["h1,1", "h1,4", "h2,3"])
def test_that_what_came_out_of_a_node_is_in_sight_and_so_is_the_node(qtbot, name):
    drawing, walk = network_walk(hidden=(4, 3))
    canvas = show(qtbot, drawing, walk)
    canvas.resize(900, 620)
    scalar = walk.graph.nodes[place_of(walk, name)].outputs[0]
    assert drawing.network is not None
    larger = draw_network(drawing.network, walk.graph.opened | {name})
    canvas.set_graph(larger.blocks, larger.layout, scalar)
    assert canvas.zoom >= READABLE_ZOOM
    opened = larger.blocks.came_out_of(walk.graph, place_of(walk, name))
    assert len(opened) > 4
    for index in (*opened, int(larger.blocks.block_of[scalar])):
        assert canvas.rect().contains(centre(canvas, index))


def test_that_a_node_out_of_sight_is_brought_into_sight(shown):
    canvas, walk = shown
    canvas.zoom_by(3.0, QPointF(0, 0))
    node = place_of(walk, "L")
    assert not canvas.rect().contains(centre(canvas, node))
    canvas.show_node(node)
    assert canvas.rect().contains(centre(canvas, node))
    canvas.show_node(place_of(walk, "w1"), closely=True)
    middle = canvas.place_of(place_of(walk, "w1"))
    assert (middle.x(), middle.y()) == pytest.approx((SIZE[0] / 2, SIZE[1] / 2), abs=1.5)


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("zoom", [0.05, 0.3, 1.0])
def test_that_every_level_is_painted_at_every_size(qtbot, level, zoom):
    drawing, walk = network_walk(level=level, count=3)
    canvas = show(qtbot, drawing, walk)
    empty = GraphCanvas()
    qtbot.addWidget(empty)
    empty.resize(*SIZE)
    canvas.zoom_by(zoom / canvas.zoom)
    assert canvas.grab().toImage() != empty.grab().toImage()


def test_that_nothing_is_painted_without_a_graph(qtbot):
    canvas = GraphCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    picture = canvas.grab().toImage()
    assert picture.pixelColor(10, 10) == picture.pixelColor(150, 100) == QColor(LIGHT.bg)
    canvas.show_node(0)
    canvas.fit()


def test_that_another_size_keeps_what_is_seen_from_near_and_fits_what_is_seen_whole(shown):
    canvas, _ = shown
    canvas.resize(640, 480)
    assert not canvas.viewport.is_zoomed
    assert canvas.viewport.base.width == pytest.approx(640 / canvas.zoom)
    canvas.zoom_by(2.0)
    zoom, middle = canvas.zoom, canvas.viewport.data_at(QPointF(canvas.rect().center()))
    canvas.resize(600, 450)
    assert canvas.zoom == pytest.approx(zoom)
    now = canvas.viewport.data_at(QPointF(canvas.rect().center()))
    assert now == pytest.approx(middle, abs=1.0 / zoom)


def test_that_another_size_or_graph_tells_of_no_zoom_but_the_one_that_is_kept(shown):
    canvas, walk = shown
    canvas.zoom_by(0.3 / canvas.zoom)
    told: list[float] = []
    canvas.zoom_changed.connect(told.append)
    canvas.resize(640, 480)
    layout = formula_walk()[0].layout
    canvas.set_graph(walk.graph, layout)
    assert told == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("size", [(400, 500), (700, 260)])
def test_that_a_graph_shown_whole_stays_whole_in_another_size(qtbot, size):
    drawing, walk = network_walk(level=2)
    canvas = show(qtbot, drawing, walk)
    canvas.fit()
    canvas.resize(*size)
    seen = QRectF(canvas.rect())
    layout = drawing.layout
    for node in range(len(walk.graph.nodes)):
        width, height = float(layout.widths[node]), float(layout.heights[node])
        half = QPointF(width * canvas.zoom / 2, height * canvas.zoom / 2)
        assert seen.contains(canvas.place_of(node) - half)
        assert seen.contains(canvas.place_of(node) + half)
