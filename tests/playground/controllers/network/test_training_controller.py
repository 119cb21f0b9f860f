from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.controllers.network.training_controller import TrainingController
from playground.controllers.output.output_controller import OutputController
from playground.models.run.speed import SPEEDS, Speed
from playground.views.network.network_panel import NetworkPanel
from playground.views.network.training_options import TrainingOptions
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    choose,
    epoch,
    pause,
    running,
    show_active,
    train_until,
    type_into,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.views.conftest import close_cards

CIRCLE = {"dataset": "circle", "hidden": (3, 2), "n_samples": 60}


@pytest.fixture
def playground(open_playground):
    return open_playground(**CIRCLE)


@pytest.fixture
def options(playground, qtbot):
    qtbot.mouseClick(playground.window.network.more_button, LEFT)
    assert playground.training.options.isVisible()
    yield playground.training.options
    playground.training.options.hide()


def drag(qtbot, slider, share: float) -> None:
    place = QPoint(round(7 + share * (slider.width() - 14)), 16)
    qtbot.mousePress(slider, LEFT, pos=place)
    qtbot.mouseRelease(slider, LEFT, pos=place)


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def alone(bench, qtbot) -> TrainingController:
    """The controller with the network's panel, and no output."""
    panel = NetworkPanel()
    qtbot.addWidget(panel, before_close_func=close_cards)
    panel.resize(760, 600)
    show_active(qtbot, panel)
    return TrainingController(bench.as_workbench, panel, cast(OutputController, None), panel)


@pytest.fixture
def card(alone, qtbot) -> TrainingOptions:
    qtbot.mouseClick(alone._panel.more_button, LEFT)
    assert alone.options.isVisible()
    return alone.options


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("clip_norm", "0.5", 0.5), ("stop_loss", "1e-300", 1e-300), ("stop_accuracy", "100", 1.0),
        ("stop_patience", "100000", 100_000), ("stop_epoch", "99999999", 99_999_999),
    ],
)  # fmt: skip
def test_that_a_field_becomes_a_setting_and_off_takes_it_back(bench, card, qtbot, name, text, value):
    field = (card.training if name in card.training else card.pause)[name]
    type_into(qtbot, field, text)
    assert bench.changes == [{name: value}]
    type_into(qtbot, field, "off")
    assert bench.changes == [{name: value}, {name: 0}]


def test_that_a_schedule_is_chosen_with_its_epochs(bench, card, qtbot):
    assert not card.training["schedule_epochs"].isEnabled()
    choose(qtbot, card.training["schedule"], "cosine")
    assert card.training["schedule_epochs"].isEnabled()
    type_into(qtbot, card.training["schedule_epochs"], "250")
    assert bench.changes == [{"schedule": "cosine"}, {"schedule_epochs": 250}]


def test_that_the_range_of_first_weights_is_for_custom_ones(bench, card, qtbot):
    assert not card.training["initial_range"].isEnabled()
    bench.change(initializer="custom")
    assert card.training["initial_range"].isEnabled()
    type_into(qtbot, card.training["initial_range"], "0.05")
    assert bench.experiment.initial_range == 0.05


@pytest.mark.parametrize("text", ["-3", "many", "1e99", "0.5"])
def test_that_nonsense_in_a_goal_changes_nothing(bench, card, qtbot, text):
    type_into(qtbot, card.pause["stop_epoch"], text)
    assert bench.changes == []
    assert bench.experiment.stop_epoch == 0


def test_that_links_show_something_else_on_demand(playground, qtbot):
    network = playground.window.network
    qtbot.mouseClick(network.view_button, LEFT)
    control = network.view_options.overlay
    for overlay in ("gradients", "updates"):
        qtbot.keyClick(control, Qt.Key.Key_Right)
        assert control.value() == overlay
        assert network.canvas.scene.overlay == overlay
        qtbot.waitUntil(
            lambda overlay=overlay: getattr(playground.workbench.frame, overlay) is not None,
            timeout=PATIENCE_MS,
        )
    network.view_options.hide()


def test_that_dropout_shows_in_which_mode_the_network_is_looked_at(playground, options, qtbot):
    output = playground.window.output
    assert_goes_on(qtbot, playground, lambda: drag(qtbot, options.training["dropout"].slider, 0.6))
    qtbot.waitUntil(lambda: running(playground).dropout > 0.4, timeout=PATIENCE_MS)
    assert output._mode.text() == "eval mode"
    assert "dropout" in output.train_loss.toolTip()
    playground.workbench.change(forgets_eval=True)
    wait_for_experiment(qtbot, playground, forgets_eval=True)
    assert "forgotten" in output._mode.text()
    playground.workbench.change(hidden=())  # no neuron is left that could be dropped
    wait_for_experiment(qtbot, playground, hidden=())
    assert output._mode.text() == ""
    assert "dropout" not in output.train_loss.toolTip()


def test_that_forgetting_eval_makes_the_boundary_noisy(open_playground, qtbot):
    playground = open_playground(**CIRCLE, dropout=0.5)
    pause(qtbot, playground)

    def roughness() -> float:
        frame = playground.workbench.frame
        return 0.0 if frame is None else float(np.abs(np.diff(frame.values, axis=2)).mean())

    calm = roughness()
    playground.workbench.change(forgets_eval=True)
    qtbot.waitUntil(lambda: roughness() > 5 * calm, timeout=PATIENCE_MS)


def test_that_training_pauses_at_its_goal_and_says_why(playground, options, qtbot):
    type_into(qtbot, options.pause["stop_loss"], "1000")
    qtbot.waitUntil(lambda: not playground.workbench.is_playing, timeout=PATIENCE_MS)
    assert "down to 1000" in playground.window.network.notice.text


def test_that_a_run_stops_exactly_at_the_wanted_epoch(open_playground, qtbot):
    playground = open_playground(**CIRCLE, stop_epoch=333, speed=None)
    qtbot.waitUntil(lambda: not playground.workbench.is_playing, timeout=PATIENCE_MS)
    train_until(qtbot, playground, 333)
    assert epoch(playground) == 333
    assert "Epoch 333" in playground.window.network.notice.text
    qtbot.mouseClick(playground.window.header.play_button, LEFT)
    train_until(qtbot, playground, 334)


def test_that_a_layer_gets_its_own_activation_and_says_so(playground, qtbot):
    title = playground.window.network.canvas.heads.titles[1]
    qtbot.mouseClick(title, LEFT)
    layer = playground.training.layer_options
    assert layer.isVisible()
    assert_goes_on(
        qtbot, playground, lambda: choose(qtbot, layer.activation, "relu"), layer_activations=("", "relu")
    )
    qtbot.waitUntil(
        lambda: "ReLU" in playground.window.network.canvas.heads.titles[1].text(), timeout=PATIENCE_MS
    )
    layer.hide()


def test_that_a_layer_is_frozen_and_thawed(playground, qtbot):
    qtbot.mouseClick(playground.window.network.canvas.heads.titles[0], LEFT)
    layer, scene = playground.training.layer_options, playground.window.network.canvas.scene
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(layer.frozen, LEFT), frozen=((1,),))
    qtbot.waitUntil(lambda: scene.marks.frozen == {(1, 0), (1, 1), (1, 2)}, timeout=PATIENCE_MS)
    before = playground.workbench.frame.parameters.copy()
    train_until(qtbot, playground, epoch(playground) + 2)
    assert (playground.workbench.frame.parameters[:9] == before[:9]).all()
    qtbot.mouseClick(layer.frozen, LEFT)
    wait_for_experiment(qtbot, playground, frozen=())
    qtbot.waitUntil(lambda: not scene.marks.frozen, timeout=PATIENCE_MS)
    layer.hide()


def test_that_frozen_neurons_of_the_output_layer_are_marked(open_playground, qtbot):
    playground = open_playground(**CIRCLE, frozen=((-1,), (1, 0), (2, 1, 0)))
    scene = playground.window.network.canvas.scene
    outputs = {(3, index) for index in range(playground.workbench.network.structure[-1])}
    qtbot.waitUntil(lambda: scene.marks.frozen == {(1, 0)} | outputs, timeout=PATIENCE_MS)


def test_that_the_output_layer_can_be_frozen_but_keeps_its_activation(playground, qtbot):
    qtbot.mouseClick(playground.window.network.canvas.heads.titles[-1], LEFT)
    layer = playground.training.layer_options
    assert layer.frozen.isVisible()
    assert not layer.activation.isVisible()
    qtbot.mouseClick(layer.frozen, LEFT)
    wait_for_experiment(qtbot, playground, frozen=((-1,),))
    layer.hide()


def test_that_histograms_of_all_hidden_neurons_are_drawn_on_demand(playground, qtbot):
    network = playground.window.network
    qtbot.mouseClick(network.view_button, LEFT)
    qtbot.mouseClick(network.view_options.histograms, LEFT)
    network.view_options.hide()
    qtbot.waitUntil(lambda: len(network.canvas.scene.marks.histograms) == 5, timeout=PATIENCE_MS)


def test_that_slow_motion_names_its_phases_and_lights_them(playground, qtbot):
    header, network = playground.window.header, playground.window.network
    seen: dict[str, str] = {}

    def on_frame(frame) -> None:
        if frame.phase is not None:
            seen[frame.phase.name] = network.phase_bar.text

    playground.workbench.frame_changed.connect(on_frame)
    qtbot.keyClick(header.speed.slider, Qt.Key.Key_Home)
    assert playground.workbench.speed == SPEEDS[0]
    for _ in range(SPEEDS.index(Speed(2.0))):
        qtbot.keyClick(header.speed.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: len(seen) == 4, timeout=PATIENCE_MS)
    assert list(seen) in ([*seen], ["forward", "loss", "backward", "update"])
    assert network.phase_bar.isVisible()
    assert "points go in" in seen["forward"]
    assert "Gradient norm" in seen["backward"]
    qtbot.keyClick(header.speed.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not network.phase_bar.isVisible(), timeout=PATIENCE_MS)


def test_that_the_speed_limits_the_steps(playground, qtbot):
    playground.window.header.speed_selected.emit(Speed(20.0))
    qtbot.waitUntil(lambda: playground.workbench.speed == Speed(20.0))
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        pass
    pause(qtbot, playground)
    first = playground.workbench.frame.step
    playground.workbench.set_playing(True)
    qtbot.waitUntil(lambda: playground.workbench.frame.step > first, timeout=PATIENCE_MS)
    assert playground.workbench.frame.step < first + 20


def test_that_rewinding_repeats_the_very_same_curve(open_playground, qtbot):
    playground = open_playground(**CIRCLE, stop_epoch=200, speed=None)

    def curve() -> list[float]:
        qtbot.waitUntil(lambda: not playground.workbench.is_playing, timeout=PATIENCE_MS)
        train_until(qtbot, playground, 200)
        pause(qtbot, playground)
        return list(playground.workbench.frame.curves.train)

    first, weights = curve(), playground.workbench.frame.parameters.copy()
    qtbot.mouseClick(playground.window.header.reset_button, LEFT)
    qtbot.waitUntil(lambda: epoch(playground) == 0, timeout=PATIENCE_MS)
    qtbot.mouseClick(playground.window.header.play_button, LEFT)
    assert curve() == first
    np.testing.assert_array_equal(playground.workbench.frame.parameters, weights)


def test_that_new_weights_start_another_run_on_the_same_data(playground, qtbot):
    data = playground.workbench.network.split
    qtbot.mouseClick(playground.window.header.new_weights_button, LEFT)
    wait_for_experiment(qtbot, playground, weight_draws=1)
    assert playground.workbench.network.split is data
    notice = playground.window.network.notice
    qtbot.waitUntil(lambda: "starts again" in notice.text, timeout=PATIENCE_MS)  # told after the network


def test_that_a_key_holds_slow_motion_and_goes_on_by_a_phase(playground, qtbot):
    window, bar = playground.window, playground.window.network.phase_bar
    pause(qtbot, playground)
    seen = []
    for _ in range(4):
        before = bar.accessibleName()
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda before=before: bar.isVisible() and bar.accessibleName() != before)
        seen.append(bar.accessibleName().partition(":")[0])
    assert seen == ["1 Forward", "2 Loss", "3 Backward", "4 Update"]
    assert not playground.workbench.is_playing


def test_that_batch_norm_is_switched_by_layer_and_for_all_and_taken_back_by_name(playground, qtbot):
    heads = playground.window.network.canvas.heads
    qtbot.mouseClick(heads.titles[1], LEFT)
    layer = playground.training.layer_options
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(layer.norm, LEFT), batch_norm=(False, True))
    assert not layer.all_norms.isChecked()
    assert_goes_on(
        qtbot, playground, lambda: qtbot.mouseClick(layer.all_norms, LEFT), batch_norm=(True, True)
    )
    assert layer.norm.isChecked()
    layer.hide()
    qtbot.waitUntil(lambda: "batch norm" in heads.titles[0].text(), timeout=PATIENCE_MS)
    assert playground.workbench.undo_stack.undoText() == "batch normalisation"
    playground.workbench.undo_stack.undo()
    wait_for_experiment(qtbot, playground, batch_norm=(False, True))


def test_that_batches_of_one_point_are_refused_in_a_sentence_with_a_way_out(open_playground, qtbot):
    playground = open_playground(**CIRCLE, batch_norm=(True,))
    train_until(qtbot, playground, 1)
    with qtbot.waitSignal(playground.workbench.blocked, timeout=PATIENCE_MS) as told:
        playground.workbench.change(batch_size=1)
    assert "at least 2 points in a batch" in told.args[0].text
    playground.workbench.change(**told.args[0].changes)
    wait_for_experiment(qtbot, playground, batch_size=2)
