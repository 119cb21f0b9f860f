"""Trains two networks side by side without keeping the window waiting."""

from __future__ import annotations

import threading
import traceback

from PySide6.QtCore import QThread, Signal

from playground.models.graph.mistakes.twin_run import TwinRun
from playground.models.run.network import Network

# A slice between two reports: 10 a second are as many as one can follow.
SLICE_SECONDS = 0.1


class TwinThread(QThread):
    """Makes both networks and trains them, slice by slice, until they are done or it is cancelled.

    Signals
    -------
    progressed
        A `TwinReport`; the last one is done.
    refused
        A sentence on why this network cannot make the mistake.
    crashed
        The traceback of an error that nobody foresaw.
    """

    progressed = Signal(object)
    refused = Signal(str)
    crashed = Signal(str)

    def __init__(self, network: Network, mistake: str) -> None:
        super().__init__()
        self.setObjectName("twins")
        self._network, self._mistake = network, mistake
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Give up after the slice in hand; nothing more is told."""
        self._cancelled.set()

    def close(self) -> None:
        """Give up and wait for the thread."""
        self.cancel()
        self.wait()

    def run(self) -> None:
        """Work until both are done. (Called by Qt in the new thread.)"""
        try:
            self._train()
        except Exception:
            self.crashed.emit(traceback.format_exc())

    def _train(self) -> None:
        try:
            twins = TwinRun(self._network, self._mistake)
        except ValueError as error:
            self.refused.emit(str(error))
            return
        is_done = False
        while not is_done and not self._cancelled.is_set():
            report = twins.advance(SLICE_SECONDS)
            is_done = report.is_done
            if not self._cancelled.is_set():
                self.progressed.emit(report)
