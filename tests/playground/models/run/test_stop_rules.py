from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.models.experiment.experiment import Experiment
from playground.models.run.stop_rules import StopRules

LOSSES = st.lists(st.floats(0.0, 2.0), max_size=30)


@given(LOSSES, st.floats(0.1, 1.9), st.lists(st.integers(1, 7), min_size=30, max_size=30))
def test_that_the_goal_is_the_first_loss_at_or_below_it_however_epochs_come(
    losses: list[float], goal: float, sizes: list[int]
) -> None:
    rules = StopRules(Experiment(stop_loss=goal), 0, float("nan"))
    expected = next((index for index, loss in enumerate(losses) if loss <= goal), None)
    start, found = 0, None
    for size in sizes:
        index = rules.first_at_goal(losses[start : start + size], start + size)
        if index is not None:
            found = start + index
            break
        start += size
    assert found == expected


@given(LOSSES, st.floats(0.1, 1.9), st.floats(0.0, 2.0))
def test_that_a_goal_that_is_reached_already_waits_until_it_was_not(
    losses: list[float], goal: float, loss_now: float
) -> None:
    rules = StopRules(Experiment(stop_loss=goal), 5, loss_now, is_resumed=True)
    course = [loss_now, *losses]
    above = next((index for index, loss in enumerate(course) if loss > goal), len(course))
    expected = next((i - 1 for i in range(above, len(course)) if course[i] <= goal), None)
    assert rules.first_at_goal(losses, 5 + len(losses)) == expected


def test_that_without_a_rule_nothing_is_watched() -> None:
    rules = StopRules(Experiment(), 0, float("nan"))
    assert not rules.watches_loss
    assert not rules.watches_tests
    assert rules.first_at_goal([0.0, 0.0], 9) is None
    assert rules.last_epoch(0) is None
    for epoch in range(1, 200):
        rules.see_epoch(epoch)
        rules.see_test(epoch, 1.0, 1.0)
    assert rules.reason == ""


def is_looked_at(epoch: int) -> bool:
    """Up to 1,000 every epoch, up to 10,000 every tenth, up to 100,000 every hundredth and so on."""
    step = 1
    while epoch > 1000 * step:
        step *= 10
    return epoch % step == 0


@given(st.one_of(st.integers(0, 1500), st.integers(9900, 10500), st.integers(0, 10**6)))
def test_that_test_data_are_looked_at_after_the_same_epochs_from_wherever_one_comes(epoch: int) -> None:
    found = StopRules(Experiment(stop_patience=1), 0, float("nan")).next_test(epoch)
    assert found > epoch
    assert is_looked_at(found)
    assert not any(is_looked_at(between) for between in range(epoch + 1, found))


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5]), max_size=40), st.integers(1, 6))
def test_that_patience_ends_so_many_epochs_after_the_best(losses: list[float], patience: int) -> None:
    rules = StopRules(Experiment(stop_patience=patience), 0, float("nan"))
    stopped = None
    for epoch, loss in enumerate(losses, 1):
        rules.see_test(epoch, loss, None)
        if rules.reason:
            stopped = epoch
            break
    expected = None
    for epoch in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:epoch])) + 1  # the first of equal ones
        if epoch - best >= patience:
            expected = epoch
            assert f"best was {losses[best - 1]:.4g} at epoch {best}" in rules.reason
            break
    assert stopped == expected


@given(st.lists(st.floats(0.0, 1.0), max_size=30), st.floats(0.1, 1.0))
def test_that_the_first_score_at_or_above_the_wanted_one_is_found(scores: list[float], wanted: float) -> None:
    rules = StopRules(Experiment(stop_accuracy=wanted), 0, float("nan"))
    expected = next((epoch for epoch, score in enumerate(scores, 1) if score >= wanted), None)
    found = None
    for epoch, score in enumerate(scores, 1):
        rules.see_test(epoch, 1.0, score)
        if rules.reason:
            found = epoch
            break
    assert found == expected


def test_that_a_reached_score_waits_until_it_was_not() -> None:
    rules = StopRules(Experiment(stop_accuracy=0.9), 5, 0.1, 0.92, is_resumed=True)
    for epoch, score in ((6, 0.95), (7, 0.9), (8, 0.85)):
        rules.see_test(epoch, 0.1, score)
        assert rules.reason == ""
    rules.see_test(9, 0.1, 0.9)
    assert rules.reason == "The test score is 90.0 % at epoch 9, up to 90.0 %."


def test_that_without_test_data_only_the_other_rules_count() -> None:
    rules = StopRules(Experiment(stop_accuracy=0.5, stop_patience=1), 0, float("nan"))
    for epoch in range(1, 20):
        rules.see_test(epoch, None, None)
    assert rules.reason == ""


@given(st.integers(0, 50), st.integers(1, 50))
def test_that_an_epoch_ends_training_only_when_it_lies_ahead(epoch: int, wanted: int) -> None:
    rules = StopRules(Experiment(stop_epoch=wanted), epoch, 1.0)
    assert rules.last_epoch(epoch) == (wanted if wanted > epoch else None)
    reasons = []
    for now in range(epoch, 60):
        rules.see_epoch(now)
        reasons.append(rules.reason)
        rules.reason = ""
    assert [now for now, reason in enumerate(reasons, epoch) if reason] == (
        [wanted] if wanted > epoch else []
    )


def test_that_reasons_are_sentences_with_their_numbers() -> None:
    rules = StopRules(Experiment(stop_epoch=12000, stop_loss=0.125), 0, float("nan"))
    rules.see_epoch(12000)
    assert rules.reason == "Epoch 12,000 is reached."
    assert rules.first_at_goal([0.3, 0.123456], 1500) == 1
    assert rules.reason == "The training loss is 0.1235 at epoch 1,500, down to 0.125."
