"""Interleaved timing: in every round each peer works once, and ratios are taken within a round."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

PORTION_SECONDS = 0.3
# Long enough for Python's collector to come to the cycles that a design makes.
SLOW_PORTION_SECONDS = 1.0
ROUNDS = 7


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes: processor time or time on the wall, whichever is shorter.

    Processor time leaves out what other programs take from this one, and would charge a peer for a second
    thread; the wall would not.
    """
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return min(time.perf_counter() - wall, time.process_time() - processor)


@dataclass
class Task:
    """Work in units such as epochs, so many of them a round.

    Attributes
    ----------
    run
        Does `units` units of work.
    units
        May be a fraction: part of the samples of one epoch.
    prepare
        Is called before each round, outside the time.
    """

    run: Callable[[], object]
    units: float
    prepare: Callable[[], object] = lambda: None

    def measure(self) -> float:
        """Return seconds a unit."""
        self.prepare()
        return seconds(self.run) / self.units


@dataclass
class Contender:
    """Something that can be measured again and again, with what was found: seconds a unit by round."""

    measure: Callable[[], float]
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median seconds a unit."""
        return statistics.median(self.times)


def interleave(contenders: Sequence[Contender], rounds: int = ROUNDS) -> None:
    """Fill in the times of all contenders, round by round."""
    for _ in range(rounds):
        for contender in contenders:
            contender.times.append(contender.measure())


def median_ratio(slower: Contender, faster: Contender) -> float:
    """Return how many times longer `slower` takes, the median over the rounds."""
    return statistics.median(a / b for a, b in zip(slower.times, faster.times, strict=True))


def enough(
    run: Callable[[int], object],
    most: int,
    portion: float = PORTION_SECONDS,
    prepare: Callable[[int], object] = lambda units: None,
) -> int:
    """Return how many units, from 1 to `most`, take about `portion` seconds; preparing them is not timed."""
    units = 1
    prepare(units)
    run(units)  # whatever is compiled or allocated at the first call
    while True:
        prepare(units)
        taken = max(seconds(partial(run, units)), 1e-6)
        if taken >= portion / 3 or units >= most:
            return max(1, min(most, round(units * portion / taken)))
        units = min(most, units * max(2, min(20, round(portion / taken))))


def growth_exponent(times: Mapping[int, float]) -> float:
    """Return k of the best ``time = c * size**k`` (least squares of the logarithms)."""
    slope: float = statistics.linear_regression(
        [math.log(size) for size in times], [math.log(value) for value in times.values()]
    ).slope
    return slope
