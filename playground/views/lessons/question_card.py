"""The card above the stage while something is to be predicted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.lessons.part import Guess, Question
from playground.style.theme import apply_to_tree
from playground.views.kit import Label, TextButton
from playground.views.kit.themed import Veil
from playground.views.lessons.answers.answer_field import AnswerField, Ground
from playground.views.lessons.answers.fields import FIELDS
from playground.views.lessons.lesson_card import LessonCard
from playground.views.lessons.run_row import RunRow


class QuestionCard(LessonCard):
    """Asks, and runs only once something is predicted or the guess is skipped.

    Attributes
    ----------
    field
        Where the question on screen is answered.
    has_begun
        Whether what was asked about runs, or has run.

    Signals
    -------
    guessed
        A `Guess`.
    changed
        Another question, a run has begun, or hands are counted.
    run_wanted
        Run, or pause and go on.
    skip_wanted
        Run without a guess.
    """

    guessed = Signal(object)
    changed = Signal()
    run_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_guess = self.has_begun = self._is_stacked = False
        self._tip = ""
        self._fields: dict[type[Question], AnswerField] = {}
        self.field: AnswerField | None = None
        self.ask = Label("", "question")
        self.ask.setWordWrap(True)
        self.tip = Label("", "caption", "ink3")
        self.tip.setWordWrap(True)
        self._answers = _Answers()
        self._place = QVBoxLayout(self._answers)
        self._place.setContentsMargins(0, 0, 0, 0)
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
        column.addWidget(self._answers)
        column.addSpacing(10)
        column.addWidget(self.foot)
        self.foot.run_wanted.connect(self.run_wanted)
        self.skip_button.clicked.connect(self.skip_wanted)

    def set_question(self, question: Question, when: str, run_text: str, ground: Ground) -> None:
        """Ask something; `when` says when the answer is looked at."""
        field = self._field_for(question)
        if self.field is not None:
            self.field.hide()
        self.field = field
        field.set_question(question, ground)
        field.show()
        self.ask.set_text(question.ask)
        field.set_stacked(self._is_stacked)
        self._tip = f"{when} {field.keys()}".strip()
        self._show_tip()
        self.foot.run_button.set_text(run_text)
        self.set_guess(None)

    def _field_for(self, question: Question) -> AnswerField:
        """Return the field of a kind of question, made when it is first asked."""
        field = self._fields.get(type(question))
        if field is None:
            field = self._fields[type(question)] = FIELDS[type(question)](self)
            self._place.addWidget(field)
            apply_to_tree(field, self.theme)
            field.guessed.connect(self.guessed)
            field.counted.connect(self._show_tip)
        return field

    @property
    def is_wide(self) -> bool:
        """Whether the question needs the whole width of a screen for the room."""
        return self.field is not None and self.field.is_wide

    @property
    def counts_hands(self) -> bool | None:
        """Whether hands are being counted; None where a class cannot answer so."""
        return None if self.field is None else self.field.counts_hands

    def set_stacked(self, on: bool) -> None:
        """Put what can be chosen below, not beside, one another."""
        self._is_stacked = on
        if self.field is not None:
            self.field.set_stacked(on)

    def set_collapsed(self, on: bool) -> None:
        """Show what is asked and how far the runs are only."""
        self._answers.set_veiled(on)
        self.tip.set_veiled(on)

    def toggle_hands(self) -> None:
        """Count hands, or stop it."""
        if self.field is not None and self.field.counts_hands is not None:
            self.field.set_counting(not self.field.counts_hands)

    def _show_tip(self) -> None:
        words = "" if self.field is None else self.field.hands_words
        self.tip.set_text(words or self._tip)
        self.changed.emit()

    def set_guess(self, guess: Guess | None) -> None:
        """Show a guess; without one nothing runs."""
        self._has_guess = guess is not None
        if self.field is not None:
            self.field.set_guess(guess)
        self._show_state()

    def set_running(self, running: bool, epoch: int, epochs: int, counts: str = "Epoch") -> None:
        """Show how far the runs are; `running` False with an epoch above 0 is a pause."""
        if self.field is not None:
            self.field.set_open(not running and epoch == 0)
        self._show_state(running, epoch, epochs, counts)

    def _show_state(
        self, running: bool = False, epoch: int = 0, epochs: int = 0, counts: str = "Epoch"
    ) -> None:
        has_begun = running or epoch > 0
        had_begun, self.has_begun = self.has_begun, has_begun
        if has_begun != had_begun:
            self.changed.emit()
        self.foot.set_running(running, epoch, epochs, counts)
        self.skip_button.setVisible(not has_begun)
        self.foot.run_button.setEnabled(self._has_guess or has_begun)
        if not has_begun:
            self.foot.state.set_text("" if self._has_guess or self.field is None else self.field.prompt)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return runs; the other keys are the field's."""
        if self.field is not None and self.field.takes_key(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.foot.run_button.isEnabled():
            self.run_wanted.emit()
        else:
            super().keyPressEvent(event)


class _Answers(Veil, QWidget):
    """The place of the fields."""


def run_words(count: int) -> str:
    """Return what the button says: Run, Run both, Run all three."""
    return {1: "Run", 2: "Run both", 3: "Run all three", 4: "Run all four"}.get(count, "Run")
