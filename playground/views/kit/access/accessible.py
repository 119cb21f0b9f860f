"""Role, name and value of our own controls for assistive technology.

AT-SPI, on Linux, has values only for sliders and texts, so the name includes the value
there, as in ``Optimizer: Adam``; Qt's own combo boxes leave out the name instead.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

_NAME_CARRIES_VALUE = sys.platform.startswith("linux")
# Qt owns them and deletes them with their widgets; Python must not do so earlier.
_interfaces: list[QAccessibleInterface] = []


class SaysValue:
    """Mixin of a widget that states its role and its value.

    No protocol: Qt asks for an interface with every name and every option that a widget gets, and to look
    for methods then took a fifth of the time of building the window.
    """

    accessible_role: QAccessible.Role

    def accessible_value(self) -> str:
        raise NotImplementedError


class ControlInterface(QAccessibleWidget):
    """Answers for a widget that `SaysValue`."""

    def text(self, kind: QAccessible.Text) -> str:
        control = self.widget()
        if not isinstance(control, SaysValue):
            return super().text(kind)
        value = control.accessible_value()
        if kind == QAccessible.Text.Value:
            return value
        if kind == QAccessible.Text.Name and value and _NAME_CARRIES_VALUE:
            return f"{control.accessibleName()}: {value}"
        return super().text(kind)


def say_changed(control: QWidget) -> None:
    """Tell assistive technology that the value of a widget that `SaysValue` has changed."""
    if QAccessible.isActive() and isinstance(control, SaysValue):
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(control, control.accessible_value()))
        QAccessible.updateAccessibility(QAccessibleEvent(control, QAccessible.Event.NameChanged))


def _interface_for(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not (isinstance(thing, QWidget) and isinstance(thing, SaysValue)):
        return None
    _interfaces[:] = [known for known in _interfaces if isValid(known)]
    made = ControlInterface(thing, thing.accessible_role)
    _interfaces.append(made)
    return made


QAccessible.installFactory(_interface_for)
