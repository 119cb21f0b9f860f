from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.source_button import SourceButton
from tests.playground.actions import LEFT
from tests.playground.views.graph.graphs import pixels_of
from tests.playground.views.painted import painted_texts

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def ground(qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(300, 100)
    return ground


@pytest.fixture
def button(ground):
    button = SourceButton("batch", "Loss of a batch", "The mean over some points")
    button.setParent(ground)
    button.setGeometry(20, 20, 240, 36)
    ground.show()
    return button


def test_that_a_click_and_a_key_choose_it(button, qtbot):
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, LEFT)
    assert button.isChecked()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert not button.isChecked()


@THEMES
def test_that_the_chosen_one_has_a_frame_in_the_accent_colour(button, theme: Theme):
    button.set_theme(theme)
    edge = QRect(0, 10, 3, 16)
    assert pixels_of(button.grab().toImage(), theme.accent, edge) == 0
    button.setChecked(True)
    assert pixels_of(button.grab().toImage(), theme.accent, edge) == 2 * 16


@THEMES
def test_that_its_text_stands_out_when_chosen(button, theme: Theme):
    button.set_theme(theme)
    (plain,) = painted_texts(button)
    button.setChecked(True)
    (chosen,) = painted_texts(button)
    assert plain.text == chosen.text == "Loss of a batch"
    assert (plain.ink, chosen.ink) == (theme.ink2.lower(), theme.ink.lower())


def test_that_the_pointer_tints_only_one_that_is_not_chosen(button, qtbot):
    middle = QPoint(230, 18)
    for chosen, tint in ((False, LIGHT.inset), (True, LIGHT.surface)):
        button.setChecked(chosen)
        QTest.mouseMove(button.parentWidget(), QPoint(5, 90))
        qtbot.waitUntil(lambda: not button.hovered)
        assert button.grab().toImage().pixelColor(middle).name().upper() == LIGHT.surface
        QTest.mouseMove(button, middle)
        qtbot.waitUntil(lambda: button.hovered)
        assert button.grab().toImage().pixelColor(middle).name().upper() == tint


def test_that_an_icon_stands_before_the_text(button):
    picture = button.grab().toImage()
    (text,) = painted_texts(button)
    assert text.x >= 40
    ground = picture.pixelColor(230, 18)
    icon = [(x, y) for x in range(8, 36) for y in range(6, 30) if picture.pixelColor(x, y) != ground]
    assert len(icon) > 20


def test_that_a_text_without_room_is_shortened(button):
    button.setFixedWidth(110)
    (text,) = painted_texts(button)
    assert text.text.endswith("…")


def test_that_it_says_what_it_is(button):
    assert button.accessibleName() == "Loss of a batch"
    assert button.toolTip().startswith("The mean over some points\n")
