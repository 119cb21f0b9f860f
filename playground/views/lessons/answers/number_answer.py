"""A field for a number that one expects."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.style.words import exact_text
from playground.views.kit import Label, NumberField
from playground.views.lessons.answers.answer_field import AnswerField, Ground


class NumberAnswer(AnswerField):
    """A number is typed, a share in percent."""

    prompt = "Type what you expect, then run."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_share = False
        self.number = NumberField(
            "Your guess", "What do you expect? Return takes it", value=math.nan, formatter=_text
        )
        self.number.setFixedWidth(140)
        self._unit = Label("", "body", "ink2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(Label("Your guess", "body", "ink2"))
        row.addWidget(self.number)
        row.addWidget(self._unit)
        row.addStretch(1)
        self.number.value_edited.connect(self._on_typed)

    def set_question(self, question: Question, ground: Ground) -> None:
        assert isinstance(question, NumberQuestion)
        self._is_share = question.is_share
        self._unit.set_text("%" if question.is_share else "")

    def set_guess(self, guess: Guess | None) -> None:
        number = guess if isinstance(guess, int | float) else math.nan
        self.number.set_value(round(100.0 * number, 6) if self._is_share else number)

    def _on_typed(self, number: float) -> None:
        self.guessed.emit(number / 100.0 if self._is_share else number)


def _text(number: float) -> str:
    """Return a number as it is typed; without a guess the field is empty."""
    return "" if math.isnan(number) else exact_text(number)
