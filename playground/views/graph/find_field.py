"""Finds a node by its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import Theme, font
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Themed

HEIGHT, ICON, PADDING = 32, 16, 9


class FindField(Themed, QLineEdit):
    """Emits the typed text, and steps through the matches: Enter forward, Shift+Enter back."""

    searched = Signal(str)
    go_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setFrame(False)
        self.setFont(font("body"))
        self.setPlaceholderText("Find")
        self.setAccessibleName("Find a node")
        self.setToolTip("Find a node by its name, such as h1,2 (Ctrl+F); Enter goes to the next match")
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

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink))
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(theme.ink3))
        self.setPalette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next match, Escape clears the field and leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.searched.emit("")
            give_back(self)
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
