from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.network.network_panel import NetworkPanel
from tests.playground.actions import show_active

LEFT = Qt.MouseButton.LeftButton
BIAS_MARK = 11  # half of it lies below its node
LONG = "Training paused, the numbers left their range: " + "a rather long explanation of it. " * 8


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    made = NetworkPanel()
    qtbot.addWidget(made)
    made.resize(620, 560)
    made.set_network((2, 12, 12, 1), 33, ("x1", "x2"), (), (0, 1))
    show_active(qtbot, made)
    made.canvas.setFocus()
    return made


def test_that_closing_leaves_the_keyboard_where_it_was(qtbot: QtBot, panel: NetworkPanel) -> None:
    panel.notice.set_problem("The numbers left their range.")
    qtbot.mouseClick(panel.notice.close_button, LEFT)
    assert panel.notice.text == ""
    assert panel.canvas.hasFocus()
    panel.notice.set_advice("It is slow.", "Use arrays")
    panel.layers.minus.click()
    qtbot.mouseClick(panel.notice.action_button, LEFT)
    assert panel.canvas.hasFocus()


def test_that_closing_by_key_never_ends_in_the_layer_sizes(qtbot: QtBot, panel: NetworkPanel) -> None:
    panel.notice.set_problem("The numbers left their range.")
    panel.notice.close_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.notice.close_button, Qt.Key.Key_Space)
    assert panel.notice.text == ""
    assert not panel.structure.hasFocus()


@pytest.mark.parametrize("width", [448, 620, 900])
def test_that_a_notice_lies_over_no_neuron(qtbot: QtBot, panel: NetworkPanel, width: int) -> None:
    panel.resize(width, 560)
    for text in ("Saved as spiral.json.", LONG):
        panel.notice.set_problem(text)
        layout = panel.canvas.network_layout
        assert layout is not None
        top = panel.notice.y() - panel.canvas.y()
        assert all(top >= node.bottom + BIAS_MARK / 2 for column in layout.columns for node in column.nodes)
        assert panel.notice.geometry().bottom() <= panel.rect().bottom()
        label = panel.notice._text
        assert label.height() >= label.heightForWidth(label.width())
        panel.notice.clear()
    assert panel.canvas.geometry().bottom() == panel.rect().bottom()


def test_that_it_follows_the_canvas_when_a_row_comes_below_it(qtbot: QtBot, panel: NetworkPanel) -> None:
    panel.notice.set_problem("Saved.")
    panel.phase_bar.show()
    qtbot.waitUntil(lambda: panel.canvas.geometry().bottom() < panel.rect().bottom() - 40)
    assert panel.notice.geometry().bottom() == panel.canvas.geometry().bottom()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_nothing_of_the_legend_is_seen_beside_it(panel: NetworkPanel, theme: Theme) -> None:
    apply_to_tree(panel, theme)
    panel.notice.set_notice("Saved.")
    row = panel.grab().toImage().copy(0, panel.notice.y(), 14, panel.notice.height())
    colours = {row.pixelColor(x, y).name() for x in range(row.width()) for y in range(row.height())}
    assert colours == {QColor(theme.bg).name()}
