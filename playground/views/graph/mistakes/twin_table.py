"""Correct and wrong numbers side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_text
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

ROW, NUMBER = 24, 62
MOST_ROWS = 4


class TwinTable(Themed, QWidget):
    """A head, and rows of a name and two numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, str, str], ...] = ()
        self.setMinimumHeight(ROW * (MOST_ROWS + 1))

    def set_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show rows of a name, the right number and the wrong one."""
        self.rows = tuple(rows)
        words = "; ".join(f"{name}: right {right}, with the mistake {wrong}" for name, right, wrong in rows)
        self.setAccessibleName(words or "No numbers yet")
        set_tip(self, words.replace("; ", "\n"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        right = Qt.AlignmentFlag.AlignRight
        wrong_x, right_x = self.width() - NUMBER, self.width() - 2 * NUMBER
        for x, text in ((right_x, "Right"), (wrong_x, "Mistake")):
            draw_text(painter, QRectF(x, 0, NUMBER, ROW), text, font("caption"), theme.ink3, right)
        for index, (name, good, bad) in enumerate(self.rows, 1):
            y = index * ROW
            painter.fillRect(QRectF(0, y, self.width(), 1), QColor(theme.line))
            draw_text(painter, QRectF(0, y, right_x, ROW), name, font("body"), theme.ink2)
            draw_text(
                painter, QRectF(right_x, y, NUMBER, ROW), good, font("graph_gradient"), theme.ink, right
            )
            ink = theme.danger if bad != good else theme.ink
            draw_text(painter, QRectF(wrong_x, y, NUMBER, ROW), bad, font("graph_gradient"), ink, right)
