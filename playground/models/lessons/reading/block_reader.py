"""What the readers of all blocks share: values, expressions and texts, with faults at their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from playground.models.lessons.language import Expression, Place, Type, When, read_expression
from playground.models.lessons.outcome import LOSSES
from playground.models.lessons.reading.lesson_source import Entry, LessonSource
from playground.models.lessons.stage import Stage
from playground.models.lessons.text import Text
from playground.style.words import quoted, read_number, within_text

T = TypeVar("T")
_PLACEHOLDER = re.compile(r"\\\{|\{([^{}\n]*)\}")
_CODE = re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)


class BlockReader:
    """Reads the entries of one block after another.

    Attributes
    ----------
    stage
        What expressions speak of; None before the first stage.
    """

    def __init__(self, source: LessonSource) -> None:
        self._source = source
        self.stage: Stage | None = None

    def fault(self, line: int, text: str) -> None:
        """Note a fault; the same one is told once."""
        self._source.fault(line, text)

    @property
    def n_faults(self) -> int:
        """How many faults there are so far; the same one counts each time it is found."""
        return self._source.n_found

    def entries(self, lines: Sequence[str], first: int) -> list[Entry]:
        """Read lines ``key: value`` of which the first one has a number."""
        return self._source.entries(lines, first)

    def attempt(self, line: int, name: str, read: Callable[[], T]) -> T | None:
        """Return what is read; a ValueError becomes a fault."""
        try:
            return read()
        except ValueError as error:
            self.fault(line, f"{name} {error}".strip())
            return None

    def bounded(self, entry: Entry, low: float, high: float) -> float | None:
        """Read a plain number between bounds."""
        return self.attempt(entry.line, f"{entry.key}:", lambda: read_bounded(entry.value, low, high))

    def condition(self, entry: Entry) -> Expression | None:
        """Read a condition."""
        return self._expression(entry.line, f"{entry.key}:", entry.value, "truth")

    def number(self, entry: Entry) -> Expression | None:
        """Read a number with quantities in it."""
        return self._expression(entry.line, f"{entry.key}:", entry.value, "number")

    def loss(self, entry: Entry) -> Expression | None:
        """Read the training or test loss of a run."""
        loss = self.number(entry)
        if loss is not None and (loss.single_quantity not in LOSSES or "@" in loss.text):
            self.fault(entry.line, f"{entry.key}: must be the train_loss or test_loss of a run")
            return None
        return loss

    def text(self, line: int, text: str) -> Text:
        """Read a text with expressions in braces; those in code stay as they are."""
        code = [match.span() for match in _CODE.finditer(text)]
        parts, expressions, end = [""], [], 0
        for match in _PLACEHOLDER.finditer(text):
            if any(start <= match.start() < stop for start, stop in code):
                continue
            parts[-1] += text[end : match.start()]
            end = match.end()
            if match[1] is None:
                parts[-1] += "{"
                continue
            at = line + text.count("\n", 0, match.start())
            expression = self._any_expression(at, match[1])
            if expression is not None:
                expressions.append(expression)
                parts.append("")
        parts[-1] += text[end:]
        return Text(tuple(parts), tuple(expressions))

    def values(
        self, line: int, kind: str, entries: Sequence[Entry], needed: Sequence[str], more: Sequence[str] = ()
    ) -> dict[str, Entry] | None:
        """Return the entries of a block by key, or None if one is missing, unknown, or there twice."""
        found: dict[str, Entry] = {}
        before = self.n_faults
        for entry in entries:
            if entry.key not in (*needed, *more):
                self.fault(entry.line, f"{kind} has no {entry.key!r}: choose {', '.join([*needed, *more])}")
            elif entry.key in found:
                self.fault(entry.line, f"{entry.key} stands there twice")
            else:
                found[entry.key] = entry
        for key in needed:
            if key not in found or not found[key].value:
                self.fault(line, f"{kind} lacks {key}")
        return found if self.n_faults == before else None

    def _any_expression(self, line: int, text: str) -> Expression | None:
        """Read a number or a text."""
        try:
            return read_expression(text, self, "text")
        except ValueError:
            return self._expression(line, f"{{{text}}}", text, "number")

    def _expression(self, line: int, name: str, text: str, wanted: Type) -> Expression | None:
        return self.attempt(line, name, lambda: read_expression(text, self, wanted))

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        """Return the type of a quantity of the stage; a ValueError names what is unknown."""
        if self.stage is None:
            raise ValueError(f"speaks of {name!r}, and there is nothing yet that runs")
        return self.stage.type_of(name, quantity, places, when)


def read_bounded(text: str, low: float, high: float) -> float:
    """Read a plain number between bounds, or raise a ValueError."""
    value = read_number(text)
    if not low <= value <= high:
        raise ValueError(f"is a number {within_text(low, high)}, not {quoted(text)}")
    return value
