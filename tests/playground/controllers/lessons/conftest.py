"""The Lessons mode without the rest of the window, and without waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.controllers.lessons import shelf_controller
from playground.controllers.lessons.lesson_controller import LessonController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.style.theme import LIGHT, ThemeManager, apply_to_tree
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workers import lesson_desk
from playground.workers.background import Job
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.lesson_fields import tiles
from tests.playground.models.lessons.lesson_texts import WHOLE

NOW = datetime(2026, 1, 2, 3, 4, 5)


class Stage:
    """The controller with its screen; lessons come from a folder."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, path: Path | None) -> None:
        self.qtbot = qtbot
        self.screen = LessonScreen()
        qtbot.addWidget(self.screen)
        apply_to_tree(self.screen, LIGHT)
        self.screen.resize(1440, 800)
        self.workbench = FakeWorkbench(Experiment(dataset="circle"))
        self.strip = TimelineStrip()
        self.strip.set_for_lesson()
        qtbot.addWidget(self.strip)
        self.themes = themes = ThemeManager(qapp, "light", self.workbench)
        self.controller = LessonController(
            self.workbench.as_workbench, self.screen, self.strip, themes, path, now=lambda: NOW
        )
        self.page = self.screen.page
        with qtbot.waitExposed(self.screen):
            self.screen.show()

    @property
    def said(self) -> list[str]:
        return [cast(Notice, notice).text for _, notice in self.calls("say")]

    def calls(self, name: str) -> list[tuple[object, ...]]:
        return [call for call in self.workbench.calls if call[0] == name]

    @property
    def text(self) -> str:
        return self.page.text.toPlainText()

    def show(self) -> None:
        """Choose the mode, and wait until the runs of the step are there."""
        self.controller.show()
        self.wait()

    def wait(self) -> None:
        """Wait until nothing is trained or painted any more."""
        self.qtbot.waitUntil(
            lambda: not any(job.is_busy for job in self.controller.findChildren(Job)), timeout=PATIENCE_MS
        )

    def click(self, button: object) -> None:
        self.qtbot.mouseClick(button, LEFT)

    def next(self) -> None:
        page = self.page
        button = page.main_next_button if page.main_next_button.isVisible() else page.next_button
        assert button.isEnabled()
        self.click(button)
        self.wait()

    def choose(self, place: int) -> None:
        self.click(tiles(self.screen.question)[place])

    def run(self) -> None:
        """Press the button that runs, and wait for the end."""
        for card in (self.screen.question, self.screen.task):
            if card.isVisible():
                self.click(card.foot.run_button)
        self.wait()

    def end(self) -> None:
        for job in self.controller.findChildren(Job):
            job.close()


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one lesson, in place of those of the app."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "one.md").write_text(WHOLE)
    monkeypatch.setattr(shelf_controller, "FOLDER", folder)
    monkeypatch.setattr(lesson_desk, "PACE", 1e6)
    return folder


@pytest.fixture
def make_stage(qtbot: QtBot, qapp: QApplication, lessons: Path) -> Iterator[Callable[..., Stage]]:
    """Make the mode; the file of the progress is optional."""
    made: list[Stage] = []

    def make(path: Path | None = None) -> Stage:
        made.append(Stage(qtbot, qapp, path))
        return made[-1]

    yield make
    for one in made:
        one.end()


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """The mode with its lesson open."""
    stage = make_stage()
    stage.show()
    return stage
