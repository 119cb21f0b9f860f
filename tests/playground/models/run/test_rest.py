from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.rest import FEWEST_EPOCHS, LOWEST_LOSS, Rest


def first(losses: np.ndarray, sizes: list[int], first_epoch: int = 0) -> int | None:
    """Return the number of epochs until rest where losses come in portions."""
    rest, start, turn = Rest(first_epoch), 0, 0
    while start < len(losses):
        size = sizes[turn % len(sizes)]
        part = losses[start : start + size].tolist()
        found = rest.first_at_rest(part, first_epoch + start + len(part))
        if found is not None:
            assert rest.reason
            return start + found + 1
        start, turn = start + size, turn + 1
    return None


EPOCHS = np.arange(1.0, 4001.0)
COURSES = {
    "flat": np.full(4000, 0.3),
    "falling": 1.0 / EPOCHS,
    "to zero": np.exp(-EPOCHS / 100),
    "noisy": 0.2 + 0.1 * np.sin(EPOCHS * 1.7),
}


@cache
def expected(course: str) -> int | None:
    """Return where a run rests that comes epoch by epoch, which is where it rests when it comes at once."""
    one_by_one = first(COURSES[course], [1])
    assert one_by_one == first(COURSES[course], [4000])
    return one_by_one


@given(
    st.sampled_from(list(COURSES)),
    st.lists(st.integers(1, 900), min_size=1, max_size=6),
    st.integers(0, 10_000),
)
def test_that_where_a_run_rests_does_not_depend_on_how_its_epochs_come(
    course: str, sizes: list[int], first_epoch: int
) -> None:
    assert first(COURSES[course], sizes, first_epoch) == expected(course)


def test_that_a_flat_run_rests_soon_after_the_fewest_epochs() -> None:
    found = first(np.full(5000, 0.69), [64])
    assert found is not None
    assert FEWEST_EPOCHS <= found < 1.05 * FEWEST_EPOCHS


def test_that_a_run_that_still_falls_does_not_rest() -> None:
    assert first(1.0 / np.arange(1.0, 100_001.0), [997]) is None


def test_that_a_loss_of_next_to_nothing_is_rest_at_that_very_epoch() -> None:
    losses = np.exp(-np.arange(1.0, 2001.0) / 30)
    assert first(losses, [128]) == math.ceil(-30 * math.log(LOWEST_LOSS))


@pytest.mark.parametrize("noise", [0.01, 0.2])
def test_that_noise_around_a_level_is_rest_in_time(noise: float) -> None:
    rng = np.random.default_rng(0)
    found = first(0.5 + noise * rng.standard_normal(2_000_000), [5000])
    assert found is not None
