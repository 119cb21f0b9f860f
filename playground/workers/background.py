"""Background jobs: one order at a time, with progress and cancelling; the newest order wins."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from playground.models.ticket import CancelledError, Ticket

Work = Callable[[Ticket], Any]


class Job(QThread):
    """Runs orders in a thread of its own, which waits for more until `close`.

    A newer order replaces the current one. Signals are emitted in the thread this object lives in, only
    for the newest order: after `cancel` or another `order` the old one emits nothing more.

    Parameters
    ----------
    finishes
        Whether closing lets the current order finish, such as writing a file.

    Signals
    -------
    progressed
        Progress reported by the work.
    done
        Its result.
    refused
        The message of a ValueError or an OSError, or that memory ran out: there is no result, and
        the cause is not a bug.
    crashed
        The traceback of an unexpected error.
    """

    progressed = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    crashed = Signal(str)
    _told = Signal(int, str, object)

    def __init__(self, name: str, parent: QObject | None = None, *, finishes: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._finishes = finishes
        self._is_closing = False
        self._orders: queue.SimpleQueue[tuple[int, Ticket, Work] | None] = queue.SimpleQueue()
        self._number = 0
        self._ticket: Ticket | None = None
        self._told.connect(self._on_told)

    @property
    def is_busy(self) -> bool:
        """Whether a result is pending."""
        return self._ticket is not None

    def order(self, work: Work) -> None:
        """Run something in place of the current order; ignored while closing."""
        self.cancel()
        if self._is_closing:
            return
        number = self._number
        self._ticket = Ticket(lambda progress: self._told.emit(number, "progressed", progress))
        self._orders.put((number, self._ticket, work))
        if not self.isRunning():
            self.start()

    def cancel(self) -> None:
        """Cancel the current order; it emits nothing more."""
        self._number += 1
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def stop(self) -> None:
        """Start closing without waiting, so that several jobs can close at the same time."""
        if not self._is_closing:
            self._is_closing = True
            if not self._finishes:
                self.cancel()
            self._orders.put(None)

    def close(self) -> None:
        """End the thread and wait for it, until the current work checks its ticket."""
        self.stop()
        self.wait()
        self.cancel()

    def run(self) -> None:
        """Work until `close` is called. (Called by Qt in the new thread.)"""
        while (order := self._orders.get()) is not None:
            number, ticket, work = order
            if not ticket.is_cancelled:
                self._told.emit(number, *_outcome(work, ticket))

    @Slot(int, str, object)
    def _on_told(self, number: int, outcome: str, value: object) -> None:
        """Pass on signals of the newest order. (Called in the thread this object lives in.)"""
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
    except MemoryError:
        return "refused", "the memory is too small for it"
    except Exception:
        return "crashed", traceback.format_exc()
