"""A few lines of code, one of them marked."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

LINE, PADDING = 19, 8
LEFT, RIGHT = 12, 7


class CodeView(Themed, QWidget):
    """Draws lines in a monospaced font; what has no room goes on in the next row, deeper indented.

    Parameters
    ----------
    framed
        Whether it draws a ground and a border round itself.

    Signals
    -------
    wrapped
        The lines take another number of rows, perhaps.
    """

    wrapped = Signal()

    def __init__(self, parent: QWidget | None = None, *, framed: bool = True) -> None:
        super().__init__(parent)
        self._is_framed = framed
        self._lines: Sequence[str] = ()
        self._rows: list[tuple[str, int]] = []
        self._marked: int | None = None
        self.setAccessibleName("Code that ran")

    def set_code(self, lines: Sequence[str], marked: int | None) -> None:
        """Show lines and mark one of them."""
        self._lines, self._marked = lines, marked
        set_tip(self, "\n".join(lines))
        self.setAccessibleDescription("" if marked is None else lines[marked].strip())
        self._wrap()

    @property
    def rows(self) -> list[str]:
        """What is written, row by row."""
        return [text for text, _ in self._rows]

    def marked_place(self) -> QRect | None:
        """Return where the marked line is drawn."""
        found = [row for row, (_, number) in enumerate(self._rows) if number == self._marked]
        if not found:
            return None
        return QRect(1, PADDING + found[0] * LINE, self.width() - 2, len(found) * LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._wrap()

    def _wrap(self) -> None:
        advance = QFontMetricsF(font("inspector_code")).horizontalAdvance("0")
        columns = max(int((self.width() - LEFT - RIGHT) / advance), 16)
        self._rows = [
            (row, number) for number, line in enumerate(self._lines) for row in _wrapped(line, columns)
        ]
        self.setFixedHeight(LINE * len(self._rows) + 2 * PADDING)
        self.update()
        self.wrapped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_framed:
            draw_box(painter, QRectF(self.rect()), 8.0, theme.bg, theme.line)
        for row, (text, number) in enumerate(self._rows):
            place = QRectF(1, PADDING + row * LINE, self.width() - 2, LINE)
            is_marked = number == self._marked
            if is_marked:
                painter.fillRect(place, theme.soft)
                painter.fillRect(QRectF(1, place.top(), 3, LINE), theme.accent)
            ink = theme.accent_text if is_marked else theme.ink
            draw_text(painter, place.adjusted(LEFT - 1, 0, 0, 0), text, font("inspector_code"), ink)


def _wrapped(line: str, columns: int) -> list[str]:
    """Return a line in rows of at most that many letters."""
    if len(line) <= columns:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line.strip(), columns, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False
    )
