"""A question whose answer is a whole table, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.table_stage import TableStage
from playground.models.lessons.tables import Table, as_rows, cells_text, is_to_type
from playground.models.lessons.text import Text
from playground.style.words import quoted

LIKE = "like "


@dataclass(frozen=True)
class CellsQuestion(Question):
    """What stands in which cell of a table.

    Attributes
    ----------
    right, wrong
        What to tell then.
    like
        Other tables that somebody may take it for, and what to tell whoever did.
    """

    table: Table
    right: Text
    wrong: Text
    like: tuple[tuple[Table, Text], ...] = ()

    def takes(self, guess: Guess) -> bool:
        return isinstance(guess, tuple) and len(guess) == len(self.table.numbers)

    def words(self, guess: Guess) -> str:
        assert isinstance(guess, tuple)
        return cells_text(as_rows(guess, self.table.shape[1]))

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        answer = next((text for table, text in self.like if table.numbers == guess), self.wrong)
        is_right = guess == self.table.numbers
        return Judged(is_right, self.table.text, self.right if is_right else answer)


def read_cells(reader: BlockReader, line: int, entries: Sequence[Entry]) -> CellsQuestion | None:
    """Read ``cells: v`` with ``right:``, ``wrong:`` and, for tables it may be taken for, ``like p:``."""
    alike = [entry for entry in entries if entry.key.startswith(LIKE)]
    rest = [entry for entry in entries if entry not in alike]
    found = reader.values(line, "predict", rest, ("ask", "cells", "right", "wrong"))
    if found is None:
        return None
    table = _table(reader, found["cells"], found["cells"].value)
    others = [(_table(reader, entry, entry.key.removeprefix(LIKE)), reader.text(entry.line, entry.value))
              for entry in alike]  # fmt: skip
    right, wrong = (reader.text(found[key].line, found[key].value) for key in ("right", "wrong"))
    if table is None:
        return None
    if not is_to_type(table):
        reader.fault(found["cells"].line, "cells: asks for up to 12 whole numbers, from 0 to 99")
        return None
    like = tuple((other, text) for other, text in others if other is not None)
    return CellsQuestion(found["ask"].value, table, right, wrong, like)


def _table(reader: BlockReader, entry: Entry, key: str) -> Table | None:
    stage = reader.stage
    table = stage.table(key) if isinstance(stage, TableStage) else None
    if table is None:
        reader.fault(entry.line, f"{entry.key}: there is no table {quoted(key)}")
    return table
