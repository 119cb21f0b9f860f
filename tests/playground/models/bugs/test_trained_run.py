"""Runs that are examined: trained as any other run, and let go when nobody wants them."""

from __future__ import annotations

import numpy as np
import pytest

from playground.models.bugs.catalogue import BUGS
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.models.bugs.trained_run import Case, TrainedRun, WorkProgress
from playground.models.experiment.experiment import Experiment
from playground.models.run.session import Session
from playground.models.ticket import CancelledError, Ticket

EXPERIMENT = Experiment(
    dataset="circle", n_samples=40, hidden=(3, 2), activation="relu", optimizer="sgd", rests=False
)


def test_that_a_run_is_that_of_its_experiment():
    run = TrainedRun(Case(EXPERIMENT, 5))
    session = Session(EXPERIMENT)
    session.train_up_to(5, lambda: None, 1.0)
    assert run.epoch == 5
    assert (run.parameters == session.training.trainer.parameters).all()


def test_that_other_first_weights_are_those_it_begins_with():
    case = Case(EXPERIMENT, 0, BUGS["dead_relus"].first_weights)
    run = TrainedRun(case)
    first, second, last = run.weights(run.parameters)
    drawn = run.weights(run.network.first_parameters)
    assert (second[:, :-1] < 0.0).all()
    assert (np.abs(second) == np.abs(drawn[1])).all()
    assert (first == drawn[0]).all()
    assert (last == drawn[2]).all()


def test_that_a_run_out_of_range_ends_where_it_was():
    run = TrainedRun(Case(EXPERIMENT.with_(dataset="plane", learning_rate=1000.0, loss="squared_error"), 50))
    assert run.has_failed
    assert run.epoch < 50


def test_that_progress_is_told_and_nobody_waits_for_what_is_not_wanted():
    told: list[WorkProgress] = []

    def tell(progress: object) -> None:
        assert isinstance(progress, WorkProgress)
        told.append(progress)
        if progress.done == 3:
            ticket.cancel()

    ticket = Ticket(tell)
    with pytest.raises(CancelledError):
        TrainedRun(Round(1, DIFFICULTIES["easy"]).case(BUGS["nothing"]), ticket)
    assert [one.done for one in told] == [0, 1, 2, 3]
