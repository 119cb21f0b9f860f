"""Ends the program when the terminal or the system asks for it: at any moment, in order, with exit code 0."""

from __future__ import annotations

# Nothing large here: this module is loaded before all others.
import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ending:
    """Takes over Ctrl+C, a request to end, and a terminal that is gone.

    Until `call` nothing is open, and the process ends at once. After that, the first signal asks for an end
    in order; the second of a kind does what the system makes of it.
    """

    def __init__(self) -> None:
        self._end: Callable[[], None] | None = None
        self._tidy: Callable[[], None] | None = None
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, self._on_signal)

    def release(self) -> None:
        """Leave the signals to Python again."""
        for number in SIGNALS:
            if signal.getsignal(number) == self._on_signal:
                is_interrupt = number == signal.SIGINT
                signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)

    def tidy_with(self, tidy: Callable[[], None]) -> None:
        """Call something before the process ends at once."""
        self._tidy = tidy

    def call(self, end: Callable[[], None]) -> None:
        """From now on have Qt's event loop call `end`, never in the middle of something else."""
        import socket

        from PySide6.QtCore import QSocketNotifier

        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_woken)
        self._end = end
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Call nobody any more; signals end the process at once."""
        self._end = None
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._end is None:
            if self._tidy is not None:
                self._tidy()
            os._exit(0)
        signal.signal(number, signal.SIG_DFL)
        # One that comes while `call` is at work has woken nobody.
        self._writer.send(b"!")

    def _on_woken(self) -> None:
        self._reader.recv(64)
        if self._end is not None:
            self._end()
