"""A graph in the language of Mermaid, which text editors and code hosts draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.exporters.graph.shown_graph import ShownGraph
from playground.models.graph.blocks import BlockGraph

MOST_LINKS = 500
"""Mermaid draws no more of them, but on a page that allows it."""


def too_large_for_mermaid(graph: BlockGraph) -> str:
    """Return why Mermaid would not draw a graph, nothing where it does."""
    links = sum(len(block.operands) + block.is_computed for block in graph.nodes)
    if links <= MOST_LINKS:
        return ""
    return (
        f"Mermaid draws {MOST_LINKS} links at most, and this graph has {links:,}: "
        "take DOT, or a level with fewer nodes"
    )


def mermaid_of(graph: ShownGraph) -> str:
    """Return the graph as a flow chart: a box for every node, and before those computed a circle."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _statements(graph)), ""])


def _statements(graph: ShownGraph) -> Iterator[str]:
    for block in graph.blocks.nodes:
        before, behind = ("(", ")") if block.group is None else ("[[", "]]")
        yield f"n{block.index}{before}{_quoted(graph.lines(block))}{behind}"
        into = f"n{block.index}"
        if block.is_computed:
            into = f"o{block.index}"
            yield f"{into}(({_quoted([block.symbol])}))"
            yield f"{into} --> n{block.index}"
        for operand, derivative in graph.links(block):
            label = f"|{_quoted([derivative])}|" if derivative else ""
            yield f"n{operand} -->{label} {into}"


def _quoted(lines: Sequence[str]) -> str:
    """Return a text of some lines; all but letters, digits and harmless signs are written as numbers."""
    return '"' + "<br/>".join("".join(map(_sign, " ".join(line.split()))) for line in lines) + '"'


def _sign(sign: str) -> str:
    # A number sign begins such a number, quotes end the text, backquotes and stars set it in another style.
    plain = sign.isalnum() or sign in " .,−" or ord(sign) > 127
    return "" if not sign.isprintable() else sign if plain else f"#{ord(sign)};"
