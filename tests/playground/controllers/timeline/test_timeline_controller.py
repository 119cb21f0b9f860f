"""The controller of the strip, with a workbench that only notes what it is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.controllers.timeline import history_player
from playground.controllers.timeline.timeline_controller import PREVIEW_SIDE, TimelineController
from playground.models.picture.timeline import Ghost, Mark, Memory, Timeline
from playground.models.run.log import MEGABYTE
from playground.style.theme import LIGHT, ThemeManager
from playground.views.timeline.epoch_card import EpochCard
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workers.events import Previewed
from tests.playground.controllers.fakes import FakeWorkbench

EPOCHS = np.arange(1.0, 1001.0)
GHOST = Ghost(7, "Adam 0.01", 50, 800, EPOCHS, EPOCHS, "epochs 50 to 800")


class Stage:
    def __init__(self, qtbot, qapp, monkeypatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(history_player.time, "monotonic", lambda: self.now)
        self.room = QWidget()
        qtbot.addWidget(self.room)
        self.room.resize(1440, 400)
        self.strip = TimelineStrip(self.room)
        self.strip.setGeometry(0, 356, 1440, 44)
        self.strip.set_widths(260, 420, False)
        self.card = EpochCard(self.room)
        self.workbench = FakeWorkbench()
        self.controller = TimelineController(
            self.workbench.as_workbench, self.strip, self.card, ThemeManager(qapp, "light", self.workbench)
        )
        with qtbot.waitExposed(self.room):
            self.room.show()
        self.show()

    def show(self, cursor: int | None = None, last: int = 1000, **values: Any) -> None:
        timeline = Timeline(last, cursor, EPOCHS[:last], 1 / EPOCHS[:last], **values)
        self.workbench.frame_changed.emit(SimpleNamespace(timeline=timeline))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.controller._player._on_tick()

    @property
    def looked_at(self) -> list[object]:
        return [epoch for name, *epochs in self.workbench.calls if name == "look_at" for epoch in epochs]


@pytest.fixture
def stage(qtbot, qapp, monkeypatch) -> Stage:
    return Stage(qtbot, qapp, monkeypatch)


def test_that_the_cursor_moves_at_once_and_the_views_follow(stage):
    stage.strip.epoch_wanted.emit(184)
    assert stage.workbench.calls == [("look_at", 184)]
    assert stage.strip.timeline.cursor == 184


@pytest.mark.parametrize("epoch", [1000, 4000])
def test_that_the_newest_epoch_is_live(stage, epoch):
    stage.strip.epoch_wanted.emit(184)
    stage.strip.epoch_wanted.emit(epoch)
    assert stage.looked_at == [184, None]
    assert stage.strip.timeline.cursor is None


def test_that_a_frame_that_is_late_does_not_move_the_cursor_back(stage):
    stage.strip.epoch_wanted.emit(184)
    stage.strip.epoch_wanted.emit(300)
    stage.show(cursor=184)
    assert stage.strip.timeline.cursor == 300


def test_that_history_plays_to_its_end_and_is_live_there(stage):
    stage.strip.epoch_wanted.emit(10)
    stage.strip.play_wanted.emit(1)
    assert stage.strip.forward.accessibleName() == "Pause playback"
    for _ in range(60):
        stage.pass_time(0.5)
    assert stage.looked_at == [*sorted(stage.looked_at[:-1]), None]
    assert len(set(stage.looked_at)) > 20
    assert stage.strip.forward.accessibleName() == "Play on"


def test_that_history_plays_back_to_the_first_weights(stage):
    stage.strip.play_wanted.emit(-1)
    for _ in range(60):
        stage.pass_time(0.5)
    assert stage.looked_at[-1] == 0
    assert stage.looked_at == sorted(stage.looked_at, reverse=True)
    assert stage.strip.backward.accessibleName() == "Play back"


def test_that_playing_on_from_the_end_begins_at_the_first_weights(stage):
    stage.strip.play_wanted.emit(1)
    stage.pass_time(0.033)
    assert stage.looked_at[0] is not None
    assert stage.looked_at[0] < 5


def test_that_a_higher_speed_takes_hold_at_once(stage):
    stage.strip.epoch_wanted.emit(10)
    stage.strip.play_wanted.emit(1)
    stage.pass_time(0.5)
    slow = stage.looked_at[-1] - 10
    stage.strip.speed_selected.emit(16.0)
    stage.pass_time(0.5)
    assert stage.looked_at[-1] - 10 > 8 * max(slow, 1)


@pytest.mark.parametrize("end", ["pause", "another epoch", "live", "training"])
def test_that_whatever_the_person_does_ends_playback(stage, end):
    stage.strip.play_wanted.emit(-1)
    stage.pass_time(0.1)
    if end == "pause":
        stage.strip.play_wanted.emit(0)
    elif end == "another epoch":
        stage.strip.epoch_wanted.emit(3)
    elif end == "live":
        stage.strip.live_wanted.emit()
    else:
        stage.workbench.set_playing(True)
    count = len(stage.looked_at)
    stage.pass_time(1.0)
    assert len(stage.looked_at) == count
    assert stage.strip.backward.accessibleName() == "Play back"


def test_that_a_range_is_repeated_until_it_is_given_up(stage):
    stage.strip.axis.loop_wanted.emit(100, 200)
    for _ in range(100):
        stage.pass_time(0.2)
    assert {epoch for epoch in stage.looked_at if not 100 <= epoch <= 200} == set()
    falls = sum(after < before for before, after in zip(stage.looked_at, stage.looked_at[1:], strict=False))
    assert falls >= 2
    stage.strip.axis.loop_wanted.emit(150, 150)
    count = len(stage.looked_at)
    stage.pass_time(1.0)
    assert len(stage.looked_at) == count


def test_that_a_preview_comes_into_the_card_of_the_resting_pointer(stage):
    stage.strip.axis.rested.emit(61, 200.0)
    assert stage.workbench.calls == [("preview", 61, LIGHT, 2 * PREVIEW_SIDE)]
    assert stage.card.texts == ("Epoch 61",)
    pixels = np.full((8, 8, 4), 255, np.uint8)
    stage.workbench.previewed.emit(Previewed(61, pixels, 0.4959, 0.5686, 0.811, True))
    assert stage.card.texts == ("Epoch 61", "Train 0.4959", "Test 0.5686", "Test acc. 81.1 %")
    assert stage.card.has_picture
    assert stage.looked_at == []


def test_that_a_preview_that_comes_after_the_pointer_has_gone_is_not_shown(stage):
    stage.strip.axis.rested.emit(61, 200.0)
    stage.strip.axis.rested.emit(-1, 0.0)
    pixels = np.full((8, 8, 4), 255, np.uint8)
    stage.workbench.previewed.emit(Previewed(61, pixels, 0.5, None, 0.8, False))
    assert stage.card.texts == ()


def test_that_a_mark_says_all_that_was_done(stage):
    marks = tuple(Mark(100 + n, "setting", f"learning rate {n} → {n + 1}") for n in range(7))
    stage.strip.axis.mark_hovered.emit(marks, 300.0)
    assert stage.card.texts[0] == "Learning rate 0 → 1"
    assert stage.card.texts[1] == "at epoch 100"
    assert stage.card.texts[2] == "Learning rate 1 → 2 at epoch 101"
    assert stage.card.texts[-1] == "and 2 more"


def test_that_a_left_run_is_named_under_the_pointer_and_gone_on_with_by_a_click(stage):
    stage.strip.axis.ghost_hovered.emit(GHOST, 300.0)
    assert stage.card.texts == ("Branch: Adam 0.01", "epochs 50 to 800", "A click goes on with it")
    stage.strip.axis.ghost_pressed.emit(7)
    assert stage.workbench.calls == [("open_run", 7)]
    assert stage.card.texts == ()


def test_that_branching_ends_playback_first(stage):
    stage.strip.play_wanted.emit(-1)
    stage.pass_time(0.1)
    stage.strip.branch_button.click()
    stage.controller._branch_card.hide()
    count = len(stage.looked_at)
    stage.pass_time(1.0)
    assert len(stage.looked_at) == count


def test_that_a_branch_is_named_before_it_is_made(stage, qtbot):
    stage.strip.branch_wanted.emit()  # B, while nothing of the past is on screen
    card = stage.controller._branch_card
    assert not card.isVisible()
    stage.controller._look_at(50)
    stage.strip.branch_button.click()
    assert card.isVisible()
    assert (card.name.text(), card.name.selectedText()) == ("Iris, from 50", "Iris, from 50")
    assert card.note.text() == "The old run stays until 1,000 as a pale line."
    qtbot.keyClick(card.name, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert ("branch", "Iris, from 50") not in stage.workbench.calls
    for press in (
        lambda: qtbot.keyClick(card.name, Qt.Key.Key_Return),
        lambda: qtbot.mouseClick(card.branch_button, Qt.MouseButton.LeftButton),
    ):
        stage.strip.branch_button.click()
        qtbot.keyClicks(card.name, "Small  steps ")
        press()
        assert not card.isVisible()
        assert stage.workbench.calls[-1] == ("branch", "Small steps")
        assert stage.workbench.calls.pop() == ("branch", "Small steps")
    assert not any(call[0] == "branch" for call in stage.workbench.calls)
    stage.strip.branch_button.click()
    qtbot.mouseClick(card.cancel_button, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


def test_that_the_memory_of_the_run_is_said_and_set(stage, qtbot):
    stage.show(memory=Memory(60 * MEGABYTE, 64 * MEGABYTE, 0.032))
    stage.controller.ask_memory()
    card = stage.controller._memory_card
    assert card.words.text().startswith("Its moments take 60 of 64 MB: one for every 32 ms of training")
    assert card.limit.value() == str(64 * MEGABYTE)
    place = card.limit.segment_rect(str(256 * MEGABYTE)).center()
    qtbot.mouseClick(card.limit, Qt.MouseButton.LeftButton, pos=place)
    assert stage.workbench.calls[-1] == ("keep_within", 256 * MEGABYTE)
    stage.show(memory=Memory(60 * MEGABYTE, 256 * MEGABYTE, 0.016))
    assert "60 of 256 MB" in card.words.text()
    card.hide()


def test_that_nothing_of_the_past_stays_where_there_is_nothing_to_train(stage):
    stage.show(cursor=10, last=800)
    stage.strip.play_wanted.emit(1)
    assert stage.strip.forward.accessibleName() == "Pause playback"
    stage.workbench.blocked.emit(None)
    assert stage.strip.forward.accessibleName() == "Play on"
    assert (stage.strip.timeline.last_epoch, stage.strip.timeline.cursor) == (0, None)


def test_that_live_and_paused_are_said(stage):
    stage.workbench.set_playing(True)
    assert stage.strip.live_pill.text() == "Live"
    stage.workbench.set_playing(False)
    assert stage.strip.live_pill.text() == "Paused"
