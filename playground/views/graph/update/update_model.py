"""The table of an update as Qt's views read it, in any order of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import figure_text, say_change
from playground.style.words import number_text
from playground.views.kit.table.sorted_model import (
    NAME,
    Cell,
    SortedModel,
    TableColumn,
    name_cell,
    number_cell,
)

VALUE, GRADIENT, FIRST_STATE = range(1, 4)
FROZEN = "frozen"
TOOLTIP_DIGITS = 10


class UpdateModel(SortedModel):
    """A row a parameter; numbers are sorted by size, sign aside, the largest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: UpdateTable | None = None
        self._numbers: list[NDArray[np.float64]] = []

    def set_table(self, table: UpdateTable | None) -> None:
        """Show another update; rows stay the same ones where the parameters do."""
        before, self.table = self.table, table
        are_same = (
            before is not None
            and table is not None
            and (before.names, before.state_names) == (table.names, table.state_names)
        )
        columns = [] if table is None else _columns(table)
        self._numbers = [numbers for _, _, numbers in columns]
        self.set_columns(
            [
                TableColumn(
                    title, meaning, numbers if place == NAME else np.abs(numbers), rises=place == NAME
                )
                for place, (title, meaning, numbers) in enumerate(columns)
            ],
            are_same_items=are_same,
        )

    def cell(self, item: int, column: int) -> Cell:
        assert self.table is not None
        if column == NAME:
            return name_cell(self.table.names[item])
        if self._is_change(column) and self.table.frozen[item]:
            return Cell(FROZEN)
        number = float(self._numbers[column][item])
        return number_cell(figure_text(number), number)

    def tip(self, item: int, column: int) -> str:
        table, digits = self.table, TOOLTIP_DIGITS
        assert table is not None
        name = table.names[item]
        if column == NAME or self._is_change(column):
            return say_change(table, item)
        if column == GRADIENT:
            raw, used = (number_text(float(array[item]), digits) for array in (table.raw, table.used))
            return f"∂L/∂{name} = {raw}" + ("" if raw == used else f"; clipped and with penalties {used}")
        state = column - FIRST_STATE
        if 0 <= state < len(table.state_names):
            arrays = table.report.state[state], table.state[state]
            before, after = (number_text(float(array[item]), digits) for array in arrays)
            return f"{table.state_names[state]} of {name}: {before} before, {after} after this update"
        return f"{name} = {number_text(float(self._numbers[column][item]), digits)}"

    def _is_change(self, column: int) -> bool:
        return column == self.columnCount() - 2


def _columns(table: UpdateTable) -> list[tuple[str, str, NDArray[np.float64]]]:
    """Return title, meaning and numbers of each column."""
    states = [
        (f"New {name}", f"What the optimizer keeps as {name} after this update", array)
        for name, array in zip(table.state_names, table.state, strict=True)
    ]
    return [
        (
            "Parameter",
            "In the order of the network. A click or Enter sorts by a column",
            np.arange(len(table), dtype=np.float64),
        ),
        ("Value", "Before this update", table.values),
        ("Gradient", "As the optimizer gets it: clipped, and with penalties", table.used),
        *states,
        ("Change", "What this update adds to the value", table.changes),
        ("New value", "After this update", table.new_values),
    ]
