from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from playground.views.kit import LabeledSlider


@pytest.fixture
def slider(stage):
    made = LabeledSlider("Noise", range(0, 55, 5), value=15, formatter=lambda value: f"{value} %")
    stage(made)
    return made


@pytest.fixture
def seen(slider):
    values: list[float] = []
    slider.value_edited.connect(values.append)
    return values


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, 20),
        (Qt.Key.Key_Left, 10),
        (Qt.Key.Key_Up, 20),
        (Qt.Key.Key_PageUp, 20),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 50),
    ],
)
def test_that_keys_move_the_knob(qtbot, slider, seen, key: Qt.Key, expected: int) -> None:
    qtbot.keyClick(slider.slider, key)
    assert slider.value() == expected
    assert seen == [expected]


def test_that_a_press_moves_the_knob_there_and_a_drag_takes_it_along(qtbot, slider, seen) -> None:
    bar = slider.slider
    y = bar.height() // 2
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 3, y))
    assert slider.value() == 50
    qtbot.mouseMove(bar, QPoint(bar.width() // 2, y))
    assert slider.value() == 25
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, y))
    assert seen[0] == 50
    assert seen[-1] == 25
    assert len(seen) == len(set(seen))


def test_that_setting_is_silent_and_takes_the_nearest_step(slider, seen) -> None:
    slider.set_value(33)
    assert slider.value() == 35
    slider.set_range([1, 2, 4, 8, 16, 32, 64])
    assert slider.value() == 32
    assert seen == []


def test_that_uneven_steps_come_out_as_they_are(qtbot, stage) -> None:
    slider = LabeledSlider("Batch size", [1, 2, 4, 8], value=2)
    stage(slider)
    with qtbot.waitSignal(slider.value_edited) as caught:
        qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert caught.args == [4]


def test_that_a_slider_without_steps_is_refused(qapp) -> None:
    with pytest.raises(ValueError, match="step"):
        LabeledSlider("Nothing", [])


def test_that_the_value_is_read_out_as_it_is_shown(qtbot, slider) -> None:
    assert slider.slider.accessibleName() == "Noise"
    qtbot.keyClick(slider.slider, Qt.Key.Key_End)
    assert slider.slider.accessibleDescription() == "50 %"


def test_that_it_does_nothing_while_disabled(qtbot, slider, seen) -> None:
    slider.setEnabled(False)
    qtbot.mouseClick(slider.slider, Qt.MouseButton.LeftButton, pos=QPoint(2, 10))
    qtbot.keyClick(slider.slider, Qt.Key.Key_End)
    assert slider.value() == 15
    assert seen == []


def test_that_the_value_alone_is_drawn_where_the_label_would_run_into_it(stage) -> None:
    def picture(label: str, width: int) -> QImage:
        slider = LabeledSlider(label, [60], formatter=lambda value: f"{value} epochs/s")
        stage(slider)
        slider.resize(width, slider.height())
        return slider.grab().toImage()

    assert picture("Speed", 80) == picture("", 80)
    assert picture("Speed", 140) != picture("", 140)
