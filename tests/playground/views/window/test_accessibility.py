from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget

from playground.views.kit import SegmentedControl


def text(widget: QWidget, kind: QAccessible.Text) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(kind)


def test_that_every_control_of_the_window_tells_its_name_and_its_value(playground):
    window = playground.window
    reachable = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]
    assert len(reachable) > 40
    nameless = [widget for widget in reachable if not text(widget, QAccessible.Text.Name).strip()]
    assert nameless == []
    for widget in reachable:
        interface = QAccessible.queryAccessibleInterface(widget)
        value = text(widget, QAccessible.Text.Value)
        if isinstance(widget, QComboBox):
            assert value == widget.currentText() != ""
        elif isinstance(widget, QLineEdit):
            assert value == widget.text() != ""
        elif isinstance(widget, SegmentedControl):
            assert value != ""
        elif isinstance(widget, QSlider):
            assert text(widget, QAccessible.Text.Description) != ""
            assert interface.valueInterface().currentValue() == widget.value()
        elif isinstance(widget, QAbstractButton):
            assert interface.state().checked == widget.isChecked()
