"""Runs seeds of compared runs in the background, and shows what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.compare.comparison import ComparedRun
from playground.models.compare.seeds import SeedRun, other_seeds, run_seed, scores_of, spread_of
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.ticket import Ticket
from playground.views.compare.compare_screen import SeedBand
from playground.views.compare.seeds_panel import SeedsPanel
from playground.workbench import Workbench
from playground.workers.background import Job
from playground.workers.run_gallery import LIVE

NEW_SEEDS = 5


class SeedsController(QObject):
    """Keeps the seeds of all runs, also of those that are deleted: undo brings them back.

    Signals
    -------
    changed
        There is more to show, or something else.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, panel: SeedsPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._panel = workbench, panel
        self._runs: dict[int, ComparedRun] = {}
        self._seeds: dict[int, list[SeedRun]] = {}
        # Of the run whose seeds are shown, and of the one whose seeds are being run.
        self._shown = self._running = LIVE
        self._n_done = 0
        self._job = Job("seeds", self)
        self._job.progressed.connect(self._on_seed_done)
        self._job.done.connect(self._on_ended)
        self._job.refused.connect(self._on_refused)
        self._job.crashed.connect(self._on_ended)
        panel.seeds_wanted.connect(self._on_view_seeds_wanted)
        panel.cancel_pressed.connect(self._on_view_cancel_pressed)
        panel.run_selected.connect(self._on_view_run_selected)

    def forget(self, key: int) -> None:
        """Forget the seeds of a run that is another one now."""
        self._seeds.pop(key, None)

    def forget_all(self) -> None:
        """Forget all seeds, and end those that are being run."""
        self._seeds, self._shown = {}, LIVE
        self._on_view_cancel_pressed()

    def show(self, runs: Sequence[ComparedRun], epochs: Mapping[int, int]) -> None:
        """Show the choice of runs, and the seeds of the chosen one at its epoch."""
        self._runs = {run.key: run for run in runs}
        if self._shown not in self._runs:
            self._shown = LIVE
        run = self._runs[self._shown]
        self._panel.set_runs([(known.key, f"{known.number} {known.name}") for known in runs], run.key)
        scores = scores_of(run.curves, epochs.get(run.key, run.last_epoch), self._seeds.get(run.key, []))
        self._panel.set_scores(scores, run.number, is_share=run.experiment.task == "classification")

    def bands(self, runs: Sequence[ComparedRun]) -> list[SeedBand]:
        """Return the spread of the seeds of every run that has any."""
        return [
            SeedBand(run.number, spread_of([run.curves, *(seed.curves for seed in self._seeds[run.key])]))
            for run in runs
            if self._seeds.get(run.key)
        ]

    @Slot(int)
    def _on_view_run_selected(self, key: int) -> None:
        self._shown = key
        self.changed.emit()

    @Slot(int)
    def _on_view_seeds_wanted(self, key: int) -> None:
        run = self._runs[key]
        if not run.last_epoch:
            self._workbench.say(
                Notice("There is no epoch yet to compare at: train this run first.", "advice")
            )
            return
        known = [run.experiment.seed, *(seed.seed for seed in self._seeds.get(key, []))]
        seeds = other_seeds(run.experiment.seed, known, NEW_SEEDS)
        self._shown = self._running = key
        self._n_done = 0
        self._panel.set_progress(0, NEW_SEEDS)
        self._job.order(partial(_run_seeds, run.experiment, seeds, run.last_epoch))

    @Slot(object)
    def _on_seed_done(self, seed: SeedRun) -> None:
        self._seeds.setdefault(self._running, []).append(seed)
        self._n_done += 1
        self._panel.set_progress(self._n_done, NEW_SEEDS)
        self.changed.emit()

    @Slot(object)
    @Slot(str)
    def _on_ended(self, _: object) -> None:
        self._panel.set_progress(0, 0)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self._panel.set_progress(0, 0)
        self._workbench.say(Notice(f"These seeds cannot be run: {reason}.", "problem"))

    @Slot()
    def _on_view_cancel_pressed(self) -> None:
        self._job.cancel()
        self._panel.set_progress(0, 0)


def _run_seeds(experiment: Experiment, seeds: Sequence[int], epochs: int, ticket: Ticket) -> None:
    for seed in seeds:
        ticket.tell(run_seed(experiment, seed, epochs, ticket.check))
