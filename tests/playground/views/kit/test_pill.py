from __future__ import annotations

from PySide6.QtCore import Qt

from playground.style.theme import LIGHT
from playground.views.kit import Pill


def test_that_a_click_is_announced_once_and_changes_nothing_by_itself(qtbot, stage) -> None:
    pill = Pill("Go live")
    stage(pill)
    seen: list[int] = []
    pill.clicked.connect(lambda: seen.append(1))
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert seen == [1]
    assert pill.grab().toImage().pixelColor(pill.width() // 2, 5).name().upper() != LIGHT.soft


def test_that_setting_is_silent_and_shows_the_soft_tint(qtbot, stage) -> None:
    pill = Pill("Go live", "Follow the run")
    stage(pill)
    with qtbot.assertNotEmitted(pill.clicked):
        pill.set_state("Live", active=True)
    assert pill.grab().toImage().pixelColor(pill.width() // 2, 5).name().upper() == LIGHT.soft
    assert pill.accessibleName() == "Follow the run"


def test_that_it_does_nothing_while_disabled(qtbot, stage) -> None:
    pill = Pill("Go live")
    stage(pill)
    pill.setEnabled(False)
    with qtbot.assertNotEmitted(pill.clicked):
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
