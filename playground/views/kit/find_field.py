"""A field that finds things as one types."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.fields.text_entry import ENTER, TextEntry
from playground.views.kit.plain_text import set_tip

HEIGHT, ICON, PADDING = 32, 16, 9


class FindField(TextEntry):
    """Emits the typed text, and steps through the matches: Enter forward, Shift+Enter back; Escape clears."""

    searched = Signal(str)
    go_wanted = Signal(int)

    def __init__(self, name: str, tip: str, *, prompt: str = "Find", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setFont(font("body"))
        self.setPlaceholderText(prompt)
        self.setAccessibleName(name)
        set_tip(self, tip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.textEdited.connect(self.searched)
        self._place_text()

    def sizeHint(self) -> QSize:
        return QSize(148, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(104, HEIGHT)

    def set_found(self, place: int, count: int) -> None:
        """Show the number of the current match and how many there are."""
        self._note = "" if not self.text().strip() else f"{place}/{count}" if count else "none"
        self.setAccessibleDescription(self._note)
        self._place_text()
        self.update()

    def take(self) -> bool:
        """Every letter was searched for when it was typed."""
        return True

    def drop(self) -> bool:
        """Search for nothing any more."""
        was_typed = bool(self.text())
        if was_typed:
            self.setText("")
            self.searched.emit("")
        return was_typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stay in the field on Enter: the next press goes one match further."""
        if event.key() in ENTER:
            self.go_wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        focused = self.hasFocus()
        border = theme.accent if focused else theme.ctl
        draw_box(painter, QRectF(self.rect()), 8.0, theme.field, border, 2.0 if focused else 1.0)
        draw_icon(painter, "search", theme.ink3, QRectF(PADDING, (HEIGHT - ICON) / 2, ICON, ICON))
        if self._note:
            place = QRectF(0, 0, self.width() - PADDING, HEIGHT)
            draw_text(painter, place, self._note, font("caption"), theme.ink3, Qt.AlignmentFlag.AlignRight)
        painter.end()
        super().paintEvent(event)

    def _place_text(self) -> None:
        right = text_width(self._note, font("caption")) + 6 if self._note else 0
        self.setTextMargins(PADDING + ICON + 3, 0, right + 4, 0)
