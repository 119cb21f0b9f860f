"""Lines of the project's own code to be shown, between marks in the source text that is packaged with it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class CodeRegion:
    """Lines between ``# region: name`` and ``# endregion``, and where they stand.

    Attributes
    ----------
    lines
        Without their indentation; none where a package comes without its source.
    place
        File and number of the first line, e.g. ``engine/graph.py, line 95``.
    """

    lines: tuple[str, ...]
    place: str


def code_region(module: str, name: str) -> CodeRegion:
    """Return a region of a module, found through its loader: an installed or frozen program has no files."""
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
