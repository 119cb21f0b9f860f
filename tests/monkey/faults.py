"""Counts what went wrong, with the actions before it."""

from __future__ import annotations

import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LAST_ACTIONS = 12
# What these platforms say of themselves at every window.
IGNORED_MESSAGES = ("This plugin does not support", "QStandardPaths: ")


class Faults:
    """Exceptions of all threads, warnings of Qt and whatever else is told of, by what they say.

    Attributes
    ----------
    counts
        How often each was met.
    first_after
        The last actions before each was first met.
    """

    def __init__(self, trail: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.first_after: dict[str, list[str]] = {}
        self._actions: deque[str] = deque(maxlen=LAST_ACTIONS)
        # Written as it goes: after a crash nobody could ask this process.
        self._trail: IO[str] = trail.open("a", encoding="utf-8", buffering=1, errors="backslashreplace")

    def begin(self, action: str) -> None:
        """Say what is about to be done."""
        self._actions.append(action)
        self._trail.write(f"{action}\n")

    def close(self) -> None:
        """Close the file with the actions."""
        self._trail.close()

    @property
    def action(self) -> str:
        """What was done last."""
        return self._actions[-1] if self._actions else "nothing yet"

    def add(self, text: str) -> None:
        """Count a fault."""
        self.counts[text] += 1
        self.first_after.setdefault(text, list(self._actions))

    def watch(self) -> None:
        """Count uncaught exceptions and Qt's warnings, and pass them on to whoever listened before."""
        excepthook, thread_hook, unraisable_hook = sys.excepthook, threading.excepthook, sys.unraisablehook

        def on_exception(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            self.add(described(kind, error, trace))
            excepthook(kind, error, trace)

        def on_thread_exception(arguments: threading.ExceptHookArgs) -> None:
            self.add(described(arguments.exc_type, arguments.exc_value, arguments.exc_traceback))
            thread_hook(arguments)

        def on_unraisable(arguments: sys.UnraisableHookArgs) -> None:
            self.add(described(arguments.exc_type, arguments.exc_value, arguments.exc_traceback))
            unraisable_hook(arguments)

        message_handler: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None

        def on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
            is_harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
            if not is_harmless and not text.startswith(IGNORED_MESSAGES):
                self.add(f"Qt: {text}")
            if message_handler is not None:
                message_handler(kind, context, text)

        sys.excepthook, threading.excepthook = on_exception, on_thread_exception
        sys.unraisablehook = on_unraisable
        message_handler = cast(Callable[..., object] | None, qInstallMessageHandler(on_message))

    def add_crash_text(self, text: str) -> None:
        """Count the traceback that a thread of the application told of before it gave up."""
        lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        places = [line for line in lines if line.startswith("File ")]
        self.add(f"a thread crashed: {lines[-1] if lines else ''} at {places[-1] if places else '?'}")


def described(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Return an exception and the places it came through, the innermost first, in one line."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-3:]]
    return f"{kind.__name__}: {str(error)[:120]} at {' < '.join(reversed(places))}"
