from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, SGD, CosineSchedule, StepSchedule, Trainer


@given(st.integers(1, 500), st.floats(0.05, 1.0), st.integers(0, 2000))
def test_that_a_step_schedule_multiplies_once_every_so_many_epochs(
    every: int, factor: float, epoch: int
) -> None:
    schedule = StepSchedule(every, factor)
    times = sum(1 for passed in range(1, epoch + 1) if passed % every == 0)
    assert schedule(epoch) == pytest.approx(factor**times)


@given(st.integers(1, 1000), st.floats(0.0, 1.0))
def test_that_a_cosine_falls_from_1_to_the_least_and_stays(epochs: int, least: float) -> None:
    schedule = CosineSchedule(epochs, least)
    factors = [schedule(epoch) for epoch in range(epochs + 3)]
    assert factors[0] == pytest.approx(1.0)
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(factors))
    assert factors[epochs:] == pytest.approx([least] * 3)


def test_that_half_way_a_cosine_stands_in_the_middle() -> None:
    assert CosineSchedule(100, 0.2)(50) == pytest.approx(0.6)


@pytest.mark.parametrize(
    "make",
    [
        lambda: StepSchedule(0),
        lambda: StepSchedule(10, 0.0),
        lambda: StepSchedule(10, math.nan),
        lambda: CosineSchedule(-1),
        lambda: CosineSchedule(10, 1.5),
    ],
)
def test_that_schedules_refuse_what_makes_no_sense(make) -> None:
    with pytest.raises(ValueError, match="must be"):
        make()


@pytest.mark.parametrize("backend", ["interpreted", "array", "compiled"])
def test_that_a_schedule_set_in_the_middle_of_a_run_scales_the_updates_that_follow(backend: str) -> None:
    X, y = np.array([[1.0], [2.0]]), np.array([2.0, 4.0])
    model = MLP([1, 1], final_layer_softmax=False, output_activation="linear", seed=1)
    trainer = Trainer(
        model, X, y, loss="squared_error", optimizer=SGD(0.01), reduction="mean", backend=backend
    )
    list(trainer.run(3))
    trainer.schedule = StepSchedule(4, 0.5)
    moved = []
    for _ in range(3):
        before, gradient = trainer.parameters.copy(), trainer.gradients()
        list(trainer.run(1))
        moved.append((before - trainer.parameters)[0] / gradient[0])
    assert moved == pytest.approx([0.01, 0.005, 0.005])
    assert trainer.learning_rate == pytest.approx(0.005)
