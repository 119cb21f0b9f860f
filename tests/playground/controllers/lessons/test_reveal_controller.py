"""Predictions by pointing are held against what came out, in one picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.views.lessons.answers.point_answer import PointAnswer
from tests.playground.actions import LEFT
from tests.playground.models.lessons.lesson_texts import (
    EXPERIMENT,
    FRONT,
    POINT_AT_LAYER,
    POINT_AT_SAMPLE,
    REVEAL,
)


@pytest.mark.parametrize(("key", "verdict"), [("1", "As you guessed"), ("output", "Not as you guessed")])
def test_that_a_layer_is_pointed_at_and_ringed_beside_the_right_one(make_stage, lessons, qtbot, key, verdict):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + POINT_AT_LAYER + REVEAL)
    stage = make_stage()
    stage.show()
    field = stage.screen.question.field
    assert isinstance(field, PointAnswer)
    assert not stage.screen.question.foot.run_button.isEnabled()
    pad = field.pad
    qtbot.mouseClick(pad, LEFT, pos=pad.shapes()[pad.keys.index(key)].center().toPoint())
    assert pad.chosen == key
    stage.run()
    assert stage.screen.outcome.tag.text == verdict
    pointed = stage.screen.outcome.pointed
    assert pointed.isVisible()
    name = {"1": "Hidden 1", "output": "Output"}[key]
    assert f"Lowest: Hidden 1. Your guess: {name}" in pointed.accessibleDescription()
    answer = stage.controller.place.progress.of("one").answers[0]
    assert (answer.guess, answer.words, answer.is_right) == (key, name, key == "1")
    assert answer.outcome.startswith("Hidden 1: 0.")


def test_that_a_sample_is_pointed_at_with_keys_and_kept(make_stage, lessons, qtbot, tmp_path):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + POINT_AT_SAMPLE + REVEAL)
    path = tmp_path / "lessons.json"
    stage = make_stage(path)
    stage.show()
    field = stage.screen.question.field
    assert isinstance(field, PointAnswer)
    assert len(field.pad.keys) == 60
    field.pad.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        qtbot.keyClick(field.pad, key)
    stage.wait()
    again = make_stage(path)
    again.show()
    assert isinstance(again.screen.question.field, PointAnswer)
    assert again.screen.question.field.pad.chosen == "2"
    qtbot.keyClick(again.screen.question.field.pad, Qt.Key.Key_Return)
    again.wait()
    words = again.screen.outcome.pointed.accessibleDescription()
    assert words.startswith("Highest: Point ")
    assert words.endswith("Your guess: Point 2")


def test_that_a_guess_for_another_kind_of_question_counts_as_none(make_stage, lessons, tmp_path):
    path = tmp_path / "lessons.json"
    stage = make_stage(path)
    stage.show()
    stage.choose(0)
    stage.run()
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + POINT_AT_LAYER + REVEAL)
    rewritten = make_stage(path)
    rewritten.show()
    assert rewritten.screen.outcome.isVisible()
    assert rewritten.screen.outcome.tag.text == ""
    rewritten.page.stepper.pick(0)
    rewritten.wait()
    assert rewritten.screen.question.isVisible()
