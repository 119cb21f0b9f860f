"""Typing the number that one expects."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.part import Question
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.answers.answer_field import Ground
from playground.views.lessons.answers.number_answer import NumberAnswer
from tests.playground.models.lessons.lesson_texts import CHANGE, EXPERIMENT, FRONT, NUMBER, SLICE


def question(text: str) -> Question:
    asked = read_lesson(FRONT + text).steps[0].question
    assert asked is not None
    return asked


PERCENT, PLAIN = question(EXPERIMENT + NUMBER), question(SLICE + CHANGE)


@pytest.fixture
def field(qtbot):
    field = NumberAnswer()
    qtbot.addWidget(field)
    apply_to_tree(field, LIGHT)
    field.set_question(PLAIN, Ground())
    field.set_guess(None)
    field.show()
    return field


def test_that_every_number_can_be_guessed_and_0_too(field, qtbot):
    entry = field.number.entry
    assert entry.text() == ""
    qtbot.keyClicks(entry, "0")
    with qtbot.waitSignal(field.guessed) as told:
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert told.args == [0.0]


def test_that_a_guess_belongs_to_its_question(field):
    field.set_guess(0.25)
    assert field.number.entry.text() == "0.25"
    field.set_question(PERCENT, Ground())
    field.set_guess(None)
    assert field.number.entry.text() == ""
    field.set_guess(0.25)
    assert field.number.entry.text() == "25"


def test_that_what_is_no_number_is_refused_without_speaking_of_a_guess(field, qtbot):
    entry = field.number.entry
    qtbot.keyClicks(entry, "x")
    with qtbot.assertNotEmitted(field.guessed):
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert field.number.problem
    assert "kept" not in field.number.problem
