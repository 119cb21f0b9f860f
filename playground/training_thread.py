"""The thread that trains: it drives a `Session` and answers requests for frames between portions of work."""

from __future__ import annotations

import queue
import time
import traceback
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QThread, Signal

from engine import ScalarError
from playground.models.ease_in import EaseIn
from playground.models.experiment import Experiment
from playground.models.frame import FrameRequest
from playground.models.frame_pace import FramePace
from playground.models.run import RunInfo
from playground.models.session import Session, explain
from playground.painting_thread import PaintingThread

PORTION_SECONDS = 0.016
SHORTEST_PORTION_SECONDS = 0.001
EASE_SECONDS = 0.004
BREATH_SECONDS = 0.001


class TrainingThread(QThread):
    """Owns the session; every method below `run` is called from the GUI thread and only leaves a message.

    Receivers of its signals must be slots of objects that live in the GUI thread.
    """

    run_changed = Signal(object)
    settings_refused = Signal(str)
    frame_ready = Signal(object)
    training_failed = Signal(str)
    step_finished = Signal()
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
        self._closing = False
        self._painting = PaintingThread(self)
        self._painting.frame_ready.connect(self.frame_ready)
        self._painting.crashed.connect(self.crashed)

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        self._painting.start()
        try:
            self._session = Session(self._first)
            self._announce(self._session.info)
            while not self._closing:
                self._serve_inbox()
                if self._playing and not self._closing:
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

    def reset(self) -> None:
        """Start again from epoch 0."""
        self._inbox.put(self._on_reset)

    def apply(self, experiment: Experiment) -> None:
        """Change the settings."""
        self._inbox.put(lambda: self._on_apply(experiment))

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
        idle = not self._playing and self._request is None
        while True:
            try:
                message = self._inbox.get(block=idle)
            except queue.Empty:
                return
            if message is None:
                return
            message()
            idle = False

    def _train(self, session: Session) -> None:
        started = time.perf_counter()
        last_epoch = self._ease.last_epoch
        try:
            if last_epoch is None or session.run.trainer.epoch < last_epoch:
                session.train_for(self._portion(), last_epoch)
            else:
                time.sleep(EASE_SECONDS)
        except ScalarError as error:
            self._fail(error, session)
        if session.run.trainer.backend == "interpreted":
            # It never lets go of the interpreter by itself, and the window would hardly move.
            time.sleep(BREATH_SECONDS)
        self._ease.play(time.perf_counter() - started)

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
        self._painting.order(session.moment(live=self._playing), request)

    def _on_play(self) -> None:
        self._playing = True

    def _on_pause(self) -> None:
        self._playing = False

    def _on_step(self) -> None:
        self._playing = False
        if self._session is not None:
            try:
                self._session.train_epoch(self._is_open)
            except ScalarError as error:
                self._fail(error, self._session)
        self.step_finished.emit()

    def _is_open(self) -> bool:
        return not self._closing

    def _on_reset(self) -> None:
        if self._session is not None:
            self._announce(self._session.reset())

    def _on_apply(self, experiment: Experiment) -> None:
        if self._session is None:
            return
        try:
            info = self._session.apply(experiment)
        except ValueError as error:
            self.settings_refused.emit(str(error))
            info = self._session.info
        self._announce(info)

    def _on_request(self, request: FrameRequest) -> None:
        # An answer for a run that is gone would be dropped, and the first frame of a run takes longest.
        if request.generation == self._generation:
            self._request = request

    def _announce(self, info: RunInfo) -> None:
        self._generation += 1
        self._request, self._pace = None, FramePace()
        if self._session is not None and self._session.run.trainer.epoch == 0:
            self._ease = EaseIn()
        self.run_changed.emit(info)

    def _fail(self, error: ScalarError, session: Session) -> None:
        self._playing = False
        self.training_failed.emit(explain(error, session.run.experiment))
