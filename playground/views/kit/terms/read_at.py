"""The terms that are read on a control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGraphicsProxyWidget,
    QGraphicsView,
    QLabel,
    QListWidget,
    QWidget,
)
from shiboken6 import isValid

from playground.style.glossary import Term, glossary
from playground.views.kit.access.accessible import SaysValue
from playground.views.kit.access.focus_ring import has_ring
from playground.views.kit.access.keyboard import home_of
from playground.views.kit.fields.segmented_control import SegmentedControl


def terms_of(widget: QWidget | None) -> tuple[QWidget, tuple[Term, ...]] | None:
    """Return the innermost widget around this one on which terms are read, with them, if there is one."""
    while widget is not None:
        terms = glossary().find(read_on(widget)) or glossary().find(widget.accessibleDescription())
        if terms:
            return widget, terms
        widget = None if widget.isWindow() else widget.parentWidget()
    return None


def read_on(widget: QWidget) -> str:
    """Return the words on a widget: its text, its name and the value it shows."""
    texts = [widget.accessibleName().split(": ")[0]]
    if isinstance(widget, QListWidget):
        item = widget.currentItem()
        texts = [item.text() if item is not None else ""]
    elif isinstance(widget, QAbstractButton | QLabel):
        buddy = widget.buddy() if isinstance(widget, QLabel) else None
        texts = [widget.text(), *([] if buddy is None else [read_on(buddy)]), *texts]
    if isinstance(widget, SegmentedControl):
        texts += widget.words
    elif isinstance(widget, SaysValue):
        texts.append(widget.accessible_value())
    return "; ".join(texts)


def asked_of(window: QWidget) -> list[QWidget]:
    """Return what F1 in a window may be about: what the keyboard ring surrounds comes before the pointer.

    Where the keyboard only rests, as on the canvas of a screen, nobody has chosen it.
    """
    focus, pointed = focused(), _pointed(window)
    if focus is not None and focus is home_of(focus) and not has_ring(focus):
        focus = None
    order = [focus, pointed] if focus is not None and has_ring(focus) else [pointed, focus]
    return [widget for widget in order if widget is not None]


def focused() -> QWidget | None:
    """Return the widget with the keyboard, in a scene too."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, QGraphicsView):
        return focus
    with_keys = (content for content, proxy in _in_scenes() if proxy.hasFocus())
    content = next(with_keys, None)
    return focus if content is None else content.focusWidget() or content


def _pointed(window: QWidget) -> QWidget | None:
    """Return the innermost widget of a window under the pointer, in a scene of the window too."""
    at = window.mapFromGlobal(QCursor.pos())
    found = window.childAt(at)
    view = None if found is None else found.parentWidget()
    if found is None or not isinstance(view, QGraphicsView):
        return found
    place = view.mapToScene(found.mapFrom(window, at))
    for content, proxy in _in_scenes():
        inside = proxy.mapFromScene(place)
        if proxy.isVisible() and proxy.contains(inside):
            return content.childAt(inside.toPoint()) or content
    return found


def _in_scenes() -> list[tuple[QWidget, QGraphicsProxyWidget]]:
    """Return the widgets that live in scenes, popovers first: items do not say what they show."""
    windows = [it for it in QApplication.allWidgets() if isValid(it) and it.isWindow()]
    windows.sort(key=lambda it: it.windowType() != Qt.WindowType.Popup)
    found = ((it, it.graphicsProxyWidget()) for it in windows)
    return [(it, proxy) for it, proxy in found if isinstance(proxy, QGraphicsProxyWidget)]
