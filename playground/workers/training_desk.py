"""The commands of the training worker, one per method. Free of Qt; not thread-safe."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from engine.training.interpreted_backend import StoppedError
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.problem import NotTrainableError, Problem
from playground.models.network.parameter_map import ParameterKey
from playground.models.picture.frame import FrameRequest
from playground.models.picture.plane import Plane
from playground.models.run.failure import Failure, explain
from playground.models.run.log import MEGABYTE
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.run import Run
from playground.models.run.run_file import Cover, SavedWork, write_work
from playground.models.run.session import Session
from playground.models.run.slow_run import slow_problem
from playground.models.run.speed import Speed
from playground.rendering.frame_renderer import FrameRenderer
from playground.style.palette import Theme
from playground.workers.events import (
    Blocked,
    Branched,
    Crashed,
    Event,
    FileRefused,
    MomentsLent,
    NetworkChanged,
    Opened,
    Paused,
    Previewed,
    RunLent,
    Said,
    Saved,
    SettingsRefused,
    UpdateApplied,
    WeightsMoved,
    WorkTaken,
)
from playground.workers.frame_orders import FrameOrders, Painter
from playground.workers.freed_memory import FreedMemory
from playground.workers.rhythm import Rhythm
from playground.workers.run_gallery import RunGallery
from playground.workers.run_marks import RunMarks
from playground.workers.work_files import OpenedWork, Opening, open_work, told_of, work_to_save

BREATH_SECONDS = 0.001
# Training for this long shows how long an epoch takes.
SPEED_KNOWN_SECONDS = 1.0
# Reproducing a past moment takes this long before an intermediate one is shown.
LOOK_SECONDS = 0.016
# And this long while the cursor moves: what matters is to follow it.
PASSING_SECONDS = 0.01
LONG_RUN = (
    "The history is full at {} MB: from here on fewer moments are kept. Every epoch still comes back "
    "exactly, some after a moment."
)
# A full log has just dropped every other moment.
FULL_SHARE = 0.4
LATE_UPDATE = "The network has changed since this gradient was computed: look again, then apply it."


class TrainingDesk:
    """Trains one experiment, and runs commands between two portions of work.

    Parameters
    ----------
    tell
        Receives the events.
    painter
        Paints the requested frames.
    """

    def __init__(self, tell: Callable[[Event], None], painter: Painter) -> None:
        self._tell, self._orders = tell, FrameOrders(painter)
        self._session: Session | None = None
        self._problem: Problem | None = None
        self._playing = False
        self._revision = self._document = 0
        self._trained_seconds: float | None = None
        # The one whose run is on screen.
        self._announced: Session | None = None
        self._rhythm = Rhythm()
        self._closing = False
        self._marks = RunMarks()
        self._kept: dict[int, Run] = {}
        self._gallery = RunGallery()
        self._freed = FreedMemory()

    def carry_out(self, act: Callable[[], None]) -> None:
        """Run a command; an error ends only this command, and the last good state is kept."""
        try:
            act()
        except StoppedError:
            pass  # in the middle of a batch, because the app is closing
        except Exception:
            self.crash(traceback.format_exc())

    def crash(self, text: str) -> None:
        """Pause after an unexpected error, and answer the pending request with the current state."""
        self._playing = False
        self._orders.drop()
        self._tell(Crashed(text))
        if self._session is None and self._problem is None:
            self._session = Session(Experiment())
        self._announce()

    def stop(self) -> None:
        """Make the current work end soon; to be called repeatedly from another thread."""
        self._closing = True
        session = self._session
        if session is not None:
            session.training.trainer.stop()

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do until the next command."""
        is_there = self._session is None or not self._session.past.is_on_the_way
        return not self._trains and not self._orders.is_waiting and is_there and not self._gallery.has_work

    @property
    def _trains(self) -> bool:
        return self._playing and self._problem is None and self._session is not None

    def work(self) -> None:
        """Train for a portion of time, and send the frame that is due."""
        if self._session is not None and not self._closing:
            if self._trains:
                self._train(self._session)
            elif self._session.past.is_on_the_way:
                self._session.past.come_nearer(PASSING_SECONDS if self._orders.is_passing else LOOK_SECONDS)
                if self._orders.take_on_the_way():
                    self._tell(WeightsMoved())
            if not self._closing:
                self._orders.answer(self._session, is_playing=self._playing)
            self._paint_a_run(self._session)
        self._freed.give_back()

    # Commands.

    def begin(self, experiment: Experiment, revision: int = 0, document: int = 0) -> None:
        """Start with an experiment, or with the default one if it is damaged."""
        self._revision = revision
        if document != self._document:
            self._forget_document()
            self._document, self._kept = document, {}
        try:
            self._session, self._problem = Session(experiment), None
        except NotTrainableError as error:
            self._session, self._problem = None, error.problem
        except ValueError as error:
            self._session, self._problem = Session(Experiment()), None
            self._tell(SettingsRefused(experiment, str(error)))
        self._announce()

    def apply_anew(self, experiment: Experiment, revision: int, document: int, mark: int) -> None:
        """Begin a fresh run, whatever its settings share with the run that is kept under `mark`.

        Later changes build on it: unlike `apply`, it is never skipped in favour of them.
        """
        self.apply(experiment, revision, document, mark, is_anew=True)

    def apply(
        self, experiment: Experiment, revision: int, document: int, mark: int = 0, *, is_anew: bool = False
    ) -> None:
        """Change the settings; a run replaced by this is kept under `mark`."""
        if self._session is None and document == self._document:
            self.begin(experiment, revision, document)
            return
        self._revision = revision
        notice = ""
        # A change made before a file was opened does not apply to that file.
        if self._session is not None and document == self._document:
            try:
                self._session.look_at(None)
                applied = self._session.apply(experiment, is_anew=is_anew)
                notice, self._problem = applied.notice, None
                self._marks.keep(mark, applied.left)
            except NotTrainableError as error:
                # The session is kept: once the problem is solved it may continue.
                self._problem = error.problem
            except ValueError as error:
                self._tell(SettingsRefused(experiment, str(error)))
        self._announce()
        if notice:
            self._say(Notice(notice))

    def reset(self, revision: int, mark: int) -> None:
        """Start again from epoch 0."""
        self._revision = revision
        if self._session is not None:
            self._session.look_at(None)
            self._marks.keep(mark, self._session.reset())
        self._announce()

    def swap(self, mark: int, experiment: Experiment, revision: int, document: int) -> None:
        """Swap the current run with the one kept under `mark`, which comes back to the last bit.

        If none is kept, the action had changed no weights: only the settings change.
        """
        run = self._marks.take(mark)
        if run is None or self._session is None or document != self._document:
            self.apply(experiment, revision, document)
            return
        # An earlier change may have been skipped in favour of this one, but must take effect all the same.
        self._exchange(self._session, mark, run, experiment, revision, document)

    def exchange(self, mark: int, revision: int) -> None:
        """Swap the current run with the one kept under `mark`, and with the settings that one had."""
        run = self._marks.take(mark)
        if run is not None and self._session is not None:
            settings = run.network.wanted
            self._exchange(self._session, mark, run, settings, revision, self._document)

    def _exchange(
        self, session: Session, mark: int, run: Run, experiment: Experiment, revision: int, document: int
    ) -> None:
        self._revision, self._playing = revision, False
        shown, was_blocked = session.shown.network, self._problem is not None
        session.look_at(None)
        self._marks.keep(mark, session.enter(run))
        self._problem = None
        network = session.network
        if network.wanted != experiment:
            self.apply(experiment, revision, document)
            return
        if network is not shown or was_blocked:
            self._announce(is_other_run=True)
        self._tell(WeightsMoved())
        self._tell(Paused(Notice(f"Back at epoch {run.end.epoch:,}, as it was."), revision))

    # Looking back.

    def look_at(self, epoch: int | None, revision: int) -> None:
        """Show the end of a past epoch, or with None the newest moment; training is paused."""
        self._revision = revision
        session = self._session
        if session is None:
            return
        if epoch is not None:
            self._playing = False
        before = session.shown.network
        session.look_at(epoch)
        if session.shown.network is not before:
            self._announce()

    def branch(self, name: str, mark: int, revision: int) -> None:
        """Branch off at the moment on screen, perhaps under a name; the run that is left is kept."""
        self._revision = revision
        session = self._session
        if session is None:
            return
        left = session.branch()
        if left is not None:
            if name:
                session.apply(session.network.wanted.with_(name=name))
            self._marks.keep(mark, left)
            self._announce()
            self._tell(Branched(session.training.trainer.epoch, revision))

    def open_run(self, key: int, mark: int, revision: int) -> None:
        """Continue a branch, or a copy of a kept run."""
        self._revision = revision
        session = self._session
        run = self._kept[key].copy() if key in self._kept else None
        if session is not None and run is None:
            run = next((left for left in session.left if left.key == key), None)
        if session is not None and run is not None:
            self._playing = False
            session.look_at(None)
            self._marks.keep(mark, session.enter(run))
            self._announce(is_other_run=True)
            self._tell(Branched(session.training.trainer.epoch, revision))

    def preview(self, epoch: int, theme: Theme, side: int) -> None:
        """Preview the boundary at an epoch; a newer request replaces a pending one."""
        session = self._session
        if session is None or self._problem is not None:
            return
        training = session.past.glance_at(epoch)
        network, trainer = training.network, training.trainer
        request = FrameRequest(0, theme, side, Plane.of_axes(network.split, network.axes))
        pixels = FrameRenderer(network).render(trainer.parameters, request).boundary
        figures = trainer.last_train_loss, trainer.test_loss(), training.scores()[1]
        is_share = network.dataset.task == "classification"
        self._tell(Previewed(trainer.epoch, pixels, *figures, is_share))

    def begin_with(self, opening: Opening, experiment: Experiment) -> None:
        """Start with a file, paused, or where it cannot be read with an experiment."""
        self.open_file(opening, 0)
        if self._session is None and self._problem is None:
            self.begin(experiment)

    def open_file(self, opening: Opening, document: int) -> None:
        """Open a saved experiment, paused; a file that cannot be read changes nothing."""
        try:
            opened = open_work(opening)
        except (OSError, ValueError) as error:
            self._tell(FileRefused(str(error)))
        else:
            self._take_work(opened, opening, document)

    def take_work(self, cover: Cover) -> None:
        """Tell all that a file is to hold, to be written while training goes on."""
        self._tell(WorkTaken(self.work_to_save(cover)))

    @property
    def has_begun(self) -> bool:
        """Whether there is anything that a file could hold."""
        return self._session is not None or self._problem is not None

    def _take_work(self, opened: OpenedWork, opening: Opening, document: int) -> None:
        self._forget_document()
        self._document = document
        self._session, self._problem, self._playing = opened.session, opened.problem, False
        self._kept = opened.kept
        work = opened.work
        cursor = None if opened.session is None else opened.session.cursor
        path = work.path if opening.is_autosave else opening.path
        self._tell(
            Opened(
                path, work.experiment, document, opened.kept_again, work.notes, cursor, *self._progress,
                opening.is_autosave, opening.is_autosave and work.is_unsaved,
            )
        )  # fmt: skip
        self._announce()

    def _forget_document(self) -> None:
        """Forget the previous runs: nothing leads back to them."""
        self._marks = RunMarks()
        self._gallery = RunGallery()

    def save_file(self, path: Path, cover: Cover) -> None:
        """Save the runs, and what the window knows of them."""
        try:
            write_work(self.work_to_save(cover), path)
        except (OSError, ValueError) as error:
            self._tell(FileRefused(str(error)))
        else:
            self._tell(Saved(path, *self._progress))

    @property
    def _progress(self) -> tuple[int, float]:
        """Updates and time of training."""
        session = self._session
        return (0, 0.0) if session is None else (session.training.trainer.step_count, session.seconds_played)

    def work_to_save(self, cover: Cover) -> SavedWork:
        """Return the content for a file, as it is now."""
        return work_to_save(cover, self._session, self._kept, is_blocked=self._problem is not None)

    def play(self) -> None:
        """Train until paused, from the newest moment on."""
        self._playing = True
        if self._session is not None:
            self._go_live(self._session)
            self._session.resume()
        self._rhythm.begin()

    def pause(self) -> None:
        """Stop after the current batch."""
        self._playing = False

    def step(self) -> None:
        """Train to the end of the epoch, then pause."""
        self._go_on_by(lambda session: session.train_epoch(lambda: not self._closing))

    def go_to_next_phase(self) -> None:
        """Pause, and finish the next phase of a step in slow motion."""
        self._go_on_by(Session.go_to_next_phase)

    def _go_on_by(self, go: Callable[[Session], None]) -> None:
        self._playing = False
        if self._session is not None and self._problem is None:
            self._go_live(self._session)
            try:
                go(self._session)
            except ScalarError as error:
                self._fail(error, self._session)
        self._tell(WeightsMoved())

    def set_speed(self, speed: Speed | None) -> None:
        """Set the number of steps or epochs a second; None for as fast as possible."""
        self._rhythm.set_speed(speed)

    def set_parameters(self, values: Mapping[ParameterKey, float], words: str, mark: int) -> None:
        """Set single weights and biases."""
        if self._session is not None:
            self._marks.keep(mark, self._session.set_parameters(values, words))
        self._tell(WeightsMoved())

    def apply_update(self, report: OptimizerReport, gradients: NDArray[np.float64], mark: int) -> None:
        """Make one update with a gradient, if training has not moved on since `report`."""
        session = self._session
        if session is None or self._problem is not None:
            return
        try:
            left = session.apply_update(report, gradients)
        except ScalarError as error:
            self._fail(error, session)
            return
        if left is None:
            self._say(Notice(LATE_UPDATE, "advice"))
        else:
            self._marks.keep(mark, left)
            self._tell(UpdateApplied(mark, self._revision))
        self._tell(WeightsMoved())

    def request_frame(self, request: FrameRequest) -> None:
        """Request one frame; a newer request replaces a pending one."""
        self._orders.ask(request)

    def keep_within(self, most_bytes: int) -> None:
        """Let the moments of the run take so much memory; once they do, that is told again."""
        if self._session is not None:
            self._session.run.log.keep_within(most_bytes)
            self._session.run.is_told_long = False
            self._tell(WeightsMoved())

    def lend_moments(self, epochs: Sequence[int]) -> None:
        """Send the parameters at some epochs, which are replayed; without any, all that are kept.

        The moment on screen is the last one. Those of other data or of a network of another shape are left
        out.
        """
        session = self._session
        if session is None or self._problem is not None:
            return
        if epochs:
            seen = [(past.network, past.trainer.state()) for past in map(session.past.glance_at, epochs)]
            alike = [state for network, state in seen if network.is_like(session.shown.network)]
            self._tell(MomentsLent(tuple((state.epoch, state.parameters) for state in alike)))
        else:
            now = session.shown.trainer.state()
            kept = [moment for moment in session.run.log.moments() if moment[0] < now.epoch]
            self._tell(MomentsLent((*kept, (now.epoch, now.parameters))))

    # Keeping and comparing.

    def keep(self) -> None:
        """Keep a copy of the run as it is now."""
        session = self._session
        if session is None or self._problem is not None:
            return
        run = session.kept_copy()
        self._kept[run.key] = run
        self._tell(told_of(run))

    def keep_beside(self, experiment: Experiment, name: str) -> None:
        """Keep a run of other settings, which stands at epoch 0, under a name."""
        if self._session is None or self._problem is not None:
            return
        run = Session(experiment).kept_copy()
        self._kept[run.key] = run
        self._tell(replace(told_of(run), name=name))

    def lend(self, key: int) -> None:
        """Send a copy of a kept run, to be trained elsewhere."""
        if key in self._kept:
            self._tell(RunLent(key, self._kept[key].copy()))

    def take_grown(self, key: int, run: Run) -> None:
        """Replace a kept run by its further trained version, which must not change afterwards."""
        if key in self._kept:
            run.key = key
            self._kept[key] = run
            self._gallery.renew(key, run)

    def paint_runs(
        self, wishes: Sequence[tuple[int, int]], theme: Theme, side: int, on_one_plane: bool
    ) -> None:
        """Paint runs at epochs, one by one; `LIVE` is the live run at the moment on screen."""
        session = self._session
        if session is not None and self._problem is None:
            network = session.shown.network
            self._gallery.want(wishes, theme, side, network if on_one_plane else None)

    # Work.

    def _paint_a_run(self, session: Session) -> None:
        painted = self._gallery.paint_next(session, self._kept)
        if painted is not None:
            self._tell(painted)

    def _go_live(self, session: Session) -> None:
        before = session.shown.network
        session.look_at(None)
        if session.shown.network is not before:
            self._announce()

    def _train(self, session: Session) -> None:
        started = time.perf_counter()
        try:
            self._rhythm.train(session, self._orders.portion())
        except ScalarError as error:
            self._fail(error, session)
        if session.network.backend == "interpreted":
            # It never releases the interpreter lock by itself, and would block the window.
            time.sleep(BREATH_SECONDS)
        passed = time.perf_counter() - started
        session.play(passed)
        self._look_at_speed(session, passed)
        log = session.run.log
        if log.is_thinned and not session.run.is_told_long and log.n_bytes > FULL_SHARE * log.most_bytes:
            session.run.is_told_long = True
            text = LONG_RUN.format(session.run.log.most_bytes // MEGABYTE)
            self._say(Notice(text, "advice", "Keep more…", asks_memory=True))
        if session.stop_reason and self._playing:
            self._playing = False
            self._tell(Paused(session.stop_notice, self._revision))

    def _look_at_speed(self, session: Session, passed: float) -> None:
        """Send a notice, once per network, if an epoch takes long."""
        if self._trained_seconds is None:
            # The first portion makes the program, or waits for it.
            self._trained_seconds = 0.0
            session.forget_speed()
            return
        before, self._trained_seconds = self._trained_seconds, self._trained_seconds + passed
        if before < SPEED_KNOWN_SECONDS <= self._trained_seconds:
            notice = slow_problem(session.network, session.epochs_per_second)
            if notice is not None:
                self._say(notice)

    def _announce(self, *, is_other_run: bool = False) -> None:
        """Send the network in training, or why there is none."""
        if is_other_run:
            self._announced = None
        self._orders.renew()
        if self._problem is not None:
            self._announced = None
            self._tell(Blocked(self._problem))
        elif self._session is not None:
            self._trained_seconds = None
            self._rhythm.count_anew()
            network = self._session.shown.network
            _ = network.axes, network.principal  # cached now: too slow for the GUI thread
            self._tell(NetworkChanged(network, self._revision, self._beginning(self._session)))

    def _beginning(self, session: Session) -> int | None:
        """Return where a run stands of which nothing has been shown yet."""
        trainer, is_other = session.shown.trainer, session is not self._announced
        self._announced = session
        has_begun = trainer.step_count > 0 or session.is_looking_back
        return trainer.epoch if is_other or not has_begun else None

    def _fail(self, error: ScalarError, session: Session) -> None:
        self._playing = False
        text = f"{explain(error, session.network.experiment)} Rewind (R) goes back to epoch 0."
        # An update that overflows is no operation of the graph.
        notice = Notice(text, "problem")
        if error.operands:
            failure = Failure(session.network, session.training.trainer.parameters.copy())
            notice = replace(notice, action="Show me", failure=failure)
        self._tell(Paused(notice, self._revision))

    def _say(self, notice: Notice) -> None:
        self._tell(Said(notice, self._revision))
