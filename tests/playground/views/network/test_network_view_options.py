from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from playground.views.network.network_view_options import NetworkViewOptions
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_lines, settle


@pytest.fixture
def options(owner: QPushButton) -> NetworkViewOptions:
    options = NetworkViewOptions(owner)
    options.open_below()
    settle()
    return options


@pytest.fixture
def told(options: NetworkViewOptions) -> list[object]:
    told: list[object] = []
    options.overlay_selected.connect(told.append)
    options.histograms_toggled.connect(told.append)
    return told


def test_that_links_show_weights_until_something_else_is_chosen(options):
    assert options.overlay.value() == "weights"
    assert not options.histograms.isChecked()


def test_that_a_click_chooses_what_links_show_and_tells_it_once(options, told, qtbot):
    for overlay in ("gradients", "gradients", "updates", "weights"):
        qtbot.mouseClick(options.overlay, LEFT, pos=options.overlay.segment_rect(overlay).center())
        assert options.overlay.value() == overlay
    assert told == ["gradients", "updates", "weights"]


def test_that_arrows_choose_as_soon_as_the_card_is_open(options, told, qtbot):
    focused = QApplication.focusWidget()
    assert focused is options.overlay
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(focused, key)
    assert told == ["gradients", "updates", "gradients"]


def test_that_histograms_come_and_go_by_click_and_by_key(options, told, qtbot):
    qtbot.mouseClick(options.histograms, LEFT)
    qtbot.keyClick(options.histograms, Qt.Key.Key_Space)
    assert told == [True, False]


def test_that_all_words_are_written_out(options):
    words = {word for line in painted_lines(options) for word in line}
    assert words == {"Links show", "Weights", "Gradients", "Updates", "Histograms of activations"}


def test_that_tab_goes_through_both_choices(options, qtbot):
    options.overlay.setFocus()
    qtbot.keyClick(options.overlay, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is options.histograms


def test_that_what_was_chosen_is_still_there_when_the_card_opens_again(options, qtbot):
    qtbot.keyClick(options.overlay, Qt.Key.Key_Right)
    qtbot.mouseClick(options.histograms, LEFT)
    assert options.isVisible()
    qtbot.keyClick(options.histograms, Qt.Key.Key_Escape)
    assert not options.isVisible()
    options.open_below()
    assert options.overlay.value() == "gradients"
    assert options.histograms.isChecked()
