from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.compare.seeds import SeedRun, other_seeds, run_seed, scores_of, spread_of
from playground.models.experiment.choices import MAX_SEED
from playground.models.experiment.experiment import Experiment
from playground.models.run.history import Curves
from playground.models.run.session import Session

SMALL = Experiment(backend="array", dataset="circle", hidden=(3,), n_samples=60)


def curves(test: list[float]) -> Curves:
    epochs, losses = np.arange(1.0, len(test) + 1), np.array(test)
    return Curves(epochs, losses, losses, losses, losses, losses, losses)


@given(
    seed=st.integers(0, MAX_SEED),
    known=st.lists(st.integers(0, MAX_SEED), max_size=20),
    count=st.integers(0, 20),
)
def test_that_other_seeds_are_new_and_in_range(seed: int, known: list[int], count: int) -> None:
    found = other_seeds(seed, known, count)
    assert len(set(found)) == count
    assert not set(found) & {*known, seed}
    assert all(0 <= other <= MAX_SEED for other in found)


def test_that_a_seed_is_the_run_that_the_same_settings_make_with_it() -> None:
    run = run_seed(SMALL, 5, 12, lambda: None)
    session = Session(SMALL.with_(seed=5))
    for _ in range(12):
        session.train_epoch()
    np.testing.assert_array_equal(run.curves.train, session.run.history.curves().train)
    assert run.score == session.training.scores()[1]


def test_that_no_goal_ends_a_seed_before_the_others() -> None:
    run = run_seed(SMALL.with_(stop_loss=10.0, stop_epoch=3), 5, 12, lambda: None)
    assert run.curves.epochs[-1] == 12


def test_that_a_seed_that_runs_away_ends_early_and_has_no_score() -> None:
    wild = Experiment(
        backend="array", dataset="plane", hidden=(4, 4), activation="relu", optimizer="sgd",
        learning_rate=900.0,
    )  # fmt: skip
    run = run_seed(wild, 5, 500, lambda: None)
    assert run.score is None
    assert len(run.curves.epochs) < 500


def test_that_a_seed_can_be_cancelled_in_the_middle() -> None:
    def check() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run_seed(SMALL, 5, 10**9, check)


def test_that_the_spread_goes_as_far_as_all_runs_and_holds_lowest_middle_and_highest() -> None:
    spread = spread_of([curves([3.0, 2.0, 1.0, 0.0]), curves([6.0, 4.0, 2.0]), curves([9.0, 9.0, 9.0])])
    np.testing.assert_array_equal(spread.epochs, [1, 2, 3])
    np.testing.assert_array_equal(spread.low, [3, 2, 1])
    np.testing.assert_array_equal(spread.median, [6, 4, 2])
    np.testing.assert_array_equal(spread.high, [9, 9, 9])


def test_that_runs_without_an_epoch_have_no_spread() -> None:
    assert len(spread_of([Curves.empty()]).epochs) == 0


def test_that_scores_are_those_of_the_run_itself_and_of_the_seeds_that_ended() -> None:
    seeds = [SeedRun(1, curves([0.1]), 0.8), SeedRun(2, curves([0.1]), None)]
    assert scores_of(curves([0.5, 0.9]), 2, seeds) == [0.9, 0.8]
    assert scores_of(Curves.empty(), 1, seeds) == [0.8]


def test_that_scores_at_an_earlier_epoch_are_those_of_the_curves() -> None:
    seeds = [SeedRun(1, curves([0.1, 0.6, 0.7]), 0.8), SeedRun(2, curves([0.2]), None)]
    assert scores_of(curves([0.5, 0.9, 0.95]), 2, seeds) == [0.9, 0.6]
    assert scores_of(curves([0.5, 0.9, 0.95]), 3, seeds) == [0.95, 0.8]
