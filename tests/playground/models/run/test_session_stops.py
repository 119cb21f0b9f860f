from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.run.session import Session
from playground.models.run.training import Training
from tests.playground.clocks import ticking

LIMIT = 30
# Three updates an epoch; the rate is high enough for the losses to go up and down.
SMALL = Experiment(hidden=(3,), batch_size=40, learning_rate=0.1)
BACKENDS = ["compiled", "array"]
on_both = pytest.mark.parametrize("backend", BACKENDS)
# 0 is a single batch, another number so many epochs at most; they come again and again.
PORTIONS = st.lists(st.integers(0, 12), min_size=1, max_size=6)
SOME_PORTIONS = [(0,), (1,), (30,), (7, 0, 0), (0, 3, 0, 0, 11)]


@dataclass(frozen=True)
class Course:
    """A run without any rules; the first entry of each list is for epoch 1."""

    losses: list[float]
    test_losses: list[float]
    scores: list[float]
    parameters: list[NDArray[np.float64]]

    def first(self, is_reached: Callable[[int], bool]) -> int:
        """Return the first epoch, of those that ended, at which something is so; beyond the last for none."""
        epochs = range(1, len(self.losses) + 1)
        return next((epoch for epoch in epochs if is_reached(epoch - 1)), len(self.losses) + 1)


def course_of(experiment: Experiment, epochs: int) -> Course:
    """Train epoch by epoch."""
    run = Training.of(experiment)
    course = Course([], [], [], [])
    for epoch in range(1, epochs + 1):
        while run.trainer.epoch < epoch:
            run.trainer.train_batch()
        test_loss = run.trainer.test_loss()
        assert test_loss is not None
        course.losses.append(run.trainer.last_train_loss)
        course.test_losses.append(test_loss)
        course.scores.append(
            float((run.trainer.predict_classes(run.network.split.X_test) == run.network.split.y_test).mean())
        )
        course.parameters.append(run.trainer.parameters)
    return course


@cache
def course(backend: str) -> Course:
    return course_of(SMALL.with_(backend=backend), LIMIT)


@cache
def shared_session(backend: str) -> Session:
    # To its clock training is so fast that the session asks for as many epochs a call as it ever does.
    return Session(SMALL.with_(backend=backend), clock=ticking(1e-6))


def session_with(backend: str, **rules: float) -> Session:
    session = shared_session(backend)
    session.apply(SMALL.with_(backend=backend, **rules))
    session.reset()
    return session


def train(session: Session, portions: Sequence[int], limit: int = LIMIT) -> int:
    """Train until the session wants to pause, or to the limit; return the epoch."""
    trainer = session.training.trainer
    for portion in cycle(portions):
        if session.stop_reason or trainer.epoch >= limit:
            break
        if portion == 0:
            session.train_for(0.0)
        else:
            session.train_for(9.0, min(limit, trainer.epoch + portion))
    return trainer.epoch


def assert_stands(session: Session, truth: Course, epoch: int) -> None:
    """Check that training stands at the very end of an epoch, and paused if that is not the limit."""
    trainer = session.training.trainer
    assert (trainer.epoch, trainer.step_count) == (epoch, 3 * epoch)
    assert trainer.last_train_loss == truth.losses[epoch - 1]
    np.testing.assert_array_equal(trainer.parameters, truth.parameters[epoch - 1])
    np.testing.assert_array_equal(session.run.history.curves(limit=10**6).train, truth.losses[:epoch])


# The same epoch whatever the portions.


@on_both
@pytest.mark.parametrize("portions", SOME_PORTIONS, ids=str)
@pytest.mark.parametrize("wanted", [1, 2, 13, 29])
def test_that_training_pauses_at_its_epoch(backend: str, portions: tuple[int, ...], wanted: int) -> None:
    session = session_with(backend, stop_epoch=wanted)
    assert train(session, portions) == wanted
    assert session.stop_reason == f"Epoch {wanted} is reached."
    assert_stands(session, course(backend), wanted)


@on_both
@pytest.mark.parametrize("portions", SOME_PORTIONS, ids=str)
@pytest.mark.parametrize("wanted", [1, 2, 11, 17, 28])
def test_that_training_pauses_at_the_first_epoch_with_its_loss(
    backend: str, portions: tuple[int, ...], wanted: int
) -> None:
    truth = course(backend)
    goal = truth.losses[wanted - 1]
    expected = truth.first(lambda index: truth.losses[index] <= goal)
    session = session_with(backend, stop_loss=goal)
    assert train(session, portions) == expected
    assert f"The training loss is {truth.losses[expected - 1]:.4g} at epoch {expected}" in session.stop_reason
    assert_stands(session, truth, expected)


@settings(max_examples=15)
@given(PORTIONS, st.floats(0.0, 1.0))
def test_that_any_loss_is_found_in_any_portions(portions: list[int], share: float) -> None:
    truth = course("compiled")
    low, high = min(truth.losses), max(truth.losses)
    goal = low + share * (high - low)
    assume(goal > 0.0)
    expected = truth.first(lambda index: truth.losses[index] <= goal)
    session = session_with("compiled", stop_loss=goal)
    assert train(session, portions) == expected
    assert session.stop_reason
    assert_stands(session, truth, expected)


@pytest.mark.parametrize("portions", [(400,), (1, 400), (0, 0, 400), (90, 33)], ids=str)
@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
@pytest.mark.parametrize("dropout", [0.0, 0.2])
def test_that_a_loss_far_out_is_found_within_a_call_of_many_epochs(
    portions: tuple[int, ...], optimizer: str, dropout: float
) -> None:
    experiment = SMALL.with_(learning_rate=0.01, optimizer=optimizer, dropout=dropout)
    trainer = Training.of(experiment).trainer
    losses = [trainer.train_for(9.0, epoch)[-1] for epoch in range(1, 301)]
    goal = 1.02 * min(losses)
    expected = next(epoch for epoch, loss in enumerate(losses, 1) if loss <= goal)
    assert expected > 60
    session = Session(experiment.with_(stop_loss=goal), clock=ticking(1e-6))
    assert train(session, portions, 300) == expected
    assert session.training.trainer.step_count == 3 * expected
    again = Training.of(experiment).trainer
    again.train_for(9.0, expected)
    np.testing.assert_array_equal(session.training.trainer.parameters, again.parameters)
    np.testing.assert_array_equal(session.run.history.curves(limit=10**6).train, losses[:expected])
    # What follows is the same run, too.
    session.resume()
    session.train_for(9.0, expected + 1)
    again.train_for(9.0, expected + 1)
    np.testing.assert_array_equal(session.training.trainer.parameters, again.parameters)


@on_both
@pytest.mark.parametrize("portions", SOME_PORTIONS, ids=str)
def test_that_training_pauses_at_the_first_epoch_with_its_score(
    backend: str, portions: tuple[int, ...]
) -> None:
    truth = course(backend)
    for wanted in sorted(set(truth.scores))[1:]:
        expected = next(epoch for epoch, score in enumerate(truth.scores, 1) if score >= wanted)
        session = session_with(backend, stop_accuracy=wanted)
        assert train(session, portions) == expected
        assert f"The test score is {100 * truth.scores[expected - 1]:.1f} % at epoch" in session.stop_reason
        assert_stands(session, truth, expected)


def end_of_patience(test_losses: Sequence[float], patience: int) -> int:
    """Return the first epoch so many after the best one so far."""
    for epoch in range(1, len(test_losses) + 1):
        if epoch - 1 - int(np.argmin(test_losses[:epoch])) >= patience:
            return epoch
    raise AssertionError("the test loss goes on falling")


@on_both
@pytest.mark.parametrize("portions", SOME_PORTIONS, ids=str)
@pytest.mark.parametrize("patience", [1, 2])
def test_that_training_pauses_where_patience_ends(
    backend: str, portions: tuple[int, ...], patience: int
) -> None:
    truth = course(backend)
    expected = end_of_patience(truth.test_losses, patience)
    session = session_with(backend, stop_patience=patience)
    assert train(session, portions) == expected
    assert "The test loss has not fallen for" in session.stop_reason
    assert_stands(session, truth, expected)


@pytest.mark.parametrize("portions", [(400,), (1,), (0, 0, 7), (33, 0)], ids=str)
def test_that_patience_is_the_same_in_any_portions_where_only_some_epochs_are_tested(
    portions: tuple[int, ...],
) -> None:
    trainer = Training.of(SMALL).trainer
    trainer.train_for(9.0, 1200)
    best, best_epoch, expected = np.inf, 1200, 0
    for epoch in range(1210, 1610, 10):
        trainer.train_for(9.0, epoch)
        loss = trainer.test_loss()
        assert loss is not None
        if loss < best:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= 35:
            expected = epoch
            break
    assert expected
    session = Session(SMALL, clock=ticking(1e-6))
    session.train_for(9.0, 1200)
    session.apply(SMALL.with_(stop_patience=35))
    assert train(session, portions, 1600) == expected
    np.testing.assert_array_equal(session.training.trainer.parameters, trainer.parameters)


@on_both
def test_that_the_rule_that_is_reached_first_pauses(backend: str) -> None:
    truth = course(backend)
    goal = truth.losses[19]
    by_loss = truth.first(lambda index: truth.losses[index] <= goal)
    both = session_with(backend, stop_loss=goal, stop_epoch=by_loss + 3)
    assert train(both, (30,)) == by_loss
    assert "loss" in both.stop_reason
    both = session_with(backend, stop_loss=goal, stop_epoch=by_loss - 1)
    assert train(both, (30,)) == by_loss - 1
    assert both.stop_reason == f"Epoch {by_loss - 1} is reached."


@on_both
def test_that_single_updates_pause_at_the_same_epoch(backend: str) -> None:
    truth = course(backend)
    goal = truth.losses[10]
    expected = truth.first(lambda index: truth.losses[index] <= goal)
    session = session_with(backend, stop_loss=goal)
    for steps in (1, 2, 5, 500):
        session.train_steps(steps)
    assert session.stop_reason
    assert_stands(session, truth, expected)
    session = session_with(backend, stop_loss=goal)
    for _ in range(3 * expected):
        assert session.stop_reason == ""
        session.train_slowly(0.0)
        session.train_slowly(1.0)
    assert session.stop_reason
    assert_stands(session, truth, expected)


# Going on.


@on_both
@pytest.mark.parametrize("rule", ["epoch", "loss", "accuracy", "patience"])
def test_that_training_goes_on_after_a_pause(backend: str, rule: str) -> None:
    truth = course(backend)
    rules: dict[str, dict[str, float]] = {
        "epoch": {"stop_epoch": 10},
        "loss": {"stop_loss": truth.losses[9]},
        "accuracy": {"stop_accuracy": max(truth.scores[:12])},
        "patience": {"stop_patience": 1},
    }
    session = session_with(backend, **rules[rule])
    stopped = train(session, (4, 0))
    assert session.stop_reason
    session.resume()
    assert session.stop_reason == ""
    session.train_for(0.0)
    assert session.training.trainer.step_count == 3 * stopped + 1
    session.train_for(9.0, stopped + 1)
    assert_stands(session, truth, stopped + 1)


@on_both
def test_that_a_loss_pauses_again_once_it_was_above_its_goal(backend: str) -> None:
    truth = course(backend)
    # A loss between two epochs of which the later one is worse: below it, above it, below it again.
    rise = next(index for index in range(3, LIMIT - 1) if truth.losses[index] > truth.losses[index - 1])
    goal = 0.5 * (truth.losses[rise] + truth.losses[rise - 1])
    first = truth.first(lambda index: truth.losses[index] <= goal)
    above = truth.first(lambda index: index >= first and truth.losses[index] > goal)
    again = truth.first(lambda index: index >= above and truth.losses[index] <= goal)
    assert first < above < again <= LIMIT
    for portions in SOME_PORTIONS:
        session = session_with(backend, stop_loss=goal)
        assert train(session, portions) == first
        session.resume()
        assert train(session, portions) == again
        assert_stands(session, truth, again)


@on_both
@pytest.mark.parametrize("wanted", [1, 5, 10])
def test_that_an_epoch_that_lies_behind_is_ignored(backend: str, wanted: int) -> None:
    session = session_with(backend)
    session.train_for(9.0, 10)
    session.apply(SMALL.with_(backend=backend, stop_epoch=wanted))
    assert train(session, (3, 0)) == LIMIT
    assert session.stop_reason == ""
    assert_stands(session, course(backend), LIMIT)


@on_both
def test_that_an_epoch_is_reached_by_one_who_paused_before_it(backend: str) -> None:
    session = session_with(backend, stop_epoch=12)
    for epoch in (3, 7, 11):
        session.train_for(9.0, epoch)
        session.resume()
    assert train(session, (30,)) == 12
    assert session.stop_reason == "Epoch 12 is reached."


@on_both
def test_that_a_rule_set_on_the_way_counts_from_the_next_epoch(backend: str) -> None:
    truth = course(backend)
    session = session_with(backend)
    session.train_for(9.0, 14)
    goal = max(truth.losses[14:20])
    session.apply(SMALL.with_(backend=backend, stop_loss=goal))
    assert session.stop_reason == ""
    expected = truth.first(lambda index: index >= 14 and truth.losses[index] <= goal)
    assert train(session, (0, 30)) == expected


@on_both
def test_that_another_setting_leaves_a_pause_as_it_is_and_a_new_rule_ends_it(backend: str) -> None:
    session = session_with(backend, stop_epoch=5)
    train(session, (30,))
    session.apply(SMALL.with_(backend=backend, stop_epoch=5, clip_norm=3.0))
    assert session.stop_reason
    session.apply(SMALL.with_(backend=backend, stop_epoch=8))
    assert session.stop_reason == ""
    assert train(session, (30,)) == 8


@on_both
def test_that_a_run_from_the_start_pauses_at_the_same_epoch_again(backend: str) -> None:
    truth = course(backend)
    goal = truth.losses[9]
    session = session_with(backend, stop_loss=goal)
    first = train(session, (30,))
    session.reset()
    assert session.stop_reason == ""
    assert train(session, (0,)) == first


def test_that_a_score_is_found_however_often_one_pauses_before_it() -> None:
    truth = course("compiled")
    wanted = max(truth.scores)
    expected = truth.first(lambda index: truth.scores[index] >= wanted)
    assert expected > 1
    session = session_with("compiled", stop_accuracy=wanted)
    session.train_for(9.0, expected - 1)
    assert session.stop_reason == ""
    session.resume()
    session.train_for(9.0, expected)
    assert session.stop_reason


@on_both
@pytest.mark.parametrize(
    "whole",
    [False, True],
)
def test_that_a_run_that_fails_later_pauses_where_its_loss_was_reached(backend: str, whole: bool) -> None:
    calm = Experiment(
        dataset="diabetes", hidden=(4, 4, 4), activation="linear", optimizer="sgd", batch_size=FULL_BATCH,
        backend=backend,
    )  # fmt: skip
    session = Session(calm, clock=ticking(1e-6))
    for epoch in (60, *range(61, 84)):
        session.train_for(9.0, epoch)
    session.apply(calm.with_(learning_rate=1000.0, stop_loss=100.0))
    # The next epoch reaches the loss; the one after next leaves the range of numbers.
    session.train_for(9.0 if whole else 0.0, 120)
    assert session.training.trainer.epoch == 84
    assert "at epoch 84" in session.stop_reason
