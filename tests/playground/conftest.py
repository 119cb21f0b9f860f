"""The real application, opened as `python main.py` opens it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app import SWITCH_SECONDS
from playground.application import PlaygroundApplication
from playground.autosaves import Autosaves
from playground.models.experiment.experiment import Experiment
from playground.models.run.speed import Speed
from playground.settings import Settings
from playground.views.kit import motion
from playground.workers.work_files import Opening
from tests.playground.actions import PATIENCE_MS

BRISK = Speed(300.0, "epoch")
Opener = Callable[..., PlaygroundApplication]


@pytest.fixture(autouse=True)
def _short_portions() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def open_playground(
    qapp: QApplication, qtbot: QtBot, store: QSettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Open windows; keyword arguments are the experiment's, besides `size`, `theme` and `speed`.

    Training goes on without a rest, but as fast as it can (`speed=None`) only where a test asks for it:
    that takes a core, and the window gets what is left.
    """
    style = qapp.style().objectName()
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: True)
    opened: list[PlaygroundApplication] = []
    crashes: list[str] = []

    def open_one(
        *,
        size: tuple[int, int] = (1440, 900),
        theme: str | None = None,
        fresh: bool = True,
        speed: Speed | None = BRISK,
        autosaves: Autosaves | None = None,
        opening: Opening | None = None,
        **values: Any,
    ) -> PlaygroundApplication:
        settings = Settings(store)
        if fresh:
            settings.experiment = Experiment(**{"rests": False, **values})
            settings.speed = speed
        if theme is not None:
            settings.theme = theme
        playground = PlaygroundApplication(qapp, settings, autosaves, opening)
        opened.append(playground)
        for crashed in (playground.workbench.crashed, *(job.crashed for job in playground.jobs)):
            crashed.connect(crashes.append)
        if fresh:
            playground.window.resize(*size)
        playground.start()
        playground.window.activateWindow()
        qtbot.waitUntil(playground.window.isActiveWindow, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: playground.workbench.frame is not None, timeout=PATIENCE_MS)
        return playground

    yield open_one
    for playground in opened:
        playground.files.leave()
        playground.window.deleteLater()
        playground.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyle(style)
    expected = [text for playground in opened for text in getattr(playground, "expected_crashes", [])]
    assert crashes == expected, "".join(crashes)


@pytest.fixture
def playground(open_playground: Opener) -> PlaygroundApplication:
    """The application as it opens for the first time, training as fast as it can."""
    return open_playground()
