"""A framed field for a short text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.access.keyboard import home_of
from playground.views.kit.fields.field_frame import HEIGHT, TEXT_LEFT, draw_field_frame
from playground.views.kit.fields.text_entry import TextEntry
from playground.views.kit.themed import Control


class TextField(Control, TextEntry):
    """Emits a new text on Return, or when it loses the focus; Escape restores the old one."""

    text_entered = Signal(str)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setFont(font("body"))
        # The line edit keeps two pixels of its own before the text.
        self.setTextMargins(TEXT_LEFT - 2, 0, TEXT_LEFT - 2, 0)
        self.setFixedHeight(HEIGHT)
        self.setMaxLength(200)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.describe(name, tip)
        self.set_theme(self.theme)

    def set_text(self, text: str) -> None:
        """Show a text without a signal."""
        self._told = text
        if text != self.text():
            self.setText(text)

    def take(self) -> bool:
        """Emit a new text; only another Return presses a dialog's button, once its effect was to be seen."""
        is_new = self.text() != self._told
        self.setModified(False)
        if is_new:
            self._told = self.text()
            self.text_entered.emit(self._told)
        return not is_new or home_of(self) is not None

    def drop(self) -> bool:
        is_new = self.text() != self._told
        self.setText(self._told)
        return is_new

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 6.0

    def sizeHint(self) -> QSize:
        return QSize(110, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(
            painter,
            QRectF(self.rect()),
            self.theme,
            enabled=self.isEnabled(),
            hovered=self.hovered,
            editing=self.hasFocus(),
        )
        painter.end()
        super().paintEvent(event)
