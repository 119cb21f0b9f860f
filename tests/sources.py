"""The sources of the playground, parsed once for all tests that check what is written in them."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).parents[1] / "playground"


class Source(NamedTuple):
    """A module: its path below `SOURCES`, and all nodes of its syntax tree."""

    path: Path
    nodes: tuple[ast.AST, ...]


@cache
def sources() -> tuple[Source, ...]:
    """Return all modules in the order of their paths."""
    found = tuple(
        Source(path.relative_to(SOURCES), tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path in sorted(SOURCES.rglob("*.py"))
    )
    gc.freeze()  # they stay to the end, and no later collection is to go through all their nodes
    return found
