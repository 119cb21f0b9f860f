"""A note below a field that says what is wrong with the typed text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.style.icons import draw_icon
from playground.style.theme import LIGHT, Theme, font
from playground.views.kit.drawing import draw_box, draw_text, text_width

SHOWN_MS = 8000
HEIGHT, PADDING, ICON, GAP = 32, 10, 16, 4


class FieldNote(QWidget):
    """One per window, created on demand, above everything else; it takes no keyboard or mouse input."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._field: QWidget | None = None
        self._watched: list[QWidget] = []
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """The message on screen, else empty."""
        return "" if self.isHidden() else self._text

    @property
    def field(self) -> QWidget | None:
        """The field that it is about."""
        return self._field

    def say(self, field: QWidget, text: str) -> None:
        """Show a message for a while below ``field``, or above it if there is no room."""
        self.clear()
        self._field, self._text = field, text
        self.setAccessibleName(text)
        self._watched = _with_parents(field)
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def clear(self) -> None:
        """Hide the message."""
        self._timer.stop()
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._field = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field, also where it is scrolled, and go when it goes."""
        if event.type() == QEvent.Type.Hide:
            self.clear()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def _place(self) -> None:
        field, window = self._field, self.window()
        if field is None:
            return
        is_elsewhere = field.window() is not window  # as where all is zoomed
        if is_elsewhere or (field.isVisible() and field.visibleRegion().isEmpty()):
            self.clear()  # or scrolled out of sight
            return
        width = PADDING + ICON + 6 + text_width(self._text, font("body")) + PADDING
        size = QSize(min(width, window.width()), HEIGHT)
        corner = field.mapTo(window, QPoint(0, field.height() + GAP))
        if corner.y() + HEIGHT > window.height():
            corner.setY(corner.y() - field.height() - 2 * GAP - HEIGHT)
        corner.setX(max(0, min(corner.x(), window.width() - size.width())))
        self.setGeometry(corner.x(), max(0, corner.y()), size.width(), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme: Theme = getattr(self._field, "theme", LIGHT)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.surface)
        draw_box(painter, QRectF(self.rect()), 6.0, theme.danger_soft, theme.danger_line)
        top = (self.height() - ICON) / 2
        draw_icon(painter, "warning", theme.danger, QRectF(PADDING, top, ICON, ICON))
        words = QRectF(self.rect()).adjusted(PADDING + ICON + 6, 0, -PADDING + 2, 0)
        draw_text(painter, words, self._text, font("body"), theme.danger)


def _with_parents(field: QWidget) -> list[QWidget]:
    """Return a field and all that it lies in, but for the window."""
    found, widget = [], field
    while not widget.isWindow():
        found.append(widget)
        parent = widget.parentWidget()
        if parent is None:
            break
        widget = parent
    return found


def note_text(field: QWidget) -> str:
    """The current message in the field's window."""
    note = _note_of(field)
    return "" if note is None else note.text


def _note_of(field: QWidget) -> FieldNote | None:
    return field.window().findChild(FieldNote, options=Qt.FindChildOption.FindDirectChildrenOnly)


def say_below(field: QWidget, text: str) -> None:
    """Show what is wrong below a field; an empty text removes its message."""
    note = _note_of(field)
    if text:
        (note or FieldNote(field.window())).say(field, text)
    elif note is not None and note.field is field:
        note.clear()
