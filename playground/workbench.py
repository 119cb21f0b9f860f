"""The workbench: the one object that owns the experiment and its training, and says what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from playground.frame_pull import FramePull
from playground.models.experiment.choices import MAX_REDRAWS
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.network.parameter_map import ParameterKey
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.run import Run
from playground.models.run.run_file import Cover, Label, SavedWork
from playground.models.run.speed import Speed
from playground.style.palette import Theme
from playground.undo import ExperimentCommand, NotesCommand, ParameterCommand, RunCommand
from playground.unsaved import Unsaved
from playground.workers import events
from playground.workers.training import TrainingThread
from playground.workers.training_desk import TrainingDesk
from playground.workers.work_files import Opening

MOST_UNDO_STEPS = 500


@dataclass
class _Home:
    """Where what is on screen is saved: an example has another one than the work that it replaced."""

    path: Path | None = None


class Workbench(QObject):
    """Holds the state that all views share.

    Attributes
    ----------
    frame
        What is on screen, with the network it was made from; None from the moment another network takes its
        place until that has its first one, and while nothing can be trained.
    cursor
        The epoch of the past that is looked at, or None for the newest moment.

    Signals
    -------
    experiment_changed
        The settings, after an edit or after the worker replaced some that it could not use.
    network_changed
        A `Network` whose first frame is asked for next: what is laid out before it can be drawn.
    run_replaced
        The epoch where another run stands than the one before: what is on screen is not of it. Comes after
        its `network_changed`.
    frame_changed
        The newest `Frame`; all that is written and drawn on screen comes from it.
    blocked
        A `Problem` that keeps the experiment from being trained; the next `network_changed` ends it.
    noticed
        A `Notice` about what is on screen.
    acted
        The person has changed something: what was said before is no longer about what is on screen.
    file_changed
        Path of the experiment's file, or None; after New, Open and Save.
    file_opened, file_saved
        Path of a file that was opened, or written.
    work_taken
        A `SavedWork` that was asked for.
    branched
        Training goes on from another moment of the run.
    kept_replaced
        The kept runs of a document that has taken the place of another, as `events.KeptAgain`.
    notes_changed
        The notes, as Markdown.
    unsaved_changed
        Whether there are changes, or training, that no file holds.
    speed_changed
        A `Speed`, or None for as fast as it can.
    previewed, run_kept, run_lent, run_painted
        An `events.Previewed`, `RunKept`, `RunLent` or `RunPainted` that was asked for.
    moments_lent
        Kept epochs of the run with their parameters, oldest first.
    playing_changed, file_refused, crashed
        Whether it trains; why a file was not read or written; the traceback of an unforeseen error.
    """

    experiment_changed = Signal(object)
    network_changed = Signal(object)
    run_replaced = Signal(int)
    frame_changed = Signal(object)
    playing_changed = Signal(bool)
    blocked = Signal(object)
    noticed = Signal(object)
    acted = Signal()
    speed_changed = Signal(object)
    file_refused = Signal(str)
    file_changed = Signal(object)
    file_opened = Signal(object)
    file_saved = Signal(object)
    work_taken = Signal(object)
    branched = Signal()
    kept_replaced = Signal(object)
    notes_changed = Signal(str)
    unsaved_changed = Signal(bool)
    crashed = Signal(str)
    previewed = Signal(object)
    run_kept = Signal(object)
    run_lent = Signal(object)
    run_painted = Signal(object)
    moments_lent = Signal(object)

    def __init__(
        self, experiment: Experiment, parent: QObject | None = None, opening: Opening | None = None
    ) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.network: Network | None = None
        self.frame: Frame | None = None
        self.is_playing = False
        self.cursor: int | None = None
        self.speed: Speed | None = None
        self.problem: Problem | None = None
        self._home = _Home()
        # Whose each file is that is being written.
        self._saving: dict[Path, _Home] = {}
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_UNDO_STEPS)
        self._unsaved = Unsaved(self.undo_stack, self)
        self._unsaved.changed.connect(self.unsaved_changed)
        # What the kept runs are called, and the notes; training knows neither.
        self.labels: tuple[Label, ...] = ()
        self.notes = ""
        # Of the last command that asks for another network; its answer carries the same number.
        self._revision = 0
        self._document = self._last_document = 0
        # Numbers what was done to the run, so that undoing finds the run from before.
        self._last_mark = 0
        self._has_crashed = False
        self._closed = False
        self._thread = TrainingThread(experiment, opening)
        self._thread.told.connect(self._on_thread_event)
        self._pull = FramePull(self)
        self._pull.wanted.connect(self._on_pull_wanted)

    def start(self) -> None:
        """Start the training thread and the frame timer."""
        self._thread.start()
        self._pull.start()

    def close(self) -> None:
        """Stop everything and wait for the thread to end."""
        if not self._closed:
            self._closed = True
            self.undo_stack.blockSignals(True)  # it signals a last time when it is destroyed
            self._pull.stop()
            self._thread.close()

    # User actions.

    def change(self, *, merge: str = "", **values: Any) -> bool:
        """Change settings of the experiment, as one step that can be undone.

        Values out of range change nothing, which is said; returns whether the settings are in force.

        Parameters
        ----------
        merge
            Changes in a row with the same word here make one step, such as those of a brush stroke.
        """
        try:
            experiment = replace(self.experiment, **values)
        except ValueError as error:
            self._refuse(str(error))
            return False
        if experiment != self.experiment:
            with self._leaving_the_past():
                command = ExperimentCommand(
                    self._apply, self._swap, self.experiment, experiment, self._next_mark(), merge
                )
                stack = self.undo_stack
                if not stack.isClean():  # what is saved is not merged with
                    command.follow(stack.command(stack.index() - 1))
                stack.push(command)
        return True

    def begin(self, experiment: Experiment, words: str) -> None:
        """Begin a fresh run of another experiment, as one step that can be undone.

        It has no file: saving asks for a name, and undo leads back to the file from before, too. A past
        moment on screen is branched off first, so that undo leads back to that.

        Parameters
        ----------
        words
            What is undone, such as ``example``.
        """
        mark, before = self._next_mark(), self.experiment
        left, home = self._home, _Home()

        def do() -> None:
            self._apply(mark, experiment, TrainingDesk.apply_anew)
            self._go_home(home)

        def swap(forward: bool) -> None:
            self._swap(mark, experiment if forward else before)
            self._go_home(home if forward else left)

        with self._leaving_the_past():
            self.undo_stack.push(RunCommand(words, do, swap))

    @property
    def path(self) -> Path | None:
        """The experiment's file, or None."""
        return self._home.path

    def _go_home(self, home: _Home) -> None:
        self._home = home
        self.file_changed.emit(home.path)

    def say(self, notice: Notice) -> None:
        """Show a notice."""
        self.noticed.emit(notice)

    def _refuse(self, reason: str) -> None:
        self.say(Notice(f"The settings stay as they were: {reason}.", "problem"))

    def _act(self) -> None:
        self._has_crashed = False
        self._open_pull()
        self.acted.emit()

    def _apply(
        self, mark: int, experiment: Experiment, verb: Callable[..., None] = TrainingDesk.apply
    ) -> None:
        self._act()
        self.experiment, self.cursor = experiment, None
        self._thread.post(verb, experiment, self._next_revision(), self._document, mark)
        self.experiment_changed.emit(experiment)

    def _swap(self, mark: int, experiment: Experiment) -> None:
        self._act()
        self.experiment, self.cursor = experiment, None
        self._thread.post(TrainingDesk.swap, mark, experiment, self._next_revision(), self._document)
        self.experiment_changed.emit(experiment)

    def _swap_run(self, mark: int, experiments: tuple[Experiment, Experiment], forward: bool) -> None:
        self._swap(mark, experiments[forward])

    def _next_mark(self) -> int:
        self._last_mark += 1
        return self._last_mark

    def _next_revision(self) -> int:
        self._revision += 1
        return self._revision

    def _next_document(self) -> int:
        self._last_document += 1
        return self._last_document

    @property
    def is_changed(self) -> bool:
        """Whether the user has made unsaved changes."""
        return self._unsaved.has_changes

    @property
    def is_unsaved(self) -> bool:
        """Whether there are unsaved changes or training."""
        return self._unsaved.is_there

    def is_worth_a_question(self, *, is_kept: bool = False) -> bool:
        """Whether leaving the work behind loses more than a minute makes again.

        Parameters
        ----------
        is_kept
            Whether the training is there again at the next start.
        """
        return self._unsaved.is_worth_a_question(self.frame, is_kept=is_kept)

    @property
    def cover(self) -> Cover:
        """What goes into a file besides the runs."""
        return Cover(self.experiment, self.labels, self.notes)

    def set_notes(self, notes: str, piece: int = 0) -> None:
        """Write other notes, as one step that can be undone; those of one `piece` of writing are one."""
        if notes != self.notes:
            self.undo_stack.push(NotesCommand(self._put_notes, self.notes, notes, piece))

    def _put_notes(self, notes: str) -> None:
        self.notes = notes
        self.notes_changed.emit(notes)

    def start_anew(self) -> None:
        """Put an experiment with all defaults in the place of this one."""
        self._act()
        self._document = self._next_document()
        self._thread.post(TrainingDesk.begin, Experiment(), self._next_revision(), self._document)
        self._replace_document(None, Experiment())

    def _replace_document(
        self,
        path: Path | None,
        experiment: Experiment,
        kept: Sequence[events.KeptAgain] = (),
        notes: str = "",
        step: int = 0,
        seconds: float = 0.0,
    ) -> None:
        self._home, self.experiment, self.cursor = _Home(path), experiment, None
        self._saving.clear()
        self.labels = ()
        self._unsaved.begin_document(step, seconds)
        self.undo_stack.clear()
        self._put_notes(notes)
        self.kept_replaced.emit(kept)
        self.experiment_changed.emit(experiment)
        self.file_changed.emit(path)
        self._unsaved.tell()

    def open_file(self, path: Path) -> None:
        """Open a saved experiment, paused."""
        self._act()
        self._thread.post(TrainingDesk.open_file, Opening(path), self._next_document())

    def open_autosave(self, path: Path) -> None:
        """Go on with work that nobody saved, paused."""
        self._act()
        opening = Opening(path, is_autosave=True)
        self._thread.post(TrainingDesk.open_file, opening, self._next_document())

    def save_file(self, path: Path) -> None:
        """Save settings, data and weights."""
        self._unsaved.begin_saving()
        self._saving[path] = self._home
        self._thread.post(TrainingDesk.save_file, path, self.cover)

    @property
    def progress(self) -> object:
        """Is another value whenever a file would hold something else."""
        step = None if self.frame is None else self.frame.step
        return self._document, step, self.undo_stack.index(), self.cursor, self.labels, self.experiment

    def take_work(self, cover: Cover) -> None:
        """Ask for all that a file is to hold; it comes as `work_taken`, and training goes on."""
        self._thread.post(TrainingDesk.take_work, cover)

    def last_work(self, cover: Cover) -> SavedWork | None:
        """Return what a file is to hold at the end, None where nothing has begun; only after `close`."""
        return self._thread.last_work(cover)

    def set_playing(self, playing: bool) -> None:
        """Start or pause training; it always continues from the newest moment."""
        if playing == self.is_playing:
            return
        if playing:
            self._act()
            self.cursor = None
            self._thread.post(TrainingDesk.play)
        else:
            self._thread.post(TrainingDesk.pause)
        self._set_playing(playing)

    def _set_playing(self, playing: bool) -> None:
        if not playing:
            self._pull.look_again()
        self._pull.is_playing = playing
        if playing != self.is_playing:
            self.is_playing = playing
            self.playing_changed.emit(playing)

    @property
    def is_in_motion(self) -> bool:
        """Whether one frame follows the other: it trains, or the cursor is on the move."""
        return self.is_playing or (self.frame is not None and self.frame.is_draft)

    def step(self) -> None:
        """Train one epoch from the newest moment on, then pause."""
        self._act()
        self.cursor = None
        self._thread.post(TrainingDesk.step)
        self._set_playing(False)

    def go_to_next_phase(self) -> None:
        """Pause, and let the next phase of a step in slow motion pass, from the newest moment on."""
        self._act()
        self.cursor = None
        self._thread.post(TrainingDesk.go_to_next_phase)
        self._set_playing(False)

    def set_speed(self, speed: Speed | None) -> None:
        """Make so many steps or epochs a second; None is as many as can be made."""
        self.speed = speed
        self._thread.post(TrainingDesk.set_speed, speed)
        self.speed_changed.emit(speed)

    def edit_parameters(
        self, before: Mapping[ParameterKey, float], after: Mapping[ParameterKey, float]
    ) -> None:
        """Set weights and biases by hand, as one step that can be undone; training goes on from there."""
        if dict(before) != dict(after):
            with self._leaving_the_past():
                mark = self._next_mark()
                self.undo_stack.push(
                    ParameterCommand(partial(self._set_parameters, mark), self._same_settings(mark), after)
                )

    def _set_parameters(self, mark: int, values: Mapping[ParameterKey, float], words: str) -> None:
        self._act()
        self._thread.post(TrainingDesk.set_parameters, values, words, mark)

    def _same_settings(self, mark: int) -> Callable[[bool], None]:
        """Return what leads to the run before an act that changes no setting, and after it."""
        return partial(self._swap_run, mark, (self.experiment, self.experiment))

    def apply_update(self, report: OptimizerReport, gradients: NDArray[np.float64]) -> None:
        """Make one update with a gradient, as one step that can be undone; training pauses.

        Parameters
        ----------
        report
            Of the frame that the gradient belongs to. Where training has gone on since, it is refused.
        gradients
            Shape (n_parameters,), before clipping and penalties; not to be changed afterwards.
        """
        self._act()
        self.set_playing(False)
        self._thread.post(TrainingDesk.apply_update, report, gradients, self._next_mark())

    def draw_weights_anew(self) -> None:
        """Start from epoch 0 with other first weights and the same data."""
        draws = self.experiment.weight_draws + 1
        self.change(weight_draws=0 if draws > MAX_REDRAWS else draws)

    def reset(self) -> None:
        """Start again from epoch 0 with the same initial weights, as one step that can be undone."""
        mark = self._next_mark()
        # The past on screen may have had other settings than the run that is rewound.
        swap = self._same_settings(mark) if self.cursor is None else self._own_settings(mark)
        self.undo_stack.push(RunCommand("rewind", partial(self._reset, mark), swap))

    def _reset(self, mark: int) -> None:
        self._act()
        self.cursor = None
        self._thread.post(TrainingDesk.reset, self._next_revision(), mark)

    # The past of the run.

    def look_at(self, epoch: int | None) -> None:
        """Show the end of an epoch of the past, or with None the newest moment; nothing is changed."""
        if epoch == self.cursor:
            return
        self._act()
        self._set_playing(False)
        self.cursor = epoch
        self._pull.move_cursor()
        self._thread.post(TrainingDesk.look_at, epoch, self._next_revision())
        self._pull.hurry()

    def preview(self, epoch: int, theme: Theme, side: int) -> None:
        """Ask for the boundary of an epoch; it comes as `previewed`."""
        self._thread.post(TrainingDesk.preview, epoch, theme, side)

    def lend_moments(self, epochs: Sequence[int] = ()) -> None:
        """Ask for the parameters at some epochs, or at all that are kept; they come as `moments_lent`."""
        self._thread.post(TrainingDesk.lend_moments, epochs)

    def branch(self, name: str = "") -> None:
        """Go on from the moment on screen, as one step that can be undone; the run from before stays.

        Parameters
        ----------
        name
            Of the branch; empty for that of the run.
        """
        if self.cursor is not None:
            self._go_to_run("branch", TrainingDesk.branch, name)

    def open_run(self, key: int) -> None:
        """Go on with a run that was left, as one step that can be undone."""
        self._go_to_run("change of the run", TrainingDesk.open_run, key)

    def _go_to_run(self, text: str, verb: Callable[..., None], *arguments: int | str) -> None:
        mark = self._next_mark()
        go = partial(self._post_branch, verb, *arguments, mark)
        self.undo_stack.push(RunCommand(text, go, self._own_settings(mark)))

    def _own_settings(self, mark: int) -> Callable[[bool], None]:
        """Return what swaps two runs and their settings; the thread knows them, the past may have others."""
        return lambda _: self._post_branch(TrainingDesk.exchange, mark)

    def _post_branch(self, verb: Callable[..., None], *arguments: int | str) -> None:
        self._act()
        self._set_playing(False)
        self.cursor = None
        self._thread.post(verb, *arguments, self._next_revision())

    def keep_within(self, most_bytes: int) -> None:
        """Let the kept moments of the run take so much memory."""
        self._thread.post(TrainingDesk.keep_within, most_bytes)

    # Kept runs.

    def keep_run(self) -> None:
        """Keep a copy of the run; it is signalled as `run_kept`."""
        self._thread.post(TrainingDesk.keep)

    def keep_beside(self, experiment: Experiment, name: str) -> None:
        """Keep a run of other settings at epoch 0; it is signalled as `run_kept`, with this name."""
        self._thread.post(TrainingDesk.keep_beside, experiment, name)

    def lend_run(self, key: int) -> None:
        """Ask for a copy of a kept run; it comes as `run_lent`."""
        self._thread.post(TrainingDesk.lend, key)

    def return_run(self, key: int, run: Run) -> None:
        """Put a kept run that was trained on in its place; it may not be changed any more."""
        self._thread.post(TrainingDesk.take_grown, key, run)

    def paint_runs(
        self, wishes: Sequence[tuple[int, int]], theme: Theme, side: int, *, on_one_plane: bool
    ) -> None:
        """Ask for the boundaries of runs at epochs; they come one by one as `run_painted`."""
        self._thread.post(TrainingDesk.paint_runs, wishes, theme, side, on_one_plane)

    @contextmanager
    def _leaving_the_past(self) -> Iterator[None]:
        """Branch off if a change is made at a past moment, and say so after it, when no act ends it."""
        epoch = self.cursor
        self.branch()
        yield
        if epoch is not None:
            text = f"Your change branches off at epoch {epoch:,}: the run from before stays."
            self.say(Notice(text))

    def set_view(self, request: FrameRequest) -> None:
        """Say how frames are to look from now on."""
        self._pull.set_view(request)

    def want_optimizer(self, wanted: bool) -> None:
        """Say whether frames are to tell where the optimizer stands, in `Frame.optimizer`."""
        self._pull.want_optimizer(wanted)

    @Slot(object)
    def _on_pull_wanted(self, request: FrameRequest) -> None:
        self._thread.post(TrainingDesk.request_frame, request)

    def _open_pull(self) -> None:
        """Say whether there is something to paint."""
        self._pull.is_open = self.network is not None and self.problem is None and not self._has_crashed

    # Events of the worker.

    @Slot(object)
    def _on_thread_event(self, event: events.Event) -> None:
        match event:
            case events.FramePainted(frame):
                self._take_frame(frame)
            case events.NetworkChanged(network, revision, begins_at):
                self._take_network(network, revision)
                if begins_at is not None:
                    self.run_replaced.emit(begins_at)
            case events.Blocked(problem):
                self._end_frame()
                self.problem = problem
                self._open_pull()
                self.blocked.emit(problem)
            case events.WeightsMoved():
                self._pull.hurry()
            case events.UpdateApplied(mark, revision):
                # With edits on their way the answer belongs to a network that may be gone.
                if revision == self._revision:
                    self.undo_stack.push(RunCommand("update", None, self._same_settings(mark)))
            case events.Branched(epoch, revision):
                text = f"Training goes on from epoch {epoch:,}. The run from before stays as a branch."
                self._pass_on(Notice(text), revision)
                self.branched.emit()
            case events.WorkTaken(work):
                self.work_taken.emit(work)
            case events.Previewed():
                self.previewed.emit(event)
            case events.RunKept():
                self.run_kept.emit(event)
            case events.RunLent():
                self.run_lent.emit(event)
            case events.MomentsLent(moments):
                self.moments_lent.emit(moments)
            case events.RunPainted():
                self.run_painted.emit(event)
            case events.Paused(notice, revision):
                self._set_playing(False)
                self._pass_on(notice, revision)
            case events.Said(notice, revision):
                self._pass_on(notice, revision)
            case events.SettingsRefused(experiment, reason):
                self._take_back(experiment)
                self._refuse(reason)
            case events.Opened():
                self._take_document(event)
            case events.Saved():
                self._take_path(event)
            case events.FileRefused(text):
                self.file_refused.emit(text)
            case events.Crashed(text):
                self._has_crashed = True
                self._open_pull()
                self._set_playing(False)
                self.crashed.emit(text)

    def _pass_on(self, notice: Notice, revision: int) -> None:
        # With edits on their way it tells of something that is about to go.
        if revision == self._revision:
            self.say(notice)

    def _end_frame(self) -> None:
        """Take the frame off that belongs to what was trained before."""
        self.frame = None
        self._pull.renew()

    def _take_network(self, network: Network, revision: int) -> None:
        self._end_frame()
        self.network, self.problem = network, None
        self._open_pull()
        # While further edits are on their way the newest settings stand here already.
        if revision == self._revision and network.wanted != self.experiment:
            self.experiment = network.wanted
            self.experiment_changed.emit(network.wanted)
        self.network_changed.emit(network)

    def _take_frame(self, frame: Frame) -> None:
        if self._pull.is_late(frame) or frame.network is not self.network:
            return  # of a network that is gone; the one for this is still to come
        self._pull.take(frame, self.cursor)
        self.frame = frame
        self._unsaved.follow(frame)
        self.frame_changed.emit(frame)
        # The thread knows when the next one is due: a wish that waits for the timer would come late.
        self._pull.pull()

    def _take_back(self, experiment: Experiment) -> None:
        """Take a step off the stack that led to settings which could not be used."""
        stack = self.undo_stack
        last = stack.command(stack.index() - 1) if stack.index() else None
        if isinstance(last, ExperimentCommand) and last.leads_to(experiment):
            last.undo()
            last.setObsolete(True)
            stack.undo()  # which takes an obsolete step off

    def _take_document(self, opened: events.Opened) -> None:
        self._document = opened.document
        self._act()
        self._set_playing(False)
        self._replace_document(
            opened.path, opened.experiment, opened.kept, opened.notes, opened.step, opened.seconds
        )
        self.cursor = opened.cursor
        if opened.is_autosave:
            if opened.is_unsaved:
                self._unsaved.find_unsaved()
            self.say(Notice("Here is what you left, paused."))
        elif opened.path is not None:
            self.file_opened.emit(opened.path)

    def _take_path(self, saved: events.Saved) -> None:
        home = self._saving.get(saved.path)
        if home is not None:  # else another document took its place while it was being written
            home.path = saved.path
            is_trained = self.frame is not None and self.cursor is None and self.frame.step > saved.step
            self._unsaved.end_saving(saved.step, saved.seconds, is_trained=is_trained)
            if home is self._home:
                self.file_changed.emit(home.path)
        self.file_saved.emit(saved.path)
