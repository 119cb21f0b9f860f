"""A run goes at a pace at which learning is seen, and ends by itself when there is nothing more to see."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from playground.models.run.speed import SPEEDS, WATCHABLE, Speed
from playground.settings import Settings
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, train_until
from tests.playground.conftest import Opener


def test_that_a_first_start_trains_at_a_pace_that_can_be_watched(store: QSettings) -> None:
    assert Settings(store).speed == WATCHABLE


def test_that_epochs_come_no_faster_than_chosen(open_playground: Opener, qtbot: QtBot) -> None:
    playground = open_playground(speed=Speed(60.0, "epoch"))
    assert playground.window.header.speed.value() == SPEEDS.index(Speed(60.0, "epoch"))
    train_until(qtbot, playground, 3)
    first = playground.workbench.frame
    train_until(qtbot, playground, 13)
    last = playground.workbench.frame
    assert first is not None
    assert last is not None
    # Half a second's epochs may be made up for after a late look at the clock.
    assert last.epoch - first.epoch <= 60 * (last.seconds_played - first.seconds_played) + 31


def test_that_the_speed_is_remembered(open_playground: Opener, store: QSettings) -> None:
    playground = open_playground()
    playground.workbench.set_speed(Speed(300.0, "epoch"))
    playground.window.close()
    assert Settings(store).speed == Speed(300.0, "epoch")


def test_that_a_run_comes_to_rest_says_why_and_goes_on_with_one_click(
    open_playground: Opener, qtbot: QtBot
) -> None:
    playground = open_playground(dataset="gauss", hidden=(4,), learning_rate=0.1, rests=True)
    workbench, notice = playground.workbench, playground.window.network.notice
    qtbot.waitUntil(lambda: not workbench.is_playing, timeout=PATIENCE_MS)
    qtbot.waitUntil(notice.isVisible, timeout=PATIENCE_MS)
    assert "Come to rest" in notice.text
    assert notice.action_button.text() == "Train on"
    rested = epoch(playground)
    qtbot.mouseClick(notice.action_button, LEFT)
    assert workbench.is_playing
    qtbot.waitUntil(lambda: epoch(playground) > rested + 100, timeout=PATIENCE_MS)
    assert workbench.is_playing
