"""A stage of small tables, or pictures: one, and what `view` and `permute` make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from playground.models.lessons.language import Place, Type, Value, When
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block
from playground.models.lessons.stage import Stage
from playground.models.lessons.tables import Table, counted_cells, digit_cells, make_table
from playground.models.ticket import UNWATCHED, Ticket

MOST_TABLES = 3
QUANTITIES: Mapping[str, Type] = {"cells": "text", "rows": "number", "columns": "number"}
"""What expressions can say about a table: ``v.cells`` is ``[[1, 2], [3, 4], [5, 6]]``."""


@dataclass(frozen=True)
class TableOutcome:
    """What expressions can say about a table."""

    table: Table

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a quantity."""
        rows, columns = self.table.shape
        values: dict[str, Value] = {"cells": self.table.text, "rows": float(rows), "columns": float(columns)}
        return values[quantity]


@dataclass(frozen=True)
class TableStage(Stage):
    """Tables of the same numbers side by side; the first one is shown before anything is predicted.

    Attributes
    ----------
    is_picture
        Whether the cells are pixels, from 0 (paper) to 1 (ink).
    """

    tables: tuple[Table, ...] = ()
    is_picture: bool = False

    def table(self, key: str) -> Table | None:
        """Return a table by its key."""
        return next((table for table in self.tables if table.key == key), None)

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        if self.table(name) is None:
            known = ", ".join(table.key for table in self.tables)
            raise ValueError(f"speaks of a table {name!r}; tables here: {known}")
        if quantity not in QUANTITIES or places or when is not None:
            raise ValueError(f"does not know {quantity!r}: choose {', '.join(QUANTITIES)}")
        return QUANTITIES[quantity]

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, TableOutcome]:
        return {table.key: TableOutcome(table) for table in self.tables}


def read_tables(reader: BlockReader, block: Block) -> TableStage | None:
    """Read a ``table`` block: ``count: 2 x 3`` or ``digit: 7``, and lines ``show v: x.view(3, 2)``."""
    entries = reader.entries(block.lines, block.line + 1)
    shown = [entry for entry in entries if entry.key.startswith("show ")]
    rest = [entry for entry in entries if entry not in shown]
    found = reader.values(block.line, "table", rest, (), ("count", "digit"))
    if found is None:
        return None
    if len(found) != 1:
        reader.fault(block.line, "table has one line `count: 2 x 3`, or one line `digit: 7`")
        return None
    if not 1 <= len(shown) <= MOST_TABLES:
        reader.fault(block.line, f"table has 1 to {MOST_TABLES} lines such as `show v: x.view(3, 2)`")
        return None
    (source,) = found.values()
    read = counted_cells if source.key == "count" else digit_cells
    cells = reader.attempt(source.line, f"{source.key}:", partial(read, source.value))
    if cells is None:
        return None
    tables = []
    for entry in shown:
        key = entry.key.removeprefix("show ")
        table = reader.attempt(entry.line, f"{entry.key}:", partial(make_table, key, entry.value, cells))
        if table is not None:
            tables.append(table)
    if len({table.key for table in tables}) < len(tables):
        reader.fault(block.line, "two tables have the same letter")
    if len(tables) < len(shown):
        return None
    return TableStage(tables=tuple(tables), is_picture=source.key == "digit")
