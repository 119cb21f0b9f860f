"""The lessons in presenter mode, in the real window, by its keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from playground.application import PlaygroundApplication
from playground.views.kit.painting.device_ratio import device_ratio
from tests.playground.actions import PATIENCE_MS, show_active
from tests.playground.lesson_fields import tiles

SIZES = [(1280, 720), (1920, 1080), (1440, 900)]


def press(qtbot, playground: PlaygroundApplication, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or playground.window, key)


def present(qtbot, playground: PlaygroundApplication, size: tuple[int, int]) -> None:
    window = playground.window
    press(qtbot, playground, Qt.Key.Key_F11)
    window.showNormal()
    window.resize(*size)
    show_active(qtbot, window)
    assert window.presents_lesson


def inside(part: QWidget, whole: QWidget) -> bool:
    place = QRect(part.mapTo(whole, QPoint(0, 0)), part.size())
    return whole.rect().contains(place)


def test_that_a_teacher_presents_a_lesson_by_keys(open_playground, qtbot, lessons):
    playground = open_playground(dataset="circle", hidden=(2,))
    window, screen = playground.window, playground.window.lessons
    window.open_mode("lessons")
    qtbot.waitUntil(lambda: screen.question.isVisible() and bool(screen.cards), timeout=PATIENCE_MS)
    present(qtbot, playground, SIZES[2])
    header = window.lesson_presenter.header
    assert not screen.list.isVisible()
    assert not screen.page.isVisible()
    assert not header.next_button.isEnabled()
    press(qtbot, playground, Qt.Key.Key_PageDown)
    assert screen.question.isVisible()  # nothing goes on before there is a guess
    press(qtbot, playground, Qt.Key.Key_W)
    assert screen.page.text.isVisible()
    assert "Guess" in screen.page.text.toPlainText()
    press(qtbot, playground, Qt.Key.Key_W)
    assert not screen.page.isVisible()
    press(qtbot, playground, Qt.Key.Key_H)
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return):
        press(qtbot, playground, key)
    assert tiles(screen.question)[1].isChecked()
    press(qtbot, playground, Qt.Key.Key_Space)
    qtbot.waitUntil(screen.outcome.isVisible, timeout=PATIENCE_MS)
    assert all(card.isVisible() for card in screen.cards.values())
    press(qtbot, playground, Qt.Key.Key_PageUp)
    qtbot.waitUntil(screen.question.isVisible, timeout=PATIENCE_MS)
    press(qtbot, playground, Qt.Key.Key_PageDown)
    qtbot.waitUntil(screen.outcome.isVisible, timeout=PATIENCE_MS)
    press(qtbot, playground, Qt.Key.Key_Escape)
    assert not window.is_presenting
    assert screen.isVisible()
    assert screen.list.isVisible()
    assert screen.page.isVisible()
    assert screen.outcome.again_button.isVisible()
    assert window.header.mode.value() == "lessons"


def test_that_everything_presented_is_readable_and_inside_the_screen(open_playground, qtbot, lessons):
    playground = open_playground(dataset="circle", hidden=(2,))
    window, screen = playground.window, playground.window.lessons
    window.open_mode("lessons")
    qtbot.waitUntil(lambda: screen.question.isVisible() and bool(screen.cards), timeout=PATIENCE_MS)
    present(qtbot, playground, SIZES[0])

    def check(*parts: QWidget) -> None:
        for width, height in SIZES:
            window.resize(width, height)
            QApplication.processEvents()
            zoom = device_ratio(screen) / window.devicePixelRatio()
            assert zoom * screen.question.tip.font().pixelSize() >= 18 * min(width / 1280, height / 720)
            for part in parts:
                assert inside(part, screen)

    check(screen.question, *tiles(screen.question))
    press(qtbot, playground, Qt.Key.Key_1)
    press(qtbot, playground, Qt.Key.Key_Space)
    qtbot.waitUntil(screen.outcome.isVisible, timeout=PATIENCE_MS)
    check(screen.outcome, *screen.cards.values())
    press(qtbot, playground, Qt.Key.Key_Escape)


def test_that_taking_the_settings_into_train_ends_presenting(open_playground, qtbot, lessons):
    playground = open_playground(dataset="circle", hidden=(2,))
    window, screen = playground.window, playground.window.lessons
    window.open_mode("lessons")
    qtbot.waitUntil(lambda: bool(screen.cards), timeout=PATIENCE_MS)
    present(qtbot, playground, SIZES[0])
    screen.task.open_wanted.emit()
    assert not window.is_presenting
    assert window.network.isVisible()
    present_run = window.header.presenter_button
    present_run.click()
    assert window.presents_run
    press(qtbot, playground, Qt.Key.Key_Escape)
