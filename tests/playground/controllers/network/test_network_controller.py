from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from playground.controllers.network.network_controller import NetworkController
from playground.views.kit import Stepper
from playground.views.network.hyper_parameter_bar import HyperParameterBar
from playground.views.network.network_panel import NetworkPanel
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    assert_starts_again,
    choose,
    epoch,
    epochs_seen,
    running,
    show_active,
    train_until,
    type_into,
)
from tests.playground.controllers.fakes import FakeWorkbench


def steppers(panel: NetworkPanel) -> list[Stepper]:
    found = panel.canvas.findChildren(Stepper)
    return sorted((s for s in found if s.isVisible()), key=lambda s: s.x())


def test_that_a_learning_rate_is_typed_while_it_trains(playground, qtbot):
    field = playground.window.hyper.settings["learning_rate"]
    assert_goes_on(qtbot, playground, lambda: type_into(qtbot, field, "0.0025"), learning_rate=0.0025)


CHOICES = [
    ("optimizer", ("sgd", "momentum", "rmsprop", "adam")),
    ("activation", ("sigmoid", "relu", "softplus", "sin", "linear", "tanh")),
    ("regularization", ("l1", "l2")),
    ("loss", ("squared_error", "cross_entropy")),
]


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def bar(qtbot) -> HyperParameterBar:
    bar = HyperParameterBar()
    qtbot.addWidget(bar)
    bar.resize(900, 90)
    return bar


@pytest.fixture
def panel(qtbot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(760, 600)
    return panel


@pytest.fixture
def joined(bench, bar, panel, qtbot) -> NetworkController:
    """The controller with its views, and a network on screen."""
    controller = NetworkController(bench.as_workbench, bar, panel, bench)
    bench.make_network()
    panel.show()
    show_active(qtbot, bar)
    return controller


@pytest.mark.parametrize("text", ["fast", "", "-1", "nan", "1e9", "0"])
def test_that_a_nonsense_learning_rate_is_refused(joined, bench, bar, qtbot, text):
    field = bar.settings["learning_rate"]
    entry = field.focusProxy()
    qtbot.mouseClick(entry, LEFT)
    entry.selectAll()
    qtbot.keyClick(entry, Qt.Key.Key_Delete)
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert field.problem, text
    assert bench.changes == []
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert field.value() == 0.01
    assert not field.problem


@pytest.mark.parametrize(("name", "keys"), CHOICES, ids=[name for name, _ in CHOICES])
def test_that_every_choice_becomes_a_setting(joined, bench, bar, qtbot, name, keys):
    field = bar.settings[name]
    for key in keys:
        assert [field.itemData(i) for i in range(field.count())].count(key) == 1
        choose(qtbot, field, key)
        assert getattr(bench.experiment, name) == key
        assert field.value() == key
    assert bench.changes == [{name: key} for key in keys]


def test_that_the_rate_of_a_penalty_is_typed_once_there_is_one(joined, bench, bar, qtbot):
    assert not bar.settings["regularization_rate"].isEnabled()
    choose(qtbot, bar.settings["regularization"], "l2")
    assert bar.settings["regularization_rate"].isEnabled()
    type_into(qtbot, bar.settings["regularization_rate"], "0.02")
    assert bench.changes == [{"regularization": "l2"}, {"regularization_rate": 0.02}]


@pytest.mark.parametrize(
    ("dataset", "losses"),
    [
        ("iris", ["cross_entropy", "squared_error"]),
        ("circle", ["binary_cross_entropy", "cross_entropy", "squared_error", "hinge"]),
        ("plane", ["squared_error"]),
    ],
)
def test_that_only_losses_are_offered_that_fit_the_task(joined, bench, bar, dataset, losses):
    bench.change(dataset=dataset)
    field = bar.settings["loss"]
    assert [field.itemData(i) for i in range(field.count())] == losses
    assert field.value() == bench.network.experiment.loss


def test_that_layers_are_added_and_removed(joined, bench, panel, qtbot):
    layers = panel.layers
    qtbot.mouseClick(layers.plus, LEFT)
    assert bench.experiment.hidden == (6, 6, 6)
    assert len(steppers(panel)) == 3
    qtbot.mouseClick(layers.minus, LEFT)
    assert bench.experiment.hidden == (6, 6)
    for _ in range(2):
        qtbot.mouseClick(layers.minus, LEFT)
    assert bench.experiment.hidden == ()
    assert steppers(panel) == []
    assert not layers.minus.isEnabled()
    qtbot.mouseClick(layers.plus, LEFT)
    assert bench.experiment.hidden == (4,)


def test_that_there_are_at_most_ten_hidden_layers(joined, bench, panel, qtbot):
    bench.change(hidden=(2,) * 9)
    for _ in range(3):
        qtbot.mouseClick(panel.layers.plus, LEFT)
    assert bench.experiment.hidden == (2,) * 10
    assert not panel.layers.plus.isEnabled()


def test_that_neurons_are_added_and_removed(joined, bench, panel, qtbot):
    first, _ = steppers(panel)
    qtbot.mouseClick(first.plus, LEFT)
    assert bench.experiment.hidden == (7, 6)
    _, second = steppers(panel)
    qtbot.mouseClick(second.minus, LEFT)
    assert bench.experiment.hidden == (7, 5)
    first, _ = steppers(panel)
    type_into(qtbot, first, "12")
    assert bench.experiment.hidden == (12, 5)


def test_that_another_initialisation_starts_again(playground, qtbot):
    field = playground.window.hyper.settings["initializer"]
    assert_starts_again(qtbot, playground, lambda: choose(qtbot, field, "he"), initializer="he")


def test_that_a_loss_with_another_output_layer_goes_on(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    assert playground.workbench.network.structure == (2, 3, 2)
    field = playground.window.hyper.settings["loss"]
    assert_goes_on(qtbot, playground, lambda: choose(qtbot, field, "hinge"), loss="hinge")
    assert playground.workbench.network.structure == (2, 3, 1)


def test_that_a_structure_is_typed_while_it_trains(playground, qtbot):
    field = playground.window.network.structure
    assert field.text() == "4 → 6 → 6 → 3"
    assert_goes_on(qtbot, playground, lambda: type_into(qtbot, field, "4, 8, 3"), hidden=(8,))
    assert not field.hasFocus()
    assert field.text() == "4 → 8 → 3"
    assert playground.window.network.layers.value() == 1


NONSENSE = {
    "4, six, 3": "“six” is no size",
    "4, 0, 3": "“0” is not a size",
    "": "A size is missing",
    "4" + ", 2" * 11 + ", 3": "11 hidden layers are too many",
}


def test_that_a_nonsense_structure_is_explained_and_changes_nothing(playground, qtbot):
    field = playground.window.network.structure
    train_until(qtbot, playground, 2)
    before = running(playground)
    with epochs_seen(playground) as seen:
        for text, words in NONSENSE.items():
            qtbot.mouseClick(field, LEFT)
            field.selectAll()
            qtbot.keyClick(field, Qt.Key.Key_Delete)
            qtbot.keyClicks(field, text)
            qtbot.keyClick(field, Qt.Key.Key_Return)
            assert words in field.problem
            assert running(playground) == before
            qtbot.keyClick(field, Qt.Key.Key_Escape)
            assert field.text() == "4 → 6 → 6 → 3"
        train_until(qtbot, playground, epoch(playground) + 1)
    assert seen == sorted(seen)
    assert running(playground) == before


def test_that_a_diverging_run_pauses_keeps_its_last_frame_and_says_what_happened(open_playground, qtbot):
    playground = open_playground(
        dataset="plane", hidden=(4, 4), activation="relu", optimizer="sgd", learning_rate=0.001
    )
    train_until(qtbot, playground, 2)
    notice = playground.window.network.notice
    with qtbot.waitSignal(playground.workbench.noticed, timeout=PATIENCE_MS):
        type_into(qtbot, playground.window.hyper.settings["learning_rate"], "900")
    assert not playground.workbench.is_playing
    assert playground.window.header.play_button.accessibleName() == "Play"
    for words in ("Training paused", "too large", "smaller learning rate", "Rewind (R)"):
        assert words in notice.text
    qtbot.waitUntil(lambda: playground.workbench.frame is not None, timeout=PATIENCE_MS)
    shown = playground.workbench.frame
    assert shown.network.experiment.learning_rate == 900.0
    assert all(map(bool, ([len(m) for m in shown.neuron_maps])))
    assert shown.epoch >= 2
    type_into(qtbot, playground.window.hyper.settings["learning_rate"], "0.001")
    assert notice.text == ""  # it tells of the rate that is gone
    qtbot.keyClick(playground.window, Qt.Key.Key_R)
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    assert notice.text == ""
    qtbot.waitUntil(lambda: epoch(playground) >= 1, timeout=PATIENCE_MS)
    assert playground.workbench.is_playing


def test_that_layers_changed_while_nothing_can_be_trained_are_the_ones_that_are_shown(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(4, 4))
    playground.workbench.change(features=())
    qtbot.waitUntil(lambda: playground.workbench.problem is not None, timeout=PATIENCE_MS)
    network = playground.window.network
    more = network.layers.findChildren(QAbstractButton)[1]
    qtbot.mouseClick(more, LEFT)
    qtbot.waitUntil(lambda: len(steppers(playground.window.network)) == 3, timeout=PATIENCE_MS)
    for stepper in steppers(playground.window.network):
        qtbot.mouseClick(stepper.findChildren(QAbstractButton)[1], LEFT)
    assert playground.workbench.experiment.hidden == (5, 5, 5)
    network.canvas.layer_size_edited.emit(3, 6)
    assert playground.workbench.experiment.hidden == (5, 5, 5)


@pytest.mark.parametrize(
    ("norms", "after"), [((), ()), ((True, True), (True, True, True)), ((True,), (True,))]
)
def test_that_a_new_layer_is_normalised_where_all_others_are(bench, panel, joined, norms, after):
    bench.change(batch_norm=norms)
    panel.layer_count_edited.emit(3)
    assert bench.experiment.batch_norm == after
    assert bench.experiment.hidden == (6, 6, 6)
