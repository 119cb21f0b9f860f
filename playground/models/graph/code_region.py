"""Marked regions of the project's own source code, to be shown on screen."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class CodeRegion:
    """The lines between ``# region: name`` and ``# endregion``, and their location.

    Attributes
    ----------
    lines
        Without their indentation; empty in a package without source files.
    place
        File and number of the first line, e.g. ``engine/graph.py, line 95``.
    """

    lines: tuple[str, ...]
    place: str


def code_region(module: str, name: str) -> CodeRegion:
    """Return a region of a module, read through its loader: a frozen program has no source files."""
    file = f"{module.replace('.', '/')}.py"
    spec = find_spec(module)
    source_of = getattr(spec.loader if spec else None, "get_source", None)
    source = source_of(module) if source_of else None
    if not source:
        return CodeRegion((), file)
    lines = source.splitlines()
    texts = [line.strip() for line in lines]
    first = texts.index(f"# region: {name}") + 1
    last = texts.index("# endregion", first)
    return CodeRegion(
        tuple(textwrap.dedent("\n".join(lines[first:last])).splitlines()), f"{file}, line {first + 1}"
    )
