"""A graph of Scalars as a picture: operands left, the result right, each with its value and its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.drawing.svg import SvgWriter, curve_between, line_through
from engine.errors import TracingError
from engine.graph import Node, topological_order
from engine.operation_table import title_of
from engine.operations import OPERATIONS

MOST_NODES = 300
"""Larger graphs answer with a sentence: they would fill many screens."""
CARD_WIDTH, LINE_HEIGHT, PADDING = 92.0, 20.0, 5.0
DISC, DISC_GAP = 24.0, 10.0
COLUMN_GAP, ROW_GAP, LANE, MARGIN = 44.0, 16.0, 10.0, 16.0
TWIN_GAP = 7.0
SWEEPS = 8
LONGEST_NAME = 12
TEXT, CODE = "system-ui, sans-serif", "ui-monospace, DejaVu Sans Mono, monospace"
TEXT_SIZE, CODE_SIZE = 13.0, 12.0
GROUND, SURFACE, LINE, LINK, INK = "#F5F6F8", "#FFFFFF", "#CBD2DA", "#8A94A2", "#14181F"
POSITIVE, NEGATIVE = ("#D9E8F6", "#B8D7F3", "#96C5EE"), ("#F9E4D7", "#F7CEB4", "#F4B892")
"""Grounds of gradients, from small to large ones."""


def graph_svg(output: Node) -> str:
    """Return the graph below a Scalar as SVG, which notebooks show in its place.

    A graph of more than `MOST_NODES` nodes, or one that is made of itself, is told in a sentence.
    """
    if not _is_small(output):
        return _sentence(
            f"A graph of more than {MOST_NODES} nodes is not drawn: show a part of it, such as a child."
        )
    try:
        nodes = topological_order(output)
    except ValueError as error:
        return _sentence(f"Nothing is drawn: {error}.")
    return _Drawing(output, nodes).svg()


def _is_small(output: Node) -> bool:
    """Whether the graph can be drawn; of a large one only so many nodes are looked at."""
    seen, waiting = {output}, [output]
    while waiting and len(seen) <= MOST_NODES:
        for child in waiting.pop().children:
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return len(seen) <= MOST_NODES


def _sentence(text: str) -> str:
    picture = SvgWriter(7.0 * len(text) + 2 * MARGIN, 2 * MARGIN + LINE_HEIGHT, text, GROUND)
    picture.text(MARGIN, MARGIN + 15.0, text, fill=INK, size=TEXT_SIZE, family=TEXT)
    return picture.finished()


# Compared by identity: several links may pass a column at one place.
@dataclass(eq=False)
class _Place:
    """A card, or a lane on which a link passes a column.

    Attributes
    ----------
    before, after
        What it is joined with in the columns beside.
    """

    column: int
    height: float
    node: Node | None = None
    x: float = 0.0
    y: float = 0.0
    before: list[_Place] = field(default_factory=list)
    after: list[_Place] = field(default_factory=list)


class _Drawing:
    """Places the nodes, each one column left of the first that uses it, and draws them.

    Parameters
    ----------
    nodes
        Operands first.
    """

    def __init__(self, output: Node, nodes: Sequence[Node]) -> None:
        self._output, self._nodes = output, nodes
        depth = dict.fromkeys(nodes, 0)
        for node in reversed(nodes):
            for child in node.children:
                depth[child] = max(depth[child], depth[node] + 1)
        last = max(depth.values())
        self._columns: list[list[_Place]] = [[] for _ in range(last + 1)]
        self._places = {
            node: self._add(_Place(last - depth[node], _height(node), node)) for node in _in_rows(output)
        }
        self._ways = [
            (self._way(child, node), _shift(node.children, operand))
            for node in nodes
            for operand, child in enumerate(node.children)
        ]
        for sweep in range(SWEEPS):
            for column in self._columns if sweep % 2 == 0 else reversed(self._columns):
                _settle(column)
        x = MARGIN
        for column in self._columns:
            discs = any(place.node is not None and place.node.children for place in column)
            x += (DISC + DISC_GAP if discs else 0.0) + CARD_WIDTH / 2
            for place in column:
                place.x = x
            x += CARD_WIDTH / 2 + COLUMN_GAP
        self._width = x - COLUMN_GAP + MARGIN
        every = [place for column in self._columns for place in column]
        top = min(place.y - place.height / 2 for place in every) - MARGIN
        for place in every:
            place.y -= top
        self._height = max(place.y + place.height / 2 for place in every) + MARGIN

    def _add(self, place: _Place) -> _Place:
        column = self._columns[place.column]
        place.y = sum(other.height + ROW_GAP for other in column)
        column.append(place)
        return place

    def _way(self, child: Node, node: Node) -> list[_Place]:
        """Return the places a link passes, ends included."""
        start, end = self._places[child], self._places[node]
        lanes = [self._add(_Place(column, LANE)) for column in range(start.column + 1, end.column)]
        way = [start, *lanes, end]
        for left, right in pairwise(way):
            left.after.append(right)
            right.before.append(left)
        return way

    def svg(self) -> str:
        """Return the picture: links below, cards above."""
        name = self._output.label or "the result"
        title = f"The graph of {name}: {len(self._nodes)} nodes, from its operands on the left"
        picture = SvgWriter(self._width, self._height, title, GROUND)
        for way, shift in self._ways:
            for left, right in pairwise(way):
                self._draw_link(picture, left, right, shift)
        sizes = [abs(_number(node.grad)) for node in self._nodes if node is not self._output]
        for node in self._nodes:
            self._draw_card(picture, node, max(sizes, default=0.0))
        return picture.finished()

    def _draw_link(self, picture: SvgWriter, left: _Place, right: _Place, shift: float) -> None:
        """Draw a piece of a link, so much lower at cards: one that is an operand twice has two."""
        half = CARD_WIDTH / 2
        y, end_y = (place.y + (shift if place.node is not None else 0.0) for place in (left, right))
        begins, ends = left.x + half, right.x - half
        if left.node is None:
            picture.path(line_through([(left.x - half, y), (begins, y)]), line=LINK, width=1.5)
        arrives = max(ends - DISC - DISC_GAP / 2, begins)
        picture.path(curve_between((begins, y), (arrives, end_y)), line=LINK, width=1.5)
        # To the middle of the disc, which covers it there.
        ends -= DISC_GAP + DISC / 2 if right.node is not None else 0.0
        picture.path(line_through([(arrives, end_y), (ends, end_y)]), line=LINK, width=1.5)

    def _draw_card(self, picture: SvgWriter, node: Node, largest: float) -> None:
        place = self._places[node]
        lines = [_value_text(node), _number_text(node.grad)]
        how = f" by {title_of(node.operation)}" if node.children else ""
        picture.begin_group(f"{node.label or 'a number'}{how}: {lines[0]}, gradient {lines[1]}")
        left, top = place.x - CARD_WIDTH / 2, place.y - place.height / 2
        if node.children:
            self._draw_operation(picture, node, left, place.y)
        picture.rect(left, top, CARD_WIDTH, place.height, fill=SURFACE, radius=8.0, line=LINE)
        bottom, gradient = top + place.height, _number(node.grad)
        if gradient:
            # Square roots, so that small gradients have a colour as well.
            share = min(abs(gradient) / largest, 1.0) ** 0.5 if largest else 1.0
            tint = (POSITIVE if gradient > 0.0 else NEGATIVE)[min(int(3 * share), 2)]
            picture.rect(
                left + 1.5, bottom - LINE_HEIGHT, CARD_WIDTH - 3.0, LINE_HEIGHT - 1.5, fill=tint, radius=5.0
            )
        middle = bottom - 2.5 * LINE_HEIGHT
        if node.label:
            name = node.label if len(node.label) <= LONGEST_NAME else f"{node.label[: LONGEST_NAME - 1]}…"
            self._write(picture, place.x, middle, name, TEXT_SIZE, TEXT)
        for number, line in enumerate(lines, 1):
            self._write(picture, place.x, middle + number * LINE_HEIGHT, line, CODE_SIZE, CODE)
        picture.end_group()

    def _draw_operation(self, picture: SvgWriter, node: Node, left: float, y: float) -> None:
        symbol = OPERATIONS[node.operation].symbol if node.operation in OPERATIONS else node.operation
        width = max(DISC, 7.0 * len(symbol) + 8.0) if len(symbol) > 1 else DISC
        x = left - DISC_GAP - DISC / 2
        picture.path(line_through([(x, y), (left, y)]), line=LINE, width=1.5)
        picture.rect(x - width / 2, y - DISC / 2, width, DISC, fill=INK, radius=DISC / 2)
        self._write(picture, x, y, symbol, CODE_SIZE, TEXT, ink=GROUND, weight=600)

    def _write(
        self, picture: SvgWriter, x: float, middle: float, text: str, size: float, family: str,
        *, ink: str = INK, weight: int = 400,
    ) -> None:  # fmt: skip
        # The middle of capital letters is a third of their size above the line they stand on.
        picture.text(
            x, middle + 0.36 * size, text, fill=ink, size=size, family=family, weight=weight, anchor="middle"
        )


def _in_rows(output: Node) -> list[Node]:
    """Return every node once, as a walk from the output meets them: a tree has no crossings then."""
    found: dict[Node, None] = {}
    waiting = [output]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting.extend(reversed(node.children))
    return list(found)


def _shift(children: Sequence[Node], operand: int) -> float:
    """Return how much lower a link ends than the middle of those between the same two cards."""
    child = children[operand]
    place, last = children[:operand].count(child), children.count(child) - 1
    return min(TWIN_GAP, DISC / (last + 1)) * (place - last / 2)


def _settle(column: list[_Place]) -> None:
    """Move the places of a column to the middle of what they are joined with, without overlaps."""
    wanted = {}
    for place in column:
        joined = place.before + place.after
        wanted[place] = sum(other.y for other in joined) / len(joined) if joined else place.y
    column.sort(key=wanted.__getitem__)
    lowest = float("-inf")
    for place in column:
        place.y = max(wanted[place], lowest + place.height / 2)
        lowest = place.y + place.height / 2 + ROW_GAP
    # Pushed down only, a crowded column would hang below its neighbours.
    shift = sum(place.y - wanted[place] for place in column) / len(column)
    for place in column:
        place.y -= shift


def _height(node: Node) -> float:
    return (3 if node.label else 2) * LINE_HEIGHT + PADDING


def _value_text(node: Node) -> str:
    try:
        return _number_text(node.value)
    except TracingError:
        return "traced"


def _number_text(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float | int) else str(value)[:LONGEST_NAME]


def _number(value: object) -> float:
    return float(value) if isinstance(value, float | int) and value == value else 0.0
