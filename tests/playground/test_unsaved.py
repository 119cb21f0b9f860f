from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.models.picture.frame import Frame
from playground.models.picture.timeline import Timeline
from playground.undo import FormulaCommand
from playground.unsaved import QUESTION_SECONDS, Unsaved


def frame_at(step: int, seconds: float = 0.0, cursor: int | None = None) -> Frame:
    timeline = replace(Timeline.empty(), cursor=cursor)
    return cast(Frame, SimpleNamespace(step=step, seconds_played=seconds, timeline=timeline))


@pytest.fixture
def stack(qapp) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def unsaved(stack) -> Unsaved:
    return Unsaved(stack)


@pytest.fixture
def heard(unsaved) -> list[bool]:
    heard: list[bool] = []
    unsaved.changed.connect(heard.append)
    return heard


def test_that_changes_are_told_once_and_undo_takes_them_back(unsaved, stack, heard):
    stack.push(QUndoCommand("one"))
    stack.push(QUndoCommand("two"))
    assert (unsaved.has_changes, heard) == (True, [True])
    stack.undo()
    stack.undo()
    assert (unsaved.has_changes, heard) == (False, [True, False])


def test_that_training_is_unsaved_and_a_frame_of_the_past_tells_nothing(unsaved, heard):
    unsaved.follow(frame_at(5, cursor=1))
    assert heard == []
    unsaved.follow(frame_at(5))
    assert (unsaved.is_there, unsaved.has_changes, heard) == (True, False, [True])
    unsaved.end_saving(5, 2.0, is_trained=False)
    unsaved.follow(frame_at(5))
    assert heard == [True, False]


def test_that_what_is_changed_while_a_file_is_written_is_not_in_it(unsaved, stack):
    stack.push(QUndoCommand("one"))
    unsaved.begin_saving()
    stack.push(QUndoCommand("two"))
    unsaved.end_saving(0, 0.0, is_trained=False)
    assert unsaved.has_changes
    unsaved.begin_saving()
    unsaved.end_saving(0, 0.0, is_trained=False)
    assert not unsaved.has_changes


def test_that_another_document_is_told_when_it_is_complete(unsaved, heard):
    unsaved.follow(frame_at(5))
    unsaved.begin_document(7, 1.0)
    assert heard == [True]
    unsaved.tell()
    assert heard == [True, False]
    unsaved.find_unsaved()
    assert heard == [True, False, True]


def test_that_a_minute_of_training_is_worth_a_question_and_a_change_always(unsaved, stack):
    short, long = (frame_at(9, 3.0 + QUESTION_SECONDS + more) for more in (-1.0, 0.0))
    unsaved.begin_document(4, 3.0)
    assert not unsaved.is_worth_a_question(long, is_kept=False)
    unsaved.follow(long)
    assert unsaved.is_worth_a_question(long, is_kept=False)
    for frame, is_kept in ((short, False), (long, True), (None, False)):
        assert not unsaved.is_worth_a_question(frame, is_kept=is_kept)
    stack.push(QUndoCommand("one"))
    for frame, is_kept in ((short, False), (long, True), (None, False)):
        assert unsaved.is_worth_a_question(frame, is_kept=is_kept)


def test_that_updates_of_a_formula_are_nothing_to_save(unsaved, stack, heard):
    stack.push(FormulaCommand("update", lambda state: state, "before"))
    assert (unsaved.has_changes, heard) == (False, [])
    stack.push(QUndoCommand("one"))
    assert (unsaved.has_changes, heard) == (True, [True])
    stack.undo()
    assert (unsaved.has_changes, heard) == (False, [True, False])
