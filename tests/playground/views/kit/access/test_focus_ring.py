from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from playground.style.theme import LIGHT
from playground.views.data.tile_group import TileGroup
from playground.views.kit import (
    CheckBox,
    IconButton,
    IntegerField,
    LabeledSlider,
    NumberField,
    Pill,
    PrimaryButton,
    SegmentedControl,
    SelectField,
    Stepper,
    Switch,
    TextButton,
)
from playground.views.kit.access.focus_ring import FocusRing, has_ring, ring_of
from tests.playground.actions import show_active

OPTIONS = [("a", "First"), ("b", "Second")]
CONTROLS = {
    "primary": lambda: PrimaryButton("play", "Play"),
    "icon": lambda: IconButton("reset", "Reset"),
    "text": lambda: TextButton("Export"),
    "pill": lambda: Pill("Live"),
    "segments": lambda: SegmentedControl(OPTIONS, "Mode"),
    "select": lambda: SelectField(OPTIONS, "Optimizer"),
    "number": lambda: NumberField("Rate", value=0.1),
    "integer": lambda: IntegerField("Seed", value=1),
    "slider": lambda: LabeledSlider("Noise", range(5)),
    "switch": lambda: Switch("Log scale"),
    "check": lambda: CheckBox("Discretise"),
    "stepper": lambda: Stepper("Layers"),
    "tiles": lambda: TileGroup([("a", "A", None), ("b", "B", None)], "Data"),
}


@pytest.fixture(params=list(CONTROLS.values()), ids=list(CONTROLS))
def control(request):
    return request.param()


def ring(window: QWidget) -> FocusRing | None:
    found = ring_of(window)
    return found if found is not None and found.isVisible() else None


def shown_ring(window: QWidget) -> FocusRing:
    found = ring(window)
    assert found is not None
    return found


def test_that_tab_reaches_the_control_and_shows_the_ring(qtbot, stage, control) -> None:
    window = stage(control)
    assert ring(window) is None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is control or control.isAncestorOf(focused)
    shown = ring(window)
    assert shown is not None
    assert control.isAncestorOf(shown.target) or shown.target is control


def test_that_a_click_shows_no_ring_and_takes_one_away(qtbot, stage) -> None:
    box, other = CheckBox("Discretise"), CheckBox("Mark mistakes")
    window = stage(box, other)
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert ring(window) is None
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert has_ring(box)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert ring(window) is None


def test_that_the_ring_leaves_with_the_focus(qtbot, stage) -> None:
    box, other = CheckBox("Discretise"), CheckBox("Mark mistakes")
    stage(box, other)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert has_ring(other)
    other.setFocus(Qt.FocusReason.OtherFocusReason)
    box.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not has_ring(box)
    assert not has_ring(other)


def test_that_the_ring_keeps_a_gap_of_two_and_is_two_wide(stage) -> None:
    button = PrimaryButton("play", "Play")
    window = stage(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    corner = button.mapTo(window, QPoint(0, 0))
    middle = corner.y() + button.height() // 2
    picture = window.grab().toImage()
    row = [picture.pixelColor(corner.x() - distance, middle) for distance in range(1, 6)]
    accent, ground = QColor(LIGHT.accent), picture.pixelColor(1, 1)
    assert row == [ground, ground, accent, accent, ground]


def test_that_the_ring_follows_its_control(qtbot, stage) -> None:
    box = CheckBox("Discretise")
    window = stage(box)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    before = shown_ring(window).geometry()
    box.move(box.x() + 20, box.y() + 10)
    assert shown_ring(window).geometry() == before.translated(20, 10)


def test_that_the_ring_follows_the_knob(qtbot, stage) -> None:
    slider = LabeledSlider("Noise", range(11))
    window = stage(slider)
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    before = shown_ring(window).x()
    qtbot.keyClick(slider.slider, Qt.Key.Key_End)
    assert shown_ring(window).x() > before


def test_that_the_ring_disappears_with_its_control(qtbot, stage) -> None:
    box = CheckBox("Discretise")
    window = stage(box)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    box.hide()
    assert ring(window) is None
    box.show()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert has_ring(box)
    with qtbot.waitSignal(box.destroyed):
        box.deleteLater()
    assert ring(window) is None


def test_that_the_ring_does_not_leave_a_scrolled_column(qtbot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    column = QWidget()
    layout = QVBoxLayout(column)
    boxes = [CheckBox(f"Choice {i}") for i in range(20)]
    for box in boxes:
        layout.addWidget(box)
    area.setWidget(column)
    area.resize(200, 120)
    show_active(qtbot, area)
    boxes[0].clearFocus()
    boxes[0].setFocus(Qt.FocusReason.TabFocusReason)
    shown = ring(area)
    assert shown is not None
    assert shown.mask().isEmpty()
    area.verticalScrollBar().setValue(25)
    assert 0 < shown.mask().boundingRect().height() < shown.height()
    area.verticalScrollBar().setValue(200)
    assert ring(area) is None
    area.verticalScrollBar().setValue(0)
    assert ring(area) is shown
    assert shown.mask().isEmpty()


def test_that_the_pointer_goes_through_the_ring(stage) -> None:
    button = PrimaryButton("play", "Play")
    window = stage(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.childAt(button.geometry().center()) is button


def test_that_typing_turns_the_ring_into_the_border_of_an_edited_field(qtbot, stage) -> None:
    field = NumberField("Rate", value=0.1)
    stage(field)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert has_ring(field)
    assert not field.entry.is_editing
    qtbot.keyClicks(field.entry, "2")
    assert not has_ring(field)
    assert field.entry.is_editing
