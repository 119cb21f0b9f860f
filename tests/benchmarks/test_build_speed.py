"""How long it takes from a structure to a schedule, a way the window goes at every change of the layers."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Sequence

import pytest

from engine import MLP, Scalar, compile
from engine.losses import cross_entropy
from engine.lowering.schedule import Schedule
from engine.lowering.tracing import trace

pytestmark = pytest.mark.benchmark
ROUNDS = 7
# The largest network the window can draw: ten hidden layers of 64, 42,250 parameters.
LARGEST = (64, *[64] * 10, 10)
NETWORKS = {
    "W3 2-8-8-8-8-8-8-2": (2, *[8] * 6, 2),
    "W4 64-32-32-10": (64, 32, 32, 10),
    "half of the largest": (64, *[64] * 5, 10),
    "the largest": LARGEST,
}


def stages(structure: Sequence[int]) -> tuple[float, float, float]:
    """Return the seconds that building, tracing and scheduling take, in processor time."""
    times = [time.process_time()]
    model = MLP(structure, activation="tanh", seed=0)
    times.append(time.process_time())
    traced = trace(model, structure[0], cross_entropy)
    times.append(time.process_time())
    Schedule([traced.loss], [*traced.inputs, *traced.targets], traced.parameters)
    times.append(time.process_time())
    return times[1] - times[0], times[2] - times[1], times[3] - times[2]


def test_that_the_largest_network_is_scheduled_within_a_second_and_time_grows_in_proportion() -> None:
    totals = {}
    print("\nms to build, trace and schedule, median of", ROUNDS)
    for name, structure in NETWORKS.items():
        samples = [stages(structure) for _ in range(ROUNDS)]
        medians = [statistics.median(stage) for stage in zip(*samples, strict=True)]
        totals[name] = sum(medians)
        parts = " + ".join(f"{1e3 * median:6.1f}" for median in medians)
        print(f"  {name:20} {parts} = {1e3 * totals[name]:7.1f}")
    # 0.3 s on an idle machine; the room is for one whose memory others use too
    assert totals["the largest"] <= 0.8
    assert totals["the largest"] <= 3.0 * totals["half of the largest"]
    assert totals["W3 2-8-8-8-8-8-8-2"] <= 0.008


def seconds_to_compile(depth: int) -> float:
    """Return the processor time for a chain of sums and hyperbolic tangents, its graph included."""
    started = time.process_time()
    x, w = Scalar(0.5), Scalar(0.9)
    y: Scalar = x
    for _ in range(depth):
        y = (y * w).tanh()
    compile(y, inputs=[x], parameters=[w])
    return time.process_time() - started


def test_that_the_time_to_compile_grows_in_proportion_to_the_depth() -> None:
    seconds_to_compile(10)
    times = {depth: min(seconds_to_compile(depth) for _ in range(2)) for depth in (375, 750, 1500, 3000)}
    print("\nseconds to compile a chain by its depth:", {n: round(t, 2) for n, t in times.items()})
    exponent = math.log(times[3000] / times[375]) / math.log(3000 / 375)
    print(f"growth exponent {exponent:.2f}")
    assert exponent <= 1.2
