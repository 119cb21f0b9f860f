"""One process: opens the window as `python main.py` does, drives it, closes it, and notes what it met."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QDesktopServices

from playground.app import main
from playground.application import PlaygroundApplication
from playground.workers.freed_memory import LOOK_SECONDS
from tests.monkey.actions import Hands
from tests.monkey.driver import GROWTH_KNOWN_SECONDS
from tests.monkey.faults import Faults
from tests.monkey.files import make_files
from tests.monkey.watchdog import Watchdog
from tests.process import memory_mb

STEP_MS = 4
# Nobody counts what the window needs to open, up to a share of the whole.
SETTLE_SECONDS, SETTLE_SHARE = 1.0, 0.3
# What is loaded once and stays must not count as growth, nor what an experiment takes that is on screen:
# before memory is measured, a new one is begun, and what was freed has the time to go back to the system.
WARM_UP_SHARE = 0.3
# What each lesson needs is loaded when it is first opened, too: 50 MB in all, however often they are opened.
LESSON_SECONDS = 0.3
# Loaded by the first data set or metric that needs them: 100 MB.
LOADED_ONCE = ("sklearn.datasets", "sklearn.metrics", "scipy.special")
REST_SECONDS, REST_SHARE = LOOK_SECONDS + 2.0, 0.15
# A busy machine gets no further in the time: so much is done in any case.
FEWEST_EVENTS = 30
# An event loop within another may keep it from resting.
LATEST_SECONDS = 20.0
MOST_NESTED = 2
# For the test that crashes are told.
CRASH_AFTER = int(os.environ.get("MONKEY_CRASHES_AFTER", "-1"))


class Monkey(QObject):
    """Acts a little whenever its timer fires, in nested event loops too."""

    def __init__(self, playground: PlaygroundApplication, options: argparse.Namespace) -> None:
        super().__init__(playground)
        self._playground, self._options = playground, options
        self._faults = Faults(options.folder / "actions.txt")
        self._faults.watch()
        for crashed in (playground.workbench.crashed, *(job.crashed for job in playground.jobs)):
            crashed.connect(self._on_crashed)
        self._hands = Hands(
            playground, random.Random(options.seed), options.folder / "files", self._faults.begin
        )
        self._action: Iterator[None] = iter(())
        self._depth = self._events = 0
        self._memory: list[int] = []
        self._watchdog = Watchdog(lambda: self._faults.action)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        settle = min(SETTLE_SECONDS, SETTLE_SHARE * options.seconds)
        QTimer.singleShot(int(1000 * settle), self._begin)

    @Slot(str)
    def _on_crashed(self, text: str) -> None:
        self._faults.add_crash_text(text)

    @Slot()
    def _begin(self) -> None:
        self._start = time.monotonic()
        if self._options.seconds >= GROWTH_KNOWN_SECONDS:
            self._action = self._open_lessons()
        self._watchdog.rest()
        self._watchdog.start()
        self._timer.start()

    @Slot()
    def _step(self) -> None:
        stall = self._watchdog.beat()
        if stall is not None and 1000 * stall.seconds > self._options.stall_ms:
            kind = stall.action.split(" ")[0]
            self._faults.add(f"stall of {1000 * stall.seconds:.0f} ms after {kind!r} in {stall.place}")
        passed = time.monotonic() - self._start
        if len(self._memory) == 2 or passed > self._options.seconds + LATEST_SECONDS:
            self._finish()
            return
        if self._depth > MOST_NESTED:
            return
        self._depth += 1
        try:
            self._act()
        except Exception:  # of a signal's receiver called straight from the action
            sys.excepthook(*sys.exc_info())
            self._action = iter(())
        finally:
            self._depth -= 1
        self._events += 1
        if self._events == CRASH_AFTER:
            os.abort()

    def _act(self) -> None:
        # In a nested event loop, the action that opened it is still under way.
        is_under_way = self._depth == 1 and next(self._action, self) is None
        if not is_under_way:
            self._action = self._rest() if self._depth == 1 and self._is_rest_due() else self._hands.act()

    def _is_rest_due(self) -> bool:
        share = 1.0 if self._memory else WARM_UP_SHARE
        is_time_over = time.monotonic() - self._start > share * self._options.seconds
        return is_time_over and self._events > share * FEWEST_EVENTS

    def _open_lessons(self) -> Iterator[None]:
        self._faults.begin("open every lesson")
        self._playground.window.open_mode("lessons")
        for lesson in self._playground.lessons.shelf.lessons:
            self._playground.lessons.open(lesson.key)
            end = time.monotonic() + LESSON_SECONDS
            while time.monotonic() < end:
                yield

    def _rest(self) -> Iterator[None]:
        self._faults.begin("new experiment, and rest")
        self._playground.workbench.start_anew()
        end = time.monotonic() + min(REST_SECONDS, REST_SHARE * self._options.seconds)
        while time.monotonic() < end:
            yield
        gc.collect()
        self._memory.append(memory_mb())
        self._watchdog.rest()  # the window would not have collected everything at once

    @Slot()
    def _finish(self) -> None:
        self._timer.stop()
        self._watchdog.close()
        longest = sorted(self._watchdog.stalls, key=lambda stall: -stall.seconds)[:5]
        report = {
            "events": self._events,
            "faults": dict(self._faults.counts),
            "first_after": self._faults.first_after,
            "stalls": [
                [round(1000 * stall.seconds), round(1000 * stall.worked), stall.action, stall.place]
                for stall in longest
            ],
            "memory": [*self._memory, memory_mb()][:2],
        }
        (self._options.folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
        self._faults.begin("close the window")
        self._playground.end()


def run() -> int:
    """Run the application with a monkey in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--stall-ms", type=float, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    make_files(options.folder / "files")
    if options.seconds >= GROWTH_KNOWN_SECONDS:
        for name in LOADED_ONCE:
            importlib.import_module(name)
    # No file manager and no browser.
    QDesktopServices.openUrl = staticmethod(lambda _url: True)  # type: ignore[method-assign]
    sys.argv = ["main.py"]
    return main([], on_start=lambda playground: Monkey(playground, options))


if __name__ == "__main__":
    raise SystemExit(run())
