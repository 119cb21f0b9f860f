from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.timeline.playback import SECONDS_FOR_ALL, Playback


@given(st.integers(1, 10**7), st.floats(0.25, 16))
def test_that_playing_on_comes_to_the_end_and_playing_back_to_the_start(last: int, speed: float) -> None:
    for direction, begin, end in ((1, 0, last), (-1, last, 0)):
        playback = Playback(direction, begin, last, speed)
        steps = 0
        epochs = [begin]
        while not playback.is_over:
            epochs.append(playback.advance(SECONDS_FOR_ALL / 50 / speed))
            steps += 1
        assert epochs[-1] == end
        assert steps in (50, 51)
        assert sorted(epochs, reverse=direction < 0) == epochs


def test_that_the_first_epochs_take_as_long_as_the_many_later_ones() -> None:
    playback = Playback(1, 0, 10_000, 1.0)
    assert playback.advance(SECONDS_FOR_ALL / 2) == pytest.approx(275, abs=10)


def test_that_a_range_is_repeated() -> None:
    playback = Playback(1, 500, 1000, 1.0, (10, 100))
    epochs = [playback.advance(0.5) for _ in range(100)]
    assert min(epochs) == 10
    assert max(epochs) <= 100
    assert not playback.is_over
    falls = sum(after < before for before, after in pairwise(epochs))
    assert falls >= 3
