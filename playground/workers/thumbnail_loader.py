"""Loads the pictures of the data-set gallery without keeping the window waiting."""

from __future__ import annotations

from PySide6.QtCore import QThread, Signal

from playground.models.data.bundled import digit_thumbnail
from playground.models.data.datasets import DATASETS, load_dataset, thumbnail_points
from playground.views.data.thumbnails import grey_thumbnail, points_thumbnail


class ThumbnailLoader(QThread):
    """Makes one thumbnail after the other; generated sets first, since they need no library."""

    thumbnail_ready = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thumbnails")

    def run(self) -> None:
        """Make all pictures. (Called by Qt in the new thread.)"""
        for name in sorted(DATASETS, key=lambda name: not DATASETS[name].generated):
            if self.isInterruptionRequested():
                return
            if name == "digits":
                painter = grey_thumbnail(digit_thumbnail())
            else:
                noise = 0.15 if DATASETS[name].generated else 0.0
                painter = points_thumbnail(*thumbnail_points(load_dataset(name, noise=noise)))
            self.thumbnail_ready.emit(name, painter)

    def close(self) -> None:
        """Stop after the picture in hand, and wait for it."""
        self.requestInterruption()
        self.wait()
