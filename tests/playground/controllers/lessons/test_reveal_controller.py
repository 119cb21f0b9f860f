"""Predictions by pointing are held against what came out, in one picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.lessons.progress import Answer, Progress
from playground.style.words import number_text
from playground.views.lessons.answers.point_answer import PointAnswer
from playground.views.lessons.bars.log_bars import bar_rows
from tests.playground.actions import LEFT
from tests.playground.lesson_fields import number
from tests.playground.models.lessons.lesson_texts import (
    CELLS,
    EXPERIMENT,
    FRONT,
    NUMBER,
    POINT_AT_LAYER,
    POINT_AT_SAMPLE,
    REVEAL,
    TABLE,
)

REVEAL_TABLE = """
```reveal
```
"""


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


@pytest.mark.parametrize(("show", "kind", "words"), [
    ("gradients", "layer", "Output"), ("neurons", "neuron", "Hidden 1, neuron 2"),
])  # fmt: skip
def test_that_a_bar_in_the_card_of_the_run_is_pointed_at(make_stage, lessons, qtbot, show, kind, words):
    text = EXPERIMENT.replace("epochs: 30", f"epochs: 30\nshow: {show}").replace("none", "2")
    question = POINT_AT_LAYER.replace("point: layer", f"point: {kind}")
    if kind == "neuron":
        question = question.replace("wrong output", "wrong 1.2")
    (lessons / "one.md").write_text(FRONT + text + question + REVEAL)
    stage = make_stage()
    stage.show()
    bars = len(stage.controller.stages.outcomes["b"].insights[0].neuron_norms[0]) if kind == "neuron" else 2

    def press(run: str, row: int) -> None:
        card = stage.screen.cards[run]
        qtbot.mouseClick(card, LEFT, pos=bar_rows(card.bars_place(), bars)[row].center().toPoint())

    press("a", 1)  # the question is about the other run
    assert not stage.screen.question.foot.run_button.isEnabled()
    press("b", 1)
    assert stage.controller.place.progress.of("one").answers[0].words == words
    assert stage.screen.question.foot.run_button.isEnabled()
    stage.run()
    press("b", 0)  # it has run: the guess stays
    assert stage.controller.place.progress.of("one").answers[0].words == words


def test_that_a_guess_that_is_no_picture_is_told_in_words(make_stage, lessons):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + NUMBER + REVEAL)
    stage = make_stage()
    stage.show()
    number(stage.screen.question).number.value_edited.emit(10.0)
    stage.run()
    words = stage.screen.outcome.words
    assert words.isVisible()
    accuracy = stage.controller.stages.outcomes["b"].newest.train_score
    assert words.text() == f"Your guess: 10 %. What came out: {100 * accuracy:.1f} %."
    stage.click(stage.screen.outcome.again_button)
    stage.wait()
    stage.click(stage.screen.question.skip_button)
    stage.wait()
    assert not words.isVisible()


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
    loss = again.controller.stages.outcomes["b"].insights[30].losses[1]
    assert words.endswith(f"Your guess: Point 2, loss {number_text(loss, 3)}")


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


def test_that_an_answer_to_what_was_asked_before_is_not_shown(make_stage, lessons, tmp_path):
    (lessons / "one.md").write_text(FRONT + TABLE + CELLS + REVEAL_TABLE)
    before = Answer("How will it go on?", (0.5, 0.25), "from 0.5 to 0.25")
    progress = Progress().with_answer("one", 0, before).with_step("one", 1)
    progress.save(tmp_path / "progress.json")
    stage = make_stage(tmp_path / "progress.json")
    stage.show()
    assert stage.controller.place.at == 1
    assert [*stage.controller.tables.board.cards] == ["x", "v", "p"]
    assert stage.controller.tables.board.guess_card is None
