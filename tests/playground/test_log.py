from __future__ import annotations

import faulthandler
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from playground import log

ROOT = Path(__file__).parents[2]
LOGGER = logging.getLogger("scalar-playground")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder; whatever is changed for the log is undone afterwards."""
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    was_enabled = faulthandler.is_enabled()
    yield tmp_path / "state"
    log.stop_log()
    if was_enabled:
        faulthandler.enable(2)
    else:
        faulthandler.disable()


def test_that_the_log_is_where_the_platform_keeps_state(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert log.state_folder() == tmp_path / "scalar-playground"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert log.state_folder() == tmp_path / ".local" / "state" / "scalar-playground"


def test_that_files_stay_of_a_bounded_size(folder):
    log.start_log(folder)
    for number in range(400):
        LOGGER.info("%d %s", number, "x" * 10_000)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert set(sizes) == {"log.txt", "log.txt.1", "log.txt.2", "log.txt.3"}
    assert max(sizes.values()) <= log.LARGEST_BYTES
    assert log.log_path() == folder / "log.txt"
    assert "399 xxx" in (folder / "log.txt").read_text()


def test_that_a_folder_that_cannot_be_written_stops_nothing(folder):
    folder.write_text("a file in its place")
    log.start_log(folder)
    LOGGER.info("nobody reads this")
    assert log.log_path() is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_that_a_full_disk_stops_nothing(folder, capsys):
    folder.mkdir()
    (folder / "log.txt").symlink_to("/dev/full")
    log.start_log(folder)
    LOGGER.info("nobody reads this")
    log.stop_log()
    assert capsys.readouterr().err == ""


def test_that_text_of_any_kind_can_be_logged(folder):
    log.start_log(folder)
    LOGGER.info("a lone surrogate: %s", "\ud800")
    assert "a lone surrogate" in (folder / "log.txt").read_text()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_that_errors_of_all_threads_are_logged_and_shown(folder, capsys):
    shown: list[str] = []
    log.start_log(folder)
    log.watch_errors()
    log.show_errors(shown.append)

    def fail() -> None:
        raise KeyError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        raise RuntimeError("in the window")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    class Sick:
        def __del__(self) -> None:
            raise ValueError("in a finalizer")

    Sick()
    text = (folder / "log.txt").read_text()
    terminal = capsys.readouterr().err
    for words in ("in a thread", "in the window", "in a finalizer"):
        assert words in text
        assert words in terminal
        assert any(words in one for one in shown)


def test_that_a_wish_to_leave_is_no_error_to_show(folder):
    shown: list[str] = []
    log.start_log(folder)
    log.watch_errors()
    log.show_errors(shown.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []


def test_that_messages_of_qt_are_logged(folder):
    log.start_log(folder)
    before = qInstallMessageHandler(None)
    log.watch_errors()
    qWarning("a widget has no parent")
    qInstallMessageHandler(before)
    assert "WARNING [MainThread] Qt: a widget has no parent" in (folder / "log.txt").read_text()


CRASH = """
import faulthandler, logging, sys
from pathlib import Path
from playground import log
log.start_log(Path(sys.argv[1]))
for number in range(60):
    logging.getLogger("scalar-playground").info("x" * 10_000)
def somewhere_deep():
    faulthandler._sigsegv()
somewhere_deep()
"""


def test_that_a_crash_tells_where_it_was_even_after_the_file_was_changed(tmp_path):
    result = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], cwd=ROOT, timeout=60, check=False)
    assert result.returncode != 0
    assert (tmp_path / "log.txt.1").exists()
    text = (tmp_path / "log.txt").read_text()
    assert "Segmentation fault" in text
    assert "somewhere_deep" in text
