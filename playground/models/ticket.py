"""Lets background work report progress and be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_ITEMS_A_CHECK = 4096


class CancelledError(Exception):
    """The work was cancelled."""


class Ticket:
    """Receives the progress of the work, and tells it when to end.

    Parameters
    ----------
    tell
        Called with the progress, in the thread of the work.
    """

    def __init__(self, tell: Callable[[object], None] = lambda progress: None) -> None:
        self._tell = tell
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether the work was cancelled."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Cancel the work; callable from any thread."""
        self._cancelled.set()

    def tell(self, progress: object) -> None:
        """Report progress.

        Raises
        ------
        CancelledError
            The work was cancelled.
        """
        self.check()
        self._tell(progress)

    def check(self) -> None:
        """Raise a CancelledError if the work was cancelled.

        Work calls it at least every tenth of a second: that is how long closing the window may take.
        """
        if self.is_cancelled:
            raise CancelledError

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield many small pieces of work, checking now and then."""
        for number, item in enumerate(items):
            if number % _ITEMS_A_CHECK == 0:
                self.check()
            yield item


UNWATCHED = Ticket()
"""For work that is neither watched nor cancelled."""
