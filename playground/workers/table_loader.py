"""Reads a table and makes data of it without keeping the window waiting."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QThread, Signal, Slot

from playground.models.data.table_advice import Choice, Gaps, gaps
from playground.models.data.table_data import UnfitError, make_table
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, read_table
from playground.models.data.table_rows import CancelledError
from playground.models.experiment.regular_file import shown_name

# More often nobody sees a bar move.
_PROGRESS_STEP = 0.02


class TableLoader(QThread):
    """Does one thing at a time; another order gives up the one before, and nobody waits for it.

    Signals
    -------
    progressed
        Share that is done, from 0 to 1.
    loaded
        A `RawTable`.
    made
        A `TableData` and the `Gaps` that cost rows.
    refused
        A sentence on why the file cannot be read.
    unfit
        A sentence on why the chosen columns cannot be learned, the column that stands against it or an
        empty text, and the `Gaps`.
    """

    progressed = Signal(float)
    loaded = Signal(object)
    made = Signal(object, object)
    refused = Signal(str)
    unfit = Signal(str, str, object)
    _told = Signal(int, str, tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("table")
        self._orders: queue.SimpleQueue[tuple[int, Callable[[int], None] | None]] = queue.SimpleQueue()
        self._number = 0
        self._last_share = 0.0
        self._told.connect(self._on_told)

    def load(self, path: Path, wishes: Wishes) -> None:
        """Read a file."""
        self._order(partial(self._load, path, wishes))

    def make(self, table: RawTable, choice: Choice) -> None:
        """Make data of a table."""
        self._order(partial(self._make, table, choice))

    def close(self) -> None:
        """Give up and wait for the thread; results that are on their way are dropped."""
        self._order(None)
        self.wait()

    def run(self) -> None:
        """Work off the orders, of several only the newest. (Called by Qt in the new thread.)"""
        while True:
            number, order = self._orders.get()
            if order is None:
                return
            if self._is_wanted(number):
                order(number)

    @Slot(int, str, tuple)
    def _on_told(self, number: int, outcome: str, result: tuple[object, ...]) -> None:
        """Hand on what the newest order tells. (Called in the thread this object lives in.)"""
        if self._is_wanted(number):
            getattr(self, outcome).emit(*result)

    def _order(self, order: Callable[[int], None] | None) -> None:
        self._number += 1
        if order is None and not self.isRunning():
            return
        self._orders.put((self._number, order))
        if not self.isRunning():
            self.start()

    def _is_wanted(self, number: int) -> bool:
        return number == self._number

    def _make(self, table: RawTable, choice: Choice, number: int) -> None:
        cost = Gaps()
        try:
            cost = gaps(table.columns, choice)
            data = make_table(table, choice)
        except UnfitError as error:
            self._told.emit(number, "unfit", (str(error), error.column, cost))
        except ValueError as error:
            self._told.emit(number, "unfit", (str(error), cost.worst if cost.fill else "", cost))
        except MemoryError:
            self._told.emit(number, "unfit", ("the memory is too small for so many inputs", "", cost))
        else:
            self._told.emit(number, "made", (data, cost))

    def _load(self, path: Path, wishes: Wishes, number: int) -> None:
        self._last_share = 0.0
        try:
            table = read_table(path, wishes, partial(self._on_progress, number))
            # Found here, so that the window need not.
            _ = table.advice
            for column in table.columns:
                _ = column.different
        except CancelledError:
            return
        except (OSError, ValueError) as error:
            self._told.emit(number, "refused", (str(error),))
        except MemoryError:
            self._told.emit(number, "refused", (f"{shown_name(path)}: the memory is too small for it",))
        except Exception as error:
            # Nobody has thought of it: it is reported, and the thread goes on.
            sys.excepthook(type(error), error, error.__traceback__)
            self._told.emit(number, "refused", (f"{shown_name(path)} cannot be read as a table",))
        else:
            self._told.emit(number, "loaded", (table,))

    def _on_progress(self, number: int, share: float) -> bool:
        if share - self._last_share >= _PROGRESS_STEP or share >= 1.0:
            self._last_share = share
            self._told.emit(number, "progressed", (share,))
        return self._is_wanted(number)
