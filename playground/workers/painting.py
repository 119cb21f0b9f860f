"""The thread that paints frames while the training thread runs machine code."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread

from playground.models.picture.frame import FrameRequest
from playground.models.run.moment import Moment
from playground.rendering.frame_painter import FramePainter
from playground.workers.events import FramePainted


class PaintingThread(QThread):
    """Paints one frame at a time.

    Parameters
    ----------
    tell
        Receives every frame as an event, in this thread.
    on_crash
        Receives the traceback of a frame that could not be painted, in this thread.
    """

    def __init__(
        self,
        tell: Callable[[FramePainted], None],
        on_crash: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("painting")
        self._tell, self._on_crash = tell, on_crash
        self._orders: queue.SimpleQueue[tuple[Moment, FrameRequest] | None] = queue.SimpleQueue()
        self._idle = threading.Event()
        self._idle.set()
        self._last_cost = 0.0

    @property
    def last_cost(self) -> float:
        """CPU seconds the last frame took; 0 before the first."""
        return self._last_cost

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait for the last frame, at most that long; return whether it is done."""
        return self._idle.wait(seconds)

    def order(self, moment: Moment, request: FrameRequest) -> None:
        """Start painting a frame; only while idle."""
        self._idle.clear()
        self._orders.put((moment, request))

    def close(self) -> None:
        """End the thread and wait for it."""
        self._orders.put(None)
        self.wait()

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        painter = FramePainter()
        while (order := self._orders.get()) is not None:
            # CPU time, not elapsed time: other programs must not make frames rarer still.
            worked = time.thread_time()
            try:
                frame = painter.paint(*order)
            except Exception:
                self._on_crash(traceback.format_exc())
                painter = FramePainter()
            else:
                self._last_cost = time.thread_time() - worked
                self._tell(FramePainted(frame))
            finally:
                self._idle.set()
