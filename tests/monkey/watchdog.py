"""Notices when the window does not answer, and where it stands meanwhile."""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.process import waited_seconds

LOOK_SECONDS = 0.02
# Below that, nobody notices.
SAMPLED_FROM_SECONDS = 0.06
# The function that runs the event loop: what called it is always the same.
EVENT_LOOP = "_run_window"
_CALL = re.compile(r'File "(.+)", line (\d+) in (\S+)')


@dataclass(frozen=True)
class Stall:
    """A time without a beat, what was being done, and where the thread stood most of it.

    What the thread waited for other processes does not count.

    Attributes
    ----------
    worked
        The seconds of it that the thread itself was at work, not waiting for another of this process.
    """

    seconds: float
    worked: float
    action: str
    place: str


class Watchdog(threading.Thread):
    """Samples the stack of the window's thread whenever that has not called `beat` for a while.

    Parameters
    ----------
    action
        Says what is being done.
    """

    def __init__(self, action: Callable[[], str]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._action = action
        self._watched = threading.get_ident()
        self._beat, self._waited = time.monotonic(), waited_seconds()
        self._worked = time.thread_time()
        self._samples: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self.stalls: list[Stall] = []

    def beat(self) -> Stall | None:
        """Say that the window answers; return the stall this ends, if it was one."""
        now, waited = time.monotonic(), waited_seconds()
        worked = time.thread_time() - self._worked
        self._worked += worked
        with self._lock:
            passed = now - self._beat - (waited - self._waited)
            self._beat, self._waited = now, waited
            samples, self._samples = self._samples, Counter()
        if passed < SAMPLED_FROM_SECONDS:
            return None
        place = samples.most_common(1)[0][0] if samples else "between two looks"
        stall = Stall(passed, worked, self._action(), place)
        self.stalls.append(stall)
        return stall

    def rest(self) -> None:
        """Forget the time since the last beat."""
        self.beat()
        if self.stalls:
            self.stalls.pop()

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Look again and again."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            while not self._ended.wait(LOOK_SECONDS):
                with self._lock:
                    late = time.monotonic() - self._beat
                if late > SAMPLED_FROM_SECONDS:
                    place = _place(self._watched, file)
                    with self._lock:
                        self._samples[place] += 1


def _place(thread: int, file: IO[str]) -> str:
    """Return where a thread stands: the innermost calls, without the monkey's own.

    Not from `sys._current_frames`: a frame in hand keeps its variables, and a painter that lives longer than
    its paint event ends the process.
    """
    file.seek(0)
    file.truncate()
    faulthandler.dump_traceback(file)
    file.seek(0)
    _, _, stack = file.read().partition(f"Thread 0x{thread:016x} ")
    inner = []
    for path, line, name in _CALL.findall(stack.partition("\n\n")[0]):
        if name == EVENT_LOOP:
            break
        if f"{os.sep}monkey{os.sep}" not in path:
            inner.append(f"{Path(path).name}:{line} {name}")
    return " < ".join(inner[:4]) or "Qt"
