from __future__ import annotations

import pytest

from playground.models.run.ease_in import OVER_SECONDS, EaseIn


def reached(seconds: float) -> int:
    ease = EaseIn()
    for _ in range(round(1000 * seconds)):
        ease.play(0.001)
    assert ease.last_epoch is not None
    return ease.last_epoch


def test_that_the_first_epoch_may_come_at_once() -> None:
    assert EaseIn().last_epoch == 1


@pytest.mark.parametrize(("seconds", "epoch"), [(0.5, 35), (1.0, 128), (2.0, 1072), (3.0, 8049)])
def test_that_the_pace_grows_with_what_was_seen(seconds: float, epoch: int) -> None:
    assert reached(seconds) == pytest.approx(epoch, rel=0.02)


def test_that_no_frame_skips_more_than_a_few_epochs_of_the_beginning() -> None:
    ease, before = EaseIn(), 1
    for _ in range(80):
        ease.play(1 / 40)
        assert ease.last_epoch is not None
        assert ease.last_epoch - before <= 2 + before / 15
        before = ease.last_epoch


def test_that_a_run_is_free_in_the_end() -> None:
    ease = EaseIn()
    ease.play(OVER_SECONDS)
    assert ease.last_epoch is None
