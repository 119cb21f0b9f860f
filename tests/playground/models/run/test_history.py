from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.history import Curves, History


def filled(losses, test=None) -> History:
    history = History()
    for epoch, loss in enumerate(losses, 1):
        history.extend(epoch, [loss], None if test is None else test[epoch - 1])
    return history


def test_that_an_empty_history_has_empty_curves():
    curves = History().curves()
    assert len(curves.epochs) == len(curves.test_smooth) == 0
    assert len(Curves.empty().train) == 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_that_short_histories_are_given_in_full(losses):
    curves = filled(losses, losses[::-1]).curves()
    np.testing.assert_array_equal(curves.epochs, np.arange(1, len(losses) + 1))
    np.testing.assert_array_equal(curves.train, losses)
    np.testing.assert_array_equal(curves.test, losses[::-1])


@given(st.integers(2, 5000), st.integers(4, 200), st.integers(0, 2**32 - 1))
def test_that_long_histories_keep_ends_and_extremes_in_few_points(n, limit, seed):
    losses = np.random.default_rng(seed).normal(size=n)
    history = History()
    history.extend(n, losses.tolist(), None)
    curves = history.curves(limit)
    assert len(curves.epochs) <= max(limit, 4)
    assert (np.diff(curves.epochs) > 0).all()
    assert (curves.epochs[0], curves.epochs[-1]) == (1, n)
    assert curves.train.min() == losses.min()
    assert curves.train.max() == losses.max()
    np.testing.assert_array_equal(curves.train, losses[curves.epochs.astype(int) - 1])


def test_that_growing_beyond_the_first_room_loses_nothing():
    history = filled(range(5000))
    assert len(history) == 5000
    np.testing.assert_array_equal(history.curves(limit=10_000).train, np.arange(5000))


def test_that_a_missing_test_loss_is_a_gap():
    assert np.isnan(filled([1.0, 2.0]).curves().test).all()


def test_that_smoothing_is_a_mean_that_never_looks_ahead():
    losses = np.r_[np.zeros(300), np.ones(300)]
    curves = filled(losses, losses).curves(limit=10_000)
    assert (curves.train_smooth[:300] == 0).all()
    assert curves.train_smooth[300] == pytest.approx(1 / 6)
    assert curves.train_smooth[305:] == pytest.approx(1.0)
    assert curves.test_smooth == pytest.approx(curves.train_smooth)


def test_that_one_infinite_loss_does_not_blot_out_the_smoothed_rest():
    losses = [1.0] * 300
    losses[150] = float("inf")
    curves = filled(losses, losses).curves(limit=10_000)
    assert np.isfinite(curves.train_smooth[:150]).all()
    assert np.isfinite(curves.train_smooth[160:]).all()
    assert np.isfinite(curves.test_smooth[160:]).all()


def test_that_epochs_without_a_test_of_their_own_lie_on_the_line_between_two_measurements():
    history = History()
    history.extend(2, [4.0, 3.0], 0.5)
    history.extend(5, [2.0, 1.0, 0.0], 0.25)
    np.testing.assert_allclose(history.curves().test, [np.nan, 0.5, 5 / 12, 1 / 3, 0.25])
    np.testing.assert_array_equal(history.curves().is_tested, [False, True, False, False, True])
    np.testing.assert_array_equal(history.curves().epochs, np.arange(1, 6))


def test_that_a_portion_without_an_epoch_adds_nothing():
    history = History()
    history.extend(0, [], None)
    assert len(history) == 0


def test_that_a_very_long_history_stays_small_and_evenly_spread():
    history = History()
    losses = np.random.default_rng(0).normal(size=1_000_000)
    for start in range(0, len(losses), 5000):
        history.extend(start + 5000, losses[start : start + 5000].tolist(), 1.0)
    assert len(history) < 80_000
    curves = history.curves()
    assert (curves.epochs[0], curves.epochs[-1]) == (1, len(losses))
    assert (curves.train.min(), curves.train.max()) == (losses.min(), losses.max())
    assert np.diff(curves.epochs).max() < len(losses) / 100


def test_that_scores_lie_on_the_line_too_and_unknown_ones_are_a_gap():
    history = History()
    history.extend(2, [3.0, 2.0], 2.5, 0.6, 0.5)
    history.extend(4, [1.5, 1.0], 1.2, 0.9, None)
    curves = history.curves()
    np.testing.assert_allclose(curves.train_score, [np.nan, 0.6, 0.75, 0.9])
    np.testing.assert_array_equal(curves.test_score, [np.nan, 0.5, np.nan, np.nan])


def test_that_no_smoothing_leaves_the_curve_as_it_is():
    losses = np.random.default_rng(0).normal(size=300)
    history = filled(losses)
    np.testing.assert_array_equal(history.curves(smoothing=0.0).train_smooth, losses)
    assert np.ptp(history.curves(smoothing=0.1).train_smooth[50:]) < 0.5 * np.ptp(losses)


def test_that_looking_at_a_history_adds_nothing_to_it():
    history = filled(np.linspace(2, 1, 500))
    first = history.curves()
    for _ in range(1000):
        again = history.curves()
    assert len(history) == 500
    np.testing.assert_array_equal(again.train, first.train)


def test_that_what_was_not_measured_waits_for_the_next_measurement_and_then_lies_on_the_line():
    history = History()
    history.extend(1, [9.0], 4.0, 0.5, 0.5)
    history.extend(3, [8.0, 7.0], 4.0, 0.5, 0.5, is_tested=False, is_scored=False)
    np.testing.assert_array_equal(history.curves().test, [4.0, 4.0, 4.0])
    history.extend(5, [6.0, 5.0], 2.0, 0.5, 0.5, is_scored=False)
    np.testing.assert_allclose(history.curves().test, [4.0, 3.5, 3.0, 2.5, 2.0])
    np.testing.assert_array_equal(history.curves().is_tested, [True, False, False, False, True])
    np.testing.assert_array_equal(history.curves().is_scored, [True, False, False, False, False])
    history.extend(9, [1.0] * 4, 2.0, 0.9, 0.7)
    np.testing.assert_allclose(history.curves().train_score, np.linspace(0.5, 0.9, 9))
    np.testing.assert_allclose(history.curves().test_score, np.linspace(0.5, 0.7, 9))


def test_that_lines_are_right_after_a_full_history_has_shrunk():
    history = History()
    history.extend(1, [1.0], 1.0)
    for last in range(501, 40_502, 500):
        history.extend(last, [1.0 / last] * 500, None, is_tested=False)
    history.extend(50_001, [0.1] * 9_500, 0.0)
    curves = history.curves()
    np.testing.assert_allclose(curves.test, (50_001 - curves.epochs) / 50_000, atol=1e-12)


@given(st.integers(0, 40), st.integers(1, 7))
def test_that_a_copy_up_to_an_epoch_goes_on_like_the_whole(epoch: int, every: int) -> None:
    def extend(history: History, first: int, last: int) -> None:
        for now in range(first, last + 1):
            history.extend(now, [1.0 / now], 2.0 / now, 0.5, now / 50, is_tested=now % every == 0)

    whole, again = History(), History()
    extend(whole, 1, 40)
    part = whole.until(epoch)
    assert len(part) == epoch
    extend(part, epoch + 1, 40)
    extend(again, 1, 40)
    for name in ("epochs", "train", "test", "test_score"):
        np.testing.assert_allclose(getattr(part.curves(), name), getattr(again.curves(), name), rtol=1e-12)


def test_that_the_course_keeps_the_first_epochs_closer_than_the_last() -> None:
    history = History()
    history.extend(10_000, (1.0 / np.arange(1, 10_001)).tolist(), None)
    epochs, losses = history.course(200)
    assert len(epochs) <= 200
    assert (epochs[0], epochs[-1]) == (1, 10_000)
    assert (epochs < 300).sum() > 60
    np.testing.assert_allclose(losses, 1.0 / epochs)


def test_that_smoothing_takes_what_is_known_and_leaves_gaps_open():
    history = filled(np.ones(100), [np.nan] * 90 + [1.0, 2.0, 3.0] + [np.nan] * 3 + [4.0] * 4)
    smooth = history.curves(smoothing=0.05).test_smooth
    np.testing.assert_array_equal(np.isnan(smooth), [True] * 90 + [False] * 3 + [True] * 3 + [False] * 4)
    assert smooth[90:93] == pytest.approx([1.0, 1.5, 2.0])
    assert smooth[96] == pytest.approx((3.0 + 4.0) / 2)
