"""The lines of the engine behind a step: the rule of its operation, and the loop that passes gradients on."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.operation_table import VERSION_SIGN, Operation, title_of
from engine.operations import OPERATIONS
from engine.optimizers import SGD
from playground.models.graph.code_region import CodeRegion, code_region
from playground.models.graph.functions.function_list import LETTERS, derivative_texts
from playground.models.graph.graph_node import SUM
from playground.models.graph.mistakes.mistakes import code_of

ADDING = ".grad +="


@dataclass(frozen=True)
class StepCode:
    """Lines to show, the one to mark, and where they stand."""

    lines: tuple[str, ...]
    marked: int | None
    place: str


@cache
def chain_rule() -> CodeRegion:
    """Return the loop of the backward pass."""
    return code_region("engine.graph", "chain rule")


def adding_line() -> int | None:
    """Return which line of the loop adds a share to a gradient, nothing where there are no lines."""
    return next((i for i, line in enumerate(chain_rule().lines) if ADDING in line), None)


def loop_code() -> StepCode:
    """Return the loop alone."""
    return StepCode(chain_rule().lines, None, chain_rule().place)


@cache
def update_code() -> StepCode:
    """Return the rule of plain gradient descent."""
    lines, place = _lines_of(SGD.rule)
    return StepCode(lines, next((i for i, line in enumerate(lines) if "return" in line), None), place)


@cache
def code_of_step(operation: str, mistake: str = "") -> StepCode:
    """Return the rule of an operation and, below it, the line that adds the share of a step.

    Parameters
    ----------
    mistake
        One of the backward pass, which has a loop of its own.
    """
    rule, place = _rule_of(operation)
    if mistake:
        lines, marked = code_of(mistake)
        where = "a student's backward()"
    else:
        lines, marked, where = chain_rule().lines, adding_line(), chain_rule().place
    if not rule:
        return StepCode(lines, marked, where)
    shift = len(rule) + 1
    return StepCode((*rule, "", *lines), None if marked is None else marked + shift, f"{place}; {where}")


def _rule_of(operation: str) -> tuple[tuple[str, ...], str]:
    """Return the lines of the rule of an operation and their place, nothing for one without source."""
    # A folded chain of sums is many additions.
    found = OPERATIONS.get("+" if operation == SUM else operation)
    if found is not None and VERSION_SIGN in found.name:
        return _own_rule(found), "an operation of your own"
    return ((), "") if found is None else _lines_of(found.rule)


def _lines_of(rule: Callable[..., Any]) -> tuple[tuple[str, ...], str]:
    """Return the lines of a function and their place, nothing for one without source."""
    try:
        lines, first = inspect.getsourcelines(rule)
    except (OSError, TypeError):
        return (), ""
    texts = textwrap.dedent("".join(lines)).rstrip().splitlines()
    return tuple(texts), f"{rule.__module__.replace('.', '/')}.py, line {first}"


def _own_rule(operation: Operation) -> tuple[str, ...]:
    """Return what the user has defined, and the derivatives that were made of it or typed."""
    called = LETTERS[: operation.arity]
    title = title_of(operation.name)
    derivatives = [
        f"∂{title}/∂{name} = {text}"
        for name, text in zip(called, derivative_texts(operation, called), strict=True)
    ]
    return (f"{title}({', '.join(called)}) = {operation.formula}", *derivatives)
