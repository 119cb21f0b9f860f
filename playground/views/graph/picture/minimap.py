"""A small picture of the whole graph with a frame round the part in sight."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.models.graph.placing.layout import GraphLayout
from playground.style.theme import Theme
from playground.views.kit.drawing import draw_box
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Themed

WIDTH, HEIGHT, PADDING = 168, 112, 8


class Minimap(Themed, QWidget):
    """Hidden while the whole graph is visible; a click or a drag moves the view."""

    place_wanted = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: GraphLayout | None = None
        self._seen = QRectF()
        self._cards = KeptLayer()
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName("Overview of the graph")
        self.setToolTip("Click or drag to move the view")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_layout(self, layout: GraphLayout) -> None:
        """Show another graph."""
        self._layout = layout
        self._cards.forget()
        self.update()

    def set_seen(self, seen: QRectF) -> None:
        """Frame the visible part, in pixels of the layout."""
        self._seen = seen
        whole = self._whole()
        self.setVisible(self._layout is not None and not seen.adjusted(-1, -1, 1, 1).contains(whole))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._cards.forget()

    def _whole(self) -> QRectF:
        return QRectF(0, 0, self._layout.width, self._layout.height) if self._layout else QRectF()

    def _scale(self) -> tuple[float, float]:
        """Return pixels per pixel of the layout; a narrow graph is stretched to remain visible."""
        whole = self._whole()
        x, y = (WIDTH - 2 * PADDING) / whole.width(), (HEIGHT - 2 * PADDING) / whole.height()
        even = min(x, y)
        return min(x, 4 * even), min(y, 4 * even)

    def _corner(self) -> QPointF:
        whole, (x, y) = self._whole(), self._scale()
        return QPointF((WIDTH - whole.width() * x) / 2, (HEIGHT - whole.height() * y) / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def _go_to(self, place: QPointF) -> None:
        if self._layout is not None:
            (x, y), way = self._scale(), place - self._corner()
            self.place_wanted.emit(QPointF(way.x() / x, way.y() / y))

    def _paint_cards(self, layout: GraphLayout, painter: QPainter) -> None:
        (x, y), corner = self._scale(), self._corner()
        width, height = np.maximum(layout.widths * x, 1.5), np.maximum(layout.heights * y, 1.0)
        left, top = corner.x() + layout.x * x - width / 2, corner.y() + layout.y * y - height / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.ctl2))
        rows = np.stack([left, top, width, height], 1).tolist()
        painter.drawRects([QRectF(*row) for row in rows])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        if self._layout is None:
            return
        painter.drawPixmap(0, 0, self._cards.picture(self, partial(self._paint_cards, self._layout)))
        (x, y), corner, seen = self._scale(), self._corner(), self._seen.intersected(self._whole())
        frame = QRectF(
            corner.x() + seen.x() * x, corner.y() + seen.y() * y, seen.width() * x, seen.height() * y
        )
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(-1, -1, 1, 1).intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)))
