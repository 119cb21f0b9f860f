"""What was trained is there again at the next start, saved or not, closed or crashed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from playground.application import PlaygroundApplication
from playground.autosaves import Autosaves
from playground.controllers.window import autosave_controller
from playground.models.run.run_file import read_work
from playground.workers.work_files import Opening
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until, wait_for_experiment
from tests.playground.conftest import Opener


def folder_of(tmp_path: Path) -> Path:
    return tmp_path / "runs"


def started(open_playground: Opener, tmp_path: Path, **values: Any) -> Any:
    """Open a window as the program does."""
    autosaves = Autosaves(folder_of(tmp_path))
    autosaves.begin()
    last = autosaves.take_last()
    opening = None if last is None else Opening(last, is_autosave=True)
    return open_playground(autosaves=autosaves, opening=opening, **values)


def trained_epochs(path: Path) -> int:
    run = read_work(path).run
    return 0 if run is None else run.end.epoch


def closed(playground: PlaygroundApplication) -> None:
    playground.window.close()
    assert not playground.window.isVisible()
    playground.files.leave()


def test_that_the_next_start_goes_on_with_the_last_run_paused_with_curves_and_time(
    open_playground, qtbot, tmp_path
):
    first = started(open_playground, tmp_path, hidden=(3,))
    train_until(qtbot, first, 30)
    pause(qtbot, first)
    before = first.workbench.frame
    assert first.workbench.is_unsaved
    closed(first)  # without a question
    second = started(open_playground, tmp_path, fresh=False)
    wait_for_experiment(qtbot, second, hidden=(3,))
    after = second.workbench.frame
    assert not second.workbench.is_playing
    assert (after.epoch, after.step, after.seconds_played) == (
        before.epoch, before.step, before.seconds_played,
    )  # fmt: skip
    np.testing.assert_array_equal(after.parameters, before.parameters)
    np.testing.assert_array_equal(after.curves.epochs, before.curves.epochs)
    np.testing.assert_array_equal(after.timeline.losses, before.timeline.losses)
    assert second.window.network.notice.text == "Here is what you left, paused."
    assert second.workbench.is_unsaved
    # Its past is there, too.
    second.workbench.look_at(10)
    qtbot.waitUntil(lambda: second.workbench.frame.epoch == 10, timeout=PATIENCE_MS)
    assert not second.workbench.is_changed


def test_that_a_run_of_a_file_still_belongs_to_it(open_playground, qtbot, tmp_path):
    path = tmp_path / "mine.playground"
    first = started(open_playground, tmp_path, hidden=(3,))
    train_until(qtbot, first, 5)
    pause(qtbot, first)
    with qtbot.waitSignal(first.workbench.file_saved, timeout=PATIENCE_MS):
        first.workbench.save_file(path)
    assert not first.workbench.is_unsaved
    closed(first)
    second = started(open_playground, tmp_path, fresh=False)
    assert second.workbench.path == path
    assert not second.workbench.is_unsaved
    qtbot.mouseClick(second.window.header.play_button, LEFT)
    qtbot.waitUntil(lambda: second.workbench.is_unsaved, timeout=PATIENCE_MS)
    assert second.window.windowTitle().startswith("●")


def test_that_what_a_crash_left_is_offered_and_opened(open_playground, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(autosave_controller, "INTERVAL_MS", 50)
    lost = Autosaves(folder_of(tmp_path))
    first: Any = open_playground(autosaves=lost, hidden=(3,))
    train_until(qtbot, first, 20)
    pause(qtbot, first)
    qtbot.waitUntil(lambda: any(folder_of(tmp_path).glob("*.playground")), timeout=PATIENCE_MS)
    (path,) = folder_of(tmp_path).glob("*.playground")
    qtbot.waitUntil(lambda: trained_epochs(path) == epoch(first), timeout=PATIENCE_MS)
    left = path.read_bytes(), epoch(first)
    closed(first)
    for each in folder_of(tmp_path).iterdir():
        each.unlink()
    path.write_bytes(left[0])  # as if the window had never been closed
    second = started(open_playground, tmp_path, fresh=False)
    qtbot.waitUntil(lambda: second.autosave.dialog is not None, timeout=PATIENCE_MS)
    qtbot.mouseClick(second.autosave.dialog.action_button, LEFT)
    qtbot.waitUntil(lambda: epoch(second) == left[1], timeout=PATIENCE_MS)
    assert not second.workbench.is_playing
    assert Autosaves(folder_of(tmp_path)).abandoned() == []


def test_that_a_branch_is_kept_at_once(open_playground, qtbot, tmp_path):
    playground: Any = started(open_playground, tmp_path, hidden=(3,))
    train_until(qtbot, playground, 20)
    pause(qtbot, playground)
    playground.workbench.look_at(10)
    qtbot.waitUntil(lambda: epoch(playground) == 10, timeout=PATIENCE_MS)
    playground.workbench.branch()
    qtbot.waitUntil(lambda: any(folder_of(tmp_path).glob("*.playground")), timeout=PATIENCE_MS)
    (path,) = folder_of(tmp_path).glob("*.playground")
    work: Any = read_work(path)
    assert work.run.end.epoch == 10
    assert [run.end.epoch >= 20 for run in work.left] == [True]


def test_that_a_folder_that_cannot_be_written_is_said_once_and_closing_asks(
    open_playground, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(autosave_controller, "INTERVAL_MS", 20)
    folder_of(tmp_path).touch()
    playground: Any = started(open_playground, tmp_path, hidden=(3,))
    with qtbot.waitSignal(playground.workbench.noticed, timeout=PATIENCE_MS) as told:
        pass
    assert told.args[0].text.startswith("Unsaved work cannot be kept for the next start")
    with qtbot.assertNotEmitted(playground.workbench.noticed, wait=100):
        pass
    monkeypatch.setattr("playground.unsaved.QUESTION_SECONDS", 0.0)
    playground.window.close()
    assert playground.window.isVisible()
    playground.files.dialog.reject()


def test_that_a_file_of_the_command_line_opens_at_an_epoch(open_playground, qtbot, tmp_path):
    path = tmp_path / "run.playground"
    first: Any = open_playground(hidden=(3,), stop_epoch=12)
    train_until(qtbot, first, 12)
    with qtbot.waitSignal(first.workbench.file_saved, timeout=PATIENCE_MS):
        first.workbench.save_file(path)
    for wanted, cursor in ((None, None), (4, 4), (10**9, None)):
        again: Any = open_playground(opening=Opening(path, wanted))
        qtbot.waitUntil(lambda again=again, at=cursor or 12: epoch(again) == at, timeout=PATIENCE_MS)
        assert again.workbench.path == path
        assert again.workbench.cursor == cursor
        assert not again.workbench.is_playing


def test_that_a_damaged_file_of_the_command_line_is_said_and_the_last_settings_are_there(
    open_playground, qtbot, tmp_path
):
    path = tmp_path / "run.playground"
    path.write_bytes(b"PK\x03\x04")
    playground = open_playground(hidden=(5,), opening=Opening(path))
    wait_for_experiment(qtbot, playground, hidden=(5,))
    assert playground.window.network.notice.text.startswith("run.playground is damaged")
    assert playground.workbench.path is None
