from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.lessons.lesson_file import read_lesson
from playground.views.lessons.answers.answer_field import Ground
from playground.views.lessons.question_card import QuestionCard
from tests.playground.actions import LEFT, show_active
from tests.playground.lesson_fields import tiles
from tests.playground.models.lessons.lesson_texts import WHOLE


@pytest.fixture
def card(qtbot):
    question = next(step.question for step in read_lesson(WHOLE, "one").steps if step.question is not None)
    card = QuestionCard()
    qtbot.addWidget(card)
    card.set_question(question, "After 30 epochs.", "Run both", Ground())
    show_active(qtbot, card)
    return card


@pytest.fixture
def guesses(card):
    guesses: list[object] = []
    card.guessed.connect(guesses.append)
    return guesses


def hands(card: QuestionCard) -> list[str]:
    return [tile.accessibleDescription() for tile in tiles(card)]


def test_that_a_class_answers_by_most_hands(card, guesses, qtbot):
    card.toggle_hands()
    assert card.counts_hands
    qtbot.keyClicks(card, "1222")
    qtbot.keyClick(card, Qt.Key.Key_Backspace)
    assert hands(card) == ["1 hand", "2 hands"]
    assert guesses == []
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert guesses == [1]
    assert not card.counts_hands
    assert hands(card) == ["1 hand", "2 hands"]  # for the room to see


def test_that_a_tie_is_no_answer(card, guesses, qtbot):
    card.toggle_hands()
    qtbot.mouseClick(tiles(card)[0], LEFT)
    qtbot.keyClick(card, Qt.Key.Key_2)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert guesses == []
    assert card.tip.text().startswith("No answer has most hands")
    qtbot.keyClick(card, Qt.Key.Key_2)
    assert card.tip.text().startswith("A number key for each hand")
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert guesses == [1]


def test_that_counting_can_be_given_up(card, guesses, qtbot):
    card.toggle_hands()
    card.toggle_hands()
    assert hands(card) == ["", ""]
    qtbot.keyClick(card, Qt.Key.Key_2)
    assert guesses == [1]


def test_that_a_number_cannot_be_answered_by_hands(card):
    card.set_running(True, 3, 30)
    card.toggle_hands()
    assert card.counts_hands is None
    assert hands(card) == ["", ""]
