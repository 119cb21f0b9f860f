"""The real program, which tells on its output each epoch that it shows or keeps, until somebody kills it."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject, Slot

from playground import autosaves
from playground.app import main
from playground.application import PlaygroundApplication
from playground.autosaves import Autosaves
from playground.controllers.window import autosave_controller
from playground.models.picture.frame import Frame
from playground.models.run.run_file import SavedWork


def tell(kind: str, epoch: int) -> None:
    """Write a line at once and whole, whichever thread asks."""
    os.write(sys.stdout.fileno(), f"{kind} {epoch}\n".encode())


class TellingAutosaves(Autosaves):
    """Autosaves that tell what is on the disk."""

    def write(self, work: SavedWork) -> None:
        """Write the work, then tell its epoch."""
        super().write(work)
        tell("kept", 0 if work.run is None else work.run.end.epoch)


class Teller(QObject):
    """Writes a line a frame."""

    def __init__(self, playground: PlaygroundApplication) -> None:
        super().__init__(playground)
        playground.workbench.frame_changed.connect(self.on_frame)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Tell the newest epoch."""
        tell("shown", frame.epoch)


if __name__ == "__main__":
    autosave_controller.INTERVAL_MS = int(sys.argv[1])
    autosaves.Autosaves = TellingAutosaves  # type: ignore[misc]  # `main` makes its own
    main([], on_start=Teller)
