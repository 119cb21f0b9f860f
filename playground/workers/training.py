"""The thread that trains: it drives a `Session` and answers requests for frames between portions of work."""

from __future__ import annotations

import queue
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QThread, Signal

from engine import ScalarError
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.experiment_file import (
    SavedExperiment,
    damaged,
    read_experiment,
    write_experiment,
)
from playground.models.experiment.problem import NotTrainableError, Problem
from playground.models.picture.frame import FrameRequest
from playground.models.run.applied_update import AppliedUpdate
from playground.models.run.ease_in import EaseIn
from playground.models.run.frame_pace import FramePace
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.parameter_map import ParameterKey
from playground.models.run.run import RunInfo
from playground.models.run.session import Session, explain
from playground.models.run.slow_run import slow_problem
from playground.models.run.speed import StepPace, is_slow_motion
from playground.workers.painting import PaintingThread

PORTION_SECONDS = 0.016
SHORTEST_PORTION_SECONDS = 0.001
EASE_SECONDS = 0.004
BREATH_SECONDS = 0.001
# Training for that long tells how long an epoch takes.
SPEED_KNOWN_SECONDS = 0.4
LATE_UPDATE = "The network has changed since this gradient was computed: look again, then apply it."


class TrainingThread(QThread):
    """Owns the session; every method below `run` is called from the GUI thread and only leaves a message.

    Receivers of its signals must be slots of objects that live in the GUI thread.
    """

    run_changed = Signal(object)
    blocked = Signal(object)
    slowness_found = Signal(object)
    settings_refused = Signal(str)
    opened = Signal(object, object)
    saved = Signal(object)
    file_refused = Signal(str)
    frame_ready = Signal(object)
    training_failed = Signal(str)
    step_finished = Signal()
    update_applied = Signal(object)
    update_refused = Signal(str)
    stopped = Signal(str)
    crashed = Signal(str)

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self.setObjectName("training")
        self._first = experiment
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._session: Session | None = None
        self._playing = False
        self._request: FrameRequest | None = None
        self._pace = FramePace()
        self._ease = EaseIn()
        self._generation = 0
        self._problem: Problem | None = None
        self._trained_seconds = 0.0
        self._steps: StepPace | None = None
        self._closing = False
        self._painting = PaintingThread(self)
        self._painting.frame_ready.connect(self.frame_ready)
        self._painting.crashed.connect(self.crashed)

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        self._painting.start()
        try:
            self._begin(self._first)
            while not self._closing:
                self._serve_inbox()
                if self._session is not None and not self._closing:
                    if self._trains:
                        self._train(self._session)
                    self._answer_request(self._session)
        except Exception:
            self.crashed.emit(traceback.format_exc())
        finally:
            self._painting.close()

    # Called from the GUI thread.

    def play(self) -> None:
        """Train until paused."""
        self._inbox.put(self._on_play)

    def pause(self) -> None:
        """Stop after the batch in hand."""
        self._inbox.put(self._on_pause)

    def step(self) -> None:
        """Train to the end of the epoch, then pause."""
        self._inbox.put(self._on_step)

    def go_to_next_phase(self) -> None:
        """Pause, and let the next phase of a step in slow motion pass."""
        self._inbox.put(self._on_next_phase)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Make so many updates a second, or as many as can be made."""
        self._inbox.put(lambda: self._on_speed(steps_per_second))

    def set_parameters(self, values: Mapping[ParameterKey, float]) -> None:
        """Set single weights and biases."""
        self._inbox.put(lambda: self._on_parameters(values))

    def apply_update(self, report: OptimizerReport, gradients: NDArray[np.float64]) -> None:
        """Make one update with a gradient, if the run still stands where `report` was made."""
        self._inbox.put(lambda: self._on_update(report, gradients))

    def put_update(self, update: AppliedUpdate, is_applied: bool) -> None:
        """Take such an update back, or make it again."""
        self._inbox.put(lambda: self._on_put_update(update, is_applied))

    def reset(self) -> None:
        """Start again from epoch 0."""
        self._inbox.put(self._on_reset)

    def apply(self, experiment: Experiment) -> None:
        """Change the settings."""
        self._inbox.put(lambda: self._on_apply(experiment))

    def open_file(self, path: Path) -> None:
        """Go on with a saved experiment, paused; a file that cannot be read changes nothing."""
        self._inbox.put(lambda: self._on_open(path))

    def save_file(self, path: Path, experiment: Experiment) -> None:
        """Save the run; `experiment` is saved where it cannot be trained."""
        self._inbox.put(lambda: self._on_save(path, experiment))

    def request_frame(self, request: FrameRequest) -> None:
        """Ask for one frame; a newer request replaces one that waits."""
        self._inbox.put(lambda: self._on_request(request))

    def close(self) -> None:
        """End the thread and wait for it."""
        self._closing = True
        self._inbox.put(None)
        self.wait()

    # Called in the training thread.

    def _serve_inbox(self) -> None:
        """Handle all messages; wait for one where there is nothing else to do."""
        idle = not self._trains and self._request is None
        while True:
            try:
                message = self._inbox.get(block=idle)
            except queue.Empty:
                return
            if message is None:
                return
            message()
            idle = False

    @property
    def _trains(self) -> bool:
        return self._playing and self._problem is None and self._session is not None

    def _train(self, session: Session) -> None:
        started = time.perf_counter()
        try:
            if self._steps is None:
                self._train_freely(session)
            else:
                self._train_by_steps(session, self._steps)
        except ScalarError as error:
            self._fail(error, session)
        if session.run.trainer.backend == "interpreted":
            # It never lets go of the interpreter by itself, and the window would hardly move.
            time.sleep(BREATH_SECONDS)
        passed = time.perf_counter() - started
        self._ease.play(passed)
        session.seconds_played += passed
        self._look_at_speed(session, passed)
        if session.stop_reason and self._playing:
            self._playing = False
            self.stopped.emit(session.stop_reason)

    def _train_by_steps(self, session: Session, pace: StepPace) -> None:
        """Make the steps that are due, or stand where the present one is."""
        now = time.perf_counter()
        if is_slow_motion(pace.steps_per_second):
            session.train_slowly(min(pace.share(now), 1.0))
            pace.take(now)
        else:
            session.train_steps(pace.take(now))
        time.sleep(min(EASE_SECONDS, pace.seconds_to_next(time.perf_counter())))

    def _train_freely(self, session: Session) -> None:
        last_epoch = self._ease.last_epoch
        if last_epoch is None or session.run.trainer.epoch < last_epoch:
            session.train_for(self._portion(), last_epoch)
        else:
            time.sleep(EASE_SECONDS)

    def _look_at_speed(self, session: Session, passed: float) -> None:
        """Say once a run where an epoch takes long."""
        before, self._trained_seconds = self._trained_seconds, self._trained_seconds + passed
        if before < SPEED_KNOWN_SECONDS <= self._trained_seconds:
            problem = slow_problem(session.info, session.epochs_per_second)
            if problem is not None:
                self.slowness_found.emit(problem)

    def _portion(self) -> float:
        """Seconds to train before the inbox and the clock are looked at again."""
        if self._request is None:
            return PORTION_SECONDS
        left = self._pace.next_at - time.perf_counter()
        return min(PORTION_SECONDS, max(SHORTEST_PORTION_SECONDS, left))

    def _answer_request(self, session: Session) -> None:
        if self._request is None or self._closing:
            return
        now = time.perf_counter()
        if self._playing and now < self._pace.next_at:
            return
        # While it trains there is better to do than to wait for the last frame.
        if not self._painting.wait_until_idle(0.0 if self._playing else 0.02):
            return
        request, self._request = replace(self._request, live=self._playing), None
        self._pace.record(now, self._painting.last_cost)
        self._painting.order(session.moment(request), request)

    def _on_play(self) -> None:
        self._playing = True
        if self._session is not None:
            self._session.resume()
        if self._steps is not None:
            self._on_speed(self._steps.steps_per_second)

    def _on_speed(self, steps_per_second: float | None) -> None:
        now = time.perf_counter()
        self._steps = None if steps_per_second is None else StepPace(steps_per_second, now)

    def _on_parameters(self, values: Mapping[ParameterKey, float]) -> None:
        if self._session is not None:
            self._session.set_parameters(values)
            self.step_finished.emit()

    def _on_update(self, report: OptimizerReport, gradients: NDArray[np.float64]) -> None:
        session = self._session
        if session is None or self._problem is not None:
            return
        try:
            update = session.apply_update(report, gradients)
        except ScalarError as error:
            self._fail(error, session)
            return
        if update is None:
            self.update_refused.emit(LATE_UPDATE)
        else:
            self.update_applied.emit(update)
        self.step_finished.emit()

    def _on_put_update(self, update: AppliedUpdate, is_applied: bool) -> None:
        if self._session is not None:
            self._session.put_update(update, is_applied=is_applied)
            self.step_finished.emit()

    def _on_pause(self) -> None:
        self._playing = False

    def _on_step(self) -> None:
        self._playing = False
        if self._session is not None and self._problem is None:
            try:
                self._session.train_epoch(self._is_open)
            except ScalarError as error:
                self._fail(error, self._session)
        self.step_finished.emit()

    def _on_next_phase(self) -> None:
        self._playing = False
        if self._session is not None and self._problem is None:
            try:
                self._session.go_to_next_phase()
            except ScalarError as error:
                self._fail(error, self._session)
        self.step_finished.emit()

    def _is_open(self) -> bool:
        return not self._closing

    def _on_reset(self) -> None:
        if self._problem is not None:
            self._block(self._problem)
        elif self._session is not None:
            self._announce(self._session.reset())

    def _begin(self, experiment: Experiment) -> None:
        """Start with an experiment, or where it is damaged with the default one."""
        try:
            self._session = Session(experiment)
        except NotTrainableError as error:
            self._block(error.problem)
            return
        except ValueError as error:
            self.settings_refused.emit(str(error))
            self._session = Session(Experiment())
        self._announce(self._session.info)

    def _on_apply(self, experiment: Experiment) -> None:
        if self._session is None:
            self._begin(experiment)
            return
        try:
            info = self._session.apply(experiment)
        except NotTrainableError as error:
            # The run stays as it is: with the problem out of the way it may go on.
            self._block(error.problem)
            return
        except ValueError as error:
            self.settings_refused.emit(str(error))
            info = self._session.info
        self._announce(info)

    def _on_open(self, path: Path) -> None:
        try:
            saved = read_experiment(path)
            session, problem = None, None
            try:
                session = Session.opened(saved)
            except NotTrainableError as error:
                problem = error.problem
            except ValueError as error:
                raise damaged(path, error) from None
        except (OSError, ValueError) as error:
            self.file_refused.emit(str(error))
        else:
            self._session, self._playing = session, False
            self.opened.emit(path, saved.experiment)
            if problem is not None:
                self._block(problem)
            elif session is not None:
                self._announce(session.info)

    def _on_save(self, path: Path, experiment: Experiment) -> None:
        trained = self._session if self._problem is None else None
        try:
            write_experiment(SavedExperiment(experiment, None) if trained is None else trained.saved, path)
        except (OSError, ValueError) as error:
            self.file_refused.emit(str(error))
        else:
            self.saved.emit(path)

    def _block(self, problem: Problem) -> None:
        self._generation += 1
        self._request, self._problem = None, problem
        self.blocked.emit(problem)

    def _on_request(self, request: FrameRequest) -> None:
        # An answer for a run that is gone would be dropped, and the first frame of a run takes longest.
        if request.generation == self._generation:
            self._request = request

    def _announce(self, info: RunInfo) -> None:
        self._generation += 1
        self._request, self._pace, self._problem = None, FramePace(), None
        self._trained_seconds = 0.0
        if self._session is not None and self._session.run.trainer.epoch == 0:
            self._ease = EaseIn()
        self.run_changed.emit(info)

    def _fail(self, error: ScalarError, session: Session) -> None:
        self._playing = False
        self.training_failed.emit(explain(error, session.run.experiment))
