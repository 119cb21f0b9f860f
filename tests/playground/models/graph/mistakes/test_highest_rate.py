from __future__ import annotations

import pytest

from playground.models.graph.mistakes.highest_rate import FIRST, highest_rate
from playground.models.ticket import CancelledError
from tests.playground.models.graph.mistakes.labs import Parabola, lab_of
from tests.playground.tickets import Impatient


@pytest.mark.parametrize("curvature", [0.03, 0.3, 1.1, 7.0, 100.0])
def test_that_the_limit_of_a_parabola_is_found(curvature: float) -> None:
    """Gradient descent on it converges below the rate 2 / curvature and diverges above."""
    rate = highest_rate(Parabola(curvature))
    assert rate is not None
    assert rate < 2.0 / curvature < 2.0 * rate


def test_that_the_right_code_learns_there_and_twice_the_rate_is_clearly_worse() -> None:
    lab = lab_of(30, optimizer="sgd")
    rate = highest_rate(lab)
    assert rate is not None
    start = lab.learner("", rate).loss
    assert lab.end_at(rate) < start
    assert lab.end_at(2.0 * rate) > 1.1 * lab.end_at(rate)


class Slope(Parabola):
    """A loss that every larger step makes smaller."""

    def loss_after(self, rate: float, updates: int) -> float:
        return 1.0 / (1.0 + rate * updates)


class Plateau(Parabola):
    """A loss that nothing makes smaller."""

    def loss_after(self, rate: float, updates: int) -> float:
        return 1.0


@pytest.mark.parametrize("lab", [Slope(), Plateau()], ids=["slope", "plateau"])
def test_that_there_is_no_limit_where_no_rate_is_too_high(lab: Parabola) -> None:
    assert highest_rate(lab) is None


def test_that_low_rates_are_not_tried_once_they_only_get_worse() -> None:
    lab = Parabola(2.0 / FIRST)
    highest_rate(lab)
    assert min(lab.tried) > 0.1
    assert len(lab.tried) == len(set(lab.tried))


def test_that_the_search_can_be_given_up() -> None:
    with pytest.raises(CancelledError):
        highest_rate(Parabola(), Impatient(2))
