from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.models.picture.timeline import Timeline
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.timeline.timeline_strip import TimelineStrip
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
EPOCHS = np.arange(1.0, 2311.0)


@pytest.fixture
def strip(qtbot) -> TimelineStrip:
    strip = TimelineStrip()
    qtbot.addWidget(strip)
    apply_to_tree(strip, LIGHT)
    strip.resize(1440, 44)
    strip.set_widths(260, 420, False)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def show(strip: TimelineStrip, cursor: int | None) -> None:
    strip.set_timeline(Timeline(2310, cursor, EPOCHS, 1 / EPOCHS))


def words(strip: TimelineStrip) -> set[str]:
    return {text.text for text in painted_texts(strip)}


def enabled(strip: TimelineStrip) -> list[bool]:
    buttons = (strip.start, strip.previous, strip.backward, strip.forward, strip.following)
    return [button.isEnabled() for button in (*buttons, strip.branch_button)]


def test_that_nothing_can_be_done_before_the_first_epoch(strip):
    assert enabled(strip) == [False] * 6


def test_that_training_and_pausing_are_said_in_words_with_nothing_to_branch_from(strip):
    strip.set_training(True)
    show(strip, None)
    assert {"2,310", "Live"} <= words(strip)
    assert enabled(strip) == [True, True, True, False, False, False]
    strip.set_training(False)
    assert "Paused" in words(strip)
    assert "Live" not in words(strip)


def test_that_looking_back_says_where_and_offers_the_way_back(strip):
    show(strip, 184)
    assert {"184", "of 2,310", "Go live", "Branch here"} <= words(strip)
    assert enabled(strip) == [True] * 6
    assert not strip.live_pill.isVisible()


@pytest.mark.parametrize(
    ("button", "signal", "expected"),
    [
        ("start", "epoch_wanted", [0]), ("previous", "epoch_wanted", [183]),
        ("following", "epoch_wanted", [185]), ("backward", "play_wanted", [-1]),
        ("forward", "play_wanted", [1]), ("live_button", "live_wanted", []),
        ("branch_button", "branch_wanted", []), ("compare_button", "compare_wanted", []),
    ],
)  # fmt: skip
def test_that_each_button_asks_for_one_thing(strip, qtbot, button, signal, expected):
    show(strip, 184)
    with qtbot.waitSignal(getattr(strip, signal)) as asked:
        qtbot.mouseClick(getattr(strip, button), LEFT)
    assert asked.args == expected


def test_that_one_epoch_on_from_the_last_but_one_is_live(strip, qtbot):
    show(strip, 2309)
    with qtbot.waitSignal(strip.live_wanted):
        qtbot.mouseClick(strip.following, LEFT)


def test_that_the_pressed_direction_becomes_a_pause(strip, qtbot):
    show(strip, 61)
    strip.set_playback(1)
    assert strip.forward.accessibleName() == "Pause playback"
    assert strip.backward.accessibleName() == "Play back"
    with qtbot.waitSignal(strip.play_wanted) as asked:
        qtbot.mouseClick(strip.forward, LEFT)
    assert asked.args == [0]
    with qtbot.waitSignal(strip.play_wanted) as asked:
        qtbot.mouseClick(strip.backward, LEFT)
    assert asked.args == [-1]
    strip.set_playback(0)
    assert strip.forward.accessibleName() == "Play on"


def test_that_the_keys_of_the_axis_work_on_every_button(strip, qtbot):
    show(strip, 184)
    with qtbot.waitSignal(strip.epoch_wanted) as asked:
        qtbot.keyClick(strip.previous, Qt.Key.Key_Right)
    assert asked.args == [185]


def test_that_a_small_window_has_icons_with_the_same_names(strip):
    show(strip, 184)
    strip.set_widths(228, 348, True)
    assert {"184", "Go live"} <= words(strip)
    assert not {"of 2,310", "Branch here", "Compare"} & words(strip)
    assert strip.branch_button.accessibleName() == "Branch here"
    assert strip.compare_button.accessibleName() == "Compare"
    assert all(
        button.width() >= 32 and button.height() >= 32
        for button in (strip.branch_button, strip.compare_button, strip.start)
    )
