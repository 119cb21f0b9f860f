from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.style.theme import DARK, LIGHT
from playground.views.kit import IconButton, PrimaryButton, TextButton
from tests.playground.views.painted import painted_texts

BUTTONS = {
    "primary": lambda: PrimaryButton("play", "Play", "Train"),
    "icon": lambda: IconButton("reset", "Reset", "Start anew"),
    "text": lambda: TextButton("Export", tip="Save a picture"),
}


@pytest.fixture(params=list(BUTTONS.values()), ids=list(BUTTONS))
def button(request, stage):
    made = request.param()
    stage(made)
    return made


def test_that_a_click_is_announced_once(qtbot, button) -> None:
    seen = []
    button.clicked.connect(lambda: seen.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seen == [1]


def test_that_space_clicks(qtbot, button) -> None:
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_that_a_disabled_button_does_nothing(qtbot, button) -> None:
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_a_button_is_named_explained_and_large_enough(button) -> None:
    assert button.accessibleName()
    assert button.toolTip()
    assert min(button.sizeHint().width(), button.sizeHint().height()) >= 32


def test_that_the_theme_changes_the_picture(button) -> None:
    button.set_theme(LIGHT)
    light = button.grab().toImage()
    button.set_theme(DARK)
    assert button.grab().toImage() != light


def test_that_a_primary_button_is_filled_with_the_accent_of_its_state(qtbot, stage) -> None:
    button = PrimaryButton("play", "Play")
    stage(button)

    def fill() -> str:
        return button.grab().toImage().pixelColor(button.width() // 2, 3).name().upper()

    assert fill() == LIGHT.accent
    qtbot.mouseMove(button)
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    assert fill() == LIGHT.accent_pressed
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    button.setEnabled(False)
    assert fill() == LIGHT.inset2


def test_that_a_text_button_can_shrink_to_its_icon(qtbot) -> None:
    button = TextButton("Export", icon="export")
    qtbot.addWidget(button)
    wide = button.sizeHint().width()
    button.set_text("")
    assert button.sizeHint().width() < wide
    assert button.accessibleName() == "Export"


def test_that_another_icon_is_another_picture(stage) -> None:
    button = PrimaryButton("play", "Play")
    stage(button)
    before = button.grab().toImage()
    button.set_icon("pause")
    assert button.grab().toImage() != before


def test_that_a_primary_button_can_look_like_the_others(qtbot) -> None:
    primary, plain = PrimaryButton("play", "Play"), IconButton("play", "Play")
    for button in (primary, plain):
        qtbot.addWidget(button)
        button.resize(52, 40)
        button.set_theme(LIGHT)

    def ground(button: PrimaryButton | IconButton) -> QColor:
        return button.grab().toImage().pixelColor(8, 20)

    assert ground(primary) != ground(plain)
    primary.set_filled(False)
    assert ground(primary) == ground(plain)


def test_that_a_text_that_is_too_long_begins_inside_the_button(qtbot) -> None:
    button = PrimaryButton("", "Next", "The next step", text="Next: Same numbers, other picture")
    qtbot.addWidget(button)
    button.setMinimumWidth(1)
    button.resize(140, 36)
    button.show()
    (text,) = painted_texts(button)
    assert text.x >= 8
    assert text.text.startswith("Next: ")
    assert text.text.endswith("…")
