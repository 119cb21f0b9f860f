from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.stages.run_stage import RunStage
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.lesson_screen import LessonScreen
from tests.playground.models.lessons.lesson_texts import CHOICES, EXPERIMENT, FRONT, REVEAL
from tests.playground.views.painted import settle

STAGE = read_lesson(FRONT + EXPERIMENT + CHOICES + REVEAL).steps[0].stage
assert isinstance(STAGE, RunStage)
RUNS = STAGE.runs
SIZES = [(1440, 800), (1180, 620), (1024, 540)]


@pytest.fixture
def screen(qtbot):
    screen = LessonScreen()
    qtbot.addWidget(screen)
    apply_to_tree(screen, LIGHT)
    return screen


@pytest.mark.parametrize("size", SIZES)
def test_that_the_last_card_is_as_high_as_its_words_and_the_runs_stand_below_it(screen, size):
    screen.break_card.set_words("Take the tanh out.")
    screen.show_card(screen.break_card)
    screen.set_runs(RUNS)
    screen.resize(*size)
    screen.show()
    settle()
    card = screen.break_card
    assert card.height() == card.sizeHint().height()
    bottom = card.mapTo(screen, QPoint(0, card.height())).y()
    assert {run.mapTo(screen, QPoint(0, 0)).y() - bottom for run in screen.cards.values()} == {16}


def test_that_an_outcome_without_a_chart_stands_above_its_stage_in_the_room(screen):
    screen.resize(1280, 660)
    screen.show()
    board = QWidget()
    screen.show_board(board)
    screen.outcome.set_plain("Guess and outcome")
    screen.show_card(screen.outcome)
    screen.set_presenting(True)
    settle()
    card, below = (QRect(each.mapTo(screen, QPoint()), each.size()) for each in (screen.outcome, board))
    assert card.bottom() < below.top()
    assert card.width() > 0.9 * screen.width()
    assert below.width() > 0.9 * screen.width()
