"""What a piece of work in the background talks to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_ITEMS_A_CHECK = 4096


class CancelledError(Exception):
    """The work is not wanted any more."""


class Ticket:
    """Takes what the work tells of its progress, and tells it when to end.

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
        """Raise a CancelledError where the work is not wanted any more.

        Work does so every tenth of a second or more often: so long may a closed window be waited for.
        """
        if self.is_cancelled:
            raise CancelledError

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Hand out many small pieces of work, with a check now and then."""
        for number, item in enumerate(items):
            if number % _ITEMS_A_CHECK == 0:
                self.check()
            yield item


UNWATCHED = Ticket()
"""For work that nobody follows or cancels."""
