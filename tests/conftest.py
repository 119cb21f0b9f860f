"""What every test gets: no display, no threads left behind, no settings of the person at the keyboard."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtCore import QSettings, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

# Before anything makes an application or loads NumPy.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# A busy machine is no failure. `make test` draws the same examples each time, as it decides over a change;
# `make fuzz` draws new ones, and more of them.
settings.register_profile("same examples", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("new examples", deadline=None)
settings.load_profile("same examples")

PROCESS_THREADS = Path("/proc/self/task")
# A window is 100,000 objects, nearly all of which live as long as it: looked through every 700 of them, they
# take a twentieth of the time of building it.
GARBAGE_THRESHOLDS = (10_000, 10, 10)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from what was imported and collected: that stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


@pytest.fixture(scope="session", autouse=True)
def _settings_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = str(tmp_path_factory.mktemp("settings"))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, folder)


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """An empty store of settings that only this test knows."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test whose threads or windows outlive it."""
    threads, native = set(threading.enumerate()), _native_threads()
    yield
    left = [t.name for t in threading.enumerate() if t not in threads and not t.daemon and t.is_alive()]
    assert not left, f"threads still run: {left}"
    # Looking through all objects takes its time, so only where the process has more threads than before.
    if native is None or (_native_threads() or 0) > native:
        running = [thread.objectName() for thread in _qt_threads() if thread.isRunning()]
        assert not running, f"Qt threads still run: {running}"
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()] if QApplication.instance() else []
    assert not windows, f"windows are still open: {windows}"


@pytest.fixture(autouse=True)
def _look_as_before() -> Iterator[None]:
    """Take back the colours and the font that a theme gave to the whole application."""
    app = QApplication.instance()
    before = (app.palette(), app.font()) if isinstance(app, QApplication) else None
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    palette, font = before or (app.style().standardPalette(), app.font())
    if app.palette() != palette:
        app.setPalette(palette)
    if app.font() != font:
        app.setFont(font)


def _native_threads() -> int | None:
    return len(list(PROCESS_THREADS.iterdir())) if PROCESS_THREADS.is_dir() else None


def _qt_threads() -> list[QThread]:
    # By their types: to be asked for their class, objects of other libraries may warn or do more.
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), QThread)]
    main = QApplication.instance()
    own = main.thread() if main is not None else None
    return [thread for thread in found if isValid(thread) and thread is not own]
