"""A framed field for a short text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.fields.field_frame import HEIGHT, TEXT_LEFT, draw_field_frame
from playground.views.kit.themed import Control


class TextField(Control, QLineEdit):
    """Emits a new text on Return, or when it loses the focus; Escape restores the old one."""

    text_entered = Signal(str)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.setFrame(False)
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

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(theme.disabled))
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(theme.ink3))
        self.setPalette(palette)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_new = self.text() != self._told
        if is_new and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        elif is_new and event.key() == Qt.Key.Key_Escape:
            self.setText(self._told)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()

    def _tell(self) -> None:
        if self.text() != self._told:
            self._told = self.text()
            self.text_entered.emit(self._told)
