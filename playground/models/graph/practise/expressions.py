"""Small expressions to practise on, made from a seed: the same ones on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.operations import OPERATIONS
from engine.random_numbers import random_bits
from playground.style.words import counted

Choice = TypeVar("Choice")
MOST_OPERATIONS = 5
HARD_FROM = 4
"""With so many operations, numbers need not be easy any more."""
STREAM = 11
"""Keeps these random numbers apart from those of training."""
DRAWS, MOST_TRIES = 64, 4000
LEAVES, STEPS, OUTPUT = "abcdfghk", "pqrstu", "L"
EASY_LEAVES = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
EASY_SIGNS, HARD_SIGNS = ("+", "-", "*", "*"), ("+", "-", "*", "*", "/")
EASY_FUNCTIONS = ("relu", "abs", "maximum", "**2")
HARD_FUNCTIONS = ("tanh", "sigmoid", "exp", "sqrt", "log", *EASY_FUNCTIONS)
SPELLINGS = {"maximum": "max({}, {})", "**2": "{}**2"}
LARGEST = 60.0
SMALLEST = 0.02
EASY_STEP = 0.5
NEAR_A_KINK = 0.25


@dataclass(frozen=True)
class Task:
    """Which expression is wanted.

    Attributes
    ----------
    number
        The seed.
    operations
        How many, from 1 to `MOST_OPERATIONS`.
    is_used_twice
        Whether a node is used twice; a single function has room for one operand only.
    has_functions
        Whether there is a function such as relu.
    """

    number: int
    operations: int = 2
    is_used_twice: bool = False
    has_functions: bool = False

    @property
    def title(self) -> str:
        """What a class calls it: ``Exercise 4711: 3 operations, a node used twice``."""
        more = ", a node used twice" * self.is_used_twice + ", with functions" * self.has_functions
        return f"Exercise {self.number}: {counted(self.operations, 'operation')}{more}"


@dataclass(frozen=True)
class _Line:
    """One operation of an expression, with the names of its operands."""

    name: str
    operation: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        sign = f"{{}} {self.operation} {{}}"
        usual = f"{self.operation}({{}})" if self.operation.isidentifier() else sign
        return f"{self.name} = {SPELLINGS.get(self.operation, usual).format(*self.parts)}"


def expression_for(task: Task) -> str:
    """Return the lines of an expression, its leaves first.

    Up to three operations, all values and gradients are multiples of 0.5 and can be found by head.
    """
    for attempt in range(MOST_TRIES):
        leaves, lines = _draw(task, _Draws(task, attempt))
        if lines and _is_good(leaves, lines, task):
            return "\n".join(
                [*(f"{leaf} = {value}" for leaf, value in leaves.items()), *(x.text for x in lines)]
            )
    raise RuntimeError(f"no expression was found for {task.title}")


class _Draws:
    """Random choices, one after the other."""

    def __init__(self, task: Task, attempt: int) -> None:
        kind = task.operations + 8 * task.is_used_twice + 16 * task.has_functions
        bits = random_bits(DRAWS, task.number, STREAM, 64 * attempt + kind)
        self._numbers: Iterator[int] = iter((bits >> np.uint64(33)).tolist())

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[next(self._numbers) % len(choices)]


def _draw(task: Task, draws: _Draws) -> tuple[dict[str, int], list[_Line]]:
    """Return the values of leaves and the lines after them, none where there is no room for a second use."""
    is_hard = task.operations >= HARD_FROM
    names = [*STEPS[: task.operations - 1], OUTPUT]
    with_function = draws.one_of(range(task.operations)) if task.has_functions else -1
    has_room = task.operations > task.has_functions
    twice = draws.one_of(range(task.operations)) if task.is_used_twice and has_room else -1
    leaves, lines = ["a"], list[_Line]()
    before = "a"
    for number, name in enumerate(names):
        operation = draws.one_of(HARD_SIGNS if is_hard else EASY_SIGNS)
        if number == with_function:
            operation = draws.one_of(HARD_FUNCTIONS if is_hard else EASY_FUNCTIONS)
        parts = [before]
        if OPERATIONS[operation].arity == 1:
            if number == twice:
                return {}, []  # a function of one operand uses nothing again
        else:
            if number == twice:
                parts.append(draws.one_of([*leaves, *names[:number]]))
            else:
                leaves.append(LEAVES[len(leaves)])
                parts.append(leaves[-1])
            if draws.one_of((True, False)):
                parts.reverse()
        lines.append(_Line(name, operation, tuple(parts)))
        before = name
    return {leaf: draws.one_of(EASY_LEAVES) for leaf in leaves}, lines


def _is_good(leaves: dict[str, int], lines: Sequence[_Line], task: Task) -> bool:
    """Whether all numbers are there and readable, no gradient is 0, and no kink is near.

    Thousands of drafts are looked at: the rules of the engine are enough, a graph is not needed.
    """
    values: dict[str, float] = {name: float(value) for name, value in leaves.items()}
    derivatives: dict[str, Sequence[float]] = {}
    for line in lines:
        given = [values[part] for part in line.parts]
        if _is_near_a_kink(line.operation, given):
            return False
        try:
            values[line.name], *derivatives[line.name] = OPERATIONS[line.operation].on_floats(len(given))(
                *given
            )
        except (ArithmeticError, ValueError):
            return False
    gradients = dict.fromkeys(values, 0.0)
    gradients[OUTPUT] = 1.0
    for line in reversed(lines):
        for part, derivative in zip(line.parts, derivatives[line.name], strict=True):
            gradients[part] += gradients[line.name] * derivative
    numbers = [*values.values(), *gradients.values()]
    if not all(SMALLEST <= abs(number) <= LARGEST for number in numbers):
        return False
    return task.operations >= HARD_FROM or not any(number % EASY_STEP for number in numbers)


def _is_near_a_kink(operation: str, given: Sequence[float]) -> bool:
    if operation in ("relu", "abs"):
        return abs(given[0]) < NEAR_A_KINK
    return operation == "maximum" and abs(given[0] - given[1]) < NEAR_A_KINK
