from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.views.output.point_card import PointCard
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until, wait_for_experiment

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


def test_that_there_are_three_ways_out(presenting, qtbot):
    window = presenting.window
    told: list[bool] = []
    window.presenter_toggled.connect(told.append)
    for way in (Qt.Key.Key_F11, Qt.Key.Key_Escape, window.presenter.header.close_button):
        if not window.is_presenting:
            qtbot.keyClick(window, Qt.Key.Key_F11)
            assert window.is_presenting
        told.clear()
        if isinstance(way, Qt.Key):
            qtbot.keyClick(window, way)
        else:
            qtbot.mouseClick(way, LEFT)
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
    for is_large in (True, False):
        qtbot.keyClick(window, Qt.Key.Key_F11)
        qtbot.waitUntil(
            lambda is_large=is_large: (
                (playground.workbench.frame.boundary.shape != before.boundary.shape) == is_large
            ),
            timeout=PATIENCE_MS,
        )
    qtbot.waitUntil(
        lambda: (window.size(), window.network.canvas.size(), window.output.plot.size()) == sizes,
        timeout=PATIENCE_MS,
    )
    np.testing.assert_array_equal(playground.workbench.frame.boundary, before.boundary)


def test_that_the_plot_fits_its_column_in_a_window_that_became_smaller_meanwhile(presenting, qtbot):
    window, output = presenting.window, presenting.window.output
    window.showNormal()
    window.resize(1180, 720)
    side = output.plot.side
    output.set_drawing(True)
    output.set_drawing(False)
    assert output.plot.side == side
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: output.rect().contains(output.plot.geometry()), timeout=PATIENCE_MS)


def test_that_a_closed_presenter_is_not_remembered_as_the_window(presenting, qtbot):
    window = presenting.window
    window.close()
    assert not window.is_presenting
    assert not window.isFullScreen()


def test_that_a_network_that_changes_meanwhile_keeps_its_way_of_the_tab_key(playground, qtbot):
    window = playground.window
    qtbot.keyClick(window, Qt.Key.Key_F11)
    playground.workbench.change(hidden=(3, 3))
    wait_for_experiment(qtbot, playground, hidden=(3, 3))
    qtbot.keyClick(window, Qt.Key.Key_F11)
    canvas = window.network.canvas
    qtbot.waitUntil(lambda: len(canvas.steppers) == 2, timeout=PATIENCE_MS)
    heads = canvas.heads
    after = tab_stops(window.network)
    wanted = [
        window.network.more_button, canvas, canvas.inputs_button, heads.titles[0], canvas.steppers[0].entry,
        heads.titles[1], canvas.steppers[1].entry, heads.titles[2],
    ]  # fmt: skip
    assert [after.index(stop) for stop in wanted] == sorted(after.index(stop) for stop in wanted)


def test_that_the_card_of_a_point_stays_off_the_presenter(playground, qtbot):
    window = playground.window
    window.output.plot.point_picked.emit(4)
    card = window.findChild(PointCard)
    qtbot.waitUntil(card.isVisible, timeout=PATIENCE_MS)
    card.hide()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    train_until(qtbot, playground, epoch(playground) + 3)
    assert card.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(card.isVisible, timeout=PATIENCE_MS)


def tab_stops(root) -> list:
    """What the Tab key reaches from a widget on, in this order."""
    stops, at = [], root.nextInFocusChain()
    while at is not root:
        stops.append(at)
        at = at.nextInFocusChain()
    return stops


def test_that_keys_whose_effect_would_not_be_seen_wait_for_the_train_screen(presenting, qtbot):
    window, control = presenting.window, Qt.KeyboardModifier.ControlModifier
    chosen: list[str] = []
    window.header.mode_selected.connect(chosen.append)
    window.compare.runs.keep_wanted.connect(lambda: chosen.append("keep"))
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_K):
        qtbot.keyClick(window, key, control)
    assert chosen == []
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_3, control)
    assert chosen == ["compare"]
