from __future__ import annotations

import re
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.controllers.window.header_controller import engine_options
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    pause,
    train_until,
    wait_for_experiment,
)


def test_that_play_button_pauses_and_goes_on(playground, qtbot):
    button = playground.window.header.play_button
    train_until(qtbot, playground, 1)
    assert button.accessibleName() == "Pause"
    pause(qtbot, playground)
    assert button.accessibleName() == "Play"
    stopped = epoch(playground)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        playground.window.output.boundary_resized.emit()
    assert epoch(playground) == stopped
    qtbot.mouseClick(button, LEFT)
    train_until(qtbot, playground, stopped + 1)


def test_that_space_pauses_and_goes_on(playground, qtbot):
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    assert not playground.workbench.is_playing
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    assert playground.workbench.is_playing


def test_that_the_counter_shows_the_epoch_and_the_speed(playground, qtbot):
    header = playground.window.header
    train_until(qtbot, playground, 1)
    assert header.findChild(object, "") is None or "epochs/s" in header._speed.text()
    pause(qtbot, playground)
    assert header._epoch.text() == f"Epoch {epoch(playground):,}"
    assert re.fullmatch(r"Paused · \d+:\d\d", header._speed.text())


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "click"])
def test_that_a_step_trains_to_the_end_of_one_epoch_and_pauses(playground, qtbot, by_key):
    pause(qtbot, playground)
    for _ in range(2):
        before = epoch(playground)
        if by_key:
            qtbot.keyClick(playground.window, Qt.Key.Key_S)
        else:
            qtbot.mouseClick(playground.window.header.step_button, LEFT)
        train_until(qtbot, playground, before + 1)
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            playground.window.output.boundary_resized.emit()
        assert epoch(playground) == before + 1
    batches_an_epoch = -(-len(playground.workbench.network.split.X_train) // 10)
    assert playground.workbench.frame.step == epoch(playground) * batches_an_epoch


def test_that_a_step_while_training_pauses(playground, qtbot):
    train_until(qtbot, playground, 1)
    qtbot.keyClick(playground.window, Qt.Key.Key_S)
    assert not playground.workbench.is_playing
    assert playground.window.header.play_button.accessibleName() == "Play"


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "click"])
def test_that_reset_goes_back_to_epoch_0_and_the_same_weights(open_playground, qtbot, by_key):
    playground = open_playground()
    pause(qtbot, playground)

    def reset() -> None:
        if by_key:
            qtbot.keyClick(playground.window, Qt.Key.Key_R)
        else:
            qtbot.mouseClick(playground.window.header.reset_button, LEFT)

    def first_frame():
        reset()
        qtbot.waitUntil(lambda: epoch(playground) == 0, timeout=PATIENCE_MS)
        return playground.workbench.frame

    first = first_frame()
    qtbot.keyClick(playground.window, Qt.Key.Key_S)
    train_until(qtbot, playground, 1)
    trained = playground.workbench.frame
    assert any((a != b).any() for a, b in zip(trained.neuron_maps, first.neuron_maps, strict=True))
    again = first_frame()
    for a, b in zip(again.neuron_maps, first.neuron_maps, strict=True):
        np.testing.assert_array_equal(a, b)
    for a, b in zip(again.biases, first.biases, strict=True):
        np.testing.assert_array_equal(a, b)
    assert again.step == 0


def test_that_reset_while_training_goes_on_training(playground, qtbot):
    train_until(qtbot, playground, 3000)
    with qtbot.waitSignal(playground.workbench.network_changed, timeout=PATIENCE_MS):
        qtbot.keyClick(playground.window, Qt.Key.Key_R)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        pass
    assert epoch(playground) < 3000
    assert playground.workbench.is_playing
    train_until(qtbot, playground, epoch(playground) + 1)


def test_that_the_theme_button_changes_every_part_at_once_while_training(open_playground, qtbot):
    playground = open_playground(theme="light")
    train_until(qtbot, playground, 1)
    window = playground.window
    before = window.grab().toImage()
    qtbot.mouseClick(window.header.theme_button, LEFT)
    assert playground.themes.theme.is_dark
    with qtbot.waitSignals([playground.workbench.frame_changed] * 2, timeout=PATIENCE_MS):
        pass
    after = window.grab().toImage()
    for part in (window.header, window.data, window.hyper, window.network, window.output):
        corner = part.mapTo(window, part.rect().center())
        corner.setY(part.mapTo(window, part.rect().topLeft()).y() + 4)
        assert before.pixelColor(corner).lightness() > 200
        assert after.pixelColor(corner).lightness() < 80
    assert window.header.theme_button.accessibleName() == "Light theme"
    assert playground.workbench.is_playing


def test_that_the_title_names_data_set_and_network(playground):
    assert playground.window.header.title.text() == "Iris, 6 + 6 tanh"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)", extend=True)
def test_that_another_engine_goes_on_with_the_same_curve(playground, qtbot):
    train_until(qtbot, playground, 50)
    pause(qtbot, playground)
    weights, curve = playground.workbench.frame.biases, playground.workbench.frame.curves.train
    reached = epoch(playground)
    for engine in ("interpreted", "array", "compiled"):
        choose(qtbot, playground.window.header.engine, engine)
        wait_for_experiment(qtbot, playground, backend=engine)
        assert playground.workbench.network.backend == engine
        qtbot.waitUntil(lambda: epoch(playground) == reached, timeout=PATIENCE_MS)
        for now, before in zip(playground.workbench.frame.biases, weights, strict=True):
            np.testing.assert_array_equal(now, before)
    qtbot.mouseClick(playground.window.header.step_button, LEFT)
    train_until(qtbot, playground, reached + 1)
    np.testing.assert_array_equal(playground.workbench.frame.curves.train[: len(curve)][:5], curve[:5])


def test_that_a_machine_without_a_compiler_uses_arrays_and_says_why(open_playground, qtbot, monkeypatch):
    problem = "llvmlite could not be loaded: no wheel"
    for module in ("engine.training.backends", "playground.models.network.network"):
        monkeypatch.setattr(sys.modules[module], "unavailable", lambda: problem)
    playground = open_playground()
    train_until(qtbot, playground, 2)
    menu = playground.window.header.engine
    assert (menu.value(), menu.currentText()) == ("array", "Array")
    options = engine_options(playground.workbench.network.compiler_problem)
    assert options[0][2] == f"not here, {problem}"
    menu.setFocus()
    qtbot.keyClick(menu, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: menu.value() == "array", timeout=PATIENCE_MS)
    train_until(qtbot, playground, epoch(playground) + 2)
