"""The monkey itself: that it finds what goes wrong, and that short runs of the real window find nothing."""

from __future__ import annotations

import sys
import threading
import time

import pytest
from PySide6.QtCore import QObject, qInstallMessageHandler, qWarning

from tests.monkey.driver import Outcome, Plan, drive
from tests.monkey.faults import Faults
from tests.monkey.watchdog import Watchdog


@pytest.fixture
def faults(tmp_path, monkeypatch):
    """Faults that are watched for; nobody listened before, and nobody does afterwards."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, lambda *_: None)
    before = qInstallMessageHandler(None)
    faults = Faults(tmp_path / "actions.txt")
    faults.watch()
    yield faults
    qInstallMessageHandler(before)
    faults.close()


def test_that_exceptions_of_all_kinds_are_counted_with_the_actions_before(faults, tmp_path):
    faults.begin("click Play")
    try:
        raise KeyError("in the window")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)

    def fail() -> None:
        raise IndexError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    class Sick:
        def __del__(self) -> None:
            raise OSError("in a finalizer")

    Sick()
    faults.begin("click Step")
    faults.add_crash_text('Traceback:\n  File "training.py", line 3, in run\nValueError: in the worker\n')
    kinds = sorted(text.partition(" at ")[0] for text in faults.counts)
    assert kinds == [
        "IndexError: in a thread",
        "KeyError: 'in the window'",
        "OSError: in a finalizer",
        "a thread crashed: ValueError: in the worker",
    ]
    assert all("test_monkey.py" in text or "training.py" in text for text in faults.counts)
    assert {tuple(after) for after in faults.first_after.values()} == {
        ("click Play",),
        ("click Play", "click Step"),
    }
    assert (tmp_path / "actions.txt").read_text() == "click Play\nclick Step\n"


def test_that_warnings_of_qt_are_counted_but_for_those_of_every_window(faults):
    qWarning("QPainter::begin: Paint device returned engine == 0")
    qWarning("This plugin does not support raise()")
    assert dict(faults.counts) == {"Qt: QPainter::begin: Paint device returned engine == 0": 1}


def test_that_the_watchdog_tells_what_was_done_and_where_it_stood():
    def stand_still() -> None:
        time.sleep(0.3)

    watchdog = Watchdog(lambda: "click Reset")
    watchdog.start()
    watchdog.beat()
    stand_still()
    stall = watchdog.beat()
    watchdog.close()
    assert stall is not None
    assert stall.seconds >= 0.25  # less what other processes took
    assert stall.worked < 0.1
    assert stall.action == "click Reset"
    # Its own calls are left out, and these are in its folder.
    assert "stand_still" not in stall.place
    assert watchdog.beat() is None


def test_that_the_watchdog_keeps_no_object_of_the_watched_thread_alive():
    watchdog = Watchdog(lambda: "")
    watchdog.start()
    gone: list[bool] = []

    def paint() -> None:
        thing = QObject()
        thing.destroyed.connect(lambda: gone.append(True))
        time.sleep(0.2)

    for number in range(1, 4):
        paint()
        assert len(gone) == number
    watchdog.close()


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def test_that_a_crash_is_told_with_its_trace_and_the_last_actions(home, monkeypatch):
    monkeypatch.setenv("MONKEY_CRASHES_AFTER", "30")
    [outcome] = drive(1, Plan(seconds=20), home)
    [(text, (count, actions))] = outcome.faults.items()
    assert text.startswith("crash, exit code -")
    assert "Current thread" in text
    assert "child.py" in text
    assert count == 1
    assert len(actions) == 12


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_a_short_run_finds_nothing(home, seed):
    # Whether it stalls depends on what else the machine does: `make monkey` tells that.
    [outcome] = drive(seed, Plan(seconds=0.2, stall_ms=20_000), home)
    assert outcome.faults == {}, outcome.text
    assert outcome.events > 20


def test_that_an_outcome_is_printed_with_its_stalls_and_faults():
    outcome = Outcome(3, 0, "offscreen", events=50, memory=(300, 310), close_seconds=0.25)
    outcome.stalls = [(400, 120, "click Play", "workbench.py:10 step"), (90, 80, "move", "Qt")]
    outcome.faults = {"KeyError: 1 at a.py:3": (2, ["click Play", "F11"])}
    assert outcome.text.splitlines() == [
        "seed 3 start 0 on offscreen: 50 events, 2 faults of 1 kinds, longest stall 400 ms, "
        "closed in 0.2 s, memory 300 -> 310 MB",
        "    400 ms, 120 of them at work: click Play [workbench.py:10 step]",
        "  2 x KeyError: 1 at a.py:3",
        "      after click Play | F11",
    ]
