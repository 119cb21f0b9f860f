from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.views.kit import Stepper


@pytest.fixture(params=[False, True], ids=["normal", "compact"])
def stepper(request, stage):
    made = Stepper("Hidden layers", value=2, minimum=0, maximum=12, compact=request.param)
    stage(made)
    return made


@pytest.fixture
def seen(stepper):
    values: list[int] = []
    stepper.value_edited.connect(values.append)
    return values


def test_that_plus_and_minus_count(qtbot, stepper, seen) -> None:
    qtbot.mouseClick(stepper.plus, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(stepper.minus, Qt.MouseButton.LeftButton)
    assert seen == [3, 2]


def test_that_the_ends_are_disabled_at_the_limits(qtbot, stepper, seen) -> None:
    stepper.set_value(12)
    assert not stepper.plus.isEnabled()
    assert stepper.minus.isEnabled()
    stepper.set_value(0)
    assert not stepper.minus.isEnabled()
    qtbot.mouseClick(stepper.minus, Qt.MouseButton.LeftButton)
    assert stepper.value() == 0
    assert seen == []
    stepper.set_value(11)
    assert stepper.plus.isEnabled()
    assert stepper.minus.isEnabled()


def test_that_the_number_can_be_typed(qtbot, stepper, seen) -> None:
    stepper.entry.setFocus()
    stepper.entry.selectAll()
    qtbot.keyClicks(stepper.entry, "11")
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Return)
    assert seen == [11]


@pytest.mark.parametrize("text", ["13", "-1", "many", "2.5"])
def test_that_nonsense_is_refused(qtbot, stepper, seen, text: str) -> None:
    stepper.entry.setFocus()
    stepper.entry.selectAll()
    qtbot.keyClicks(stepper.entry, text)
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Tab)
    assert stepper.value() == 2
    assert stepper.entry.text() == "2"
    assert seen == []


def test_that_up_and_down_count(qtbot, stepper, seen) -> None:
    stepper.entry.setFocus()
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Up)
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Down)
    assert seen == [3, 2]


def test_that_counting_goes_on_from_a_typed_number(qtbot, stepper, seen) -> None:
    stepper.entry.setFocus()
    stepper.entry.selectAll()
    qtbot.keyClicks(stepper.entry, "8")
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Up)
    assert seen == [8, 9]


def test_that_it_does_nothing_while_disabled(qtbot, stepper, seen) -> None:
    stepper.setEnabled(False)
    qtbot.mouseClick(stepper.plus, Qt.MouseButton.LeftButton)
    qtbot.keyClick(stepper.entry, Qt.Key.Key_Up)
    assert stepper.value() == 2
    assert seen == []


def test_that_every_part_is_named_and_the_ends_fit_a_finger(stepper) -> None:
    for part in (stepper, stepper.minus, stepper.entry, stepper.plus):
        assert part.accessibleName()
        assert part.toolTip()
    for end in (stepper.minus, stepper.plus):
        assert min(end.width(), end.height()) >= 32
