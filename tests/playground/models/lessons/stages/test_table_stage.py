"""Tables in lessons: what is read, and what a guess is told."""

from __future__ import annotations

import pytest

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.parts.cells_question import CellsQuestion
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.stages.table_stage import TableStage
from playground.models.lessons.trial import try_lesson
from tests.playground.models.lessons.lesson_texts import CELLS, FRONT, TABLE

LESSON = read_lesson(FRONT + TABLE + CELLS)
QUESTION, STAGE = LESSON.steps[0].part, LESSON.steps[0].stage


@pytest.mark.parametrize(
    ("guess", "is_right", "answer"),
    [
        ((1, 2, 3, 4, 5, 6), True, "Right, [[1, 2], [3, 4], [5, 6]]."),
        ((1, 4, 2, 5, 3, 6), False, "That is [[1, 4], [2, 5], [3, 6]]."),
        ((6, 5, 4, 3, 2, 1), False, "No."),
    ],
)
def test_that_each_guess_gets_the_answer_that_is_meant_for_it(guess, is_right, answer):
    assert isinstance(QUESTION, CellsQuestion)
    assert isinstance(STAGE, TableStage)
    numbers = Outcomes(STAGE.outcomes())
    judged = QUESTION.judge(tuple(map(float, guess)), numbers)
    assert (judged.is_right, judged.outcome) == (is_right, "[[1, 2], [3, 4], [5, 6]]")
    assert numbers.words(judged.answer) == answer
    assert QUESTION.words((1.0, 4.0, 2.0, 5.0, 3.0, 6.0)) == "[[1, 4], [2, 5], [3, 6]]"


def test_that_only_a_whole_table_is_a_guess():
    assert isinstance(QUESTION, CellsQuestion)
    assert QUESTION.takes((1.0,) * 6)
    assert not QUESTION.takes((1.0,) * 5)
    assert not QUESTION.takes(1.0)


def test_that_what_a_text_says_about_tables_is_checked():
    assert try_lesson(LESSON) == []
    wrong = read_lesson(FRONT + TABLE + CELLS.replace("v.rows == 3", "v.rows == 2"))
    assert [fault.text for fault in try_lesson(wrong)] == ["is not so: v.rows == 2 and v.cells != p.cells"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("count: 2 x 3", "count: 2 by 3", "count: is rows x columns"),
        ("count: 2 x 3\n", "", "one line `count: 2 x 3`"),
        ("count: 2 x 3", "count: 2 x 3\ndigit: 7", "one line `count: 2 x 3`"),
        ("count: 2 x 3", "digit: 11", "is a digit from 0 to 9"),
        ("x.view(3, 2)", "x.view(4, 2)", "show v: makes 4 x 2 cells of 6"),
        ("x.view(3, 2)", "x.flip(3, 2)", "show v: is x, x.view(rows, columns)"),
        ("show p:", "show v:", "two tables have the same letter"),
        ("show x: x\nshow v: x.view(3, 2)\nshow p: x.permute(1, 0)\n", "", "1 to 3 lines"),
        ("cells: v", "cells: z", "cells: there is no table “z”"),
        ("like p", "like z", "like z: there is no table “z”"),
        ("{p.cells}", "{p.celts}", "does not know 'celts'"),
        ("{p.cells}", "{q.cells}", "tables here: x, v, p"),
        ("wrong: No.\n", "", "lacks wrong"),
        ("count: 2 x 3", "count: 4 x 4", "makes 3 x 2 cells of 16"),
        ("show v: x.view(3, 2)", "show v: x", "is not so"),
    ],
)
def test_that_a_fault_is_named(old, new, reason):
    text = (FRONT + TABLE + CELLS).replace(old, new, 1)
    try:
        found = [fault.text for fault in try_lesson(read_lesson(text))]
    except LessonError as error:
        found = [fault.text for fault in error.faults]
    assert any(reason in fault for fault in found), found


def test_that_pictures_cannot_be_typed():
    with pytest.raises(LessonError, match="up to 12 whole numbers"):
        read_lesson(FRONT + TABLE.replace("count: 2 x 3", "digit: 7").replace("3, 2", "6, 8") + CELLS)


def test_that_a_task_needs_a_run():
    task = "```do\ngoal: x\nuntil: v.rows == 2\nrun: v\ncontrols: hidden\n```\n"
    with pytest.raises(LessonError, match="there is no run “v”"):
        read_lesson(FRONT + TABLE + task)
