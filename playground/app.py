"""Entry point: reads the command line and starts the window or the headless job."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from playground.arguments import parse_arguments


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the application; return the exit code."""
    options = parse_arguments(arguments)
    if options.command == "train":
        from playground import headless

        return headless.train(options)
    if not _has_display():
        print("There is no display: try `python main.py train iris`, which needs none.", file=sys.stderr)
        return 2
    return _open_window(options.theme, options.fresh)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _open_window(theme: str | None, fresh: bool) -> int:
    # Imported here, so that the headless job needs no Qt and `--help` answers at once.
    from PySide6.QtWidgets import QApplication

    from playground.application import PlaygroundApplication
    from playground.models.experiment.experiment import Experiment
    from playground.settings import Settings

    # Small bursts of Python in the training thread must not keep the window from its events.
    sys.setswitchinterval(0.0005)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Scalar Playground")
    settings = Settings()
    if theme is not None:
        settings.theme = theme
    if fresh:
        settings.experiment = Experiment()
    playground = PlaygroundApplication(app, settings)
    sys.excepthook = playground.report_exception
    signal.signal(signal.SIGINT, playground.on_interrupt)
    playground.start()
    return app.exec()
