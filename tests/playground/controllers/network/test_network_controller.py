from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from playground.views.kit import Stepper
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    assert_starts_again,
    choose,
    epoch,
    epochs_seen,
    running,
    train_until,
    type_into,
    wait_for_experiment,
)


def neuron_steppers(playground) -> list[Stepper]:
    found = playground.window.network.canvas.findChildren(Stepper)
    return sorted((s for s in found if s.isVisible()), key=lambda s: s.x())


def test_that_a_learning_rate_is_typed_while_it_trains(playground, qtbot):
    field = playground.window.hyper.settings["learning_rate"]
    assert_goes_on(qtbot, playground, lambda: type_into(qtbot, field, "0.0025"), learning_rate=0.0025)


def test_that_a_nonsense_learning_rate_is_refused(playground, qtbot):
    field = playground.window.hyper.settings["learning_rate"]
    before = playground.workbench.experiment
    entry = field.focusProxy()
    for text in ("fast", "", "-1", "nan", "1e9", "0"):
        qtbot.mouseClick(entry, LEFT)
        entry.selectAll()
        qtbot.keyClick(entry, Qt.Key.Key_Delete)
        qtbot.keyClicks(entry, text)
        qtbot.keyClick(entry, Qt.Key.Key_Return)
        assert field.problem, text
        assert playground.workbench.experiment == before
        qtbot.keyClick(entry, Qt.Key.Key_Escape)
        assert field.value() == 0.01
        assert not field.problem


def test_that_every_choice_is_made_while_it_trains(playground, qtbot):
    bar = playground.window.hyper
    assert not bar.settings["regularization_rate"].isEnabled()
    for field, name, keys in (
        (bar.settings["optimizer"], "optimizer", ("sgd", "momentum", "rmsprop", "adam")),
        (
            bar.settings["activation"],
            "activation",
            ("sigmoid", "relu", "softplus", "sin", "linear", "tanh"),
        ),
        (bar.settings["regularization"], "regularization", ("l1", "l2")),
        (bar.settings["loss"], "loss", ("squared_error", "cross_entropy")),
    ):
        assert [field.itemData(i) for i in range(field.count())].count(keys[0]) == 1
        for key in keys:
            assert_goes_on(qtbot, playground, partial(choose, qtbot, field, key), **{name: key})
            assert field.value() == key
    assert bar.settings["regularization_rate"].isEnabled()
    assert_goes_on(
        qtbot,
        playground,
        lambda: type_into(qtbot, bar.settings["regularization_rate"], "0.02"),
        regularization_rate=0.02,
    )


def test_that_another_initialisation_starts_again(playground, qtbot):
    field = playground.window.hyper.settings["initializer"]
    assert_starts_again(qtbot, playground, lambda: choose(qtbot, field, "he"), initializer="he")


@pytest.mark.parametrize(
    ("dataset", "losses"),
    [
        ("iris", ["cross_entropy", "squared_error"]),
        ("circle", ["binary_cross_entropy", "cross_entropy", "squared_error", "hinge"]),
        ("plane", ["squared_error"]),
    ],
)
def test_that_only_losses_are_offered_that_fit_the_task(open_playground, dataset, losses):
    playground = open_playground(dataset=dataset, hidden=(3,))
    field = playground.window.hyper.settings["loss"]
    assert [field.itemData(i) for i in range(field.count())] == losses


def test_that_a_loss_with_another_output_layer_goes_on(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    assert playground.workbench.network.structure == (2, 3, 2)
    field = playground.window.hyper.settings["loss"]
    assert_goes_on(qtbot, playground, lambda: choose(qtbot, field, "hinge"), loss="hinge")
    assert playground.workbench.network.structure == (2, 3, 1)


def test_that_layers_are_added_and_removed_while_it_trains(playground, qtbot):
    layers = playground.window.network.layers
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(layers.plus, LEFT), hidden=(6, 6, 6))
    assert len(neuron_steppers(playground)) == 3
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(layers.minus, LEFT), hidden=(6, 6))
    for _ in range(2):
        qtbot.mouseClick(layers.minus, LEFT)
    wait_for_experiment(qtbot, playground, hidden=())
    assert neuron_steppers(playground) == []
    assert not layers.minus.isEnabled()
    qtbot.mouseClick(layers.plus, LEFT)
    wait_for_experiment(qtbot, playground, hidden=(4,))


def test_that_there_are_at_most_ten_hidden_layers(open_playground, qtbot):
    playground = open_playground(hidden=(2,) * 9)
    layers = playground.window.network.layers
    for _ in range(3):
        qtbot.mouseClick(layers.plus, LEFT)
    wait_for_experiment(qtbot, playground, hidden=(2,) * 10)
    assert not layers.plus.isEnabled()


def test_that_neurons_are_added_and_removed_while_it_trains(playground, qtbot):
    first, second = neuron_steppers(playground)
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(first.plus, LEFT), hidden=(7, 6))
    _, second = neuron_steppers(playground)
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(second.minus, LEFT), hidden=(7, 5))
    first, _ = neuron_steppers(playground)
    assert_goes_on(qtbot, playground, lambda: type_into(qtbot, first, "12"), hidden=(12, 5))


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
    qtbot.waitUntil(lambda: len(neuron_steppers(playground)) == 3, timeout=PATIENCE_MS)
    for stepper in neuron_steppers(playground):
        qtbot.mouseClick(stepper.findChildren(QAbstractButton)[1], LEFT)
    assert playground.workbench.experiment.hidden == (5, 5, 5)
    network.canvas.layer_size_edited.emit(3, 6)
    assert playground.workbench.experiment.hidden == (5, 5, 5)
