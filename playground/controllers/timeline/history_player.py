"""Plays the history of a run on a strip: forward, backward, over a range."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.models.timeline.playback import Playback
from playground.views.timeline.timeline_strip import TimelineStrip

PLAYBACK_MS = 33


class HistoryPlayer(QObject):
    """Moves the cursor of a strip at the speed that is chosen there.

    Signals
    -------
    moved
        The epoch to show; None for the newest moment.
    """

    moved = Signal(object)

    def __init__(self, strip: TimelineStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self._playback: Playback | None = None
        self._loop: tuple[int, int] | None = None
        self._speed, self._played_at = 1.0, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(PLAYBACK_MS)
        self._timer.timeout.connect(self._on_tick)
        strip.speed_selected.connect(self._on_view_speed_selected)

    @property
    def is_playing(self) -> bool:
        """Whether the cursor is on its way."""
        return self._playback is not None

    def play(self, direction: int) -> None:
        """Play from the epoch on screen: 1 forward, -1 backward, 0 not at all."""
        self.stop()
        timeline = self._strip.timeline
        if direction and timeline.last_epoch:
            self._start(direction, timeline.shown_epoch)

    def repeat(self, loop: tuple[int, int] | None) -> None:
        """Play a range over and over; None plays all of the history again."""
        self.stop()
        self._loop = loop
        if loop is not None:
            self._start(1, loop[0])

    def stop(self) -> None:
        """Stay where the cursor is."""
        self._timer.stop()
        if self._playback is not None:
            self._playback = None
            self._strip.set_playback(0)

    def _start(self, direction: int, epoch: int) -> None:
        last = self._strip.timeline.last_epoch
        if direction > 0 and epoch >= last:
            epoch = 0
        self._playback = Playback(direction, epoch, last, self._speed, self._loop)
        self._played_at = time.monotonic()
        self._timer.start()
        self._strip.set_playback(direction)

    @Slot()
    def _on_tick(self) -> None:
        playback = self._playback
        if playback is None:
            return
        now = time.monotonic()
        epoch = playback.advance(now - self._played_at)
        self._played_at = now
        is_over = playback.is_over
        self.moved.emit(None if is_over and playback.direction > 0 else epoch)
        if is_over:
            self.stop()

    @Slot(float)
    def _on_view_speed_selected(self, speed: float) -> None:
        self._speed = speed
        if self._playback is not None:
            self._start(self._playback.direction, self._strip.timeline.shown_epoch)
