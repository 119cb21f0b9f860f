from __future__ import annotations

import numpy as np
import pytest

from playground.models.diagnosis.loss_course import LossCourse

UPDATES = np.arange(301)


def test_that_a_loss_at_rest_is_neither_falling_nor_swinging():
    course = LossCourse(0.4 + np.exp(-UPDATES / 10))
    assert not any((course.is_falling, course.goes_up_and_down, course.jumped))


@pytest.mark.parametrize("rate", [1e-7, 1e-4, 1e-2])
def test_that_a_loss_on_its_way_is_falling_however_slowly(rate):
    course = LossCourse(np.exp(-rate * UPDATES))
    assert course.is_falling
    assert course.fall == pytest.approx(-np.expm1(-100 * rate))


def test_that_steps_too_long_are_seen_from_a_loss_that_swings():
    course = LossCourse(1.0 + 0.3 * (UPDATES % 2))
    assert course.goes_up_and_down
    assert course.swing == (1.0, 1.3)
    assert course.rises == pytest.approx(0.5)


def test_that_ripples_of_rounding_are_no_swing():
    assert not LossCourse(1.0 + 1e-9 * (UPDATES % 2)).goes_up_and_down


def test_that_a_jump_is_told_with_its_update():
    losses = np.full(301, 2.5)
    losses[0], losses[3] = 1.0, 9.0
    course = LossCourse(losses)
    assert course.jumped
    assert course.peak == (9.0, 3)


@pytest.mark.parametrize("losses", [[1.0], [1.0, 0.5], [0.0, 0.0, 0.0]])
def test_that_short_and_empty_courses_have_answers(losses):
    course = LossCourse(losses)
    assert not any((course.goes_up_and_down, course.jumped))
    assert np.isfinite(course.fall)
