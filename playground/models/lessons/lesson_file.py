"""Reads a lesson from Markdown: front matter, texts, and blocks that open the steps.

``docs/writing-lessons.md`` describes the format. Every fault is found with its line; nothing in a lesson is
ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.layer_sizes import read_sizes
from playground.models.experiment.regular_file import read_bytes
from playground.models.experiment.settings import Choice as SettingChoice
from playground.models.experiment.settings import Number, Own, Setting, Switch, Whole, settings_of
from playground.models.lessons.language import Expression, Type, read_expression
from playground.models.lessons.lesson import (
    MOST_RUNS,
    Check,
    Choice,
    ChoiceQuestion,
    Lesson,
    LessonRun,
    Look,
    NumberQuestion,
    Part,
    Question,
    Reveal,
    SketchQuestion,
    Stage,
    Step,
    Task,
    Text,
    Transfer,
)
from playground.models.lessons.lesson_blocks import Block, Entry, Fault, LessonError, LessonSource
from playground.models.lessons.outcome import LOSSES, SHARES, NamesOfStage
from playground.style.words import quoted, read_number, within_text

T = TypeVar("T")
LARGEST_FILE = 200_000
MOST_STEPS, MOST_CHOICES, MOST_FAULTS = 40, 6, 100
_LOOKS: dict[str, Look] = {"plain": "plain", "bad": "bad", "good": "good"}
_KEY = re.compile(r"[a-z]\w{0,15}", re.ASCII)
_PLACEHOLDER = re.compile(r"\\\{|\{([^{}\n]*)\}")
_CODE = re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)


def read_lesson_file(path: Path) -> Lesson:
    """Read a lesson.

    Raises
    ------
    LessonError
        With every fault of its content.
    OSError, ValueError
        The file cannot be read, or is no text.
    """
    data = read_bytes(path, LARGEST_FILE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError([Fault(line, "is no UTF-8 text")]) from None
    return read_lesson(text, path.stem)


def read_lesson(text: str, key: str = "lesson") -> Lesson:
    """Read a lesson from its text.

    Raises
    ------
    LessonError
        With every fault.
    """
    if len(text) > LARGEST_FILE:
        raise LessonError([Fault(1, f"the lesson is longer than {LARGEST_FILE:,} characters")])
    return _Reader(text).lesson(key)


class _Reader:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        self._source = LessonSource(text)
        self._stage: Stage | None = None

    def lesson(self, key: str) -> Lesson:
        front, start = self._source.front()
        steps = self._steps(start)
        order = self._front_number(front, "order", 0.0, 1000.0)
        minutes = self._front_number(front, "minutes", 1.0, 60.0)
        if not steps and not self._source.faults:
            self._source.fault(
                start, "the lesson has no step: a block predict, do, reveal or transfer opens one"
            )
        if self._source.faults:
            raise LessonError(self._source.faults[:MOST_FAULTS])
        title, question, group = (front[name].value for name in ("title", "question", "group"))
        return Lesson(key, title, question, group, order, round(minutes), tuple(steps))

    def _try(self, line: int, name: str, read: Callable[[], T]) -> T | None:
        """Return what is read; a ValueError becomes a fault."""
        try:
            return read()
        except ValueError as error:
            self._source.fault(line, f"{name} {error}".strip())
            return None

    def _front_number(self, front: dict[str, Entry], key: str, low: float, high: float) -> float:
        entry = front.get(key)
        if entry is None or not entry.value:
            return low
        found = self._try(entry.line, f"{key}:", lambda: _number(entry.value, low, high))
        return low if found is None else found

    # Steps.

    def _steps(self, start: int) -> list[Step]:
        """Return the steps: a block opens one, and the text after it belongs to it.

        A text at the beginning, or after an experiment, belongs to the step that comes.
        """
        steps: list[Step] = []
        waiting = Text()
        is_before, is_broken = True, False
        for block in self._source.blocks(start):
            if block.kind == "experiment":
                self._stage, is_before = self._read_stage(block), True
                is_broken = self._stage is None
            elif is_broken:
                pass  # whatever is wrong with it may come from the experiment
            elif block.kind:
                step, is_before = self._read_step(block), False
                if step is not None:
                    steps.append(replace(step, text=waiting))
                waiting = Text()
            else:
                text = self._text(block.line, "\n".join(block.lines))
                if is_before or not steps:
                    waiting = _joined(waiting, text)
                else:
                    steps[-1] = replace(steps[-1], text=_joined(steps[-1].text, text))
            if len(steps) > MOST_STEPS:
                self._source.fault(block.line, f"a lesson has at most {MOST_STEPS} steps")
                break
        return steps

    def _text(self, line: int, text: str) -> Text:
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

    def _any_expression(self, line: int, text: str) -> Expression | None:
        """Read a number or a text."""
        try:
            return read_expression(text, NamesOfStage(self._stage), "text")
        except ValueError:
            return self._expression(line, f"{{{text}}}", text, "number")

    def _expression(self, line: int, name: str, text: str, wanted: Type) -> Expression | None:
        return self._try(line, name, lambda: read_expression(text, NamesOfStage(self._stage), wanted))

    def _read_step(self, block: Block) -> Step | None:
        entries = self._source.entries(block.lines, block.line + 1)
        checks = tuple(
            Check(entry.line, condition)
            for entry in entries
            if entry.key == "check"
            and (condition := self._expression(entry.line, "check:", entry.value, "truth")) is not None
        )
        entries = [entry for entry in entries if entry.key != "check"]
        read: dict[str, Callable[[int, list[Entry]], Part | None]] = {
            "predict": self._question, "do": self._task, "reveal": self._reveal,
        }  # fmt: skip
        if block.kind == "transfer":
            part: Part | None = self._transfer(block.line, entries)
        elif self._stage is None:
            self._source.fault(block.line, f"{block.kind} needs runs: an experiment block before it")
            return None
        else:
            part = read[block.kind](block.line, entries)
        if part is None:
            return None
        return Step(Text(), part, self._stage, block.line, checks)

    def _values(
        self, line: int, kind: str, entries: Sequence[Entry], needed: Sequence[str], more: Sequence[str] = ()
    ) -> dict[str, Entry] | None:
        """Return the entries of a block by key, or None if one is missing, unknown, or there twice."""
        found: dict[str, Entry] = {}
        before = len(self._source.faults)
        for entry in entries:
            if entry.key not in (*needed, *more):
                self._source.fault(
                    entry.line, f"{kind} has no {entry.key!r}: choose {', '.join([*needed, *more])}"
                )
            elif entry.key in found:
                self._source.fault(entry.line, f"{entry.key} stands there twice")
            else:
                found[entry.key] = entry
        for key in needed:
            if key not in found or not found[key].value:
                self._source.fault(line, f"{kind} lacks {key}")
        return found if len(self._source.faults) == before else None

    # Questions.

    def _question(self, line: int, entries: Sequence[Entry]) -> Question | None:
        keys = {entry.key for entry in entries}
        kinds = [key for key in ("choice", "number", "sketch") if key in keys]
        if len(kinds) != 1:
            self._source.fault(line, "predict has choices, or one number, or one sketch")
            return None
        read: dict[str, Callable[[int, Sequence[Entry]], Question | None]] = {
            "choice": self._choices, "number": self._number, "sketch": self._sketch,
        }  # fmt: skip
        return read[kinds[0]](line, entries)

    def _choices(self, line: int, entries: Sequence[Entry]) -> ChoiceQuestion | None:
        starts = [place for place, entry in enumerate(entries) if entry.key == "choice"]
        head = self._values(line, "predict", entries[: starts[0]], ("ask",), ("of",))
        choices = []
        for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
            first = entries[start]
            found = self._values(
                first.line,
                "a choice",
                entries[start:end],
                ("choice", "because", "when", "answer"),
                ("curve",),
            )
            if found is None:
                continue
            when = self._expression(found["when"].line, "when:", found["when"].value, "truth")
            answer = self._text(found["answer"].line, found["answer"].value)
            curve = self._try(first.line, "curve:", partial(_curve, found))
            if when is not None and curve is not None:
                choices.append(Choice(found["choice"].value, found["because"].value, when, answer, curve))
        if not 2 <= len(starts) <= MOST_CHOICES:
            self._source.fault(line, f"predict has 2 to {MOST_CHOICES} choices, not {len(starts)}")
        of = self._loss(head["of"]) if head is not None and "of" in head else None
        if any(choice.curve for choice in choices) and of is None:
            self._source.fault(line, "curves need a line `of: a.train_loss` that says which loss they sketch")
        if head is None or len(choices) != len(starts):
            return None
        return ChoiceQuestion(head["ask"].value, tuple(choices), of)

    def _loss(self, entry: Entry) -> Expression | None:
        loss = self._expression(entry.line, f"{entry.key}:", entry.value, "number")
        if loss is not None and (loss.single_quantity not in LOSSES or "@" in loss.text):
            self._source.fault(entry.line, f"{entry.key}: must be the train_loss or test_loss of a run")
            return None
        return loss

    def _number(self, line: int, entries: Sequence[Entry]) -> NumberQuestion | None:
        found = self._values(line, "predict", entries, ("ask", "number", "tolerance", "low", "right", "high"))
        if found is None:
            return None
        truth = self._expression(found["number"].line, "number:", found["number"].value, "number")
        tolerance = self._try(
            found["tolerance"].line, "tolerance:", lambda: _number(found["tolerance"].value, 0.0, 1e6)
        )
        low, right, high = (self._text(found[key].line, found[key].value) for key in ("low", "right", "high"))
        if truth is None or tolerance is None:
            return None
        is_share = truth.single_quantity in SHARES
        return NumberQuestion(found["ask"].value, truth, tolerance, low, right, high, is_share)

    def _sketch(self, line: int, entries: Sequence[Entry]) -> SketchQuestion | None:
        found = self._values(line, "predict", entries, ("ask", "sketch", "tolerance", "right", "wrong"))
        if found is None:
            return None
        of = self._loss(found["sketch"])
        tolerance = self._try(
            found["tolerance"].line, "tolerance:", lambda: _number(found["tolerance"].value, 0.0, 10.0)
        )
        right, wrong = (self._text(found[key].line, found[key].value) for key in ("right", "wrong"))
        if of is None or tolerance is None:
            return None
        return SketchQuestion(found["ask"].value, of, tolerance, right, wrong)

    # Other steps.

    def _task(self, line: int, entries: Sequence[Entry]) -> Task | None:
        found = self._values(line, "do", entries, ("goal", "until", "run", "controls"), ("hint",))
        if found is None:
            return None
        until = self._expression(found["until"].line, "until:", found["until"].value, "truth")
        run = found["run"]
        if self._stage is not None and self._stage.run(run.value) is None:
            self._source.fault(run.line, f"run: there is no run {quoted(run.value)}")
            return None
        controls = tuple(name.strip() for name in found["controls"].value.split(","))
        for name in controls:
            if name not in CONTROLS:
                self._source.fault(
                    found["controls"].line,
                    f"controls: {quoted(name)} cannot be one: choose {', '.join(CONTROLS)}",
                )
        hint = found["hint"].value if "hint" in found else ""
        return None if until is None else Task(found["goal"].value, until, run.value, controls, hint)

    def _reveal(self, line: int, entries: Sequence[Entry]) -> Reveal | None:
        found = self._values(line, "reveal", entries, (), ("of",))
        if found is None:
            return None
        of = found["of"].value if "of" in found else "train_loss"
        if of not in LOSSES:
            self._source.fault(found["of"].line, f"of: is train_loss or test_loss, not {quoted(of)}")
            return None
        return Reveal("test_loss" if of == "test_loss" else "train_loss")

    def _transfer(self, line: int, entries: Sequence[Entry]) -> Transfer | None:
        code = [entry for entry in entries if entry.key in ("wrong", "right", "same")]
        rest = [entry for entry in entries if entry.key not in ("wrong", "right", "same")]
        found = self._values(line, "transfer", rest, ("takeaway", "break_it"))
        if not any(entry.key == "wrong" for entry in code) or not any(entry.key == "right" for entry in code):
            self._source.fault(line, "transfer lacks code: lines wrong:, right: and same:")
            return None
        signs = {"wrong": "-", "right": "+", "same": " "}
        lines = [f"{signs[entry.key]} {entry.value}" for entry in code]
        if found is None:
            return None
        return Transfer(found["takeaway"].value, "\n".join(lines), found["break_it"].value)

    # Runs.

    def _read_stage(self, block: Block) -> Stage | None:
        entries = self._source.entries(block.lines, block.line + 1)
        starts = [place for place, entry in enumerate(entries) if entry.key.startswith("run ")]
        if not 1 <= len(starts) <= MOST_RUNS:
            self._source.fault(
                block.line, f"an experiment has 1 to {MOST_RUNS} runs: lines such as `run a: Its name`"
            )
            return None
        common = [entry for entry in entries[: starts[0]] if entry.key not in ("epochs", "seconds")]
        pace = {entry.key: entry for entry in entries[: starts[0]] if entry.key in ("epochs", "seconds")}
        if "epochs" not in pace:
            self._source.fault(block.line, "an experiment lacks epochs: how long its runs train")
            return None
        epochs = self._try(pace["epochs"].line, "epochs:", lambda: _number(pace["epochs"].value, 1, 100_000))
        seconds: float | None = 4.0
        if "seconds" in pace:
            seconds = self._try(
                pace["seconds"].line, "seconds:", lambda: _number(pace["seconds"].value, 1, 60)
            )
        runs = []
        for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
            run = self._run(entries[start], common, entries[start + 1 : end])
            if run is not None:
                runs.append(run)
        if len({run.key for run in runs}) < len(runs):
            self._source.fault(block.line, "two runs have the same letter")
        if epochs is None or seconds is None or len(runs) < len(starts):
            return None
        return Stage(tuple(runs), round(epochs), seconds)

    def _run(self, head: Entry, common: Sequence[Entry], own: Sequence[Entry]) -> LessonRun | None:
        key, look = head.key.removeprefix("run "), "plain"
        values: dict[str, Any] = {"rests": False}
        before = len(self._source.faults)
        for entry in (*common, *own):
            if entry.key == "look":
                look = entry.value
                if look not in _LOOKS:
                    self._source.fault(entry.line, f"look: is {', '.join(_LOOKS)}, not {quoted(look)}")
                continue
            declared = settings_of(Experiment).get(entry.key)
            if declared is None or (isinstance(declared.kind, Own) and entry.key != "hidden"):
                self._source.fault(entry.line, f"{entry.key!r} is no setting that a lesson can choose")
                continue
            value = self._try(entry.line, f"{entry.key}:", partial(_setting, entry, declared))
            values[entry.key] = value
        if not _KEY.fullmatch(key) or not head.value:
            self._source.fault(head.line, "a run has a letter and a name: `run a: Its name`")
        if len(self._source.faults) > before:
            # A fault of the common settings is told once.
            self._source.faults[before:] = [
                f for f in self._source.faults[before:] if f not in self._source.faults[:before]
            ]
            return None
        experiment = self._try(head.line, "", partial(Experiment, **values))
        return None if experiment is None else LessonRun(key, head.value, experiment, _LOOKS[look])


_GIVEN = SettingChoice | Number | Whole | Switch
CONTROLS = (
    "hidden",
    *(
        name
        for name, declared in settings_of(Experiment).items()
        if isinstance(declared.kind, _GIVEN) and declared.is_of_run and declared.place is not None
    ),
)
"""The settings that a learner can be given in a step."""


def _setting(entry: Entry, declared: Setting) -> object:
    """Read the value of a setting."""
    text, kind = entry.value, declared.kind
    if entry.key == "hidden":
        return () if text == "none" else read_sizes(text)
    value: object = text
    if isinstance(kind, Switch):
        if text not in ("yes", "no"):
            raise ValueError(f"is yes or no, not {quoted(text)}")
        value = text == "yes"
    elif isinstance(kind, Whole):
        value = kind.high if kind.high_is_full and text == "full" else _whole(text)
    elif isinstance(kind, Number):
        value = read_number(text)
    kind.check(declared.label.lower(), value)
    return value


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(f"is a whole number, not {quoted(text)}")
    return int(text)


def _number(text: str, low: float, high: float) -> float:
    value = read_number(text)
    if not low <= value <= high:
        raise ValueError(f"is a number {within_text(low, high)}, not {quoted(text)}")
    return value


def _curve(found: dict[str, Entry]) -> tuple[float, ...]:
    """Read a sketch: heights from 0 to 1."""
    if "curve" not in found:
        return ()
    heights = tuple(_number(part, 0.0, 1.0) for part in found["curve"].value.split())
    if len(heights) < 2:
        raise ValueError("takes two heights or more, from 0 to 1")
    return heights


def _joined(first: Text, second: Text) -> Text:
    """Return two texts as one, with a blank line between."""
    if first.is_empty or second.is_empty:
        return second if first.is_empty else first
    between = first.parts[-1] + "\n\n" + second.parts[0]
    return Text((*first.parts[:-1], between, *second.parts[1:]), first.expressions + second.expressions)
