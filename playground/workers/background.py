"""Work in the background: one thing at a time, with progress, cancelled at any moment; the newest wins."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot


class CancelledError(Exception):
    """The work is not wanted any more."""


class Ticket:
    """What a piece of work talks to: it tells how far it is, and learns that it is to end."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Have the work end; from any thread."""
        self._cancelled.set()

    def tell(self, progress: object) -> None:
        """Tell how far the work is.

        Raises
        ------
        CancelledError
            It is not wanted any more.
        """
        self.check()
        self._tell(progress)

    def check(self) -> None:
        """Raise a CancelledError where the work is not wanted any more."""
        if self.is_cancelled:
            raise CancelledError


Work = Callable[[Ticket], Any]


class Job(QThread):
    """Does what it is given in a thread of its own, which waits for more until `close`.

    A newer order takes the place of the one in hand. Signals come in the thread this object lives in, only
    for the newest order: after `cancel` or another `order` nothing is heard of the one before.

    Signals
    -------
    progressed
        What the work told.
    done
        What it returned.
    refused
        The sentence of a ValueError or an OSError: there is no result, and the reason is no fault of ours.
    crashed
        The traceback of an error that nobody foresaw.
    """

    progressed = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    crashed = Signal(str)
    _told = Signal(int, str, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._orders: queue.SimpleQueue[tuple[int, Ticket, Work] | None] = queue.SimpleQueue()
        self._number = 0
        self._ticket: Ticket | None = None
        self._told.connect(self._on_told)

    @property
    def is_busy(self) -> bool:
        """Whether something is waited for."""
        return self._ticket is not None

    def order(self, work: Work) -> None:
        """Have something done in the place of what is in hand."""
        self.cancel()
        number = self._number
        self._ticket = Ticket(lambda progress: self._told.emit(number, "progressed", progress))
        self._orders.put((number, self._ticket, work))
        if not self.isRunning():
            self.start()

    def cancel(self) -> None:
        """Give up what is in hand; nothing more is heard of it."""
        self._number += 1
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def close(self) -> None:
        """Give up, end the thread and wait for it."""
        self.cancel()
        self._orders.put(None)
        self.wait()

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        while (order := self._orders.get()) is not None:
            number, ticket, work = order
            if not ticket.is_cancelled:
                self._told.emit(number, *_outcome(work, ticket))

    @Slot(int, str, object)
    def _on_told(self, number: int, outcome: str, value: object) -> None:
        """Hand on what is heard of the newest order. (Called in the thread this object lives in.)"""
        if number != self._number or self._ticket is None:
            return
        if outcome != "progressed":
            self._ticket = None
        if outcome != "cancelled":
            getattr(self, outcome).emit(value)


def _outcome(work: Work, ticket: Ticket) -> tuple[str, object]:
    try:
        return "done", work(ticket)
    except CancelledError:
        return "cancelled", None
    except (ValueError, OSError) as error:
        return "refused", str(error)
    except Exception:
        return "crashed", traceback.format_exc()
