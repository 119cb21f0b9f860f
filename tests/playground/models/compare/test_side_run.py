from __future__ import annotations

import numpy as np
import pytest

from playground.models.compare.side_run import Grown, train_on
from playground.models.experiment.experiment import Experiment
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.models.run.speed import Speed
from tests.playground.clocks import ticking

SETTINGS = Experiment(
    backend="array", dataset="circle", hidden=(3,), optimizer="adam", n_samples=60, dropout=0.1, stop_epoch=40
)


class EnoughError(Exception):
    """The test has seen what it wanted."""


def kept_run(epochs: int, experiment: Experiment = SETTINGS) -> Run:
    session = Session(experiment)
    for _ in range(epochs):
        session.train_epoch()
    return session.kept_copy()


@pytest.mark.parametrize("speed", [None, Speed(1e5, "epoch"), Speed(1e5)], ids=["max", "epochs", "steps"])
def test_that_a_run_goes_on_to_the_last_bit_as_if_it_had_never_been_left(speed):
    told: list[Grown] = []
    reason = train_on(kept_run(7), speed, told.append, lambda: None)
    straight = kept_run(40)
    np.testing.assert_array_equal(told[-1].run.end.parameters, straight.end.parameters)
    np.testing.assert_array_equal(told[-1].curves.train, straight.history.curves().train)
    assert told[-1].run.end.epoch == 40
    assert "40" in reason


def test_that_the_run_it_began_with_can_be_a_copy_whose_original_stays():
    original = kept_run(7)
    before = original.end
    train_on(original.copy(), None, lambda _: None, lambda: None)
    assert (original.end, len(original.history)) == (before, 7)


def test_that_it_is_told_from_time_to_time_and_each_copy_stays_as_it_was():
    told: list[Grown] = []
    train_on(kept_run(1), Speed(100.0), told.append, lambda: None, ticking(0.1))
    epochs = [grown.run.end.epoch for grown in told]
    assert len(epochs) > 2
    assert epochs == sorted(epochs)
    assert [int(grown.curves.epochs[-1]) for grown in told] == epochs


def test_that_what_check_raises_ends_it():
    def check() -> None:
        if told:
            raise EnoughError

    told: list[Grown] = []
    with pytest.raises(EnoughError):
        train_on(kept_run(1, SETTINGS.with_(stop_epoch=0)), None, told.append, check, ticking(0.2))


def test_that_a_run_away_ends_it_in_words():
    wild = Experiment(
        dataset="plane", hidden=(4, 4), activation="relu", optimizer="sgd", learning_rate=900.0,
        backend="array",
    )  # fmt: skip
    told: list[Grown] = []
    reason = train_on(kept_run(0, wild), None, told.append, lambda: None)
    assert "too large to go on with" in reason
    assert told
