"""A stage without training: answers with logits that can be moved by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.models.lessons.language import Place, Type, Value, When
from playground.models.lessons.logit_board import LARGEST_LOGIT, MOST_CLASSES, LogitBoard
from playground.models.lessons.reading.block_reader import BlockReader, read_bounded
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.stage import Stage
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import quoted

MOST_BOARDS, LONGEST_CLASS = 2, 24
_KEY = re.compile(r"[a-z]\w{0,15}", re.ASCII)


@dataclass(frozen=True)
class NamedBoard:
    """An answer by its key, as expressions call it, and its name."""

    key: str
    name: str
    board: LogitBoard


@dataclass(frozen=True)
class BoardOutcome:
    """What expressions can say about an answer."""

    board: LogitBoard

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a quantity; NaN for a class that is not there."""
        if quantity == "is_right":
            return self.board.answer == self.board.true
        if quantity == "loss":
            return self.board.loss
        number = self.board.true if not places else places[0] - 1 if isinstance(places[0], int) else -1
        values = _BY_CLASS[quantity](self.board)
        return values[number] if 0 <= number < len(values) else math.nan


_BY_CLASS: Mapping[str, Callable[[LogitBoard], tuple[float, ...]]] = {
    "probability": lambda board: board.probabilities,
    "logit": lambda board: board.logits,
    "gradient": lambda board: board.gradient,
}
"""Quantities of a class, of the true one without a number in brackets."""
QUANTITIES = ("loss", "is_right", *_BY_CLASS)


@dataclass(frozen=True)
class LogitStage(Stage):
    """Answers side by side."""

    boards: tuple[NamedBoard, ...] = ()

    def board(self, key: str) -> NamedBoard | None:
        """Return an answer by its key."""
        return next((board for board in self.boards if board.key == key), None)

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        board = self.board(name)
        if board is None:
            known = ", ".join(board.key for board in self.boards)
            raise ValueError(f"speaks of an answer {name!r}; answers here: {known}")
        if quantity not in QUANTITIES:
            raise ValueError(f"does not know {quantity!r}: choose {', '.join(QUANTITIES)}")
        if when is not None:
            raise ValueError("has no epochs: nothing is trained here")
        count = len(board.board.classes)
        is_class = len(places) == 1 and isinstance(places[0], int) and 1 <= places[0] <= count
        if places and (quantity not in _BY_CLASS or not is_class):
            raise ValueError(f"takes a class from 1 to {count} in brackets, of {', '.join(_BY_CLASS)}")
        return "truth" if quantity == "is_right" else "number"

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, BoardOutcome]:
        return {board.key: BoardOutcome(board.board) for board in self.boards}


def read_logits(reader: BlockReader, block: Block) -> LogitStage | None:
    """Read a ``logits`` block: ``classes:``, ``true:``, and ``run a: Its name`` with ``logits:``."""
    entries = reader.entries(block.lines, block.line + 1)
    starts = [place for place, entry in enumerate(entries) if entry.key.startswith("run ")]
    if not 1 <= len(starts) <= MOST_BOARDS:
        reader.fault(block.line, f"logits has 1 to {MOST_BOARDS} answers: lines such as `run a: Its name`")
        return None
    head = reader.values(block.line, "logits", entries[: starts[0]], ("classes", "true"))
    if head is None:
        return None
    classes = tuple(name.strip() for name in head["classes"].value.split(","))
    if not 2 <= len(classes) <= MOST_CLASSES or len({*classes}) < len(classes):
        reader.fault(head["classes"].line, f"classes: are 2 to {MOST_CLASSES} different names")
        return None
    if not all(0 < len(name) <= LONGEST_CLASS for name in classes):
        reader.fault(head["classes"].line, f"classes: have names of 1 to {LONGEST_CLASS} letters")
        return None
    if head["true"].value not in classes:
        reader.fault(head["true"].line, f"true: is one of the classes, not {quoted(head['true'].value)}")
        return None
    true = classes.index(head["true"].value)
    boards = [
        board
        for start, end in zip(starts, [*starts[1:], len(entries)], strict=True)
        if (board := _board(reader, entries[start], entries[start + 1 : end], classes, true)) is not None
    ]
    if len({board.key for board in boards}) < len(boards):
        reader.fault(block.line, "two answers have the same letter")
    return LogitStage(boards=tuple(boards)) if len(boards) == len(starts) else None


def _board(
    reader: BlockReader, head: Entry, own: Sequence[Entry], classes: tuple[str, ...], true: int
) -> NamedBoard | None:
    key = head.key.removeprefix("run ")
    found = reader.values(head.line, f"run {key}", own, ("logits",))
    if not _KEY.fullmatch(key) or not head.value:
        reader.fault(head.line, "an answer has a letter and a name: `run a: Its name`")
        return None
    if found is None:
        return None

    def read() -> tuple[float, ...]:
        parts = found["logits"].value.split()
        if len(parts) != len(classes):
            raise ValueError(f"are {len(classes)} numbers, one a class, not {len(parts)}")
        return tuple(read_bounded(part, -LARGEST_LOGIT, LARGEST_LOGIT) for part in parts)

    logits = reader.attempt(found["logits"].line, "logits:", read)
    return None if logits is None else NamedBoard(key, head.value, LogitBoard(classes, logits, true))
