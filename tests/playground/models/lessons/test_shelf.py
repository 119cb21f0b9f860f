"""The lessons that come with the app, and folders of one's own."""

from __future__ import annotations

import pytest

from playground.models.lessons.lesson import Lesson
from playground.models.lessons.outcome import outcome_of
from playground.models.lessons.part import Question
from playground.models.lessons.parts.transfer import Transfer
from playground.models.lessons.shelf import FOLDER, BrokenLesson, read_folder
from playground.models.lessons.stages.slice_stage import SliceStage
from playground.models.lessons.trial import try_lesson
from playground.models.run.session import Session
from tests.playground.models.lessons.lesson_texts import WHOLE

LESSONS = read_folder(FOLDER)


def test_that_the_lessons_are_whole_and_in_order():
    assert len(LESSONS) >= 4
    assert all(isinstance(lesson, Lesson) for lesson in LESSONS)
    orders = [lesson.order for lesson in LESSONS if isinstance(lesson, Lesson)]
    assert orders == sorted(orders)
    assert len({*orders}) == len(orders)


def test_that_the_lessons_of_a_short_workshop_have_an_order():
    marked = [lesson for lesson in LESSONS if isinstance(lesson, Lesson) and lesson.workshop]
    marked.sort(key=lambda lesson: lesson.workshop)
    assert [lesson.workshop for lesson in marked] == [1, 2, 3, 4, 5]
    assert [lesson.order for lesson in marked] == [5, 6, 10, 4, 7]
    assert sum(lesson.minutes for lesson in marked) <= 40


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_that_everything_a_lesson_says_is_so(lesson):
    assert try_lesson(lesson) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_that_a_lesson_keeps_the_rules(lesson):
    assert lesson.minutes <= 8
    assert lesson.question.endswith("?")
    first, last = lesson.steps[0].part, lesson.steps[-1].part
    # It asks before it shows, and ends in transfer.
    assert isinstance(first, Question)
    assert isinstance(last, Transfer)
    assert 1 <= last.code.count("\n") <= 3
    assert any(step.checks for step in lesson.steps)


def test_that_broken_lessons_come_last_and_say_why(tmp_path):
    (tmp_path / "b.md").write_text(WHOLE)
    (tmp_path / "a.md").write_text("nothing")
    (tmp_path / "notes.txt").write_text("no lesson")
    found = read_folder(tmp_path, "own/")
    assert [one.key for one in found] == ["own/b", "own/a"]
    assert isinstance(found[1], BrokenLesson)
    assert found[1].faults


def test_that_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        read_folder(tmp_path / "nowhere")


def test_that_trouble_begins_above_twice_the_inverse_of_the_curvature_as_lesson_7_says():
    lesson = next(one for one in LESSONS if one.key == "07-how-far-to-step")
    assert isinstance(lesson, Lesson)
    stage = next(step.stage for step in lesson.steps if isinstance(step.stage, SliceStage))
    limit = 2.0 / stage.cut().curvature
    losses = []
    for times in (1.0, 1.3, 2.5, 3.0):
        experiment = stage.runs[0].experiment.with_(learning_rate=times * limit)
        losses.append(outcome_of(Session(experiment), 100).newest.train_loss or 0.0)
    assert max(losses[:2]) < 0.01
    assert min(losses[2:]) > 0.5
