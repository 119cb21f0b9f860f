"""Joins the workbench and the data panel."""

from __future__ import annotations

import secrets
from typing import Any

from PySide6.QtCore import QObject, Slot

from playground.models.data.data_source import OWN
from playground.models.data.datasets import thumbnail_points
from playground.models.experiment.choices import MAX_REDRAWS, MAX_SEED
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.picture.given_pictures import given_pictures
from playground.models.picture.projection import opening_projection
from playground.views.data.data_panel import DataPanel
from playground.views.data.given_view import COUNT
from playground.views.data.thumbnails import points_thumbnail
from playground.workbench import Workbench

_FIRST = {"classification": "iris", "regression": "plane"}


class DataController(QObject):
    """Settings of the data, both ways."""

    def __init__(self, workbench: Workbench, panel: DataPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._panel = workbench, panel
        self._last_of_task = dict(_FIRST)
        panel.task_selected.connect(self._on_view_task_selected)
        panel.dataset_selected.connect(self._on_view_dataset_selected)
        panel.value_edited.connect(self._on_view_value_edited)
        panel.new_seed_wanted.connect(self._on_view_new_seed_wanted)
        panel.more.new_points_wanted.connect(self._on_view_new_points_wanted)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot(str)
    def _on_view_task_selected(self, task: str) -> None:
        self._panel.set_task(self._workbench.experiment.task)
        self._show_data(self._last_of_task[task])

    @Slot(str)
    def _on_view_dataset_selected(self, name: str) -> None:
        self._show_data(name)

    def _show_data(self, name: str) -> None:
        source = self._workbench.experiment.source
        if name == OWN and source is None:
            return
        self._workbench.change(dataset=name, features=None)

    @Slot(str, object)
    def _on_view_value_edited(self, name: str, value: object) -> None:
        values: dict[str, Any] = {name: value}
        self._workbench.change(**values)

    @Slot()
    def _on_view_new_seed_wanted(self) -> None:
        self._workbench.change(seed=secrets.randbelow(min(MAX_SEED, 9999)) + 1)

    @Slot()
    def _on_view_new_points_wanted(self) -> None:
        self._workbench.change(redraws=(self._workbench.experiment.redraws + 1) % (MAX_REDRAWS + 1))

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        source = experiment.source
        self._last_of_task[experiment.task] = experiment.dataset
        for task, name in self._last_of_task.items():
            if name == OWN and (source is None or source.task != task):
                self._last_of_task[task] = _FIRST[task]
        self._panel.set_experiment(experiment)

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        dataset = network.split.clean
        self._panel.set_point_count(dataset.n_samples, len(network.split.train_indices))
        self._panel.given.set_pictures(given_pictures(network.split, COUNT))
        if network.experiment.dataset == OWN:
            places = opening_projection(network.split).project(dataset.X)
            self._panel.set_thumbnail(OWN, points_thumbnail(*thumbnail_points(dataset, places=places)))
