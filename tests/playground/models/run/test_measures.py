from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.run.measures import EPOCHS_PER_TEST, Measures
from playground.models.run.training import Training


@pytest.fixture
def training() -> Training:
    return Training.of(Experiment(dataset="circle", n_samples=60, hidden=(3,), backend="array"))


@pytest.fixture
def measures() -> Measures:
    seconds = itertools.count(0.0, 10.0)
    return Measures(0, lambda: next(seconds))


def trained(training: Training, epochs: int) -> Training:
    training.trainer.train_for(math.inf, training.trainer.epoch + epochs)
    return training


def test_that_the_test_loss_is_that_of_the_weights_now(training, measures):
    assert measures.test_loss is None
    for epochs in (1, 5):
        measures.measure(trained(training, epochs), 10.0, with_scores=False)
        assert measures.test_loss == training.trainer.test_loss()


@pytest.mark.parametrize(
    ("epochs", "rate", "gap"),
    [(3, 10.0, 0), (50, 10.0, 0), (50, 90.0, 3), (50, 1e5, 5), (400, 0.0, 400 // EPOCHS_PER_TEST)],
)
def test_that_tests_become_rarer_with_epochs_and_speed(training, measures, epochs, rate, gap):
    measures.measure(trained(training, epochs), rate, with_scores=False)
    assert measures.next_test == epochs + 1 + gap


def test_that_scores_are_measured_when_they_are_due_or_wanted(training):
    measures = Measures(0, lambda: 1.0)  # no time passes
    assert measures.measure(trained(training, 1), 10.0, with_scores=False)
    known = measures.scores
    assert known == training.scores()
    assert not measures.measure(trained(training, 20), 10.0, with_scores=False)
    assert measures.scores is known
    assert measures.measure(training, 10.0, with_scores=True)
    assert measures.scores == training.scores()


def test_that_an_outdated_training_loss_is_measured_anew_once(training, measures):
    trainer = trained(training, 3).trainer
    assert measures.train_loss(trainer, live=True) == trainer.last_train_loss
    measures.is_loss_older = True
    trainer.set_parameters(0.5 * trainer.parameters)
    assert measures.train_loss(trainer, live=False) == trainer.train_loss() != trainer.last_train_loss
    before = trainer.train_loss()
    trainer.set_parameters(0.5 * trainer.parameters)
    assert measures.train_loss(trainer, live=True) == before  # a moment old, while it trains
    assert measures.train_loss(trainer, live=False) == trainer.train_loss()


def test_that_the_mean_update_is_per_step_since_it_was_last_seen(training, measures):
    trainer = training.trainer
    assert measures.mean_updates(trainer) is None
    before = trainer.parameters.copy()
    for _ in range(4):
        trainer.train_batch()
    mean = measures.mean_updates(trainer)
    np.testing.assert_array_equal(mean, (trainer.parameters - before) / 4)
    assert measures.mean_updates(trainer) is mean  # without a step it stays
    measures.forget_updates()
    assert measures.mean_updates(trainer) is None


def test_that_replaced_weights_leave_nothing_measured(training, measures):
    measures.measure(trained(training, 1), 10.0, with_scores=False)
    measures.mean_updates(training.trainer)
    measures.forget()
    training.trainer.train_batch()
    assert measures.test_loss is None
    assert measures.mean_updates(training.trainer) is None


def test_that_an_update_by_hand_is_counted_from_the_weights_seen_before_it(training, measures):
    trainer = training.trainer
    measures.mean_updates(trainer)
    before = trainer.parameters.copy()
    trainer.train_batch()
    after = Measures(0, lambda: 1.0)
    after.go_on_from(measures)
    np.testing.assert_array_equal(after.mean_updates(trainer), trainer.parameters - before)
