"""Tasks that are done by dragging the cursor through the epochs of a run."""

from __future__ import annotations

import pytest

from tests.playground.models.lessons.lesson_texts import EXPERIMENT, FRONT, TRANSFER

TASK = """
```do
goal: Drag the cursor to an epoch in which the training loss was above {loss}.
until: b.train_loss@cursor > {loss} and b.cursor > 0
run: b
hint: Further back.
```
"""


def losses(stage) -> list[float]:
    return stage.controller.stages.outcomes["b"].curves.train.tolist()


def go_to(stage, epoch: int) -> None:
    stage.strip.epoch_wanted.emit(epoch)
    stage.wait()


@pytest.fixture
def task(make_stage, lessons):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + TASK.format(loss=0.5) + TRANSFER)
    stage = make_stage()
    stage.show()
    return stage


def test_that_the_cursor_is_judged_where_it_stands(task):
    card = task.screen.task
    assert not card.controls
    go_to(task, 0)
    assert card.tag.text == ""  # nothing is judged before it has run
    task.run()
    known = losses(task)
    assert known[-1] < 0.5 < known[0]
    assert (card.tag.text, card.note.text()) == ("Not yet", "Further back.")
    later = next(epoch for epoch, loss in enumerate(known, 1) if loss < 0.5)
    go_to(task, later + 1)
    assert card.tag.text == "Not yet"
    assert not task.page.main_next_button.isVisible()
    go_to(task, 1)
    assert card.tag.text == "Reached"
    assert task.page.main_next_button.isVisible()
    assert task.controller.place.progress.of("one").reached == {0}


def test_that_what_was_reached_stays_reached(task):
    task.run()
    go_to(task, 1)
    task.strip.live_wanted.emit()
    task.wait()
    assert task.screen.task.tag.text == "Reached"


def test_that_a_task_on_gradients_and_structure_is_judged(make_stage, lessons):
    until = "b.gradient_norm(1)@cursor > b.gradient_norm(1) and b.neurons == 4 and b.learning_rate < 1"
    task = TASK.format(loss=0.5).replace("b.train_loss@cursor > 0.5 and b.cursor > 0", until)
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + task)
    stage = make_stage()
    stage.show()
    stage.run()
    assert stage.screen.task.tag.text == "Not yet"
    outcome = stage.controller.stages.outcomes["b"]
    assert outcome.value_of("gradient_norm", (1,), 0) > outcome.value_of("gradient_norm", (1,))
    go_to(stage, 0)
    assert stage.screen.task.tag.text == "Reached"
