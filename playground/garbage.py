"""Python's collector of reference cycles, run by the window's thread when it suits."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Slot

YOUNG_MS = 1_000
SETTLED_MS = 8_000
WHOLE_MS = 300_000
# Looking at so many takes 10 ms, in which nothing moves.
MOST_YOUNG = 20_000
LONGEST_PUT_OFF = 60


class GarbageCollection(QObject):
    """Replaces the automatic collector, which stops all threads in the midst of anything.

    It ran in the thread that happened to make an object, so that widgets could end outside of the window's
    thread, and went through 170,000 objects of loaded modules each time: 100 ms in which nothing moved. Now
    young objects are looked at every second, others every 5 minutes, and what was there when the window had
    settled, never again.

    Many young objects are those of modules that were loaded, which stay to the end, or of a network that is
    being compiled, which are gone in a moment without any collector: neither is looked at.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._modules, self._put_off = len(sys.modules), 0
        QTimer.singleShot(SETTLED_MS, self, gc.freeze)
        for interval, collect in ((YOUNG_MS, self._collect_young), (WHOLE_MS, self._collect_all)):
            timer = QTimer(self)
            timer.setInterval(interval)
            timer.timeout.connect(collect)
            timer.start()

    @Slot()
    def _collect_young(self) -> None:
        has_loaded, self._modules = len(sys.modules) > self._modules, len(sys.modules)
        is_much = gc.get_count()[0] > MOST_YOUNG
        if is_much and has_loaded:
            gc.freeze()
        elif is_much and self._put_off < LONGEST_PUT_OFF:
            self._put_off += 1
            return
        else:
            gc.collect(1)
        self._put_off = 0

    @Slot()
    def _collect_all(self) -> None:
        gc.collect()
