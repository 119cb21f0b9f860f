"""The card above the runs while something is to be predicted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.lessons.lesson import (
    ChoiceQuestion,
    NumberQuestion,
    Question,
    SketchQuestion,
)
from playground.views.kit import Label, NumberField, TextButton
from playground.views.lessons.choice_tiles import ChoiceTiles
from playground.views.lessons.lesson_card import LessonCard
from playground.views.lessons.run_row import RunRow
from playground.views.lessons.sketch_pad import SketchPad

CHOOSE = {
    "choice": "Choose what you expect, then run.",
    "number": "Type what you expect, then run.",
    "sketch": "Draw what you expect, then run.",
}


class QuestionCard(LessonCard):
    """Asks, and runs only once something is predicted or the guess is skipped.

    Signals
    -------
    guessed
        The place of a choice, a number, or the heights of a sketch.
    run_wanted
        Run, or pause and go on.
    skip_wanted
        Run without a guess.
    """

    guessed = Signal(object)
    run_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "choice"
        self._has_guess = self._is_running = self._is_share = False
        self.ask = Label("", "question")
        self.ask.setWordWrap(True)
        self.tip = Label("", "caption", "ink3")
        self.tiles = ChoiceTiles()
        self.number = NumberField("Your guess", "What do you expect? Return takes it")
        self.number.setFixedWidth(140)
        self._unit = Label("", "body", "ink2")
        self._number_row = QWidget()
        row = QHBoxLayout(self._number_row)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(Label("Your guess", "body", "ink2"))
        row.addWidget(self.number)
        row.addWidget(self._unit)
        row.addStretch(1)
        self.pad = SketchPad()
        self.foot = RunRow("all networks")
        self.skip_button = TextButton(
            "Skip the guess", "Skip the guess", "Run without a guess; nothing to compare with then", flat=True
        )
        self.foot.add(self.skip_button, is_last=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(4)
        column.addWidget(self.ask)
        column.addWidget(self.tip)
        column.addSpacing(8)
        for view in (self.tiles, self._number_row, self.pad):
            column.addWidget(view)
        column.addSpacing(10)
        column.addWidget(self.foot)
        self.tiles.chosen.connect(self._on_chosen)
        self.number.value_edited.connect(self._on_typed)
        self.pad.drawn.connect(self._on_drawn)
        self.foot.run_wanted.connect(self.run_wanted)
        self.skip_button.clicked.connect(self.skip_wanted)

    def set_question(self, question: Question, tip: str, run_text: str, first: float, epochs: int) -> None:
        """Ask something.

        Parameters
        ----------
        first, epochs
            Where a sketch begins, and how far it goes.
        """
        self.ask.set_text(question.ask)
        self.tip.set_text(tip)
        self.foot.run_button.set_text(run_text)
        match question:
            case ChoiceQuestion():
                self._kind = "choice"
                self.tiles.set_choices(question.choices)
            case NumberQuestion():
                self._kind = "number"
                self._is_share = question.is_share
                self._unit.set_text("%" if question.is_share else "")
            case SketchQuestion():
                self._kind = "sketch"
                self.pad.set_sketch(first, epochs, None)
        self.tiles.setVisible(self._kind == "choice")
        self._number_row.setVisible(self._kind == "number")
        self.pad.setVisible(self._kind == "sketch")
        self.set_guess(None)

    def set_guess(self, guess: float | tuple[float, ...] | None) -> None:
        """Show a guess; without one nothing runs."""
        self._has_guess = guess is not None
        if self._kind == "choice" and not isinstance(guess, tuple):
            self.tiles.set_chosen(None if guess is None else int(guess), locked=self._is_running)
        elif self._kind == "number" and isinstance(guess, int | float):
            self.number.set_value(round(100.0 * guess, 6) if self._is_share else guess)
        self._show_state()

    def set_running(self, running: bool, epoch: int, epochs: int) -> None:
        """Show how far the runs are; `running` False with an epoch above 0 is a pause."""
        self._is_running = running
        for tile in self.tiles.tiles:
            tile.setEnabled(not running and epoch == 0)
        self.number.setEnabled(not running and epoch == 0)
        self.pad.setEnabled(not running and epoch == 0)
        self._show_state(epoch, epochs)

    def _on_chosen(self, place: int) -> None:
        if self._kind == "choice":
            self.guessed.emit(place)

    def _on_typed(self, number: float) -> None:
        if self._kind == "number":
            self.guessed.emit(number / 100.0 if self._is_share else number)

    def _on_drawn(self, heights: tuple[float, ...]) -> None:
        if self._kind == "sketch":
            self.guessed.emit(heights)

    def _show_state(self, epoch: int = 0, epochs: int = 0) -> None:
        has_begun = self._is_running or epoch > 0
        self.foot.set_running(self._is_running, epoch, epochs)
        self.skip_button.setVisible(not has_begun)
        self.foot.run_button.setEnabled(self._has_guess or has_begun)
        if not has_begun:
            self.foot.state.set_text("" if self._has_guess else CHOOSE[self._kind])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys choose, Return runs."""
        place, tiles = event.key() - Qt.Key.Key_1, self.tiles.tiles
        if self._kind == "choice" and 0 <= place < len(tiles) and tiles[place].isEnabled():
            self.tiles.chosen.emit(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.foot.run_button.isEnabled():
            self.run_wanted.emit()
        else:
            super().keyPressEvent(event)


def run_words(names: Sequence[str]) -> str:
    """Return what the button says: Run, Run both, Run all three."""
    return {1: "Run", 2: "Run both", 3: "Run all three"}.get(len(names), "Run all four")
