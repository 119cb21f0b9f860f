"""Reads DOT by its grammar, as far as the exporter uses it; what Graphviz refuses is refused here as well.

https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""\s*(?: (?P<quoted> "(?: \\. | [^"\\] )*" )
             | (?P<id> [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]* )
             | (?P<number> -?(?: \.\d+ | \d+(?: \.\d* )? ) )
             | (?P<sign> -> | [{}\[\]=;,] ) )""",
    re.VERBOSE | re.DOTALL,
)


class DotError(ValueError):
    """A text that is no DOT."""


@dataclass
class Dot:
    """A graph: attributes of nodes by id, and links with theirs."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def read_dot(text: str) -> Dot:
    """Read a directed graph.

    Raises
    ------
    DotError
        It does not follow the grammar, or a link leads to a node that is not declared.
    """
    reader = _Reader(_tokens(text))
    reader.take("digraph")
    reader.identifier()
    reader.take("{")
    dot = Dot()
    while not reader.is_at("}"):
        reader.statement(dot)
    reader.take("}")
    if reader.tokens:
        raise DotError(f"more after the end: {reader.tokens[:3]}")
    for start, end, _ in dot.links:
        if start not in dot.nodes or end not in dot.nodes:
            raise DotError(f"a link of an undeclared node: {start} -> {end}")
    return dot


def lines_of(label: str) -> list[str]:
    r"""Return the lines of a label as they are drawn: ``\n`` ends one, entities stand for characters."""
    lines = [""]
    for part in re.findall(r"\\.|[^\\]", label, re.DOTALL):
        if part == r"\n":
            lines.append("")
        elif part.startswith("\\") and part[1] not in '\\"':
            raise DotError(f"{part} stands for something else in a label")
        else:
            lines[-1] += part[-1]
    return [html.unescape(line) for line in lines]


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise DotError(f"not read: {text[place : place + 30]!r}")
        found.append(match.group().strip())
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def is_at(self, token: str) -> bool:
        return bool(self.tokens) and self.tokens[0] == token

    def take(self, token: str) -> None:
        if not self.is_at(token):
            raise DotError(f"{token} expected, not {self.tokens[:3]}")
        self.tokens.pop(0)

    def identifier(self) -> str:
        if not self.tokens or self.tokens[0] in ("->", *"{}[]=;,"):
            raise DotError(f"a name expected, not {self.tokens[:3]}")
        token = self.tokens.pop(0)
        # Within quotes only \" is special; the rest is for labels to read.
        return token[1:-1] if token.startswith('"') else token

    def statement(self, dot: Dot) -> None:
        name = self.identifier()
        if self.is_at("="):
            self.take("=")
            self.identifier()
        elif self.is_at("->"):
            self.take("->")
            end = self.identifier()
            dot.links.append((name, end, self.attributes()))
        elif name == "node":
            self.attributes()
        elif name in dot.nodes:
            raise DotError(f"{name} is declared twice")
        else:
            dot.nodes[name] = self.attributes()
        self.take(";")

    def attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.is_at("["):
            self.take("[")
            while not self.is_at("]"):
                name = self.identifier()
                self.take("=")
                found[name] = self.identifier()
                if self.is_at(","):
                    self.take(",")
            self.take("]")
        return found
