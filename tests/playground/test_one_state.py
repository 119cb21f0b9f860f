"""The real window shows one state at a time, whatever is undone, opened or blocked while it trains."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import DrawnData
from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.output_layer import allowed_losses
from playground.models.network.parameter_map import BIAS
from playground.models.picture.frame import Frame
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until, wait_for_experiment

CONTROL = Qt.KeyboardModifier.ControlModifier
ONE_CLASS = DrawnData(np.eye(3, 2), np.zeros(3, np.int64))


def undo(qtbot: QtBot, playground: PlaygroundApplication) -> None:
    qtbot.keyClick(playground.window, Qt.Key.Key_Z, CONTROL)


def watch(playground: PlaygroundApplication) -> list[str]:
    """Check with each frame that all of the screen belongs to it; return the data sets that are shown."""
    window = playground.window
    shown: list[str] = []

    def on_frame(frame: Frame) -> None:
        network = frame.network
        layout = window.network.canvas.network_layout
        assert layout is None or layout.structure == network.shown_structure
        assert len(frame.parameters) == network.n_parameters
        losses = allowed_losses(network.dataset.task, network.dataset.n_classes)
        field = window.hyper.settings["loss"]
        assert [field.itemData(index) for index in range(field.count())] == list(losses)
        assert field.value() == network.experiment.loss
        if not shown or shown[-1] != network.experiment.dataset:
            shown.append(network.experiment.dataset)

    if playground.workbench.frame is not None:
        on_frame(playground.workbench.frame)
    playground.workbench.frame_changed.connect(on_frame)
    return shown


def point_at_everything(qtbot: QtBot, playground: PlaygroundApplication) -> None:
    for widget in (playground.window.output.plot, playground.window.network.canvas):
        for x in range(20, widget.width(), max(40, widget.width() // 5)):
            qtbot.mouseMove(widget, QPoint(x, widget.height() // 2))


def wait_for_frame(qtbot: QtBot, playground: PlaygroundApplication, dataset: str) -> None:
    def is_there() -> bool:
        frame = playground.workbench.frame
        return frame is not None and frame.network.experiment.dataset == dataset

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)


def test_that_undo_between_data_of_all_kinds_shows_one_at_a_time(open_playground, qtbot):
    playground = open_playground(backend="array")  # no program has to be made for each
    shown, before = watch(playground), playground.workbench.experiment
    datasets = ("plane", "circle", "digits", "blobs", "diabetes")
    for dataset in datasets:
        playground.workbench.change(dataset=dataset, features=None)
        wait_for_frame(qtbot, playground, dataset)
        point_at_everything(qtbot, playground)
        undo(qtbot, playground)
        point_at_everything(qtbot, playground)
        wait_for_frame(qtbot, playground, "iris")
        point_at_everything(qtbot, playground)
    assert shown == [
        "iris",
        "plane",
        "iris",
        "circle",
        "iris",
        "digits",
        "iris",
        "blobs",
        "iris",
        "diabetes",
        "iris",
    ]
    assert playground.workbench.experiment == before


def test_that_the_task_is_undone_before_anything_was_shown(open_playground, qtbot):
    playground = open_playground()
    watch(playground)
    window = playground.window
    window.data.task_selected.emit("regression")
    undo(qtbot, playground)
    wait_for_frame(qtbot, playground, "iris")
    assert playground.workbench.network.experiment.loss == "cross_entropy"


def test_that_points_of_two_classes_drawn_on_a_figure_are_undone(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,), n_samples=60)
    workbench = playground.workbench
    shown = watch(playground)
    qtbot.mouseClick(playground.window.data.draw_button, LEFT)
    wait_for_frame(qtbot, playground, OWN)
    source = workbench.experiment.source
    workbench.change(source=source.added(np.array([[2.0, 2.0]]), 2), merge="stroke 1")
    qtbot.waitUntil(lambda: workbench.network.output.size == 3, timeout=PATIENCE_MS)
    wait_for_frame(qtbot, playground, OWN)
    for _ in range(2):
        point_at_everything(qtbot, playground)
        undo(qtbot, playground)
    wait_for_frame(qtbot, playground, "circle")
    point_at_everything(qtbot, playground)
    assert shown[-2:] == [OWN, "circle"]


def test_that_what_is_blocked_shows_no_numbers_and_takes_edits_of_its_layers(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3, 2), n_samples=60)
    workbench, window = playground.workbench, playground.window
    playground.workbench.change(dataset="plane", activation="relu")
    wait_for_frame(qtbot, playground, "plane")
    workbench.edit_parameters({(1, 0, BIAS): 0.0}, {(1, 0, BIAS): -1000.0})  # a dead neuron
    qtbot.waitUntil(lambda: bool(window.network.canvas.scene.marks.troubled), timeout=PATIENCE_MS)
    workbench.change(dataset=OWN, source=ONE_CLASS)
    qtbot.waitUntil(lambda: workbench.problem is not None, timeout=PATIENCE_MS)
    cards = window.output.train_loss, window.output.test_loss, window.output.score
    assert [card.value() for card in cards] == ["–", "–", "–"]
    assert window.output.score.accessibleName() == "Test accuracy"
    assert not window.network.canvas.scene.marks.troubled
    for page in ("metrics", "space"):
        window.output.tabs.page_selected.emit(page)
    assert not window.output.metrics._content.isVisibleTo(window.output.metrics)
    assert window.output.space.plot._picture is None
    workbench.change(hidden=(3,))
    qtbot.waitUntil(lambda: len(window.network.canvas.steppers) == 1, timeout=PATIENCE_MS)
    window.network.canvas.layer_size_edited.emit(0, 4)
    window.network.canvas.layer_size_edited.emit(1, 4)  # of the layer that was taken away
    assert workbench.experiment.hidden == (4,)
    point_at_everything(qtbot, playground)


def test_that_a_file_for_classes_is_opened_over_regression_with_its_own_loss(
    open_playground, qtbot, tmp_path
):
    path: Path = tmp_path / "iris.playground"
    playground = open_playground(hidden=(3,))
    workbench = playground.workbench
    with qtbot.waitSignal(workbench.file_saved, timeout=PATIENCE_MS):
        workbench.save_file(path)
    watch(playground)
    workbench.change(dataset="plane", features=None)
    wait_for_frame(qtbot, playground, "plane")
    notice = playground.window.network.notice
    assert "Squared error" in notice.text
    workbench.open_file(path)
    wait_for_frame(qtbot, playground, "iris")
    assert playground.window.hyper.settings["loss"].value() == "cross_entropy"
    assert notice.text == "iris.playground is open."


def test_that_another_data_set_starts_a_chart_of_its_own_or_keeps_the_weights(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,), n_samples=60)
    window, workbench = playground.window, playground.workbench
    train_until(qtbot, playground, 30)
    pause(qtbot, playground)
    qtbot.mouseClick(window.data.tiles.tile("xor"), LEFT)
    wait_for_frame(qtbot, playground, "xor")
    assert epoch(playground) == 0
    assert len(workbench.frame.curves.epochs) == 0
    np.testing.assert_array_equal(workbench.frame.parameters, workbench.network.first_parameters)
    assert window.network.notice.text == "XOR is another data set: training starts again from epoch 0."
    window.data.more.toggle.setChecked(True)
    qtbot.mouseClick(window.data.more.settings["keeps_weights"], LEFT)
    wait_for_experiment(qtbot, playground, keeps_weights=True)
    qtbot.mouseClick(window.header.step_button, LEFT)
    train_until(qtbot, playground, 1)
    weights = workbench.frame.parameters
    qtbot.mouseClick(window.data.tiles.tile("gauss"), LEFT)
    wait_for_frame(qtbot, playground, "gauss")
    assert epoch(playground) == 1
    np.testing.assert_array_equal(workbench.frame.parameters, weights)


def test_that_the_window_closes_while_changes_wait_behind_a_batch_of_a_minute(open_playground, qtbot):
    playground = open_playground(hidden=(3,))
    workbench = playground.workbench
    workbench.change(
        dataset="digits", features=None, hidden=(64, 64), backend="interpreted", batch_size=FULL_BATCH
    )
    qtbot.waitUntil(lambda: workbench.network.experiment.dataset == "digits", timeout=PATIENCE_MS)
    for number in range(1, 10):
        workbench.change(learning_rate=number / 100, merge=str(number))
        workbench.step()
    playground.files.leave()
    assert workbench._thread.isFinished()
    assert workbench._thread._desk._session.training.trainer.epoch == 0


def test_that_a_fresh_drawing_has_nothing_of_the_data_before(open_playground, qtbot):
    playground = open_playground()
    window = playground.window
    train_until(qtbot, playground, 10)
    qtbot.keyClick(window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: playground.workbench.problem is not None, timeout=PATIENCE_MS)
    output = window.output
    assert output.plot._titles == ("x₁", "x₂")
    assert not output.axis_bar.has_choice
    assert len(output.chart._losses.epochs) == 0
    assert window.strip.timeline.last_epoch == 0
