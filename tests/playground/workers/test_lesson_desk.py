"""Runs of a lesson, painted."""

from __future__ import annotations

import numpy as np

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.stage import LessonRun
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.ticket import Ticket
from playground.style.theme import LIGHT
from playground.workers.lesson_desk import LessonDesk

DROPPING = Experiment(dataset="circle", hidden=(4,), dropout=0.4, backend="array", rests=False)


def test_that_a_network_without_eval_looks_different_each_time_and_with_it_does_not():
    forgetful = DROPPING.with_(forgets_eval=True)
    stage = RunStage(
        (
            LessonRun("a", "First", forgetful),
            LessonRun("b", "Second", forgetful, draw=1),
            LessonRun("c", "First", DROPPING),
            LessonRun("d", "Second", DROPPING, draw=1),
        ),
        epochs=3,
    )
    frame = LessonDesk().go_on(stage, LIGHT, 32, Ticket(), hurried=True)
    a, b, c, d = (run.pixels for run in frame.runs)
    assert (a != b).any()
    np.testing.assert_array_equal(c, d)
    # They are one network all the same.
    assert len({run.outcome.newest.train_loss for run in frame.runs}) == 1
    # Looked at again, each has the picture that it had.
    again = LessonDesk().go_on(stage, LIGHT, 32, Ticket(), hurried=True)
    np.testing.assert_array_equal(again.runs[1].pixels, b)
