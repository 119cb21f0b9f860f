"""The scalars of a neuron, line by line, at reading size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.graph.lens.neuron_scalars import Line, LineNumbers
from playground.style.theme import font
from playground.style.words import number_text
from playground.views.graph.picture.card_painter import largest_size, signed_colours
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.themed import Control

ROW, INDENT, SIDE = 24, 14, 12
NUMBER_WIDTH, GAP = 76, 8
CHIP = "inspector_code"
UNKNOWN = "–"
RIGHT = Qt.AlignmentFlag.AlignRight


class LensRows(Control, QWidget):
    """Name, value and gradient of each scalar; the gradient on its colour, those of this step in accent.

    Signals
    -------
    scalar_pressed
        Go to the step of a scalar.
    current_moved
        The keys went to a line, which is to be in sight.
    """

    scalar_pressed = Signal(int)
    current_moved = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        self._numbers: LineNumbers | None = None
        self._current = 0
        self.setAccessibleName("Scalars of the neuron")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        HoverTip(self, self._words_at)

    def set_lines(self, lines: Sequence[Line], numbers: LineNumbers) -> None:
        """Show lines with their numbers."""
        if lines != self._lines:
            self._lines, self._current = lines, 0
            self.updateGeometry()
        self._numbers = numbers
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, len(self._lines) * ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, len(self._lines) * ROW)

    def place_of(self, line: int) -> QRect:
        """Return where a line stands."""
        return QRect(0, line * ROW, self.width(), ROW)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.place_of(self._current).adjusted(3, 2, -3, -2), 4.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        line = int(event.position().y() // ROW)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= line < len(self._lines):
            self._go_to(line)
            self.scalar_pressed.emit(self._lines[line].scalar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from line to line, Return goes to the step of one."""
        key, last = Qt.Key(event.key()), len(self._lines) - 1
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and last >= 0:
            way = 1 if key == Qt.Key.Key_Down else -1
            self._go_to(min(max(self._current + way, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and last >= 0:
            self.scalar_pressed.emit(self._lines[self._current].scalar)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.current_moved.emit(self.place_of(self._current))

    def _go_to(self, line: int) -> None:
        self._current = line
        self._describe()
        self.current_moved.emit(self.place_of(line))
        self.update()

    def _describe(self) -> None:
        if self._lines:
            self.setAccessibleDescription(self._words(self._current))

    def _words_at(self, place: QPoint) -> str:
        line = place.y() // ROW
        return f"{self._words(line)}\nClick to go to its step" if 0 <= line < len(self._lines) else ""

    def _words(self, line: int) -> str:
        numbers = self._numbers
        if numbers is None:
            return self._lines[line].label
        value, gradient = float(numbers.values[line]), float(numbers.gradients[line])
        parts = [self._lines[line].label]
        if np.isfinite(value):
            parts.append(f"value {number_text(value)}")
        if np.isfinite(gradient):
            parts.append(f"gradient {number_text(gradient)}")
        return ", ".join(parts)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, numbers = QPainter(self), self._numbers
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if numbers is None:
            return
        shares = numbers.gradients / largest_size(numbers.gradients)
        fills = signed_colours(shares, self.theme).tolist()
        seen = event.rect()
        for line in range(max(seen.top() // ROW, 0), min(seen.bottom() // ROW + 1, len(self._lines))):
            gradient = float(numbers.gradients[line])
            fill = QColor(*fills[line]) if np.isfinite(gradient) and gradient else None
            self._paint_line(painter, line, numbers, fill)

    def _paint_line(self, painter: QPainter, line: int, numbers: LineNumbers, fill: QColor | None) -> None:
        theme, known = self.theme, self._lines[line]
        place, is_now = QRectF(self.place_of(line)), bool(numbers.is_now[line])
        if is_now:
            painter.fillRect(place, QColor(theme.soft))
            painter.fillRect(QRectF(0, place.top(), 3, ROW), QColor(theme.accent))
        left = SIDE + known.depth * INDENT
        if known.symbol:
            wide = text_width(known.symbol, font(CHIP)) + 10
            chip = QRectF(left, place.top() + 4, wide, ROW - 8)
            draw_box(painter, chip, 4.0, theme.accent if is_now else theme.inset)
            ink = theme.on_accent if is_now else theme.ink2
            draw_text(painter, chip, known.symbol, font(CHIP), ink, Qt.AlignmentFlag.AlignHCenter)
            left += wide + 6
        right = self.width() - SIDE - 2 * NUMBER_WIDTH - GAP
        name = QRectF(left, place.top(), right - left, ROW)
        draw_text(painter, name, known.label, font("body"), theme.accent_text if is_now else theme.ink)
        value = QRectF(right, place.top(), NUMBER_WIDTH, ROW)
        draw_text(painter, value, _text(numbers.values[line]), font("graph_value"), theme.ink, RIGHT)
        foot = QRectF(right + NUMBER_WIDTH + GAP, place.top() + 3, NUMBER_WIDTH, ROW - 6)
        if fill is not None:
            draw_box(painter, foot, 4.0, fill.name())
        draw_text(
            painter, foot.adjusted(0, 0, -6, 0), _text(numbers.gradients[line]), font("graph_gradient"),
            theme.ink, RIGHT,
        )  # fmt: skip


def _text(number: float) -> str:
    return number_text(float(number)) if np.isfinite(number) else UNKNOWN
