from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.models.run.speed import SPEEDS
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.kit import LabeledSlider, PrimaryButton
from playground.views.window.train_screen import SMALLEST, TrainScreen
from tests.playground.actions import show_active
from tests.playground.views.painted import painted_texts


@pytest.fixture
def screen(qtbot: QtBot) -> TrainScreen:
    made = TrainScreen({"classification": [("iris", "Iris")], "regression": []})
    qtbot.addWidget(made)
    apply_to_tree(made, LIGHT)
    made.resize(SMALLEST)
    show_active(qtbot, made)
    return made


@pytest.mark.parametrize("mode", ["train", "graph", "compare"])
def test_that_what_is_said_is_seen_in_every_mode(screen: TrainScreen, mode: str) -> None:
    notice = screen.network.notice
    screen.set_mode(mode)
    notice.set_problem("The file cannot be written: there is no folder of this name. " * 3)
    assert notice.isVisible()
    place = QRect(notice.mapTo(screen, QPoint(0, 0)), notice.size())
    assert screen.rect().contains(place)
    assert place.height() >= notice.height_at(place.width())
    assert screen.childAt(place.center()) in (notice, *notice.children())


def test_that_a_problem_goes_along_into_another_mode_and_back_below_the_network(screen: TrainScreen) -> None:
    notice = screen.network.notice
    notice.set_problem("The numbers left their range.")
    below = notice.geometry()
    screen.set_mode("compare")
    assert notice.isVisible()
    screen.set_mode("train")
    assert notice.isVisible()
    assert notice.geometry() == below
    notice.clear()
    screen.set_mode("graph")
    assert not notice.isVisible()


def test_that_the_speed_keeps_its_label_where_the_header_is_not_small(screen: TrainScreen) -> None:
    screen.resize(1180, 720)
    for speed in SPEEDS:
        screen.header.set_speed(speed)
        assert "Speed" in [text.text for text in painted_texts(screen.header.speed)]


@pytest.mark.parametrize("mode", ["train", "graph", "compare"])
def test_that_every_mode_has_one_speed_and_one_play_that_stands_out(screen: TrainScreen, mode: str) -> None:
    screen.resize(1440, 900)
    screen.set_mode(mode)
    speeds = [slider for slider in screen.findChildren(LabeledSlider) if "Speed" in slider.accessibleName()]
    plays = [button for button in screen.findChildren(PrimaryButton) if "Play" in button.accessibleName()]
    assert len([slider for slider in speeds if slider.isVisible()]) == 1
    assert len([button for button in plays if button.isVisible() and button.is_filled]) == 1


def test_that_the_header_says_what_it_plays_beside_the_steps(screen: TrainScreen) -> None:
    header = screen.header
    screen.set_mode("graph")
    assert header.play_button.accessibleName() == "Train"
    header.set_playing(True)
    assert header.play_button.accessibleName() == "Pause training"
    screen.set_mode("train")
    assert header.play_button.accessibleName() == "Pause"


@pytest.mark.parametrize("width", [1024, 1180, 1320, 1440])
@pytest.mark.parametrize("last", [None, 234_567, 2_345_678])
def test_that_no_figure_of_the_header_is_cut(screen: TrainScreen, width: int, last: int | None) -> None:
    header = screen.header
    screen.resize(width, 720)
    for epoch in (12, 123_456, 1_234_567):
        header.set_progress(epoch, "123,456 epochs/s · 11:02:03", last)
        QApplication.processEvents()
        for label in (header._epoch, header._speed):
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        assert header.about_button.geometry().right() < header.width()
    shown = f"{header._epoch.text()} {header._speed.text()} {header._epoch.toolTip()}"
    assert "11:02:03" in shown
    assert f"{last or epoch:,}" in shown
