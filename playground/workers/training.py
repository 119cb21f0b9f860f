"""The training thread."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QThread, Signal

from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import Cover, SavedWork
from playground.workers.freed_memory import LOOK_SECONDS
from playground.workers.painting import PaintingThread
from playground.workers.training_desk import TrainingDesk
from playground.workers.work_files import Opening

P = ParamSpec("P")
# How often a stop request is repeated: a call that was just starting may have missed the previous one.
STOP_MS = 10
# A command of the first kind is skipped if a later one of the same name is queued, with only those of the
# second kind in between: the newest wins.
_REPLACING = {
    TrainingDesk.apply, TrainingDesk.open_file, TrainingDesk.look_at, TrainingDesk.preview,
    TrainingDesk.paint_runs,
}  # fmt: skip
_PASSING = {
    TrainingDesk.request_frame, TrainingDesk.set_speed, TrainingDesk.play, TrainingDesk.pause,
}  # fmt: skip
_Verb = Callable[..., None]


class TrainingThread(QThread):
    """Runs a `TrainingDesk`: takes commands, returns events.

    Receivers of `told` must be slots of objects that live in the GUI thread.
    """

    told = Signal(object)

    def __init__(self, experiment: Experiment, opening: Opening | None = None) -> None:
        super().__init__()
        self.setObjectName("training")
        self._inbox: queue.SimpleQueue[tuple[_Verb, partial[None]] | None] = queue.SimpleQueue()
        self._waiting: deque[tuple[_Verb, partial[None]]] = deque()
        self._closing = threading.Event()
        self._painting = PaintingThread(self.told.emit, self._on_painting_crash, self)
        self._desk = TrainingDesk(self.told.emit, self._painting)
        if opening is None:
            self.post(TrainingDesk.begin, experiment)
        else:
            self.post(TrainingDesk.begin_with, opening, experiment)

    def post(
        self, verb: Callable[Concatenate[TrainingDesk, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Queue a command of the desk; commands run in the order of the calls."""
        self._inbox.put((verb, partial(verb, self._desk, *args, **kwargs)))

    def close(self) -> None:
        """End the thread and wait for it; queued commands are dropped."""
        self._closing.set()
        self._inbox.put(None)
        while self.isRunning() and not self.wait(STOP_MS):
            self._desk.stop()

    def last_work(self, cover: Cover) -> SavedWork | None:
        """Return what a file is to hold at the end, None where nothing has begun; only after `close`."""
        return self._desk.work_to_save(cover) if self._desk.has_begun else None

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        self._painting.start()
        try:
            while not self._closing.is_set():
                self._serve()
                if not self._closing.is_set():
                    self._desk.carry_out(self._desk.work)
        finally:
            self._painting.close()

    def _on_painting_crash(self, text: str) -> None:
        self.post(TrainingDesk.crash, text)

    def _serve(self) -> None:
        """Run all queued commands; wait a while for one if there is nothing else to do."""
        self._collect(wait=self._desk.is_idle)
        while self._waiting and not self._closing.is_set():
            verb, act = self._waiting.popleft()
            if not self._is_superseded(verb):
                self._desk.carry_out(act)
            self._collect(wait=False)

    def _collect(self, *, wait: bool) -> None:
        try:
            while (command := self._inbox.get(wait and not self._waiting, LOOK_SECONDS)) is not None:
                self._waiting.append(command)
        except queue.Empty:
            pass

    def _is_superseded(self, verb: _Verb) -> bool:
        if verb not in _REPLACING:
            return False
        later = next((other for other, _ in self._waiting if other not in _PASSING), None)
        return later is verb or later is TrainingDesk.begin
