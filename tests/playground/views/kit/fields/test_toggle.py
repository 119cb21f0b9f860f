from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.style.theme import LIGHT
from playground.views.kit import CheckBox, Switch

MAKERS = {
    "switch": lambda: Switch("Log scale", text="Log scale"),
    "check box": lambda: CheckBox("Discretise"),
}


@pytest.fixture(params=list(MAKERS.values()), ids=list(MAKERS))
def control(request, stage):
    made = request.param()
    stage(made)
    return made


@pytest.fixture
def seen(control):
    states: list[bool] = []
    control.toggled_by_user.connect(states.append)
    return states


def test_that_a_click_anywhere_turns_it_on_and_off(qtbot, control, seen) -> None:
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.rect().bottomRight() - QPoint(2, 2))
    assert seen == [True, False]


def test_that_space_turns_it_on(qtbot, control, seen) -> None:
    control.setFocus()
    qtbot.keyClick(control, Qt.Key.Key_Space)
    assert control.isChecked()
    assert seen == [True]


def test_that_setting_is_silent(control, seen) -> None:
    control.set_checked(True)
    assert control.isChecked()
    assert seen == []


def test_that_it_does_nothing_while_disabled(qtbot, control, seen) -> None:
    control.setEnabled(False)
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton)
    assert not control.isChecked()
    assert seen == []


def test_that_on_is_drawn_in_the_accent(control) -> None:
    control.set_checked(False)
    off = control.grab().toImage()
    control.set_checked(True)
    on = control.grab().toImage()
    rect, _ = control.ring_shape()
    spot = QPoint(rect.left() + 5, rect.top() + 2)
    assert on.pixelColor(spot).name().upper() == LIGHT.accent
    assert off.pixelColor(spot).name().upper() != LIGHT.accent


def test_that_the_target_is_32_high(control) -> None:
    assert control.sizeHint().height() >= 32
    assert control.sizeHint().width() >= 32
