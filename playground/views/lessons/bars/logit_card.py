"""A card with logits that are moved by hand: what softmax, loss and gradient make of them at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.logit_board import LogitBoard
from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.themed import Control
from playground.views.lessons.bars.class_bars import (
    FOOT,
    HEAD,
    LEAST_ROW,
    ClassScores,
    Columns,
    columns_of,
    paint_class_bars,
)

PADDING, TITLE = 16.0, 46.0
STEP, LARGE_STEP = 0.1, 1.0
TIP = "Drag a logit. Up and Down choose a class, Left and Right move its logit; with Shift in larger steps"


class LogitCard(Control, QWidget):
    """One board.

    Signals
    -------
    moved
        Number of a class, and its new logit.
    """

    moved = Signal(int, float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._place = name, 0
        self._board: LogitBoard | None = None
        self._is_movable, self._is_told = True, True
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def scores(self) -> ClassScores | None:
        """What is on screen."""
        board = self._board
        if board is None:
            return None
        return ClassScores(
            "", board.classes, board.logits, board.probabilities, board.true,
            board.loss if self._is_told else None, board.gradient if self._is_told else None,
        )  # fmt: skip

    def set_board(self, board: LogitBoard, *, movable: bool, told: bool) -> None:
        """Show logits.

        Parameters
        ----------
        told
            Whether loss and gradient may be seen already.
        """
        self._board, self._is_movable, self._is_told = board, movable and told, told
        self._place = min(self._place, len(board.classes) - 1)
        self.describe(self._name, TIP if self._is_movable else self._name)
        scores = self.scores
        assert scores is not None
        self.setAccessibleDescription(scores.words)
        self.update()

    def sizeHint(self) -> QSize:
        count = 3 if self._board is None else len(self._board.classes)
        return QSize(420, round(TITLE + HEAD + FOOT + 44 * count + PADDING))

    def minimumSizeHint(self) -> QSize:
        count = 3 if self._board is None else len(self._board.classes)
        return QSize(360, round(TITLE + HEAD + FOOT + LEAST_ROW * count + PADDING))

    def _columns(self) -> Columns | None:
        scores = self.scores
        return None if scores is None else columns_of(self.inside(), scores)

    def inside(self) -> QRectF:
        """Return the place of the bars."""
        return QRectF(PADDING, TITLE, self.width() - 2 * PADDING, self.height() - TITLE - PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        title = QRectF(PADDING, 0, self.width() - 2 * PADDING, TITLE)
        draw_text(painter, title, self._name, font("section_title"), theme.ink)
        if self.scores is not None:
            handle = self._place if self.hasFocus() or self._is_dragging else None
            paint_class_bars(
                painter, self.inside(), theme, self.scores, handle=handle, movable=self._is_movable
            )

    # Moving.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        columns = self._columns()
        if not self._is_movable or columns is None or event.button() != Qt.MouseButton.LeftButton:
            return
        rows = columns.rows.items()
        row = next((number for number, row in rows if row.contains(event.position())), None)
        left, width = columns.logit or (0.0, 0.0)
        if row is not None and left - 12 <= event.position().x() <= left + width + 12:
            self._place, self._is_dragging = row, True
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False
        self.update()
        super().mouseReleaseEvent(event)

    def _drag(self, position: QPointF) -> None:
        columns = self._columns()
        if columns is not None:
            self.moved.emit(self._place, round(columns.logit_at(position.x()), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        board, key = self._board, event.key()
        if board is None:
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._place = min(max(self._place + step, 0), len(board.classes) - 1)
            self.update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._is_movable:
            is_large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            size = LARGE_STEP if is_large else STEP
            logit = board.logits[self._place] + (size if key == Qt.Key.Key_Right else -size)
            self.moved.emit(self._place, round(logit, 1))
        else:
            super().keyPressEvent(event)
