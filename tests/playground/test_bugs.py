"""Guess the bug in the real window: a round is named right and one wrong, with clicks and keys."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.application import PlaygroundApplication
from playground.controllers.bugs.bug_controller import KEY
from playground.models.bugs.rounds import DIFFICULTIES, Round
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.views.painted import painted_texts

NUMBER = 4711
BUG = Round(NUMBER, DIFFICULTIES["easy"]).bug


def wait(qtbot, playground: PlaygroundApplication) -> None:
    jobs = [job for job in playground.jobs if job.objectName() == "guess the bug"]
    assert jobs
    qtbot.waitUntil(lambda: not any(job.is_busy for job in jobs), timeout=PATIENCE_MS)


def test_that_rounds_are_played_with_clicks_and_keys(open_playground, qtbot, tmp_path: Path):
    playground: PlaygroundApplication = open_playground(dataset="circle", hidden=(3,), backend="array")
    window, room = playground.window, playground.window.bugs
    experiment = playground.workbench.experiment
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(window.lessons.list.rows[KEY], LEFT)
    wait(qtbot, playground)
    assert room.isVisible()
    assert not window.lesson_strip.isVisible()

    # A round by its number, typed: a wrong name, then another look, and the right one.
    room.page.number.setFocus()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keySequence(field, "Ctrl+A")
    qtbot.keyClicks(field, str(NUMBER))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(qtbot, playground)
    assert playground.bugs.state is not None
    assert playground.bugs.state.round == Round(NUMBER, DIFFICULTIES["easy"])
    qtbot.keyClick(room, Qt.Key.Key_4)
    wait(qtbot, playground)
    assert room.finding.title.text() == "Steps"
    wrong = next(key for key in room.guess.rows if key != BUG.key)
    qtbot.keyClick(room.guess.rows[wrong], Qt.Key.Key_Return)
    qtbot.keyClick(room.guess.name_button, Qt.Key.Key_Return)
    assert room.guess.tag.text == "Not that"
    qtbot.mouseClick(room.instruments.tiles["losses"], LEFT)
    wait(qtbot, playground)
    qtbot.mouseClick(room.guess.rows[BUG.key], LEFT)
    qtbot.mouseClick(room.guess.name_button, LEFT)
    wait(qtbot, playground)
    assert room.guess.tag.text == "That is it"
    assert room.page.text.toPlainText().startswith("Yes: ")

    # Once more, and given up after a wrong name.
    qtbot.mouseClick(room.guess.again_button, LEFT)
    wait(qtbot, playground)
    assert room.instruments.looks.text() == "6 looks left"
    qtbot.mouseClick(room.guess.rows[wrong], LEFT)
    qtbot.mouseClick(room.guess.name_button, LEFT)
    qtbot.mouseClick(room.guess.give_up_button, LEFT)
    wait(qtbot, playground)
    assert room.page.text.toPlainText().startswith("It was: ")

    playground.lessons.shelf.export(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open() as file:
        rows = [*csv.DictReader(file)]
    assert {(row["lesson"], row["title"]) for row in rows} == {(f"bugs/easy/{NUMBER}", "Guess the bug")}
    assert [row["as guessed"] for row in rows] == ["no", "yes", "no", ""]
    assert {row["outcome"] for row in rows} == {BUG.title}

    # For a class: as large as the room needs, and by its name.
    qtbot.keyClick(window, Qt.Key.Key_F11)
    header = window.lesson_presenter.header
    assert "Guess the bug" in [text.text for text in painted_texts(header)]
    assert not any(
        button.isEnabled() for button in (header.next_button, header.run_button, header.hands_button)
    )
    assert room.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F11)

    # Back to a lesson, and to Train, which is as it was.
    qtbot.mouseClick(next(iter(window.lessons.list.rows.values())), LEFT)
    assert not room.isVisible()
    assert window.lesson_strip.isVisible()
    qtbot.mouseClick(window.lessons.list.rows[KEY], LEFT)
    wait(qtbot, playground)
    qtbot.keyClick(room, Qt.Key.Key_Escape)
    assert not window.lessons.isVisible()
    assert playground.workbench.experiment == experiment
