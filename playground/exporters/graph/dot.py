"""A graph in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.exporters.graph.shown_graph import ShownGraph


def dot_of(graph: ShownGraph) -> str:
    """Return the graph as DOT: a box for every node, and before those that are computed a circle."""
    head = ["digraph computation {", "  rankdir=LR;", '  node [fontname="Helvetica"];']
    return "\n".join([*head, *(f"  {line}" for line in _statements(graph)), "}", ""])


def _statements(graph: ShownGraph) -> Iterator[str]:
    for block in graph.blocks.nodes:
        shape = 'shape=box, style="rounded"' if block.group is None else "shape=box, peripheries=2"
        yield f"n{block.index} [label={_quoted(graph.lines(block))}, {shape}];"
        into = f"n{block.index}"
        if block.is_computed:
            into = f"o{block.index}"
            yield f"{into} [label={_quoted([block.symbol])}, shape=circle];"
            yield f"{into} -> n{block.index};"
        for operand, derivative in graph.links(block):
            label = f" [label={_quoted([derivative])}]" if derivative else ""
            yield f"n{operand} -> {into}{label};"


def _quoted(lines: Sequence[str]) -> str:
    r"""Return a label of some lines: ``\`` and ``&`` begin something else there, and ``"`` ends it."""
    escaped = [
        " ".join(line.split()).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
        for line in lines
    ]
    return '"' + "\\n".join("".join(sign for sign in line if sign.isprintable()) for line in escaped) + '"'
