"""W5: the values of all neurons on the 100x100 points of a decision boundary."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.measure import PORTION_SECONDS, Task, enough
from tests.benchmarks.peers import ArrayPeer, Peer
from tests.benchmarks.training import TOLERANCE, Job
from tests.benchmarks.workloads import Workload

CHECK_POINTS = 50
MOST_BOUNDARIES = 2_000
# Slow peers need a large part of the boundary: what the collector costs grows with the graphs that are kept.
BOUNDARY_SECONDS = 25.0


def boundary_job(kind: type[Peer], work: Workload) -> Job:
    """Return the job whose unit is a boundary.

    Raises
    ------
    AssertionError
        The neurons have other values than those of the array backend.
    """
    peer, grid = kind(work), work.grid()
    expected = ArrayPeer(work).values(grid[:CHECK_POINTS])
    # scikit-learn ends in a logistic unit where the others end in tanh.
    same = slice(None) if work.softmax or not kind.own_order else slice(-1)
    difference = float(np.abs(peer.values(grid[:CHECK_POINTS])[same] - expected[same]).max())
    if not difference <= TOLERANCE:
        raise AssertionError(f"{kind.title} on the boundary of {work.name}: off by {difference:.1e}")
    said = f"{difference:.0e}"
    if kind.slow:
        count = enough(lambda count: peer.values(grid[:count]), len(grid), BOUNDARY_SECONDS)
        note = "" if count == len(grid) else f"{count:,} of {len(grid):,} points"
        return Job(Task(lambda: peer.values(grid[:count]), count / len(grid)), said, note)

    def boundaries(count: int) -> None:
        for _ in range(count):
            peer.values(grid)

    boundaries(1)  # whatever is compiled for this number of points
    count = enough(boundaries, MOST_BOUNDARIES, PORTION_SECONDS)
    return Job(Task(lambda: boundaries(count), count), said)
