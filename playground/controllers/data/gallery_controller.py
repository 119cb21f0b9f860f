"""Keeps the pictures of the gallery as the data sets would be with the settings of now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from playground.models.experiment.experiment import Experiment
from playground.models.picture.thumbnails import GreyThumbnail, Look, Thumbnail, make_thumbnails
from playground.views.data.data_panel import DataPanel
from playground.views.data.thumbnails import grey_thumbnail, points_thumbnail
from playground.workbench import Workbench
from playground.workers.background import Job

# Noise that is being pulled to and fro is not drawn all the way.
SETTLED_MS = 400


class GalleryController(QObject):
    """Makes nothing until `start`."""

    def __init__(self, workbench: Workbench, panel: DataPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._wanted = Look.of(workbench.experiment)
        self._made: Look | None = None
        self._is_started = False
        self.job = Job("thumbnails", self)
        self.job.progressed.connect(self._on_job_progressed)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self.start)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)

    @Slot()
    def start(self) -> None:
        """Make the pictures that are wanted now."""
        self._is_started = True
        if self._wanted != self._made:
            self._made = self._wanted
            self.job.order(partial(make_thumbnails, self._wanted))

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self._wanted = Look.of(experiment)
        if self._is_started:
            self._settled.start()

    @Slot(object)
    def _on_job_progressed(self, thumbnail: Thumbnail) -> None:
        if isinstance(thumbnail, GreyThumbnail):
            painter = grey_thumbnail(thumbnail.grey)
        else:
            painter = points_thumbnail(thumbnail.points, thumbnail.y)
        self._panel.set_thumbnail(thumbnail.name, painter)
