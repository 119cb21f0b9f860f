"""The field that the question card shows, by its kind."""

from __future__ import annotations

from playground.views.lessons.answers.choice_tiles import ChoiceTile, ChoiceTiles
from playground.views.lessons.answers.number_answer import NumberAnswer
from playground.views.lessons.answers.sketch_pad import SketchPad
from playground.views.lessons.question_card import QuestionCard


def tiles(card: QuestionCard) -> list[ChoiceTile]:
    assert isinstance(card.field, ChoiceTiles)
    return card.field.tiles


def number(card: QuestionCard) -> NumberAnswer:
    assert isinstance(card.field, NumberAnswer)
    return card.field


def pad(card: QuestionCard) -> SketchPad:
    assert isinstance(card.field, SketchPad)
    return card.field
