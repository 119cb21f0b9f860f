from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.kit import Label, TextButton
from playground.views.kit.scroll_panel import ScrollPanel
from tests.playground.actions import LEFT
from tests.playground.views.painted import settle


class Buttons(ScrollPanel):
    """Twenty buttons below each other."""

    def __init__(self, edge: Qt.Edge) -> None:
        super().__init__(edge)
        self.edge = edge
        self.buttons = [TextButton(f"Button {number}") for number in range(20)]
        for button in self.buttons:
            self.column.addWidget(button)
        self.resize(240, 300)


@pytest.fixture(params=[Qt.Edge.LeftEdge, Qt.Edge.RightEdge], ids=["left", "right"])
def panel(qtbot, request):
    panel = Buttons(request.param)
    qtbot.addWidget(panel)
    apply_to_tree(panel, LIGHT)
    panel.show()
    settle()
    return panel


def area(panel: ScrollPanel) -> QScrollArea:
    (found,) = panel.findChildren(QScrollArea)
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_it_has_the_ground_of_panels_and_a_line_at_its_edge(panel, theme: Theme):
    apply_to_tree(panel, theme)
    picture = panel.grab().toImage()
    line, other = (0, 239) if panel.edge == Qt.Edge.LeftEdge else (239, 0)
    for y in (1, 150, 298):
        assert picture.pixelColor(line, y) == QColor(theme.line)
        if other == 0:
            assert picture.pixelColor(other, y) == QColor(theme.surface)
    assert picture.pixelColor(8, 6) == QColor(theme.surface)


def test_that_content_without_room_can_be_scrolled_down_and_never_sideways(panel):
    bar = area(panel).verticalScrollBar()
    assert bar.maximum() > 0
    assert not area(panel).horizontalScrollBar().isVisible()
    last = panel.buttons[-1]
    assert last.mapTo(panel, QPoint()).y() > panel.height()
    bar.setValue(bar.maximum())
    assert last.mapTo(panel, last.rect().bottomLeft()).y() <= panel.height()


def test_that_content_with_room_is_not_scrolled(panel):
    panel.resize(240, 1200)
    settle()
    assert not area(panel).verticalScrollBar().isVisible()


def test_that_content_is_as_wide_as_the_panel_allows(panel):
    for width in (200, 280):
        panel.resize(width, 300)
        settle()
        first = panel.buttons[0]
        assert width - 60 <= first.width() <= width - 32


def test_that_the_keyboard_scrolls_what_it_reaches_into_sight(panel, qtbot):
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    for button in panel.buttons[:-1]:
        qtbot.keyClick(button, Qt.Key.Key_Tab)
    last = panel.buttons[-1]
    assert last.hasFocus()
    assert last.mapTo(panel, last.rect().bottomLeft()).y() <= panel.height()


def test_that_every_stop_of_the_tab_key_has_a_name(panel):
    stops = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [stop for stop in stops if not stop.accessibleName()] == []


def test_that_a_click_on_its_ground_takes_the_focus_from_nobody(panel, qtbot):
    label = Label("Words")
    panel.column.insertWidget(0, label)
    settle()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.buttons[0].setFocus()
    qtbot.mouseClick(label, LEFT)
    assert QApplication.focusWidget() is panel.buttons[0]
