"""Joins the workbench and the data panel."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QObject, Slot

from playground.models.datasets import DATASETS
from playground.models.experiment import MAX_SEED, Experiment
from playground.models.run import RunInfo
from playground.views.data_panel import DataPanel
from playground.workbench import Workbench


class DataController(QObject):
    """Settings of the data, both ways."""

    def __init__(self, workbench: Workbench, panel: DataPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._panel = workbench, panel
        self._last_of_task = {"classification": "iris", "regression": "plane"}
        panel.task_selected.connect(self._on_view_task_selected)
        panel.dataset_selected.connect(self._on_view_dataset_selected)
        panel.value_edited.connect(self._on_view_value_edited)
        panel.new_seed_wanted.connect(self._on_view_new_seed_wanted)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.run_changed.connect(self._on_workbench_run_changed)
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot(str)
    def _on_view_task_selected(self, task: str) -> None:
        self._panel.set_task(DATASETS[self._workbench.experiment.dataset].task)
        self._workbench.change(dataset=self._last_of_task[task])

    @Slot(str)
    def _on_view_dataset_selected(self, name: str) -> None:
        self._workbench.change(dataset=name)

    @Slot(str, object)
    def _on_view_value_edited(self, name: str, value: object) -> None:
        self._workbench.change(**{name: value})

    @Slot()
    def _on_view_new_seed_wanted(self) -> None:
        self._workbench.change(seed=secrets.randbelow(min(MAX_SEED, 9999)) + 1)

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        info = DATASETS[experiment.dataset]
        self._last_of_task[info.task] = experiment.dataset
        panel = self._panel
        panel.set_task(info.task)
        panel.set_dataset(experiment.dataset, has_classes=info.class_range is not None)
        panel.set_values(
            n_classes=experiment.n_classes,
            train_fraction=experiment.train_fraction,
            noise=experiment.noise,
            batch_size=experiment.batch_size,
            standardize=experiment.standardize,
            seed=experiment.seed,
        )

    @Slot(object)
    def _on_workbench_run_changed(self, info: RunInfo) -> None:
        self._panel.set_point_count(info.dataset.n_samples)
