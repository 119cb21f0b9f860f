"""The log: what the program did, Qt's messages, uncaught errors and, after a crash, where each thread stood.

Files of a bounded size in the platform's folder for a program's state. Where none can be written, everything
goes on without.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

LARGEST_BYTES, KEPT_FILES = 500_000, 3
NAME = "scalar-playground"
_logger = logging.getLogger(NAME)
_handler: _LogFile | None = None
_show: Callable[[str], None] | None = None


def state_folder() -> Path:
    """Return the folder for what the program keeps of itself; it need not exist."""
    if sys.platform == "win32":
        return _folder_of("LOCALAPPDATA", "AppData/Local") / NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / NAME
    return _folder_of("XDG_STATE_HOME", ".local/state") / NAME


def _folder_of(variable: str, usual: str) -> Path:
    folder = Path(os.environ.get(variable, ""))
    # Relative paths are to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    return folder if folder.is_absolute() else Path(os.path.expanduser("~")) / usual


def log_path() -> Path | None:
    """Return the file that is written, None where there is none."""
    return None if _handler is None else Path(_handler.baseFilename)


def start_log(folder: Path | None = None) -> None:
    """Begin to write the log, and have crashes tell where each thread stood."""
    global _handler
    stop_log()
    _logger.setLevel(logging.INFO)
    _logger.propagate = False
    # A disk that is full must not fill the terminal too.
    logging.raiseExceptions = False
    if sys.stderr is not None:  # as under pythonw
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.WARNING)
        terminal.setFormatter(logging.Formatter("%(message)s"))
        _logger.addHandler(terminal)
    _tell_crashes_to(sys.stderr)
    try:
        place = folder or state_folder()
        place.mkdir(parents=True, exist_ok=True)
        _handler = _LogFile(place / "log.txt")
    except OSError as error:
        _logger.info("no log file: %s", error)
    else:
        _logger.addHandler(_handler)
    _logger.info("started: Python %s on %s", sys.version.split()[0], sys.platform)


def stop_log() -> None:
    """Close the file, and listen to nobody any more."""
    global _handler, _show
    _handler = _show = None
    for handler in list(_logger.handlers):
        _logger.removeHandler(handler)
        handler.close()


def watch_errors() -> None:
    """Log what nobody catches, in any thread, and Qt's own messages."""
    from PySide6.QtCore import qInstallMessageHandler

    sys.excepthook = _report
    threading.excepthook = _report_of_thread
    sys.unraisablehook = _report_unraisable
    qInstallMessageHandler(_on_qt_message)


def show_errors(show: Callable[[str], None]) -> None:
    """Pass the texts of uncaught errors on as well; `show` is called in the thread of the error."""
    global _show
    _show = show


def _report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    text = "".join(traceback.format_exception(kind, error, trace))
    _logger.error("%s", text)
    if _show is not None and issubclass(kind, Exception):
        _show(text)


def _report_of_thread(arguments: threading.ExceptHookArgs) -> None:
    _report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def _report_unraisable(arguments: sys.UnraisableHookArgs) -> None:
    _logger.error("%s: %r", arguments.err_msg or "an error that nobody can catch, in", arguments.object)
    _report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    levels = {"QtDebugMsg": logging.DEBUG, "QtInfoMsg": logging.INFO, "QtWarningMsg": logging.WARNING}
    _logger.log(levels.get(kind.name, logging.ERROR), "Qt: %s", text)


class _LogFile(RotatingFileHandler):
    """A file that also takes the interpreter's last words."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace"
        )
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(threadName)s] %(message)s"))

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        _tell_crashes_to(stream)
        return stream

    def close(self) -> None:
        """Let crashes be told in the terminal again."""
        _tell_crashes_to(sys.stderr)
        with contextlib.suppress(OSError):  # of a disk that is full
            super().close()


def _tell_crashes_to(stream: IO[str] | None) -> None:
    faulthandler.disable()
    # None under pythonw, and some streams are no files.
    with contextlib.suppress(AttributeError, OSError, ValueError):
        if stream is not None:
            faulthandler.enable(stream)
