"""Reads a table and makes data of it without keeping the window waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QThread, Signal, Slot

from playground.models.data.table_advice import Choice
from playground.models.data.table_data import make_table
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, read_table
from playground.models.data.table_rows import CancelledError

# More often nobody sees a bar move.
_PROGRESS_STEP = 0.02


class TableLoader(QThread):
    """Does one thing at a time; another order gives up the one before.

    Signals
    -------
    progressed
        Share that is done, from 0 to 1.
    loaded
        A `RawTable`.
    made
        A `TableData`.
    refused, unfit
        Sentences on why the file cannot be read, and why the chosen columns cannot be learned.
    """

    progressed = Signal(float)
    loaded = Signal(object)
    made = Signal(object)
    refused = Signal(str)
    unfit = Signal(str)
    _done = Signal(int, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table")
        self._given_up = threading.Event()
        self._order: Callable[[], None] | None = None
        self._last_share = 0.0
        self._number = 0
        self._done.connect(self._on_done)

    def load(self, path: Path, wishes: Wishes) -> None:
        """Read a file."""
        self._begin(lambda: self._load(path, wishes))

    def make(self, table: RawTable, choice: Choice) -> None:
        """Make data of a table."""
        self._begin(lambda: self._make(table, choice))

    def close(self) -> None:
        """Give up and wait for the thread; results that are on their way are dropped."""
        self._given_up.set()
        self._number += 1
        self.wait()

    @Slot(int, str, object)
    def _on_done(self, number: int, outcome: str, result: object) -> None:
        """Hand on the result of the newest order. (Called in the thread this object lives in.)"""
        if number == self._number:
            getattr(self, outcome).emit(result)

    def run(self) -> None:
        """Do what was ordered. (Called by Qt in the new thread.)"""
        if self._order is not None:
            self._order()

    def _begin(self, order: Callable[[], None]) -> None:
        self.close()
        self._given_up.clear()
        self._order, self._last_share = order, 0.0
        self.start()

    def _make(self, table: RawTable, choice: Choice) -> None:
        try:
            data = make_table(table, choice)
        except ValueError as error:
            self._done.emit(self._number, "unfit", str(error))
        else:
            self._done.emit(self._number, "made", data)

    def _load(self, path: Path, wishes: Wishes) -> None:
        try:
            table = read_table(path, wishes, self._on_progress)
            # Found here, so that the window need not.
            _ = table.advice
            for column in table.columns:
                _ = column.different
        except CancelledError:
            return
        except OSError as error:
            self._done.emit(self._number, "refused", f"{path.name} cannot be read: {error.strerror or error}")
        except ValueError as error:
            self._done.emit(self._number, "refused", str(error))
        else:
            self._done.emit(self._number, "loaded", table)

    def _on_progress(self, share: float) -> bool:
        if share - self._last_share >= _PROGRESS_STEP or share >= 1.0:
            self._last_share = share
            self.progressed.emit(share)
        return not self._given_up.is_set()
