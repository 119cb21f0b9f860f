"""A scalar graph in which closed neurons or layers are single nodes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import in_print, symbol_of, typed
from playground.models.ticket import UNWATCHED, Ticket

INPUTS, LOSS = "inputs", "loss"
"""Keys of the first and the last group of a network."""
MOST_CARDS = 12
"""Units of a layer that have a card each; more of them are a grid until they are opened."""
MOST_SCALARS = 90
"""Scalars of a graph that are all drawn at first."""
Places = NDArray[np.intp]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """Scalars that are drawn as one node until it is opened.

    Attributes
    ----------
    key
        Unique key.
    symbol
        What stands in its circle.
    formula
        What it computes, as written by hand.
    depth
        Of a layer, its number.
    """

    key: str
    name: str
    symbol: str
    formula: str
    depth: int = 0


@dataclass(frozen=True)
class Grouping:
    """Which scalars belong together, from the outermost group to the innermost.

    Attributes
    ----------
    paths
        Groups of each scalar, by its index; scalars without an entry belong to no group.
    details
        Leaves drawn only beside the nodes that use them: parameters.
    cells
        Sample and unit of a scalar, for the table of numbers on the card of a layer.
    picture
        Rows and columns, if the inputs are the pixels of a picture.
    """

    paths: Mapping[int, tuple[Group, ...]] = field(default_factory=dict)
    details: frozenset[int] = frozenset()
    cells: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    picture: tuple[int, int] | None = None

    @cached_property
    def levels(self) -> tuple[frozenset[str], ...]:
        """The open groups at each level of detail: none, all outermost ones, all."""
        depth = max((len(path) for path in self.paths.values()), default=0)
        return tuple(
            frozenset(group.key for path in self.paths.values() for group in path[:level])
            for level in range(depth + 1)
        )

    @cached_property
    def units(self) -> Mapping[str, int]:
        """How many units each outermost group has."""
        found: dict[str, set[int]] = {}
        for scalar, (_, unit) in self.cells.items():
            if group := self.outermost(scalar):
                found.setdefault(group.key, set()).add(unit)
        return {key: len(numbers) for key, numbers in found.items()}

    def first_opened(self, level: int, n_scalars: int) -> frozenset[str]:
        """Return the groups that are open at first at a level of detail, so that the drawing can be read.

        Large layers stay grids, and the inputs a picture, until they are opened. Of a large network one layer
        is opened into its scalars: the last one.
        """
        if level == 0:
            return frozenset()
        if level > 1 and n_scalars <= MOST_SCALARS:
            return self.levels[-1]
        large = {key for key, count in self.units.items() if count > MOST_CARDS}
        layers = self.levels[min(1, len(self.levels) - 1)] - large - ({INPUTS} if self.picture else set())
        if level == 1:
            return layers
        last = [path for path in self.paths.values() if len(path) > 1 and path[0].key != LOSS]
        key = max(last, key=lambda path: path[0].depth)[0].key if last else ""
        return layers | {group.key for path in last if path[0].key == key for group in path}

    def opened_with(self, opened: Collection[str], scalar: int, key: str) -> frozenset[str]:
        """Return the open groups after one more, that of a scalar; open neurons are all of one layer."""
        layer = self.paths[scalar][0].key
        kept = {
            group.key
            for path in self.paths.values()
            for number, group in enumerate(path)
            if group.key in opened and (number == 0 or path[0].key == layer)
        }
        return frozenset(kept | {key})

    def outermost(self, scalar: int) -> Group | None:
        """Return the outermost group of a scalar, open or closed."""
        path = self.paths.get(scalar)
        return path[0] if path else None

    def group_of(self, scalar: int, opened: Collection[str]) -> Group | None:
        """Return the outermost closed group of a scalar."""
        return next((group for group in self.paths.get(scalar, ()) if group.key not in opened), None)

    def opened_around(self, scalar: int, opened: Collection[str]) -> Group | None:
        """Return the innermost open group of a scalar."""
        found = [group for group in self.paths.get(scalar, ()) if group.key in opened]
        return found[-1] if found else None


@dataclass(frozen=True)
class Block:
    """One node of the drawing: a scalar, or a group of them.

    Attributes
    ----------
    operands
        Indices of blocks; for a scalar, the same one may appear twice.
    outputs
        Scalars used outside, sample by sample.
    shape
        Samples and units of the outputs, or rows and columns of the grid they are drawn in.
    members
        All its scalars, operands first.
    operation
        Of a scalar, in the engine's table; empty for leaves and groups.
    """

    index: int
    name: str
    operands: tuple[int, ...]
    outputs: tuple[int, ...]
    members: tuple[int, ...]
    shape: tuple[int, int] = (1, 1)
    operation: str = ""
    group: Group | None = None
    is_constant: bool = False

    @property
    def label(self) -> str:
        """Its name as in print."""
        return self.name if self.is_constant else in_print(self.name)

    @property
    def symbol(self) -> str:
        """The text in its circle, empty for a leaf."""
        return self.group.symbol if self.group else symbol_of(self.operation)

    @property
    def is_computed(self) -> bool:
        """Whether it has operands."""
        return bool(self.operands)

    @property
    def is_single(self) -> bool:
        """Whether it is a single number."""
        return len(self.outputs) == 1

    def slot(self, operand: int) -> tuple[int, int]:
        """Return which of the operands that are the same block this is, from 1, and how many they are."""
        child = self.operands[operand]
        return self.operands[: operand + 1].count(child), self.operands.count(child)


class BlockGraph:
    """Blocks in an order in which operands come first; the last one is the output.

    Parameters
    ----------
    scalars
        All of the graph.
    grouping
        Its groups.
    opened
        Keys of groups that are open.
    """

    def __init__(
        self,
        scalars: ComputationGraph,
        grouping: Grouping | None = None,
        opened: Collection[str] = (),
        ticket: Ticket = UNWATCHED,
    ) -> None:
        self.scalars = scalars
        self.grouping = grouping if grouping is not None else Grouping()
        self.opened = frozenset(opened)
        self._owner = self._owners()
        ticket.check()
        self.nodes: tuple[Block, ...] = self._blocks(ticket)
        self.output = len(self.nodes) - 1
        self.block_of = np.full(len(scalars.nodes), -1)
        """The block of every scalar, -1 for what is not drawn."""
        for block in self.nodes:
            self.block_of[list(block.members)] = block.index

    @cached_property
    def outputs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The blocks, and the scalars that they put out: an entry for each scalar, in the order of blocks."""
        owners = [block.index for block in self.nodes for _ in block.outputs]
        scalars = [scalar for block in self.nodes for scalar in block.outputs]
        return np.array(owners, np.intp), np.array(scalars, np.intp)

    @cached_property
    def has_groups(self) -> bool:
        """Whether some nodes stand for several scalars."""
        return any(block.group is not None for block in self.nodes)

    @cached_property
    def has_long_symbol(self) -> NDArray[np.bool_]:
        """Which blocks have an operation of a word, such as tanh, shape (n_blocks,)."""
        return np.array([len(block.symbol) > 2 for block in self.nodes], bool)

    @cached_property
    def uses(self) -> tuple[tuple[int, ...], ...]:
        """For every block, those that use it."""
        uses: list[list[int]] = [[] for _ in self.nodes]
        for block in self.nodes:
            for operand in dict.fromkeys(block.operands):
                uses[operand].append(block.index)
        return tuple(map(tuple, uses))

    @cached_property
    def first_edge(self) -> Places:
        """Where the edges into each block start, shape (n_blocks + 1,); edges are sorted by block."""
        return np.cumsum([0, *(len(block.operands) for block in self.nodes)])

    def end_of(self, edge: int) -> tuple[int, int]:
        """Return the block that an edge leads into, and which of its operands it is."""
        node = int(np.searchsorted(self.first_edge, edge, "right")) - 1
        return node, edge - int(self.first_edge[node])

    @cached_property
    def edge_of(self) -> Places:
        """The edge between blocks that an edge between scalars is part of, -1 for what is not drawn."""
        sweep = self.scalars.sweep
        node, operand = sweep.edges.T
        ours, theirs = self.block_of[node], self.block_of[operand]
        found = np.full(len(sweep.edges), -1)
        places = {
            (block.index, child): self.first_edge[block.index] + position
            for block in self.nodes
            if block.group is not None
            for position, child in enumerate(block.operands)
        }
        for edge in np.flatnonzero((ours != theirs) & (ours >= 0) & (theirs >= 0)).tolist():
            block = self.nodes[ours[edge]]
            if block.group is not None:
                found[edge] = places[block.index, int(theirs[edge])]
            else:
                found[edge] = self.first_edge[block.index] + edge - sweep.first_edge[block.members[0]]
        return found

    @cached_property
    def is_plain_edge(self) -> NDArray[np.bool_]:
        """Which edges join two blocks of a single number each, shape (n_edges,)."""
        single = np.array([block.is_single for block in self.nodes])
        ends = [single[block.index] and single[operand] for block in self.nodes for operand in block.operands]
        return np.array(ends, bool)

    def is_like(self, other: BlockGraph) -> bool:
        """Whether two drawings have the same cards, as those of the same network at two points."""
        return [block.name for block in self.nodes] == [block.name for block in other.nodes]

    def came_out_of(self, before: BlockGraph, node: int) -> tuple[int, ...]:
        """Return the nodes here that were one in another drawing, and what was not drawn beside it."""
        found = [
            block.index
            for block in self.nodes
            if (place := int(before.block_of[block.outputs[0]])) == node
            or (
                place < 0
                and any(int(before.block_of[user]) == node for user in self.scalars.uses[block.outputs[0]])
            )
        ]
        return tuple(found)

    def along(self, numbers: Numbers) -> Numbers:
        """Return for each edge the sum over the edges between scalars that it stands for, shape (n_edges,).

        NaN where an end of it has several numbers.

        Parameters
        ----------
        numbers
            Of the edges between scalars, in the order of `Sweep.edges`.
        """
        drawn = self.edge_of >= 0
        found = np.bincount(self.edge_of[drawn], numbers[drawn], int(self.first_edge[-1]))
        return np.where(self.is_plain_edge, found, np.nan)

    def _owners(self) -> list[str | int | None]:
        """Return for every scalar the key of its closed group, its own index, or None if it is not drawn."""
        owner: list[str | int | None] = []
        for node in self.scalars.nodes:
            group = self.grouping.group_of(node.index, self.opened)
            owner.append(group.key if group else node.index)
        for node in self.scalars.leaves:
            if owner[node.index] == node.index and (node.is_constant or node.index in self.grouping.details):
                users = self.scalars.uses[node.index]
                if users and all(owner[user] != user for user in users):
                    owner[node.index] = None
        return owner

    def _blocks(self, ticket: Ticket) -> tuple[Block, ...]:
        scalars, owner = self.scalars, self._owner
        members: dict[str | int, list[int]] = {}
        operands: dict[str | int, list[str | int]] = {}
        outputs: dict[str | int, dict[int, None]] = {}
        for node in scalars.nodes:
            key = owner[node.index]
            if key is None:
                continue
            members.setdefault(key, []).append(node.index)
            before = operands.setdefault(key, [])
            outputs.setdefault(key, {})
            for operand in node.operands:
                theirs = owner[operand]
                if theirs is not None and theirs != key:
                    outputs[theirs][operand] = None
                    if isinstance(key, int) or theirs not in before:
                        before.append(theirs)
        last = owner[scalars.output]
        assert last is not None
        outputs[last][scalars.output] = None
        blocks: list[Block] = []
        index_of: dict[str | int, int] = {}
        for key in ticket.each(_in_order(last, operands)):
            index_of[key] = len(blocks)
            parts = tuple(index_of[operand] for operand in operands[key])
            blocks.append(self._block(len(blocks), key, parts, members[key], list(outputs[key])))
        return tuple(blocks)

    def _block(
        self, index: int, key: str | int, operands: tuple[int, ...], members: list[int], outputs: list[int]
    ) -> Block:
        if isinstance(key, int):
            node = self.scalars.nodes[key]
            return Block(
                index, node.name, operands, (key,), (key,), operation=node.operation,
                is_constant=node.is_constant,
            )  # fmt: skip
        group = self.grouping.group_of(members[-1], self.opened)
        assert group is not None
        cells = self.grouping.cells
        outputs.sort(key=lambda scalar: cells.get(scalar, (0, scalar)))
        rows = len({cells.get(scalar, (0, 0))[0] for scalar in outputs})
        shape = (rows, len(outputs) // rows) if len(outputs) % rows == 0 else (1, len(outputs))
        if rows == 1 and shape[1] > MOST_CARDS:
            picture = self.grouping.picture if group.key == INPUTS else None
            fits = picture is not None and picture[0] * picture[1] == len(outputs)
            shape = picture if picture is not None and fits else _grid(len(outputs))
        name = group.name if len(outputs) > 1 else self.scalars.nodes[outputs[0]].name
        return Block(index, name, operands, tuple(outputs), tuple(members), shape, group=group)

    def matches(self, text: str) -> tuple[int, ...]:
        """Return scalars whose name begins with a text, an exact match first; subscripts can be left out."""
        wanted = typed(text.strip())
        if not wanted:
            return ()
        named = [node for node in self.scalars.nodes if not node.is_constant]
        found = [node for node in named if typed(node.name).startswith(wanted)]
        return tuple(node.index for node in sorted(found, key=lambda node: typed(node.name) != wanted))


def _grid(count: int) -> tuple[int, int]:
    """Return rows and columns of a grid that is nearly a square, the last row perhaps not full."""
    columns = math.ceil(math.sqrt(count))
    even = next((c for c in range(columns, math.isqrt(2 * count) + 1) if count % c == 0), columns)
    return math.ceil(count / even), even


def _in_order(last: str | int, operands: Mapping[str | int, Sequence[str | int]]) -> list[str | int]:
    """Return the keys in topological order, operands first, ending with the output."""
    order: list[str | int] = []
    seen: set[str | int] = set()
    waiting: list[tuple[str | int, bool]] = [(last, False)]
    while waiting:
        key, are_operands_done = waiting.pop()
        if are_operands_done:
            order.append(key)
        elif key not in seen:
            seen.add(key)
            waiting.append((key, True))
            waiting += [(operand, False) for operand in reversed(operands[key])]
    return order
