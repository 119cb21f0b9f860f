"""Opens the card of examples, and the example that is chosen in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from playground.models.examples.example import Example
from playground.models.examples.shelf import FOLDER, Shelf, read_shelf
from playground.models.experiment.notice import Notice
from playground.models.run.speed import WATCHABLE
from playground.models.ticket import Ticket
from playground.settings import Settings
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench
from playground.workers.background import Job

WORDS = "example"


class ExamplesController(QObject):
    """The files are read when the card opens for the first time.

    Parameters
    ----------
    folder
        Where the examples are.
    """

    def __init__(
        self,
        workbench: Workbench,
        window: MainWindow,
        settings: Settings,
        parent: QObject | None = None,
        folder: Path = FOLDER,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._settings, self._folder = workbench, window, settings, folder
        self._card = window.examples
        self._is_read = False
        self.job = Job("examples", self)
        self.job.done.connect(self._on_job_done)
        self.job.refused.connect(self._card.refuse)
        window.examples_wanted.connect(self.open)
        self._card.opened.connect(self._on_view_opened)
        self._card.file_wanted.connect(window.open_wanted)
        self._card.start_switch.toggled_by_user.connect(self._on_view_start_toggled)

    @Slot()
    def open_at_start(self) -> None:
        """Open the card at the first start of all, and at each one where that is wanted.

        A window that was closed before its first picture does not count.
        """
        if not self._window.isVisible():
            return
        wanted = self._settings.examples_at_start
        if wanted is None:
            self._settings.examples_at_start = False
        if wanted is not False:
            self.open()

    @Slot()
    def open(self) -> None:
        """Open the card."""
        if not self._is_read and not self.job.is_busy:
            self.job.order(self._read)
        self._card.start_switch.set_checked(bool(self._settings.examples_at_start))
        self._card.open_with_search()

    def _read(self, ticket: Ticket) -> Shelf:
        return read_shelf(self._folder)

    @Slot(object)
    def _on_job_done(self, shelf: Shelf) -> None:
        self._is_read = True
        self._card.set_shelf(shelf, self._folder)

    @Slot(bool)
    def _on_view_start_toggled(self, on: bool) -> None:
        self._settings.examples_at_start = on

    @Slot(object)
    def _on_view_opened(self, example: Example) -> None:
        """Begin the example at a pace that can be watched; what belongs to the person stays."""
        bench, now, new = self._workbench, self._workbench.experiment, example.experiment
        self._card.close_card()
        self._window.open_mode("train")
        bench.begin(
            new.with_(
                backend=now.backend,
                hidden_controls=now.hidden_controls,
                operations=now.operations,
                source=new.source or now.source,
            ),
            WORDS,
        )
        bench.set_speed(WATCHABLE)
        bench.set_playing(True)
        bench.say(Notice(example.sentence))
