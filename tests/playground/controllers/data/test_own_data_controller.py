from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from playground.exporters.csv import export_csv
from playground.models.data.table_reader import read_table
from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SavedWork, write_work
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.data.table_dialog import TableDialog
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    running,
    train_until,
    wait_for_experiment,
)

FLOWERS = "length,width,colour,species\n" + "".join(
    f"{5 + i % 7 / 10},{3 + i % 5 / 10},{'red' if i % 3 else 'blue'},{'a' if i % 2 else 'b'}\n"
    for i in range(40)
)


def drop(window, path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place, none = QPointF(300, 300), Qt.KeyboardModifier.NoModifier
    # Qt hands the drop to whatever took the file when it came.
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, LEFT, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(place, Qt.DropAction.CopyAction, mime, LEFT, none))


def loaded(qtbot, playground) -> TableDialog:
    dialog = playground.own_data.dialog
    assert isinstance(dialog, TableDialog)
    qtbot.waitUntil(lambda: "rows" in dialog.message or "line" in dialog.message, timeout=PATIENCE_MS)
    return dialog


def choose_file(qtbot, dialog, path) -> None:
    assert isinstance(dialog, QFileDialog)
    entry = dialog.findChild(QLineEdit)
    assert entry is not None
    entry.setText(str(path))
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_that_a_dropped_table_is_looked_at_and_learned(open_playground, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    playground = open_playground(hidden=(3,))
    drop(playground.window, path)
    dialog = loaded(qtbot, playground)
    assert "colour becomes 2 inputs" in dialog.message
    assert dialog.target.value() == "species"
    qtbot.mouseClick(dialog.use_button, LEFT)
    wait_for_experiment(qtbot, playground, dataset="own")
    assert playground.workbench.network.dataset.feature_names == (
        "length",
        "width",
        "colour = blue",
        "colour = red",
    )
    assert playground.window.data.tiles.value() == "own"
    train_until(qtbot, playground, epoch(playground) + 2)
    playground.workbench.undo_stack.undo()
    wait_for_experiment(qtbot, playground, dataset="iris")


def test_that_target_and_inputs_can_be_chosen(open_playground, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    playground = open_playground(hidden=(3,))
    playground.own_data.open_table(path)
    dialog = loaded(qtbot, playground)
    choose(qtbot, dialog.target, "length")
    qtbot.waitUntil(lambda: "a number" in dialog.message, timeout=PATIENCE_MS)
    dialog.preview.leave_out("colour")
    qtbot.waitUntil(lambda: "3 inputs" in dialog.message, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.use_button, LEFT)
    wait_for_experiment(qtbot, playground, dataset="own")
    assert playground.workbench.network.dataset.task == "regression"
    assert playground.workbench.network.dataset.feature_names[0] == "width"


def test_that_a_broken_table_names_its_line_and_changes_nothing(open_playground, qtbot, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text("a,b\n1,2\n3\n")
    playground = open_playground(hidden=(3,))
    drop(playground.window, path)
    dialog = loaded(qtbot, playground)
    assert "line 3 has 1 field" in dialog.message
    assert not dialog.use_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert running(playground).dataset == "iris"


def test_that_the_dialog_can_be_left_while_it_reads(open_playground, qtbot, tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "1,2\n" * 200_000)
    playground = open_playground(hidden=(3,))
    playground.own_data.open_table(path)
    dialog = playground.own_data.dialog
    qtbot.mouseClick(dialog.cancel_button, LEFT)
    assert playground.own_data.dialog is None
    train_until(qtbot, playground, epoch(playground) + 2)


def test_that_a_typed_formula_is_learned_and_can_be_changed(open_playground, qtbot):
    playground = open_playground(hidden=(3,))
    qtbot.mouseClick(playground.window.data.tiles.tile("formula"), LEFT)
    dialog = playground.own_data.dialog
    assert isinstance(dialog, FormulaDialog)
    assert playground.window.data.tiles.value() == "iris"
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, "x y > 1")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    wait_for_experiment(qtbot, playground, dataset="own")
    assert playground.workbench.network.dataset.title == "x y > 1"
    qtbot.mouseClick(playground.window.data.tiles.tile("formula"), LEFT)
    assert playground.own_data.dialog.field.text() == "x y > 1"


def test_that_one_class_waits_with_a_way_out(open_playground, qtbot):
    playground = open_playground(hidden=(3,))
    playground.own_data.edit_formula()
    dialog = playground.own_data.dialog
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, "x > 100")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    card = playground.window.output.problem
    qtbot.waitUntil(lambda: "belong to one class" in card.text, timeout=PATIENCE_MS)
    qtbot.mouseClick(card.action_button, LEFT)
    dialog = playground.own_data.dialog
    assert isinstance(dialog, FormulaDialog)
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, "x > 1")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.text, timeout=PATIENCE_MS)
    train_until(qtbot, playground, 3)


def test_that_the_data_on_screen_are_exported(open_playground, qtbot, tmp_path):
    playground = open_playground(dataset="circle", hidden=(3,), n_samples=50)
    path = tmp_path / "ring.csv"
    qtbot.mouseClick(playground.window.data.more.toggle, LEFT)
    qtbot.mouseClick(playground.window.data.more.export, LEFT)
    choose_file(qtbot, playground.own_data.dialog, path)
    notice = playground.window.network.notice
    qtbot.waitUntil(lambda: "50 points written to ring.csv" in notice.text, timeout=PATIENCE_MS)
    table = read_table(path)
    np.testing.assert_array_equal(table.columns[0].values, playground.workbench.network.dataset.X[:, 0])


def test_that_a_file_is_written_to_its_end_though_the_window_closes(open_playground, tmp_path):
    playground = open_playground(dataset="circle", hidden=(3,), n_samples=50)
    path = tmp_path / "ring.csv"
    playground.own_data._on_export_chosen(str(path))
    playground.files.leave()
    assert len(path.read_text().splitlines()) == 51


def test_that_a_file_under_way_is_not_given_up_for_another(open_playground, qtbot, tmp_path, monkeypatch):
    playground = open_playground(dataset="circle", hidden=(3,), n_samples=50)
    going_on = threading.Event()

    def slow(dataset, path, ticket) -> str:
        assert going_on.wait(PATIENCE_MS / 1000)
        return export_csv(dataset, path, ticket)

    monkeypatch.setattr("playground.controllers.data.own_data_controller.export_csv", slow)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    playground.own_data._on_export_chosen(str(first))
    playground.own_data._on_export_chosen(str(second))
    notice = playground.window.network.notice
    qtbot.waitUntil(lambda: "still being written" in notice.text, timeout=PATIENCE_MS)
    going_on.set()
    qtbot.waitUntil(lambda: "written to first.csv" in notice.text, timeout=PATIENCE_MS)
    assert not second.exists()


@pytest.mark.parametrize("name", ["run.playground", "run.playground.json"])
def test_that_a_dropped_experiment_is_opened(open_playground, qtbot, tmp_path, name):
    path = tmp_path / name
    write_work(SavedWork(Experiment(hidden=(5,))), path)
    playground = open_playground(hidden=(3,))
    drop(playground.window, path)
    wait_for_experiment(qtbot, playground, hidden=(5,))
    assert playground.workbench.path == path
