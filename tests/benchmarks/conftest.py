"""The real window, for benchmarks that drive it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app import SWITCH_SECONDS
from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.settings import Settings


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., PlaygroundApplication]]:
    """Open one window of 1440x900, with an experiment or as a first launch does, and wait for a frame."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    opened: list[PlaygroundApplication] = []

    def open_one(experiment: Experiment | None = None) -> PlaygroundApplication:
        settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        settings.speed = None  # as fast as it can
        if experiment is not None:
            settings.experiment = experiment
        playground = PlaygroundApplication(qapp, settings)
        opened.append(playground)
        playground.window.resize(1440, 900)
        playground.start()
        qtbot.waitUntil(lambda: playground.workbench.frame is not None, timeout=30_000)
        return playground

    yield open_one
    for playground in opened:
        playground.files.leave()
        playground.window.deleteLater()
        playground.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.setswitchinterval(before)
