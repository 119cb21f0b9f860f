"""Paints the last step of every lesson, at both sizes and in both themes, to be looked at.

Run by ``make lesson-pictures``. They go to ``.lesson-pictures``, or to the folder on the command line.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.settings import Settings
from playground.workers import lesson_desk
from playground.workers.background import Job
from tests.screenshots import LARGE, SMALL, wait_until

FOLDER = Path(__file__).parent.parent / ".lesson-pictures"
SETTLE_SECONDS = 0.3


def main() -> None:
    """Paint all lessons, or those whose keys begin as said after the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    wanted = tuple(sys.argv[2:]) or ("",)
    folder.mkdir(parents=True, exist_ok=True)
    lesson_desk.PACE = 1e6
    app = QApplication([])
    with tempfile.TemporaryDirectory() as settings:
        store = Settings(QSettings(f"{settings}/settings.ini", QSettings.Format.IniFormat))
        store.experiment = Experiment(dataset="circle", hidden=(3,))
        playground = PlaygroundApplication(app, store)
        playground.start()
        wait_until(lambda: playground.workbench.frame is not None)
        playground.window.header.mode_selected.emit("lessons")
        for key in [lesson.key for lesson in playground.lessons.shelf.lessons]:
            if key.startswith(wanted):
                _paint(playground, key, folder)
        playground.files.leave()


def _paint(playground: PlaygroundApplication, key: str, folder: Path) -> None:
    """Paint one lesson four times."""
    lessons, window = playground.lessons, playground.window
    lessons.open(key)
    lesson = lessons.place.lesson
    assert lesson is not None
    place = lessons.place
    place.keep(place.progress.with_step(key, len(lesson.steps) - 1))
    lessons.open(key)
    for theme in ("light", "dark"):
        playground.themes.set_theme(theme)
        for size in (LARGE, SMALL):
            window.resize(*size)
            wait_until(lambda: not any(job.is_busy for job in lessons.findChildren(Job)))
            wait_until(lambda: True, SETTLE_SECONDS)
            window.grab().save(str(folder / f"{key}-{theme}-{size[0]}x{size[1]}.png"))
    print(key)


if __name__ == "__main__":
    main()
