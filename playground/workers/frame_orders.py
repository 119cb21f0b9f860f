"""Has the frame painted that was asked for, once it is due and the last one is done."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Protocol

from playground.models.picture.frame import FrameRequest
from playground.models.run.frame_pace import FramePace
from playground.models.run.moment import Moment
from playground.models.run.session import Session

PORTION_SECONDS = 0.016
SHORTEST_PORTION_SECONDS = 0.001
# How long to wait for the last frame before looking for commands again: the newest moment is painted.
PATIENCE_SECONDS = 0.002
# Until the cursor rests, pictures that take longer than this are made coarser.
SLOW_PICTURE_SECONDS = 0.005


class Painter(Protocol):
    """Paints frames elsewhere, one at a time."""

    @property
    def last_cost(self) -> float: ...

    def wait_until_idle(self, seconds: float) -> bool: ...

    def order(self, moment: Moment, request: FrameRequest) -> None: ...


class FrameOrders:
    """Keeps the newest request, and hands it to a painter with the moment it shows.

    Attributes
    ----------
    generation
        Counts what is trained; requests for what was trained before are dropped.
    """

    def __init__(self, painter: Painter) -> None:
        self.generation = 0
        self._painter = painter
        self._request: FrameRequest | None = None
        self._pace = FramePace()
        # CPU seconds of the last picture that was not coarser, and whether the last one was.
        self._picture_cost, self._was_draft = 0.0, False
        self._is_on_the_way = False

    @property
    def is_waiting(self) -> bool:
        """Whether a frame is still to be painted."""
        return self._request is not None

    @property
    def is_passing(self) -> bool:
        """Whether the cursor was on the move when a frame was asked for."""
        return self._request is not None and self._request.is_passing

    def ask(self, request: FrameRequest) -> None:
        """Ask for one frame; a newer request replaces a pending one."""
        # A frame of a replaced network would be dropped, and the first frame of a network takes longest.
        if request.generation == self.generation:
            self._request = request

    def drop(self) -> None:
        """Forget the pending request."""
        self._request = None

    def renew(self) -> None:
        """Take requests for something else from now on."""
        self.generation += 1
        self._request, self._pace = None, FramePace()

    def portion(self) -> float:
        """Return the seconds to train before commands and clock are checked again."""
        if self._request is None:
            return PORTION_SECONDS
        left = self._pace.next_at - time.perf_counter()
        return min(PORTION_SECONDS, max(SHORTEST_PORTION_SECONDS, left))

    def answer(self, session: Session, *, is_playing: bool) -> None:
        """Have the pending frame painted, unless it is not due yet or the last one is still being painted."""
        if self._request is None:
            return
        now = time.perf_counter()
        if is_playing and now < self._pace.next_at:
            return
        # During training there is better to do than wait for the last frame.
        if not self._painter.wait_until_idle(0.0 if is_playing else PATIENCE_SECONDS):
            return
        cost = self._painter.last_cost
        if not self._was_draft:
            self._picture_cost = cost
        is_draft = self._request.is_passing and self._picture_cost > SLOW_PICTURE_SECONDS
        request, self._request = replace(self._request, live=is_playing, is_passing=is_draft), None
        self._was_draft, self._is_on_the_way = is_draft, session.past.is_on_the_way
        self._pace.record(now, cost)
        self._painter.order(session.moment(request), request)

    def take_on_the_way(self) -> bool:
        """Return, once, whether the last frame shows a moment on the way to the one that is looked at."""
        was_on_the_way, self._is_on_the_way = self._is_on_the_way, False
        return was_on_the_way
