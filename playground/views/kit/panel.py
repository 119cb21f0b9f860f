"""A part of the window with its own background, and a line towards its neighbour."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.views.kit.themed import Themed, Veil


class Panel(Veil, Themed, QWidget):
    """Paints its background and a line of one pixel along one edge.

    Parameters
    ----------
    line
        The edge where the line is.
    """

    def __init__(self, line: Qt.Edge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.surface))
        painter.fillRect(self._line_rect(), QColor(self.theme.line))

    def _line_rect(self) -> QRect:
        width, height = self.width(), self.height()
        if self._line in (Qt.Edge.TopEdge, Qt.Edge.BottomEdge):
            return QRect(0, 0 if self._line == Qt.Edge.TopEdge else height - 1, width, 1)
        return QRect(0 if self._line == Qt.Edge.LeftEdge else width - 1, 0, 1, height)
