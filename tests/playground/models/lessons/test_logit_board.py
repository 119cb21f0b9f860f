"""Logits moved by hand give the softmax, the loss and the gradient of the mathematics."""

from __future__ import annotations

import math

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.lessons.logit_board import LARGEST_LOGIT, LogitBoard

LOGITS = st.floats(-LARGEST_LOGIT, LARGEST_LOGIT)


@settings(max_examples=30)
@given(st.lists(LOGITS, min_size=2, max_size=5), st.data())
def test_that_softmax_loss_and_gradient_are_those_of_mpmath(logits, data):
    true = data.draw(st.integers(0, len(logits) - 1))
    board = LogitBoard(tuple(map(str, range(len(logits)))), tuple(logits), true)
    powers = [mpmath.exp(logit) for logit in logits]
    chances = [power / sum(powers) for power in powers]
    assert board.probabilities == pytest.approx([float(p) for p in chances], rel=1e-12)
    assert board.loss == pytest.approx(float(-mpmath.log(chances[true])), rel=1e-9, abs=1e-15)
    expected = [float(p - (number == true)) for number, p in enumerate(chances)]
    assert board.gradient == pytest.approx(expected, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("count", [2, 3, 6])
def test_that_equal_logits_cost_the_logarithm_of_their_number(count):
    board = LogitBoard(("x",) * count, (1.5,) * count, 1)
    assert board.loss == pytest.approx(math.log(count))
    assert board.answer == 0


def test_that_a_logit_is_moved_within_what_is_drawn():
    board = LogitBoard(("a", "b"), (0.0, 1.0), 0)
    assert board.moved(0, 2.5).logits == (2.5, 1.0)
    assert board.moved(1, 99.0).logits == (0.0, LARGEST_LOGIT)
    assert board.moved(1, -99.0).logits == (0.0, -LARGEST_LOGIT)
    assert board.logits == (0.0, 1.0)
