from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT
from playground.views.output.drawing.class_picker import ClassPicker

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def picker(qtbot: QtBot) -> ClassPicker:
    picker = ClassPicker()
    qtbot.addWidget(picker)
    picker.resize(240, 32)
    picker.show()
    return picker


@pytest.mark.parametrize(("used", "shown"), [(0, 2), (1, 2), (2, 3), (7, 8), (9, 10), (10, 10)])
def test_that_the_classes_in_use_and_one_more_are_shown(picker, used, shown):
    picker.set_used(used)
    assert picker.n_shown == shown


def test_that_a_click_selects_a_class(picker, qtbot):
    picker.set_used(3)
    for label in (3, 0, 0):  # the same class again takes the brush in hand again
        with qtbot.waitSignal(picker.class_selected) as signal:
            qtbot.mouseClick(picker, LEFT, pos=picker.cell_rect(label).center())
        assert signal.args == [label]
        assert picker.value() == label
        assert picker.accessibleDescription() == f"Class {label + 1}"


def test_that_a_press_that_slips_off_selects_nothing(picker, qtbot):
    picker.set_used(3)
    with qtbot.assertNotEmitted(picker.class_selected):
        qtbot.mousePress(picker, LEFT, pos=picker.cell_rect(1).center())
        qtbot.mouseRelease(picker, LEFT, pos=picker.cell_rect(2).center())
        qtbot.mouseClick(picker, LEFT, pos=QPoint(239, 16))
        qtbot.mouseClick(picker, Qt.MouseButton.RightButton, pos=picker.cell_rect(1).center())
    assert picker.value() == 0


def test_that_arrows_move_along_and_stop_at_the_ends(picker, qtbot):
    picker.set_used(2)
    right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
    reached = []
    for key in (right, right, right, left, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(picker, key)
        reached.append(picker.value())
    assert reached == [1, 2, 2, 1, 0, 2]


def test_that_setting_says_nothing_and_refuses_what_is_not_shown(picker, qtbot):
    with qtbot.assertNotEmitted(picker.class_selected):
        picker.set_used(4)
        picker.set_value(4)
        picker.pick(5)
    assert picker.value() == 4
    with pytest.raises(ValueError, match="class 5"):
        picker.set_value(5)


def test_that_a_class_that_is_gone_loses_the_selection(picker):
    picker.set_used(5)
    picker.set_value(5)
    picker.set_used(2)
    assert picker.value() == 2


def test_that_ten_classes_fit_side_by_side_into_the_narrow_column(picker):
    picker.set_used(10)
    cells = [picker.cell_rect(label) for label in range(10)]
    assert cells[-1].right() <= 240
    assert all(a.right() < b.left() for a, b in pairwise(cells))
    assert min(cell.width() for cell in cells) >= 20


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_classes_in_use_are_filled_with_their_colour_and_the_next_one_is_hollow(picker, theme):
    picker.set_theme(theme)
    picker.set_used(2)
    picture = picker.grab().toImage()
    middles = [QPoint(picker.cell_rect(label).center().x(), 11) for label in range(3)]
    colors = [picture.pixelColor(at) for at in middles]
    assert colors[:2] == [QColor(theme.classes[0]), QColor(theme.classes[1])]
    assert colors[2] != QColor(theme.classes[2])


def test_that_the_tooltip_names_the_class_and_its_key(picker, qtbot):
    picker.set_used(9)

    def tip_at(label: int) -> str:
        at = picker.cell_rect(label).center()
        QApplication.sendEvent(picker, QHelpEvent(QHelpEvent.Type.ToolTip, at, picker.mapToGlobal(at)))
        return QToolTip.text()

    assert tip_at(2) == "Paint class 3 (3)"
    assert tip_at(9) == "Paint a new class 10 (0)"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not any(w.isVisible() for w in QApplication.topLevelWidgets() if w is not picker))
