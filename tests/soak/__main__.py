"""``python -m tests.soak --minutes 30``: 300 changed networks, 500 opened files, exit code 0 or 1."""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from playground.app import main
from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SUFFIX, SavedWork, write_work
from playground.workers.freed_memory import LOOK_SECONDS
from tests.process import handle_count, memory_mb, thread_count
from tests.soak.samples import HEADINGS, Sample, findings

# In 30 minutes.
NETWORKS, FILES, MINUTES = 300, 500, 30.0
FEWEST_RESTS, MOST_RESTS, RESTS_A_MINUTE = 5, 15, 2
REST_SECONDS = LOOK_SECONDS + 2.0  # so that what was freed has gone back to the system
READINGS = 6
# Answers that take longer have been lost.
PATIENCE_SECONDS = 60.0
STEP_MS = 20
DATASETS = ("iris", "moons", "spiral", "wine", "digits", "plane", "circles", "blobs")


class Soak(QObject):
    """Does one thing after the other, evenly over the time, and rests now and then to measure."""

    def __init__(self, playground: PlaygroundApplication, minutes: float, folder: Path) -> None:
        super().__init__(playground)
        self._playground, self._seconds = playground, 60.0 * minutes
        share = minutes / MINUTES
        kinds = ["network"] * round(NETWORKS * share) + ["file"] * round(FILES * share)
        self._rng = random.Random(1)
        self._rng.shuffle(kinds)
        self._tasks = kinds
        self._count = len(kinds)
        self._rests = min(max(round(RESTS_A_MINUTE * minutes), FEWEST_RESTS), MOST_RESTS)
        self._files = _make_files(folder)
        self._samples: list[Sample] = []
        self._done = {"network": 0, "file": 0}
        self._epochs = self._last_epoch = 0
        self._is_answered = True
        self._rest_readings: list[tuple[int, int, int]] = []
        self._asked_at = self._rest_at = self._start = time.monotonic()
        workbench = playground.workbench
        workbench.set_speed(None)  # as fast as it can
        workbench.network_changed.connect(self._on_answered)
        workbench.frame_changed.connect(self._on_frame_changed)
        workbench.crashed.connect(self._on_crashed)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()
        print("  ".join(HEADINGS), flush=True)

    @Slot(object)
    def _on_answered(self, _info: object) -> None:
        self._is_answered = True

    @Slot(object)
    def _on_frame_changed(self, frame) -> None:
        # An opened file or another network may go on elsewhere.
        self._epochs += max(0, frame.epoch - self._last_epoch)
        self._last_epoch = frame.epoch

    @Slot(str)
    def _on_crashed(self, text: str) -> None:
        print(text)
        self._end(["a thread crashed"])

    @Slot()
    def _step(self) -> None:
        now = time.monotonic()
        self._playground.workbench.set_playing(True)
        if now - self._asked_at > PATIENCE_SECONDS:
            self._end([f"no answer within {PATIENCE_SECONDS:g} s"])
        elif not self._is_answered:
            return
        elif self._rest_readings or self._is_rest_due(now):
            self._rest(now)
        elif len(self._samples) == self._rests:
            self._end(findings(self._samples))
        elif self._tasks and now - self._start >= self._seconds * (1 - len(self._tasks) / self._count):
            self._begin(self._tasks.pop())
        else:
            self._asked_at = now

    def _is_rest_due(self, now: float) -> bool:
        if len(self._samples) == self._rests:
            return False
        is_last = len(self._samples) == self._rests - 1
        share = (len(self._samples) + 1) / self._rests
        return now - self._start >= share * self._seconds and not (is_last and self._tasks)

    def _begin(self, kind: str) -> None:
        self._ask()
        self._done[kind] += 1
        if kind == "file":
            self._playground.workbench.open_file(self._rng.choice(self._files))
        else:
            layers = self._rng.randint(0, 5)
            now = self._playground.workbench.experiment.hidden
            hidden = tuple(self._rng.randint(1, 24) for _ in range(layers))
            self._playground.workbench.change(hidden=hidden if hidden != now else (*hidden[:4], 7))

    def _ask(self) -> None:
        self._is_answered, self._asked_at = False, time.monotonic()

    def _rest(self, now: float) -> None:
        """Open the first file, let it train a little, and note the least that is held meanwhile."""
        if not self._rest_readings:
            self._ask()
            self._rest_at = now
            self._rest_readings.append((memory_mb(), thread_count(), handle_count()))
            self._playground.workbench.open_file(self._files[0])
            return
        if now - self._rest_at < REST_SECONDS * len(self._rest_readings) / READINGS:
            return
        gc.collect()
        self._rest_readings.append((memory_mb(), thread_count(), handle_count()))
        if len(self._rest_readings) > READINGS:
            memory, threads, handles = (min(column) for column in zip(*self._rest_readings[1:], strict=True))
            minutes = (now - self._start) / 60
            done = self._done["network"], self._done["file"]
            sample = Sample(minutes, self._epochs, *done, memory, threads, handles)
            print(sample.row, flush=True)
            self._samples.append(sample)
            self._rest_readings = []

    def _end(self, found: list[str]) -> None:
        self._timer.stop()
        print("; ".join(found) if found else "everything stayed", flush=True)
        self._playground.files.leave()
        QApplication.exit(1 if found else 0)


def _make_files(folder: Path) -> list[Path]:
    paths = []
    for number, name in enumerate(DATASETS):
        path = folder / f"{name}{SUFFIX}"
        write_work(SavedWork(Experiment(dataset=name, hidden=(6,) * (number % 3), rests=False)), path)
        paths.append(path)
    return paths


def run() -> int:
    """Run the application with the soak in it, with settings and files of its own."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ[name] = home
        sys.argv = ["main.py"]
        return main([], on_start=lambda playground: Soak(playground, options.minutes, Path(home)))


if __name__ == "__main__":
    raise SystemExit(run())
