"""Signals, sent to real processes at different moments: during imports, before the window, in training."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from playground.models.experiment.experiment import Experiment
from playground.settings import Settings

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no signals to send")

# Each sends a signal to its own process, as a terminal would, when it comes to a certain moment.
DURING_IMPORTS = """
import importlib.abc, os, signal, sys

class Interrupting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "{moment}":
            os.kill(os.getpid(), signal.{kind})

sys.meta_path.insert(0, Interrupting())
from playground.app import main
sys.exit(main([]))
"""
WHILE_TRAINING = """
import os, signal
from playground.app import main

def interrupt_soon(playground):
    workbench = playground.workbench
    workbench.change(dataset="moons")
    def interrupt(frame):
        if frame.epoch >= 3:
            os.kill(os.getpid(), signal.SIGHUP)
            print('still there')
            os.kill(os.getpid(), signal.SIGTERM)
            workbench.frame_changed.disconnect(interrupt)
    workbench.frame_changed.connect(interrupt)

main([], on_start=interrupt_soon)
"""


def _run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(home))
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **folders},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["playground.arguments", "PySide6.QtWidgets", "playground.workbench"])
def test_that_ctrl_c_during_the_start_ends_it_without_a_word(tmp_path, moment):
    result = _run(DURING_IMPORTS.format(moment=moment, kind="SIGINT"), tmp_path)
    assert result.returncode == 0
    lines = [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line]
    assert lines == []
    assert list(tmp_path.glob("**/starting-*")) == []


def test_that_a_signal_while_it_trains_closes_the_window_and_remembers_everything(tmp_path):
    # Of the two, the first is ignored, as a parent such as nohup wants it.
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + WHILE_TRAINING
    result = _run(code, tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == "still there\n"
    store = QSettings(
        str(tmp_path / "Scalar Playground" / "Scalar Playground.conf"), QSettings.Format.IniFormat
    )
    assert Settings(store).experiment == Experiment(dataset="moons")
