"""The terms that are read on a control."""

from __future__ import annotations

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

from playground.style.glossary import Term, glossary
from playground.views.kit.access.accessible import SaysValue
from playground.views.kit.access.focus_ring import has_ring
from playground.views.kit.access.keyboard import home_of


def terms_of(widget: QWidget | None) -> tuple[QWidget, tuple[Term, ...]] | None:
    """Return the innermost widget around this one on which terms are read, with them, if there is one."""
    while widget is not None:
        terms = glossary().find(read_on(widget))
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
    if isinstance(widget, SaysValue):
        texts.append(widget.accessible_value())
    return "; ".join(texts)


def asked_of(window: QWidget) -> list[QWidget]:
    """Return what F1 in a window may be about: what the keyboard ring surrounds comes before the pointer.

    Where the keyboard only rests, as on the canvas of a screen, nobody has chosen it.
    """
    focus, pointed = QApplication.focusWidget(), _pointed(window)
    if focus is not None and focus is home_of(focus) and not has_ring(focus):
        focus = None
    order = [focus, pointed] if focus is not None and has_ring(focus) else [pointed, focus]
    return [widget for widget in order if widget is not None]


def _pointed(window: QWidget) -> QWidget | None:
    """Return the innermost widget of a window under the pointer, in a scene of the window too."""
    at = window.mapFromGlobal(QCursor.pos())
    found = window.childAt(at)
    view = None if found is None else found.parentWidget()
    if found is None or not isinstance(view, QGraphicsView):
        return found
    place = view.mapToScene(found.mapFrom(window, at))
    proxy = view.scene().itemAt(place, view.transform())
    if not isinstance(proxy, QGraphicsProxyWidget):
        return found
    content = proxy.widget()
    return content.childAt(proxy.mapFromScene(place).toPoint()) or content
