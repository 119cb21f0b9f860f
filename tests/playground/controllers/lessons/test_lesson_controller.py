"""The Lessons mode: it asks before it shows, and keeps what was answered."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from playground.controllers.lessons import shelf_controller
from playground.controllers.lessons.lesson_place import YOURS
from playground.models.lessons.lesson import Lesson
from playground.models.lessons.progress import Progress
from playground.models.lessons.shelf import BrokenLesson, read_folder
from playground.models.run.session import Session
from playground.models.timeline import playback
from playground.workers import lesson_desk
from tests.playground.actions import PATIENCE_MS
from tests.playground.lesson_fields import number, pad, tiles
from tests.playground.models.lessons.lesson_texts import (
    CHANGE,
    CHOICES,
    EXPERIMENT,
    FRONT,
    NUMBER,
    REVEAL,
    SKETCH,
    SLICE,
    TRANSFER,
    WHOLE,
)


def test_that_the_lessons_of_the_app_are_read_ahead_and_once(make_stage, monkeypatch, qtbot, tmp_path):
    monkeypatch.setattr(shelf_controller, "AHEAD_MS", 0)
    stage = make_stage()
    shelf = stage.controller.shelf
    qtbot.waitUntil(lambda: shelf._shipped is not None, timeout=PATIENCE_MS)
    read: list[Path] = []

    def note(folder: Path, prefix: str = "") -> list[Lesson | BrokenLesson]:
        read.append(folder)
        return read_folder(folder, prefix)

    monkeypatch.setattr(shelf_controller, "read_folder", note)
    stage.show()
    assert [lesson.key for lesson in shelf.lessons] == ["one"]
    assert read == []
    (tmp_path / "own").mkdir()
    shelf.open_folder(tmp_path / "own")
    assert read == [tmp_path / "own"]


def test_that_the_run_of_the_window_waits_and_goes_on(make_stage):
    stage = make_stage()
    stage.workbench.is_playing = True
    stage.show()
    assert not stage.workbench.is_playing
    stage.controller.hide()
    assert stage.workbench.is_playing
    # It is only paused: no setting is touched.
    assert stage.workbench.changes == []


def test_that_the_runs_are_let_go_and_made_again(stage):
    stage.choose(0)
    stage.run()
    words = stage.text
    stage.controller.hide()
    stage.wait()
    assert stage.controller.runs.outcomes == {}
    assert stage.controller.runs._desk._learners == []
    stage.controller.show()
    stage.wait()
    assert stage.text == words
    assert stage.screen.outcome.tag.text == "Not as you guessed"
    assert stage.strip.timeline.last_epoch == 30


def test_that_a_run_that_was_paused_stays_paused(stage):
    stage.controller.hide()
    assert not stage.workbench.is_playing


def test_that_nothing_runs_before_something_is_predicted(stage):
    question = stage.screen.question
    assert question.isVisible()
    assert not question.foot.run_button.isEnabled()
    stage.controller.run()
    stage.wait()
    assert stage.controller.runs.epoch == 0
    assert not stage.page.next_button.isEnabled()
    stage.choose(1)
    assert question.foot.run_button.isEnabled()


def test_that_the_outcome_is_shown_beside_the_prediction(stage):
    stage.choose(0)
    stage.run()
    outcome = stage.screen.outcome
    assert outcome.isVisible()
    assert outcome.tag.text == "Not as you guessed"
    assert stage.text.startswith("You said it falls. It is 0.")
    names = [curve.name for curve in outcome.chart.curves]
    assert names == ["Your guess", "No hidden layer", "Four neurons"]
    answer = stage.controller.place.progress.of("one").answers[0]
    assert (answer.words, answer.outcome, answer.is_right) == ("It falls", "It stays", False)
    assert answer.when == "2026-01-02T03:04:05"


def test_that_the_guess_is_drawn_from_the_real_first_loss(stage):
    stage.choose(0)
    stage.run()
    guess, real, _ = stage.screen.outcome.chart.curves
    assert guess.y[0] == pytest.approx(real.y[0])
    assert guess.y[-1] == pytest.approx(real.y[0] * 0.1 / 0.9)
    assert guess.x[-1] == 30


def test_that_a_right_prediction_is_said(stage):
    stage.choose(1)
    stage.run()
    assert stage.screen.outcome.tag.text == "As you guessed"
    assert stage.text.startswith("You said it stays.")


def test_that_the_runs_are_those_of_their_experiments(stage):
    stage.choose(1)
    stage.run()
    run = stage.controller.runs.stage.runs[1]
    session = Session(run.experiment)
    session.train_for(float("inf"), 30)
    assert stage.controller.runs.outcomes["b"].newest.train_loss == session.training.trainer.last_train_loss
    assert f"the right one at {session.training.trainer.last_train_loss:.3f}" in stage.text


def test_that_a_guess_can_be_skipped(stage):
    stage.click(stage.screen.question.skip_button)
    stage.wait()
    assert stage.screen.outcome.isVisible()
    assert stage.screen.outcome.tag.text == ""
    assert [curve.name for curve in stage.screen.outcome.chart.curves] == ["No hidden layer", "Four neurons"]
    assert stage.controller.place.progress.of("one").answers[0].is_skipped


def test_that_guessing_again_forgets_the_guess(stage):
    stage.choose(0)
    stage.run()
    stage.click(stage.screen.outcome.again_button)
    stage.wait()
    assert stage.screen.question.isVisible()
    assert not stage.screen.question.foot.run_button.isEnabled()
    assert stage.controller.runs.epoch == 0
    assert 0 not in stage.controller.place.progress.of("one").answers


def test_that_keys_choose_and_run(stage, qtbot):
    tiles(stage.screen.question)[0].setFocus()
    qtbot.keyClick(stage.screen, Qt.Key.Key_2)
    assert tiles(stage.screen.question)[1].isChecked()
    qtbot.keyClick(stage.screen, Qt.Key.Key_9)  # there is no ninth choice
    assert tiles(stage.screen.question)[1].isChecked()
    qtbot.keyClick(stage.screen, Qt.Key.Key_Return)
    stage.wait()
    assert stage.screen.outcome.isVisible()


def test_that_escape_leaves(stage, qtbot):
    with qtbot.waitSignal(stage.controller.left):
        qtbot.keyClick(stage.screen, Qt.Key.Key_Escape)


def test_that_a_run_can_be_paused_and_goes_on(stage, qtbot, monkeypatch):
    monkeypatch.setattr(lesson_desk, "PACE", 0.05)
    stage.choose(0)
    stage.click(stage.screen.question.foot.run_button)
    qtbot.waitUntil(lambda: stage.controller.runs.epoch >= 1, timeout=PATIENCE_MS)
    stage.click(stage.screen.question.foot.pause_button)
    assert not stage.controller.runs.is_running
    reached = stage.controller.runs.epoch
    assert 0 < reached < 30
    # What was predicted cannot be changed any more.
    stage.choose(1)
    assert tiles(stage.screen.question)[0].isChecked()
    monkeypatch.setattr(lesson_desk, "PACE", 1e6)
    stage.click(stage.screen.question.foot.run_button)
    stage.wait()
    assert stage.screen.outcome.isVisible()
    assert stage.controller.runs.epoch == 30


def test_that_a_theme_chosen_while_runs_train_is_that_of_the_last_picture(stage):
    stage.choose(0)
    stage.run()
    light = stage.controller.runs._frame.runs[0].pixels
    stage.click(stage.screen.outcome.again_button)
    stage.wait()
    stage.choose(0)
    stage.click(stage.screen.question.foot.run_button)
    stage.themes.set_theme("dark")
    stage.wait()
    stage.wait()  # the picture in the new theme
    dark = stage.controller.runs._frame.runs[0].pixels
    stage.themes.set_theme("light")
    stage.wait()
    assert (stage.controller.runs._frame.runs[0].pixels == light).all()
    assert (dark != light).any()


def test_that_a_theme_chosen_while_runs_train_is_that_of_a_pause(stage, qtbot, monkeypatch):
    monkeypatch.setattr(lesson_desk, "PACE", 0.05)
    stage.choose(0)
    stage.click(stage.screen.question.foot.run_button)
    qtbot.waitUntil(lambda: stage.controller.runs.epoch >= 1, timeout=PATIENCE_MS)
    stage.themes.set_theme("dark")
    stage.click(stage.screen.question.foot.pause_button)
    stage.wait()
    paused = stage.controller.runs._frame.runs[0].pixels
    assert not stage.controller.runs.has_ended
    assert stage.strip.timeline.cursor is None
    stage.themes.set_theme("light")
    stage.wait()
    assert (stage.controller.runs._frame.runs[0].pixels != paused).any()
    stage.themes.set_theme("dark")
    stage.wait()
    assert (stage.controller.runs._frame.runs[0].pixels == paused).all()


# The strip.


def test_that_the_runs_are_looked_back_at_together(stage):
    stage.choose(0)
    stage.run()
    assert stage.strip.timeline.last_epoch == 30
    stage.strip.epoch_wanted.emit(7)
    stage.wait()
    assert stage.strip.timeline.cursor == 7
    session = Session(stage.controller.runs.stage.runs[1].experiment)
    session.train_for(float("inf"), 7)
    card = stage.screen.cards["b"]
    assert dict(card.figures)["Train loss"] == f"{session.training.trainer.last_train_loss:.3f}"
    stage.strip.live_wanted.emit()
    stage.wait()
    assert stage.strip.timeline.cursor is None


def test_that_the_history_is_played(stage, qtbot, monkeypatch):
    monkeypatch.setattr(playback, "SECONDS_FOR_ALL", 2.0)
    stage.choose(0)
    stage.run()
    stage.strip.speed_selected.emit(16.0)
    stage.strip.play_wanted.emit(-1)
    qtbot.waitUntil(lambda: stage.strip.timeline.cursor == 0, timeout=PATIENCE_MS)
    stage.strip.play_wanted.emit(1)
    qtbot.waitUntil(lambda: stage.strip.timeline.cursor is None, timeout=PATIENCE_MS)


# Tasks.


def go_to_task(stage) -> None:
    stage.choose(0)
    stage.run()
    stage.next()
    assert stage.screen.task.isVisible()


def test_that_a_task_shows_the_run_that_the_learner_changes(stage):
    go_to_task(stage)
    assert [run.name for run in stage.controller.runs.stage.runs] == [YOURS]
    assert {*stage.screen.task.controls} == {"learning_rate"}
    assert stage.screen.task.sizes.text() == "4"
    assert stage.page.next_button.text() == "Go on without"


def test_that_a_task_is_done_when_the_state_is_produced(stage):
    go_to_task(stage)
    stage.run()
    assert stage.screen.task.tag.text == "Not yet"
    assert stage.screen.task.note.text() == "More neurons."
    stage.screen.task.sizes_typed.emit("8, 8")
    stage.wait()
    assert stage.controller.runs.epoch == 0
    stage.screen.task.setting_edited.emit("learning_rate", 0.1)
    stage.wait()
    stage.run()
    assert stage.screen.task.tag.text == "Reached"
    assert stage.page.main_next_button.isVisible()
    assert stage.controller.place.progress.of("one").reached == {2}


def test_that_a_task_is_run_again_from_the_beginning(stage):
    go_to_task(stage)
    stage.run()
    first = stage.controller.runs.outcomes["b"].newest
    stage.run()
    assert stage.controller.runs.outcomes["b"].newest == first


@pytest.mark.parametrize("text", ["x", "-3", "4, 0", "9999"])
def test_that_sizes_that_are_none_are_refused_where_they_stand(stage, text):
    go_to_task(stage)
    stage.screen.task.sizes_typed.emit(text)
    assert "stay as they were" in stage.screen.task.note.text()
    assert stage.screen.task.sizes.text() == "4"


def test_that_settings_are_taken_into_train(stage, qtbot):
    stage.workbench.experiment = stage.workbench.experiment.with_(hidden_controls=("seed",))
    go_to_task(stage)
    stage.screen.task.sizes_typed.emit("none")
    with qtbot.waitSignal(stage.controller.train_wanted):
        stage.click(stage.screen.task.open_button)
    (changes,) = stage.workbench.changes
    assert changes["hidden"] == ()
    assert changes["dataset"] == "circle"
    assert changes["name"] == ""
    assert changes["hidden_controls"] == ("seed",)
    assert "Undo" in stage.said[-1]


# The way through.


def test_that_the_last_step_ends_the_lesson(stage):
    go_to_task(stage)
    stage.next()
    assert stage.screen.break_card.isVisible()
    assert stage.text.startswith("Neurons help.")
    assert "- model = Linear(2, 1)" in stage.text.replace("\xa0", " ")
    assert stage.screen.cards["b"].state != "Not run yet"
    assert stage.page.main_next_button.text() == "Done"
    stage.next()
    assert stage.controller.place.progress.of("one").is_done
    row = stage.screen.list.rows["one"]
    assert row.accessibleDescription() == "done"


def test_that_one_can_go_back_and_a_step_not_reached_is_closed(stage):
    stage.page.stepper.pick(3)
    assert stage.controller.place.at == 0
    go_to_task(stage)
    stage.click(stage.page.previous_button)
    stage.wait()
    assert stage.screen.outcome.isVisible()
    # The runs were made again: they are always the same.
    assert stage.text.startswith("You said it falls. It is 0.")
    stage.page.stepper.pick(0)
    stage.wait()
    assert stage.screen.question.isVisible()


def test_that_a_lesson_is_taken_up_where_it_was_left(make_stage, tmp_path):
    path = tmp_path / "lessons.json"
    first = make_stage(path)
    first.show()
    go_to_task(first)
    first.wait()
    second = make_stage(path)
    second.show()
    assert second.screen.task.isVisible()
    assert second.controller.place.progress.of("one").answers[0].words == "It falls"


def test_that_damaged_progress_is_told(make_stage, tmp_path):
    path = tmp_path / "lessons.json"
    path.write_text("nonsense")
    stage = make_stage(path)
    stage.show()
    assert "cannot be read" in stage.said[0]
    assert stage.screen.question.isVisible()
    stage.choose(0)
    stage.wait()
    assert Progress.load(path).of("one").answers


def test_that_progress_that_cannot_be_kept_is_told(make_stage, tmp_path):
    (tmp_path / "file").write_text("no folder")
    stage = make_stage(tmp_path / "file" / "lessons.json")
    stage.show()
    stage.choose(0)
    stage.wait()
    assert "What you do in lessons is not kept: lessons.json cannot be written" in stage.said[-1]
    assert "Errno" not in stage.said[-1]


# Numbers and sketches.


def test_that_a_number_is_predicted_in_percent(make_stage, lessons):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + NUMBER + REVEAL)
    stage = make_stage()
    stage.show()
    number(stage.screen.question).number.value_edited.emit(10.0)
    stage.run()
    assert stage.text.startswith("Too low: ")
    answer = stage.controller.place.progress.of("one").answers[0]
    assert (answer.guess, answer.words, answer.is_right) == (0.1, "10 %", False)


def test_that_a_sketch_is_drawn_and_held_against_the_loss(make_stage, lessons, qtbot):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + SKETCH + REVEAL)
    stage = make_stage()
    stage.show()
    field = pad(stage.screen.question)
    field.setFocus()
    for _ in range(30):
        qtbot.keyClick(field, Qt.Key.Key_Right)
    assert stage.screen.question.foot.run_button.isEnabled()
    stage.run()
    assert stage.screen.outcome.isVisible()
    guess = stage.screen.outcome.chart.curves[0]
    assert guess.name == "Your guess"
    assert len(guess.y) == 25
    assert stage.screen.outcome.tag.text in ("As you guessed", "Not as you guessed")


# Lessons of one's own.


def test_that_own_lessons_are_listed_and_opened(stage, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.md").write_text(WHOLE.replace("A title", "My lesson"))
    stage.controller.shelf.open_folder(folder)
    stage.wait()
    assert [*stage.screen.list.rows] == ["one", "own/mine"]
    assert stage.controller.place.lesson.title == "My lesson"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_that_a_lesson_whose_file_has_a_name_that_is_no_text_is_opened(stage, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "\udcff.md").write_text(WHOLE.replace("A title", "My lesson"))
    stage.controller.shelf.open_folder(folder)
    stage.wait()
    assert stage.page.title == "My lesson"
    stage.choose(0)
    stage.run()
    stage.controller.shelf.export(tmp_path / "answers.csv")
    assert stage.said == ["Answers written to answers.csv."]


def test_that_a_broken_lesson_names_its_faults(stage, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.md").write_text(WHOLE.replace("epochs: 30", "epochs: <b>many</b>"))
    stage.controller.shelf.open_folder(folder)
    assert stage.screen.problem.isVisible()
    assert stage.screen.problem_text == "line 15: epochs: “<b>many</b>” is no number"
    stage.screen.list.rows["one"].click()
    stage.wait()
    assert not stage.screen.problem.isVisible()
    assert stage.screen.question.isVisible()


def test_that_a_lesson_is_read_again_while_it_is_written(stage, tmp_path, qtbot):
    folder = tmp_path / "own"
    folder.mkdir()
    path = folder / "mine.md"
    path.write_text(WHOLE.replace("A title", "First"))
    stage.controller.shelf.open_folder(folder)
    stage.wait()
    path.write_text("no lesson any more")
    qtbot.waitUntil(stage.screen.problem.isVisible, timeout=PATIENCE_MS)
    assert stage.screen.list.rows["own/mine"].text() == "mine.md"
    path.write_text(WHOLE.replace("A title", "Second"))
    qtbot.waitUntil(
        lambda: getattr(stage.controller.place.lesson, "title", "") == "Second", timeout=PATIENCE_MS
    )
    assert stage.screen.list.rows["own/mine"].text() == "Second"
    assert not stage.screen.problem.isVisible()
    (folder / "new.md").write_text(WHOLE)
    qtbot.waitUntil(lambda: "own/new" in stage.screen.list.rows, timeout=PATIENCE_MS)


def test_that_a_lesson_whose_file_is_gone_stays_on_screen(stage, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    path = folder / "mine.md"
    path.write_text(WHOLE.replace("A title", "My lesson"))
    stage.controller.shelf.open_folder(folder)
    stage.wait()
    path.unlink()
    stage.controller.shelf._on_reload()
    stage.choose(0)
    stage.run()
    assert stage.screen.outcome.isVisible()
    assert stage.page.title == "My lesson"
    (tmp_path / "empty").mkdir()
    stage.controller.shelf.open_folder(tmp_path / "empty")
    assert "no lesson" in stage.said[-1]
    assert stage.page.title == "My lesson"
    # Nothing keeps it once it was left.
    stage.screen.list.rows["one"].click()
    stage.wait()
    stage.controller.shelf._on_reload()
    assert [*stage.screen.list.rows] == ["one"]


def test_that_a_lesson_written_while_nobody_sees_it_is_read_when_it_is_seen_again(stage, tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(WHOLE.replace("A title", "First"))
    stage.controller.shelf.open_folder(tmp_path)
    stage.wait()
    stage.controller.hide()
    stage.screen.hide()
    path.write_text(WHOLE.replace("A title", "Second"))
    stage.controller.shelf._on_reload()
    assert stage.controller.place.lesson.title == "First"
    assert not stage.controller.runs.is_running
    stage.screen.show()
    stage.controller.show()
    stage.wait()
    assert stage.page.title == "Second"


def test_that_an_empty_folder_is_told(stage, tmp_path):
    (tmp_path / "empty").mkdir()
    stage.controller.shelf.open_folder(tmp_path / "empty")
    assert "no lesson" in stage.said[-1]


def test_that_runs_that_cannot_be_trained_are_told(stage):
    stage.controller.runs.refused.emit("it has one class")
    assert stage.screen.problem_text == "The runs of this step cannot be trained: it has one class."
    go_to_task(stage)
    assert not stage.screen.problem.isVisible()
    stage.controller.runs.refused.emit("it has one class")
    assert stage.screen.task.note.text() == "It cannot be trained: it has one class."


def test_that_runs_that_crash_can_be_run_again(stage, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    stage.choose(0)
    with monkeypatch.context() as broken:
        broken.setattr(stage.controller.runs._desk, "go_on", fail)
        stage.run()
    assert not stage.controller.runs.is_running
    assert stage.screen.question.foot.run_button.isVisible()
    stage.run()
    assert stage.screen.outcome.isVisible()


# Answers.


def test_that_answers_are_a_table(stage, tmp_path):
    assert not stage.screen.list.export_button.isEnabled()
    stage.choose(0)
    stage.run()
    assert stage.screen.list.export_button.isEnabled()
    path = tmp_path / "answers.csv"
    stage.controller.shelf.export(path)
    with path.open() as file:
        head, row = csv.reader(file)
    assert dict(zip(head, row, strict=True)) == {
        "lesson": "one", "title": "A title", "step": "1", "question": "What will it do?", "guess": "It falls",
        "outcome": "It stays", "as guessed": "no", "when": "2026-01-02T03:04:05",
    }  # fmt: skip
    stage.controller.shelf.export(tmp_path / "no" / "folder.csv")
    assert "Nothing was written" in stage.said[-1]


def test_that_a_name_stands_for_one_thing_on_each_stage(make_stage, lessons):
    curve = SLICE.replace("w = 2", "a = 2").replace("w*w", "a*a").replace("along: w", "along: a")
    text = FRONT + EXPERIMENT + CHOICES + REVEAL + curve + CHANGE + "Its slope is {a.slope}.\n"
    (lessons / "one.md").write_text(text)
    stage = make_stage()
    stage.show()
    stage.choose(0)
    stage.run()
    stage.next()
    assert stage.text.strip() == "Its slope is –."


def test_that_a_lesson_without_a_task_ends_too(make_stage, lessons):
    (lessons / "one.md").write_text(FRONT + EXPERIMENT + NUMBER + TRANSFER)
    stage = make_stage()
    stage.show()
    number(stage.screen.question).number.value_edited.emit(90.0)
    stage.run()
    stage.next()
    stage.next()
    assert stage.controller.place.progress.of("one").is_done
