from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT
from playground.views.kit import Panel

WIDTH, HEIGHT = 12, 8
EDGES = {
    Qt.Edge.TopEdge: {(x, 0) for x in range(WIDTH)},
    Qt.Edge.BottomEdge: {(x, HEIGHT - 1) for x in range(WIDTH)},
    Qt.Edge.LeftEdge: {(0, y) for y in range(HEIGHT)},
    Qt.Edge.RightEdge: {(WIDTH - 1, y) for y in range(HEIGHT)},
}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)
def test_that_there_is_a_line_along_one_edge_and_ground_elsewhere(qtbot: QtBot, edge, theme) -> None:
    panel = Panel(edge)
    qtbot.addWidget(panel)
    panel.resize(QSize(WIDTH, HEIGHT))
    panel.set_theme(theme)
    picture = panel.grab().toImage()
    colours = {
        (x, y): picture.pixelColor(x, y).name().upper() for x in range(WIDTH) for y in range(HEIGHT)
    }  # fmt: skip
    line = {place for place, colour in colours.items() if colour == theme.line.upper()}
    assert line == EDGES[edge]
    assert {colours[place] for place in colours.keys() - line} == {theme.surface.upper()}


def test_that_what_it_holds_is_drawn_above_the_ground(qtbot: QtBot) -> None:
    panel = Panel(Qt.Edge.TopEdge)
    qtbot.addWidget(panel)
    bare = panel.grab().toImage()
    QVBoxLayout(panel).addWidget(QPushButton("Above"))
    assert panel.grab().toImage() != bare
