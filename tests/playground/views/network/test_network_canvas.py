from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from playground.rendering.network_renderer import MAP_GRID
from playground.style.theme import DARK, LIGHT
from playground.views.network.network_canvas import NetworkCanvas

STRUCTURE = (2, 3, 1)
Maps = tuple[np.ndarray, ...]


class Paints(QObject):
    """Collects the regions that are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRegion] = []
        self.others = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            if isinstance(watched, NetworkCanvas):
                self.regions.append(event.region())
            else:
                self.others += 1
        return False


@pytest.fixture
def canvas(qtbot: QtBot) -> NetworkCanvas:
    canvas = NetworkCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 420)
    canvas.set_network(STRUCTURE, ["x1", "x2"], [], (0, 1))
    with qtbot.waitExposed(canvas):
        canvas.show()
    return canvas


def maps_in(colour: str, canvas: NetworkCanvas) -> Maps:
    rgba = QColor(colour).getRgb()
    assert canvas.network_layout is not None
    sides = [round(column.nodes[0].side) for column in canvas.network_layout.columns]
    return tuple(
        np.full((n, side, side, 4), rgba, dtype=np.uint8) for n, side in zip(STRUCTURE, sides, strict=True)
    )


def biases(value: float = 0.1) -> tuple[np.ndarray, ...]:
    return np.full(3, value), np.full(1, value)


def watched(canvas: NetworkCanvas, qtbot: QtBot) -> Paints:
    paints = Paints()
    canvas.installEventFilter(paints)
    for stepper in canvas.steppers:
        stepper.installEventFilter(paints)
    qtbot.wait(20)
    paints.regions.clear()
    paints.others = 0
    return paints


def test_that_every_node_shows_its_map(canvas):
    colours = ("#ff0000", "#00ff00", "#0000ff")
    maps = tuple(maps_in(colour, canvas)[index] for index, colour in enumerate(colours))
    canvas.set_pictures(maps, None, biases())
    picture = canvas.grab().toImage()
    for column, colour in zip(canvas.network_layout.columns, colours, strict=True):
        for node in column.nodes:
            assert picture.pixelColor(int(node.center_x), int(node.center_y)) == QColor(colour)


def test_that_each_neuron_shows_its_own_map(canvas):
    maps = maps_in("#000000", canvas)
    for index in range(3):
        maps[1][index, ..., 0] = 60 * (index + 1)
    canvas.set_pictures(maps, None, biases())
    picture = canvas.grab().toImage()
    shown = [
        picture.pixelColor(int(node.center_x), int(node.center_y)).red()
        for node in canvas.network_layout.columns[1].nodes
    ]
    assert shown == [60, 120, 180]


def test_that_maps_of_another_size_fill_their_nodes_until_better_ones_come(canvas):
    square = tuple(np.full((n, MAP_GRID, MAP_GRID, 4), (9, 90, 200, 255), np.uint8) for n in STRUCTURE)
    canvas.set_pictures(square, None, biases())
    picture = canvas.grab().toImage()
    node = canvas.network_layout.columns[2].nodes[0]
    for x, y in ((node.x + 3, node.y + 3), (node.right - 4, node.bottom - 4)):
        assert picture.pixelColor(int(x), int(y)) == QColor(9, 90, 200)


def test_that_pictures_that_are_shown_already_are_not_painted_again(canvas, qtbot):
    maps, links = maps_in("#336699", canvas), np.zeros((420, 600, 4), np.uint8)
    canvas.set_pictures(maps, links, biases())
    paints = watched(canvas, qtbot)
    canvas.set_pictures(maps, links, biases(0.2))
    qtbot.wait(30)
    assert not paints.regions
    canvas.set_pictures(maps_in("#996633", canvas), links, biases())
    qtbot.waitUntil(lambda: bool(paints.regions))


def test_that_links_painted_for_another_size_of_the_canvas_are_not_shown(canvas):
    maps = maps_in("#336699", canvas)
    right = np.full((canvas.height(), canvas.width(), 4), 255, np.uint8)
    wrong = np.full((canvas.height() // 2, canvas.width(), 4), 255, np.uint8)
    place = (canvas.width() // 2, canvas.height() // 4)
    canvas.set_pictures(maps, wrong, biases())
    assert canvas.grab().toImage().pixelColor(*place) == QColor(LIGHT.bg)
    canvas.set_pictures(maps, right, biases())
    assert canvas.grab().toImage().pixelColor(*place) == QColor("#ffffff")


def test_that_new_pictures_repaint_neither_the_steppers_nor_the_legend(canvas, qtbot):
    canvas.set_pictures(maps_in("#336699", canvas), None, biases())
    paints = watched(canvas, qtbot)
    canvas.set_pictures(maps_in("#996633", canvas), None, biases())
    qtbot.waitUntil(lambda: bool(paints.regions))
    painted = paints.regions[0].boundingRect()
    nodes = [node for column in canvas.network_layout.columns for node in column.nodes]
    assert painted.top() <= min(node.y for node in nodes)
    assert painted.bottom() >= max(node.bottom for node in nodes)
    assert painted.height() < canvas.height() - 60
    assert paints.others == 0


def test_that_labels_are_drawn_anew_with_another_network(canvas):
    def labels() -> QImage:
        return canvas.grab(QRect(0, 60, 200, 300)).toImage()

    before = labels()
    canvas.set_network(STRUCTURE, ["width", "height"], [], (0, 1))
    assert labels() != before
    canvas.set_network(STRUCTURE, ["x1", "x2"], [], (0, 1))
    assert labels() == before


def test_that_the_ground_follows_the_theme(canvas):
    for theme in (DARK, LIGHT):
        canvas.set_theme(theme)
        assert canvas.grab().toImage().pixelColor(2, 200) == QColor(theme.bg)


def test_that_what_was_under_the_pointer_is_forgotten_when_inputs_go_away(canvas, qtbot):
    gap = canvas.network_layout.gaps[0]
    middle = QPoint(round((gap.x0 + gap.x1) / 2), round((gap.source_y[1] + gap.target_y[2]) / 2))
    qtbot.mouseMove(canvas, middle)
    assert canvas.shown_link is not None
    for inputs in ((0,), ()):
        canvas.set_network(STRUCTURE, ["x1", "x2"], [], inputs)
        assert canvas.shown_link is None
        qtbot.mouseMove(canvas, middle + QPoint(1, 0))
        qtbot.mouseMove(canvas, middle)
        link = canvas.shown_link
        assert link is None or canvas.network_layout.has_link(link)


def test_that_what_is_pinned_is_let_go_of_when_its_layer_shrinks(canvas):
    canvas.set_pinned((1, 2))
    canvas.set_network((2, 2, 1), ["x1", "x2"], [], (0, 1))
    assert canvas.hovered is None
    canvas.set_pinned(None, (1, 1, 0))
    canvas.set_network((2, 1, 1), ["x1", "x2"], [], (0, 1))
    assert canvas.shown_link is None


def test_that_pictures_of_a_network_before_are_left_out(canvas):
    canvas.set_network((2, 4, 1), ["x1", "x2"], [], (0, 1))
    before = canvas.grab().toImage()
    canvas.set_pictures(maps_in("#ff0000", canvas), None, biases())
    assert canvas.grab().toImage() == before
