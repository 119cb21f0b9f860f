"""The losses of two networks that learn side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import LIGHT, Theme, font
from playground.style.words import number_text
from playground.views.kit.drawing import draw_text

LEFT, TOP, RIGHT, BOTTOM = 48.0, 10.0, 62.0, 22.0
LINE = 16.0
LOGARITHMIC_FROM = 30.0
"""Losses further apart than this share an axis only by their logarithms."""
N_TICKS = 4


class TwinCurve(QWidget):
    """A full line for the healthy network, a dashed one for the other, named at their ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._right: Sequence[float] = ()
        self._wrong: Sequence[float] = ()
        self._most = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 120)
        self.setToolTip("Loss on the same samples after each update, of both networks")
        self.set_losses((), (), 1)

    def set_losses(self, right: Sequence[float], wrong: Sequence[float], most: int) -> None:
        """Show losses after 0, 1, 2 … of at most so many updates."""
        self._right, self._wrong, self._most = right, wrong, most
        words = "No losses yet"
        if right and wrong:
            words = f"Loss {number_text(right[-1], 3)} healthy, {number_text(wrong[-1], 3)} with the mistake"
        self.setAccessibleName(words)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, lines and their names."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        losses = [*self._right, *self._wrong]
        if not losses or frame.width() < 20:
            return
        low, high = min(losses), max(losses)
        logarithmic = low > 0.0 and high / low > LOGARITHMIC_FROM
        scale = math.log10 if logarithmic else float
        bottom, top = scale(low), scale(high)
        if top - bottom < 1e-9:
            bottom, top = bottom - 0.5, top + 0.5
        if not logarithmic:
            bottom = max(0.0, bottom - 0.1 * (top - bottom))

        def place(update: int, loss: float) -> QPointF:
            share = (top - scale(loss)) / (top - bottom)
            return QPointF(
                frame.left() + update / self._most * frame.width(), frame.top() + share * frame.height()
            )

        for number in range(N_TICKS):
            height = bottom + (top - bottom) * number / (N_TICKS - 1)
            self._draw_tick(painter, frame, height, bottom, top, logarithmic)
        words = QRectF(frame.left(), frame.bottom() + 5, frame.width(), LINE)
        draw_text(painter, words, "0", font("tick"), theme.ink3)
        end = f"{self._most} updates"
        draw_text(painter, words, end, font("tick"), theme.ink3, Qt.AlignmentFlag.AlignRight)
        self._draw_line(painter, [place(*point) for point in enumerate(self._right)], theme.ok, dashed=False)
        self._draw_line(
            painter, [place(*point) for point in enumerate(self._wrong)], theme.danger, dashed=True
        )
        self._draw_names(painter, place)

    def _draw_tick(
        self, painter: QPainter, frame: QRectF, height: float, bottom: float, top: float, logarithmic: bool
    ) -> None:
        y = frame.top() + (top - height) / (top - bottom) * frame.height()
        painter.setPen(QPen(QColor(self._theme.grid), 1.0))
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        text = number_text(10.0**height if logarithmic else height, 2)
        box = QRectF(0, y - LINE / 2, LEFT - 8, LINE)
        draw_text(painter, box, text, font("tick"), self._theme.ink3, Qt.AlignmentFlag.AlignRight)

    def _draw_line(self, painter: QPainter, points: list[QPointF], ink: str, *, dashed: bool) -> None:
        pen = QPen(QColor(ink), 2.0)
        if dashed:
            pen.setDashPattern([4.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _draw_names(self, painter: QPainter, place: object) -> None:
        """Write the names where the lines end, one above the other where they end together."""
        assert callable(place)
        ends = []
        for name, losses, ink in (
            ("Healthy", self._right, self._theme.ok), ("Mistake", self._wrong, self._theme.danger),
        ):  # fmt: skip
            if losses:
                end = place(len(losses) - 1, losses[-1])
                ends.append([end.y(), end.x(), name, ink])
        ends.sort()
        if len(ends) == 2 and ends[1][0] - ends[0][0] < LINE:
            middle = (ends[0][0] + ends[1][0]) / 2
            ends[0][0], ends[1][0] = middle - LINE / 2, middle + LINE / 2
        for y, x, name, ink in ends:
            draw_text(painter, QRectF(x + 6, y - LINE / 2, RIGHT, LINE), name, font("tick_strong"), ink)
