"""The real program, which tells on its output each epoch that it shows, until somebody kills it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Slot

from playground.app import main
from playground.application import PlaygroundApplication
from playground.controllers.window import autosave_controller
from playground.models.picture.frame import Frame


class Teller(QObject):
    """Writes a line a frame."""

    def __init__(self, playground: PlaygroundApplication) -> None:
        super().__init__(playground)
        playground.workbench.frame_changed.connect(self.tell)

    @Slot(object)
    def tell(self, frame: Frame) -> None:
        """Write the newest epoch."""
        print(frame.epoch, flush=True)


if __name__ == "__main__":
    autosave_controller.INTERVAL_MS = int(sys.argv[1])
    main([], on_start=Teller)
