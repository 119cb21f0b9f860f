"""Gradients to find: which are hidden, and what the learner has found of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.models.graph.paths import path_sum
from playground.models.graph.practise.answers import read_answer
from playground.models.graph.practise.hints import COUNT, hint
from playground.models.graph.practise.shares import can_be_asked, derivative_name, is_target
from playground.models.graph.practise.wrong_answers import diagnose, scale_of
from playground.models.graph.steps import Walk
from playground.style.words import counted, number_text

ALL, LAYER, NODE, PATH = "all", "layer", "node", "path"
NEARLY = 0.1
"""An answer that is off by less, relative to the right one, is called close."""


@dataclass(frozen=True)
class Outcome:
    """What is said to an answer."""

    is_right: bool
    words: str


class Exercise:
    """The hidden gradients of a graph with fixed numbers.

    Parameters
    ----------
    asked
        The nodes whose gradients are to be found, those nearest to the output first.
    """

    def __init__(self, walk: Walk, asked: tuple[int, ...]) -> None:
        self.walk, self.asked = walk, asked
        self._found: set[int] = set()
        self._shown: set[int] = set()
        self._hints: dict[int, int] = {}
        self._targets = frozenset(block.index for block in walk.graph.nodes if is_target(walk, block.index))

    @property
    def hidden(self) -> frozenset[int]:
        """Nodes whose gradients are still to be found."""
        return frozenset(self.asked) - self._found - self._shown

    @property
    def withheld(self) -> frozenset[int]:
        """Nodes whose gradients are not shown: the hidden ones, and targets, which would tell an output's."""
        return self.hidden | self._targets if self.hidden else self.hidden

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to find."""
        return not self.hidden

    @property
    def progress(self) -> str:
        """How far it is: ``3 of 7 gradients``."""
        shown = f", {len(self._shown)} shown" if self._shown else ""
        return f"{len(self._found)} of {counted(len(self.asked), 'gradient')}{shown}"

    @property
    def verdict(self) -> str:
        """What is said in the end."""
        shown = len(self._shown)
        return "All found" if not shown else f"All there, {shown} of {len(self.asked)} shown"

    @property
    def share_done(self) -> float:
        """Which share of the gradients is no longer hidden, from 0 to 1."""
        return 1.0 - len(self.hidden) / len(self.asked) if self.asked else 1.0

    def fits(self, walk: Walk) -> bool:
        """Whether it is about the numbers of a walk: with others, what was found is found no longer."""
        mine = self.walk
        return walk is mine or (
            walk.graph.is_like(mine.graph)
            and np.array_equal(walk.values, mine.values)
            and np.array_equal(walk.gradients, mine.gradients, equal_nan=True)
        )

    def answer(self, node: int, text: str) -> Outcome:
        """Check an answer for a hidden gradient.

        Raises
        ------
        ValueError
            The text is no number; the message is for the learner.
        """
        answer, right = read_answer(text), self._right(node)
        name = derivative_name(self.walk, node)
        if answer.is_for(right, scale_of(self.walk)):
            self._found.add(node)
            return Outcome(True, f"Right: {name} = {number_text(right)}.")
        why = diagnose(self.walk, node, answer)
        if not why and abs(answer.value - right) <= NEARLY * abs(right):
            why = "Close: two digits have to be right."
        if not why:
            label = self.walk.graph.nodes[node].label
            why = f"Follow each link from {label} towards the output: every one adds upstream × local."
        return Outcome(False, why)

    def next_hint(self, node: int) -> str:
        """Return one more hint; the last one shows the answer."""
        number = min(self._hints.get(node, 0) + 1, COUNT)
        self._hints[node] = number
        words = self._hint(node, number)
        if number == COUNT:
            self._shown.add(node)
        return words

    def hints(self, node: int) -> tuple[str, ...]:
        """Return the hints that were given for a node."""
        return tuple(self._hint(node, number) for number in range(1, self._hints.get(node, 0) + 1))

    def hints_left(self, node: int) -> int:
        """Return how many more there are."""
        return COUNT - self._hints.get(node, 0)

    def after(self, node: int | None) -> int | None:
        """Return the hidden node to go on with: the next one in the order of the backward pass."""
        left = [other for other in self.asked if other in self.hidden]
        if node in self.asked:
            behind = self.asked.index(node)
            left.sort(key=lambda other: self.asked.index(other) < behind)
        return left[0] if left else None

    def _hint(self, node: int, number: int) -> str:
        return hint(self.walk, node, number, self.hidden)

    def _right(self, node: int) -> float:
        return float(self.walk.gradients[self.walk.graph.nodes[node].outputs[0]])


def asked_nodes(walk: Walk, scope: str, node: int | None) -> tuple[int, ...]:
    """Return which gradients are to be found, those nearest to the output first.

    Parameters
    ----------
    scope
        ``all``, or those of the ``layer`` of a node, of the ``node`` alone, or of one ``path`` from it to the
        output, the strongest.
    node
        None is the first one that can be asked.
    """
    every = [block.index for block in walk.graph.nodes if can_be_asked(walk, block.index)]
    if scope == ALL or not every:
        return tuple(reversed(every))
    start = every[0] if node is None or node not in every else node
    if scope == NODE:
        chosen = {start}
    elif scope == LAYER:
        layers = _layers(walk)
        chosen = {other for other in every if layers[other] == layers[start]}
    else:
        paths = path_sum(walk, start, most=1)
        scalars = paths.paths[0].scalars if paths is not None and paths.paths else ()
        chosen = {int(walk.graph.block_of[scalar]) for scalar in scalars}
    return tuple(other for other in reversed(every) if other in chosen)


def _layers(walk: Walk) -> list[object]:
    """Return the layer of every node: in formulas, how many operations lead to it."""
    graph = walk.graph
    layers: list[object] = []
    depths: list[int] = []
    for block in graph.nodes:
        depths.append(1 + max(depths[operand] for operand in block.operands) if block.operands else 0)
        group = graph.grouping.outermost(block.outputs[0])
        layers.append(group.key if group else depths[-1])
    return layers
