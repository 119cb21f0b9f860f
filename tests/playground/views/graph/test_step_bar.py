from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.views.graph.step_bar import StepBar
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_texts


@pytest.fixture
def bar(qtbot):
    bar = StepBar()
    qtbot.addWidget(bar)
    bar.resize(1180, 56)
    bar.show()
    bar.set_steps(10, 4, "backward")
    return bar


@pytest.fixture
def told(bar):
    told: list[int] = []
    bar.step_wanted.connect(told.append)
    return told


def test_that_buttons_go_to_the_ends_and_one_step_either_way(bar, told, qtbot):
    for button in (bar.first, bar.previous, bar.following, bar.last):
        qtbot.mouseClick(button, LEFT)
    assert told == [0, 3, 5, 10]


def test_that_buttons_without_effect_cannot_be_pressed(bar):
    bar.set_steps(10, 0, "forward")
    assert not bar.first.isEnabled()
    assert not bar.previous.isEnabled()
    bar.set_steps(10, 10, "forward")
    assert not bar.following.isEnabled()
    assert not bar.last.isEnabled()


def test_that_a_click_on_the_track_goes_to_the_step_below(bar, told, qtbot):
    width = bar.track.width()
    for share, step in ((0.01, 1), (0.55, 6), (0.999, 10)):
        qtbot.mouseClick(bar.track, LEFT, pos=QPoint(int(share * width), 16))
        assert told[-1] == step


def test_that_playing_steps_to_the_end_and_stops(bar, qtbot):
    bar.step_wanted.connect(lambda step: bar.set_steps(10, step, "backward"))
    qtbot.keyClick(bar.speed.slider, Qt.Key.Key_End)
    qtbot.mouseClick(bar.play_button, LEFT)
    assert bar.play_button.accessibleName() == "Pause steps"
    qtbot.waitUntil(lambda: not bar.is_playing, timeout=10_000)
    assert bar.track.accessibleDescription() == "10 of 10"
    assert bar.play_button.accessibleName() == "Play steps"


def test_that_playing_begins_anew_at_the_end(bar, told, qtbot):
    bar.set_steps(10, 10, "backward")
    qtbot.mouseClick(bar.play_button, LEFT)
    assert told == [0]
    bar.pause()


def test_that_an_act_is_chosen_and_named(bar, qtbot):
    with qtbot.waitSignal(bar.way_selected) as told:
        qtbot.keyClick(bar.way, Qt.Key.Key_Home)
    assert told.args == ["forward"]
    bar.set_steps(0, 0, "update")
    assert bar._text.text() == "Update"
    assert not bar.play_button.isEnabled()


def test_that_many_steps_are_one_bar(bar, told, qtbot):
    bar.set_steps(5000, 2500, "backward")
    picture = bar.track.grab().toImage()
    middle = picture.height() // 2
    left, right = picture.pixelColor(20, middle), picture.pixelColor(picture.width() - 20, middle)
    assert left != right
    qtbot.mouseClick(bar.track, LEFT, pos=QPoint(bar.track.width() - 1, 16))
    assert 4980 <= told[0] <= 5000


def test_that_the_layers_of_a_network_are_stretches_as_long_as_their_steps(bar, told, qtbot):
    bar.set_steps(40, 12, "backward")
    bar.track.set_groups([("into loss", 2), ("into hidden 1", 18), ("into inputs", 20)])
    texts = {text.text: text.x for text in painted_texts(bar.track)}
    assert set(texts) == {"into hidden 1", "into inputs"}  # the first is too short for its title
    assert texts["into inputs"] == pytest.approx(bar.track.width() / 2, abs=3.0)
    qtbot.mouseClick(bar.track, LEFT, pos=QPoint(bar.track.width() - 2, 16))
    assert told[-1] == 40
    bar.track.set_groups([])
    assert painted_texts(bar.track) == []
