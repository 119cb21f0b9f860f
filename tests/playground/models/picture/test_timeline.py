from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.picture.timeline import (
    MARK_GAP,
    TICK_GAP,
    Mark,
    Scale,
    Timeline,
    grouped,
    heights,
    loss_range,
    smoothed,
    thinned,
)


@given(st.integers(0, 10**9), st.floats(0, 300), st.floats(50, 2000), st.data())
def test_that_a_place_leads_back_to_its_epoch_as_far_as_pixels_can_tell(last, left, width, data) -> None:
    scale = Scale(last, left, width)
    epoch = data.draw(st.integers(0, last))
    x = float(scale.x_of(epoch))
    assert left - 1e-6 <= x <= left + width + 1e-6
    back = scale.epoch_at(x)
    assert abs(float(scale.x_of(back)) - x) < 1e-3 or back == epoch


def test_that_places_beyond_the_ends_are_the_ends() -> None:
    scale = Scale(500, 10, 100)
    assert (scale.epoch_at(-50), scale.epoch_at(400)) == (0, 500)


@given(st.integers(0, 10**9), st.floats(60, 2000))
def test_that_ticks_leave_room_for_their_labels(last: int, width: float) -> None:
    scale = Scale(last, 0, width)
    places = scale.x_of(np.array(scale.ticks()))
    assert (np.diff(places) >= TICK_GAP - 1e-6).all()


def test_that_ticks_are_zero_and_powers_of_ten() -> None:
    assert Scale(2310, 0, 728).ticks() == (0, 10, 100, 1000)


@given(st.lists(st.integers(0, 5000), max_size=60))
def test_that_marks_that_would_touch_become_one_and_none_is_lost(epochs: list[int]) -> None:
    scale = Scale(5000, 0, 700)
    groups = grouped([Mark(epoch, "setting", "noise") for epoch in epochs], scale)
    assert sorted(mark.epoch for _, marks in groups for mark in marks) == sorted(epochs)
    assert (np.diff([x for x, _ in groups]) >= MARK_GAP).all()


def test_that_the_moving_mean_spans_a_75th_of_the_epochs_before() -> None:
    epochs = np.arange(1.0, 301.0)
    losses = np.sin(epochs)
    expected = [losses[max(0, i - max(1, math.floor((i + 1) / 75)) + 1) : i + 1].mean() for i in range(300)]
    # The window at 300 holds exactly 4 epochs.
    assert smoothed(epochs, losses)[299] == pytest.approx(np.mean(losses[296:300]))
    assert smoothed(epochs, losses)[:74] == pytest.approx(losses[:74])
    assert smoothed(epochs, losses)[299] == pytest.approx(expected[299])


def test_that_a_loss_that_is_not_finite_spoils_no_other_place() -> None:
    losses = np.ones(200)
    losses[50] = np.inf
    out = smoothed(np.arange(1.0, 201.0), losses)
    assert np.isnan(out[50])
    assert np.delete(out, 50) == pytest.approx(np.ones(199))


def test_that_heights_are_logarithmic_and_held_at_the_ends() -> None:
    out = heights(np.array([0.0, 0.01, 0.1, 1.0, 9.0, np.inf]), 0.01, 1.0)
    assert out == pytest.approx([0, 0, 0.5, 1, 1, 1])
    assert heights(np.array([0.5, np.nan]), 0.5, 0.5)[0] == 0.5


def test_that_the_range_leaves_out_what_is_no_positive_number() -> None:
    assert loss_range(np.array([np.nan, np.inf, 0.0, 0.2, 3.0])) == (0.2, 3.0)
    assert loss_range(np.empty(0)) == (1.0, 1.0)


@given(st.lists(st.floats(0, 50), min_size=1, max_size=400).map(sorted), st.randoms())
def test_that_a_thinned_curve_keeps_its_extremes_at_two_points_a_pixel(xs: list[float], random) -> None:
    x, y = np.array(xs), np.array([random.random() for _ in xs])
    kept_x, kept_y = thinned(x, y)
    assert (kept_y.min(), kept_y.max()) == (y.min(), y.max())
    assert (np.diff(kept_x) >= 0).all()
    if len(kept_x) < len(x):
        assert np.unique(np.floor(kept_x), return_counts=True)[1].max() <= 2


def test_that_the_newest_epoch_is_shown_without_a_cursor() -> None:
    nothing = np.empty(0)
    assert Timeline(30, None, nothing, nothing).shown_epoch == 30
    assert Timeline(30, 7, nothing, nothing).shown_epoch == 7
    assert Timeline.empty().shown_epoch == 0
