from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.style.theme import DARK
from playground.views.kit import SelectField

OPTIONS = [("adam", "Adam"), ("momentum", "Momentum"), ("rmsprop", "RMSProp"), ("sgd", "SGD")]

# The offscreen platform says so whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard)", extend=True
)


@pytest.fixture
def field(stage):
    made = SelectField(OPTIONS, "Optimizer", "How weights move", value="momentum")
    stage(made)
    made.setFocus()
    return made


@pytest.fixture
def seen(field):
    keys: list[str] = []
    field.option_selected.connect(keys.append)
    return keys


def test_that_setting_is_silent(field, seen) -> None:
    field.set_value("sgd")
    assert field.value() == "sgd"
    assert seen == []


def test_that_an_unknown_option_is_refused(field) -> None:
    with pytest.raises(ValueError, match="lion"):
        field.set_value("lion")
    assert field.value() == "momentum"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Down, "rmsprop"),
        (Qt.Key.Key_Up, "adam"),
        (Qt.Key.Key_Home, "adam"),
        (Qt.Key.Key_End, "sgd"),
        (Qt.Key.Key_S, "sgd"),
    ],
)
def test_that_keys_select_without_opening_the_list(qtbot, field, seen, key: Qt.Key, expected: str) -> None:
    qtbot.keyClick(field, key)
    assert field.value() == expected
    assert seen == [expected]
    assert not field.popup.isVisible()


def test_that_a_click_opens_the_list_and_a_click_there_selects(qtbot, field, seen) -> None:
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert field.popup.isVisible()
    rows = field.popup.list
    qtbot.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(3)).center()
    )
    assert not field.popup.isVisible()
    assert field.value() == "sgd"
    assert seen == ["sgd"]


def test_that_the_list_is_worked_by_keys(qtbot, field, seen) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert field.popup.isVisible()
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Down)
    assert seen == []
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Return)
    assert seen == ["rmsprop"]
    assert not field.popup.isVisible()


def test_that_escape_leaves_the_list_without_a_choice(qtbot, field, seen) -> None:
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Escape)
    assert not field.popup.isVisible()
    assert field.value() == "momentum"
    assert seen == []


def test_that_choosing_the_same_again_says_nothing(qtbot, field, seen) -> None:
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Return)
    assert seen == []


def test_that_new_options_keep_the_selection_where_they_can(field, seen) -> None:
    field.set_options([("sgd", "SGD"), ("momentum", "With momentum")])
    assert field.value() == "momentum"
    field.set_options([("lion", "Lion")])
    assert field.value() == "lion"
    assert seen == []


def test_that_it_does_nothing_while_disabled(qtbot, field, seen) -> None:
    field.setEnabled(False)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert not field.popup.isVisible()
    assert seen == []


def test_that_the_wheel_scrolls_past_it(field, seen) -> None:
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        middle,
        middle,
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    assert field.value() == "momentum"
    assert seen == []


def test_that_the_list_wears_the_theme_of_its_field(qtbot, field) -> None:
    field.set_theme(DARK)
    field.showPopup()
    picture = field.popup.grab().toImage()
    last = field.popup.list.geometry().bottomLeft() + QPoint(20, -4)
    assert picture.pixelColor(last).name().upper() == DARK.surface
    field.hidePopup()


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_A]
)
def test_that_an_empty_list_has_nothing_to_choose(field, seen, qtbot, key) -> None:
    field.set_options([])
    qtbot.keyClick(field, key)
    field.activated.emit(-1)
    assert seen == []
