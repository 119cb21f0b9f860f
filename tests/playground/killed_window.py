"""The real program, which tells on its output each epoch that it shows, until somebody kills it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Slot

from playground import app, application
from playground.controllers.window import autosave_controller
from playground.models.picture.frame import Frame
from playground.workbench import Workbench


class Teller(QObject):
    """Writes a line a frame."""

    @Slot(object)
    def tell(self, frame: Frame) -> None:
        """Write the newest epoch."""
        print(frame.epoch, flush=True)


class TellingApplication(application.PlaygroundApplication):
    """Tells what it shows."""

    def start(self) -> None:
        """Start as ever, and begin to tell."""
        workbench: Workbench = self.workbench
        self._teller = Teller(self)
        workbench.frame_changed.connect(self._teller.tell)
        super().start()


if __name__ == "__main__":
    autosave_controller.INTERVAL_MS = int(sys.argv[1])
    application.PlaygroundApplication = TellingApplication  # type: ignore[misc]  # what `app` opens
    app.main([])
