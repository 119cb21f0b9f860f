from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from playground.controllers.window.header_controller import HeaderController, duration_text
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.models.picture.timeline import Timeline
from playground.models.run.speed import SPEEDS, Speed
from playground.style.theme import ThemeManager
from playground.views.window.header_bar import HeaderBar
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    pause,
    train_until,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.views.conftest import close_cards


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def header(bench, qtbot, qapp, monkeypatch) -> HeaderBar:
    """The header, joined with a workbench that only notes what it is asked; every frame is read."""
    monkeypatch.setattr(ReadingPace, "is_due", lambda *_, **__: True)
    header = HeaderBar()
    qtbot.addWidget(header, before_close_func=close_cards)
    HeaderController(bench.as_workbench, header, ThemeManager(qapp, "light", header), header)
    header.resize(1400, header.height())
    header.show()
    return header


def frame(epoch: int, *, rate: float = 0.0, cursor: int | None = None) -> Frame:
    """Return what the header reads of a frame, after 67 seconds of training."""
    timeline = replace(Timeline.empty(), cursor=cursor, last_epoch=5000)
    made = SimpleNamespace(
        epoch=epoch, epochs_per_second=rate, seconds_played=67.4, timeline=timeline,
        is_on_the_way=cursor not in (None, epoch),
    )  # fmt: skip
    return cast(Frame, made)


def told(bench: FakeWorkbench, header: HeaderBar, shown: Frame) -> tuple[str, str]:
    """What the counter says of a frame."""
    bench.frame_changed.emit(shown)
    return header._epoch.text(), header._speed.text()


@pytest.mark.parametrize(
    ("button", "call"),
    [
        ("step_button", ("step",)),
        ("reset_button", ("reset",)),
        ("new_weights_button", ("draw_weights_anew",)),
    ],
)
def test_that_each_button_asks_for_one_thing(bench, header, qtbot, button, call):
    qtbot.mouseClick(getattr(header, button), LEFT)
    assert bench.calls == [call]


def test_that_the_play_button_trains_pauses_and_says_what_it_does_next(bench, header, qtbot):
    qtbot.mouseClick(header.play_button, LEFT)
    assert header.play_button.accessibleName() == "Pause"
    qtbot.mouseClick(header.play_button, LEFT)
    assert header.play_button.accessibleName() == "Play"
    assert bench.calls == [("set_playing", True), ("set_playing", False)]


def test_that_the_speed_goes_both_ways(bench, header, qtbot):
    qtbot.keyClick(header.speed.slider, Qt.Key.Key_Home)
    assert bench.speed == SPEEDS[0]
    bench.set_speed(Speed(60.0, "epoch"))
    assert header.speed.value() == SPEEDS.index(Speed(60.0, "epoch"))


@pytest.mark.parametrize(
    ("speed", "rate", "words"),
    [
        (None, 12_345.0, "12,345 epochs/s"),
        (None, 3.21, "3.2 epochs/s"),
        (Speed(60.0, "epoch"), 58.0, "60 epochs/s"),
        (Speed(60.0, "epoch"), 31.4, "31 epochs/s"),  # a slow machine shows what it makes
        (Speed(0.25), 0.002, "4 s/step"),
    ],
)
def test_that_the_counter_shows_epoch_speed_and_time(bench, header, speed, rate, words):
    bench.speed, bench.is_playing = speed, True
    assert told(bench, header, frame(1234, rate=rate)) == ("Epoch 1,234", f"{words} · 1:07")


def test_that_the_counter_says_where_there_is_nothing_to_train(bench, header):
    told(bench, header, frame(10, cursor=10))
    bench.blocked.emit(None)
    assert (header._epoch.text(), header._speed.text()) == ("Epoch 0", "Nothing to train")


def test_that_the_counter_shows_where_another_run_stands_before_its_first_frame(bench, header):
    told(bench, header, frame(1234))
    bench.run_replaced.emit(80)
    assert (header._epoch.text(), header._speed.text()) == ("Epoch 80", "Paused")


def test_that_the_counter_of_a_pause_shows_no_speed(bench, header):
    assert told(bench, header, frame(7, rate=100.0)) == ("Epoch 7", "Paused · 1:07")


def test_that_the_counter_of_the_past_says_how_far_the_run_goes(bench, header):
    assert told(bench, header, frame(40, cursor=40)) == ("Epoch 40 / 5,000", "Looking back")
    assert told(bench, header, frame(31, cursor=40)) == ("Epoch 31 / 5,000", "On the way to 40")


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (67.9, "1:07"), (3723, "1:02:03")])
def test_that_time_is_written_as_on_a_clock(seconds, text):
    assert duration_text(seconds) == text


def test_that_another_engine_is_a_change_of_the_settings(bench, header, qtbot):
    header.engine.setFocus()
    qtbot.keyClick(header.engine, Qt.Key.Key_End)
    assert bench.changes == [{"backend": "interpreted"}]


def test_that_without_a_compiler_arrays_are_shown_and_why(bench, header, qtbot):
    problem = "llvmlite could not be loaded: no wheel"
    bench.network = SimpleNamespace(compiler_problem=problem, backend="array")
    bench.make_network = lambda: bench.network_changed.emit(bench.network)
    bench.make_network()
    menu = header.engine
    assert (menu.value(), menu.currentText()) == ("array", "Array")
    menu.showPopup()
    row = menu.popup.findChild(QListView).model().index(0, 0)
    assert row.data() == f"Compiled: not here, {problem}"
    menu.hidePopup()
    menu.setFocus()
    qtbot.keyClick(menu, Qt.Key.Key_Home)
    assert bench.changes == [{"backend": "compiled"}]
    assert menu.value() == "array"


def test_that_play_button_and_space_pause_and_go_on(playground, qtbot):
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
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    assert not playground.workbench.is_playing
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    assert playground.workbench.is_playing


def test_that_a_step_trains_to_the_end_of_one_epoch_and_pauses(playground, qtbot):
    pause(qtbot, playground)
    for by_key in (True, True, False, False):
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


def test_that_reset_goes_back_to_epoch_0_and_the_same_weights(playground, qtbot):
    pause(qtbot, playground)

    def first_frame(*, by_key: bool):
        if by_key:
            qtbot.keyClick(playground.window, Qt.Key.Key_R)
        else:
            qtbot.mouseClick(playground.window.header.reset_button, LEFT)
        qtbot.waitUntil(lambda: epoch(playground) == 0, timeout=PATIENCE_MS)
        return playground.workbench.frame

    first = first_frame(by_key=True)
    for by_key in (True, False):
        qtbot.keyClick(playground.window, Qt.Key.Key_S)
        train_until(qtbot, playground, 1)
        trained = playground.workbench.frame
        assert any((a != b).any() for a, b in zip(trained.neuron_maps, first.neuron_maps, strict=True))
        again = first_frame(by_key=by_key)
        for a, b in zip(again.neuron_maps, first.neuron_maps, strict=True):
            np.testing.assert_array_equal(a, b)
        for a, b in zip(again.biases, first.biases, strict=True):
            np.testing.assert_array_equal(a, b)
        assert again.step == 0


def test_that_reset_while_training_goes_on_training(playground, qtbot):
    train_until(qtbot, playground, 100)
    before = epoch(playground)
    with qtbot.waitSignal(playground.workbench.network_changed, timeout=PATIENCE_MS):
        qtbot.keyClick(playground.window, Qt.Key.Key_R)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        pass
    assert epoch(playground) < before
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
