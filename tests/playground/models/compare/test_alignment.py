from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.models.compare.alignment import WAYS, align
from playground.models.compare.comparison import ComparedRun
from tests.playground.models.compare.runs import compared


def spent(run: ComparedRun, updates: float, seconds: float) -> ComparedRun:
    """Return the run with so many updates and seconds an epoch."""
    epochs = run.curves.epochs
    return replace(run, curves=replace(run.curves, updates=updates * epochs, seconds=seconds * epochs))


LIVE = spent(compared(0), 10.0, 0.1)
# Ten times as many updates an epoch, and twice the time.
SMALL_BATCHES = spent(compared(1), 100.0, 0.2)
SHORT = spent(compared(2, last=50), 10.0, 0.1)
RUNS = (LIVE, SMALL_BATCHES, SHORT)


def test_that_runs_are_lined_up_by_epochs_updates_or_time() -> None:
    epoch = align(RUNS, LIVE, 120, "epoch")
    assert (epoch.epochs, epoch.words, epoch.is_fair) == ({0: 120, 1: 120, 2: 50}, "at epoch 120", False)
    updates = align(RUNS, LIVE, 120, "updates")
    assert (updates.epochs, updates.words) == ({0: 120, 1: 12, 2: 50}, "after 1,200 updates")
    assert (updates.noun, updates.is_fair) == ("updates", False)
    time = align(RUNS[:2], LIVE, 120, "time")
    assert (time.epochs, time.words, time.is_fair) == ({0: 120, 1: 60}, "after 12 s of training", True)


def test_that_an_epoch_beyond_the_live_run_counts_as_if_it_went_on() -> None:
    long = spent(compared(3, last=900), 5.0, 0.1)
    assert align([LIVE, long], LIVE, 400, "updates").epochs == {0: 300, 3: 800}


def test_that_each_run_at_its_best_is_where_its_test_loss_is_lowest() -> None:
    best = align(RUNS, LIVE, 120, "best")
    assert best.epochs == {0: 300, 1: 300, 2: 50}
    assert best.words == "each at its best"


def test_that_runs_of_which_nothing_is_known_stand_at_their_end() -> None:
    for way in WAYS:
        alignment = align([compared(0), compared(1)], compared(0), 120, way)
        assert all(0 <= epoch <= 300 for epoch in alignment.epochs.values())


def test_that_every_epoch_is_found_again_from_its_updates() -> None:
    for epoch in np.linspace(1, 300, 37).astype(int):
        assert align([LIVE], LIVE, int(epoch), "updates").epochs == {0: epoch}


def test_that_of_a_run_that_has_not_come_that_far_it_is_said_what_counts() -> None:
    for way in ("epoch", "updates"):
        caveats = [align((LIVE, SHORT), LIVE, 120, way).caveat(run) for run in (LIVE, SHORT)]
        assert caveats == ["", f"{SHORT.name} ends at epoch 50: what counts is its last result."]
    assert align((LIVE, SHORT), LIVE, 50, "epoch").caveat(SHORT) == ""
