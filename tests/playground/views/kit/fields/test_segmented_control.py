from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.views.kit import SegmentedControl

OPTIONS = [("train", "Train"), ("graph", "Graph"), ("lessons", "Lessons")]


@pytest.fixture
def control(stage):
    made = SegmentedControl(OPTIONS, "Mode", "What the middle shows", value="graph")
    stage(made)
    return made


@pytest.fixture
def seen(control):
    keys: list[str] = []
    control.option_selected.connect(keys.append)
    return keys


def click(qtbot, control, key: str) -> None:
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.segment_rect(key).center())


def test_that_a_click_selects_and_is_announced_once(qtbot, control, seen) -> None:
    click(qtbot, control, "lessons")
    click(qtbot, control, "lessons")
    assert control.value() == "lessons"
    assert seen == ["lessons"]


def test_that_setting_is_silent(control, seen) -> None:
    control.set_value("train")
    assert control.value() == "train"
    assert seen == []


def test_that_an_unknown_option_is_refused(control) -> None:
    with pytest.raises(ValueError, match="nothing"):
        control.set_value("nothing")
    assert control.value() == "graph"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, "lessons"),
        (Qt.Key.Key_Left, "train"),
        (Qt.Key.Key_Home, "train"),
        (Qt.Key.Key_End, "lessons"),
    ],
)
def test_that_keys_move_the_selection(qtbot, control, seen, key: Qt.Key, expected: str) -> None:
    qtbot.keyClick(control, key)
    assert control.value() == expected
    assert seen == [expected]


def test_that_the_arrows_stop_at_the_ends(qtbot, control, seen) -> None:
    control.set_value("lessons")
    qtbot.keyClick(control, Qt.Key.Key_Right)
    assert control.value() == "lessons"
    assert seen == []


def test_that_a_press_dragged_to_another_segment_selects_nothing(qtbot, control, seen) -> None:
    qtbot.mousePress(control, Qt.MouseButton.LeftButton, pos=control.segment_rect("train").center())
    qtbot.mouseRelease(control, Qt.MouseButton.LeftButton, pos=control.segment_rect("lessons").center())
    assert seen == []


def test_that_it_does_nothing_while_disabled(qtbot, control, seen) -> None:
    control.setEnabled(False)
    click(qtbot, control, "train")
    qtbot.keyClick(control, Qt.Key.Key_Right)
    assert control.value() == "graph"
    assert seen == []


def test_that_the_selected_option_is_read_out(control) -> None:
    assert control.accessibleName() == "Mode"
    assert control.accessible_value() == "Graph"
    control.set_value("train")
    assert control.accessible_value() == "Train"


def test_that_selecting_does_not_move_the_segments(control) -> None:
    before = control.segment_rect("lessons")
    control.set_value("train")
    assert control.segment_rect("lessons") == before
