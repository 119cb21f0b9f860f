"""Descends a formula with and without a mistake."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.descent.descent import MANY, Position, next_update, position_after, walk_at
from playground.models.graph.mistakes.laboratory import end_of
from playground.models.graph.mistakes.mistakes import SOFTMAX_TWICE
from playground.models.graph.route import Route

NO_SOFTMAX = (
    "no loss of a formula applies softmax by itself, so there is none to apply twice: choose “A mistake: "
    "softmax twice” under Start from, or a network as the source"
)


class FormulaLab:
    """The formula on screen with its leaf values and parameters; see `Laboratory`."""

    optimizer, updates = "sgd", MANY

    def __init__(self, graph: BlockGraph, start: Position, parameters: Sequence[int], rate: float) -> None:
        self.rate = rate
        self._graph, self._start, self._parameters = graph, start, parameters

    def check(self, mistake: str) -> None:
        """See `Laboratory`."""
        if mistake == SOFTMAX_TWICE:
            raise ValueError(NO_SOFTMAX)
        if not self._parameters:
            raise ValueError("no leaf is a parameter, so there is nothing to update: tick one in Update")

    def learner(self, mistake: str, rate: float) -> FormulaLearner:
        """See `Laboratory`."""
        return FormulaLearner(Route(self._graph, mistake), self._start, self._parameters, rate)

    def end_at(self, rate: float) -> float:
        """See `Laboratory`."""
        learner = self.learner("", rate)
        losses: list[float] = []
        try:
            for number in range(self.updates):
                learner.learn(number)
                losses.append(learner.loss)
        except ArithmeticError:
            return math.inf
        return end_of(losses)


class FormulaLearner:
    """A formula that is descended; see `Learner`."""

    def __init__(self, route: Route, start: Position, parameters: Sequence[int], rate: float) -> None:
        self._parameters, self._rate = parameters, rate
        self._walk = walk_at(route, start)
        self._gradient_length = 0.0

    @property
    def loss(self) -> float:
        """See `Learner`."""
        return float(self._walk.values[-1])

    @property
    def gradient_length(self) -> float:
        """See `Learner`."""
        return self._gradient_length

    def learn(self, number: int) -> float:
        """See `Learner`."""
        before = self.loss
        table = next_update(self._walk, self._parameters, self._rate, number + 1)
        if table.out_of_range is not None:
            raise OverflowError
        self._walk = walk_at(self._walk.route, position_after(self._walk, self._parameters, table))
        self._gradient_length = table.norm
        return before
