"""Small expressions to practise on, made from a seed: the same ones on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.random_numbers import random_bits
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import FormulaError, graph_of_formulas
from playground.models.graph.practise.shares import can_be_asked
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
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
EASY_FUNCTIONS = ("relu({})", "abs({})", "max({}, {})", "{}**2")
HARD_FUNCTIONS = ("tanh({})", "sigmoid({})", "exp({})", "sqrt({})", "log({})", *EASY_FUNCTIONS)
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


def expression_for(task: Task) -> str:
    """Return the lines of an expression, its leaves first.

    Up to three operations, all values and gradients are multiples of 0.5 and can be found by head.
    """
    for attempt in range(MOST_TRIES):
        text = _draw(task, _Draws(task, attempt))
        if text and _is_good(text, task):
            return text
    raise RuntimeError(f"no expression was found for {task.title}")


class _Draws:
    """Random choices, one after the other."""

    def __init__(self, task: Task, attempt: int) -> None:
        kind = task.operations + 8 * task.is_used_twice + 16 * task.has_functions
        bits = random_bits(DRAWS, task.number, STREAM, 64 * attempt + kind)
        self._numbers: Iterator[int] = iter((bits >> np.uint64(33)).tolist())

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[next(self._numbers) % len(choices)]


def _draw(task: Task, draws: _Draws) -> str:
    is_hard = task.operations >= HARD_FROM
    names = [*STEPS[: task.operations - 1], OUTPUT]
    with_function = draws.one_of(range(task.operations)) if task.has_functions else -1
    has_room = task.operations > task.has_functions
    twice = draws.one_of(range(task.operations)) if task.is_used_twice and has_room else -1
    leaves, lines = ["a"], list[str]()
    before = "a"
    for number, name in enumerate(names):
        pattern = "{} " + draws.one_of(HARD_SIGNS if is_hard else EASY_SIGNS) + " {}"
        if number == with_function:
            pattern = draws.one_of(HARD_FUNCTIONS if is_hard else EASY_FUNCTIONS)
        parts = [before]
        if pattern.count("{}") > 1:
            if number == twice:
                parts.append(draws.one_of([*leaves, *names[:number]]))
            else:
                leaves.append(LEAVES[len(leaves)])
                parts.append(leaves[-1])
            if draws.one_of((True, False)):
                parts.reverse()
        elif number == twice:
            return ""  # a function of one operand uses nothing again
        lines.append(f"{name} = {pattern.format(*parts)}")
        before = name
    given = [f"{leaf} = {draws.one_of(EASY_LEAVES)}" for leaf in leaves]
    return "\n".join([*given, *lines])


def _is_good(text: str, task: Task) -> bool:
    """Whether all numbers are there and readable, no gradient is 0, and no kink is near."""
    try:
        walk = Walk(Route(BlockGraph(graph_of_formulas(text, {}))), {})
    except (FormulaError, ArithmeticError, ValueError):
        return False
    nodes = [block.index for block in walk.graph.nodes]
    if not all(can_be_asked(walk, node) for node in nodes[:-1]):
        return False
    numbers = np.concatenate([walk.values, walk.gradients])
    sizes = np.abs(numbers)
    if not np.isfinite(numbers).all() or sizes.max() > LARGEST or sizes.min() < SMALLEST:
        return False
    if task.operations < HARD_FROM and (numbers % EASY_STEP).any():
        return False
    return not any(_is_near_a_kink(walk, node) for node in nodes)


def _is_near_a_kink(walk: Walk, node: int) -> bool:
    block = walk.graph.nodes[node]
    values = [walk.value_of(walk.graph.nodes[operand]) for operand in block.operands]
    if block.operation in ("relu", "abs"):
        return abs(values[0]) < NEAR_A_KINK
    return block.operation in ("maximum", "minimum") and abs(values[0] - values[1]) < NEAR_A_KINK
