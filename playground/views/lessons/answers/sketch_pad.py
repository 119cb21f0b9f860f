"""A field to draw how a loss will go on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.part import Guess, Question
from playground.style.theme import color, font
from playground.style.words import count_text, number_text
from playground.views.kit.drawing import draw_text
from playground.views.kit.themed import Control
from playground.views.lessons.answers.answer_field import AnswerField, Ground

COLUMNS = 25
HIGHEST = 2.0
"""The pad reaches up to so many times the first loss."""
_ROOM, _BELOW, _STEP = 44.0, 20.0, 0.05


class SketchPad(Control, AnswerField):
    """Dragging draws; with the keyboard Left and Right move the pen, Up and Down draw.

    Its guess is all heights, in units of the loss, once every column has one.
    """

    prompt = "Draw what you expect, then run."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = [math.nan] * COLUMNS
        self._pen, self._first, self._epochs = 0, 1.0, 1
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.describe(
            "Sketch of the loss",
            "Draw from left to right. With the keyboard: Left and Right move the pen, Up and Down draw",
        )

    @property
    def is_complete(self) -> bool:
        """Whether the whole curve is drawn."""
        return not any(map(math.isnan, self._heights))

    def set_sketch(self, first: float, epochs: int, heights: Sequence[float] | None) -> None:
        """Show an empty pad that begins at the first loss, or a sketch."""
        self._first, self._epochs, self._pen = max(first, 1e-9), epochs, 0
        self._heights = [first, *[math.nan] * (COLUMNS - 1)] if heights is None else list(heights)
        self.update()

    @property
    def is_wide(self) -> bool:
        return True

    def set_question(self, question: Question, ground: Ground) -> None:
        self.set_sketch(ground.first, ground.epochs, None)

    def set_ground(self, ground: Ground) -> None:
        self.set_first(ground.first)

    def set_guess(self, guess: Guess | None) -> None:
        """Show what was drawn when the question was asked before; what is drawn here stays."""
        if isinstance(guess, tuple) and len(guess) == COLUMNS and not self.is_complete:
            self.set_sketch(guess[0], self._epochs, guess)

    def keys(self) -> str:
        return "Draw with the pointer or the arrow keys."

    def set_first(self, first: float) -> None:
        """Begin at another loss, as long as nothing is drawn."""
        if first != self._first and all(map(math.isnan, self._heights[1:])):
            self.set_sketch(first, self._epochs, None)

    def sizeHint(self) -> QSize:
        return QSize(600, 170)

    def _frame(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_ROOM, 8, -8, -_BELOW)

    def _place(self, column: int, height: float) -> QPointF:
        frame = self._frame()
        share = min(max(height / (HIGHEST * self._first), 0.0), 1.0)
        x = frame.left() + column / (COLUMNS - 1) * frame.width()
        return QPointF(x, frame.bottom() - share * frame.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._draw(event.position(), from_pen=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._draw(event.position(), from_pen=True)

    def _draw(self, position: QPointF, *, from_pen: bool) -> None:
        frame = self._frame()
        share = (position.x() - frame.left()) / max(frame.width(), 1.0)
        column = min(max(round(share * (COLUMNS - 1)), 0), COLUMNS - 1)
        height = (frame.bottom() - position.y()) / max(frame.height(), 1.0) * HIGHEST * self._first
        self._set(column, min(max(height, 0.0), HIGHEST * self._first), from_pen=from_pen)

    def _set(self, column: int, height: float, *, from_pen: bool) -> None:
        """Draw up to a column, through those that were jumped over."""
        start = self._heights[self._pen] if from_pen else math.nan
        low, high = sorted((self._pen, column))
        if not math.isnan(start) and high - low > 1:
            for between in range(low + 1, high):
                part = (between - self._pen) / (column - self._pen)
                self._heights[between] = start + part * (height - start)
        if column:  # the first loss is known
            self._heights[column] = height
        self._pen = column
        self.update()
        if self.is_complete:
            self.guessed.emit(tuple(self._heights))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, pen = event.key(), self._pen
        now = self._heights[pen]
        known = now if not math.isnan(now) else self._heights[max(pen - 1, 0)]
        known = self._first if math.isnan(known) else known
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            column = min(max(pen + (1 if key == Qt.Key.Key_Right else -1), 0), COLUMNS - 1)
            ahead = self._heights[column]
            self._set(column, known if math.isnan(ahead) else ahead, from_pen=False)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = _STEP * self._first * (1 if key == Qt.Key.Key_Up else -1)
            self._set(pen, min(max(known + step, 0.0), HIGHEST * self._first), from_pen=False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, frame = QPainter(self), self.theme, self._frame()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawPolyline([frame.topLeft(), frame.bottomLeft(), frame.bottomRight()])
        right = Qt.AlignmentFlag.AlignRight
        for value in (0.0, self._first, HIGHEST * self._first):
            y = self._place(0, value).y()
            box = QRectF(0, y - 8, _ROOM - 6, 16)
            draw_text(painter, box, number_text(value, 2), font("tick"), theme.ink3, right)
        for share in (0.0, 0.5, 1.0):
            x = frame.left() + share * frame.width()
            box = QRectF(x - 40, frame.bottom() + 3, 80 if share < 1.0 else 48, 16)
            align = right if share == 1.0 else Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, box, count_text(share * self._epochs), font("tick"), theme.ink3, align)
        if not any(not math.isnan(height) for height in self._heights[1:]):
            centre = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, frame, "Draw the loss from here on", font("body"), theme.ink3, centre)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 3.0, j=Qt.PenJoinStyle.RoundJoin))
        part: list[QPointF] = []
        for column, height in enumerate([*self._heights, math.nan]):
            if not math.isnan(height):
                part.append(self._place(column, height))
                continue
            if len(part) > 1:
                painter.drawPolyline(part)
            part = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(theme.accent))
        now = self._heights[self._pen]
        painter.drawEllipse(self._place(self._pen, self._first if math.isnan(now) else now), 5, 5)
