"""The trainings are what their titles say, and batches are those of the engine."""

from __future__ import annotations

import numpy as np
import pytest

from engine.random_numbers import permutation
from tests.benchmarks.workloads import MAKERS, SEED, SIDE, workload

SHAPES = {
    "W1": (150, 4, 3, 150),
    "W2": (250, 2, 1, 10),
    "W3 batch 10": (500, 2, 1, 10),
    "W3 full": (500, 2, 1, 500),
    "W4": (1792, 64, 10, 32),
}


@pytest.mark.parametrize("name", MAKERS)
def test_that_data_and_batches_have_their_sizes(name: str) -> None:
    work = workload(name)
    assert (*work.X.shape, work.T.shape[1], work.batch) == SHAPES[name]
    assert len(work.X) % work.batch == 0
    assert work.grid().shape == (SIDE * SIDE, work.X.shape[1])


def test_that_weights_are_those_of_the_network_in_its_order() -> None:
    work = workload("W1")
    flat = np.concatenate([np.column_stack(layer).ravel() for layer in work.layers()])
    assert flat.tolist() == [parameter.value for parameter in work.model().parameters()]


def test_that_orders_are_the_engines() -> None:
    work = workload("W2")
    np.testing.assert_array_equal(work.order(3), permutation(250, SEED, 3))
    np.testing.assert_array_equal(workload("W1").order(3), np.arange(150))


def test_that_a_subset_is_the_same_training_on_fewer_samples() -> None:
    part = workload("W3 full").subset(7)
    np.testing.assert_array_equal(part.T, workload("W3 full").T[:7])
    assert part.batch == 7
    assert sorted(workload("W2").subset(25).order(0).tolist()) == list(range(25))
