"""Paints the pictures of docs/: the real window, offscreen, with really trained networks, in both themes.

Run by ``make screenshots``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from playground.application import PlaygroundApplication
from playground.models.datasets import DATASETS
from playground.models.experiment import Experiment
from playground.settings import Settings

DOCS = Path(__file__).parent.parent / "docs"
LARGE, SMALL = (1440, 900), (1180, 720)
SPIRAL = {
    "dataset": "spiral", "hidden": (8, 6), "noise": 0.05, "loss": "squared_error", "learning_rate": 0.01,
    "train_fraction": 0.7, "seed": 7,
}  # fmt: skip
# name: (theme, size, epochs, settings)
PICTURES: dict[str, tuple[str, tuple[int, int], int, dict[str, Any]]] = {
    "train-light": ("light", LARGE, 1200, SPIRAL),
    "train-dark": ("dark", LARGE, 300, {}),
    "train-light-1180x720": ("light", SMALL, 1200, SPIRAL),
    "train-dark-1180x720": ("dark", SMALL, 300, {}),
    "train-light-regression": ("light", LARGE, 300, {"dataset": "bumps", "hidden": (8, 8), "noise": 0.05}),
    "train-dark-digits": ("dark", LARGE, 15, {"dataset": "digits", "hidden": (32, 16), "batch_size": 32}),
}


def paint(app: QApplication, name: str) -> None:
    """Train as long as the picture asks for, pause, and save the window."""
    theme, size, epochs, settings = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        store = Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        store.theme, store.experiment = theme, Experiment(**settings)
        playground = PlaygroundApplication(app, store)
        playground.window.resize(*size)
        playground.start()
        shown: set[str] = set()
        playground.thumbnails.thumbnail_ready.connect(lambda key, _: shown.add(key))
        bench = playground.workbench
        _wait(
            app,
            lambda: bench.frame is not None and bench.frame.epoch >= epochs and len(shown) == len(DATASETS),
        )
        bench.set_playing(False)
        last = time.monotonic()
        _wait(app, lambda: time.monotonic() > last + 0.5)
        playground.window.grab().save(str(DOCS / f"{name}.png"))
        playground.window.close()
    print(f"docs/{name}.png")


def _wait(app: QApplication, done: Any) -> None:
    end = time.monotonic() + 300.0
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there within 5 minutes")
        app.processEvents()
        time.sleep(0.005)


def main() -> None:
    """Paint all pictures, or those named on the command line."""
    DOCS.mkdir(exist_ok=True)
    app = QApplication([])
    for name in sys.argv[1:] or PICTURES:
        paint(app, name)


if __name__ == "__main__":
    main()
