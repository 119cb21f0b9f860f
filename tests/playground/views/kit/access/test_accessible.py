from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit import (
    CheckBox,
    IntegerField,
    LabeledSlider,
    MetricCard,
    NumberField,
    SegmentedControl,
    SelectField,
    Stepper,
    Switch,
)
from playground.views.kit.access.accessible import ControlInterface
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.network.structure_field import StructureField

LINUX = sys.platform.startswith("linux")


def interface(thing: QObject) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(thing)
    assert found is not None
    return found


def name(thing: QWidget) -> str:
    return interface(thing).text(QAccessible.Text.Name)


def value(thing: QWidget) -> str:
    return interface(thing).text(QAccessible.Text.Value)


def test_that_a_list_tells_its_name_and_its_choice(qtbot: QtBot) -> None:
    field = SelectField([("adam", "Adam"), ("sgd", "SGD")], "Optimizer")
    qtbot.addWidget(field)
    assert interface(field).role() == QAccessible.Role.ComboBox
    assert value(field) == "Adam"
    field.set_value("sgd")
    assert value(field) == "SGD"
    assert name(field) == ("Optimizer: SGD" if LINUX else "Optimizer")


def test_that_segments_tell_their_name_and_their_choice(qtbot: QtBot) -> None:
    control = SegmentedControl([("train", "Train"), ("graph", "Graph")], "Mode")
    qtbot.addWidget(control)
    assert value(control) == "Train"
    control.show()
    qtbot.keyClick(control, Qt.Key.Key_Right)
    assert value(control) == "Graph"
    assert name(control) == ("Mode: Graph" if LINUX else "Mode")


def test_that_a_slider_tells_its_value_in_words_and_as_a_number(qtbot: QtBot) -> None:
    slider = LabeledSlider("Noise", range(0, 55, 5), formatter=lambda share: f"{share} %")
    qtbot.addWidget(slider)
    slider.set_value(15)
    told = interface(slider.slider)
    assert told.role() == QAccessible.Role.Slider
    assert told.text(QAccessible.Text.Name) == "Noise"
    assert told.text(QAccessible.Text.Description) == "15 %"
    assert told.valueInterface().currentValue() == 3


def test_that_numbers_tell_what_stands_in_them(qtbot: QtBot) -> None:
    fields: tuple[NumberField | IntegerField | Stepper, ...] = (
        NumberField("Value", value=5), IntegerField("Value", value=5), Stepper("Value", value=5)
    )  # fmt: skip
    for field in fields:
        qtbot.addWidget(field)
        assert interface(field.entry).role() == QAccessible.Role.EditableText
        assert (name(field.entry), value(field.entry)) == ("Value", "5")
        field.set_value(8)
        assert value(field.entry) == "8"


def test_that_layer_sizes_and_figures_are_told(qtbot: QtBot) -> None:
    structure, card = StructureField(), MetricCard("Test loss", value="0.5")
    for widget in (structure, card):
        qtbot.addWidget(widget)
    structure.set_structure((4, 6, 3))
    structure.resize(structure.sizeHint())
    assert (name(structure), value(structure)) == ("Layer sizes", "4 → 6 → 3")
    card.set_value("0.25")
    assert value(card) == "0.25"
    assert name(card) == ("Test loss: 0.25" if LINUX else "Test loss")


@pytest.mark.parametrize("kind", [CheckBox, Switch])
def test_that_boxes_and_switches_tell_whether_they_are_on(qtbot: QtBot, kind: type) -> None:
    box = kind("Freeze")
    qtbot.addWidget(box)
    assert interface(box).role() == QAccessible.Role.CheckBox
    assert name(box) == "Freeze"
    assert not interface(box).state().checked
    box.set_checked(True)
    assert interface(box).state().checked


def test_that_the_neuron_under_the_keyboard_is_told(qtbot: QtBot) -> None:
    canvas = NetworkCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.set_network((2, 3, 1), ("x1", "x2"), (), (0, 1))
    canvas.show()
    assert name(canvas) == "Network"
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert "in hidden 1" in value(canvas)
    first = value(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert value(canvas) != first


def test_that_interfaces_end_with_their_widgets_however_these_end(qtbot: QtBot) -> None:
    for round_ in range(40):
        parent = QWidget()
        control = SegmentedControl([("a", "A"), ("b", "B")], "Mode", parent=parent)
        assert isinstance(interface(control), ControlInterface)
        if round_ % 2:
            parent.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del control, parent
    gc.collect()
    last = SegmentedControl([("a", "A"), ("b", "B")], "Mode")
    qtbot.addWidget(last)
    assert value(last) == "A"
