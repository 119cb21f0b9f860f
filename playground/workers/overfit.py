"""Runs the test "Overfit one batch" without keeping the window waiting."""

from __future__ import annotations

import threading
import traceback

from PySide6.QtCore import QThread, Signal

from playground.models.diagnosis.overfit import OverfitTest
from playground.models.run.network import Network

# A slice between two reports: 20 a second are as many as one can follow.
SLICE_SECONDS = 0.05


class OverfitThread(QThread):
    """Makes the network and trains it, slice by slice, until there is a result or it is cancelled.

    Signals
    -------
    progressed
        Updates made so far, from 0, and the loss after them.
    judged
        An `OverfitResult`; never after `cancel`, but for one that is already on its way.
    crashed
        The traceback of an error that nobody foresaw.
    """

    progressed = Signal(int, float)
    judged = Signal(object)
    crashed = Signal(str)

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.setObjectName("overfit")
        self._network = network
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Give up after the slice in hand."""
        self._cancelled.set()

    def close(self) -> None:
        """Give up and wait for the thread."""
        self.cancel()
        self.wait()

    def run(self) -> None:
        """Work until there is a result. (Called by Qt in the new thread.)"""
        try:
            self._test()
        except Exception:
            self.crashed.emit(traceback.format_exc())

    def _test(self) -> None:
        test = OverfitTest(self._network)
        seconds = 0.0  # the first loss, at once: all others are measured by it
        while test.result is None and not self._cancelled.is_set():
            test.advance(seconds)
            seconds = SLICE_SECONDS
            if test.result is None:
                self.progressed.emit(test.update, test.loss)
        if test.result is not None and not self._cancelled.is_set():
            self.judged.emit(test.result)
