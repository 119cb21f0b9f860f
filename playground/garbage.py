"""Python's collector of reference cycles, run by the window's thread when it suits."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

YOUNG_MS = 1_000
SETTLED_MS = 8_000
WHOLE_MS = 300_000


class GarbageCollection(QObject):
    """Replaces the automatic collector, which stops all threads in the midst of anything.

    It ran in the thread that happened to make an object, so that widgets could end outside of the window's
    thread, and went through 170,000 objects of loaded modules each time: 100 ms in which nothing moved. Now
    young objects are looked at every second, others every 5 minutes, and what was there when the window had
    settled, never again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        QTimer.singleShot(SETTLED_MS, self, gc.freeze)
        for interval, collect in ((YOUNG_MS, self._collect_young), (WHOLE_MS, self._collect_all)):
            timer = QTimer(self)
            timer.setInterval(interval)
            timer.timeout.connect(collect)
            timer.start()

    @Slot()
    def _collect_young(self) -> None:
        gc.collect(1)

    @Slot()
    def _collect_all(self) -> None:
        gc.collect()
