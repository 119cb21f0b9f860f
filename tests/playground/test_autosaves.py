"""One file a process, taken over in order, offered after a crash, and never half-read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground.autosaves import MOST_EARLIER, Autosaves
from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SavedWork, read_work

DIES = """
import os, sys
from pathlib import Path
from playground.autosaves import Autosaves
from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SavedWork
autosaves = Autosaves(Path(sys.argv[1]))
autosaves.begin()
autosaves.write(SavedWork(Experiment(seed=7, name="Lost")))
print("written", flush=True)
if len(sys.argv) > 2:
    sys.stdin.read()
os._exit(9)
"""


def work(seed: int) -> SavedWork:
    return SavedWork(Experiment(seed=seed))


def begun(folder: Path) -> Autosaves:
    autosaves = Autosaves(folder)
    autosaves.begin()
    return autosaves


def seeds_of(folder: Path, pattern: str) -> list[int]:
    return sorted(read_work(path).experiment.seed for path in folder.glob(pattern))


def test_that_the_next_start_gets_what_was_there_at_the_end(tmp_path):
    first = begun(tmp_path)
    assert first.take_last() is None
    first.write(work(1))
    first.end(work(2))
    second = begun(tmp_path)
    path = second.take_last()
    assert path is not None
    assert read_work(path).experiment.seed == 2
    assert second.abandoned() == []
    assert second.take_last() is None
    second.end(None)
    assert seeds_of(tmp_path, "last.playground") == [2]
    assert [each.name for each in tmp_path.iterdir()] == ["last.playground"]


def test_that_two_windows_take_nothing_from_each_other(tmp_path):
    begun(tmp_path).end(work(1))
    first, second = begun(tmp_path), begun(tmp_path)
    assert first.take_last() is not None
    assert second.take_last() is None
    second.write(work(2))
    assert (first.abandoned(), second.abandoned()) == ([], [])
    second.end(work(2))
    first.end(work(3))
    assert seeds_of(tmp_path, "last.playground") == [3]
    assert seeds_of(tmp_path, "earlier-*.playground") == [2]


def test_that_what_a_killed_process_left_is_offered_until_it_is_put_aside(tmp_path):
    subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], check=False, stdout=subprocess.DEVNULL)
    (tmp_path / ".scalar-playground-x.part").write_bytes(b"half")
    autosaves = begun(tmp_path)
    (left,) = autosaves.abandoned()
    assert left.words == "Lost"
    assert abs(left.time.timestamp() - time.time()) < 600
    assert not list(tmp_path.glob("*.part"))
    aside = autosaves.put_aside(left.path)
    assert aside is not None
    assert read_work(aside).experiment.seed == 7
    assert autosaves.abandoned() == []
    autosaves.end(None)
    assert not list(tmp_path.glob("*.lock"))


def test_that_a_process_that_lives_keeps_its_file(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", DIES, str(tmp_path), "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    other.stdout.readline()
    autosaves = begun(tmp_path)
    assert autosaves.abandoned() == []
    other.communicate()
    assert len(autosaves.abandoned()) == 1
    autosaves.end(None)


def test_that_a_start_that_crashes_on_the_last_run_does_not_go_on_with_it_again(tmp_path):
    begun(tmp_path).end(work(4))
    crashed = begun(tmp_path)
    crashed.take_last()
    assert crashed._lock is not None
    os.close(crashed._lock)  # as the system does
    crashed._lock = None
    after = begun(tmp_path)
    assert after.take_last() is None
    (left,) = after.abandoned()
    assert read_work(left.path).experiment.seed == 4
    after.end(None)


def test_that_only_the_newest_of_what_was_put_aside_stay(tmp_path):
    for seed in range(MOST_EARLIER + 4):
        begun(tmp_path).end(work(seed))
        for path in tmp_path.glob("*.playground"):
            os.utime(path, (path.stat().st_mtime - 60,) * 2)
    assert seeds_of(tmp_path, "last.playground") == [MOST_EARLIER + 3]
    assert seeds_of(tmp_path, "earlier-*.playground") == list(range(3, MOST_EARLIER + 3))


def test_that_a_folder_that_cannot_be_made_keeps_nothing_and_stops_nothing(tmp_path):
    (tmp_path / "file").touch()
    autosaves = begun(tmp_path / "file" / "runs")
    assert autosaves.take_last() is None
    assert autosaves.abandoned() == []
    with pytest.raises(OSError, match="file"):
        autosaves.write(work(1))
    with pytest.raises(OSError, match="file"):
        autosaves.end(work(1))
