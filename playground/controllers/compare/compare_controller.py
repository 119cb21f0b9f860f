"""Joins the workbench with the Compare mode: kept runs, their pictures, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from playground.controllers.compare.seeds_controller import SeedsController
from playground.exporters.chart_picture import write_chart
from playground.exporters.runs_csv import write_runs
from playground.models.compare.alignment import Alignment, align
from playground.models.compare.comparison import (
    UNKNOWN,
    ComparedRun,
    Figures,
    alike,
    best_epoch,
    best_of,
    differences,
    fairness,
    figures_at,
    verdict,
)
from playground.models.compare.naming import name_of_change, plain_name
from playground.models.compare.side_run import Grown, train_on
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.network.network import Network
from playground.models.picture.frame import Frame
from playground.models.picture.plane import Plane
from playground.models.picture.reading_pace import ReadingPace
from playground.models.picture.timeline import Ghost
from playground.models.run.history import Curves
from playground.models.run.run import Run
from playground.models.run.run_file import MOST_KEPT, Label
from playground.models.run.speed import Speed
from playground.models.ticket import Ticket
from playground.style.theme import ThemeManager
from playground.undo import PlainCommand
from playground.views.compare.boundary_card import RunPicture
from playground.views.compare.compare_screen import CompareScreen, ShownRun
from playground.views.compare.run_list import MOST_SHOWN
from playground.views.kit.open_dialog import OpenDialog
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workbench import Workbench
from playground.workers.background import Job
from playground.workers.events import KeptAgain, RunKept, RunLent, RunPainted
from playground.workers.run_gallery import LIVE

SIDE = 340
# Cards and tables follow a run that trains so often.
FOLLOW_SECONDS = 0.4
FULL = f"{MOST_KEPT} runs are kept, and more would not be told apart: delete one first."
SIX = f"{MOST_SHOWN} runs fit: hide one first."


class CompareController(QObject):
    """Owns the list of kept runs; the runs themselves stay with the training."""

    def __init__(
        self,
        workbench: Workbench,
        screen: CompareScreen,
        strip: TimelineStrip,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._strip, self._themes = workbench, screen, strip, themes
        self._kept: dict[int, ComparedRun] = {}
        self._live = ComparedRun(LIVE, 1, "", workbench.experiment, Curves.empty(), 0, 0, is_live=True)
        self._next_number = 2
        self._role = (workbench.experiment, plain_name(workbench.experiment))
        self._epoch = 0
        # An epoch that the live run has not reached, and another one has.
        self._beyond: int | None = None
        self._way, self._on_one_plane = "epoch", True
        # As the pictures on screen were measured; curves know fewer epochs.
        self._measured: dict[int, Figures] = {}
        # Where the samples of the live run are on its card.
        self._places: tuple[Network, Plane, NDArray[np.float64]] | None = None
        self._pace = ReadingPace(seconds=FOLLOW_SECONDS)
        self._dialogs = OpenDialog(self)
        self._seeds = SeedsController(workbench, screen.seeds, self)
        self._seeds.changed.connect(self._on_seeds_changed)
        # The kept run that is trained on in the background.
        self._side: int | None = None
        self._side_job = Job("side run", self)
        self._side_job.progressed.connect(self._on_side_grown)
        self._side_job.done.connect(self._on_side_done)
        self._side_job.refused.connect(self._on_side_done)
        self._side_job.crashed.connect(self._on_side_crashed)
        runs = screen.runs
        runs.keep_wanted.connect(self.keep)
        runs.shown_toggled.connect(self._on_view_shown_toggled)
        runs.renamed.connect(self._on_view_renamed)
        runs.train_pressed.connect(self._on_view_train_pressed)
        runs.pin_pressed.connect(self._on_view_pin_pressed)
        runs.delete_pressed.connect(self._on_view_delete_pressed)
        runs.open_pressed.connect(self._on_view_open_pressed)
        runs.same_scale_toggled.connect(self._on_view_same_scale_toggled)
        strip.way_selected.connect(self._on_view_way_selected)
        strip.beyond_wanted.connect(self._on_view_beyond_wanted)
        strip.epoch_wanted.connect(self._on_view_epoch_wanted)
        strip.live_wanted.connect(self._on_view_live_wanted)
        screen.export_wanted.connect(self._on_view_export_wanted)
        themes.theme_changed.connect(self._on_theme_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.run_kept.connect(self._on_workbench_run_kept)
        workbench.kept_replaced.connect(self._on_workbench_kept_replaced)
        workbench.run_lent.connect(self._on_workbench_run_lent)
        workbench.run_painted.connect(self._on_workbench_run_painted)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.run_replaced.connect(self._on_workbench_run_replaced)

    @property
    def kept(self) -> list[ComparedRun]:
        """The kept runs in the order in which they are listed."""
        return sorted(self._kept.values(), key=lambda run: (not run.is_pinned, run.number))

    def show(self) -> None:
        """Update the screen before it is shown."""
        if self._workbench.frame is not None:
            self._follow(self._workbench.frame)
        self._update()

    @Slot()
    def keep(self) -> None:
        """Keep the run as it is now."""
        if len(self._kept) >= MOST_KEPT:
            self._workbench.say(Notice(FULL, "advice"))
        else:
            self._workbench.keep_run()

    def train_beside(self, experiment: Experiment, name: str, role: str) -> None:
        """Train another experiment and the one in the window side by side, both from epoch 0.

        Parameters
        ----------
        name, role
            What the other run is called, and the one in the window where nobody named it.
        """
        if len(self._kept) >= MOST_KEPT:
            self._workbench.say(Notice(FULL, "advice"))
            return
        self._role = (self._workbench.experiment, role)
        self._workbench.branch()  # at a past moment, whose settings the other run has
        self._workbench.reset()
        self._workbench.keep_beside(experiment, name)
        self._workbench.set_playing(True)

    # What runs there are.

    @Slot(object)
    def _on_workbench_run_kept(self, told: RunKept) -> None:
        before = max(self._kept.values(), key=lambda run: run.number, default=None)
        of_change = "" if before is None else name_of_change(before.experiment, told.experiment)
        name = told.name or of_change or plain_name(told.experiment)
        is_shown = self._n_shown < MOST_SHOWN
        run = _compared(told, Label(told.key, self._next_number, self._unused(name), is_shown=is_shown))
        self._next_number += 1
        self._push("kept run", partial(self._add, run), partial(self._remove, run.key))
        if told.name:
            self._workbench.lend_run(run.key)
            if not is_shown:
                self._workbench.say(Notice(SIX, "advice"))
        else:
            self._workbench.say(Notice(f"Kept as “{run.name}”: Compare shows it beside others."))

    @Slot(object)
    def _on_workbench_kept_replaced(self, kept: Sequence[KeptAgain]) -> None:
        """List the kept runs of another document in the place of these."""
        self._pause_side()
        self._seeds.forget_all()
        self._kept = {one.label.key: _compared(one.run, one.label) for one in kept}
        self._measured.clear()
        self._next_number = max((one.label.number for one in kept), default=1) + 1
        self._update()

    def _unused(self, name: str) -> str:
        names = {run.name for run in self._kept.values()}
        number, unused = 2, name
        while unused in names:
            unused, number = f"{name} ({number})", number + 1
        return unused

    def _add(self, run: ComparedRun) -> None:
        self._kept[run.key] = run
        self._update()

    def _remove(self, key: int) -> None:
        if key == self._side:
            self._pause_side()
        self._kept.pop(key, None)
        self._update()

    def _push(self, text: str, do: Callable[[], None], undo: Callable[[], None]) -> None:
        self._workbench.undo_stack.push(PlainCommand(text, do, undo))

    @property
    def _n_shown(self) -> int:
        return sum(run.is_shown for run in (self._live, *self.kept))

    def _change(self, key: int, **values: Any) -> None:
        self._put(key, **values)
        self._update()

    def _put(self, key: int, **values: Any) -> None:
        if key == LIVE:
            self._live = replace(self._live, **values)
        elif key in self._kept:
            self._kept[key] = replace(self._kept[key], **values)

    @Slot(int, bool)
    def _on_view_shown_toggled(self, key: int, on: bool) -> None:
        if on and self._n_shown >= MOST_SHOWN:
            self._workbench.say(Notice(SIX, "advice"))
            self._update()
            return
        self._push(
            "shown run" if on else "hidden run",
            partial(self._change, key, is_shown=on), partial(self._change, key, is_shown=not on),
        )  # fmt: skip

    @Slot(int, str)
    def _on_view_renamed(self, key: int, name: str) -> None:
        if key == LIVE:
            self._workbench.change(name=name)
        elif key in self._kept:
            old = self._kept[key].name
            self._push(
                "name of a run", partial(self._change, key, name=name), partial(self._change, key, name=old)
            )

    @Slot(int)
    def _on_view_pin_pressed(self, key: int) -> None:
        """Pin a run for the others to be compared with, or unpin it."""
        before = next((run.key for run in self._kept.values() if run.is_pinned), None)
        after = None if key == before else key
        self._push("pinned run", partial(self._pin, after), partial(self._pin, before))

    def _pin(self, key: int | None) -> None:
        self._kept = {known: replace(run, is_pinned=known == key) for known, run in self._kept.items()}
        self._update()

    @Slot(int)
    def _on_view_delete_pressed(self, key: int) -> None:
        if key in self._kept:
            self._push("deleted run", partial(self._remove, key), partial(self._add, self._kept[key]))

    @Slot(int)
    def _on_view_open_pressed(self, key: int) -> None:
        if key in self._kept:
            self._workbench.open_run(key)

    # The view.

    @Slot(object)
    def _on_workbench_network_changed(self, _: object) -> None:
        self._seeds.forget(LIVE)
        self._pace.hurry()

    @Slot(int)
    def _on_workbench_run_replaced(self, epoch: int) -> None:
        self._measured.pop(LIVE, None)
        self._live = replace(self._live, curves=Curves.empty(), last_epoch=epoch)
        self._epoch = epoch

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        if not self._screen.isVisible():
            return
        if self._follows_frames and frame.boundary.shape[0] == SIDE:
            self._show_live(frame)
        if self._pace.is_due(is_playing=self._workbench.is_playing):
            self._follow(frame)
            self._update()

    @property
    def _follows_frames(self) -> bool:
        """Whether the card of the live run shows every frame."""
        return self._workbench.is_playing and self._way != "best" and self._live.is_shown

    def _show_live(self, frame: Frame) -> None:
        network, plane = frame.network, frame.plane
        if self._places is None or self._places[0] is not network or self._places[1] != plane:
            points = plane.projection.project(network.dataset.X)
            self._places = network, plane, plane.to_unit(points)
        picture = RunPicture(LIVE, frame.epoch, frame.boundary, self._places[2], network.dataset.y)
        self._screen.set_pictures({LIVE: picture})

    def _follow(self, frame: Frame) -> None:
        wanted = frame.network.wanted
        self._live = replace(
            self._live, name=self._name_of(wanted), experiment=wanted, curves=frame.curves,
            last_epoch=frame.timeline.last_epoch, n_parameters=frame.network.n_parameters,
        )  # fmt: skip
        self._epoch = frame.timeline.shown_epoch
        self._measured[LIVE] = Figures(
            frame.epoch, frame.train_loss, frame.test_loss, frame.train_score, frame.test_score
        )
        if self._beyond is not None and (self._workbench.cursor is not None or self._epoch >= self._beyond):
            self._beyond = None

    def _name_of(self, wanted: Experiment) -> str:
        """Return the name of the live run: its user's, or its role beside another run, or its settings."""
        experiment, role = self._role
        return wanted.name or (role if wanted == experiment else plain_name(wanted))

    @property
    def _shown(self) -> list[ComparedRun]:
        """The runs on screen; what others differ from comes first."""
        runs = [run for run in (self._live, *self.kept) if run.is_shown]
        return sorted(runs, key=lambda run: not run.is_pinned)

    @property
    def _wanted_epoch(self) -> int:
        return self._epoch if self._beyond is None else self._beyond

    @property
    def _alignment(self) -> Alignment:
        alignment = align(self._shown, self._live, self._wanted_epoch, self._way)
        if self._way != "epoch" or self._workbench.cursor is not None or self._beyond is not None:
            return alignment
        # Live as the other one is.
        training = {run.key: run.last_epoch for run in self._shown if run.is_training}
        return replace(alignment, epochs={**alignment.epochs, **training})

    def _update(self) -> None:
        self._workbench.labels = tuple(
            Label(run.key, run.number, run.name, run.is_pinned, run.is_shown) for run in self.kept
        )
        if not self._screen.isVisible():
            return
        epochs = self._alignment.epochs
        self._tell_figures()
        painted = [run for run in self._shown if not (run.is_live and self._follows_frames)]
        wishes = [(run.key, epochs[run.key]) for run in painted]
        self._workbench.paint_runs(wishes, self._themes.theme, SIDE, on_one_plane=self._on_one_plane)

    def _figures(self) -> dict[int, Figures]:
        """Return the results of the runs on screen at their epochs."""
        epochs = self._alignment.epochs
        found = {run.key: figures_at(run.curves, epochs[run.key]) for run in self._shown}
        exact = {
            key: measured for key, measured in self._measured.items() if measured.epoch == epochs.get(key)
        }
        return {key: exact.get(key, figures) for key, figures in found.items()}

    def _tell_figures(self) -> None:
        shown, alignment, figures = self._shown, self._alignment, self._figures()
        epochs = alignment.epochs
        best = best_of(shown, figures)
        rows = [self._shown_run(run, figures[run.key], epochs[run.key], best) for run in shown]
        self._screen.set_runs(
            [self._live, *self.kept],
            rows,
            alignment,
            self._wanted_epoch if self._way == "epoch" else None,
            self._seeds.bands(shown),
        )
        self._strip.set_compared([_line(run) for run in shown if not run.is_live], self._beyond)
        self._tell_differences(shown, figures, alignment)
        self._seeds.show([self._live, *self.kept], epochs)

    def _shown_run(self, run: ComparedRun, figures: Figures, epoch: int, best: int | None) -> ShownRun:
        note = ""
        if self._way != "epoch" or run.is_training:
            note = f"epoch {epoch:,}"
        elif run.last_epoch < self._wanted_epoch:
            note = f"ends at {run.last_epoch:,}"
        at_best = best_epoch(run.curves)
        last = figures if figures.epoch == run.last_epoch else figures_at(run.curves, run.last_epoch)
        return ShownRun(
            run, figures, note, run.key == best, last,
            UNKNOWN if at_best is None else figures_at(run.curves, at_best),
        )  # fmt: skip

    def _tell_differences(
        self, shown: Sequence[ComparedRun], figures: Mapping[int, Figures], alignment: Alignment
    ) -> None:
        if len(shown) < 2:
            self._screen.set_differences([], "", "", "")
            return
        experiments = [run.experiment for run in shown]
        first, second = shown[0], shown[1]
        told = verdict(
            first, second, figures[first.key], figures[second.key], alignment.ending,
            among_more=len(shown) > 2,
        )  # fmt: skip
        told = " ".join(filter(None, (told, *(alignment.caveat(run) for run in (first, second)))))
        fair = fairness(shown, has_come_far=alignment.is_fair, noun=alignment.noun)
        self._screen.set_differences(differences(experiments), alike(experiments), told, fair.words)

    @Slot(object)
    def _on_workbench_run_painted(self, told: RunPainted) -> None:
        picture = RunPicture(told.key, told.epoch, told.pixels, told.places, told.y, told.has_own_plane)
        self._screen.set_pictures({told.key: picture})
        if self._measured.get(told.key) != told.figures:
            self._measured[told.key] = told.figures
            self._tell_figures()

    @Slot(bool)
    def _on_view_same_scale_toggled(self, on: bool) -> None:
        self._on_one_plane = on
        self._update()

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        self._way = way
        self._update()

    @Slot(int)
    def _on_view_beyond_wanted(self, epoch: int) -> None:
        self._beyond = epoch
        self._workbench.look_at(None)
        self._update()

    @Slot(int)
    def _on_view_epoch_wanted(self, _: int) -> None:
        self._end_beyond()

    @Slot()
    def _on_view_live_wanted(self) -> None:
        self._end_beyond()

    def _end_beyond(self) -> None:
        if self._beyond is not None:
            self._beyond = None
            self._update()

    @Slot(object)
    def _on_theme_changed(self, _: object) -> None:
        self._update()

    # A kept run beside the live one.

    @Slot(int)
    def _on_view_train_pressed(self, key: int) -> None:
        """Train a kept run on in the background, or pause it there; one at a time."""
        was_trained = key == self._side
        self._pause_side()
        if not was_trained:
            self._workbench.lend_run(key)

    @Slot(object)
    def _on_workbench_run_lent(self, lent: RunLent) -> None:
        self._pause_side()
        self._side = lent.key
        self._side_job.order(partial(_train_side, lent.run, self._workbench.speed))
        self._change(lent.key, is_training=True)

    def _pause_side(self) -> None:
        key, self._side = self._side, None
        self._side_job.cancel()
        if key is not None:
            self._change(key, is_training=False)

    @Slot(object)
    def _on_side_grown(self, grown: Grown) -> None:
        if self._side is not None:
            self._workbench.return_run(self._side, grown.run)
            self._put(self._side, curves=grown.curves, last_epoch=grown.run.end.epoch)
            if not self._workbench.is_playing:
                self._update()  # else with the live run

    @Slot(object)
    @Slot(str)
    def _on_side_done(self, reason: str) -> None:
        name = "" if self._side is None else self._run(self._side).name
        self._pause_side()
        self._workbench.say(Notice(f"“{name}” is done. {reason}"))

    @Slot(str)
    def _on_side_crashed(self, _: str) -> None:
        self._pause_side()

    def _run(self, key: int) -> ComparedRun:
        return self._kept.get(key, self._live)

    @Slot()
    def _on_seeds_changed(self) -> None:
        self._update()

    # Files.

    @Slot(str)
    def _on_view_export_wanted(self, kind: str) -> None:
        dialog = QFileDialog(self._screen.window(), f"Export as {kind.upper()}", f"runs.{kind}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
        dialog.setDefaultSuffix(kind)
        dialog.fileSelected.connect(self._on_file_selected)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write curves and figures as CSV, or the chart as PNG or SVG, by the file's ending."""
        try:
            if path.suffix.lower() == ".csv":
                write_runs(self._shown, self._figures(), path)
            else:
                write_chart(self._screen.chart, path, self._screen.tables)
        except (OSError, ValueError) as error:
            self._workbench.say(Notice(f"Nothing was written: {error}.", "problem"))
        else:
            self._workbench.say(Notice(f"Written to {path.name}."))


def _compared(told: RunKept, label: Label) -> ComparedRun:
    return ComparedRun(
        label.key, label.number, label.name, told.experiment, told.curves, told.last_epoch, told.n_parameters,
        is_pinned=label.is_pinned, is_shown=label.is_shown,
    )  # fmt: skip


def _line(run: ComparedRun) -> Ghost:
    """Return a run as a line of the strip."""
    curves = run.curves
    words = f"epochs 0 to {run.last_epoch:,}"
    return Ghost(run.key, run.name, 0, run.last_epoch, curves.epochs, curves.train, words, run.number)


def _train_side(run: Run, speed: Speed | None, ticket: Ticket) -> str:
    return train_on(run, speed, ticket.tell, ticket.check)
