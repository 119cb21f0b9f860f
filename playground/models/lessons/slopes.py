"""A loss, or the output of formulas, along one line: heights, slope and curvature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.run.session import Session

Array = NDArray[np.float64]
POINTS = 241
REACH = 1e-4
"""How far to both sides the slope is taken for the curvature."""
GRADIENT, SHARPEST = "gradient", "sharpest"
MOST_POWERS, AGREES, TINY = 300, 1e-9, 1e-300


class Line(Protocol):
    """Something with a height at every place of a line."""

    def heights(self, places: Array) -> Array:
        """Return the heights at some places, shape (n,); NaN where there is none."""

    def slope(self, place: float) -> float:
        """Return the slope at a place, NaN where there is none."""


class FormulaLine:
    """The output of a graph along one leaf; the others stay as they are."""

    def __init__(self, graph: ComputationGraph, leaf: int) -> None:
        self._graph, self._leaf = graph, leaf

    def heights(self, places: Array) -> Array:
        values = self._graph.sweep.values(self._graph.start)
        found = self._graph.sweep.moved_values(values, np.full(len(places), self._leaf), places)
        heights = found[self._graph.output]
        return np.where(np.isfinite(heights), heights, np.nan)

    def slope(self, place: float) -> float:
        graph = self._graph
        values = graph.sweep.values({**graph.start, self._leaf: place})
        with np.errstate(all="ignore"):
            found = float(graph.gradients(graph.local_derivatives(values))[self._leaf])
        return found if math.isfinite(found) else math.nan


class NetworkLine:
    """The mean training loss of a network along a direction of its parameters.

    Parameters
    ----------
    along
        `GRADIENT`: against the gradient, and a place is the rate of one step; `SHARPEST`: where the loss
        bends upwards most; or the number of a parameter, from 0.
    """

    def __init__(self, session: Session, along: str | int) -> None:
        self._trainer = session.training.trainer
        self._from = np.array(self._trainer.parameters)
        self.start = 0.0
        if isinstance(along, int):
            self._way, self.start = np.zeros(len(self._from)), float(self._from[along])
            self._way[along] = 1.0
        elif along == GRADIENT:
            self._way = -self._trainer.gradients()
        else:
            self._way = self._sharpest()

    def _sharpest(self) -> Array:
        """Return the first eigenvector of the Hessian, found by powers.

        Of its two signs it has the one that leads upwards: a step down is negative.
        """
        gradient = self._trainer.gradients()
        # The largest one by size may be a bend downwards: the second time all are lifted above 0.
        _, most = self._power(gradient, 0.0)
        way, _ = self._power(gradient, abs(most))
        return way if float(way @ gradient) >= 0.0 else -way

    def _power(self, first: Array, lift: float) -> tuple[Array, float]:
        """Return the eigenvector of the Hessian plus a multiple of 1 with the largest eigenvalue by size."""
        way, value = first / max(float(np.linalg.norm(first)), TINY), 0.0
        for _ in range(MOST_POWERS):
            found = self._bend(way) + lift * way
            size = float(np.linalg.norm(found))
            if size < TINY:
                break
            before, value, way = value, float(way @ found), found / size
            if abs(value - before) <= AGREES * abs(value):
                break
        return way, value

    def _bend(self, way: Array) -> Array:
        """Return the Hessian times a direction, from two gradients."""
        found = []
        for sign in (1.0, -1.0):
            self._trainer.set_parameters(self._from + sign * REACH * way)
            found.append(self._trainer.gradients())
        return (found[0] - found[1]) / (2.0 * REACH)

    def heights(self, places: Array) -> Array:
        return np.array([self._height(place) for place in places.tolist()])

    def _height(self, place: float) -> float:
        self._go_to(place)
        with np.errstate(all="ignore"):
            height = float(self._trainer.sample_losses()[0].mean())
        return height if math.isfinite(height) else math.nan

    def slope(self, place: float) -> float:
        self._go_to(place)
        with np.errstate(all="ignore"):
            slope = float(self._trainer.gradients() @ self._way)
        return slope if math.isfinite(slope) else math.nan

    def _go_to(self, place: float) -> None:
        self._trainer.set_parameters(self._from + (place - self.start) * self._way)


@dataclass(frozen=True, eq=False)
class Slice:
    """A stretch of a line, with the place where one begins.

    Attributes
    ----------
    places, heights
        Of the curve, shape (n,).
    start
        Where the tangent touches.
    """

    line: Line
    places: Array
    heights: Array
    start: float
    start_height: float
    slope: float
    curvature: float

    @classmethod
    def of(cls, line: Line, low: float, high: float, start: float) -> Slice:
        """Measure a line; a ValueError says where it has no height or slope."""
        places = np.linspace(low, high, POINTS)
        reach = REACH * max(1.0, abs(start))
        height, slope = float(line.heights(np.array([start]))[0]), line.slope(start)
        if not (math.isfinite(height) and math.isfinite(slope)):
            raise ValueError("there is no height or no slope where it begins")
        curvature = (line.slope(start + reach) - line.slope(start - reach)) / (2.0 * reach)
        return cls(line, places, line.heights(places), start, height, slope, curvature)

    @property
    def low(self) -> float:
        """Its left end."""
        return float(self.places[0])

    @property
    def high(self) -> float:
        """Its right end."""
        return float(self.places[-1])

    def height(self, place: float) -> float:
        """Return the height at a place."""
        return float(self.line.heights(np.array([place]))[0])

    def tangent(self, place: float) -> float:
        """Return the height of the tangent at a place."""
        return self.start_height + self.slope * (place - self.start)

    def parabola(self, place: float) -> float:
        """Return the height of the parabola with the slope and the curvature of the start."""
        step = place - self.start
        return self.tangent(place) + 0.5 * self.curvature * step * step

    def touching(self, place: float) -> Slice:
        """Return the same stretch with its tangent at another place; unchanged where there is none."""
        try:
            return Slice.of(self.line, self.low, self.high, place)
        except ValueError:
            return self
