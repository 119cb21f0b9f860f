from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from playground.models.picture.timeline import Ghost, Scale, Timeline
from playground.views.timeline.run_lines import BOTTOM, REACH, TOP, RunLines

LAST = 200
EPOCHS = np.arange(1.0, LAST + 1)
SCALE = Scale(LAST, 7.0, 600.0)


def ghost(level: float, key: int = 1) -> Ghost:
    return Ghost(key, "SGD 0.1", 50, LAST, EPOCHS[49:], np.full(LAST - 49, level), "")


def lines(losses: np.ndarray, *ghosts: Ghost) -> RunLines:
    return RunLines(Timeline(LAST, None, EPOCHS, losses, (), ghosts), ghosts, SCALE)


def test_that_equal_steps_of_the_logarithm_are_equally_high_and_all_runs_are_within() -> None:
    drawn = lines(np.full(LAST, 1.0), ghost(0.1), ghost(0.01))
    assert drawn.height_at(100) == pytest.approx(TOP)
    middle, lowest = drawn.ghosts
    assert middle.ys == pytest.approx((TOP + BOTTOM) / 2)
    assert lowest.ys == pytest.approx(BOTTOM)


def test_that_the_run_begins_where_the_axis_does_and_a_ghost_at_its_fork() -> None:
    drawn = lines(np.full(LAST, 1.0), ghost(0.01))
    assert drawn.run.xs[0] == SCALE.left
    assert drawn.ghosts[0].xs[0] == pytest.approx(float(SCALE.x_of(50)))
    assert drawn.drawn.count() == len(drawn.run.xs)


def test_that_a_place_belongs_to_the_ghost_beside_it_unless_the_run_is_nearer() -> None:
    drawn = lines(np.full(LAST, 1.0), ghost(0.1), ghost(0.01))
    x = float(SCALE.x_of(120))
    middle = float(drawn.ghosts[0].ys[0])
    assert drawn.ghost_at(QPointF(x, middle)) == 0
    assert drawn.ghost_at(QPointF(x, BOTTOM)) == 1
    assert drawn.ghost_at(QPointF(x, TOP)) is None
    assert drawn.ghost_at(QPointF(x, BOTTOM + REACH + 1)) is None
    assert drawn.ghost_at(QPointF(float(SCALE.x_of(20)), BOTTOM)) is None


def test_that_a_run_without_epochs_lies_on_the_ground() -> None:
    nothing = RunLines(Timeline.empty(), (), SCALE)
    assert nothing.height_at(3) == BOTTOM
    assert nothing.drawn.isEmpty()
    assert nothing.ghost_at(QPointF(100, 10)) is None
