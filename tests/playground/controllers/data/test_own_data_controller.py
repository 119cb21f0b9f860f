from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from playground.controllers.data.own_data_controller import OwnDataController
from playground.controllers.window.file_controller import FileController
from playground.exporters.csv import export_csv
from playground.models.data.data_source import OWN
from playground.models.data.table_reader import read_table
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.style.theme import ThemeManager
from playground.views.data.data_panel import DataPanel
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.data.table_dialog import TableDialog
from playground.views.window.main_window import MainWindow
from playground.workers.background import Job
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    show_active,
    train_until,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import SessionBench
from tests.playground.views.conftest import close_cards

GALLERY = {"classification": [("circle", "Circle"), ("iris", "Iris")], "regression": [("plane", "Plane")]}
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


def loaded(qtbot, own_data: OwnDataController) -> TableDialog:
    dialog = own_data.dialog
    assert isinstance(dialog, TableDialog)
    qtbot.waitUntil(lambda: "rows" in dialog.message or "line" in dialog.message, timeout=PATIENCE_MS)
    return dialog


def choose_file(qtbot, dialog, path) -> None:
    assert isinstance(dialog, QFileDialog)
    entry = dialog.findChild(QLineEdit)
    assert entry is not None
    entry.setText(str(path))
    qtbot.keyClick(entry, Qt.Key.Key_Return)


class Window(QWidget):
    """What the controller needs of the window."""

    export_data_wanted = Signal()
    files_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.data = DataPanel(GALLERY, self)


class Files:
    """Notes which experiments are to be opened."""

    def __init__(self) -> None:
        self.opened: list[Path] = []

    def open(self, path: Path) -> None:
        self.opened.append(path)


@pytest.fixture
def bench(qapp) -> SessionBench:
    experiment = Experiment(dataset="circle", hidden=(3,), n_samples=50, backend="array")
    return SessionBench(experiment)


@pytest.fixture
def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window, before_close_func=close_cards)
    window.resize(300, 800)
    show_active(qtbot, window)
    return window


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def own_data(bench, window, files, qapp):
    controller = OwnDataController(
        bench.as_workbench, cast(MainWindow, window), cast(FileController, files),
        ThemeManager(qapp, "light", window), window,
    )  # fmt: skip
    yield controller
    controller.close()
    for job in controller.findChildren(Job):
        job.close()


def said(bench: SessionBench) -> list[str]:
    """The notices so far."""
    notices = [what for name, *arguments in bench.calls if name == "say" for what in arguments]
    return [notice.text for notice in notices if isinstance(notice, Notice)]


def test_that_target_and_inputs_can_be_chosen(bench, own_data, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    own_data.open_table(path)
    dialog = loaded(qtbot, own_data)
    choose(qtbot, dialog.target, "length")
    qtbot.waitUntil(lambda: "a number" in dialog.message, timeout=PATIENCE_MS)
    dialog.preview.leave_out("colour")
    qtbot.waitUntil(lambda: "3 inputs" in dialog.message, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.use_button, LEFT)
    assert bench.experiment.dataset == OWN
    assert bench.network.dataset.task == "regression"
    assert bench.network.dataset.feature_names[0] == "width"


def test_that_a_broken_table_names_its_line_and_changes_nothing(bench, window, own_data, qtbot, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text("a,b\n1,2\n3\n")
    window.files_dropped.emit([path])
    dialog = loaded(qtbot, own_data)
    assert "line 3 has 1 field" in dialog.message
    assert not dialog.use_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert bench.changes == []


def test_that_the_dialog_can_be_left_while_it_reads(own_data, qtbot, tmp_path):
    path = tmp_path / "large.csv"
    path.write_text("a,b\n" + "1,2\n" * 200_000)
    own_data.open_table(path)
    qtbot.mouseClick(own_data.dialog.cancel_button, LEFT)
    assert own_data.dialog is None


def type_formula(qtbot, own_data: OwnDataController, text: str) -> None:
    dialog = own_data.dialog
    assert isinstance(dialog, FormulaDialog)
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, text)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)


def test_that_a_typed_formula_is_learned_and_can_be_changed(bench, window, own_data, qtbot):
    window.data.set_experiment(bench.experiment)
    qtbot.mouseClick(window.data.tiles.tile("formula"), LEFT)
    assert window.data.tiles.value() == "circle"
    type_formula(qtbot, own_data, "x y > 1")
    assert bench.experiment.dataset == OWN
    assert bench.network.dataset.title == "x y > 1"
    qtbot.mouseClick(window.data.tiles.tile("formula"), LEFT)
    assert own_data.dialog.field.text() == "x y > 1"


def test_that_a_formula_of_one_class_is_kept_to_be_changed(bench, own_data, qtbot):
    own_data.edit_formula()
    type_formula(qtbot, own_data, "x > 100")
    assert "belong to one class" in bench.problem.text
    own_data.edit_formula()
    assert own_data.dialog.field.text() == "x > 100"
    type_formula(qtbot, own_data, "x > 1")
    assert bench.problem is None


@pytest.mark.parametrize("way", ["panel", "menu"])
def test_that_the_data_on_screen_are_exported(bench, window, own_data, qtbot, tmp_path, way):
    path = tmp_path / "ring.csv"
    if way == "panel":
        qtbot.mouseClick(window.data.more.toggle, LEFT)
        qtbot.mouseClick(window.data.more.export, LEFT)
    else:
        window.export_data_wanted.emit()
    choose_file(qtbot, own_data.dialog, path)
    qtbot.waitUntil(lambda: said(bench) != [], timeout=PATIENCE_MS)
    assert "50 points written to ring.csv" in said(bench)[0]
    np.testing.assert_array_equal(read_table(path).columns[0].values, bench.network.dataset.X[:, 0])


def test_that_a_file_is_written_to_its_end_though_the_window_closes(own_data, tmp_path):
    path = tmp_path / "ring.csv"
    own_data._on_export_chosen(str(path))
    for job in own_data.findChildren(Job):
        job.close()
    assert len(path.read_text().splitlines()) == 51


def test_that_a_file_under_way_is_not_given_up_for_another(bench, own_data, qtbot, tmp_path, monkeypatch):
    going_on = threading.Event()

    def slow(dataset, path, ticket) -> str:
        assert going_on.wait(PATIENCE_MS / 1000)
        return export_csv(dataset, path, ticket)

    monkeypatch.setattr("playground.controllers.data.own_data_controller.export_csv", slow)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    own_data._on_export_chosen(str(first))
    own_data._on_export_chosen(str(second))
    assert "still being written" in said(bench)[0]
    going_on.set()
    qtbot.waitUntil(lambda: "written to first.csv" in said(bench)[-1], timeout=PATIENCE_MS)
    assert not second.exists()


@pytest.mark.parametrize("name", ["run.playground", "run.playground.json", "RUN.PLAYGROUND"])
def test_that_a_dropped_experiment_is_opened_as_a_file(window, own_data, files, tmp_path, name):
    window.files_dropped.emit([tmp_path / name])
    assert files.opened == [tmp_path / name]
    assert own_data.dialog is None


@pytest.mark.parametrize("name", ["run.playground", "flowers.csv"])
def test_that_of_several_dropped_files_the_first_is_opened_and_that_is_said(
    window, own_data, bench, files, tmp_path, name
):
    (tmp_path / name).write_text("a,b\n1,2\n")
    window.files_dropped.emit([tmp_path / name, tmp_path / "other.csv"])
    assert files.opened == [tmp_path / name] or own_data.dialog.windowTitle() == "Data from flowers.csv"
    assert said(bench) == [f"{name} is the only one that is opened: drop one file at a time."]


def test_that_a_dropped_table_is_looked_at_and_learned(open_playground, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS)
    playground = open_playground(hidden=(3,))
    drop(playground.window, path)
    dialog = loaded(qtbot, playground.own_data)
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


def test_that_a_file_dropped_on_the_card_of_examples_takes_its_place(qtbot, tmp_path):
    window = MainWindow(GALLERY)
    dropped: list[list[Path]] = []
    qtbot.addWidget(window)
    window.files_dropped.connect(dropped.append)
    window.show()
    window.examples.open_with_search()
    drop(window, tmp_path / "flowers.csv")
    assert window.examples.isHidden()
    assert dropped == [[tmp_path / "flowers.csv"]]
