"""The rows of a graph's cards and lanes: near their neighbours, in order, without overlaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.lanes import Lanes

Array = NDArray[np.float64]
Places = NDArray[np.intp]

LANE_WEIGHT = 0.01
"""How much a lane counts beside a card: it gives way."""
STRAIGHT = 4.0
"""How much the pieces of one lane hold together."""


class Rows:
    """Heights that are moved sweep by sweep.

    Parameters
    ----------
    rooms
        The height that each point needs, with the gap to the next one; shape (n_points,).

    Attributes
    ----------
    y
        Centres of the points.
    """

    def __init__(self, graph: BlockGraph, lanes: Lanes, rooms: Array) -> None:
        count = len(graph.nodes)
        to, come = lanes.pieces.T
        self._rooms = rooms
        self.y = np.append(_first_rows(graph, rooms), np.zeros(len(rooms) - count))
        into_lanes = lanes.pieces[to >= count]
        for lane, before in into_lanes.tolist():
            self.y[lane] = self.y[before]
        self._layers, self._seats = _seats(graph, len(rooms))
        columns = int(lanes.columns.max()) + 1
        self._columns = _split(np.lexsort((self.y, lanes.columns)), lanes.columns, columns)
        self._pieces = _split(np.arange(len(to)), lanes.columns[to], columns)
        self._to, self._come = to, come
        is_lane = np.arange(len(rooms)) >= count
        self._weights = np.where(is_lane, LANE_WEIGHT, 1.0)
        # A point with many neighbours pulls each of them little, a lane hardly pulls a card, but other lanes.
        n_uses, n_operands = np.bincount(come, minlength=len(rooms)), np.bincount(to, minlength=len(rooms))
        straight = is_lane[to] & is_lane[come]
        self._down = np.where(
            straight, STRAIGHT, np.where(is_lane[come], LANE_WEIGHT, 1.0) / n_uses[come] ** 2
        )
        self._up = np.where(straight, STRAIGHT, np.where(is_lane[to], LANE_WEIGHT, 1.0) / n_operands[to] ** 2)

    def settle(self, *, downwards: bool) -> None:
        """Move all points towards their neighbours, column by column, from the left or from the right."""
        numbers = range(len(self._columns))
        for number in numbers if downwards else reversed(numbers):
            members = self._columns[number]
            wanted = self._middles(number)
            order = np.argsort(wanted[members], kind="stable")
            members = self._columns[number] = self._seated(members[order])
            self.y[members] = _apart(
                np.sort(wanted[members]), self._rooms[members], self._weights[members].tolist()
            )

    def _middles(self, column: int) -> Array:
        """Return the preferred heights of the points of a column: between their operands and their users.

        A product ends up between its factors, a neuron of a dense layer near its users.
        """
        y, count, pieces = self.y, len(self.y), self._pieces[column]
        to, come, strength = self._to[pieces], self._come[pieces], self._down[pieces]
        weight, pull = np.bincount(to, strength, count), np.bincount(to, strength * y[come], count)
        if column + 1 < len(self._columns):
            pieces = self._pieces[column + 1]
            to, come, strength = self._to[pieces], self._come[pieces], self._up[pieces]
            weight = weight + np.bincount(come, strength, count)
            pull = pull + np.bincount(come, strength * y[to], count)
        return np.where(weight > 0, pull / np.maximum(weight, 1e-300), y)

    def _seated(self, members: Places) -> Places:
        """Return the points of a column in an order in which each layer stands by its numbers."""
        layers = self._layers[members]
        members = members.copy()
        for layer in np.unique(layers[layers >= 0]):
            places = np.flatnonzero(layers == layer)
            inside = members[places]
            members[places] = inside[np.argsort(self._seats[inside], kind="stable")]
        return members


def _split(order: Places, columns: Places, count: int) -> list[Places]:
    """Return what belongs to each column, in the given order."""
    order = order[np.argsort(columns[order], kind="stable")]
    return np.split(order, np.cumsum(np.bincount(columns, minlength=count))[:-1])


def _seats(graph: BlockGraph, n_points: int) -> tuple[Places, Places]:
    """Return the layer of each point, -1 for none, and its place in the layer."""
    layers, seats = np.full(n_points, -1), np.zeros(n_points, np.intp)
    numbers: dict[str, int] = {}
    cells = graph.grouping.cells
    for block in graph.nodes:
        scalar = block.outputs[0]
        layer = graph.grouping.outermost(scalar)
        if layer and scalar in cells and block.group is not layer:
            layers[block.index] = numbers.setdefault(layer.key, len(numbers))
            sample, unit = cells[scalar]
            seats[block.index] = unit + sample * n_points
    return layers, seats


def _first_rows(graph: BlockGraph, rooms: Array) -> Array:
    """Return initial heights: leaves one below the other in walk order, other nodes between theirs."""
    y = np.full(len(graph.nodes), np.nan)
    next_row = 0.0
    waiting: list[tuple[int, bool]] = [(graph.output, False)]
    seen: set[int] = set()
    while waiting:
        index, are_operands_done = waiting.pop()
        operands = graph.nodes[index].operands
        if are_operands_done:
            y[index] = sum(float(y[operand]) for operand in operands) / len(operands)
        elif index not in seen:
            seen.add(index)
            if operands:
                waiting.append((index, True))
                waiting += [(operand, False) for operand in reversed(operands)]
            else:
                y[index] = next_row
                next_row += rooms[index]
    return y


def _apart(wanted: Array, rooms: Array, weights: list[float]) -> Array:
    """Return the heights nearest to the preferred ones, in the given order, without overlaps.

    Pool adjacent violators: heights minus row offsets must not decrease; violating blocks take their mean.
    """
    rows = np.concatenate([[0.0], np.cumsum((rooms[1:] + rooms[:-1]) / 2)])
    free = wanted - rows
    if (free[1:] >= free[:-1]).all():
        return wanted
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(free.tolist(), weights, strict=True):
        mean, total, count = value, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, theirs, size = blocks.pop()
            mean = (before * theirs + mean * total) / (theirs + total)
            total, count = theirs + total, size + count
        blocks.append((mean, total, count))
    found: Array = np.repeat([mean for mean, *_ in blocks], [count for *_, count in blocks]) + rows
    return found
