"""A field to fill in the cells of a small table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.cells_question import CellsQuestion
from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.themed import Control
from playground.views.lessons.answers.answer_field import AnswerField, Ground

SIDE, GAP, MARGIN = 44.0, 6.0, 3.0


class CellsPad(Control, AnswerField):
    """Digits fill the cell under the pen, which goes on by itself when no further digit can follow.

    Arrows move the pen, Backspace empties a cell. Its guess is all cells, row by row, None while one is
    empty.
    """

    prompt = "Fill in all cells, then look."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._columns, self._largest = 1, 1, 9
        self._numbers: list[int | None] = [None]
        self._pen = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.describe("Cells", "Type the numbers row by row. Arrows move the pen, Backspace empties a cell")

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """What stands in the cells, row by row."""
        return tuple(self._numbers)

    def set_question(self, question: Question, ground: Ground) -> None:
        assert isinstance(question, CellsQuestion)
        self.set_shape(*question.table.shape, int(max(question.table.numbers)))

    def set_guess(self, guess: Guess | None) -> None:
        if isinstance(guess, tuple) and len(guess) == len(self._numbers):
            self._numbers = [int(number) for number in guess]
            self._changed()

    def keys(self) -> str:
        return "Type the numbers row by row; arrows move, Backspace empties."

    def set_shape(self, rows: int, columns: int, largest: int) -> None:
        """Show empty cells for numbers up to the largest one."""
        self._rows, self._columns, self._largest = rows, columns, largest
        self._numbers, self._pen = [None] * (rows * columns), 0
        self.updateGeometry()
        self._changed()

    def sizeHint(self) -> QSize:
        width, height = (round(2 * MARGIN + n * (SIDE + GAP) - GAP) for n in (self._columns, self._rows))
        return QSize(width, height)

    def _rect(self, place: int) -> QRectF:
        row, column = divmod(place, self._columns)
        return QRectF(MARGIN + column * (SIDE + GAP), MARGIN + row * (SIDE + GAP), SIDE, SIDE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        for place in range(len(self._numbers)):
            if self._rect(place).contains(event.position()):
                self._move(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; what is no key of the field goes on to the card."""
        if not self.takes_key(event):
            super().keyPressEvent(event)

    def takes_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns, Qt.Key.Key_Down: self._columns,
        }  # fmt: skip
        if not self.isEnabled() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._type(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._erase()
        elif key in steps:
            place = self._pen + steps[Qt.Key(key)]
            if 0 <= place < len(self._numbers):
                self._move(place)
        else:
            return False
        return True

    def _move(self, place: int) -> None:
        self._pen = place
        self._changed()

    def _type(self, digit: int) -> None:
        before = self._numbers[self._pen]
        longer = 10 * before + digit if before else digit
        number = longer if longer <= self._largest else digit
        if number > self._largest:
            return
        self._numbers[self._pen] = number
        if 10 * number > self._largest and self._pen + 1 < len(self._numbers):
            self._pen += 1
        self._changed()
        self._tell()

    def _erase(self) -> None:
        """Empty the cell, or the one before if it is empty."""
        if self._numbers[self._pen] is None and self._pen:
            self._pen -= 1
        self._numbers[self._pen] = None
        self._changed()
        self._tell()

    def _tell(self) -> None:
        known = tuple(float(number) for number in self._numbers if number is not None)
        self.guessed.emit(known if len(known) == len(self._numbers) else None)

    def _changed(self) -> None:
        row, column = divmod(self._pen, self._columns)
        words = "; ".join(
            " ".join(
                "empty" if number is None else str(number)
                for number in self._numbers[start : start + self._columns]
            )
            for start in range(0, len(self._numbers), self._columns)
        )
        self.setAccessibleDescription(f"Row {row + 1}, column {column + 1}. {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        for place, number in enumerate(self._numbers):
            rect, is_on = self._rect(place), place == self._pen and self.isEnabled()
            draw_box(
                painter, rect, 6.0, theme.field, theme.accent if is_on else theme.ctl, 2.0 if is_on else 1.0
            )
            text = "" if number is None else str(number)
            draw_text(painter, rect, text, font("metric"), theme.ink, Qt.AlignmentFlag.AlignHCenter)
