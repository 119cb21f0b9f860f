from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def presenting(open_playground, qtbot):
    playground = open_playground(dataset="spiral", hidden=(4, 3))
    train_until(qtbot, playground, 1)
    qtbot.keyClick(playground.window, Qt.Key.Key_F11)
    assert playground.window.is_presenting
    return playground


def test_that_f11_shows_name_network_epoch_and_accuracy(presenting, qtbot):
    header = presenting.window.presenter.header
    shown = epoch(presenting)
    qtbot.waitUntil(lambda: header._epoch.text() != f"Epoch {shown:,}", timeout=PATIENCE_MS)
    assert header._title.text() == "Spiral, 4 + 3 tanh"
    assert header._network.text() == "2 → 4 → 3 → 2, tanh"
    assert header._score.text().endswith("% correct")
    legend = presenting.window.presenter.legend
    assert "–" not in legend.accessibleName()


@pytest.mark.parametrize("way", ["f11", "escape", "button"])
def test_that_there_are_three_ways_out(presenting, qtbot, way):
    window = presenting.window
    told: list[bool] = []
    window.presenter_toggled.connect(told.append)
    if way == "button":
        qtbot.mouseClick(window.presenter.header.close_button, LEFT)
    else:
        qtbot.keyClick(window, Qt.Key.Key_F11 if way == "f11" else Qt.Key.Key_Escape)
    assert told == [False]
    assert not window.is_presenting
    assert not window.isFullScreen()
    assert window.network.canvas.isVisible()
    assert window.output.plot.isVisible()


def test_that_the_icon_of_the_header_begins_it(open_playground, qtbot):
    playground = open_playground()
    qtbot.mouseClick(playground.window.header.presenter_button, LEFT)
    assert playground.window.is_presenting
    assert playground.window.isFullScreen()


def test_that_it_pauses_and_steps_in_the_presenter_mode(presenting, qtbot):
    header = presenting.window.presenter.header
    qtbot.keyClick(presenting.window, Qt.Key.Key_Space)
    assert not presenting.workbench.is_playing
    assert header.play_button.accessibleName() == "Play"
    qtbot.mouseClick(header.play_button, LEFT)
    assert presenting.workbench.is_playing
    qtbot.mouseClick(header.step_button, LEFT)
    assert not presenting.workbench.is_playing


def test_that_the_train_screen_looks_as_before_when_it_comes_back(open_playground, qtbot):
    playground = open_playground(dataset="spiral")
    train_until(qtbot, playground, 1)
    pause(qtbot, playground)
    window = playground.window
    sizes = window.size(), window.network.canvas.size(), window.output.plot.size()
    before = playground.workbench.frame
    for _ in range(2):
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(
        lambda: (window.size(), window.network.canvas.size(), window.output.plot.size()) == sizes,
        timeout=PATIENCE_MS,
    )
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        window.output.boundary_resized.emit()
    np.testing.assert_array_equal(playground.workbench.frame.boundary, before.boundary)


def test_that_a_closed_presenter_is_not_remembered_as_the_window(presenting, qtbot):
    window = presenting.window
    window.close()
    assert not window.is_presenting
    assert not window.isFullScreen()
