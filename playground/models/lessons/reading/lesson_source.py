"""The text of a lesson cut into front matter, blocks and texts; every fault is noted with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from playground.models.experiment.shown import printable
from playground.style.words import quoted

LONGEST_LINE = 600
FRONT = ("title", "question", "group", "order", "minutes")
MORE_FRONT = ("workshop",)
_ENTRY = re.compile(r" *([a-z_]+(?: [a-z0-9][\w.]*)?) *:(.*)", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """Something wrong with a lesson, and the line where it is."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class LessonError(ValueError):
    """All that is wrong with a lesson."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True)
class Entry:
    """A line ``key: value`` of a block."""

    line: int
    key: str
    value: str


@dataclass(frozen=True)
class Block:
    """A fenced block, or the text before, between and behind blocks, which has no kind."""

    kind: str
    line: int
    lines: tuple[str, ...]


class LessonSource:
    """The lines of a lesson.

    Attributes
    ----------
    faults
        What was found wrong so far.
    n_found
        How many there were, the same one counted each time.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.faults: list[Fault] = []
        self.n_found = 0

    def fault(self, line: int, text: str) -> None:
        """Note a fault; the same one is told once, however often it is found."""
        self.n_found += 1
        fault = Fault(line, text)
        if fault not in self.faults:
            self.faults.append(fault)

    def front(self) -> tuple[dict[str, Entry], int]:
        """Return the front matter and the number of the line after it."""
        lines = self._lines
        if not lines or lines[0].strip() != "---":
            self.fault(1, "the lesson begins with --- and its title, question, group, order and minutes")
            return {}, 1
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
        if end is None:
            self.fault(1, "the front matter is not closed: --- is missing after it")
            return {}, len(lines)
        front: dict[str, Entry] = {}
        for entry in self.entries(lines[1:end], 2):
            if entry.key not in (*FRONT, *MORE_FRONT):
                known = ", ".join((*FRONT, *MORE_FRONT))
                self.fault(entry.line, f"unknown key {entry.key!r}: choose {known}")
            elif entry.key in front:
                self.fault(entry.line, f"{entry.key} stands there twice")
            else:
                front[entry.key] = entry
        for key in FRONT:
            if key not in front or not front[key].value:
                self.fault(1, f"the front matter lacks {key}")
        return front, end + 2

    def blocks(self, start: int, kinds: Collection[str]) -> list[Block]:
        """Cut the body into texts and blocks of some kinds; other fenced code stays in the texts."""
        blocks: list[Block] = []
        texts: list[str] = []
        text_line = number = start
        while number <= len(self._lines):
            line = self._lines[number - 1]
            fence = line.strip()
            if not fence.startswith("```"):
                texts.append(line)
                number += 1
                continue
            kind = fence[3:].strip()
            end = next(
                (n for n in range(number + 1, len(self._lines) + 1) if self._lines[n - 1].strip() == "```"),
                None,
            )
            if end is None:
                self.fault(number, "the block is not closed: ``` is missing after it")
                end = len(self._lines) + 1
            inside = tuple(self._lines[number : end - 1])
            if kind in kinds:
                blocks.append(Block("", text_line, tuple(texts)))
                blocks.append(Block(kind, number, inside))
                texts, text_line = [], end + 1
            else:
                if kind not in ("", "python", "diff", "text"):
                    known = ", ".join([*kinds, "python", "diff", "text"])
                    self.fault(number, f"unknown block {kind!r}: choose {known}")
                texts += [line, *inside, "```"]
            number = end + 1
        blocks.append(Block("", text_line, tuple(texts)))
        return blocks

    def entries(self, lines: Sequence[str], first: int) -> list[Entry]:
        """Read lines ``key: value``; blank ones and those that begin with # are skipped."""
        entries = []
        for number, line in enumerate(lines, first):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            match = _ENTRY.fullmatch(line.rstrip())
            if match is None:
                self.fault(number, f"{quoted(line)} is no line `key: value`")
            elif len(line) > LONGEST_LINE:
                self.fault(number, f"the line is longer than {LONGEST_LINE} characters")
            elif match[2] != printable(match[2]):
                self.fault(number, "the line holds signs that cannot be shown")
            else:
                entries.append(Entry(number, match[1], match[2].strip()))
        return entries
