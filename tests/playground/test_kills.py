"""A real process is killed at a random moment: what it showed shortly before is there at the next start."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from playground.autosaves import Autosaves
from playground.models.run.run_file import read_work
from playground.models.run.session import Session

INTERVAL_MS = 400
# 30 seconds for the 25 of the program, in proportion, and what a busy machine adds.
LATEST_SECONDS = 3.0
LIFE_SECONDS, SHORT_LIFE_SECONDS = 5.0, 0.5


class Told:
    """When each epoch on screen was told, and the newest that was on the disk."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.times: list[tuple[float, int]] = []
        self.kept = 0
        self.events = {"shown": threading.Event(), "kept": threading.Event()}
        self._process = process
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):
                kind, epoch = line.split()
                if kind == "kept":
                    self.kept = int(epoch)
                else:
                    self.times.append((time.monotonic(), int(epoch)))
                self.events[kind].set()

    def end(self) -> None:
        self._thread.join()

    def at(self, moment: float) -> int:
        """The newest epoch that was told by then."""
        return max((epoch for told, epoch in self.times if told <= moment), default=0)


def kill_once(folder: Path, seed: int, life: float, after: str) -> None:
    """Kill a window that goes on with what the one before it left, soon after an epoch was shown or kept."""
    places = ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA", "APPDATA")
    environment = {**os.environ, **dict.fromkeys(places, str(folder)), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.playground.killed_window", str(INTERVAL_MS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    told = Told(process)
    assert told.events[after].wait(60), process.communicate()
    time.sleep(random.Random(seed).uniform(0.0, life))
    process.kill()
    killed = time.monotonic()
    process.wait()
    told.end()
    assert process.stderr is not None
    errors = process.stderr.read()
    assert not errors.replace("Qt: This plugin does not support propagateSizeHints()", "").strip()
    assert process.stdout is not None
    process.stdout.close()
    process.stderr.close()
    autosaves = Autosaves(folder / "scalar-playground" / "runs")
    autosaves.begin()
    left = autosaves.abandoned()
    expected = max(told.at(killed - LATEST_SECONDS), told.kept)
    epochs = []
    for each in left:
        run = read_work(each.path).run
        assert run is not None
        session = Session.of_run(run)
        session.look_at(run.end.epoch // 2)
        session.past.come_nearer(float("inf"))
        assert session.shown.trainer.epoch == run.end.epoch // 2
        epochs.append(run.end.epoch)
        autosaves.put_aside(each.path)
    assert after == "shown" or expected > 0
    assert max(epochs, default=0) >= expected, (epochs, expected)
    autosaves.end(None)
    assert not list(folder.glob("**/*.part"))


@pytest.mark.parametrize("seed", range(2))
def test_that_a_killed_window_leaves_what_it_showed_shortly_before(tmp_path: Path, seed: int) -> None:
    kill_once(tmp_path, seed, SHORT_LIFE_SECONDS, "kept")


@pytest.mark.fuzz
def test_that_50_killed_windows_leave_what_they_showed_shortly_before(tmp_path: Path) -> None:
    for seed in range(2, 52):
        kill_once(tmp_path, seed, LIFE_SECONDS, "shown")
