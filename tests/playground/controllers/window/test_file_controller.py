from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from playground.models.run.run_file import VERSION, read_work
from playground.settings import Settings
from playground.views.window.question_dialog import QuestionDialog
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    epoch,
    pause,
    train_until,
    type_into,
    wait_for_experiment,
)

HEAD = '{"format": "scalar-playground experiment", "version": 2, "experiment": {}, '
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(qtbot, playground, key, modifiers=CONTROL) -> None:
    # Offscreen there is no window manager to make the window active again after a dialog.
    playground.window.activateWindow()
    qtbot.waitUntil(playground.window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.keyClick(playground.window, key, modifiers)


def choose_file(qtbot, dialog, path) -> None:
    """Type a path into the file dialog and press Enter."""
    assert isinstance(dialog, QFileDialog)
    entry = dialog.findChild(QLineEdit)
    assert entry is not None
    entry.setText(str(path))
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def save_as(qtbot, playground, path) -> None:
    press(qtbot, playground, Qt.Key.Key_S, CONTROL | SHIFT)
    with qtbot.waitSignal(playground.workbench.file_changed, timeout=PATIENCE_MS):
        choose_file(qtbot, playground.files.dialog, path)


def open_file(qtbot, playground, path) -> None:
    press(qtbot, playground, Qt.Key.Key_O)
    choose_file(qtbot, playground.files.dialog, path)


def test_that_a_saved_run_opens_with_its_weights_and_goes_on(open_playground, qtbot, tmp_path):
    path = tmp_path / "flowers.playground"
    first = open_playground(hidden=(3,))
    train_until(qtbot, first, 30)
    pause(qtbot, first)
    saved = first.workbench.frame
    save_as(qtbot, first, path)
    second = open_playground(dataset="circle")
    open_file(qtbot, second, path)
    wait_for_experiment(qtbot, second, hidden=(3,), dataset="iris")
    qtbot.waitUntil(lambda: epoch(second) == saved.epoch, timeout=PATIENCE_MS)
    for ours, theirs in zip(second.workbench.frame.biases, saved.biases, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not second.workbench.is_playing
    assert second.window.network.notice.text == "flowers.playground is open."
    qtbot.mouseClick(second.window.header.play_button, LEFT)
    train_until(qtbot, second, saved.epoch + 1)


def test_that_save_writes_to_the_same_file_again(open_playground, qtbot, tmp_path):
    path = tmp_path / "run.playground"
    playground = open_playground()
    pause(qtbot, playground)
    save_as(qtbot, playground, path)
    assert playground.window.network.notice.text == "Saved as run.playground."
    type_into(qtbot, playground.window.data.settings["seed"], "99")
    wait_for_experiment(qtbot, playground, seed=99)
    assert playground.workbench.is_unsaved
    assert playground.window.windowTitle().startswith("●")
    with qtbot.waitSignal(playground.workbench.file_changed, timeout=PATIENCE_MS):
        press(qtbot, playground, Qt.Key.Key_S)
    assert read_work(path).experiment.seed == 99
    assert not playground.workbench.is_unsaved
    assert not playground.window.windowTitle().startswith("●")


DAMAGED = [
    ("{", "damaged or not an experiment"),
    ('{"format": "scalar-playground experiment", "version": 99}', "newer"),
    (HEAD + f'"training": {{"running_loss": {"9" * 400}}}}}', "the training state lacks"),
    (HEAD + r'"name": "\ud800"}', "half a character"), (HEAD + '"experiment": {}}', "twice"),
    ("[" * 100_000, "nested too deeply"), ("9" * 5000, "not an experiment"),
]  # fmt: skip


def test_that_no_damaged_or_newer_file_changes_anything(open_playground, qtbot, tmp_path):
    playground = open_playground(hidden=(3,))
    before = playground.workbench.experiment
    train_until(qtbot, playground, 5)
    for number, (text, words) in enumerate(DAMAGED):
        path = tmp_path / f"broken {number}.json"
        path.write_text(text)
        with qtbot.waitSignal(playground.workbench.file_refused, timeout=PATIENCE_MS):
            open_file(qtbot, playground, path)
        assert words in playground.window.network.notice.text
        assert path.name in playground.window.network.notice.text
        assert playground.workbench.experiment is before
        train_until(qtbot, playground, epoch(playground) + 2)  # training went on
    assert VERSION < 99


def test_that_every_change_is_undone_and_done_again_by_keys_and_a_drag_is_one(playground, qtbot):
    type_into(qtbot, playground.window.data.settings["seed"], "99")
    qtbot.mouseClick(playground.window.network.layers.plus, LEFT)
    wait_for_experiment(qtbot, playground, seed=99, hidden=(6, 6, 6))
    playground.window.setFocus()
    press(qtbot, playground, Qt.Key.Key_Z)
    wait_for_experiment(qtbot, playground, seed=99, hidden=(6, 6))
    press(qtbot, playground, Qt.Key.Key_Z)
    wait_for_experiment(qtbot, playground, seed=2, hidden=(6, 6))
    assert playground.window.data.settings["seed"].value() == 2
    assert not playground.workbench.is_changed
    press(qtbot, playground, Qt.Key.Key_Z, CONTROL | SHIFT)
    wait_for_experiment(qtbot, playground, seed=99, hidden=(6, 6))
    # A drag of a slider is one step.
    playground.workbench.undo_stack.clear()
    slider = playground.window.data.settings["noise"].slider
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    wait_for_experiment(qtbot, playground, noise=0.2)
    assert playground.workbench.undo_stack.count() == 1
    playground.workbench.undo_stack.undo()
    wait_for_experiment(qtbot, playground, noise=0.0)


def change_something(qtbot, playground) -> None:
    type_into(qtbot, playground.window.data.settings["seed"], "99")
    wait_for_experiment(qtbot, playground, seed=99)
    playground.window.setFocus()


def test_that_new_asks_about_unsaved_changes_and_cancel_keeps_them(playground, qtbot):
    change_something(qtbot, playground)
    press(qtbot, playground, Qt.Key.Key_N)
    question = playground.files.dialog
    assert isinstance(question, QuestionDialog)
    qtbot.mouseClick(question.cancel_button, LEFT)
    assert playground.workbench.experiment.seed == 99
    press(qtbot, playground, Qt.Key.Key_N)
    qtbot.mouseClick(playground.files.dialog.discard_button, LEFT)
    wait_for_experiment(qtbot, playground, seed=2)
    assert not playground.workbench.is_changed
    assert not playground.workbench.undo_stack.canUndo()


def test_that_saving_from_the_question_saves_before_it_goes_on(playground, qtbot, tmp_path):
    change_something(qtbot, playground)
    press(qtbot, playground, Qt.Key.Key_N)
    qtbot.mouseClick(playground.files.dialog.save_button, LEFT)
    path = tmp_path / "kept.playground"
    choose_file(qtbot, playground.files.dialog, path)
    wait_for_experiment(qtbot, playground, seed=2)
    assert read_work(path).experiment.seed == 99


def test_that_a_save_that_was_given_up_leaves_nothing_to_be_done_after_the_next(playground, qtbot, tmp_path):
    change_something(qtbot, playground)
    press(qtbot, playground, Qt.Key.Key_N)
    qtbot.mouseClick(playground.files.dialog.save_button, LEFT)
    playground.files.dialog.reject()
    save_as(qtbot, playground, tmp_path / "kept.playground")
    assert playground.workbench.experiment.seed == 99


def test_that_what_changed_while_a_file_was_written_is_said(playground, qtbot, tmp_path):
    change_something(qtbot, playground)
    playground.workbench.save_file(tmp_path / "run.playground")
    playground.workbench.change(learning_rate=0.05)
    with qtbot.waitSignal(playground.workbench.file_saved, timeout=PATIENCE_MS):
        pass
    assert "without the changes made" in playground.window.network.notice.text
    assert playground.workbench.is_changed


def test_that_closing_asks_once_and_stays_open_on_cancel(playground, qtbot):
    change_something(qtbot, playground)
    playground.window.close()
    assert playground.window.isVisible()
    question = playground.files.dialog
    playground.window.close()
    assert playground.files.dialog is question
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert playground.window.isVisible()
    playground.window.close()
    qtbot.mouseClick(playground.files.dialog.discard_button, LEFT)
    qtbot.waitUntil(lambda: not playground.window.isVisible(), timeout=PATIENCE_MS)


def test_that_nothing_changed_needs_no_question(playground, qtbot):
    playground.window.close()
    assert not playground.window.isVisible()


def test_that_the_name_can_be_changed_and_undone(playground, qtbot):
    playground.window.header.title_edited.emit("My flowers")
    assert "My flowers" in playground.window.windowTitle()
    playground.workbench.undo_stack.undo()
    assert "Iris" in playground.window.windowTitle()


def test_that_signs_that_no_file_holds_never_reach_the_name(playground, qtbot, tmp_path):
    for typed, name in (
        ("Half \ud800\n\x00flowers", "Half flowers"),
        ("Half    petals ", "Half petals"),
    ):
        playground.window.header.title_edited.emit(typed)
        assert playground.workbench.experiment.name == name
        with qtbot.waitSignal(playground.workbench.file_saved, timeout=PATIENCE_MS):
            playground.workbench.save_file(tmp_path / "run.playground")


def test_that_a_suggested_file_name_is_as_short_as_every_platform_wants(playground, qtbot):
    playground.window.header.title_edited.emit("😀花" * 40)
    press(qtbot, playground, Qt.Key.Key_S)
    name = playground.files.dialog.findChild(QLineEdit).text()
    assert name.startswith("花-花")
    assert len(name.encode()) < 240


def test_that_a_file_that_cannot_be_written_is_said_and_everything_goes_on(open_playground, qtbot, tmp_path):
    playground = open_playground(hidden=(3,))
    (tmp_path / "run.playground").touch()
    (tmp_path / "run.playground").chmod(0o444)
    train_until(qtbot, playground, 5)
    for path, words in (
        (tmp_path / "gone" / "work.playground", "work.playground cannot be written"),
        (tmp_path / "run.playground", "run.playground cannot be written: it is read-only."),
    ):
        with qtbot.waitSignal(playground.workbench.file_refused, timeout=PATIENCE_MS):
            playground.workbench.save_file(path)
        assert words in playground.window.network.notice.text
    train_until(qtbot, playground, epoch(playground) + 2)
    with qtbot.waitSignal(playground.workbench.file_saved, timeout=PATIENCE_MS):
        playground.workbench.save_file(tmp_path / "other.playground")


def test_that_recent_files_are_in_the_menu_and_missing_ones_are_not(open_playground, qtbot, tmp_path):
    paths = [tmp_path / f"{number}.playground" for number in range(10)]
    first = open_playground(hidden=(3,))
    for path in paths:
        with qtbot.waitSignal(first.workbench.file_saved, timeout=PATIENCE_MS):
            first.workbench.save_file(path)
    assert [row.text() for row in first.window.header.menu.recent] == [path.name for path in paths[:1:-1]]
    paths[7].unlink()
    first.files.leave()
    second = open_playground(fresh=False)
    pause(qtbot, second)
    menu = second.window.header.menu
    assert [row.text() for row in menu.recent] == [paths[number].name for number in (9, 8, 6, 5, 4, 3, 2)]
    qtbot.mouseClick(second.window.header.file_button, LEFT)
    [*menu.rows.values()][-1].setFocus()
    for _ in menu.recent:
        qtbot.keyClick(menu.focusWidget(), Qt.Key.Key_Down)
    assert menu.focusWidget() is menu.recent[-1]
    assert menu.recent[-1].accessibleName() == "Open 2.playground"
    with qtbot.waitSignal(second.workbench.file_opened, timeout=PATIENCE_MS) as opened:
        qtbot.keyClick(menu.recent[-1], Qt.Key.Key_Return)
    assert opened.args[0] == paths[2]
    assert [row.text() for row in menu.recent][:2] == ["2.playground", "9.playground"]


def test_that_a_start_removes_what_killed_writers_left_beside_known_files(
    open_playground, qtbot, store, tmp_path
):
    folder, link = tmp_path / "folder", tmp_path / "run.playground"
    folder.mkdir()
    (folder / "real.playground").write_text("")
    link.symlink_to(folder / "real.playground")
    left = folder / ".scalar-playground-killed.part"
    left.write_text("half a run")
    Settings(store).add_recent_file(link)
    open_playground()
    qtbot.waitUntil(lambda: not left.exists(), timeout=PATIENCE_MS)
    assert link.exists()
