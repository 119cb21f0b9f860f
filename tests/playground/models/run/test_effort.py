from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.effort import MOST_POINTS, Effort


def test_that_time_between_known_epochs_lies_on_a_line_and_goes_on_as_on_average() -> None:
    effort = Effort()
    for epoch, seconds in ((10, 1.0), (10, 0.5), (30, 0.5)):
        effort.add(epoch, seconds)
    # Half a second into the epoch after the tenth counts for what comes next.
    assert effort.points == [(10, 1.0), (30, 2.0)]
    np.testing.assert_allclose(effort.at(np.array([0.0, 5.0, 10.0, 20.0, 60.0])), [0, 0.5, 1.0, 1.5, 4.0])
    assert np.isnan(Effort().at(np.array([3.0]))).all()


@given(st.integers(1, 5000), st.integers(1, 40))
def test_that_a_long_run_keeps_few_points_and_its_whole_time(portions: int, epochs: int) -> None:
    effort = Effort()
    for portion in range(1, portions + 1):
        effort.add(portion * epochs, 0.25)
    points = effort.points
    assert len(points) <= MOST_POINTS
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in itertools.pairwise(points))
    np.testing.assert_allclose(effort.at(np.array([portions * epochs])), [portions * 0.25], rtol=0.02)


def test_that_a_branch_has_the_time_up_to_where_it_began() -> None:
    effort = Effort([(10, 1.0), (20, 3.0)])
    assert effort.until(15).points == [(10, 1.0), (15, 2.0)]
    assert effort.until(0).points == []
    branch = effort.until(20)
    branch.add(21, 1.0)
    assert (branch.points[-1], effort.points[-1]) == ((21, 4.0), (20, 3.0))
