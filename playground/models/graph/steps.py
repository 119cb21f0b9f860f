"""Single forward and backward steps through a graph, each with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import Block
from playground.models.graph.checking.differences import Difference, differences
from playground.models.graph.route import Route, Step

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BackwardMove:
    """One backward step.

    Attributes
    ----------
    child, parent
        The gradient of `parent` is passed on to `child`.
    upstream
        Gradients of the parent's numbers.
    local
        The derivative of the parent by the child if both are single numbers, else None.
    before, share
        Gradients of the child's numbers before the step, and what is added to them.
    left
        How many more shares the child will get.
    number
        The scalar of the child with the largest gradient.
    difference
        A finite difference for its whole gradient, None if undefined.
    slot
        Of the operands of the parent that are this child, the one the step goes through, and their number.
    overwrites
        Whether the share takes the place of what was there: a mistake.
    """

    child: Block
    parent: Block
    upstream: Array
    local: float | None
    before: Array
    share: Array
    left: int
    number: int
    difference: Difference | None
    slot: tuple[int, int] = (1, 1)
    overwrites: bool = False

    @property
    def after(self) -> Array:
        """Gradients of the child's numbers after the step."""
        return self.share if self.overwrites else self.before + self.share


class Walk:
    """A graph with values, stepped through forward or backward.

    Parameters
    ----------
    route
        The graph, and the order of steps.
    leaves
        Values of leaves by index of the scalar.
    carried
        What stands in the gradients of leaves before the backward pass, by index: nobody cleared them.

    Attributes
    ----------
    values, gradients
        Of every scalar, shape (n_scalars,); the correct gradients.
    derivatives
        Along every edge between scalars, in the order of `Sweep.edges`.
    """

    def __init__(
        self, route: Route, leaves: Mapping[int, float], carried: Mapping[int, float] | None = None
    ) -> None:
        self.route, self.graph = route, route.graph
        self.leaves, self.carried = dict(leaves), dict(carried or {})
        scalars = self.graph.scalars
        self.values = scalars.values(self.leaves)
        self.derivatives = scalars.local_derivatives(self.values)
        self.gradients = scalars.gradients(self.derivatives)
        self._known_rows: dict[int, dict[int, Array]] = {}
        # Steps made with wrong gradients, and these: mostly the same step is asked for again, or the next.
        self._walked, self._wrong = 0, self._seeded()

    @property
    def forward(self) -> tuple[Step, ...]:
        """Every block that is computed."""
        return self.route.forward

    @property
    def backward(self) -> tuple[Step, ...]:
        """Every edge, in the order of the route."""
        return self.route.backward

    @cached_property
    def link_derivatives(self) -> Array:
        """The derivative along every edge of the drawing, NaN where an end of it has several numbers."""
        graph, sweep = self.graph, self.graph.scalars.sweep
        node, operand = sweep.edges.T
        seeds = np.zeros(len(self.values))
        seeds[[block.outputs[0] for block in graph.nodes]] = 1.0
        is_inside = graph.block_of[node] == graph.block_of[operand]
        inside = sweep.gradients(np.where(is_inside, self.derivatives, 0.0), seeds)
        return graph.along(self.derivatives * inside[node])

    def value_of(self, block: Block) -> float:
        """Return the value of a block that is a single number."""
        return float(self.values[block.outputs[0]])

    def local(self, step: Step) -> float | None:
        """Return the derivative of a block by an operand, None if either has several numbers."""
        assert step.operand is not None
        found = float(self.link_derivatives[self.graph.first_edge[step.node] + step.operand])
        return None if np.isnan(found) else found

    def slopes(self, index: int, output: int) -> list[tuple[int, int, float]]:
        """Return the operands of a block's output, each with its edge and derivative.

        A scalar that is an operand twice appears twice.
        """
        block, first = self.graph.nodes[index], int(self.graph.first_edge[index])
        sweep = self.graph.scalars.sweep
        if block.group is None:
            start, end = sweep.first_edge[output], sweep.first_edge[output + 1]
            return [
                (int(sweep.edges[edge, 1]), first + edge - int(start), float(self.derivatives[edge]))
                for edge in range(start, end)
            ]
        number = block.outputs.index(output)
        places = {child: first + position for position, child in enumerate(block.operands)}
        return [
            (scalar, places[int(self.graph.block_of[scalar])], float(row[number]))
            for scalar, row in self._rows(block).items()
            if self.graph.block_of[scalar] >= 0
        ]

    def _ends(self, step: Step) -> tuple[Block, Block]:
        """Return the block that passes its gradient on in a backward step, and the one that receives it."""
        return self.graph.nodes[step.node], self.graph.nodes[self.child_of(step)]

    def _edge(self, step: Step) -> int:
        """Return the edge between scalars that a step from a single scalar follows."""
        assert step.operand is not None
        first = self.graph.scalars.sweep.first_edge
        return int(first[self.graph.nodes[step.node].members[0]]) + step.operand

    def _rows(self, block: Block) -> dict[int, Array]:
        """Return the derivatives of a group's outputs by each scalar outside, of shape (n_outputs,) each.

        The wrong order comes to a group thousands of times, each time with other gradients.
        """
        if block.index not in self._known_rows:
            sweep = self.graph.scalars.sweep
            inside: dict[int, Array] = dict(zip(block.outputs, np.eye(len(block.outputs)), strict=True))
            members, rows = set(block.members), dict[int, Array]()
            for scalar in reversed(block.members):
                row = inside.get(scalar)
                for edge in range(sweep.first_edge[scalar], sweep.first_edge[scalar + 1]):
                    if row is not None:
                        operand = int(sweep.edges[edge, 1])
                        found = inside if operand in members else rows
                        share = self.derivatives[edge] * row
                        found[operand] = found[operand] + share if operand in found else share
            self._known_rows[block.index] = rows
        return self._known_rows[block.index]

    def gradients_after(self, count: int) -> Array:
        """Return the gradients of all visible scalars after that many backward steps."""
        if self.route.mistake:
            return self._wrong_gradients_after(count)
        if count >= len(self.backward):
            return self.gradients
        # In topological order a node passes on its complete gradient, so each share is known from the start.
        totals = self._seeded()
        sweep, edge_of = self.graph.scalars.sweep, self.graph.edge_of
        done = np.flatnonzero((edge_of >= 0) & (self.route.ranks[edge_of] < count))
        node, operand = sweep.edges[done].T
        with np.errstate(over="ignore"):  # the share that is a fault
            np.add.at(totals, operand, self.derivatives[done] * self.gradients[node])
        return totals

    @property
    def gradients_left(self) -> Array:
        """What stands in every gradient after the backward pass; a mistake leaves others than `gradients`."""
        return self.gradients_after(len(self.backward))

    def _wrong_gradients_after(self, count: int) -> Array:
        if self._walked > count:
            self._walked, self._wrong = 0, self._seeded()
        totals = self._wrong
        for number in range(self._walked, min(count, len(self.backward))):
            if self.route.begins_pass(number):
                self._begin_pass(totals)
            for scalar, share in self._step_shares(self.backward[number], totals):
                totals[scalar] = share if self.route.overwrites else totals[scalar] + share
        self._walked = count
        return totals.copy()

    def kept_before(self, number: int, scalar: int) -> float:
        """Return what a gradient held when the call of backward with this step began, without the seed."""
        start = number - number % self.route.pass_length
        is_leaf = not self.graph.scalars.nodes[scalar].operation
        return float(self.gradients_after(start)[scalar]) if is_leaf else 0.0

    def _begin_pass(self, totals: Array) -> None:
        """Clear what every call of backward clears: all gradients but those of leaves."""
        leaves = [leaf.index for leaf in self.graph.scalars.leaves]
        kept = totals[leaves]
        totals[:] = 0.0
        totals[leaves] = kept
        totals[self.graph.scalars.output] = 1.0

    def _step_shares(self, step: Step, totals: Array) -> list[tuple[int, float]]:
        """Return which scalars get which share in a step."""
        parent, child = self._ends(step)
        local = self.local(step)
        if local is not None:
            return [(child.outputs[0], local * float(totals[parent.outputs[0]]))]
        if parent.group is None:
            # One scalar of a layer shown as a whole: the edge says which.
            edge = self._edge(step)
            operand = int(self.graph.scalars.sweep.edges[edge, 1])
            return [(operand, float(self.derivatives[edge]) * float(totals[parent.outputs[0]]))]
        upstream, rows = totals[list(parent.outputs)], self._rows(parent)
        return [
            (scalar, float(rows[scalar] @ upstream) if scalar in rows else 0.0) for scalar in child.outputs
        ]

    def move(self, number: int) -> BackwardMove:
        """Return the backward step with this number, from 0."""
        step = self.backward[number]
        assert step.operand is not None
        totals = self.gradients_after(number)
        if self.route.begins_pass(number):
            self._begin_pass(totals)
        parent, child = self._ends(step)
        given = dict.fromkeys(child.outputs, 0.0)
        for scalar, share in self._step_shares(step, totals):
            given[scalar] += share
        shares = np.array(list(given.values()))
        before = totals[list(child.outputs)]
        strongest = child.outputs[int(np.abs(before + shares).argmax())]
        # Inner nodes are cleared before the next pass.
        passes = number // self.route.pass_length + 1
        end = passes * self.route.pass_length if child.is_computed else len(self.backward)
        return BackwardMove(
            child=child,
            parent=parent,
            upstream=totals[list(parent.outputs)],
            local=self.local(step),
            before=before,
            share=shares,
            left=sum(1 for later in self.backward[number + 1 : end] if self.child_of(later) == child.index),
            number=strongest,
            difference=self.difference(strongest),
            slot=parent.slot(step.operand),
            overwrites=self.route.overwrites,
        )

    def _seeded(self) -> Array:
        totals = np.zeros(len(self.values))
        totals[self.graph.scalars.output] = 1.0
        totals[list(self.carried)] = list(self.carried.values())
        return totals

    def child_of(self, step: Step) -> int:
        """Return the block that receives a share in a backward step."""
        assert step.operand is not None
        return self.graph.nodes[step.node].operands[step.operand]

    def difference(self, scalar: int) -> Difference | None:
        """Return the central difference of the output by a scalar, None where there is none."""
        return differences(self.graph.scalars, self.values, np.array([scalar]))[0]
