"""The thread that builds and lays out graphs, so that the window need not wait for thousands of nodes."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from playground.models.graph.drawing import Drawing

Job = Callable[[], Drawing]


class GraphDrawer(QThread):
    """Does the newest job; what came before it is dropped.

    Signals
    -------
    drawn
        A `Drawing`.
    refused
        A sentence on why there is none.
    crashed
        The traceback of an unforeseen error.
    """

    drawn = Signal(object)
    refused = Signal(str)
    crashed = Signal(str)
    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph")
        self._jobs: queue.SimpleQueue[tuple[int, Job] | None] = queue.SimpleQueue()
        self._number = 0
        self._done.connect(self._on_done)

    def order(self, job: Job) -> None:
        """Have a graph drawn in place of any that is on its way."""
        self._number += 1
        if not self.isRunning():
            self.start()
        self._jobs.put((self._number, job))

    def give_up(self) -> None:
        """Drop what is on its way."""
        self._number += 1

    def close(self) -> None:
        """End the thread and wait for it; results that are on their way are dropped."""
        self._number += 1
        self._jobs.put(None)
        self.wait()

    @Slot(int, object)
    def _on_done(self, number: int, outcome: Drawing | str) -> None:
        """Hand on the newest outcome. (Called in the thread this object lives in.)"""
        if number == self._number:
            if isinstance(outcome, str):
                self.refused.emit(outcome)
            else:
                self.drawn.emit(outcome)

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        try:
            while (order := self._jobs.get()) is not None:
                number, job = order
                if not self._jobs.empty():
                    continue
                try:
                    outcome: Drawing | str = job()
                except ValueError as error:
                    outcome = str(error)
                self._done.emit(number, outcome)
        except Exception:
            self.crashed.emit(traceback.format_exc())
