from __future__ import annotations

from playground.models.experiment.experiment import Experiment
from playground.models.run.session import Session
from playground.workers.run_marks import MOST_MARKS, RunMarks

RUN = Session(Experiment(backend="array", n_samples=20, dataset="circle", hidden=())).kept_copy()


def test_that_a_run_is_taken_once():
    marks = RunMarks()
    marks.keep(3, RUN)
    assert marks.take(3) is RUN
    assert marks.take(3) is None


def test_that_of_merged_actions_the_run_from_before_the_first_is_kept():
    marks = RunMarks()
    marks.keep(3, RUN)
    marks.keep(3, RUN.copy())
    assert marks.take(3) is RUN


def test_that_an_action_without_a_number_or_a_run_keeps_none():
    marks = RunMarks()
    marks.keep(0, RUN)
    marks.keep(4, None)
    assert marks.take(0) is marks.take(4) is None


def test_that_the_oldest_runs_go_first():
    marks = RunMarks()
    for mark in range(1, MOST_MARKS + 2):
        marks.keep(mark, RUN)
    assert marks.take(1) is None
    assert marks.take(2) is RUN
