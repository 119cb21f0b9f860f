from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from playground.style.theme import LIGHT
from playground.views.kit import JoinedFields, NumberField, SelectField


def test_that_two_fields_share_one_line(stage) -> None:
    left = SelectField([("l2", "L2"), ("none", "None")], "Kind of penalty")
    right = NumberField("Rate of the penalty", value=0.0004)
    pair = JoinedFields(left, right)
    stage(pair)
    assert left.geometry().right() == right.geometry().left()
    row = pair.height() // 2
    picture = pair.grab().toImage()
    lines = (LIGHT.ctl, LIGHT.ctl2)  # the pointer may happen to hover
    border = [x for x in range(58, 70) if picture.pixelColor(x, row).name().upper() in lines]
    assert border == [left.width() - 1]


def test_that_tab_goes_from_left_to_right(qtbot, stage) -> None:
    left = SelectField([("l2", "L2")], "Kind of penalty")
    right = NumberField("Rate of the penalty", value=0.0004)
    stage(JoinedFields(left, right))
    left.setFocus()
    qtbot.keyClick(left, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is right.entry


def test_that_the_shared_line_belongs_to_the_field_being_edited(qtbot, stage) -> None:
    left = SelectField([("l2", "L2")], "Kind of penalty")
    right = NumberField("Rate of the penalty", value=0.0004)
    pair = JoinedFields(left, right)
    stage(pair)
    qtbot.mouseClick(right.entry, Qt.MouseButton.LeftButton)
    line = pair.grab().toImage().pixelColor(right.x(), pair.height() // 2)
    assert line.name().upper() == LIGHT.accent
