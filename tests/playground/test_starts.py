from __future__ import annotations

import os
import subprocess
import sys

import pytest

from playground.starts import StartMarker


def _dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


def test_that_a_start_that_went_well_leaves_nothing(folder):
    marker = StartMarker(folder)
    marker.set()
    assert list(folder.iterdir()) != []
    marker.clear()
    assert list(folder.iterdir()) == []
    assert marker.crashes == 0


def test_that_starts_without_a_process_count_as_crashed_until_one_goes_well(folder):
    folder.mkdir()
    for number in (_dead_process(), 2**40):
        (folder / f"starting-{number}").touch()
    marker = StartMarker(folder)
    marker.set()
    assert marker.crashes == 2
    marker.clear()
    assert marker.crashes == 0


@pytest.mark.skipif(sys.platform == "win32", reason="whether a process lives is not asked there")
def test_that_another_window_that_is_just_opening_is_no_crash(folder):
    folder.mkdir()
    (folder / f"starting-{os.getppid()}").touch()
    assert StartMarker(folder).crashes == 0


def test_that_a_folder_that_cannot_be_used_stops_nothing(tmp_path):
    (tmp_path / "state").write_text("a file")
    marker = StartMarker(tmp_path / "state")
    marker.set()
    marker.clear()
    assert marker.crashes == 0
