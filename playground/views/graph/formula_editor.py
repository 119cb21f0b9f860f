"""Several lines of formulas; errors are underlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.themed import Themed

LEAST_LINES, MOST_LINES = 2, 8
FRAME = 16
PLACE = "\0"
"""In place of an operand, to find where it is written."""


class FormulaEditor(Themed, QPlainTextEdit):
    """Emits the text after every change; Tab goes to the next control."""

    formulas_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_silent = False
        self._wrong: tuple[int, int] | None = None
        self.setFont(font("code"))
        self.setTabChangesFocus(True)
        self.setAccessibleName("Formulas")
        self.setToolTip("One formula per line, such as y = sigmoid(w*x + b); the last line is the output")
        self.textChanged.connect(self._on_text_changed)
        self._fit()

    @property
    def wrong(self) -> tuple[int, int] | None:
        """First character of the underlined part, and the one after it."""
        return self._wrong

    def set_text(self, text: str) -> None:
        """Show other formulas without a signal."""
        if text != self.toPlainText():
            self._is_silent = True
            self.setPlainText(text)
            self._is_silent = False

    def insert(self, written: Callable[[Sequence[str]], str], operands: Sequence[str]) -> None:
        """Put a function where the cursor is, around what is selected.

        What is to be typed over is left selected: the first operand that was not there before.
        """
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        parts = [chosen or operands[0], *operands[1:]]
        place = 1 if chosen and len(parts) > 1 else 0
        begin = written([PLACE if number == place else part for number, part in enumerate(parts)]).index(
            PLACE
        )
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        before = self.document().characterAt(cursor.position() - 1) if cursor.position() else ""
        if before.isalnum() or before in tuple(")|"):
            cursor.insertText(" ")  # a product, instead of a longer name
        start = cursor.position() + begin
        cursor.insertText(written(parts))
        cursor.endEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(start + len(parts[place]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_wrong(self, place: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        self._wrong = place
        selections = []
        if place is not None:
            length = len(self.toPlainText())
            start = min(place[0], max(length - 1, 0))
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(min(max(place[1], start + 1), length), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(self.theme.danger))
            selection.cursor, selection.format = cursor, look
            selections.append(selection)
        self.setExtraSelections(selections)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.field))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink))
        self.setPalette(palette)
        self.setStyleSheet(
            f"QPlainTextEdit {{ border: 1px solid {theme.ctl}; border-radius: 6px; padding: 6px;"
            f" background: {theme.field}; color: {theme.ink}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {theme.accent}; padding: 5px; }}"
        )
        self.set_wrong(self._wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; typed text takes effect at once, so there is nothing to discard."""
        if event.key() == Qt.Key.Key_Escape and give_back(self):
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the lines, within reason."""
        lines = min(max(round(self.document().size().height()), LEAST_LINES), MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * FRAME)

    def _on_text_changed(self) -> None:
        self._fit()
        if not self._is_silent:
            self.formulas_edited.emit(self.toPlainText())
