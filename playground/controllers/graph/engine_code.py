"""The lines of the engine that pass gradients on, read from its own source."""

from __future__ import annotations

import inspect
import textwrap
from functools import cache

from engine.graph import backward

_FIRST, _LAST = "for node in inner:", "child.grad += derivative * grad"


@cache
def backward_loop() -> tuple[str, ...]:
    """Return the loop of the backward pass, as it runs."""
    lines = inspect.getsource(backward).splitlines()
    starts = [index for index, line in enumerate(lines) if line.strip() == _FIRST]
    last = max(index for index, line in enumerate(lines) if line.strip() == _LAST)
    return tuple(textwrap.dedent("\n".join(lines[starts[-1] : last + 1])).splitlines())


def line_for(operands: int, position: int) -> int:
    """Return which line adds the share of an operand."""
    lines = [line.strip() for line in backward_loop()]
    if operands == 2:
        return lines.index(
            "first.grad += derivative * grad" if position == 0 else "second.grad += other * grad"
        )
    if operands == 1:
        return lines.index("children[0].grad += node.derivatives[0] * grad")
    return lines.index(_LAST)


@cache
def place_of_loop() -> str:
    """Return the file and line where the loop begins."""
    lines, first = inspect.getsourcelines(backward)
    starts = [index for index, line in enumerate(lines) if line.strip() == _FIRST]
    return f"engine/graph.py, line {first + starts[-1]}"
