"""Entry point: reads the command line and starts the window or the headless job."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from playground.ending import Ending

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from playground.application import PlaygroundApplication
    from playground.autosaves import Autosaves
    from playground.settings import Settings
    from playground.workers.work_files import Opening

STOPPED = 130
# How long another thread may go on with Python while the window waits, as it may after every call of Qt: at
# five times as long, painting hundreds of controls took up to 200 ms while the interpreter trained, and every
# other frame was lost.
SWITCH_SECONDS = 0.0001


def main(
    arguments: Sequence[str] | None = None,
    ending: Ending | None = None,
    on_start: Callable[[PlaygroundApplication], object] | None = None,
) -> int:
    """Run the application; return the exit code.

    Parameters
    ----------
    arguments
        Those of the command line by default.
    ending
        What ends the application from outside.
    on_start
        Called with the application as soon as its window is shown, by who watches or drives it.
    """
    ending = ending or Ending()
    # Imported here: by now Ctrl+C ends without a word.
    from playground.arguments import parse_arguments, program_name

    options = parse_arguments(arguments)
    if options.command == "train":
        from playground import headless

        ending.release()
        try:
            return headless.train(options)
        except KeyboardInterrupt:
            return STOPPED
    if options.command == "check-lesson":
        from playground.check_lesson import check_lessons

        ending.release()
        try:
            return check_lessons(options.files, quick=options.quick)
        except KeyboardInterrupt:
            return STOPPED
    if _has_display():
        file = None if options.file is None else (options.file, options.at)
        _run_window(options.theme, options.fresh, file, ending, on_start)
    print(f"There is no display: try `{program_name()} train iris`, which needs none.", file=sys.stderr)
    return 2


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run_window(
    theme: str | None,
    fresh: bool,
    file: tuple[Path, int | None] | None,
    ending: Ending,
    on_start: Callable[[PlaygroundApplication], object] | None,
) -> NoReturn:
    # Imported here, so that the headless job needs no Qt and `--help` answers at once.
    from PySide6.QtWidgets import QApplication

    from playground import log
    from playground.autosaves import Autosaves
    from playground.garbage import GarbageCollection
    from playground.settings import Settings
    from playground.starts import MOST_CRASHES, StartMarker
    from playground.workers.work_files import Opening

    sys.setswitchinterval(SWITCH_SECONDS)
    log.start_log()
    log.watch_errors()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Scalar Playground")
    settings, marker, suspected = Settings(), StartMarker(log.state_folder()), None
    if fresh:
        settings.clear()
    elif marker.crashes >= MOST_CRASHES:
        suspected = settings.set_aside()
    if theme is not None:
        settings.theme = theme
    ending.tidy_with(marker.clear)
    marker.set()
    autosaves = Autosaves(log.state_folder() / "runs")
    autosaves.begin()
    opening = None if file is None else Opening(*file)
    if opening is None and not fresh and suspected is None:
        last = autosaves.take_last()
        opening = None if last is None else Opening(last, is_autosave=True)
    try:
        playground = _build(app, settings, autosaves, opening)
    except Exception:
        # No remembered setting may keep the window from opening.
        suspected = settings.set_aside()
        playground = _build(app, settings, autosaves, None)
    log.show_errors(playground.report_error)
    playground.started.connect(marker.clear)
    if opening is None and suspected is None and on_start is None:
        playground.started.connect(playground.examples.open_at_start)
    ending.call(playground.end)
    GarbageCollection(app)
    playground.start()
    if on_start is not None:
        on_start(playground)
    if suspected is not None:
        playground.offer(suspected)
    code = app.exec()
    ending.close()
    log.stop_log()
    _leave(code)


def _build(
    app: QApplication, settings: Settings, autosaves: Autosaves, opening: Opening | None
) -> PlaygroundApplication:
    from playground import log
    from playground.application import PlaygroundApplication

    try:
        return PlaygroundApplication(
            app, settings, autosaves, opening, lessons=log.state_folder() / "lessons.json"
        )
    except Exception:
        logging.getLogger("scalar-playground").exception("the window could not be built")
        raise


def _leave(code: int) -> NoReturn:
    """End the process: all is saved, all threads have ended.

    Nothing is taken apart. That would take longer than a person wants to wait, and widgets that outlive their
    application may crash.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)
