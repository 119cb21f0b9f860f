"""Loads the pictures of the data-set gallery without keeping the window waiting."""

from __future__ import annotations

from PySide6.QtCore import QThread, QTimer, Signal, Slot

from playground.models.data.bundled import digit_thumbnail
from playground.models.data.datasets import DATASETS, load_dataset, thumbnail_points
from playground.models.data.split import split_dataset
from playground.models.experiment.experiment import Experiment
from playground.models.picture.projection import opening_projection
from playground.views.data.thumbnails import Painter, grey_thumbnail, points_thumbnail

# While the noise is still being dragged, pictures wait.
SETTLED_MS = 400

Look = tuple[float, int, float]


class ThumbnailLoader(QThread):
    """Makes one thumbnail after the other, of what a click shows.

    Generated sets come first, since they need no library.
    """

    thumbnail_ready = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thumbnails")
        self._wanted = self._made = _look_of(Experiment())
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._make_wanted)
        self.finished.connect(self._make_wanted)

    @Slot(object)
    def follow(self, experiment: Experiment) -> None:
        """Show the data sets as they would be with an experiment's noise, seed and split."""
        self._wanted = _look_of(experiment)
        self._settled.start()

    @Slot()
    def _make_wanted(self) -> None:
        # The first pictures wait for the window: see `start`.
        if self.isFinished() and self._wanted != self._made and not self._settled.isActive():
            self.start()

    def run(self) -> None:
        """Make all pictures. (Called by Qt in the new thread.)"""
        self._made = look = self._wanted
        for name in sorted(DATASETS, key=lambda name: not DATASETS[name].generated):
            if self.isInterruptionRequested() or look != self._wanted:
                return
            self.thumbnail_ready.emit(name, thumbnail_of(name, *look))

    def close(self) -> None:
        """Stop after the picture in hand, and wait for it."""
        self._settled.stop()
        self._wanted = self._made
        self.requestInterruption()
        self.wait()


def thumbnail_of(name: str, noise: float, seed: int, train_fraction: float) -> Painter:
    """Return the picture of a data set, on the plane that it opens with."""
    if name == "digits":
        return grey_thumbnail(digit_thumbnail())
    dataset = load_dataset(name, noise=noise, seed=seed)
    split = split_dataset(dataset, train_fraction, seed)
    places = opening_projection(split).project(dataset.X)
    return points_thumbnail(*thumbnail_points(dataset, places=places))


def _look_of(experiment: Experiment) -> Look:
    return experiment.noise, experiment.seed, experiment.train_fraction
