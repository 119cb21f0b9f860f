"""A stage of formulas, drawn as a graph and gone through forward and backward."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.drawing import Drawing, draw_formulas
from playground.models.graph.formulas import FormulaError, read_formulas
from playground.models.graph.mistakes.mistakes import STEP_MISTAKES
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.lessons.language import CURSOR, Place, Type, Value, When
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block
from playground.models.lessons.stage import Stage
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import counted, quoted

MOST_NODES = 40
QUANTITIES = ("value", "grad")


@dataclass(frozen=True)
class FormulaStage(Stage):
    """Formulas with the values of their leaves.

    Attributes
    ----------
    text
        The lines.
    mistake
        One of `STEP_MISTAKES`: the backward pass with it runs beside the right one. Empty for none.
    """

    text: str = ""
    mistake: str = ""

    @cached_property
    def graph(self) -> ComputationGraph:
        """What the lines make."""
        return read_formulas(self.text, {}, fold_sums=False).graph

    @cached_property
    def drawing(self) -> Drawing:
        """The graph with places for its cards."""
        return draw_formulas(self.graph)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Names of the leaves."""
        return tuple(node.name for node in self.graph.leaves if not node.is_constant)

    @property
    def formula(self) -> str:
        return "\n".join(line for line in self.text.split("\n") if line.strip())

    @property
    def movable(self) -> tuple[str, ...]:
        return self.leaves

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all nodes but constants."""
        return tuple(node.name for node in self.graph.nodes if not node.is_constant)

    def index_of(self, name: str) -> int:
        """Return the place of a node in the graph."""
        return next(node.index for node in self.graph.nodes if node.name == name and not node.is_constant)

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        if name not in self.names:
            raise ValueError(f"speaks of a node {name!r}; nodes here: {', '.join(self.names)}")
        known = (*QUANTITIES, "wrong_grad") if self.mistake else QUANTITIES
        if quantity not in known:
            raise ValueError(f"does not know {quantity!r}: choose {', '.join(known)}")
        if places or when == CURSOR:
            raise ValueError(f"takes nothing in parentheses and no cursor after {name}.{quantity}")
        return "number"

    def passes(self, leaves: Mapping[str, float] | None = None, order: Sequence[int] = ()) -> Passes:
        """Return the ways through it.

        Parameters
        ----------
        leaves
            Other values than those of the lines.
        order
            In which nodes pass their gradients on beside the right order.

        Raises
        ------
        ArithmeticError
            A node has no value; the message names it.
        """
        values = dict(self.graph.start)
        values |= {self.index_of(name): value for name, value in (leaves or {}).items()}
        right = Walk(self.drawing.route, values)
        wrong = None
        if self.mistake or order:
            wrong = Walk(Route(self.drawing.blocks, self.mistake, order), values)
        return Passes(self, right, wrong)

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, NodeOutcome]:
        passes = self.passes()
        return passes.outcomes(passes.length)


@dataclass(frozen=True, eq=False)
class Passes:
    """A forward and a backward pass through formulas, and a wrong backward pass beside them.

    A position counts the steps that are made: first those forward, then those backward.
    """

    stage: FormulaStage
    right: Walk
    wrong: Walk | None = None

    @property
    def n_forward(self) -> int:
        """Steps of the forward pass."""
        return len(self.right.forward)

    @property
    def length(self) -> int:
        """Steps of both, where two backward passes run side by side of the longer one."""
        backward = len(self.right.backward)
        return self.n_forward + max(backward, 0 if self.wrong is None else len(self.wrong.backward))

    def backward_at(self, walk: Walk, position: int) -> int:
        """Return how many backward steps of a walk are made at a position."""
        return min(max(position - self.n_forward, 0), len(walk.backward))

    def outcomes(self, position: int) -> dict[str, NodeOutcome]:
        """Return what is known of every node at a position."""
        return {name: NodeOutcome(self, self.stage.index_of(name), position) for name in self.stage.names}


@dataclass(frozen=True, eq=False)
class NodeOutcome:
    """A node at a position."""

    passes: Passes
    scalar: int
    position: int

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a quantity; ``@2`` is after two backward steps."""
        passes = self.passes
        at = passes.n_forward + when if isinstance(when, int) else self.position
        if quantity == "value":
            return float(passes.right.values[self.scalar])
        walk = passes.right if quantity == "grad" else passes.wrong
        if walk is None or at < passes.n_forward or at > passes.length:
            return math.nan
        return float(walk.gradients_after(passes.backward_at(walk, at))[self.scalar])


def read_formula_stage(reader: BlockReader, block: Block) -> FormulaStage | None:
    """Read a ``formula`` block: lines of formulas, and the lines ``key: value`` of its options."""
    lines = FormulaLines(block)
    before = reader.n_faults
    found = reader.values(
        block.line, "formula", reader.entries(lines.options, block.line + 1), (), ("mistake",)
    )
    mistake = "" if found is None or "mistake" not in found else found["mistake"].value
    if mistake and mistake not in STEP_MISTAKES:
        assert found is not None
        reader.fault(
            found["mistake"].line, f"mistake: is {' or '.join(STEP_MISTAKES)}, not {quoted(mistake)}"
        )
    graph = lines.graph(reader)
    if graph is None or reader.n_faults > before:
        return None
    return FormulaStage(text=lines.text, mistake=mistake)


class FormulaLines:
    """The formulas of a block, apart from its options.

    Attributes
    ----------
    text
        The formulas, each in its line of the block.
    options
        The other lines; blank ones in the place of formulas.
    """

    def __init__(self, block: Block) -> None:
        self._line = block.line
        head = [line.partition("#")[0].partition("=")[0] for line in block.lines]
        is_option = [":" in part for part in head]
        pairs = list(zip(block.lines, is_option, strict=True))
        self.text = "\n".join("" if option else line for line, option in pairs)
        self.options = tuple(line if option else "" for line, option in pairs)

    def graph(self, reader: BlockReader) -> ComputationGraph | None:
        """Return the graph of the formulas, or None after a fault."""
        try:
            graph = read_formulas(self.text, {}, fold_sums=False).graph
        except FormulaError as error:
            reader.fault(self._line + 1 + self.text.count("\n", 0, error.start), str(error))
            return None
        if len(graph.nodes) > MOST_NODES:
            nodes = counted(len(graph.nodes), "node")
            reader.fault(
                self._line, f"the formulas make {nodes}, and {MOST_NODES} is the most that can be read"
            )
            return None
        try:
            values = graph.values({})
            known = np.isfinite(graph.gradients(graph.local_derivatives(values))).all()
        except ArithmeticError as error:
            reader.fault(self._line, str(error))
            return None
        if not known:
            reader.fault(self._line, "a gradient of the formulas has no value at these leaves")
            return None
        return graph
